"""What is current of what a file reports: the latest status of an element, and the number of a key figure. It follows
from status updates and measurements and is never written beside them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from strategigraf.core.rdf import RDF, SG, XSD, Iri, Literal, Term
from strategigraf.files.turtle import Statement

_TYPE = RDF + "type"
_STATUS, _VALUE, _APPROXIMATE = SG + "status", SG + "value", SG + "approximate"
_FALSE = Literal("false", XSD + "boolean")


def reports(content: bytes) -> bool:
    """Whether a file with the *content* may have status updates or measurements."""
    return b"StatusUpdate" in content or b"Measurement" in content


def current(said: Iterable[Statement]) -> Iterator[Statement]:
    """What follows from what is *said*: each element's status by its latest update (undated ones first), and the number
    of each key figure by its latest measurement, where they do not say it themselves."""
    about: dict[Term, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for subject, verb, value in said:
        about[subject][verb.value].append(value)
    updates: dict[Term, list[tuple[str, str, Term]]] = defaultdict(list)
    measured: dict[Term, list[tuple[str, str, Term]]] = defaultdict(list)
    for node, told in about.items():
        for element in told.get(SG + "reportsOn", ()):
            for status in told.get(_STATUS, ()):
                updates[element].append((_first(told, "asOf"), node.value, status))
        for figure in told.get(SG + "ofIndicator", ()):
            measured[figure].append((_first(told, "end"), node.value, node))
    for element, found in updates.items():
        if _STATUS not in about[element]:
            yield element, Iri(_STATUS), max(found)[2]
    for figure, known in measured.items():
        if Iri(SG + "KeyFigure") in about[figure][_TYPE] and _VALUE not in about[figure]:
            latest = about[max(known)[2]]
            yield from ((figure, Iri(_VALUE), value) for value in latest.get(_VALUE, ()))
            yield figure, Iri(_APPROXIMATE), next(iter(latest.get(_APPROXIMATE, ())), _FALSE)


def _first(told: dict[str, list[Term]], name: str) -> str:
    return next((value.value for value in told.get(SG + name, ())), "")
