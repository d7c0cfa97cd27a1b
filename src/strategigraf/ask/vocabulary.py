"""What a store gives to the lexicon of questions: names, titles, the sources' own words, and what relations join; and
the questions of the catalogue that say what is asked. Likeness never chooses one.

It is kept as one file of JSON beside the index of the cache; it is made again where the index is.
"""

import json
import math
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import combinations, product
from typing import NamedTuple

from strategigraf.ask.lexicon import (
    ENDINGS,
    FILES,
    NO_STRATEGY,
    Lexicon,
    Phrase,
    Token,
    hand_written,
    plain_words,
    relations,
    title_stems,
    tokens,
)
from strategigraf.ask.tree import REGION, in_strategy
from strategigraf.core.rdf import SDGO, SG, SKOS, column_title, expand, message_lines, short
from strategigraf.files.question import Parameter, Question, chosen
from strategigraf.store.sparql import EmbeddedStore

_FILE = "asking.json"
_OF_KIND = {"", *(ending for tag in ("r", "er") for ending in ENDINGS[tag].split(" "))}
_REGION = "Region "  # how their names begin
_FORM = 13  # the form of the file


def lexicon(store: EmbeddedStore) -> Lexicon:
    """The lexicon of *store*, from the file beside its index where there is one."""
    return store.kept("asking", lambda: Lexicon(_kept(store)))


