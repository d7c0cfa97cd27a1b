"""The question catalogue: one SPARQL query per file, with a header that says what it asks; and all as examples."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from strategigraf.core.errors import QuestionFile, UnknownParameter, UnknownQuestion, nearest
from strategigraf.core.rdf import (
    BASE,
    DECLARED,
    LANG_STRING,
    PREFIXES,
    RDF,
    RDFS,
    XSD,
    Blank,
    Iri,
    Literal,
    Term,
    Text,
)
from strategigraf.core.report import Column
from strategigraf.core.text import written

if TYPE_CHECKING:
    from strategigraf.files.turtle import Statement

_HEADER = re.compile(r"^#\+ (?P<key>[a-z]+(?:\.[a-z_]+)?): (?P<value>.+)$")
_PARAMETER = re.compile(
    r"^(?P<type>iri|string|integer)(?: of (?P<kind>[\w:]+))?, (?P<need>required|optional) - (?P<says>.+)$"
)
_SHOWN = re.compile(r"^(?P<columns>\w+(?:(?:\||\.\.)\w+)?)(?: (?P<path>[\w:]+))?$")
_IRI = "iri - "
_CHOICE = re.compile(r"\[(?P<with>[^\[\]|]*)(?:\|(?P<without>[^\[\]]*))?\]")
_UNBOUND = "VALUES ?{} {{ UNDEF }}"


class Shown(NamedTuple):
    """Where an answer shows the value of a parameter: in one of the `columns`, by the `path` of one property from the
    thing there (empty: the cell itself), or, a `range`, between the first of the columns and the second."""

    columns: tuple[str, ...]
    path: str
    range: bool


class Parameter(NamedTuple):
    """One parameter: its type (iri, string, integer), the class that an iri must be of, what it does, and where the
    answer shows its value (None: not known): the answer with it is the rows of the answer without it that show it."""

    name: str
    type: str
    kind: str
    required: bool
    description: str
    shown: Shown | None = None


class Question(NamedTuple):
    """One question of the catalogue. `query` is the file as it is, `template` the wording with what is said where a
    parameter is not given: `[to track {track}|to each track]`; `former` has those it had before, still understood."""

    name: str
    summary: str
    wording: Text
    other_wordings: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    query: str
    template: Text
    former: tuple[str, ...] = ()

    @property
    def unasked(self) -> Text:
        """The wording where no parameter is given."""
        return Text(*(chosen(text, ()) for text in self.template))

    def bind(self, values: Mapping[str, Term], language: str = "da") -> str:
        """The query with each parameter in *values* in place of its `UNDEF`; lines of parameters that are not given are
        left out, which asks the same and lets every engine plan well. Sentences of readers come in *language*.

        Raises UnknownParameter for a name the question does not have.
        """
        known = [parameter.name for parameter in self.parameters]
        for name in values:
            if name not in known:
                raise UnknownParameter(
                    Text(
                        da=f"parameter til spørgsmålet {self.name}",
                        en=f"parameter of question {self.name} named",
                    ),
                    name,
                    nearest(name, known),
                    Text(da=f"Det har: {', '.join(known) or 'ingen'}.", en=f"It has: {', '.join(known) or 'none'}."),
                )
        given = {name: written(term) for name, term in values.items()}
        return bind(self.query, given if "language" in known else {"language": written(Literal(language))} | given)


def read_question(path: Path) -> Question:
    """The question in the file *path*.

    Raises QuestionFile when the header lacks a summary, a wording or a column, or names a parameter whose line `VALUES
    ?name { UNDEF }` is not in the query, or names a column that shows it but does not exist; and for a file that cannot
    be read.
    """
    content = _content(path)
    header: dict[str, str] = {}
    wordings: list[str] = []
    former: list[str] = []
    for number, line in enumerate(content.splitlines(), start=1):
        if not line.startswith("#+"):
            continue
        match = _HEADER.match(line)
        if match is None:
            raise _faulty(path, number, line)
        if match["key"].startswith("wording"):
            wordings += [wording.strip() for wording in match["value"].split("|")]
        elif match["key"].startswith("former."):
            former.append(match["value"].strip())
        else:
            header[match["key"]] = match["value"].strip()
    for key in ("summary", "question.da", "question.en"):
        if key not in header:
            raise _faulty(path, 1, f"#+ {key}")
    parameters = tuple(
        _parameter(path, key.removeprefix("param."), value, header)
        for key, value in header.items()
        if key.startswith("param.")
    )
    for parameter in parameters:
        if (line := _UNBOUND.format(parameter.name)) not in content:
            raise _faulty(path, 1, line)
    columns = _columns({k.removeprefix("column."): v for k, v in header.items() if k.startswith("column.")})
    if not columns:
        raise _faulty(path, 1, "#+ column.NAME")
    template = Text(da=header["question.da"], en=header["question.en"])
    parameter_names = {parameter.name for parameter in parameters}
    wording = Text(*(chosen(text, parameter_names) for text in template))
    return Question(
        path.stem, header["summary"], wording, tuple(wordings), parameters, columns, content, template, tuple(former)
    )


def chosen(template: str, given: Collection[str]) -> str:
    """*template* with each part in square brackets as it reads with the parameters *given*: what is before the bar
    where all of its own are among them, else what is after it, which may be nothing."""

    def choice(match: re.Match[str]) -> str:
        names = re.findall(r"\{(\w+)\}", match["with"])
        return match["with"] if all(name in given for name in names) else match["without"] or ""

    return _CHOICE.sub(choice, template)


def find_question(name: str, paths: list[Path]) -> Question:
    """The question *name* among the files *paths*. Raises UnknownQuestion, which offers the nearest names."""
    for path in paths:
        if path.stem == name:
            return read_question(path)
    raise UnknownQuestion(
        Text(da="spørgsmål", en="question named"),
        name,
        nearest(name, (path.stem for path in paths)),
        Text(da="Skriv »strategigraf ask« for at se spørgsmålene.", en="Run “strategigraf ask” to see the questions."),
    )


def hidden_question(path: Path) -> Text:
    """The message about the question file *path*, which has the name of a question of the program's own."""
    return Text(
        f"{path} bruges ikke: Programmet har allerede et spørgsmål med navnet {path.stem}. Giv filen et andet navn.",
        f"{path} is not used: the program already has a question named {path.stem}. Give the file another name.",
    )


