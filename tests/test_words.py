"""The words that the glossary rules out, `ruled_out.tsv`, are in no text that people read, in either language."""

import ast
import csv
import re
from collections.abc import Iterator
from functools import cache

import pytest

from strategigraf.core.rdf import LANGUAGES, message_lines
from tests.conftest import HERE
from tests.declared import MODULES, PACKAGE, tree_of

# What is no text: the lexicon of questions, descriptions for machines, and the words that options accepted before.
NO_TEXTS = {"concepts", "words", "numbered", "descriptions"}
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
