"""What is asked in an address: words looked for, questions of the catalogue with their values, questions in plain words
or composed in a form; and what completes what is typed."""

from collections.abc import Mapping
from typing import Any

from strategigraf.api.graph import Graph
from strategigraf.ask.answer import ask
from strategigraf.ask.reading import answered
from strategigraf.core.errors import QuestionUnsure, StrategigrafError
from strategigraf.core.rdf import Text, expand, message, message_lines, natural, short
from strategigraf.core.table import Table
from strategigraf.files.question import Parameter, Question
from strategigraf.search.report import nothing_found, search
from strategigraf.site.answers import answer_rows
from strategigraf.site.catalogue import question_page, search_page
from strategigraf.site.facts import amount
from strategigraf.site.page import Page
from strategigraf.site.pages import Pages
from strategigraf.store.limit import Limit, StoreApart, StoreWithin
from strategigraf.store.names import kinds

_SECONDS, _MEBIBYTES = 20.0, 1024  # for one question
_MOST_FOUND, _MOST_OFFERED, _MOST_LISTED = 50, 12, 300


def search_results(pages: Pages, graph: Graph, words: str, language: str) -> Page:
    """The page of search with what is found for *words*."""
    if not words:
        return search_page()
    try:
        folder = pages.texts.folder if pages.texts else None
        found = search(_in(graph, language), words, sources=folder, most=_MOST_FOUND).value
    except StrategigrafError as error:
        return search_page({"words": words, "told": error.message, "hits": ()})
    facts = pages.facts
    facts.know(thing for hit in found.hits for thing in (*hit.place.things[:1], *hit.place.strategies[:1]))
    hits = []
    for hit in found.hits:
        if hit.place.things:
            strategy = facts.title(hit.place.strategies[0]) if hit.place.strategies else Text("", "")
            excerpt = "" if hit.field == "title" else hit.marked.excerpt.replace("[", "").replace("]", "")
            hits.append((facts.ref(hit.place.things[0]), strategy, excerpt))
    told = message("site.found", count=found.total) if found.total else nothing_found(found)
    return search_page({"words": words, "told": told, "hits": hits})


def _in(graph: Graph, language: str) -> Graph:
    """*graph* with titles in *language*."""
    return graph if graph.language == language else Graph(graph.layers, language)


def _limited(pages: Pages) -> StoreWithin:
    """The store for one question, asked in a process of its own that is ended beyond the limit."""
    return StoreApart(pages.embedded, Limit(_SECONDS, _MEBIBYTES))


# Questions.


def asked_question(pages: Pages, name: str, given: Mapping[str, str], language: str) -> Page | None:
    """The page at *name* of a question of the catalogue with the values *given*, and its form; None where there is no
    such question."""
    if name == "questions/index":
        return pages.page(name)
    question = next((one for one in pages.questions() if f"questions/{one.name}" == name), None)
    if question is None:
        return None
    known = {parameter.name for parameter in question.parameters}
    values = {key: value for key, value in given.items() if key in known}
    table: Table | None = None
    problem: StrategigrafError | None = None
    needed = [one.name for one in question.parameters if one.required and one.name not in values]
    if not needed:
        try:
            table = ask(pages.store, question, values, language, lambda: _limited(pages))
        except StrategigrafError as error:
            problem = error
    made = question_page(pages.facts, question, table)
    fields = [_field(pages, parameter, values.get(parameter.name, ""), language) for parameter in question.parameters]
    title = table.heading if table and table.heading and values else made.title
    return made._replace(title=title, content={**made.content, "fields": fields, "problem": problem})


def _field(pages: Pages, parameter: Parameter, value: str, language: str) -> Mapping[str, Any]:
    """A field of a form: its name, label, value, and what can be chosen, where that is little."""
    options = _options(pages, parameter.kind, language) if parameter.type == "iri" else []
    return {
        "name": parameter.name,
        "label": message(f"site.parameter.{parameter.name}")
        if parameter.name in _PARAMETERS
        else Text(*[parameter.name] * 2),
        "value": value,
        "options": options if len(options) <= _MOST_LISTED else [],
        "completes": parameter.kind if len(options) > _MOST_LISTED else "",
        "required": parameter.required,
    }


_PARAMETERS = (
    "about", "actor", "challenge", "comment", "disposition", "element", "goal", "initiative", "other", "statement",
    "status", "strategy", "target", "topic", "track", "year",
)  # fmt: skip


