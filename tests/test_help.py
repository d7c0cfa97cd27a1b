"""The help of the command line: in both languages, of every command and option, on a screen of 80 columns."""

import re
import shlex
from collections.abc import Iterator

import click
import pytest

from strategigraf import commands
from strategigraf.cli import strategigraf
from strategigraf.core.rdf import LANGUAGES, texts
from strategigraf.shell.help import GROUPS, help_text, long_name
from tests.conftest import Cli

HELP = texts("help")


def commands_below(
    command: click.Command, names: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """*command* and all commands below it, with their names."""
    yield names, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from commands_below(found, (*names, name))


COMMANDS = dict(commands_below(strategigraf))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("names", COMMANDS, ids=" ".join)
def test_help_lists_every_command_and_option_in_its_language(cli: Cli, names: tuple[str, ...], language: str) -> None:
    done = cli("--lang", language, *names, "--help")
    assert (done.code, done.err) == (0, "")
    assert max(map(len, done.out.splitlines())) <= 80
    told = " ".join(done.out.split())
    path = ".".join(names)
    for option in COMMANDS[names].params:
        if isinstance(option, click.Option):
            name = long_name(option)
            text = HELP.get(f"option.{path}.{name}") or HELP[f"option.{name}"]
            assert f"--{name} " in told, name
            assert text.in_language(language) in told, name
    command = COMMANDS[names]
    for name in command.list_commands(click.Context(command)) if isinstance(command, click.Group) else ():
        assert f"\n  {name} " in done.out
        assert HELP[".".join(["command", *names, name])].in_language(language) in told
    other = LANGUAGES[language == "da"]
    own_texts = {text.in_language(language) for text in HELP.values()}
    foreign = {text.in_language(other) for text in HELP.values() if " " in text.da} - own_texts
    assert [text for text in foreign if text in told and not any(text in own for own in own_texts)] == []
    words = {text.in_language(other) for key, text in HELP.items() if key.startswith(("word.", "heading."))} - {
        text.in_language(language) for key, text in HELP.items() if key.startswith(("word.", "heading."))
    }
    assert words & set(re.findall(r"[\wÆØÅæøå:]+", told)) == set()


def test_no_text_of_the_help_is_for_nothing() -> None:
    used = {
        key
        for key in HELP
        if key.split(".")[0] in ("tagline", "heading", "pieces", "default", "choices", "all", "one", "group")
    }
    used |= {f"{what}.{'.'.join(names)}" for names in COMMANDS for what in ("command", "more", "example")}
    for names, command in COMMANDS.items():
        for param in command.params:
            if isinstance(param, click.Option):
                own = f"option.{'.'.join(names)}.{long_name(param)}"
                used.add(own if own in HELP else f"option.{long_name(param)}")
    pages = [help_text(context_of(names), "en", 80) for names in COMMANDS]
    used |= {key for key, text in HELP.items() if key.startswith("word.") and any(text.en in page for page in pages)}
    assert [key for key in HELP if key not in used] == []


def context_of(names: tuple[str, ...]) -> click.Context:
    """The context of the command *names*."""
    context = click.Context(strategigraf, info_name="strategigraf")
    for count, name in enumerate(names, 1):
        context = click.Context(COMMANDS[names[:count]], context, name)
    return context


def test_every_command_is_in_one_group_and_five_are_to_begin_with() -> None:
    grouped = [name for names in GROUPS.values() for name in names]
    assert sorted(grouped) == sorted([*commands(), "help"])
    assert len(GROUPS["start"]) == 5
    for key, text in HELP.items():
        if key.startswith("command."):
            assert max(map(len, text)) <= 60, key
            assert not text.da.endswith(".")
            assert not text.en.endswith(".")


def test_the_first_screen_is_small_and_begins_with_five_commands(cli: Cli) -> None:
    lines = cli().err.splitlines()
    assert len(lines) < 24
    assert [line.split()[0] for line in lines if line.startswith("  ")] == list(GROUPS["start"])


def test_help_is_asked_for_in_two_ways_and_an_unknown_command_is_refused(cli: Cli) -> None:
    assert cli("help").out == cli("--help").out
    assert cli("help", "matrix", "--lang", "en").out == cli("--lang", "en", "matrix", "-h").out
    assert cli("help", "network", "path").out == cli("network", "path", "--help").out
    done = cli("help", "matrx")
    assert done.code == 2
    assert "matrix" in done.err


def test_the_language_before_the_command_holds_unless_another_is_behind_it(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STRATEGIGRAF_LANG", "da")
    assert cli("--lang", "en", "list") == cli("list", "--lang", "en")
    assert cli("--lang", "en", "list", "--lang", "da") == cli("list") != cli("list", "--lang", "en")
    assert "There is no" in cli("--lang", "en", "show", "no-such-thing").err


@pytest.mark.parametrize(
    "example", sorted({text for key, each in HELP.items() if key.startswith("example.") for text in each})
)
def test_an_example_of_the_help_works(
    cli: Cli, example: str, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = shlex.split(example)[1:]
    monkeypatch.chdir(str(tmp_path))
    assert cli(*words).code == 0
