"""A strategy handed out as StratML, valid by its schema, with a list of what the standard cannot hold; and
`export_stratml` in Python."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import ClassVar, NamedTuple

from strategigraf.api.answer import Special
from strategigraf.api.graph import Graph
from strategigraf.api.report import REPORT_FORMATS, ReportAnswer
from strategigraf.core.rdf import SG, XSD, Literal, Text, message, short
from strategigraf.core.report import Col, Report, part
from strategigraf.export.writing import Exported, Loss, Writer
from strategigraf.store.lookup import both_labels
from strategigraf.store.names import of_class, one_of
from strategigraf.store.sparql import EmbeddedStore, Store

PARTS = ("1", "2")
_OF_VOCABULARY = ("kind", "link", "second")  # losses that are about a term of the vocabulary


class ExportAnswer(ReportAnswer[Exported]):
    """The answer of `export_stratml`: as `stratml` the file itself, else what is in it and what the standard cannot
    hold."""

    formats = (*REPORT_FORMATS, "stratml")
    special: ClassVar = {"stratml": Special(lambda answer: answer.value.xml, quoting=True)}

    def __init__(self, value: Exported, name: str, store: Store, language: str) -> None:
        named = {SG + loss.what for loss in value.losses if loss.key in _OF_VOCABULARY}
        super().__init__(value, _report(value, name, both_labels(store, named)), store, language)


def export_stratml(graph: Graph, strategy: str, part: str = "") -> ExportAnswer:
    """The strategy *strategy* as StratML, Part "1" or "2" (without *part* the second where it has indicators), in the
    language of the graph. Parts: lost, kept.

    Raises UnknownStrategy, WrongValue.

    >>> answer = sg.export_stratml(sg.open(language="en"), "sjaelland-strategi-2025-2028")
    >>> answer.value.xml.splitlines()[2].strip()
    '<Name>Strategy for regional social services in Region Zealand 2025–2028</Name>'
    """
    chosen = one_of(part, PARTS, Text("en del af standarden", "a part of the standard")) if part else ""

    def answer(store: EmbeddedStore) -> ExportAnswer:
        iri = of_class(store, strategy, SG + "Strategy").value
        exported = Writer(store, graph.workspace, iri, graph.language).exported(chosen)
        return ExportAnswer(exported, short(iri), store, graph.language)

    return graph.use(answer)


# The report.


class _Line(NamedTuple):
    what: Text
    number: int
    examples: str


def _lines(losses: Iterable[Loss], labels: Mapping[str, Text]) -> list[_Line]:
    grouped: dict[tuple[str, str], list[Loss]] = defaultdict(list)
    for loss in losses:
        grouped[loss.key, loss.what if loss.key in _OF_VOCABULARY else ""].append(loss)
    found = []
    for (key, what), listed in sorted(grouped.items()):
        things = dict.fromkeys(filter(None, (short(one.thing) if one.thing else one.what for one in listed)))
        shown = " | ".join(list(things)[:3]) + (" …" if len(things) > 3 else "")
        number = int(listed[0].what) if key == "quotes" else len(listed)
        found.append(
            _Line(
                message(f"export.lost.{key}", what=labels.get(SG + what, what)),
                number,
                shown if key != "quotes" else "",
            )
        )
    return found


_LOST: tuple[Col[_Line], ...] = (
    Col("remark", lambda line: line.what),
    Col("occurrences", lambda line: Literal(str(line.number), XSD + "integer")),
    Col("examples", lambda line: Literal(line.examples)),
)
_KEPT: tuple[Col[tuple[str, int]], ...] = (
    Col("what", lambda pair: Literal(pair[0])),
    Col("number", lambda pair: Literal(str(pair[1]), XSD + "integer")),
)


def _report(value: Exported, name: str, labels: Mapping[str, Text]) -> Report:
    lost = _lines(value.losses, labels)
    parts = (part("export.lost", _LOST, lost, gaps=len(lost)), part("export.kept", _KEPT, value.counts))
    return Report("export", message("export.title", strategy=name), parts)
