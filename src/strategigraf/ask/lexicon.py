"""The lexicon of questions: words written by hand (`messages/`), and the names and titles that the store has
(`vocabulary`).
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from strategigraf.core.rdf import DECLARED, message_lines
from strategigraf.core.text import escaped, stem

_NAMESPACES = ("dcterms", "oa", "org", "owl", "prov", "rdf", "rdfs", "sdgo", "sg", "skos", "sssom", "xsd")
PREFIXES = "".join(f"PREFIX {prefix}: <{DECLARED[prefix]}>\n" for prefix in _NAMESPACES)
CONTINUING = ("cont",)
MUTUAL = (  # relations that are the same from both ends
    *("counterpart", "exact", "close", "related", "rejected"),
    *("changed", "unchanged", "unmatched"),
)
_LEAST = 3  # letters that a quotation has more than, that is a part of a title
_INSIDE = 5  # letters of a stem that is looked for inside words as well
_IN_REGEX = re.compile(r"([\\.^$|?*+()\[\]{}])")
MARKS = '<>!$~"^'  # what a relation of a verb may end with: its end, a time's, an aim, words of a text, what is sent
ANY = ""  # the kind of whatever a strategy says
NO_STRATEGY = ""
FILES = {"kinds": "kind", "verbs": "verb", "values": "value", "names": "name", "function-words": ""}  # with the sort
ENDINGS = {
    "er": " en er erne s ens ers ernes et ets",
    "r": " n t r rne s ns ts rs rnes",
    "0t": " et ene s ets enes",
    "e": " en e ene s ens es enes",
    "s": " s",
}
_TOKEN = re.compile(
    r"0[.,]\d+\b|(?P<quote>(?<!\w)(?:“([^“”]+)”|»([^»«]+)«|[\"'“”„»«‘’]([^\"“”„»«]+?)[\"'”“«»’])(?!\w))"
    r"|\d{1,2}\.(?:\d{1,2}|[a-dA-D])\b"
    r"|(?<![\w/-])[a-z\d]+(?:-[a-z\d]+)+-(?:19|20)\d\d(?:-\d+)*(?:/[a-z\d]+(?:-[a-z\d]+)*)*(?![\w/-])"
    r"|(?<![\w/-])[a-z\d]+(?:-[a-z\d]+)*/[a-z\d]+(?:-[a-z\d]+)+(?![\w/-])|(?:19|20)\d\d ?[-–] ?(?:20)?\d\d\b"
    r"|\d+-[A-Za-z\d]+\b|\d+|[^\W\d_]+(?:[-’'/.][^\W\d_]+)*|[(),;:·&<>=]"
)
_SHORT = ("what's", "who's", "where's", "that's", "there's")
_CUT = re.compile(r"(?:['’]s|['’])$")


class Token(NamedTuple):
    """A word, number, sign or quotation of a question: its place in the text, and its plain form: small letters, no
    possessive; of a quotation its content; whether it is in capitals."""

    start: int
    end: int
    plain: str
    quoted: bool = False
    capital: bool = False


def tokens(text: str) -> list[Token]:
    """The tokens of *text*, in order; full stops, question and exclamation marks are none."""
    found = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if match["quote"]:
            quoted = (match[2] or match[3] or match[4]).strip()
            found += [Token(start, end, quoted, True)] if quoted else []
            continue
        word = match[0].casefold().replace("’", "'")
        if word.endswith("n't") and len(word) > 3:
            found += [Token(start, end - 3, word[:-3]), Token(end - 3, end, "n't")]
            continue
        if word in _SHORT:  # what's
            found += [Token(start, end - 2, word[:-2]), Token(end - 1, end, "is")]
        elif plain := _CUT.sub("", word):
            found.append(Token(start, end, plain, capital=match[0].isupper()))
    return found


def plain_words(text: str) -> tuple[str, ...]:
    """The plain tokens of *text*."""
    return tuple(token.plain.casefold() for token in tokens(text) if token.plain not in ",;:()·")


class Thing(NamedTuple):
    """Something with a name: its short name, its kind (short), its strategy, its titles, and the number in its name."""

    name: str
    kind: str
    strategy: str
    da: str
    en: str
    number: str
    term: str

    def title(self, language: str) -> str:
        """Its title in *language*."""
        return (self.en if language == "en" else self.da) or self.da or self.en or self.name


class Strategy(NamedTuple):
    """A strategy: its titles, the short name of its owner, its years, and whether another one revises it."""

    da: str
    en: str
    owner: str
    start: str
    end: str
    draft: bool


class Pair(NamedTuple):
    """Kinds that a relation joins in the data, with the strategies of the one and of the other."""

    relation: str
    one: str
    other: str
    ones: frozenset[str]
    others: frozenset[str]


class Relation(NamedTuple):
    """A relation: its name, its pattern in SPARQL from {x} to {y}, the one of what is inherited, and its words."""

    name: str
    own: str
    inherited: str
    da: str
    da_back: str
    en: str
    en_back: str

    @property
    def linked(self) -> str:
        """The pattern of its own links, {l} being the link."""
        path = re.fullmatch(r"\{x\} (sg:\w+)((?:[/^|]\S*)?) \{y\} \.", self.own)
        link = "{{l}} rdf:subject {{x}} ; rdf:predicate {0[1]} ; rdf:object{0[2]} {{y}} ."
        return self.own if path is None else link.format(path)

    def pattern(self, one: str, other: str, link: str, basis: str = "", sure: tuple[str, str] | None = None) -> str:
        """Its pattern from the variable *one* to *other*, *link* being a further one; of any links, or only of such as
        hold on a *basis* (of `tree.BASES`) and are as *sure* as a comparison says."""
        found = self.linked if sure or basis[:1].isupper() else self.own
        if basis[:1].isupper():
            found += f" {{l}} sg:basis sg:{basis} ."
        elif basis in ("inherited", "above"):
            found = self.inherited + f" FILTER NOT EXISTS {{{{ {self.own} }}}}" * (basis == "above")
        elif not basis and not sure and self.inherited:
            found = f"{{{{ {self.own} }}}} UNION {{{{ {self.inherited} }}}}"
        if sure:
            found += f" {{l}} sg:confidence {{l}}_sure . FILTER({{l}}_sure {sure[0]} {sure[1]})"
        told = {"{x}": one, "{y}": other, "{l}": one if self.name == "basis" else link, "{{": "{", "}}": "}"}
        return re.sub(r"\{[xyl]\}|\{\{|\}\}", lambda sign: told[sign[0]], found)

    def ends(self) -> str:
        """The query of the kinds that it joins, with the strategies of both ends: one, other, first, second."""
        return (
            f"{PREFIXES}SELECT DISTINCT ?one ?other ?first ?second WHERE {{ {self.pattern('?x', '?y', '?l')} "
            "?x a ?one . ?y a ?other . FILTER(?other != owl:NamedIndividual) "
            "OPTIONAL { ?x sg:inStrategy ?first } OPTIONAL { ?y sg:inStrategy ?second } }"
        )

    def words(self, language: str, inverse: bool) -> str:
        """Its verb in *language*, from the one end or from the other."""
        if language == "en":
            return self.en_back if inverse else self.en
        return self.da_back if inverse else self.da


@cache
def relations() -> dict[str, Relation]:
    """The relations by name, in the order in which a question without a verb takes them."""
    return {line[0]: Relation(*line) for line in message_lines("relations")}


class Phrase(NamedTuple):
    """What some words in a row mean: the words, the sort of item, and its value."""

    words: tuple[str, ...]
    sort: str
    value: str
    language: str


def _forms(written: str) -> Iterator[str]:
    """All forms of what a file has: `spor~0t` is that word with its inflections, `status/statuses` are two."""
    if "~" in written:
        head, _, tail = written.partition("~")
        tag, _, rest = tail.partition(" ")
        for ending in ENDINGS[tag].split(" "):
            form = head + ending + (f" {rest}" if rest else "")
            yield from _forms(form) if "~" in rest else [form]
    else:
        yield from written.split("/")


def alternatives(cell: str) -> list[str]:
    """The alternatives of a cell of a file of words."""
    return [part.strip() for part in cell.split(" | ") if part.strip()]


def hand_written() -> tuple[Phrase, ...]:
    """The phrases of the files of words, each form of each."""
    found: dict[Phrase, None] = {}
    permitted: dict[tuple[tuple[str, ...], str], list[str]] = {}  # by a verb, the relations of all its lines
    for file, sort in FILES.items():
        for key, *cells in message_lines(file):
            for language, cell in zip(("da", "en"), cells, strict=True):
                for alternative in alternatives(cell):
                    for form in _forms(alternative):
                        words = plain_words(form) if form not in "<>=&" else (form,)
                        variants = [words]
                        if sort == "name" and language == "da":
                            variants.append((*words[:-1], words[-1] + "s"))
                        for variant in variants:
                            if sort == "verb" and key != "*":
                                permitted.setdefault((variant, language), []).append(key)
                            else:
                                found[Phrase(variant, sort or key.partition(".")[0], key, language)] = None
    verbs = (Phrase(words, "verb", " ".join(keys), language) for (words, language), keys in permitted.items())
    return (*found, *verbs)


@cache
def kind_labels() -> dict[str, tuple[tuple[str, str], tuple[str, str]]]:
    """By kind, with the source's own word where it is narrowed, its singular and plural, in Danish and in English."""
    found = {}
    for key, *cells in message_lines("kinds"):
        found[key] = tuple(_numbers(alternatives(cell)[0]) for cell in cells)
    return found  # type: ignore[return-value]