def _content(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise QuestionFile(
            Text(f"{path}:{line}: filen er ikke UTF-8.", f"{path}:{line}: the file is not UTF-8."),
            Text("Gem den som UTF-8.", "Save it as UTF-8."),
        ) from error
    except OSError as error:
        raise QuestionFile(
            Text(f"{path} kan ikke læses: {error.strerror}.", f"{path} cannot be read: {error.strerror}."),
            Text("Giv læseadgang til filen.", "Give read permission to the file."),
        ) from error


def _parameter(path: Path, name: str, value: str, header: Mapping[str, str]) -> Parameter:
    match = _PARAMETER.match(value)
    if match is None:
        raise _faulty(path, 1, f"#+ param.{name}: {value}")
    declaration = header.get(f"shown.{name}")
    shown = _shown(declaration or name)
    if shown is None or any(f"column.{column}" not in header for column in shown.columns):
        if declaration is not None:
            raise _faulty(path, 1, f"#+ shown.{name}: {declaration}")
        shown = None
    return Parameter(name, match["type"], match["kind"] or "", match["need"] == "required", match["says"], shown)


def _columns(descriptions: Mapping[str, str]) -> tuple[Column, ...]:
    """The columns by name; which hold things with titles is known where `iri - ` says so of one."""
    declared = any(text.startswith(_IRI) for text in descriptions.values())
    return tuple(Column(name, text.startswith(_IRI) if declared else None) for name, text in descriptions.items())


def _shown(text: str) -> Shown | None:
    match = _SHOWN.match(text)
    if match is None:
        return None
    columns = tuple(re.split(r"\||\.\.", match["columns"]))
    return Shown(columns, match["path"] or "", ".." in match["columns"])


def _faulty(path: Path, line: int, what: str) -> QuestionFile:
    return QuestionFile(
        Text(da=f"{path}:{line}: hovedet er forkert: {what}.", en=f"{path}:{line}: the header is wrong: {what}."),
        Text(
            da="Et spørgsmål har #+ summary, question.da, question.en, column.NAVN og en linje for hver param.NAVN.",
            en="A question has #+ summary, question.da, question.en, column.NAME and one line for each param.NAME.",
        ),
    )


# The catalogue as SPARQL examples in RDF, in the form that SPARQL editors and chat tools read: each query is an
# `sh:SPARQLExecutable` with its question in Danish and English, its prefixes and its keywords.

EXAMPLES = BASE + "sparql-examples/"
SERVER = "http://localhost:7878/query"  # where Oxigraph serves what it is filled with
_SH, _SCHEMA = PREFIXES["sh"], DECLARED["schema"]
_BESIDE = re.compile(r"(?m)^(?:#\+.*| +)\n")  # the header, and the lines of parameters that are not given
_PREFIX = re.compile(r"(?mi)^PREFIX\s+([\w.-]*):\s*<([^>]*)>")
_CLASS = re.compile(r"\b(?:sg|sdgo):([A-Z]\w+)")
_DECLARATIONS = Blank("sparql_examples_prefixes")


def examples(questions: Iterable[Question], server: str = SERVER) -> str:
    """The *questions* as SPARQL examples for the *server* (an address) in Turtle, each asked of everything. Their
    sentences of readers are in English."""
    from strategigraf.files.turtle_format import format_statements

    told: list[Statement] = []
    prefixes: dict[str, str] = {}
    for question in questions:
        query = _BESIDE.sub("", question.bind({}, "en")).strip() + "\n"
        prefixes |= dict(_PREFIX.findall(query))
        told += _example(Iri(EXAMPLES + question.name), question, query, server)
    told += _declarations(prefixes)
    return format_statements(told, {"ex": EXAMPLES, "schema": _SCHEMA})


def _example(example: Iri, question: Question, query: str, server: str) -> "Iterator[Statement]":
    for kind in ("SPARQLExecutable", "SPARQLSelectExecutable"):
        yield example, Iri(RDF + "type"), Iri(_SH + kind)
    for language in ("da", "en"):
        comment = Literal(question.wording.in_language(language), LANG_STRING, language)
        yield example, Iri(RDFS + "comment"), comment
    yield example, Iri(_SH + "prefixes"), _DECLARATIONS
    yield example, Iri(_SH + "select"), Literal(query)
    yield example, Iri(_SCHEMA + "target"), Iri(server)
    for keyword in sorted(set(_CLASS.findall(query))):
        yield example, Iri(_SCHEMA + "keywords"), Literal(keyword)


def _declarations(prefixes: dict[str, str]) -> "Iterator[Statement]":
    for prefix, namespace in sorted(prefixes.items()):
        declaration = Blank(f"prefix_{prefix}")
        yield _DECLARATIONS, Iri(_SH + "declare"), declaration
        yield declaration, Iri(_SH + "prefix"), Literal(prefix)
        yield declaration, Iri(_SH + "namespace"), Literal(namespace, XSD + "anyURI")


# Values in a SPARQL query.

_VALUES = r'VALUES \?(\w+) \{ (UNDEF|"da") \}'


def bind(query: str, values: Mapping[str, str]) -> str:
    """*query* with *values* (by variable, as SPARQL writes them) in its lines `VALUES ?name { UNDEF }` and
    `VALUES ?name { "da" }`. A line with UNDEF that is not given is left out, which asks the same and lets every engine
    plan well; a language that is not given stays Danish."""

    def line(match: re.Match[str]) -> str:
        name, default = match.groups()
        if name in values:
            return f"VALUES ?{name} {{ {values[name]} }}"
        return "" if default == "UNDEF" else match[0]

    return re.sub(_VALUES, line, query)
