"""The catalogue: a question with its values checked and bound, and the answer as a table."""

import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from operator import itemgetter

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
_SLOT = re.compile(r"\{(\w+)\}")
_CONCEPTS = [Iri(SG + basis.title().replace("-", "")) for basis in BASES]


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
                    da=f"--{parameter.name} skal være et helt tal, ikke »{text}«.",
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