def _kept(store: EmbeddedStore) -> dict[str, list[list[str]]]:
    path = None if store.folder is None else store.folder / _FILE
    if path is not None:
        with suppress(OSError, ValueError, KeyError, TypeError):
            found = json.loads(path.read_bytes())
            if found["form"] == [[_digest()]]:
                return found  # type: ignore[no-any-return]
    found = made(store) | {"form": [[_digest()]]}
    if path is not None:
        with suppress(OSError):
            fresh = path.with_suffix(f".{os.getpid()}")
            fresh.write_text(json.dumps(found, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
            fresh.replace(path)
    return found


def _digest() -> str:
    from zlib import crc32

    return f"{_FORM}-{crc32(repr([message_lines(name) for name in (*FILES, 'relations')]).encode()):x}"


def made(store: EmbeddedStore) -> dict[str, list[list[str]]]:
    """What *store* has for the lexicon, as it is kept."""
    things: dict[str, list[str]] = {}
    for iri, kind, strategy, term, label, language in store.rows_of("ask/named"):
        name = short(iri)
        kind = _short_kind(kind)
        row = things.setdefault(name, [name, kind, short(strategy) if strategy else "", "", "", _number(name), term])
        if language in ("da", "en"):
            row[3 if language == "da" else 4] = label
    for iri, kind, label, language in store.rows_of("ask/concepts"):
        row = things.setdefault(short(iri), [short(iri), _short_kind(kind), "", "", "", "", ""])
        row[3 if language == "da" else 4] = label
    strategies: dict[str, list[str]] = {}
    for strategy, title, owner, _, start, end in store.rows_of("ask/owners"):
        row = strategies.setdefault(
            short(strategy), [short(strategy), "", "", short(owner) if owner else "", start, end, ""]
        )
        named = things.get(short(strategy))
        row[1], row[2] = (named[3] or named[4], named[4] or named[3]) if named else (title, title)
    for (draft,) in store.rows_of("ask/drafts"):
        strategies[short(draft)][6] = "1"
    for owner in {row[3] for row in strategies.values()} & set(things):
        if things[owner][3].startswith(_REGION):
            things[owner][6] = REGION
    known = {"*", *strategies, *things}
    written = [phrase for phrase in hand_written() if phrase.sort != "name" or phrase.value in known]
    if own := [
        plain_words(label) for (label,) in store.rows_of("ask/own-kinds")
    ]:  # what they are called here goes first
        called = {(*words[:-1], f"{words[-1]}{end}") for words in own for end in _OF_KIND}
        written = [phrase for phrase in written if phrase.sort != "kind" or phrase.words not in called]
    names, titles = _names(things.values(), written)
    return {
        "things": list(things.values()),
        "strategies": list(strategies.values()),
        "pairs": list(_pairs(store)),
        "dated": [
            [_short_kind(kind), short(strategy) if strategy else ""] for kind, strategy in store.rows_of("ask/dated")
        ],
        "phrases": [[" ".join(phrase.words), *phrase[1:]] for phrase in written] + names,
        "titles": [[key, *sorted(things_called)] for key, things_called in titles.items()],
    }


def _kind(iri: str) -> bool:
    return iri.startswith((SG, SDGO, expand("org:"), SKOS))


def _short_kind(iri: str) -> str:
    return iri.replace(SG, "sg:").replace(SDGO, "sdgo:").replace(expand("org:"), "org:")


def _number(name: str) -> str:
    """The number in the short *name*: `8-1` of `slug/indsats-8-1`, `10.3` of a target."""
    last = name.rsplit("/", 1)[-1]
    match = re.search(r"(?:^|-)((?:\d+(?:-[a-z\d]{1,2})?|\d+(?:\.[\da-d]+)?))$", last)
    return match[1] if match else ""


def _names(things: Iterable[list[str]], written: Iterable[Phrase]) -> tuple[list[list[str]], dict[str, set[str]]]:
    names: list[list[str]] = []
    titles: dict[str, set[str]] = {}
    for name, kind, _, danish, english, *_ in things:
        for language, title in (("da", danish), ("en", english)):
            words = plain_words(title)
            if not words:
                continue
            if kind in ("org:Organization", "sg:Strategy"):
                short_words = plain_words(re.split(r"[,(]", title)[0])
                for form in {words, short_words, words[1:] if words[0] == "the" else words}:
                    for variant in (form, (*form[:-1], form[-1] + "s")):
                        names.append([" ".join(variant), "name", name, language])
            elif kind.startswith("sg:") and kind[3:4].islower():
                names.append([" ".join(words), "value", f"{kind} {name}", language])
            else:
                titles.setdefault(" ".join(title_stems(words)), set()).add(name)
    known = {phrase.words for phrase in written if phrase.sort == "kind"}
    for kind, term in {(row[1], row[6]) for row in things if row[6]}:
        if kind in ("sg:TimelineEntry", "org:Organization"):
            continue
        for called in {term, *(term + ending for ending in ENDINGS["r" if term.endswith("e") else "er"].split(" "))}:
            if plain_words(called) not in known:
                names.append([called.casefold(), "kind", f"{kind}={term}", "da"])
    return names, titles


def _pairs(store: EmbeddedStore) -> Iterator[list[str]]:
    for relation in relations().values():
        found: dict[tuple[str, str], tuple[set[str], set[str]]] = {}
        for one, other, first, second in store.rows(relation.ends()):
            if all(_kind(kind) for kind in (one, other)):
                key = (
                    _short_kind(one),
                    f"sg:{relation.name}" if other.endswith("core#Concept") else _short_kind(other),
                )
                ones, others = found.setdefault(key, (set(), set()))
                ones.add(short(first) if first else NO_STRATEGY)
                others.add(short(second) if second else NO_STRATEGY)
        for (one, other), (ones, others) in sorted(found.items()):
            yield [relation.name, one, other, " ".join(sorted(ones)), " ".join(sorted(others))]


# Wordings of the catalogue: a question says just what one says, but for words that say nothing and inflections.

_SILENT = ("fill", "all", "aux", "which", "any", "comma", "rel")
_MOST = 16  # words that a value may have
_TELLING = 4  # letters of the longest word of a wording that anything like it has
_BELOW = {"sg:HearingComment": ("sg:HearingQuestion",)}  # kinds of a class that a parameter is of, besides its own
_SLOT = re.compile(r"\{(\w+)\}")


class Match(NamedTuple):
    """A question of the catalogue with candidates for the values of its parameters, as they are typed."""

    question: Question
    values: dict[str, list[str]]


def matching(text: str, questions: Sequence[Question], lexicon: Lexicon) -> Iterator[Match]:
    """The questions with a wording of their own that *text* is, and what it has in the places of their parameters; of
    those that no wording has a place for, what it has after its last word."""
    said = _Said(text, lexicon)
    plain = text.casefold()
    for question in questions:
        for template in _templates(question):
            if max(re.findall(r"[^\W\d]+", _SLOT.sub(" ", template)), key=len).casefold()[:_TELLING] not in plain:
                continue  # without reading it whole
            values = said.values(template, question)
            if values is not None:
                yield Match(question, values)
                break


def likely(text: str, questions: Sequence[Question]) -> list[tuple[float, Question]]:
    """The *questions*, each with how much it has in common with *text* in one of its wordings at most, from 0 to 1: of
    the words of either the share that both have, rare ones counting more."""
    wanted = set(title_stems(plain_words(text)))
    sets = {question.name: _word_sets(question) for question in questions}
    counts = Counter(word for words in sets.values() for word in set().union(*words))
    weights = {word: math.log(1 + len(sets) / count) for word, count in counts.items()}
    rare = math.log(1 + len(sets))

    def weight(words: set[str]) -> float:
        return sum(weights.get(word, rare) for word in words)

    found = []
    for question in questions:
        likeness = max(weight(wanted & words) / weight(wanted | words) for words in sets[question.name] if words)
        found.append((likeness, question))
    return found


@lru_cache(maxsize=256)
def _word_sets(question: Question) -> list[set[str]]:
    return [
        set(title_stems(plain_words(text))) for text in (*question.wording, question.summary, *question.other_wordings)
    ]


def _telling(words: Sequence[Token], lexicon: Lexicon) -> list[bool]:
    """Which of *words* say something."""
    return [
        token.quoted or not any(p.sort in _SILENT and len(p.words) == 1 for p in lexicon.phrases.get(token.plain, ()))
        for token in words
    ]


def _words(text: str) -> list[Token]:
    return [token for token in tokens(text) if token.plain[0].isalnum() or token.quoted]


def _templates(question: Question) -> Iterator[str]:
    for text in (*question.template, *question.former):
        names = _SLOT.findall(text)
        for count in range(len(names) + 1):
            yield from dict.fromkeys(chosen(text, given) for given in combinations(names, count))


@lru_cache(maxsize=2048)
def _parts(template: str, lexicon: Lexicon) -> list[tuple[str, str]]:
    """The stems of *template*, and the names of its parameters, each as a pair of which one is empty."""
    parts: list[tuple[str, str]] = []
    for index, piece in enumerate(_SLOT.split(template)):
        words = _words(piece) if index % 2 == 0 else []
        stems = title_stems(token.plain.casefold() for token in words)
        telling = _telling(words, lexicon)
        parts += [("", piece)] if index % 2 else [(stem, "") for stem, told in zip(stems, telling, strict=True) if told]
    return parts


class _Said:
    """What a question says, to be compared with wordings: words that say nothing are passed over, but in values."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text = text
        self._lexicon = lexicon
        self._words = _words(text)
        self._stems = title_stems(token.plain.casefold() for token in self._words)
        telling = _telling(self._words, lexicon)
        self._told = [place for place, tells in enumerate(telling) if tells]

    def values(self, template: str, question: Question) -> dict[str, list[str]] | None:
        """The candidates for the values of *question* by which it is this with its *template*; None where it is not."""
        slots = {name for text in (*question.template, *question.former) for name in _SLOT.findall(text)}
        beside = [parameter for parameter in question.parameters if parameter.name not in slots]
        return self._matched(_parts(template, self._lexicon), 0, question, beside)

    def _matched(
        self, parts: list[tuple[str, str]], at: int, question: Question, beside: list[Parameter]
    ) -> dict[str, list[str]] | None:
        if not parts:
            return self._beside(at, beside) if at == len(self._told) or self._ends(at) else None
        (stem, name), rest = parts[0], parts[1:]
        if not name:
            same = at < len(self._told) and self._stems[self._told[at]] == stem
            return self._matched(rest, at + 1, question, beside) if same else None
        parameter = next(one for one in question.parameters if one.name == name)
        for end in range(min(at + _MOST, len(self._told)), at, -1):
            following = self._matched(rest, end, question, beside)
            if following is not None:
                values = self._values(parameter, at, end)
                if values:
                    return {name: values} | following
        return None

    def _ends(self, at: int) -> bool:
        """Whether what comes at *at* does not belong to the word before it: “the newer strategy of the region”."""
        before, word = (self._words[self._told[place]] for place in (at - 1, at))
        strategy = any(
            len(phrase.words) == 1 and (phrase.sort == "name" or phrase.value == "sg:Strategy")
            for phrase in self._lexicon.phrases.get(before.plain, ())
        )
        return not strategy or bool(re.search(r"[^\w\s]", self._text[before.end : word.start]))

    def _beside(self, at: int, parameters: list[Parameter]) -> dict[str, list[str]] | None:
        """The values of *parameters* that the rest from *at* is."""
        if at == len(self._told):
            return {}
        for end in range(min(at + _MOST, len(self._told)), at, -1):
            for parameter in parameters:
                values = self._values(parameter, at, end)
                rest = self._beside(end, [one for one in parameters if one is not parameter]) if values else None
                if rest is not None:
                    return {parameter.name: values} | rest
        return None

    def _values(self, parameter: Parameter, at: int, end: int) -> list[str]:
        """The values for *parameter* that the words from *at* to *end* name, with or without those before them that say
        nothing, and with what the parameter is called."""
        first, last = self._told[at - 1] + 1 if at else 0, self._told[end - 1] + 1
        after = self._told[end] if end < len(self._told) else len(self._words)
        label = [plain_words(column_title(parameter.name, language)) for language in ("da", "en")]
        for start in range(first, self._told[at] + 1):
            lengths = [len(words) for words in label if self._plain(start, start + len(words)) == words]
            for begin, stop in product([*(start + length for length in lengths), start], {last: 0, after: 0}):
                found = self._named(parameter, begin, stop)
                if found:
                    return found
        return []

    def _plain(self, start: int, end: int) -> tuple[str, ...]:
        return tuple(token.plain.casefold() for token in self._words[start:end])

    def _named(self, parameter: Parameter, start: int, end: int) -> list[str]:
        """The values for *parameter* that the words from *start* to *end* are."""
        words = self._words[start:end]
        if not words:
            return []
        plain, lexicon = self._plain(start, end), self._lexicon
        thing = lexicon.things.get(plain[0])
        if thing is not None and len(words) > 1:  # a short name with its title
            titles = [title_stems(plain_words(title)) for title in (thing.da, thing.en)]
            end = start + 1 if self._stems[start + 1 : end] in titles else end
            words, plain = self._words[start:end], plain[: end - start]
        if parameter.type == "integer":
            return [plain[0]] if len(words) == 1 and plain[0].isdigit() else []
        if parameter.kind == "sg:Strategy":
            return self._strategies(plain)
        kinds = {parameter.kind, *_BELOW.get(parameter.kind, ())}
        if parameter.kind == "skos:Concept":
            kinds = {f"sg:{parameter.name}"}
        elif parameter.kind == "sg:Element":
            kinds = {kind for kind in lexicon.members if in_strategy(kind)}
        if words[0].quoted and len(words) == 1:
            plain = plain_words(words[0].plain) or plain
        values = [
            p.value for p in lexicon.phrases.get(plain[0], ()) if p.sort in ("value", "name") and p.words == plain
        ]
        found = [value.rpartition(" ")[2] for value in values] + list(plain[: len(plain) == 1])
        found += lexicon.titles.get(tuple(title_stems(plain)), [])
        if len(words) == 1 and plain[0][0].isdigit():
            found += [thing.name for kind in kinds for thing in lexicon.of_kind(kind) if thing.number == plain[0]]
        for phrase in lexicon.phrases.get(plain[0], ()):
            if phrase.sort == "kind" and len(phrase.words) < len(plain) and phrase.words == plain[: len(phrase.words)]:
                kind, _, term = phrase.value.partition("=")
                there = {thing.name for one in kind.split("+") for thing in lexicon.of_kind(one, term)}
                found += [name for name in self._named(parameter, start + len(phrase.words), end) if name in there]
        return [name for name in dict.fromkeys(found) if name in lexicon.things and lexicon.things[name].kind in kinds]

    def _strategies(self, plain: tuple[str, ...]) -> list[str]:
        """The strategies that *plain* words name, by a name of their own or of their owner."""
        strategies, phrases = self._lexicon.strategies, self._lexicon.phrases
        found = [p.value for p in phrases.get(plain[0], ()) if p.sort == "name" and p.words == plain]
        found += list(plain[: len(plain) == 1])
        own = [name for name in dict.fromkeys(found) if name in strategies]
        of_owner = [name for name, strategy in strategies.items() if strategy.owner in found]
        last = phrases.get(plain[-1], ())
        if len(plain) > 1 and not own and any(p.value in ("*", "sg:Strategy") and len(p.words) == 1 for p in last):
            return of_owner or self._strategies(plain[:-1])
        return own or of_owner
