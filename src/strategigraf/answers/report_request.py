"""Requests that a report answers: what a user typed made into things of the graph, the value found, and its report."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from strategigraf.answers.identifier import any_thing, of_class
from strategigraf.answers.request import Names, kinds_named, names, one_of, strategies_named
from strategigraf.use.store import Store
from strategigraf.values.errors import WrongValue
from strategigraf.values.namespaces import SG, short
from strategigraf.values.report import Report
from strategigraf.values.text import Text

if TYPE_CHECKING:
    from strategigraf.answers.comparison import Comparison
    from strategigraf.answers.draft_diff import Diff
    from strategigraf.answers.explanation import Explanation
    from strategigraf.answers.generations import Generation
    from strategigraf.answers.hearing import Hearing
    from strategigraf.answers.impact import Impact
    from strategigraf.answers.sdg_check import Checked
    from strategigraf.answers.tracing import Trace

Value = TypeVar("Value")


class Reported(NamedTuple, Generic[Value]):
    """What was found, and the report on it."""

    value: Value
    report: Report


def compare_request(store: Store, one: str, other: str, kinds: Names = ()) -> "Reported[Comparison]":
    """The strategies *one* and *other* compared, of all *kinds* without any. Raises UnknownStrategy, UnknownKind,
    WrongValue where both are the same."""
    from strategigraf.answers.comparison import comparison
    from strategigraf.answers.comparison_report import comparison_report

    first, second = (of_class(store, name, SG + "Strategy").value for name in (one, other))
    if first == second:
        raise WrongValue(
            Text(f"“{one}” og “{other}” er samme strategi.", f"“{one}” and “{other}” are the same strategy."),
            Text(
                "Nævn to forskellige; “strategigraf list strategy” viser dem.",
                "Name two different ones; “strategigraf list strategy” shows them.",
            ),
        )
    found = comparison(store, first, second, kinds_named(store, kinds))
    return Reported(found, comparison_report(store, found))


def generations_request(
    store: Store, older: str | None = None, newer: str | None = None, kinds: Names = ()
) -> "Reported[list[Generation]]":
    """What became of *older* in *newer*; with one, in all that carry something of it on; without any, wherever a
    continuation is recorded. Raises UnknownStrategy, UnknownKind, and WrongValue where nothing is recorded, or the two
    are named the other way round."""
    from strategigraf.answers.generations import generation
    from strategigraf.answers.generations_report import generations_report
    from strategigraf.answers.pairing import generation_pairs

    named = [of_class(store, name, SG + "Strategy").value for name in (older, newer) if name is not None]
    known = generation_pairs(store)
    pairs = [pair for pair in known if named in ([], [pair[0]])]
    if len(named) == 2:
        pairs = [_pair(named[0], named[1], known)]
    elif not pairs:
        raise _nothing_continued(named, known)
    of_kinds = kinds_named(store, kinds)
    found = [generation(store, *pair, of_kinds) for pair in pairs]
    return Reported(found, generations_report(store, found))


def hearing_request(store: Store, name: str | None = None) -> "Reported[list[Hearing]]":
    """The hearings that *name* means, all without one: see `heard`. Raises UnknownElement, WrongValue."""
    from strategigraf.answers.hearing import heard, hearing
    from strategigraf.answers.hearing_report import hearing_report

    found = [hearing(store, *one) for one in heard(store, name)]
    return Reported(found, hearing_report(store, found))


def diff_request(
    store: Store, draft: str, print_: str, kinds: Names = (), types: Names = (), compact: bool = False
) -> "Reported[Diff]":
    """What became of each sentence of *draft* in *print_*; *compact* for narrow tables. Raises UnknownStrategy,
    UnknownKind, WrongValue."""
    from strategigraf.answers.change_type import TYPES
    from strategigraf.answers.draft_diff import diff, two_sides
    from strategigraf.answers.draft_report import diff_report

    of_types = [one_of(name, TYPES, Text("en slags ændring", "a type of change")) for name in names(types)]
    found = diff(store, *two_sides(store, draft, print_, kinds_named(store, kinds)))
    return Reported(found, diff_report(store, found, of_types, compact=compact))


def sdg_check_request(store: Store, strategies: Names = ()) -> "Reported[tuple[Checked, ...]]":
    """Every SDG claim of the *strategies* against all official texts. Raises UnknownStrategy, WrongValue."""
    from strategigraf.answers.sdg_check import sdg_check
    from strategigraf.answers.sdg_check_report import sdg_check_report

    within = strategies_named(store, strategies)
    found = sdg_check(store, within)
    return Reported(found, sdg_check_report(store, found, within))


def trace_request(
    store: Store, thing: str, up: bool = False, down: bool = False, depth: int | None = None
) -> "Reported[Trace]":
    """Every thread of *thing*, *up* or *down* (both where neither is asked for), of at most *depth* hops. Raises
    UnknownElement, UnknownTarget, WrongValue."""
    from strategigraf.answers.tracing import trace, trace_report

    if depth is not None and depth < 1:
        raise WrongValue(
            Text(f"En tråd på {depth} led er ingen tråd.", f"A thread of {depth} hops is none."),
            Text("Giv et helt tal fra 1 og op.", "Give a whole number from 1 up."),
        )
    found = trace(store, any_thing(store, thing).value, up or not down, down or not up, depth)
    return Reported(found, trace_report(store, found))


def impact_request(store: Store, thing: str) -> "Reported[Impact]":
    """What is lost when *thing* falls. Raises UnknownElement, UnknownTarget, WrongValue."""
    from strategigraf.answers.impact import impact
    from strategigraf.answers.impact_report import impact_report

    found = impact(store, any_thing(store, thing).value)
    return Reported(found, impact_report(store, found))


def explain_request(store: Store, thing: str, language: str) -> "Reported[Explanation]":
    """The whole chain of *thing*. Raises UnknownElement, UnknownTarget, WrongValue."""
    from strategigraf.answers.explaining import explain
    from strategigraf.answers.explanation import explanation_report

    found = explain(store, any_thing(store, thing).value, language)
    return Reported(found, explanation_report(found))


def _pair(older: str, newer: str, known: Collection[tuple[str, str]]) -> tuple[str, str]:
    if older == newer:
        raise WrongValue(
            Text(f"“{short(older)}” er nævnt to gange.", f"“{short(older)}” is named twice."),
            Text("Nævn den ældre og så den nyere.", "Name the older one and then the newer one."),
        )
    if (newer, older) in known and (older, newer) not in known:
        raise WrongValue(
            Text(
                f"“{short(older)}” viderefører “{short(newer)}”, ikke omvendt.",
                f"“{short(older)}” continues “{short(newer)}”, not the other way round.",
            ),
            Text(
                f"Nævn den ældre først: “strategigraf generations {short(newer)} {short(older)}”.",
                f"Name the older one first: “strategigraf generations {short(newer)} {short(older)}”.",
            ),
        )
    return older, newer


def _nothing_continued(named: Sequence[str], known: Sequence[tuple[str, str]]) -> WrongValue:
    of = Text(f" af “{short(named[0])}”", f" of “{short(named[0])}”") if named else Text("", "")
    olders = ", ".join(dict.fromkeys(short(older) for older, _ in known))
    return WrongValue(
        Text(
            f"Ingen har noteret, at noget{of.da} er videreført.",
            f"Nobody has recorded that anything{of.en} was continued.",
        ),
        Text(f"Videreført er noget af: {olders}.", f"Something was continued of: {olders}.")
        if known
        else Text(
            "Læg et sæt sidestillinger med sg:continues i data/alignments/.",
            "Put a mapping set with sg:continues into data/alignments/.",
        ),
    )
