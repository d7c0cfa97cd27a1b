"""The catalogue: a question with its values checked and bound, the answer as a table; and the question that says just
what a wording says, word for word, but for words that say nothing and inflections. Likeness never chooses one.
"""

import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from strategigraf.ask.lexicon import Lexicon, Token, plain_words, title_stems, tokens
from strategigraf.core.errors import QuerySyntax, QuestionFile, WrongValue
from strategigraf.core.rdf import SDGO, SG, XSD, Iri, Literal, Term, Text, expand, short
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
    names = labels(store, (value.value for value in bound.values() if isinstance(value, Iri)), language)

    def shown(match: re.Match[str]) -> str:
        value = bound.get(match[1])
        if value is None:
            return "…"
        title = names.get(value.value)
        return f"{short(value.value)} ({title})" if title else value.value

    return re.sub(r"\{(\w+)\}", shown, chosen(question.template.in_language(language), bound))


# Wordings.

_SILENT = ("fill", "aux", "which", "any", "comma", "rel")
_MOST = 8  # words that a value may have
_TELLING = 4  # letters of the longest word of a wording that anything like it has
_SLOT = re.compile(r"\{(\w+)\}")


class Match(NamedTuple):
    """A question of the catalogue with candidates for the values of its parameters, as they are typed."""

    question: Question
    values: dict[str, list[str]]


def matching(text: str, questions: Sequence[Question], lexicon: Lexicon) -> Iterator[Match]:
    """The questions with a wording of their own that *text* is, and what it has in the places of their parameters."""
    words = tokens(text)
    stems = _said(words, lexicon)
    plain = text.casefold()
    for question in questions:
        for template in _templates(question):
            if max(re.findall(r"[^\W\d]+", _SLOT.sub(" ", template)), key=len).casefold()[:_TELLING] not in plain:
                continue  # without reading it whole
            values = _matched(_parts(template, lexicon), stems, question, lexicon)
            if values is not None:
                yield Match(question, values)
                break


def nearest(text: str, questions: Sequence[Question]) -> list[Question]:
    """The *questions* that share the most with *text*, by the words of all their wordings, at most three."""
    wanted = set(title_stems(plain_words(text)))
    scores = [(_likeness(wanted, question), question) for question in questions]
    best = sorted((pair for pair in scores if pair[0] > 0), key=lambda pair: (-pair[0], pair[1].name))
    return [question for _, question in best[:3]]


@lru_cache(maxsize=256)
def _word_sets(question: Question) -> list[set[str]]:
    return [
        set(title_stems(plain_words(text))) for text in (*question.wording, question.summary, *question.other_wordings)
    ]


def _likeness(wanted: set[str], question: Question) -> float:
    return max(len(wanted & words) / len(wanted | words) for words in _word_sets(question) if words) if wanted else 0.0


def _said(words: Sequence[Token], lexicon: Lexicon) -> list[tuple[str, Token]]:
    """The stems of *words* that say something, each with its word."""
    kept = [token for token in words if token.plain[0].isalnum() or token.quoted]
    stems = title_stems(token.plain.casefold() for token in kept)
    return [
        (stem, token)
        for stem, token in zip(stems, kept, strict=True)
        if token.quoted
        or not any(p.sort in _SILENT and len(p.words) == 1 for p in lexicon.phrases.get(token.plain, ()))
    ]


def _templates(question: Question) -> Iterator[str]:
    for text in (*question.template, *question.former):
        names = _SLOT.findall(text)
        yield chosen(text, ())
        if names:
            yield chosen(text, names)
            for name in names if len(names) > 1 else ():
                yield chosen(text, [name])


def _parts(template: str, lexicon: Lexicon) -> list[tuple[str, str]]:
    """The stems of *template*, and the names of its parameters, each as a pair of which one is empty."""
    parts: list[tuple[str, str]] = []
    for index, piece in enumerate(_SLOT.split(template)):
        parts += [("", piece)] if index % 2 else [(stem, "") for stem, _ in _said(tokens(piece), lexicon)]
    return parts


def _matched(
    parts: list[tuple[str, str]], said: list[tuple[str, Token]], question: Question, lexicon: Lexicon
) -> dict[str, list[str]] | None:
    if not parts:
        return None if said else {}
    (stem, name), rest = parts[0], parts[1:]
    if not name:
        return _matched(rest, said[1:], question, lexicon) if said and said[0][0] == stem else None
    parameter = next(one for one in question.parameters if one.name == name)
    for length in range(1, min(_MOST, len(said)) + 1):
        following = _matched(rest, said[length:], question, lexicon)
        if following is not None:
            values = _values_of(parameter, [token for _, token in said[:length]], lexicon)
            if values:
                return {name: values} | following
    return None


def _values_of(parameter: Parameter, words: list[Token], lexicon: Lexicon) -> list[str]:
    """The values for *parameter* that *words* name."""
    if parameter.type == "integer":
        return [words[0].plain] if len(words) == 1 and words[0].plain.isdigit() else []
    plain = [token.plain.casefold() for token in words]
    if parameter.kind == "sg:Strategy":
        return [
            phrase.value
            for phrase in lexicon.phrases.get(plain[0], ())
            if phrase.sort == "name" and list(phrase.words) == plain and phrase.value in lexicon.strategies
        ]
    number = plain[-1] if plain[-1][0].isdigit() else ""
    found = []
    stems = title_stems(plain)
    for thing in lexicon.things.values():
        of_kind = parameter.kind in (thing.kind, "sg:Element", "skos:Concept")
        if of_kind and (
            (number and thing.number == number and len(plain) == 1)
            or any(title_stems(plain_words(title)) == stems for title in (thing.da, thing.en) if title)
            or (words[0].quoted and len(words) == 1 and plain[0] in (thing.da.casefold(), thing.en.casefold()))
        ):
            found.append(thing.name)
    return found
