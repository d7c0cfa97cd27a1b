"""What is wrong with the alignments: rows that name what is not there, contradict each other, or lack a reason."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from strategigraf.files.sssom import NO_TERM, Mapping, read_mappings
from strategigraf.values.finding import Finding, Severity
from strategigraf.values.namespaces import SG, SKOS, short
from strategigraf.values.text import Text

_PREDICATES = {SKOS + kind + "Match" for kind in ("exact", "close", "broad", "narrow", "related")} | {SG + "continues"}

RULES = {
    "alignment-unknown-element": Text(
        "Sidestillingen nævner et element, som ikke findes. Ret subject_id eller object_id.",
        "The alignment names an element that does not exist. Mend subject_id or object_id.",
    ),
    "alignment-predicate": Text(
        "Sidestillingens relation er ikke en SKOS-match eller sg:continues. Ret predicate_id.",
        "The relation of the alignment is no SKOS match and not sg:continues. Mend predicate_id.",
    ),
    "alignment-confidence": Text(
        "Et par skal have en sikkerhed fra 0 til 1. Ret confidence.",
        "A pair must have a confidence from 0 to 1. Mend confidence.",
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
}


def alignment_findings(paths: Iterable[Path], known: Callable[[str], bool]) -> Iterator[Finding]:
    """The findings in the mapping sets *paths*, *known* telling whether the data describe a thing (an IRI).

    Raises MappingSetFaulty where a file does not read.
    """
    for path in paths:
        mappings = read_mappings(path)
        for mapping in mappings:
            for rule, thing in _faults(mapping, mappings, known):
                yield Finding(rule, Severity.VIOLATION, str(path), mapping.line, short(thing), RULES[rule])


def _faults(mapping: Mapping, others: list[Mapping], known: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    ends = [end for end in (mapping.subject, mapping.object) if end != NO_TERM]
    alone = len(ends) == 1
    for end in ends:
        if not known(end):
            yield "alignment-unknown-element", end
    if mapping.predicate not in _PREDICATES:
        yield "alignment-predicate", mapping.predicate
    if not alone and not _is_share(mapping.confidence):
        yield "alignment-confidence", ends[0]
    if not (mapping.rationale.da.strip() and mapping.rationale.en.strip()):
        yield "alignment-rationale", ends[0]
    for other in others:
        if other.line >= mapping.line:
            continue
        same_pair = (other.subject, other.object) == (mapping.subject, mapping.object)
        both = SG + "continues" in (mapping.predicate, other.predicate) and mapping.predicate != other.predicate
        if same_pair and not both and (other.negative != mapping.negative or other.predicate == mapping.predicate):
            yield "alignment-contradiction", ends[0]
        if alone != (NO_TERM in (other.subject, other.object)) and not (mapping.negative or other.negative):
            lonely, pair = (mapping, other) if alone else (other, mapping)
            if lonely.subject == pair.subject or lonely.object == pair.object:
                yield "alignment-counterpart", ends[0]


def _is_share(text: str) -> bool:
    try:
        return 0 <= float(text) <= 1
    except ValueError:
        return False
