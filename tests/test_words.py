"""The words that the glossary rules out, `ruled_out.tsv`, are in no text that people read, in either language."""

import ast
import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

from strategigraf.core.rdf import LANGUAGES, message_lines
from strategigraf.files.workspace import Workspace, find_workspace
from strategigraf.shell.help import help_text
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import HERE, TOP, Cli
from tests.declared import MODULES, PACKAGE, tree_of
from tests.printed import OF_MACHINES, heads, told
from tests.test_help import COMMANDS, context_of
from tests.test_openings import ONE_OF_EACH

# What is no text: the lexicon of questions, and the words that options accepted before.
NO_TEXTS = {"function-words", "kinds", "names", "relations", "values", "verbs"}
FORMER = "options.former."
# What people type, or read as code: in backquotes, of the vocabulary, an option, a path, a value in braces.
CODE = r"`[^`]*`|\{\w*\}|[“»][^”«]*[”«]|(?<!\w)--?[a-z][\w-]*(?: [A-Z]+)?|\b[a-z]+:\w+|\S*/\S*|\w+[_.]\w+"
TYPED = r"strategigraf [a-z-]+(?: [a-z]+)*"


@cache
def ruled_out(where: str) -> dict[str, re.Pattern[str]]:
    """By language the words that are out in *where*: in `texts` all of them, in the answers those that no title of the
    data may need."""
    with (HERE / "ruled_out.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = {}
    for language in LANGUAGES:
        words = [row["word"] for row in rows if row["language"] == language and row["where"] in ("all", where)]
        found[language] = re.compile(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])", re.IGNORECASE)
    return found


def without_code(text: str) -> str:
    """*text* without what is code in it and what it quotes."""
    return re.sub(f"{TYPED}|{CODE}", " ", text)


def written_texts() -> Iterator[tuple[str, str, str]]:
    """Every text of `messages/` and every one that stands in code: where it is, its language and itself."""
    for path in sorted((PACKAGE / "messages").glob("*.tsv")):
        if path.stem not in NO_TEXTS:
            for key, *_, danish, english in message_lines(path.stem):
                if not f"{path.stem}.{key}".startswith(FORMER):
                    yield from (
                        (f"{path.stem}.{key}", language, text)
                        for language, text in zip(LANGUAGES, (danish, english), strict=True)
                    )
    for path in MODULES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text":
                given = dict(zip(LANGUAGES, node.args, strict=False)) | {
                    key.arg: key.value for key in node.keywords if key.arg
                }
                for language, value in given.items():
                    place = f"{path.relative_to(PACKAGE).as_posix()}:{node.lineno}"
                    yield place, language, _words(value)


