"""The catalogue: a question with its values checked and bound, the answer as a table; and the question that says just
what a wording says, word for word, but for words that say nothing and inflections. Likeness never chooses one.
"""

import math
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations, product
from operator import itemgetter
from typing import NamedTuple

from strategigraf.ask.lexicon import Lexicon, Token, plain_words, title_stems, tokens
from strategigraf.ask.tree import in_strategy
from strategigraf.core.errors import QuerySyntax, QuestionFile, WrongValue
from strategigraf.core.rdf import SDGO, SG, XSD, Iri, Literal, Term, Text, column_title, expand, short
from strategigraf.core.table import Table
from strategigraf.core.thread import BASES
from strategigraf.files.question import Parameter, Question, chosen
from strategigraf.store.index import ElementIndex
from strategigraf.store.lookup import labels
from strategigraf.store.names import of_class
from strategigraf.store.sparql import Store

# Shortcuts.

Rows = tuple[tuple[Term | None, ...], ...]
INITIATIVES_BY_SDG_TARGET = 0x38D51313
_CONCEPTS = [Iri(SG + basis.capitalize()) for basis in BASES]


def checksum(query: str) -> int:
    """The checksum of *query* without its comments and header."""
    return zlib.crc32(re.sub(r"(?m)^#.*\n", "", query).strip().encode())


def shortcut(index: ElementIndex | None, question: Question, bound: Mapping[str, Term]) -> Rows | None:
    """The rows of the answer to *question* with the values *bound*; None where there is no shortcut to it."""
    if index is None or checksum(question.query) != INITIATIVES_BY_SDG_TARGET or "target" not in bound:
        return None
    strategy = bound["strategy"].value if "strategy" in bound else None
    return tuple(_initiatives_by_sdg_target(index, bound["target"], strategy))


def _initiatives_by_sdg_target(index: ElementIndex, target: Term, strategy: str | None) -> Iterator[tuple[Term, ...]]:
    """By strategy, place of the initiative in its file, initiative, basis and link, as the query orders them."""
    if not index.is_of_class(target.value, SDGO + "Target"):
        return
    number = index.numbers([target.value])[target.value]
    claims = [claim for _, columns in index.contributions(number) for claim in zip(*columns, strict=True)]
    initiatives = index.members_among({claim[0] for claim in claims}, SG + "Initiative")
    claims = [claim for claim in claims if claim[0] in initiatives]
    named = index.named({number for claim in claims for number in (claim[0], claim[2], claim[3])})
    iris = {number: Iri(thing.iri) for number, thing in named.items()}
    rows = []
    for row, code, through, link in claims:
        iri, place, _, _ = named[row]
        for owner in initiatives[row]:
            if strategy in (None, owner) and place:
                basis = _CONCEPTS[code]
                order = (owner, place, iri, basis.value, named[link].iri)
                rows.append((order, (target, iris[row], basis, iris[through], iris[link])))
    rows.sort(key=itemgetter(0))
    yield from map(itemgetter(1), rows)


def ask(
    store: Store,
    question: Question,
    given: Mapping[str, str],
    language: str = "da",
    limited: Callable[[], Store] | None = None,
) -> Table:
    """The answer to *question* with the values *given* (by name of parameter, as typed), headed by its wording, the
    sentences of readers in *language*. SPARQL is asked of the store that *limited* gives, where it is given.

    Raises UnknownParameter, WrongValue, what `of_class` raises for a thing that is not there, what the store raises,
    and QuestionFile where the query does not parse or does not give the columns of the header.
    """
    known = {parameter.name: parameter for parameter in question.parameters}
    bound = {name: _value(store, known[name], text) if name in known else Literal(text) for name, text in given.items()}
    query = question.bind(bound, language)
    for parameter in question.parameters:
        if parameter.required and parameter.name not in given:
            raise WrongValue(
                Text(
                    da=f"Spørgsmålet {question.name} mangler --{parameter.name}.",
                    en=f"The question {question.name} lacks --{parameter.name}.",
                ),
                Text(da=f"Tilføj --{parameter.name} VÆRDI.", en=f"Add --{parameter.name} VALUE."),
            )
    rows = shortcut(store.index, question, bound)
    if rows is None:
        rows = _rows(store if limited is None else limited(), question, query)
    heading = Text(*(_worded(store, question, bound, language) for language in ("da", "en")))
    return Table(question.columns, rows, heading)


def _rows(store: Store, question: Question, query: str) -> tuple[tuple[Term | None, ...], ...]:
    try:
        answer = store.answer(query)
    except QuerySyntax as error:
        raise QuestionFile(
            Text(f"{question.name}.rq: {error.message.da}", f"{question.name}.rq: {error.message.en}"), error.remedy
        ) from error
    expected = [column.name for column in question.columns]
    actual = [column.name for column in answer.columns] if isinstance(answer, Table) else [type(answer).__name__]
    if actual != expected:
        raise QuestionFile(
            Text(
                f"{question.name}.rq: forespørgslen giver {', '.join(actual)}; hovedet siger {', '.join(expected)}.",
                f"{question.name}.rq: the query gives {', '.join(actual)}; the header says {', '.join(expected)}.",
            ),
            Text(
                "En SELECT skal give kolonnerne i hovedet, i deres orden.",
                "A SELECT has to give the columns of the header, in their order.",
            ),
        )
    assert isinstance(answer, Table)
    return answer.rows


def _value(store: Store, parameter: Parameter, text: str) -> Term:
    if parameter.type == "iri":
        return of_class(store, text, expand(parameter.kind))
    if parameter.type == "integer":
        if not re.fullmatch(r"-?\d+", text):
            raise WrongValue(
                Text(
                    da=f"--{parameter.name} skal være et helt tal, ikke “{text}”.",
                    en=f"--{parameter.name} must be a whole number, not “{text}”.",
                ),
                Text(da="Angiv et helt tal, fx 2024.", en="Give a whole number, such as 2024."),
            )
        return Literal(text, XSD + "integer")
    return Literal(text)


def _worded(store: Store, question: Question, bound: Mapping[str, Term], language: str) -> str:
    """The wording of *question* with the values *bound*; those that it has no place for stand after it."""
    names = labels(store, (value.value for value in bound.values() if isinstance(value, Iri)), language)

    def shown(value: Term) -> str:
        title = names.get(value.value)
        if title and value.value.startswith(SG):
            return title
        return f"{short(value.value)} ({title})" if title else value.value

    def slot(match: re.Match[str]) -> str:
        return shown(bound[match[1]]) if match[1] in bound else "…"

    template = question.template.in_language(language)
    beside = [name for name in bound if f"{{{name}}}" not in template]
    told = [f"{column_title(name, language)}: {shown(bound[name])}" for name in beside]
    return " · ".join([_SLOT.sub(slot, chosen(template, bound)), *told])


# Wordings.

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
