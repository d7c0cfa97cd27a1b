"""What is wrong with the alignments and the register: unknown ends, contradictions, uneven grading, missing
reasons.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from strategigraf.check.rules import Rule
from strategigraf.check.wording import SEVERITIES, TRANSLATION_RULE, WORDING_RULES, rationale_faults
from strategigraf.core.matrix import NO_TERM
from strategigraf.core.policy import Finding, Severity
from strategigraf.core.rdf import ID, SG, SKOS, Text, short
from strategigraf.files.sssom import Alignment
from strategigraf.files.tables import Term
from strategigraf.files.turtle import line_in
from strategigraf.store.sparql import Store

# Rules that find faulty texts of the SDG register.

FAULTS = {
    "twice": Text(
        "Samme ordlyd er angivet under to numre. Find ud af, hvilket den hører til.",
        "The same wording is given under two numbers. Find out to which it belongs.",
    ),
    "end": Text(
        "Ordlyden ender på et løst ciffer eller midt i et ord. Ret den efter kilden.",
        "The wording ends in a stray digit or in the middle of a word. Correct it by its source.",
    ),
    "numbers": Text(
        "Ordlyden har tal, som den engelske ikke har. Ret den efter kilden.",
        "The wording has numbers that the English one lacks. Correct it by its source.",
    ),
}


def faults(texts: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str, str]]:
    """What is suspect in *texts* (code, language, wording): name of the fault, code, language and detail, by code.

    Decimal commas read as points, thousands without a sign between.
    """
    rows = sorted(texts)
    english = {code: wording for code, language, wording in rows if language == "en"}
    seen: dict[tuple[str, str], str] = {}
    found: list[tuple[str, str, str, str]] = []
    for code, language, wording in rows:
        key = (language, " ".join(wording.casefold().split()))
        if key in seen:
            found.append(("twice", code, language, seen[key]))
        seen.setdefault(key, code)
        if re.search(r"[a-z]\d$|[,;]\w{0,3}$", wording):
            found.append(("end", code, language, wording[-20:]))
        extra = _numbers(wording) - _numbers(english.get(code, wording))
        if extra:
            found.append(("numbers", code, language, ", ".join(sorted(extra))))
    return sorted(found, key=lambda fault: (fault[1], fault[0], fault[2]))


def _numbers(wording: str) -> set[str]:
    whole = re.sub(r"(?<=\d)[.,](?=\d{3}(?!\d))", "", wording)
    return {number.replace(",", ".") for number in re.findall(r"\d+(?:[.,]\d+)*", whole)}


# Evenness of the alignments.

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
        "Elementet er uden tilsvarende, men en del af det har et tilsvarende element. Læs begge tekster"
        " igen, og ret den ene række.",
        "The element has no counterpart, but a part of it has one. Read both texts again and correct one of the rows.",
    ),
    "alignment-parts-continued": Text(
        "Elementet er fuldt videreført, men ingen af dets dele er det, eller omvendt. Læs igen, og ret den ene række.",
        "The element is continued in full and none of its parts is, or the reverse. Read again and correct one row.",
    ),
    "alignment-gone": Text(
        "Begrundelsen siger, at noget mangler, men parret svarer helt til hinanden. Ret begrundelsen eller"
        " predicate_id.",
        "The rationale says that something is missing, but the pair is a full match. Correct rationale or"
        " predicate_id.",
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


_PREDICATES = {SKOS + kind + "Match" for kind in ("exact", "close", "broad", "narrow", "related")} | {SG + "continues"}
ALIGNMENT_RULES = {
    "alignment-unknown-element": Text(
        "Parret nævner et element, som ikke findes. Ret subject_id eller object_id.",
        "The mapping names an element that does not exist. Correct subject_id or object_id.",
    ),
    "alignment-predicate": Text(
        "Parrets relationstype er hverken en SKOS-match eller sg:continues. Ret predicate_id.",
        "The link type of the mapping is neither a SKOS match nor sg:continues. Correct predicate_id.",
    ),
    "alignment-confidence": Text(
        "Et par skal have en grad af sikkerhed fra 0 til 1. Udfyld confidence.",
        "A mapping must have a confidence from 0 to 1. Fill in confidence.",
    ),
    "alignment-rationale": Text(
        "Parret mangler en begrundelse. Udfyld comment (en) og rationale_da.",
        "The mapping lacks its rationale. Fill in comment (en) and rationale_da.",
    ),
    "alignment-contradiction": Text(
        "Samme par er både noteret og afvist, eller det er noteret to gange. Behold én række.",
        "The same pair is both mapped and rejected, or is there twice. Keep one row.",
    ),
    "alignment-counterpart": Text(
        "Elementet er noteret både som uden tilsvarende og med et tilsvarende element. Behold det ene.",
        "The element is recorded both without a counterpart and with one. Keep one of them.",
    ),
    **EVENNESS_RULES,
}


def alignment_findings(
    path: Path,
    alignments: list[Alignment],
    known: Callable[[str], bool],
    whole_of: Callable[[str], str],
    glossary: Sequence[Term] = (),
    languages: Sequence[str] | None = None,
) -> Iterator[Finding]:
    """The findings in the *alignments* of the mapping set *path*, *known* telling whether the data describe a thing (an
    IRI) and *whole_of* what it is part of (the empty string for nothing), with rationales by the *glossary*; with
    *languages* one of these is enough, and the others are told."""
    rows = _Rows(alignments)
    for row in alignments:
        for rule, thing in [*_faults(row, known, languages is not None), *rows.disagreements(row)]:
            yield Finding(rule, Severity.VIOLATION, str(path), row.line, short(thing), ALIGNMENT_RULES[rule])
        for fault in rationale_faults(_ends(row)[0], row.rationale, glossary) if all(row.rationale) else ():
            message, severity = WORDING_RULES[fault.rule], SEVERITIES[fault.rule]
            yield Finding(fault.rule, severity, str(path), row.line, short(fault.thing), message, fault.detail)
        missing = [code for code in languages or () if not row.rationale.in_language(code).strip()]
        if missing and any(map(str.strip, row.rationale)):
            thing, detail = short(_ends(row)[0]), f"sg:rationale @{', @'.join(missing)}"
            name, severity, message = TRANSLATION_RULE.name, TRANSLATION_RULE.severity, TRANSLATION_RULE.message
            yield Finding(name, severity, str(path), row.line, thing, message, detail)
    for name, row, thing in uneven(alignments, whole_of):
        yield Finding(name, Severity.VIOLATION, str(path), row.line, short(thing), ALIGNMENT_RULES[name])


def _faults(row: Alignment, known: Callable[[str], bool], one_is_enough: bool) -> Iterator[tuple[str, str]]:
    ends = _ends(row)
    for end in ends:
        if not known(end):
            yield "alignment-unknown-element", end
    if row.predicate not in _PREDICATES:
        yield "alignment-predicate", row.predicate
    if len(ends) == 2 and not row.confidence:
        yield "alignment-confidence", ends[0]
    if not (any if one_is_enough else all)(map(str.strip, row.rationale)):
        yield "alignment-rationale", ends[0]


def _ends(row: Alignment) -> list[str]:
    """The things that *row* joins, or the one that it says has no counterpart."""
    return [end for end in (row.subject, row.object) if end != NO_TERM]


class _Rows:
    """The rows of one mapping set, by what they must agree on."""

    def __init__(self, rows: list[Alignment]) -> None:
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


# What is wrong with the SDG register as a whole.

_INCOMPLETE = Text(
    "Registeret har ikke 17 verdensmål og 169 delmål. Indlæs det igen med »strategigraf import sdg«.",
    "The register does not have 17 goals and 169 targets. Import it again with “strategigraf import sdg”.",
)
REGISTER_RULES = [
    Rule("sdg-register-complete", Severity.VIOLATION, _INCOMPLETE),
    *(Rule(f"sdg-text-{name}", Severity.VIOLATION, message) for name, message in FAULTS.items()),
]


def register_findings(store: Store, paths: Mapping[str, Path]) -> Iterator[Finding]:
    """The findings in the register that *store* holds, *paths* being the files by named graph."""
    goals, targets = store.rows_of("check/size-of-register")[0]
    if (goals, targets) != ("17", "169"):
        home = next((str(paths[graph]) for (graph,) in store.rows_of("check/home-of-register") if graph in paths), "")
        detail = f"{goals}, {targets}"
        yield Finding("sdg-register-complete", Severity.VIOLATION, home, 0, "sdg", _INCOMPLETE, detail)
    rows = store.rows_of("check/official-texts")
    texts = {node: (paths[file], code, language, text) for node, file, code, language, text in rows}
    for fault, code, language, detail in faults(told[1:] for told in texts.values()):
        node = f"{ID}sdg/{code}-text-{language}"
        place = (str(texts[node][0]), line_in(texts[node][0], node)) if node in texts else ("", 0)
        yield Finding(f"sdg-text-{fault}", Severity.VIOLATION, *place, short(node), FAULTS[fault], detail)
