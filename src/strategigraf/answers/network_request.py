"""Requests to the network: what a user typed made into nodes and strategies, and the report that answers."""

from typing import TYPE_CHECKING

from strategigraf.answers.identifier import any_thing
from strategigraf.answers.request import Names, names, one_of, strategies_named
from strategigraf.use.store import Store
from strategigraf.values.errors import WrongValue
from strategigraf.values.hop import BASES
from strategigraf.values.report import Report
from strategigraf.values.text import Text

if TYPE_CHECKING:
    from strategigraf.answers.network import Network


def network_request(
    store: Store, strategies: Names = (), kinds: Names = (), around: str | None = None, depth: int | None = None
) -> "Network":
    """The network of the *strategies*, of the *kinds* only, *around* a thing at most *depth* steps away (1 without):
    see `network` and `narrowed`. Raises UnknownStrategy, UnknownKind, UnknownElement, WrongValue."""
    from strategigraf.answers.kind import find_kind
    from strategigraf.answers.network import narrowed, network

    if depth is not None and around is None:
        raise WrongValue(
            Text("--depth siger intet uden --around.", "--depth means nothing without --around."),
            Text("Tilføj --around ID.", "Add --around ID."),
        )
    graph = network(store, strategies_named(store, strategies))
    of_kinds = [find_kind(store, name).name for name in names(kinds)]
    middle = None if around is None else node(store, graph, around)
    if not of_kinds and middle is None:
        return graph
    return narrowed(graph, of_kinds, middle, 1 if depth is None else depth)


def overview_request(store: Store, strategies: Names = ()) -> Report:
    """What the network of the *strategies* holds. Raises UnknownStrategy, WrongValue, as all below."""
    from strategigraf.answers.network_overview import overview, overview_report

    return overview_report(overview(network_request(store, strategies)))


def carriers_request(store: Store, strategies: Names = (), most: int = 20) -> Report:
    """What a sub-target, or a piece of a strategy, hangs on alone, *most* rows at the most."""
    from strategigraf.answers.carriers import carriers, carriers_report

    return carriers_report(carriers(store, strategies_named(store, strategies)), at_least_one(most))


def communities_request(store: Store, strategies: Names = ()) -> Report:
    """Which elements the links draw together, against the official tracks."""
    from strategigraf.answers.communities import communities_report, divisions

    return communities_report(divisions(network_request(store, strategies)))


def centrality_request(store: Store, strategies: Names = (), most: int = 20) -> Report:
    """What much leads to, and what much runs through, *most* rows at the most."""
    from strategigraf.answers.centrality import centrality, centrality_report
    from strategigraf.use.dataset import inheritance

    return centrality_report(centrality(network_request(store, strategies), inheritance(store)), at_least_one(most))


def path_request(
    store: Store, start: str, end: str, strategies: Names = (), most: int = 3, language: str = "da"
) -> Report:
    """The shortest threads between *start* and *end*, *most* at the most. Raises WrongValue where both are the same or
    one is not in the network, UnknownElement, UnknownTarget."""
    from strategigraf.answers.shortest_thread import connection, connection_report

    graph = network_request(store, strategies)
    one, other = node(store, graph, start), node(store, graph, end)
    if one == other:
        raise WrongValue(
            Text(f"“{start}” og “{end}” er det samme.", f"“{start}” and “{end}” are the same."),
            Text("Angiv to forskellige elementer.", "Give two different elements."),
        )
    return connection_report(store, connection(graph, one, other, at_least_one(most)), language)


def overloaded_request(store: Store, strategies: Names = ()) -> Report:
    """Goals that carry far more than the others of their strategy."""
    from strategigraf.answers.overload import overload, overload_report

    return overload_report(overload(network_request(store, strategies)))


def expendable_request(store: Store, strategies: Names = (), bases: Names = ()) -> Report:
    """The most initiatives that could fall without a sub-target losing its last mark, of marks on *bases* only; without
    any counted twice, by own claims and by all marks."""
    from strategigraf.answers.expendable import OWN, expendable, expendable_report

    on = tuple(one_of(basis, BASES, Text("grundlag", "a basis")) for basis in names(bases))
    within = strategies_named(store, strategies)
    counted = [on] if on else [OWN, ()]
    return expendable_report([one for basis in counted for one in expendable(store, within, basis)])


def node(store: Store, graph: "Network", name: str) -> str:
    """The node of *graph* that *name* means. Raises UnknownElement, and WrongValue where it is no node of it."""
    thing = any_thing(store, name).value
    if thing in graph:
        return thing
    raise WrongValue(
        Text(f"“{name}” er ikke i netværket.", f"“{name}” is not in the network."),
        Text(
            "Netværket har strategiernes elementer og de verdensmål og delmål, som de nævner; se efter --strategy.",
            "The network has the elements of the strategies and the SDG goals and targets they name; mind --strategy.",
        ),
    )


def at_least_one(most: int) -> int:
    """*most*, a number of rows. Raises WrongValue where it is less than 1."""
    if most >= 1:
        return most
    raise WrongValue(
        Text(f"{most} er ikke et antal rækker.", f"{most} is not a number of rows."),
        Text("Giv et helt tal fra 1 og op.", "Give a whole number from 1 up."),
    )
