"""What is current of what a file reports: the latest status of an element, the number of a key figure, and that who
leads or takes part is responsible. It follows from status updates, measurements and roles and is never written beside
them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from strategigraf.core.rdf import RDF, SG, XSD, Iri, Literal, Term
from strategigraf.files.turtle import Statement

_TYPE = RDF + "type"
_STATUS, _VALUE, _APPROXIMATE = SG + "status", SG + "value", SG + "approximate"
_FALSE = Literal("false", XSD + "boolean")
_ROLES = (SG + "lead", SG + "partner")
_SIGNALS = (b"StatusUpdate", b"Measurement", b":lead ", b":partner ", b"#lead>", b"#partner>")


def reports(content: bytes) -> bool:
    """Whether a file with the *content* may have status updates, measurements or roles."""
    return any(name in content for name in _SIGNALS)


def current(said: Iterable[Statement]) -> Iterator[Statement]:
    """What follows from what is *said*: the status of each element by its latest update (undated ones first), the
    number of each key figure by its latest measurement, where they do not say it themselves; and who is responsible."""
    about: dict[Term, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    stated = dict.fromkeys(said)
    for subject, verb, value in stated:
        about[subject][verb.value].append(value)
    updates: dict[Term, list[tuple[str, str, Term]]] = defaultdict(list)
    measured: dict[Term, list[tuple[str, str, Term]]] = defaultdict(list)
    for node, told in about.items():
        for element in told.get(SG + "reportsOn", ()):
            for status in told.get(_STATUS, ()):
                updates[element].append((_first(told, "asOf"), node.value, status))
        for figure in told.get(SG + "ofIndicator", ()):
            measured[figure].append((_first(told, "end"), node.value, node))
    yield from (told for told in dict.fromkeys(by_roles(stated)) if told not in stated)
    for element, found in updates.items():
        if _STATUS not in about[element]:
            yield element, Iri(_STATUS), max(found, key=_place)[2]
    for figure, known in measured.items():
        if Iri(SG + "KeyFigure") in about[figure][_TYPE] and _VALUE not in about[figure]:
            latest = about[max(known, key=_place)[2]]
            yield from ((figure, Iri(_VALUE), value) for value in latest.get(_VALUE, ()))
            yield figure, Iri(_APPROXIMATE), next(iter(latest.get(_APPROXIMATE, ())), _FALSE)


def by_roles(said: Iterable[Statement]) -> Iterator[Statement]:
    """That who leads or takes part is responsible, for each role that is *said*."""
    return ((element, Iri(SG + "responsible"), who) for element, role, who in said if role.value in _ROLES)


def _first(told: dict[str, list[Term]], name: str) -> str:
    return next((value.value for value in told.get(SG + name, ())), "")


def _place(reported: tuple[str, str, Term]) -> tuple[str, str, str]:
    day, node, term = reported
    return day, node, term.value
