"""Evenness of the alignments: rows on a whole that disagree with the rows on its parts, and with their own reasons."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from strategigraf.files.sssom import NO_TERM, Alignment
from strategigraf.values.namespaces import SG, SKOS
from strategigraf.values.text import Text

_CONTINUES = SG + "continues"
_SAME = {SKOS + "exactMatch", SKOS + "closeMatch"}
_MATCHES = {*_SAME, SKOS + "broadMatch", SKOS + "narrowMatch", _CONTINUES}
_GONE = re.compile(
    r"\b(?:ikke længere|ikke mere|er borte|er væk|er faldet bort|er udgået|er opgivet|"
    r"no longer|is gone|are gone|was dropped|were dropped|has been dropped|given up|discontinued)\b",
    re.IGNORECASE,
)

EVENNESS_RULES = {
    "alignment-parts-matched": Text(
        "Elementet er uden modsvar, men en del af det har et. Læs begge tekster igen, og ret den ene række.",
        "The element has no counterpart, but a part of it has one. Read both texts again and correct one of the rows.",
    ),
    "alignment-parts-continued": Text(
        "Elementet er fuldt videreført, men ingen af dets dele er det, eller omvendt. Læs igen, og ret den ene række.",
        "The element is continued in full and none of its parts is, or the reverse. Read again and correct one row.",
    ),
    "alignment-gone": Text(
        "Begrundelsen siger, at noget er borte, men parret er et fuldt modsvar. Ret begrundelsen eller predicate_id.",
        "The rationale says that something is gone, but the pair is a full match. Correct rationale or predicate_id.",
    ),
}


def uneven(rows: Sequence[Alignment], whole_of: Callable[[str], str]) -> Iterator[tuple[str, Alignment, str]]:
    """The rules that *rows* of one mapping set break, each with its row and the element it is about, in their order.

    *whole_of* gives the element that an element is part of (IRIs), the empty string for none. Denied rows do not count.
    A part counts for the whole right above it, and only where the set says something of both. Continued in part is
    what the newer element is narrower than: it agrees with anything below it.
    """
    asserted = [row for row in rows if not row.negative]
    pairs: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in asserted:
        pairs[row.subject, row.object].add(row.predicate)
    for row in asserted:
        full = _is_full(pairs[row.subject, row.object]) and row.predicate in {*_SAME, _CONTINUES}
        if full and NO_TERM not in (row.subject, row.object) and any(map(_GONE.search, row.rationale)):
            yield "alignment-gone", row, row.object
    for at_subject in (True, False):
        yield from _uneven_parts(asserted, pairs, whole_of, at_subject)


def _uneven_parts(
    rows: Sequence[Alignment],
    pairs: dict[tuple[str, str], set[str]],
    whole_of: Callable[[str], str],
    at_subject: bool,
) -> Iterator[tuple[str, Alignment, str]]:
    """The whole elements on one side of *rows* with which their parts disagree."""
    of: dict[str, list[Alignment]] = defaultdict(list)
    for row in rows:
        of[row.subject if at_subject else row.object].append(row)
    of.pop(NO_TERM, None)
    parts: dict[str, list[str]] = defaultdict(list)
    for element in of:
        parts[whole_of(element)].append(element)
    for whole, below in parts.items():
        if whole not in of:
            continue
        first, alone = of[whole][0], any(NO_TERM in (row.subject, row.object) for row in of[whole])
        if alone and any(_is_matched(row) for part in below for row in of[part]):
            yield "alignment-parts-matched", first, whole
        if at_subject or alone:
            continue  # it is the older element, the object, that is continued or not
        continued = [any(row.predicate == _CONTINUES for row in of[part]) for part in below]
        carried = [row for row in of[whole] if row.predicate == _CONTINUES]
        in_full = any(_is_full(pairs[row.subject, row.object]) for row in carried)
        if (in_full and not any(continued)) or (not carried and all(continued)):
            yield "alignment-parts-continued", (carried or [first])[0], whole


def _is_full(predicates: set[str]) -> bool:
    """Whether a pair with these *predicates* leaves nothing of the older element out."""
    narrower = _CONTINUES in predicates and not predicates & {SKOS + "broadMatch", SKOS + "relatedMatch"}
    return bool(predicates & _SAME) or narrower


def _is_matched(row: Alignment) -> bool:
    return row.predicate in _MATCHES and NO_TERM not in (row.subject, row.object)
