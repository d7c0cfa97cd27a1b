"""The sentences of a strategy or document, each with the element whose words it is and the quote it opens to."""

from collections.abc import Collection
from typing import NamedTuple

from strategigraf.files.normal_form import readable
from strategigraf.use.store import Store
from strategigraf.values.locator import innermost
from strategigraf.values.namespaces import OA, SG
from strategigraf.values.natural import natural
from strategigraf.values.sentence import keys, sentences, units

_FIGURES = {SG + "Announcement", SG + "KeyFigure"}  # they name no heading where another element stands under it
_WORDS = """
PREFIX oa: <{0}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX sg: <{1}>
SELECT DISTINCT ?element ?class ?quote ?order ?words ?prefix ?suffix ?section ?document WHERE {{
  {2}
  ?class rdfs:subClassOf* sg:Element . ?element a ?class ; sg:evidence ?quote .
  FILTER(?class != sg:Misfit)
  ?quote oa:hasSource ?document ; oa:hasSelector ?selector ; sg:order ?order .
  ?selector oa:exact ?words .
  OPTIONAL {{ ?selector oa:prefix ?prefix }} OPTIONAL {{ ?selector oa:suffix ?suffix }}
  OPTIONAL {{ ?quote sg:section ?section }}
}}"""
_OF_STRATEGY = """
  ?document sg:documentOf <{0}> . FILTER NOT EXISTS {{ ?document sg:stage sg:Response }}
  ?element sg:inStrategy <{0}> ."""
_OF_DOCUMENT = "VALUES ?document {{ <{0}> }}"


class Sentence(NamedTuple):
    """A sentence: its words on one line, the element and its class, the quote and its number there, what it is to the
    element (its `own` wording, `further` words, or the `heading` that it stands under), and the keys of its words."""

    text: str
    element: str
    kind: str
    quote: str
    number: int
    role: str
    keys: tuple[str, ...]

    @property
    def unit(self) -> str:
        """What it is a part of, and has one fate with: the own wording of its element, what else its quote says, or a
        heading."""
        return {OWN: self.element, FURTHER: self.quote}.get(self.role, f"# {self.text}")


OWN, FURTHER, HEADING = "own", "further", "heading"


_Passage = tuple[str, str, str, tuple[str, str]]  # document, section, words, prefix and suffix


class _Quoted(NamedTuple):
    element: str
    kind: str
    quote: str
    order: int
    words: str
    place: tuple[str, str]  # prefix and suffix
    section: str
    document: str


def sentences_of(store: Store, thing: str, document: bool = False, kinds: Collection[str] = ()) -> tuple[Sentence, ...]:
    """The sentences of the strategy *thing* in its own documents (responses to it left out), or, with *document*, those
    of that document; of the elements of the classes *kinds* only where any are given.

    By element in natural order: its own wording (its first quote) first, then what else it quotes. A passage that
    several quote counts once, for the element whose own wording it is; what an element quotes from several places (a
    slide that was printed again) counts once for it. A heading that no quote has counts as a sentence
    of the first element that stands under it. What misfits quote stands elsewhere too and is left out.
    """
    of = (_OF_DOCUMENT if document else _OF_STRATEGY).format(thing)
    quoted = [
        _Quoted(element, kind, quote, int(order), words, (prefix, suffix), section, source)
        for element, kind, quote, order, words, prefix, suffix, section, source in store.rows(_WORDS.format(OA, SG, of))
    ]
    quoted.sort(key=lambda q: (natural(q.element), q.order, q.quote, q.kind, q.place, q.words))
    firsts: dict[str, str] = {}
    for one in quoted:
        firsts.setdefault(one.element, one.quote)
    found: dict[_Passage, Sentence] = {}
    for own in (True, False):
        for one in quoted:
            if (firsts[one.element] == one.quote) is own:
                texts = [text for unit in units(one.words) for text in sentences(readable(unit))]
                for number, text in enumerate(texts):
                    role = OWN if own else FURTHER
                    sentence = Sentence(text, one.element, one.kind, one.quote, number, role, keys(text))
                    found.setdefault((one.document, one.section, text, one.place), sentence)
    found = _unrepeated(found)
    worded = {sentence.keys for sentence in found.values()}
    for one in sorted(quoted, key=lambda q: q.kind in _FIGURES):
        text = innermost(readable(one.section).strip()).rstrip(": ")
        heading = keys(text)
        if text and heading not in worded:
            worded.add(heading)
            sentence = Sentence(text, one.element, one.kind, one.quote, 0, HEADING, heading)
            found[one.document, "", text, ("", "")] = sentence
    kept = [sentence for sentence in found.values() if not kinds or sentence.kind in kinds]
    roles = (HEADING, OWN, FURTHER)
    kept.sort(key=lambda s: (natural(s.element), roles.index(s.role), natural(s.quote), s.number))
    once: dict[tuple[str, tuple[str, ...]], str] = {}
    return tuple(s for s in kept if s.role == HEADING or once.setdefault((s.element, s.keys), s.unit) == s.unit)


def _unrepeated(found: dict[_Passage, Sentence]) -> dict[_Passage, Sentence]:
    """*found* without what is a part of a longer sentence under the same heading; words that stand more than once in
    the document (which have a prefix or suffix) stay."""
    under: dict[tuple[str, str], list[str]] = {}
    for document, section, text, _ in found:
        under.setdefault((document, section), []).append(text)

    def repeated(document: str, section: str, text: str, place: tuple[str, str]) -> bool:
        return place == ("", "") and any(text in other and text != other for other in under[document, section])

    return {passage: sentence for passage, sentence in found.items() if not repeated(*passage)}