def _words(node: ast.expr) -> str:
    """What is written out in *node*: the strings, with braces where a value goes."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(map(_words, node.values))
    return "{}" if isinstance(node, ast.FormattedValue) else " ".join(map(_words, ast.iter_child_nodes(node)))  # type: ignore[arg-type]


def test_no_text_has_a_word_that_is_out() -> None:
    out = ruled_out("texts")
    texts = list(written_texts())
    assert len(texts) > 2000
    found = [
        f"{place} ({language}): {match[0]}: {text}"
        for place, language, text in texts
        if (match := out[language].search(without_code(text)))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("da", "Hvert tegn åbner til de ord, det hviler på."),
        ("da", "Kæden er en tråd."),
        ("da", "Et modsvar mangler."),
        ("en", "Mend sg:partOf."),
        ("en", "The red thread from vision to initiative"),
        ("en", "This is no number."),
    ],
)
def test_a_word_that_is_out_is_found(language: str, text: str) -> None:
    assert ruled_out("texts")[language].search(without_code(text))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("da", "Den røde tråd fra vision til indsats, se `tråd` og »et modsvar«."),
        ("en", "Nothing is removed; --kind limits it, see strategigraf hearing."),
        ("en", "The golden thread; there is no gap."),
    ],
)
def test_what_is_code_or_quoted_is_let_pass(language: str, text: str) -> None:
    assert not ruled_out("texts")[language].search(without_code(text))


# Every output of every command, without what it takes from the data.

PLAN, SOUTH = "midt-udviklingsplan-2023", "sjaelland-strategi-2025-2028"
ASKED: list[tuple[str, ...]] = [  # beside those that have figures
    ("list",),
    ("list", "goal"),
    ("list", "requirement"),
    ("show", "pejlemaerke-8"),
    ("show", "midt-udviklingsplan-2023/link-spor-3--4.4"),
    ("ask",),
    ("ask", "goals-by-track"),
    ("ask", "Which initiatives contribute to SDG target 10.3?"),
    ("query", "-e", "SELECT ?s WHERE { ?s a sg:Goal }"),
    ("matrix", "initiative", "sdg-target"),
    ("matrix", "goal", "sdg-target", "--evidence"),
    ("matrix", "goal", "sdg-target", "--long"),
    ("matrix", "goal", "initiative", "--group", "track", "--only", "gaps"),
    ("matrix", "goal", "sdg-goal", "--by", "strategy"),
    ("sdg-check", "--accuracy"),
    ("network", "carriers"),
    ("network", "communities"),
    ("network", "centrality"),
    ("network", "overloaded"),
    ("network", "expendable"),
    ("network", "path", f"{PLAN}/pejlemaerke-8", f"{SOUTH}/maalsaetning-8"),
    ("network", "path", f"{PLAN}/pejlemaerke-8", f"{SOUTH}/noegletal-4"),
    ("network", "export", "--around", "pejlemaerke-8"),
    ("explain", "indsats-13-2"),
    ("explain", "10.3"),
    ("trace", "midt-udviklingsplan-2023"),
    ("coverage", "--strategy", PLAN, "--evidence"),
    *(("picture", kind, "--strategy", PLAN) for kind in ("sankey", "timeline")),
    ("picture", "heatmap", "track", "sdg-goal"),
    ("picture", "neighbourhood", "pejlemaerke-8"),
    ("check",),
    ("rules",),
    ("ontology",),
    ("ontology", "--diagram"),
    ("fmt", "--check"),
]
OF_SOURCES = [
    ("check",),
    ("sources",),
    ("quote", "sundhed"),
    ("search", "sundhed"),
    ("hearing",),
    ("review",),
    ("coverage", "--strategy", PLAN),
    ("report", PLAN, "--short"),
    ("report", SOUTH, "--short"),
]
CHANGING = {
    "accept",
    "clear",
    "export",
    "form",
    "import",
    "init",
    "mcp",
    "propose",
    "pull",
    "push",
    "read",
    "rebase",
    "serve",
    "site",
    "workspace",
}  # their errors and their help are read


@pytest.fixture(scope="module")
def data_texts(store: EmbeddedStore) -> list[str]:
    """Every text of the data: what may be said otherwise."""
    rows = store.rows("SELECT DISTINCT ?text WHERE { GRAPH ?file { ?thing ?says ?text } FILTER(isLiteral(?text)) }")
    return by_length(text for (text,) in rows)


def by_length(texts: Iterable[str]) -> list[str]:
    """*texts* of more than a word in small letters, each on one line, the longest first."""
    return sorted({" ".join(text.casefold().split()) for text in texts if " " in text}, key=len, reverse=True)


def formats_of(arguments: tuple[str, ...]) -> list[str]:
    """The formats for people in which the answer to *arguments* can be had; `txt` where there is no choice."""
    if arguments[0] == "report":
        return ["html", "docx"]
    command = COMMANDS.get(arguments[:2]) or COMMANDS[arguments[:1]]
    choices = [param.type.choices for param in command.params if param.name == "format_name"]  # type: ignore[attr-defined]
    return [name for name in choices[0] if name not in OF_MACHINES] if choices else ["txt"]


NAMES = re.compile(rf"(?m)^(?:\| )?(?:{'|'.join(path.stem for path in find_workspace().query_files())})(?= |$)")


def said_wrongly(texts: Iterable[str], language: str, data_texts: list[str]) -> list[str]:
    """What in *texts* the glossary rules out, and quotation marks of the other language, each with what is around it;
    not in words that the data have."""
    out = re.compile(
        f"{ruled_out('answers')[language].pattern}|{'[“”]' if language == 'da' else '[»«]'}", re.IGNORECASE
    )
    found = []
    for text in texts:
        shown = " ".join(re.sub(r"[\[\]]|\\(?=\W)", "", NAMES.sub("", text)).casefold().split())
        if not out.search(without_code(shown)) and not re.search("[“”»«]", shown):
            continue
        for known in data_texts:
            shown = shown.replace(known, " ")
        found += found_in(without_code(shown), out)
    return found


def found_in(text: str, out: re.Pattern[str]) -> list[str]:
    """What *out* finds in *text*, each with what is around it."""
    return [f"{match[0]}: …{text[max(match.start() - 60, 0) : match.end() + 40]}…" for match in out.finditer(text)]


def wrong_in(cli: Cli, arguments: tuple[str, ...], language: str, folder: Path, data_texts: list[str]) -> list[str]:
    """What is said wrongly in *language* in the answer to *arguments*, in any format; and the heads of two columns."""
    found = []
    for name in formats_of(arguments):
        path = folder / f"answer.{name}"
        given = ("--format", name) if name != "txt" and arguments[0] != "report" else ()
        done = cli("--lang", language, *arguments, *given, *(("-o", path) if arguments[0] != "fmt" else ()))
        assert done.code in (0, 1), done.err
        content = path.read_bytes() if path.exists() else b""
        texts = [done.out, done.err, *told(content, name, language)]
        found += [f"{name}: {text}" for text in said_wrongly(texts, language, data_texts)]
        if name in ("docx", "markdown"):
            found += [f"{name}: {row}" for row in heads(content, name) if len(set(row)) < len(row)]
    return found


def test_every_command_is_among_those_that_are_read() -> None:
    read = {arguments[0] for arguments in (*ONE_OF_EACH, *ASKED, *OF_SOURCES)}
    assert read | CHANGING | {"help"} == {names[0] for names in COMMANDS if names}


@pytest.mark.sampled(3)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("arguments", [("list",), ("hearing",), ("matrix", "goal", "sdg-target")], ids=" ".join)
def test_an_answer_has_no_word_that_is_out(
    arguments: tuple[str, ...], language: str, cli: Cli, tmp_path: Path, data_texts: list[str]
) -> None:
    assert wrong_in(cli, arguments, language, tmp_path, data_texts) == []


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("arguments", [*ONE_OF_EACH, *ASKED], ids=" ".join)
def test_no_answer_has_a_word_that_is_out(
    arguments: tuple[str, ...], language: str, cli: Cli, tmp_path: Path, data_texts: list[str]
) -> None:
    assert wrong_in(cli, arguments, language, tmp_path, data_texts) == []


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("arguments", OF_SOURCES, ids=" ".join)
def test_no_answer_from_the_sources_has_a_word_that_is_out(
    arguments: tuple[str, ...], language: str, cli: Cli, tmp_path: Path, data_texts: list[str], sources_folder: Path
) -> None:
    # what is quoted of the sources in passing is theirs
    lines = [line for path in sources_folder.glob("*.md") for line in path.read_text("utf-8").splitlines()]
    known = by_length([*data_texts, *lines])
    assert wrong_in(cli, (*arguments, "--sources", str(sources_folder)), language, tmp_path, known) == []


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_question_has_a_word_that_is_out(
    language: str, cli: Cli, workspace: Workspace, data_texts: list[str]
) -> None:
    for path in workspace.query_files():
        done = cli("ask", path.stem, "--lang", language)
        assert done.code == 0, done.err
        assert said_wrongly([done.out], language, data_texts) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_help_has_a_word_that_is_out(language: str) -> None:
    for names in COMMANDS:
        page = re.sub(r"(?m)^  [a-z-]+  ", "", help_text(context_of(names), language, 80))  # without names of commands
        words = re.sub(
            r"Values: [a-z0-9, -]+\.|\[default: [^]]*\]", "", " ".join(page.split())
        )  # nor values of options
        assert said_wrongly([words], language, []) == [], names


# The pages of the documentation that users read.

PAGES = [
    TOP / "README.md",
    *(TOP / "docs" / f"{name}.md" for name in (
        "api", "coverage", "errors", "formats", "ontology", "sparql", "tutorial", "windows",
    )),
    *sorted((TOP / "docs" / "commands").glob("*.md")),
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_no_page_has_a_word_that_is_out(path: Path) -> None:
    prose = re.sub(r"(?ms)^```.*?^```|\]\([^)]*\)", "", path.read_text(encoding="utf-8"))
    danish: list[str] = []
    english: list[str] = []
    for paragraph in re.split(
        r"\n\s*\n|\n(?=- |\|)", prose.rpartition("## English")[2] if "## Dansk" in prose else prose
    ):
        is_danish = paragraph.lstrip().startswith(("*På dansk:*", "- da:"))
        (danish if is_danish else english).append(paragraph)
    halves = {"da": [*danish, prose.rpartition("## English")[0]], "en": english}
    for language, half in halves.items():
        text = without_code(" ".join(" ".join(half).split()))
        assert found_in(text, ruled_out("texts")[language]) == []
