"""What is wrong with the alignments: rows that name what is not there, contradict each other, or lack a reason."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from strategigraf.files.glossary import Term
from strategigraf.files.sssom import NO_TERM, Alignment, read_alignments
from strategigraf.use.evenness import EVENNESS_RULES, uneven
from strategigraf.use.wording_check import SEVERITIES, WORDING_RULES, rationale_faults
from strategigraf.values.finding import Finding, Severity
from strategigraf.values.namespaces import SG, SKOS, short
from strategigraf.values.text import Text

_PREDICATES = {SKOS + kind + "Match" for kind in ("exact", "close", "broad", "narrow", "related")} | {SG + "continues"}

ALIGNMENT_RULES = {
    "alignment-unknown-element": Text(
        "Sidestillingen nævner et element, som ikke findes. Ret subject_id eller object_id.",
        "The alignment names an element that does not exist. Mend subject_id or object_id.",
    ),
    "alignment-predicate": Text(
        "Sidestillingens relation er ikke en SKOS-match eller sg:continues. Ret predicate_id.",
        "The relation of the alignment is no SKOS match and not sg:continues. Mend predicate_id.",
    ),
    "alignment-confidence": Text(
        "Et par skal have en sikkerhed fra 0 til 1. Udfyld confidence.",
        "A pair must have a confidence from 0 to 1. Fill in confidence.",
    ),
    "alignment-rationale": Text(
        "Sidestillingen mangler sin begrundelse. Udfyld comment (en) og rationale_da.",
        "The alignment lacks its rationale. Fill in comment (en) and rationale_da.",
    ),
    "alignment-contradiction": Text(
        "Samme par er både sidestillet og afvist, eller står to gange. Behold én række.",
        "The same pair is both aligned and denied, or stands twice. Keep one row.",
    ),
    "alignment-counterpart": Text(
        "Elementet står både som uden modsvar og med et. Behold det ene.",
        "The element stands both without a counterpart and with one. Keep one of them.",
    ),
    **EVENNESS_RULES,
}


def alignment_findings(
    paths: Iterable[Path],
    known: Callable[[str], bool],
    whole_of: Callable[[str], str],
    glossary: Sequence[Term] = (),
) -> Iterator[Finding]:
    """The findings in the mapping sets *paths*, *known* telling whether the data describe a thing (an IRI) and
    *whole_of* what it is part of (the empty string for nothing), with rationales by the *glossary*.

    Raises MappingSetFaulty where a file does not read.
    """
    for path in paths:
        rows = _Rows(read_alignments(path))
        for row in rows.all:
            for rule, thing in [*_faults(row, known), *rows.disagreements(row)]:
                yield Finding(rule, Severity.VIOLATION, str(path), row.line, short(thing), ALIGNMENT_RULES[rule])
            for fault in rationale_faults(_ends(row)[0], row.rationale, glossary) if all(row.rationale) else ():
                message, severity = WORDING_RULES[fault.rule], SEVERITIES[fault.rule]
                yield Finding(fault.rule, severity, str(path), row.line, short(fault.thing), message, fault.detail)
        for rule, row, thing in uneven(rows.all, whole_of):
            yield Finding(rule, Severity.VIOLATION, str(path), row.line, short(thing), ALIGNMENT_RULES[rule])


def _faults(row: Alignment, known: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    ends = _ends(row)
    for end in ends:
        if not known(end):
            yield "alignment-unknown-element", end
    if row.predicate not in _PREDICATES:
        yield "alignment-predicate", row.predicate
    if len(ends) == 2 and not row.confidence:
        yield "alignment-confidence", ends[0]
    if not (row.rationale.da.strip() and row.rationale.en.strip()):
        yield "alignment-rationale", ends[0]


def _ends(row: Alignment) -> list[str]:
    """The things that *row* joins, or the one that it says has no counterpart."""
    return [end for end in (row.subject, row.object) if end != NO_TERM]


class _Rows:
    """The rows of one mapping set, by what they must agree on: `all` in the order of the file."""

    def __init__(self, rows: list[Alignment]) -> None:
        self.all = rows
        self._pairs: dict[tuple[str, str], list[Alignment]] = defaultdict(list)
        self._paired: dict[tuple[bool, str], int] = {}
        self._lonely: dict[tuple[bool, str], int] = {}
        for row in rows:
            self._pairs[row.subject, row.object].append(row)
            places = self._lonely if len(_ends(row)) == 1 else self._paired
            for side, end in () if row.negative else _sides(row):
                places.setdefault((side, end), row.line)

    def disagreements(self, row: Alignment) -> Iterator[tuple[str, str]]:
        """The rules that *row* breaks together with an earlier row, each with the thing it is about."""
        thing = _ends(row)[0]
        for other in self._pairs[row.subject, row.object]:
            both = SG + "continues" in (row.predicate, other.predicate) and row.predicate != other.predicate
            same = other.negative != row.negative or other.predicate == row.predicate
            if other.line < row.line and not both and same:
                yield "alignment-contradiction", thing
                break
        places = self._paired if len(_ends(row)) == 1 else self._lonely
        if not row.negative and any(places.get(side, row.line) < row.line for side in _sides(row)):
            yield "alignment-counterpart", thing


def _sides(row: Alignment) -> list[tuple[bool, str]]:
    """The things of *row*, each with whether it is the subject."""
    return [(at_subject, end) for at_subject, end in ((True, row.subject), (False, row.object)) if end != NO_TERM]