def _numbers(written: str) -> tuple[str, str]:
    if "/" in written:
        singular, _, plural = written.partition("/")
        return singular, plural
    head, _, tail = written.partition("~")
    tag, _, rest = tail.partition(" ")
    more = "" if not rest else f" {rest}"
    return head + more, head + {"er": "er", "r": "r", "0t": "", "e": "e", "s": "s", "": ""}[tag] + more


class Lexicon:
    """What the words of questions can mean: phrases by their first word, things, strategies, pairs of kinds."""

    def __init__(self, found: dict[str, list[list[str]]]) -> None:
        self.things = {row[0]: Thing(*row) for row in found["things"]}
        self.strategies = {
            name: Strategy(da, en, owner, start, end, draft == "1")
            for name, da, en, owner, start, end, draft in found["strategies"]
        }
        self.pairs = [
            Pair(relation, one, other, frozenset(ones.split(" ")), frozenset(others.split(" ")))
            for relation, one, other, ones, others in found["pairs"]
        ]
        self._by_relation: dict[str, list[Pair]] = {}
        for pair in self.pairs:
            self._by_relation.setdefault(pair.relation, []).append(pair)
        self.dated = {(kind, strategy) for kind, strategy in found["dated"]}
        self.phrases: dict[str, list[Phrase]] = {}
        self.titles: dict[tuple[str, ...], list[str]] = {}
        self.members: dict[str, list[Thing]] = {}
        for thing in self.things.values():
            self.members.setdefault(thing.kind, []).append(thing)
        for words, sort, value, language in found["phrases"]:
            phrase = Phrase(tuple(words.split(" ")), sort, value, language)
            self.phrases.setdefault(phrase.words[0], []).append(phrase)
        for joined, *names in found["titles"]:
            self.titles[tuple(joined.split(" "))] = names
        self._titles = [(f" {' '.join(key)} ", names) for key, names in self.titles.items()]
        self._parts: dict[tuple[str, ...], list[str]] = {}
        self._in_danish: dict[str, str | None] = {}
        self._stems: dict[str, list[tuple[str, ...]]] = {}
        self.titled: dict[str, set[tuple[str, ...]]] = {}  # by any stem of them
        for key in self.titles:
            self._stems.setdefault(key[0], []).append(key)
            for one in key:
                self.titled.setdefault(one, set()).add(key)

    @cached_property
    def unhyphened(self) -> dict[str, str]:
        """The stems of titles that have a hyphen, by what they are without it."""
        return {key.replace("-", ""): key for key in self.titled if "-" in key}

    @cached_property
    def words(self) -> dict[str, set[str]]:
        """All words of phrases, each with the languages in which it is one of a kind or value, and “name” for names."""
        found: dict[str, set[str]] = {}
        for phrase in (phrase for phrases in self.phrases.values() for phrase in phrases):
            told = {"name": "name", "kind": phrase.language, "value": phrase.language}.get(phrase.sort)
            for word in phrase.words:
                found.setdefault(word, set()).update([told] if told else [])
        return found

    def titled_from(self, stems: list[str], at: int) -> Iterator[tuple[int, list[str]]]:
        """The ends and the things of the titles that begin at *at* among the *stems* of a question."""
        for key in self._stems.get(stems[at], ()):
            if stems[at : at + len(key)] == list(key):
                yield at + len(key), self.titles[key]

    def titled_in_part(self, stems: tuple[str, ...]) -> list[str]:
        """The things of which *stems* are a part of the title, in a row."""
        if stems not in self._parts:
            part = f" {' '.join(stems)} "
            self._parts[stems] = sorted({name for title, names in self._titles if part in title for name in names})
        return self._parts[stems]

    def in_danish(self, word: str) -> str | None:
        """The stem by which Danish titles say the English *word*: of five things or more with it in English 19 in 20
        have the stem, and 4 in 5 the other way; None without one, empty where no title has *word* in English alone."""
        if word not in self._in_danish:
            self._in_danish[word] = self._danish_stem(*title_stems([word]))
        return self._in_danish[word]

    def _danish_stem(self, english: str) -> str | None:
        titled = {name for key in self.titled.get(english, ()) for name in self.titles[key]}
        things = [self.things[name] for name in titled]
        said = [told for one in things if english not in (told := set(title_stems(plain_words(one.da)))) and one.en]
        if not said or len(said) < len(things):
            return ""
        for found, count in Counter(one for stems in said for one in stems if len(one) >= _INSIDE).most_common(3):
            holding = {thing.name for thing in self.things.values() if found in thing.da.casefold()}
            if count >= 5 and len(holding & titled) >= 0.95 * max(len(titled), 0.8 * len(holding)):
                return found
        return None

    def titled_with(self, stem: str, kind: str) -> set[tuple[str, ...]]:
        """The titles, by their stems, that have *stem* among them and are of things of *kind* (with the source's own
        word where it is narrowed)."""
        return {key for key in self.titled.get(stem, ()) if self.called(key, kind)}

    def called(self, title: tuple[str, ...], kind: str) -> list[str]:
        """The things of *kind* whose title has the stems *title*."""
        kinds, _, term = kind.partition("=")
        found = [self.things[name] for name in self.titles[title]]
        return [one.name for one in found if one.kind in kinds.split("+") and term in ("", one.term)]

    def entitled(self, quoted: str, kind: str = "") -> list[str]:
        """The things (of *kind*) that have *quoted* as their title, else as a part of it, quotation marks aside."""
        if quoted in self.things:  # a short name
            return [quoted]
        plain = _bare(quoted)
        things = list(self.things.values())
        found = [one.name for one in things if plain in (_bare(one.da), _bare(one.en)) and kind in ("", one.kind)]
        if not found and len(plain) > _LEAST:
            found = [one.name for one in things if plain in _bare(one.da) or plain in _bare(one.en)]
        return found

    def of_kind(self, kind: str, term: str = "", strategies: Iterable[str] = ()) -> list[Thing]:
        """The things of *kind* that the source calls by *term*, in the *strategies* (all without any)."""
        wanted = set(strategies)
        return [
            thing
            for thing in self.members.get(kind, ())
            if (not term or thing.term == term) and (not wanted or thing.strategy in wanted)
        ]

    def has_years(self, slug: str, years: tuple[int, int]) -> bool:
        """Whether the strategy *slug* is called by the *years*."""
        strategy = self.strategies[slug]
        if years[0] != years[1]:
            return (strategy.start, strategy.end) == (str(years[0]), str(years[1]))
        return str(years[0]) in (strategy.start, strategy.end) or str(years[0]) in slug

    def within_time(self, slug: str, year: int) -> bool:
        """Whether *year* is in the time of the strategy *slug*."""
        strategy = self.strategies[slug]
        return bool(strategy.start and strategy.end) and int(strategy.start[:4]) <= year <= int(strategy.end[:4])

    def numbered(self, kind: str, term: str, number: str) -> list[str]:
        """The things of *kind*, called *term*, with *number*."""
        things = [thing for thing in self.of_kind(kind, term) if thing.number == number]
        if not term:
            ordinary = [
                thing
                for thing in things
                if f"{kind}={thing.term}" not in kind_labels() or thing.kind in ("sg:Goal", "sg:Initiative")
            ]
            things = ordinary or things
        return [thing.name for thing in things]

    def has(self, kind: str, term: str, strategy: str) -> bool:
        """Whether *strategy* has anything of *kind*."""
        return kind == ANY or any(self.of_kind(kind, term, [strategy]))

    def joining(
        self,
        one: str,
        other: str,
        names: Iterable[str],
        ones: Container[str] | None = None,
        others: Container[str] | None = None,
    ) -> list[tuple[str, bool]]:
        """The relations of *names* that lead from things of kind *one* to those of *other*, or back (True), in their
        order; where given, from those of the strategies *ones* to those of *others*."""
        found: dict[tuple[str, bool], None] = {}
        for name in names:
            for pair in self._by_relation.get(name, ()):
                if (
                    one in (pair.one, ANY)
                    and other in (pair.other, ANY)
                    and _meet(pair.ones, ones)
                    and _meet(pair.others, others)
                ):
                    found[name, False] = None
                back = one in (pair.other, ANY) and other in (pair.one, ANY)
                if name not in MUTUAL and back and _meet(pair.others, ones) and _meet(pair.ones, others):
                    found[name, True] = None
        return list(found)

    def strategies_with(self, relation: str, inverse: bool, one: str, other: str) -> set[str]:
        """The strategies of the things of kind *one* that *relation* joins with things of kind *other*."""
        found: set[str] = set()
        for pair in self.pairs:
            here, there, owners = (pair.other, pair.one, pair.others) if inverse else (pair.one, pair.other, pair.ones)
            if pair.relation == relation and one in (here, ANY) and other in (there, ANY):
                found |= owners
        return found - {NO_STRATEGY}