def _options(pages: Pages, kind: str, language: str) -> list[tuple[str, str]]:
    """What a field of things of the class *kind* takes: the short name and the title of each."""
    if not kind:
        return []

    def found() -> list[tuple[str, str]]:
        cls = expand(kind)
        facts = pages.facts
        things = [thing for (thing,) in pages.store.rows_of("store/things-of-class", kind=cls)]
        facts.know(things)
        return [(short(thing), facts.title(thing).in_language(language)) for thing in sorted(things, key=natural)]

    return pages.facts.kept(("options", kind, language), found)


def completions(pages: Pages, kind: str, typed: str, language: str) -> list[tuple[str, str]]:
    """What may be meant by what was *typed*: of things of the class *kind*, else of the questions of the catalogue and
    of all elements, those whose name or title has it; those that begin with it first."""
    wanted = typed.strip().lower()
    if kind:
        offered = _options(pages, kind, language)
    else:
        offered = [(one.unasked.in_language(language), "") for one in pages.questions()]
    found = [pair for pair in offered if wanted in f"{pair[0]} {pair[1]}".lower()]
    found.sort(key=lambda pair: not any(part.lower().startswith(wanted) for part in pair))
    return found[:_MOST_OFFERED]


def ask_page(pages: Pages, asked: Mapping[str, str], language: str) -> Page:
    """The page of a question in plain words (`q`), or composed in the form (`kind`, `relation`, `thing`, `strategy`):
    how it was read, and the answer, or what was not read and what may have been meant."""
    words = (asked.get("q") or composed(asked, language)).strip()
    table: Table | None = None
    reading: Text | None = None
    problem: StrategigrafError | None = None
    offers: tuple[str, ...] = ()
    question: Question | None = None
    if words:
        try:
            found = answered(pages.embedded, words, pages.questions(), language, lambda: _limited(pages))
            table, reading, question = found.table, found.reading, found.question
        except QuestionUnsure as error:
            problem, offers = error, error.offers
        except StrategigrafError as error:
            problem = error
    heads, rows = answer_rows(pages.facts, table) if table else ([], [])
    total = len(table.rows) if table else 0
    strategies = [(short(one), pages.facts.title(one)) for one in pages.strategies()]
    return Page(
        "ask",
        "ask.html",
        message("site.ask-title"),
        message("site.question.answer", rows=amount(total, "row")) if table else message("site.ask-answer"),
        "questions",
        (("questions/index", message("site.menu-questions")),),
        content={
            "words": words, "asked": asked, "reading": reading, "problem": problem, "offers": offers, "heads": heads,
            "rows": rows, "total": total, "question": f"questions/{question.name}" if question else "",
            "kinds": _kinds_in_words(pages), "relations": _relations(), "strategies": strategies,
        },
    )  # fmt: skip


_COMPOSED = ("sdg", "part", "sched", "real", "addr", "ans", "conc", "cont", "resp", "status")


def _relations() -> list[tuple[str, Text]]:
    """The relations of the form, in words of both languages."""
    rows = {row[0]: Text(row[3], row[5]) for row in message_lines("relations")}
    return [(name, rows[name]) for name in _COMPOSED if name in rows]


def _kinds_in_words(pages: Pages) -> list[Text]:
    """The types of elements that there are, in the plural."""
    of_kinds = {row[0]: row[1:] for row in message_lines("kinds")}
    there = {kind.iri: kind for kind in kinds(pages.store) if kind.things and kind.iri in pages.facts.element_classes}
    found = []
    for name, words in of_kinds.items():
        if expand(name) in there:
            found.append(Text(*(_plural(forms) for forms in words[:2])))
    return [one for one in found if one.da and one.en]


def _plural(forms: str) -> str:
    """The plural of the first of *forms* that has one, as `messages/kinds.tsv` writes them: `indsats~er`, `mål~0t`,
    `tema/temaer`."""
    for one in forms.split(" | "):
        stem, marked, ending = one.strip().partition("~")
        if marked:
            return stem + ("" if ending.startswith("0") else ending)
        if "/" in one:
            return one.strip().rpartition("/")[2]
    return ""


def composed(asked: Mapping[str, str], language: str) -> str:
    """The question that the fields of the form come to, in plain words of *language*."""
    kind, relation, thing = (asked.get(name, "").strip() for name in ("kind", "relation", "thing"))
    if not kind:
        return ""
    verbs = dict(_relations())
    parts = [kind]
    if relation in verbs and thing:
        parts.append(f"{message('site.that').in_language(language)} {verbs[relation].in_language(language)} {thing}")
    if strategy := asked.get("strategy", "").strip():
        parts.append(f"{message('site.in').in_language(language)} {strategy}")
    return " ".join(parts)
