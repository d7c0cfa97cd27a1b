"""What click refuses is told in the language asked for, with the nearest that there is, and ends with 2."""

from collections.abc import Iterator

import click
import pytest

from strategigraf.cli import strategigraf
from strategigraf.core.errors import OPTION_WORDS
from strategigraf.core.rdf import Text
from strategigraf.shell.options import OneOf
from tests.conftest import Cli

REFUSED = [
    (["matrx", "goal"], "Ukendt kommando: »matrx«.", "There is no command “matrx”.", "matrix?"),
    (["list", "--fromat", "csv"], "Ukendt tilvalg: »--fromat«.", "There is no option “--fromat”.", "--format?"),
    (["list", "--qqq"], "Ukendt tilvalg: »--qqq«.", "There is no option “--qqq”.", "strategigraf list --help"),
    (["matrix", "goal"], "KOLONNER mangler.", "COLUMNS is missing.",
     "matrix [TILVALG] RÆKKER KOLONNER|matrix [OPTIONS] ROWS COLUMNS"),
    (["list", "--format", "markdwn"], "»markdwn« er ikke en gyldig",
     "“markdwn” is not a valid value", "markdown"),
    (["list", "--format", "xml"], "»xml« er ikke en gyldig værdi for --format.",
     "is not a valid value for --format.", "csv, tsv, json"),
    (["trace", "x", "--depth", "0"], "»0« er ikke en gyldig værdi for --depth.",
     "“0” is not a valid value for --depth.", " 1."),
    (["trace", "x", "--depth", "it's"], "»it's« er ikke en gyldig værdi for --depth.",
     "“it's” is not a valid value for --depth.", " 1."),
    (["list", "--data", "pyproject.toml"], "»pyproject.toml« er ikke en gyldig værdi",
     "is not a valid value for --data", "a"),
    (["list", "a", "b", "c"], "Uventet argument: »b c«.", "Unexpected argument: “b c”.",
     "list [TILVALG] [TYPE]|list [OPTIONS] [TYPE]"),
    (["list", "goal", "--output"], "--output mangler en værdi.", "--output needs a value.", "--help"),
    (["list", "--no-pager=3"], "--no-pager kan ikke have en værdi.", "--no-pager does not take a value.", "--help"),
    (["network", "path", "a"], "SLUT mangler.", "END is missing.",
     "network path [TILVALG] START SLUT|network path [OPTIONS] START END"),
    (["picture", "sankey"], "--strategy mangler.", "--strategy is missing.",
     "[TILVALG] --strategy STRATEGI|[OPTIONS] --strategy STRATEGY"),
    (["query"], "Der skal angives én forespørgsel.", "One query must be given.",
     "enten FIL eller -e TEKST|either FILE or -e TEXT"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "danish", "english", "remedy"), REFUSED, ids=lambda value: str(value)[:40])
def test_a_wrong_command_line_is_refused_in_both_languages(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, arguments: list[str], danish: str, english: str, remedy: str
) -> None:
    for language, words, cure in (("da", danish, remedy.split("|")[0]), ("en", english, remedy.split("|")[-1])):
        monkeypatch.setenv("STRATEGIGRAF_LANG", language)
        done = cli(*arguments)
        assert (done.code, done.out) == (2, "")
        message, what_to_do = done.err.splitlines()
        assert message.startswith("wrong-usage: ")
        assert words in message
        assert cure in what_to_do


def test_a_language_that_is_not_there_is_refused(cli: Cli) -> None:
    done = cli("list", "--lang", "sv")
    assert done.code == 2
    assert "Vælg en af: da (dansk), en (engelsk)." in done.err


@pytest.mark.parametrize("written", ["tolket", "Tolket", "interpreted", "INTERPRETED"])
def test_a_named_value_is_taken_in_danish_and_english_in_any_case(cli: Cli, written: str) -> None:
    asked = ("matrix", "initiative", "sdg-target", "--format", "csv", "--basis")
    assert cli(*asked, written) == cli(*asked, "interpreted")
    assert cli(*asked, written).code == 0


def test_every_option_with_named_values_takes_their_danish_words() -> None:
    met = set()
    for command, option in options_of(strategigraf):
        if isinstance(option.type, click.Choice):
            assert isinstance(option.type, OneOf), f"{command} {option.name}"
            for value in option.type.choices:
                words = OPTION_WORDS.get(value, Text(value, value))
                assert {option.type.convert(word.upper(), option, None) for word in (value, *words)} == {value}
                met.add(value)
    assert set(OPTION_WORDS) <= met


def test_a_slip_in_a_danish_word_is_told_the_word(cli: Cli) -> None:
    done = cli("matrix", "goal", "initiative", "--basis", "tolkett")
    assert done.code == 2
    assert "Mente du tolket? " in done.err


@pytest.mark.parametrize("language", ["engelsk", "English", "EN"])
def test_the_language_may_be_named_in_words_also_where_the_error_comes_first(cli: Cli, language: str) -> None:
    assert "There is no option" in cli("list", "--qqq", "--lang", language).err


def options_of(command: click.Command, name: str = "") -> Iterator[tuple[str, click.Option]]:
    """Every option of *command* and the commands below it, with the name of its command."""
    yield from ((name, option) for option in command.params if isinstance(option, click.Option))
    if isinstance(command, click.Group):
        context = click.Context(command)
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            assert found is not None
            yield from options_of(found, f"{name} {below}".strip())


def test_without_a_command_there_is_help_and_code_2(cli: Cli) -> None:
    done = cli()
    assert done.code == 2
    assert "Begynd her" in done.err
    assert cli("--lang", "en").err.startswith("Traceable public strategies")