@lru_cache(maxsize=8192)
def _bare(title: str) -> str:
    """*title* in small letters, without quotation marks."""
    return re.sub(r"[\"'“”„»«‘’]", "", title).casefold().strip()


def _meet(strategies: Iterable[str], wanted: Container[str] | None) -> bool:
    return wanted is None or any(strategy in wanted or strategy == NO_STRATEGY for strategy in strategies)


def title_stems(words: Iterable[str]) -> list[str]:
    """The stems of the plain *words*, as titles are compared by."""
    return [_title_stem(word) for word in words]


@lru_cache(maxsize=8192)
def _title_stem(word: str) -> str:
    return stem(stem(word, "da"), "en")


def word_pattern(word: str) -> str:
    """The regular expression, in a literal of SPARQL, by which *word* is found in a text: its stem with what follows;
    of five letters or more also inside compounds."""
    (found,) = title_stems([word]) if " " not in word else (word,)
    while not word.startswith(found):
        found = found[:-1]
    shortened = _IN_REGEX.sub(r"\\\1", found)
    more = "" if len(found) < _LEAST else "\\p{L}{0,4}"
    pattern = shortened if len(found) >= _INSIDE else f"(^|[^\\p{{L}}]){shortened}{more}($|[^\\p{{L}}])"
    whole = _IN_REGEX.sub(r"\\\1", word)
    if len(found) < _INSIDE <= len(word):  # a whole word also at the beginning of a compound
        pattern = f"({pattern}|(^|[^\\p{{L}}]){whole})"
    return escaped(pattern)
