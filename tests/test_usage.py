"""What click refuses is told in the language asked for, with the nearest that there is, and ends with 2."""

import pytest

from tests.conftest import Cli

REFUSED = [
    (["matrx", "goal"], "Der er ingen kommando “matrx”.", "There is no command “matrx”.", "matrix?"),
    (["list", "--fromat", "csv"], "Der er intet tilvalg “--fromat”.", "There is no option “--fromat”.", "--format?"),
    (["list", "--qqq"], "Der er intet tilvalg “--qqq”.", "There is no option “--qqq”.", "strategigraf list --help"),
    (["matrix", "goal"], "COLUMNS mangler.", "COLUMNS is missing.", "matrix [OPTIONS] ROWS COLUMNS"),
    (["list", "--format", "markdwn"], "“markdwn” er ingen værdi", "“markdwn” is no value", "markdown"),
    (["list", "--format", "xml"], "“xml” er ingen værdi for --format.", "is no value for --format.", "table, csv, tsv"),
    (["trace", "x", "--depth", "0"], "“0” er ingen værdi for --depth.", "“0” is no value for --depth.", " 1."),
    (["trace", "x", "--depth", "it's"], "“it's” er ingen værdi for --depth.", "“it's” is no value for --depth.", " 1."),
    (["list", "--data", "pyproject.toml"], "“pyproject.toml” er ingen værdi", "is no value for --data", "Gi"),
    (["list", "a", "b", "c"], "“b c” er mere, end kommandoen tager.", "“b c” is more than", "list [OPTIONS] [KIND]"),
    (["list", "goal", "--output"], "--output mangler en værdi.", "--output lacks a value.", "--help"),
    (["list", "--no-pager=3"], "--no-pager tager ingen værdi.", "--no-pager takes no value.", "--help"),
    (["network", "path", "a"], "B mangler.", "B is missing.", "network path [OPTIONS] A B"),
    (["query"], "Der skal være én forespørgsel.", "There must be one query.", "FILE"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "danish", "english", "remedy"), REFUSED, ids=lambda value: str(value)[:40])
def test_a_wrong_command_line_is_refused_in_both_languages(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, arguments: list[str], danish: str, english: str, remedy: str
) -> None:
    for language, words in (("da", danish), ("en", english)):
        monkeypatch.setenv("STRATEGIGRAF_LANG", language)
        done = cli(*arguments)
        assert (done.code, done.out) == (2, "")
        message, what_to_do = done.err.splitlines()
        assert message.startswith("wrong-usage: ")
        assert words in message
        assert remedy in what_to_do


def test_a_language_that_is_not_there_is_refused(cli: Cli) -> None:
    done = cli("list", "--lang", "sv")
    assert done.code == 2
    assert "Vælg en af: da, en." in done.err


def test_without_a_command_there_is_help_and_code_2(cli: Cli) -> None:
    done = cli()
    assert done.code == 2
    assert "Commands:" in done.err
