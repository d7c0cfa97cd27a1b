"""An explanation as values: chapters of steps with their words, what the graph says around a thing; and as
Markdown.
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import PREFIXES, RDF, SDG, SG, SKOS, Iri, Text, message, quoted, short
from strategigraf.core.report import Col, Figure, Part, Report, Words, count, part, quotations
from strategigraf.core.text import markdown
from strategigraf.core.thread import Edge
from strategigraf.store.lookup import both_labels, classes_of, openings, strategies_of
from strategigraf.store.sparql import Store
from strategigraf.trace.trace import basis_text

# An explanation.


class Cited(NamedTuple):
    """A quote of a step, and whose words it is ("" where that is plain)."""

    whose: Text
    words: Words


class Step(NamedTuple):
    """One step: a sentence, the thing it is about ("" for none), the basis it holds on ("" where none is asked), the
    basis in words, why a reader says so, how certain (as written, "" where not stated), what has the link, the quotes.
    """

    says: Text
    thing: str = ""
    basis: str = ""
    how: Text = Text("", "")
    why: Text = Text("", "")
    confidence: str = ""
    link: str = ""
    quotes: tuple[Cited, ...] = ()


class Chapter(NamedTuple):
    """Steps under a heading; `ordered` where each leads to the next."""

    name: str
    title: Text
    steps: tuple[Step, ...]
    ordered: bool = False


class Explanation(NamedTuple):
    """The chapters on `thing`: its name, where it stands, the document (IRI, title) that most of its words are in."""

    thing: str
    title: Text
    place: Text
    document: str
    documents: dict[str, Text]
    chapters: tuple[Chapter, ...]


def chapters(found: Explanation, name: str | None) -> Explanation:
    """*found* with just the chapter *name*; whole without one. Raises WrongValue where it has no such chapter."""
    if name is None:
        return found
    kept = tuple(chapter for chapter in found.chapters if chapter.name == name)
    if kept:
        return found._replace(chapters=kept)
    names = ", ".join(chapter.name for chapter in found.chapters)
    raise WrongValue(
        Text(f"Svaret har ikke delen »{name}«.", f"The answer does not have a part “{name}”."),
        Text(f"Vælg en af: {names}.", f"Choose one of: {names}."),
    )


def explanation_report(found: Explanation) -> Report:
    """*found* as a report, a part per chapter."""
    return Report("explain", found.title, tuple(_part(chapter) for chapter in found.chapters))


def _part(chapter: Chapter) -> Part:
    whole = part("trace.explain.chapter", _COLUMNS, enumerate(chapter.steps, start=1), title=chapter.title)
    return whole._replace(name=chapter.name)


def _opening(quote: str, thing: str) -> str:
    """What opens to the words of *quote*: a text of the SDG register does so by its goal or target *thing*."""
    return thing if quote.startswith(PREFIXES["texts"]) else quote


def _quotes(step: Step) -> tuple[str, ...]:
    """What opens to the words of each quote of *step*."""
    return tuple(dict.fromkeys(_opening(cited.words.quote, step.thing) for cited in step.quotes))


def _confidence(step: Step) -> Figure | None:
    bears = (step.link,) if step.link else _quotes(step)[:1]
    return Figure(Decimal(step.confidence), bears) if step.confidence else None


def _same(text: str) -> Text:
    return Text(text, text)


_COLUMNS: tuple[Col[tuple[int, Step]], ...] = (
    Col("step", lambda numbered: _same(str(numbered[0]))),
    Col("says", lambda numbered: numbered[1].says),
    Col("thing", lambda numbered: Iri(numbered[1].thing) if numbered[1].thing else None),
    Col("basis", lambda numbered: basis_text(numbered[1].basis) if numbered[1].basis else None),
    Col("confidence", lambda numbered: _confidence(numbered[1])),
    Col("why", lambda numbered: numbered[1].why if numbered[1].why.da else numbered[1].how),
    Col("quotes", lambda numbered: count(_quotes(numbered[1]))),
    Col("words", lambda numbered: quotations(cited.words for cited in numbered[1].quotes)),
)
_LINK_PARTS = ("subject", "predicate", "object")


class Reading(NamedTuple):
    """What a reader says of a link: why, in both languages, and how certain (as written)."""

    why: Text
    confidence: str


class Gathering:
    """Names, words and statements of the *things* (IRIs) given; the words of the SDG register in *language*."""

    def __init__(self, store: Store, things: Iterable[str], language: str = "da") -> None:
        wanted = {thing for thing in things if thing}
        self.strategies = strategies_of(store, wanted)
        homes = {home for found in self.strategies.values() for home in found}
        self._things = sorted(wanted | homes)
        self._words = openings(store, self._things, language)
        quotes = {words.quote for found in self._words.values() for words in found}
        self._said = _said(store, sorted({*self._things, *quotes}))
        self.classes = classes_of(store, self._things)
        documents = {words.document for found in self._words.values() for words in found}
        values = {value for said in self._said.values() for told in said.values() for value, _ in told}
        named = {value for value in values if value.startswith(("http://", "https://"))}
        predicates = {predicate for said in self._said.values() for predicate in said}
        self.labels = both_labels(store, {*self._things, *self.classes.values(), *documents, *named, *predicates})

    def words(self, thing: str, most: int | None = None) -> tuple[Words, ...]:
        """The first *most* quotes of *thing* (all without a number)."""
        return self._words.get(thing, ())[:most]

    def values(self, thing: str, predicate: str) -> list[str]:
        """The values of *predicate* of *thing*, in order."""
        return [value for value, _ in self._said.get(thing, {}).get(predicate, ())]

    def text(self, thing: str, predicate: str) -> Text:
        """The value of *predicate* of *thing* in each language ("" where there is none)."""
        by_language = {language: value for value, language in self._said.get(thing, {}).get(predicate, ())}
        return Text(*(" ".join(by_language.get(language, "").split()) for language in ("da", "en")))

    def reading(self, link: str) -> Reading:
        """What a reader says of *link*."""
        return Reading(self.text(link, SG + "rationale"), next(iter(self.values(link, SG + "confidence")), ""))

    def kind(self, thing: str) -> Text:
        """What *thing* is, in lower case: in Danish the word of the source itself where it has one."""
        cls = self.classes.get(thing, "")
        label = self.labels.get(cls, message("trace.explain.concept"))
        local = "" if cls == SG + "TimelineEntry" else self.text(thing, SG + "localTerm").da  # it calls these indsats
        return Text(local or label.da, label.en)

    def name(self, thing: str) -> Text:
        """*thing* in words: kind, number, title in quotation marks."""
        if thing.startswith(SDG):
            kind, title = self.kind(thing), self.labels[thing]
            code = short(thing)
            return Text(f"{kind.da} {code} »{title.da}«", f"{kind.en} {code} “{title.en}”")
        kind, title = self.kind(thing), self.labels.get(thing, Text(short(thing), short(thing)))
        number = "".join(f" {value}" for value in self.values(thing, SKOS + "notation")[:1])
        return Text(_named(kind.da, number, title.da, "da"), _named(kind.en, number, title.en, "en"))

    def linked(self) -> dict[str, tuple[str, str, str]]:
        """Of each link and alignment its subject, predicate and object."""
        found = {}
        for thing, cls in self.classes.items():
            if cls in (SG + "Link", SG + "Alignment"):
                subject, predicate, target = (self.values(thing, RDF + part)[0] for part in _LINK_PARTS)
                found[thing] = (subject, predicate, target)
        return found

    def role(self, quote: str) -> Text:
        """What *quote* is in its source where it is not the wording of its element itself ("" where it is)."""
        for role in self.values(quote, SG + "role"):
            return self.labels[role]
        return Text("", "")

    def period(self, thing: str) -> str:
        """The years of *thing* in parentheses after a blank ("" where it has none)."""
        years = [value[:4] for name in ("start", "end") for value in self.values(thing, SG + name)]
        return f" ({'–'.join(dict.fromkeys(years))})" if years else ""

    def home(self, thing: str) -> Text:
        """The title of the strategy that *thing* belongs to ("" for none)."""
        for strategy in sorted(self.strategies.get(thing, ())):
            return self.labels.get(strategy, Text("", ""))
        return Text("", "")


def ends_and_links(found: Iterable[Edge]) -> set[str]:
    """Everything that the edges *found* name."""
    return {iri for edge in found for iri in (edge.subject, edge.object, edge.link) if iri}


def capital(text: Text) -> Text:
    """*text* with a capital at its start, in both languages."""
    return Text(text.da[:1].upper() + text.da[1:], text.en[:1].upper() + text.en[1:])


def _named(kind: str, number: str, title: str, language: str) -> str:
    plain = title.removeprefix(f"{kind[:1].upper()}{kind[1:]}: ")
    return f"{kind}{number} {quoted(plain, language)}"


def _said(store: Store, things: list[str]) -> dict[str, dict[str, list[tuple[str, str]]]]:
    found: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for thing, predicate, value, language in store.rows_in_batches("trace/statements", things, "thing"):
        found[thing][predicate].append((value, language))
    return found


# An explanation as Markdown, ready to paste into a memo.


def memo(found: Explanation, language: str) -> str:
    """*found* in *language*: title, place, then a section per chapter with its quotes."""
    lines = [f"# {_in(found.title, language)}", ""]
    if place := _in(found.place, language):
        lines += [place, ""]
    if found.document:
        title = _in(found.documents[found.document], language)
        lines += [f"{message('trace.memo.otherwise').in_language(language)} *{title}*.", ""]
    numbers: dict[Words, int] = {}
    for chapter in found.chapters:
        lines += [f"## {_in(chapter.title, language)}", "", *_chapter(chapter, found, numbers, language), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _chapter(chapter: Chapter, found: Explanation, numbers: dict[Words, int], language: str) -> list[str]:
    lines = []
    reasons: set[str] = set()
    for place, step in enumerate(chapter.steps, start=1):
        start = f"{place}. " if chapter.ordered else "- "
        lines.append(start + _step(step, reasons, language))
        for cited in step.quotes:
            whose = _in(cited.whose, language)
            shown = _quote(cited.words, numbers, language)
            if shown.startswith(("“", "»")):
                where = [cited.words.place.in_language(language)]
                if cited.words.document != found.document:
                    where.append(found.documents[cited.words.document].in_language(language))
                if told := ", ".join(markdown(part) for part in where if part):
                    shown += f" ({told})"
            lines.append(" " * len(start) + f"- {whose + ': ' if whose else ''}{shown}")
    return lines


def _step(step: Step, reasons: set[str], language: str) -> str:
    text = f"**{_in(step.says, language)}**" if step.quotes or step.basis else _in(step.says, language)
    if not (how := _in(step.how, language)):
        return text
    if step.confidence:
        certain = step.confidence.replace(".", ",") if language == "da" else step.confidence
        how += f" ({message('trace.memo.confidence').in_language(language)} {certain})"
    why = _in(step.why, language)
    if why in reasons:
        why = message("trace.memo.same-reason").in_language(language) + "."
    elif why:
        reasons.add(why)
    return f"{text} – {how}{': ' + why if why else '.'}"


def _quote(words: Words, numbers: dict[Words, int], language: str) -> str:
    same = words._replace(quote="")  # the same words in the same place may be quoted for two things
    if same in numbers:
        return f"{message('trace.memo.quote').in_language(language)} {numbers[same]}"
    numbers[same] = len(numbers) + 1
    return f"{quoted(markdown(words.exact), language)} \\[{numbers[same]}\\]"


def _in(text: Text, language: str) -> str:
    return markdown(text.in_language(language))
