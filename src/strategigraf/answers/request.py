"""Requests: what a user typed (kinds, slugs, codes, titles) made into things of the graph, and asked of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from strategigraf.answers.identifier import any_thing, of_class
from strategigraf.answers.kind import Kind, find_kind
from strategigraf.use.store import Store
from strategigraf.values.errors import WrongValue
from strategigraf.values.hop import BASES
from strategigraf.values.namespaces import SG, short
from strategigraf.values.nearness import nearest
from strategigraf.values.option_word import listed_values, option_value
from strategigraf.values.table import Table
from strategigraf.values.text import Text

if TYPE_CHECKING:
    from strategigraf.files.question import Question
    from strategigraf.values.matrix import Matrix
    from strategigraf.values.pivot import Pivot

Names = str | Iterable[str]


class Asked(NamedTuple):
    """A matrix as it is asked for: the names of two kinds; which strategies and bases (all without any), which cells
    (`selection`), what the rows are grouped by and their order (`arrangement`), and the language of titles."""

    rows: str
    columns: str
    strategies: Names = ()
    bases: Names = ()
    only: str | None = None
    group: str | None = None
    order: str = "order"
    language: str = "da"


def names(given: Names) -> list[str]:
    """*given*, one name or several, as a list, each once."""
    return list(dict.fromkeys([given] if isinstance(given, str) else given))


def strategies_named(store: Store, given: Names) -> list[str]:
    """The strategies (IRIs) that *given* means, each once. Raises UnknownStrategy, WrongValue."""
    return list(dict.fromkeys(of_class(store, name, SG + "Strategy").value for name in names(given)))


def kinds_named(store: Store, given: Names) -> list[str]:
    """The classes (IRIs) of the kinds *given*. Raises UnknownKind, WrongValue."""
    return [find_kind(store, name).iri for name in names(given)]


def kind_of(store: Store, name: str) -> Kind:
    """The kind *name*, narrowed to a strategy where it says so: `handleplan@SLUG`. Raises UnknownKind, UnknownStrategy,
    WrongValue."""
    name, _, slug = name.partition("@")
    kind = find_kind(store, name)
    return kind._replace(strategy=of_class(store, slug, SG + "Strategy").value) if slug else kind


def one_of(value: str, choices: Collection[str], what: Text) -> str:
    """The one of *choices* that *value* names, by itself or by its Danish or English word. Raises WrongValue, which
    names *what* it is and the choices."""
    known = option_value(value, choices)
    if known is not None:
        return known
    near = nearest(value, choices, most=1)
    return _refuse(value, choices, what, near)


def matrix_request(store: Store, asked: Asked) -> "tuple[Matrix, tuple[Kind, Kind]]":
    """The matrix *asked* for, selected and arranged, with its gaps, and its two kinds: see `matrix`, `selection`,
    `arrangement` and `gap_rows`.

    Raises UnknownKind, UnknownStrategy, WrongValue, and NoThread where nothing of the two kinds is ever joined.
    """
    from strategigraf.answers.arrangement import arranged_matrix
    from strategigraf.answers.matrix import matrix
    from strategigraf.answers.selection import selected_matrix
    from strategigraf.answers.standing import with_gaps

    kinds, within, on, grouping = _resolved(store, asked)
    whole = matrix(store, *kinds, within, on)
    _demand(store, kinds, bool(whole.cells) or bool(on))
    if asked.only:
        whole = selected_matrix(store, whole, kinds, asked.only)
    whole = arranged_matrix(store, whole, kinds[0], asked.order, grouping, asked.language)
    return with_gaps(store, whole, kinds), kinds


def pivot_request(store: Store, asked: Asked) -> "tuple[Pivot, tuple[Kind, Kind]]":
    """The pivot *asked* for: what `matrix_request` gives, with only the bases of its marks.

    Raises what that raises.
    """
    from strategigraf.answers.arrangement import arranged_pivot
    from strategigraf.answers.pivot import pivot
    from strategigraf.answers.selection import selected_pivot

    kinds, within, on, grouping = _resolved(store, asked)
    found = pivot(store, *kinds, within, on)
    _demand(store, kinds, any(found.cells) or bool(on))
    if asked.only:
        found = selected_pivot(store, found, kinds, asked.only)
    return arranged_pivot(store, found, kinds[0], asked.order, grouping, asked.language), kinds


def listing_request(store: Store, kind: str | None, strategies: Names, language: str) -> Table:
    """The kinds, or the things of *kind* in the *strategies*. Raises UnknownKind, UnknownStrategy, WrongValue."""
    from strategigraf.answers.listing import kind_table, thing_table

    if kind is None:
        return kind_table(store, language)
    return thing_table(store, find_kind(store, kind), strategies_named(store, strategies))


def portrait_request(store: Store, thing: str, language: str) -> Table:
    """Everything about *thing* in *language*, headed by its name and title: see `portrait`. Raises UnknownElement,
    UnknownTarget, WrongValue."""
    from strategigraf.answers.portrait import portrait
    from strategigraf.use.labels import labels

    iri = any_thing(store, thing).value
    title = f"{short(iri)} {labels(store, [iri], language).get(iri, '')}".strip()
    return portrait(store, iri, language)._replace(heading=Text(title, title))


def chosen_question(
    store: Store, asked: str, given: Mapping[str, str], paths: Sequence[Path]
) -> "tuple[Question, dict[str, str]]":
    """The question that *asked* means, a name or plain words, and the values for its parameters: those in the words,
    and over them those *given*. Raises UnknownQuestion, QuestionUnsure, QuestionFile."""
    from strategigraf.files.question import find_question, read_question

    if " " not in asked.strip():
        return find_question(asked, list(paths)), dict(given)
    from strategigraf.answers.understanding import understood

    question, found = understood(store, asked, [read_question(path) for path in paths])
    return question, found | dict(given)


def _resolved(store: Store, asked: Asked) -> tuple[tuple[Kind, Kind], list[str], list[str], Kind | None]:
    from strategigraf.answers.arrangement import ORDERS
    from strategigraf.answers.selection import SELECTIONS

    on = [one_of(basis, BASES, Text("grundlag", "a basis")) for basis in names(asked.bases)]
    one_of(asked.order, ORDERS, Text("en orden", "an order"))
    if asked.only is not None:
        one_of(asked.only, SELECTIONS, Text("et udvalg", "a selection"))
    within = strategies_named(store, asked.strategies)
    kinds = kind_of(store, asked.rows), kind_of(store, asked.columns)
    return kinds, within, on, kind_of(store, asked.group) if asked.group else None


def _demand(store: Store, kinds: tuple[Kind, Kind], marked: bool) -> None:
    """Raises NoThread where nothing is *marked* and nothing of the two kinds ever is."""
    if not marked:
        from strategigraf.answers.reach import demand_thread

        demand_thread(store, *kinds)


def _refuse(value: str, choices: Collection[str], what: Text, near: Sequence[str]) -> str:
    meant = Text(f"Mente du {near[0]}? ", f"Did you mean {near[0]}? ") if near else Text("", "")
    listed = listed_values(choices)
    raise WrongValue(
        Text(f"“{value}” er ikke {what.da}.", f"“{value}” is not {what.en}."),
        Text(f"{meant.da}Vælg en af: {listed.da}.", f"{meant.en}Choose one of: {listed.en}."),
    )
