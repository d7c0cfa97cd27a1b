"""Comparisons: two strategies, two generations, a draft and its print, a hearing and its answers."""

from collections.abc import Collection

from strategigraf.api.graph import Graph
from strategigraf.api.report import ReportAnswer
from strategigraf.compare.comparison import Comparison, comparison, comparison_report
from strategigraf.compare.diff import Diff, two_sides
from strategigraf.compare.diff_report import diff_report
from strategigraf.compare.generations import Generation, asked_pairs, generation, generations_report
from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import SG, Text
from strategigraf.core.report import Report
from strategigraf.render.tables import one_part
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
        value = [generation(store, *pair, of_kinds) for pair in pairs]
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
