"""The words that the glossary rules out, `ruled_out.tsv`, are in no text that people read, in either language."""

import ast
import csv
import html
import re
from collections.abc import Iterator
from functools import cache

import pytest

from strategigraf.core.rdf import LANGUAGES, message_lines
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import HERE, Cli
from tests.declared import MODULES, PACKAGE, tree_of
from tests.test_openings import ONE_OF_EACH

# What is no text: the lexicon of questions, descriptions for machines, and the words that options accepted before.
NO_TEXTS = {"descriptions", "function-words", "kinds", "names", "relations", "values", "verbs"}
FORMER = "options.former."
# What people type, or read as code: in backquotes, of the vocabulary, an option, a path, a value in braces.
CODE = r"`[^`]*`|\{\w*\}|[“»][^”«]*[”«]|(?<!\w)--?[a-z][\w-]*(?: [A-Z]+)?|\b[a-z]+:\w+|\S*/\S*|\w+[_.]\w+"
COMMANDS = r"strategigraf [a-z-]+(?: [a-z]+)*"


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
    return re.sub(f"{COMMANDS}|{CODE}", " ", text)


def written_texts() -> Iterator[tuple[str, str, str]]:
    """Every text of `messages/` and every one that stands in code: where it is, its language and itself."""
    for path in sorted((PACKAGE / "messages").glob("*.tsv")):
        if path.stem not in NO_TEXTS:
            for key, *pair in message_lines(path.stem):
                if not f"{path.stem}.{key}".startswith(FORMER):
                    yield from (
                        (f"{path.stem}.{key}", language, text) for language, text in zip(LANGUAGES, pair, strict=True)
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


# Every answer, without what it takes from the data.

ASKED = [  # beside those that have figures; `list` prints the names of types that one types
    ("list", "goal"),
    ("show", "pejlemaerke-8"),
    ("ask", "goals-by-track"),
    ("ask", "counterparts"),
    ("ask", "interpreted-links"),
    ("query", "-e", "SELECT ?s WHERE { ?s a sg:Goal }"),
    ("matrix", "initiative", "sdg-target"),
    ("matrix", "initiative", "sdg-target", "--evidence"),
    ("check",),
]
DRAWN = [
    ("matrix", "goal", "sdg-goal", "--format", "html"),
    ("coverage", "--format", "html"),
    ("hearing", "--format", "html"),
    ("hearing", "--format", "markdown"),
    ("explain", "pejlemaerke-8", "--format", "markdown"),
    *(("picture", kind, "--strategy", "midt-udviklingsplan-2023") for kind in ("sankey", "timeline")),
    ("picture", "heatmap", "track", "sdg-goal"),
    ("picture", "neighbourhood", "pejlemaerke-8"),
]


@pytest.fixture(scope="module")
def data_texts(store: EmbeddedStore) -> list[str]:
    """Every text of the data of more than a word, on one line, the longest first: what may be said otherwise."""
    rows = store.rows("SELECT DISTINCT ?text WHERE { GRAPH ?file { ?thing ?says ?text } FILTER(isLiteral(?text)) }")
    return sorted({" ".join(text.split()) for (text,) in rows if " " in text}, key=len, reverse=True)


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("arguments", [*ONE_OF_EACH, *ASKED, *DRAWN], ids=" ".join)
def test_no_answer_has_a_word_that_is_out(
    arguments: tuple[str, ...], language: str, cli: Cli, data_texts: list[str]
) -> None:
    done = cli(*arguments, "--lang", language)
    assert done.code in (0, 1), done.err
    shown = html.unescape(re.sub(r"<(style|script)\b.*?</\1>|<[^>]*>", " ", done.out + done.err, flags=re.DOTALL))
    if "html" in arguments:  # both languages are on a page
        shown = " ".join(re.findall(rf'lang="{language}"[^>]*>([^<]*)', done.out))
    shown = " ".join(re.sub(r"[\[\]]|\\(?=\W)", "", shown).split())
    for text in data_texts:
        shown = shown.replace(text, " ")
    found = ruled_out("answers")[language].finditer(without_code(shown))
    assert [without_code(shown)[max(match.start() - 60, 0) : match.end() + 40] for match in found] == []
