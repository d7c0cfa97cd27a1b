"""Answers as values: figures that carry what they count, columns and their titles, parts, reports, and the dossier
around.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Generic, NamedTuple, TypeVar

from strategigraf.core.matrix import Matrix
from strategigraf.core.rdf import ID, LANGUAGES, Term, Text, short

# An imprint.


class Plan(NamedTuple):
    """A strategy: its title, its owner, and the years it is for (empty where its source names none)."""

    title: Text
    owner: Text
    period: str


class Source(NamedTuple):
    """A document that quotes stand in: title, publisher, date of issue as the source gives it, and the SHA-256 of the
    text that they were read from (each empty where there is none)."""

    title: Text
    publisher: Text
    issued: str
    sha256: str


class Verification(NamedTuple):
    """How many of the quotes that were looked up stand in their sources as they are quoted."""

    verified: int
    checked: int


class Imprint(NamedTuple):
    """Strategies and documents by IRI; no verification where the source texts were not looked in."""

    plans: tuple[Plan, ...] = ()
    sources: tuple[Source, ...] = ()
    verification: Verification | None = None


# A figure.


class Figure(NamedTuple):
    """A number (None where there is nothing to count or measure) and what it opens to: the elements, links or quotes
    (IRIs) that it counts or rests on, in order; `unit` is "" or "%"."""

    value: Decimal | None
    of: tuple[str, ...] = ()
    unit: str = ""

    @property
    def text(self) -> str:
        """The number as digits with a point, `n/a` where there is none."""
        return "n/a" if self.value is None else f"{self.value:f}"


def count(things: Collection[str]) -> Figure:
    """The number of *things*."""
    return Figure(Decimal(len(things)), tuple(things))


def share(part: Collection[str], whole: Collection[str]) -> Figure:
    """How many per cent of *whole* are in *part*, to one decimal; no number where *whole* is empty. Opens to *part*."""
    if not whole:
        return Figure(None, (), "%")
    return Figure(_rounded(Decimal(100 * len(part)) / len(whole), 1), tuple(part), "%")


def part_of(number: int, whole: int, things: Collection[str]) -> Figure:
    """How many per cent *number* is of *whole*, to one decimal, resting on *things*; no number where *whole* is 0."""
    if not whole:
        return Figure(None, (), "%")
    return Figure(_rounded(Decimal(100 * number) / whole, 1), tuple(things), "%")


def score(value: float, things: Collection[str], places: int = 2) -> Figure:
    """The number *value* rounded to *places* decimals, resting on *things*."""
    return Figure(_rounded(Decimal(repr(float(value))), places), tuple(things))


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)


class Column(NamedTuple):
    """One column: its name and, where the question describes it, what it holds; whether that is things with titles,
    None where only the rows tell."""

    name: str
    description: str = ""
    titled: bool | None = None


# A report.


class Coded(NamedTuple):
    """A cell that machines read as a code (or as the whole of a text) and people as words."""

    code: Text
    words: Text


Cell = Term | Figure | Text | Coded | None


def coded(code: str, words: Text) -> Coded:
    """A cell with *code* for machines and *words* for people."""
    return Coded(Text(code, code), words)


class Part(NamedTuple):
    """A table of a report: a name for machines, a title, and a sentence that explains its figures.

    A cell is a thing (Iri), a value, a number that opens, words in both languages, a code with words for it, or empty.
    `gaps` is how many of the rows are findings.
    """

    name: str
    title: Text
    sentence: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    gaps: int = 0


class Report(NamedTuple):
    """An answer: the name of its command, a title, and its parts, the main one first."""

    name: str
    title: Text
    parts: tuple[Part, ...]

    @property
    def gaps(self) -> int:
        """How many rows of all parts are findings."""
        return sum(part.gaps for part in self.parts)

    def figures(self) -> list[Figure]:
        """Every number of the report, from top to bottom."""
        return [cell for part in self.parts for row in part.rows for cell in row if isinstance(cell, Figure)]


# Words.


class Words(NamedTuple):
    """One quote: its IRI, the words, the heading they stand under and the document (IRIs)."""

    quote: str
    exact: str
    section: str
    document: str


# A dossier.


class Crossing(NamedTuple):
    """A section with a matrix: a name for machines, a title, a sentence that explains it, and what its rows and columns
    are called."""

    name: str
    title: Text
    sentence: Text
    matrix: Matrix
    rows: Text
    columns: Text


class Passage(NamedTuple):
    """A section of prose."""

    name: str
    title: Text
    paragraphs: tuple[Text, ...]


class Drawing(NamedTuple):
    """A section with a picture as SVG, one in each language, and a sentence that says what it shows; `of` are the
    things (IRIs) that its `<a data-of="...">` open to, `about` names what it is a picture of."""

    name: str
    title: Text
    sentence: Text
    svg: Text
    of: tuple[str, ...] = ()
    about: Text = Text("", "")


Section = Crossing | Part | Passage | Drawing


class Chapter(NamedTuple):
    """A stretch of the contents: its title, and of each of its sections the name and what it is called in it."""

    title: Text
    entries: tuple[tuple[str, Text], ...]


class Dossier(NamedTuple):
    """Sections in reading order, all or none of them in `chapters`; `names` has the title of each thing and document
    they speak of, `words` the quotes that each thing opens to, `imprint` what it is about and rests on."""

    name: str
    title: Text
    lead: Text
    sections: tuple[Section, ...]
    names: Mapping[str, Text]
    words: Mapping[str, tuple[Words, ...]]
    imprint: Imprint = Imprint()
    chapters: tuple[Chapter, ...] = ()


def origin(thing: str) -> str:
    """The strategy that *thing* stands below by its IRI; empty where it stands below none."""
    name = short(thing)
    return ID + name.rpartition("/")[0] if thing.startswith(ID) and "/" in name else ""


def title_of(names: Mapping[str, Text], thing: str, language: str) -> str:
    """The title of *thing* in *language*, its short name where it has none."""
    return names.get(thing, Text("", "")).in_language(language) or short(thing)


_DANISH = {
    "ambiguous": "tvetydige", "distance": "afstand", "inside-word": "midt i ord",
    "missing": "mangler", "moved": "flyttet",
    "normalised": "ens på nær tegn", "unverifiable": "kan ikke efterprøves", "verbatim": "ordret",
    "deciding": "afgørende", "denial": "afvist",
    "a": "A", "actor": "aktør", "added": "kommet til", "agrees": "enige", "alone": "uden modsvar",
    "alternatives": "alternativer", "among_three": "blandt tre", "announced": "varslet", "announcement": "varsel",
    "answer": "svar", "answer_words": "svarets ord", "answers": "svar", "approximate": "omtrentligt",
    "area": "område", "at": "hvor kæden brydes", "at_home": "i eget spor", "b": "B", "basis": "grundlag",
    "below": "nedenunder", "better": "passer bedre", "between": "gennemgang", "bound": "grænse", "broad": "bredere",
    "carrier": "bærer", "centre": "midte", "challenge": "udfordring", "change": "ændring", "checksum": "kontrolsum",
    "claim": "påstand", "claimed_by": "påstået af", "claims": "påstande", "close": "nær", "column": "kolonne",
    "column_track": "kolonnens spor", "comment": "bemærkning", "comments": "bemærkninger",
    "communities": "fællesskaber", "community": "fællesskab", "component": "stykke", "confidence": "sikkerhed",
    "continuation": "videreførelse", "continued": "videreført", "count": "antal", "counterpart": "modsvar",
    "counts": "tæller", "covered": "dækket", "deep": "når enden", "deep_justified": "når enden eller begrundet",
    "denied": "afvist", "difference": "forskel", "direction": "retning", "disposition": "udfald",
    "document": "dokument", "doubt": "tvivl", "doubts": "forbehold", "draft": "udkast",
    "draft_modals": "udkastets modalord", "draft_section": "udkastets afsnit",
    "draft_sections": "udkastets afsnit", "draft_sentence": "udkastets sætning",
    "draft_words": "udkastets ord", "dropped": "uden modsvar", "edges": "kanter", "element": "element",
    "elements": "elementer", "end": "til", "entries": "poster", "entry": "post", "evidenced": "når enden med belæg",
    "evidenced_justified": "når enden med belæg eller begrundet", "exact": "samme", "fall": "kan falde",
    "fate": "hvad der blev af det", "figure": "tal", "first": "først", "fits": "passer",
    "focus_area": "indsatsområde", "focus_areas": "indsatsområder",
    "from": "fra", "gaps": "huller", "general": "generelle", "goal": "pejlemærke",
    "goals": "mål", "group": "gruppe", "half": "halvdel", "hangs": "afhængige", "hops": "led", "in_part": "delvis",
    "inherited": "nedarvet", "inherited_only": "kun nedarvet", "none": "ingen",
    "initiative": "indsats", "initiative_track": "indsatsens spor",
    "initiatives": "indsatser", "interpreted": "tolket", "issued": "udgivet", "kept": "må blive",
    "key_figure": "nøgletal", "kind": "slags", "kinds": "slags", "known": "kendte ord", "label": "navn",
    "language": "sprog", "last_review": "seneste gennemgang", "least": "mindste", "level": "niveau",
    "link": "forbindelse", "links": "forbindelser", "links_a": "forbindelser i A", "links_b": "forbindelser i B",
    "loss": "tab", "lower": "nedre kvartil", "main": "hyppigste spor", "mapping_set": "sæt af sidestillinger",
    "marks": "tegn", "match": "forhold", "meaning": "betydning", "measure": "målt på", "median": "median",
    "mentioned_only": "kun nævnt", "message": "hvad der mangler", "misfit": "passer ikke", "modal": "modalord",
    "modals": "modalord", "modularity": "modularitet", "most": "største", "named": "navngivet",
    "named_by": "nævnt af", "name": "navn", "narrow": "snævrere", "newer": "nyere", "newer_words": "de nyere ord",
    "nmi": "gensidig information", "no_mark": "uden mærke", "nodes": "punkter", "not_assessed": "ikke vurderet",
    "notation": "nummer", "note": "bemærk", "now": "nu", "number": "nummer", "number_only": "kun nummer",
    "object": "til", "of": "af", "of_main": "andel i hyppigste spor", "official": "officiel tekst", "older": "ældre",
    "on_passages": "om et sted", "other": "andet", "other_goal_grave": "andet mål, grov",
    "other_goal_seen": "andet mål, set", "other_score": "andets score", "other_words": "andets ord",
    "over": "over grænsen", "overloaded": "usædvanligt meget", "own": "egne", "owner": "ejer", "page": "side",
    "parameters": "parametre", "paraphrases": "omskrivninger", "part": "del", "part_of": "del af", "path": "vej",
    "place": "sted", "points": "punkter", "print": "tryk", "print_claims": "trykkets påstande",
    "print_modals": "trykkets modalord", "print_sentence": "trykkets sætning", "printed": "trykt",
    "printed_words": "trykkets ord", "proven": "bevist", "publisher": "udgiver", "question": "spørgsmål",
    "quote": "citat", "quotes": "citater", "rand": "Rand-indeks", "rank": "plads", "rationale": "begrundelse",
    "reading": "læsning", "readings": "læsninger", "reason": "årsag", "reasons": "årsager", "related": "beslægtet",
    "relation": "slags forbindelse", "removed": "faldet bort", "requirement": "krav", "respondent": "afsender",
    "rested_on": "hvilede på", "reviewed": "set efter", "revises": "afløser", "right_doubt": "rigtig, tvivl",
    "right_fits": "rigtig, passer", "right_misfit": "rigtig, passer ikke", "row": "række", "rows": "rækker",
    "rule": "regel", "same_goal_grave": "samme mål, grov", "same_goal_seen": "samme mål, set", "says": "siger",
    "scheduled": "sat i tid", "score": "score", "sdg": "verdensmål", "sdg_goal": "verdensmål", "section": "afsnit",
    "shallow": "har en tråd", "shallow_justified": "har en tråd eller begrundet", "shared": "fælles",
    "similarity": "lighed", "sole": "alene om", "sole_own": "eneste egne", "stage": "stadie", "standing": "status",
    "start": "fra", "stated": "angivet", "statement": "udsagn", "status": "status", "status_words": "statusord",
    "step": "trin", "strand": "streng", "strategies": "strategier", "strategy": "strategi", "strength": "styrke",
    "structure": "struktur", "suspect": "mistænkelige", "target": "delmål", "targets": "delmål", "thing": "ting",
    "things": "ting", "threads": "tråde", "through": "gennem", "timeline": "tidsplansposter", "to": "til",
    "topic": "emne", "track": "spor", "tracked": "med spor", "turtle": "Turtle", "type": "art", "unit": "enhed",
    "unlinked": "uden forbindelse", "unreviewed": "ikke set efter", "upper": "øvre kvartil", "value": "værdi",
    "verdict": "dom", "way": "retning", "what": "hvad", "where": "hvor", "why": "hvorfor",
    "within": "inden for", "wording": "ordlyd", "words": "ord", "words_a": "ord i A", "words_b": "ord i B",
}  # fmt: skip


def heading(name: str, language: str) -> str:
    """What the column *name* is called in *language*; its name where it has no other."""
    return _DANISH.get(name, name.replace("_", " ")) if language == "da" else name.replace("_", " ")


def named(sentence: Text) -> Text:
    """*sentence* with each column that it names in backquotes (`` `count` ``) called as its heading is, in quotation
    marks."""
    return Text(
        *(
            re.sub(r"`(\w+)`", lambda found, code=code: f"“{heading(found[1], code)}”", sentence.in_language(code))  # type: ignore[misc]
            for code in LANGUAGES
        )
    )


Value = TypeVar("Value")


class Reported(NamedTuple, Generic[Value]):
    """What was found, and the report on it."""

    value: Value
    report: Report


_NOT_A_WORD = re.compile(r"[^\w.,]|[.,](?!\d)|(?<!\d)[.,]")


def key(word: str) -> str:
    """What *word* is compared by: its letters and digits, all small; the word itself where it has none."""
    return _NOT_A_WORD.sub("", word).casefold() or word


# A revision.

KEPT, REMOVED, ADDED = "kept", "removed", "added"


class Segment(NamedTuple):
    """A run of words that is `kept`, `removed` or `added`, as the draft and as the print have it: the words of a kept
    run may differ in capitals, hyphens and punctuation."""

    kind: str
    draft: str
    print: str


class Revision(str):
    """A revision as text, `[-gone-] {+new+}` between the words that are kept (as the print has them).

    `segments` are its runs in order: the draft's words of all, joined by blanks, are the draft, the print's the print.
    """

    segments: tuple[Segment, ...]

    def __new__(cls, segments: tuple[Segment, ...]) -> "Revision":
        """The revision with these *segments*."""
        made = super().__new__(cls, " ".join(map(_marked, segments)))
        made.segments = segments
        return made

    @property
    def draft(self) -> str:
        """The text before."""
        return " ".join(segment.draft for segment in self.segments if segment.draft)

    @property
    def print(self) -> str:
        """The text after."""
        return " ".join(segment.print for segment in self.segments if segment.print)

    @property
    def changed_words(self) -> int:
        """How many words are gone or new."""
        return sum(len((s.draft + " " + s.print).split()) for s in self.segments if s.kind != KEPT)


def revision(draft: str, print_: str) -> Revision:
    """The revision from *draft* to *print_* word by word, case, hyphens and punctuation aside. Blanks are single."""
    from difflib import SequenceMatcher

    before, after = draft.split(), print_.split()
    matcher = SequenceMatcher(None, [key(word) for word in before], [key(word) for word in after], autojunk=False)
    return Revision(tuple(_segments(before, after, matcher.get_opcodes())))


def _segments(
    before: list[str], after: list[str], opcodes: Sequence[tuple[str, int, int, int, int]]
) -> Iterator[Segment]:
    for operation, start, end, new_start, new_end in opcodes:
        old, new = " ".join(before[start:end]), " ".join(after[new_start:new_end])
        if operation == "equal":
            yield Segment(KEPT, old, new)
            continue
        if old:
            yield Segment(REMOVED, old, "")
        if new:
            yield Segment(ADDED, "", new)


def _marked(segment: Segment) -> str:
    if segment.kind == REMOVED:
        return f"[-{segment.draft}-]"
    return f"{{+{segment.print}+}}" if segment.kind == ADDED else segment.print


# How far a long piece of work has come, for whoever wants to know.

Tell = Callable[[int, int], None]


def untold(done: int, total: int) -> None:
    """Tells nobody."""
