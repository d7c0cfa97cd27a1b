"""Comparisons: two strategies, two generations, a draft and its print, a hearing and its answers."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from strategigraf.api.graph import Graph
from strategigraf.api.report import ReportAnswer
from strategigraf.compare.comparison import Comparison, comparison, comparison_report
from strategigraf.compare.diff import Change, Diff, two_sides
from strategigraf.compare.generations import Generation, asked_pairs, generations_of, generations_report
from strategigraf.compare.modality import MODALS, STRENGTHS, modals, shown, strongest
from strategigraf.compare.sentences import HEADING, TYPE_LABELS, TYPES, Sentence
from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import SG, Iri, Literal, Text, joined, message, short
from strategigraf.core.report import Cell, Col, Figure, Part, Report, part
from strategigraf.render.tables import one_part
from strategigraf.store.lookup import both_labels
from strategigraf.store.names import Names, kinds_named, names, of_class, one_of
from strategigraf.store.sparql import Store


class DiffAnswer(ReportAnswer[Diff]):
    """The answer of `diff`; as text or Markdown its tables are narrow."""

    def __init__(self, value: Diff, types: Collection[str], store: Store, language: str) -> None:
        super().__init__(value, diff_report(store, value, types), store, language)
        self._types = types

    def shown(self, format_name: str, part: str | None = None) -> Report:
        """The report as it is in the format *format_name*, just its *part* where one is given. Raises WrongValue."""
        if format_name not in ("table", "markdown"):
            return super().shown(format_name, part)
        return one_part(diff_report(self._store, self.value, self._types, compact=True), part)


def compare(graph: Graph, one: str, other: str, kinds: Names = ()) -> ReportAnswer[Comparison]:
    """What the strategies *one* and *other* share, what just one of them says, and what nobody has assessed.

    *kinds* narrows it to elements of one or several kinds. Parts: sums by kind, pairs, silence on either side, SDGs of
    both, in reading order. `value.pairing.compared` tells whether any mapping set compares the two.

    Raises UnknownStrategy, UnknownKind, and WrongValue where both are the same.

    >>> g = sg.open(language="en")
    >>> sg.compare(g, "midt-udviklingsplan-2023", "sjaelland-strategi-2025-2028", "goal").parts
    ('summary', 'shared', 'only-in-a', 'only-in-b', 'denied', 'sdg', 'not-assessed')
    """

    def answer(store: Store) -> ReportAnswer[Comparison]:
        first, second = (of_class(store, name, SG + "Strategy").value for name in (one, other))
        if first == second:
            raise WrongValue(
                Text(f"»{one}« og »{other}« er samme strategi.", f"“{one}” and “{other}” are the same strategy."),
                Text(
                    "Angiv to forskellige. Skriv »strategigraf list strategy« for at se strategierne.",
                    "Give two different ones. Run “strategigraf list strategy” to see the strategies.",
                ),
            )
        value = comparison(store, first, second, kinds_named(store, kinds))
        return ReportAnswer(value, comparison_report(store, value), store, graph.language)

    return graph.use(answer)


def generations(
    graph: Graph, older: str | None = None, newer: str | None = None, kinds: Names = ()
) -> ReportAnswer[list[Generation]]:
    """What became, in the strategy *newer*, of each element of *older*: continued, in part, related, dropped, denied or
    not assessed.

    With *older* alone: in all that carry something of it on; without any: wherever a continuation is recorded. *kinds*
    narrows it. Parts: summary (counts by kind), fates (a row for each older element), counterparts, denied.

    Raises UnknownStrategy, UnknownKind, and WrongValue where nothing is recorded or the two are named the wrong way
    round.

    >>> g = sg.open(language="en")
    >>> sg.generations(g, "midt-social-strategi-status-2015", kinds="handleplan")["summary"].records()[0]["elements"]
    38
    """

    def answer(store: Store) -> ReportAnswer[list[Generation]]:
        pairs = asked_pairs(store, older, newer)
        of_kinds = kinds_named(store, kinds)
        value = generations_of(store, pairs, of_kinds)
        return ReportAnswer(value, generations_report(store, value), store, graph.language)

    return graph.use(answer)


def diff(graph: Graph, draft: str, printed: str, kinds: Names = (), types: Names = ()) -> DiffAnswer:
    """What became of each sentence of *draft* in *printed* (strategies, or documents): reworded, moved, split, merged,
    removed, added.

    *kinds* narrows it to the words of things of these kinds, *types* to these changes. Parts: summary, a part for each
    change, modal verbs; sentences in the order of the draft.

    Raises UnknownStrategy, UnknownKind, WrongValue.

    >>> sg.diff(sg.open(), "midt-workshop-2022-06-15", "midt-udviklingsplan-2023").value.draft.document
    False
    """

    def answer(store: Store) -> DiffAnswer:
        from strategigraf.compare.diff import diff
        from strategigraf.compare.sentences import TYPES

        of_types = [
            one_of(name, TYPES, Text("en gyldig ændringstype", "a valid type of change")) for name in names(types)
        ]
        value = diff(store, *two_sides(store, draft, printed, kinds_named(store, kinds)))
        return DiffAnswer(value, of_types, store, graph.language)

    return graph.use(answer)


def diff_report(store: Store, diff: Diff, types: Collection[str] = (), compact: bool = False) -> Report:
    """*diff* as a report: `summary`, `modals`, `changes` and `unchanged`; the last two with changes of *types* only,
    where any are given. *compact* for people: the words of both sides in one column, elements by their last names."""
    selected = [change for change in diff.changes if not types or change.type in types]
    changed = [change for change in selected if change.type != "unchanged"]
    unchanged = [change for change in selected if change.type == "unchanged"]
    names = both_labels(store, (thing for c in changed for thing in c.place if thing))
    columns = _compact_columns(names) if compact else _full_columns(names)
    sides = {"draft": short(diff.draft.thing), "print": short(diff.print.thing)}
    graver = sum(change.type == "removed" or change.strength in ("weaker", "negation") for change in changed)
    return Report(
        "diff",
        message("compare.diff.title", **sides),
        (
            _summary(store, diff, sides),
            _modals(diff),
            part("compare.diff.changes", columns, changed, graver),
            part("compare.diff.unchanged", columns, unchanged),
        ),
    )


class _Sum(NamedTuple):
    """Changes of one type or strength, what they are called, and what is reported of them."""

    group: Text
    label: Text
    changes: list[Change]

    @property
    def before(self) -> list[Sentence]:
        """Their sentences in the draft."""
        return [sentence for change in self.changes for sentence in change.draft]

    @property
    def after(self) -> list[Sentence]:
        """Their sentences in the print."""
        return [sentence for change in self.changes for sentence in change.print]


def _summary(store: Store, diff: Diff, sides: Mapping[str, str]) -> Part:
    columns: tuple[Col[_Sum], ...] = (
        Col("group", lambda row: row.group),
        Col("change", lambda row: row.label),
        Col("count", lambda row: _count(len(row.changes), row.before + row.after)),
        Col("draft", lambda row: _count(len(row.before), row.before)),
        Col("print", lambda row: _count(len(row.after), row.after)),
    )
    changes = list(diff.changes)
    change_group, strength = message("compare.diff.change"), message("compare.diff.strength")
    rows = [_Sum(change_group, message("compare.diff.all"), changes)]
    for name in ("unchanged", *TYPES[:-1]):
        rows.append(_Sum(change_group, TYPE_LABELS[name], [change for change in changes if change.type == name]))
    reworded = [change for change in changes if change.type != "unchanged"]
    for name, label in STRENGTHS.items():
        rows.append(_Sum(strength, label, [change for change in reworded if change.strength == name]))
    return part(
        "compare.diff.summary", columns, rows, unlike=_unlike(store, diff), draft=sides["draft"], print=sides["print"]
    )


def _unlike(store: Store, diff: Diff) -> Text:
    """What to know first where one side is slides and the other is not; nothing else."""
    first_quotes = [side.sentences[0].quote for side in (diff.draft, diff.print)]
    stages = [[stage for (stage,) in store.rows_of("compare/stages", quote=quote)] for quote in first_quotes]
    if sum(SG + "Slides" in quote_stages for quote_stages in stages) != 1:
        return Text("", "")
    return message("compare.diff.summary.unlike")


class _Modal(NamedTuple):
    """A modal verb, empty for none, and the sentences of the draft, of the print, and of those removed and added that
    have it as their strongest."""

    name: str
    sentences: tuple[list[Sentence], ...]

    def sum(self, index: int) -> Figure:
        """How many sentences there are at *index*."""
        return _count(len(self.sentences[index]), self.sentences[index])


def _modals(diff: Diff) -> Part:
    gone = [sentence for change in diff.changes if change.type == "removed" for sentence in change.draft]
    new = [sentence for change in diff.changes if change.type == "added" for sentence in change.print]
    groups = [list(diff.draft.sentences), list(diff.print.sentences), gone, new]
    by_modal = [[(strongest(modals(sentence.text)), sentence) for sentence in group] for group in groups]
    columns: tuple[Col[_Modal], ...] = (
        Col("modal", lambda row: Text(row.name, row.name) if row.name else message("compare.diff.no-modal")),
        Col("draft", lambda row: row.sum(0)),
        Col("print", lambda row: row.sum(1)),
        Col("removed", lambda row: row.sum(2)),
        Col("added", lambda row: row.sum(3)),
    )
    rows = [
        _Modal(name, tuple([sentence for modal, sentence in group if modal == name] for group in by_modal))
        for name in (*MODALS, "")
    ]
    return part("compare.diff.modals", columns, rows)


Titles = Mapping[str, Text]


def _full_columns(names: Titles) -> tuple[Col[Change], ...]:
    return (
        Col("type", lambda change: TYPE_LABELS[change.type]),
        Col("draft", lambda change: _units(change.draft)),
        Col("draft_sentence", lambda change: Literal(change.revision.draft) if change.draft else None),
        Col("print", lambda change: _units(change.print)),
        Col("print_sentence", lambda change: Literal(change.revision.print) if change.print else None),
        Col("change", lambda change: Literal(change.revision)),
        Col("words", _changed_words),
        Col("draft_modals", lambda change: Literal(shown(change.draft_modals)) if change.draft else None),
        Col("print_modals", lambda change: Literal(shown(change.print_modals)) if change.print else None),
        Col("strength", lambda change: STRENGTHS[change.strength] if change.strength else None),
        Col("place", lambda change: _place(change, names)),
    )


def _compact_columns(names: Titles) -> tuple[Col[Change], ...]:
    return (
        Col("type", lambda change: TYPE_LABELS[change.type]),
        Col("element", _elements),
        Col("change", lambda change: Literal(change.revision)),
        Col("words", _changed_words),
        Col("modals", _both_modals),
        Col("strength", lambda change: STRENGTHS[change.strength] if change.strength else None),
        Col("place", lambda change: _place(change, names)),
    )


def _changed_words(change: Change) -> Figure:
    return _count(change.revision.changed_words, [*change.draft, *change.print])


def _both_modals(change: Change) -> Literal:
    sides = (change.draft, change.draft_modals), (change.print, change.print_modals)
    words = [shown(verbs) or "–" for side, verbs in sides if side]
    return Literal(" → ".join(words) if set(words) != {"–"} else "")


def _elements(change: Change) -> Text:
    sides = [side for side in (change.draft, change.print) if side]
    return Text(
        *(" → ".join(_last_names(side, heading) for side in sides) for heading in message("compare.diff.heading"))
    )


def _units(side: Sequence[Sentence]) -> Cell:
    """What *side* is: the element, the quote that says more of one, or a heading; several by their names."""
    units = list(dict.fromkeys(sentence.unit for sentence in side))
    if len(units) == 1 and not units[0].startswith("#"):
        return Iri(units[0])
    return Literal(" + ".join(unit if unit.startswith("#") else short(unit) for unit in units)) if units else None


def _last_names(side: Iterable[Sentence], heading: str) -> str:
    """The last parts of the names of what *side* is, each once; a heading is marked by the word *heading*."""
    names = (
        s.element.rsplit("/", 1)[-1] + f" ({heading})" if s.role == HEADING else s.unit.rsplit("/", 1)[-1] for s in side
    )
    return " + ".join(dict.fromkeys(names))


def _place(change: Change, names: Titles) -> Text | None:
    if not change.place[0]:
        return message("compare.diff.reordered") if change.reordered else None
    return joined((names[thing] for thing in change.place), " → ")


def _count(number: int, sentences: Iterable[Sentence]) -> Figure:
    return Figure(Decimal(number), tuple(dict.fromkeys(sentence.quote for sentence in sentences)))
