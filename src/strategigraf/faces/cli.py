"""The command line: which command, which exit code."""

import importlib
import os
import sys
from contextlib import suppress
from typing import Any

import click

from strategigraf import __version__
from strategigraf.faces import options
from strategigraf.faces.progress import clear
from strategigraf.faces.streams import discard_output, prepare_streams
from strategigraf.files.output import written
from strategigraf.values.errors import StrategigrafError, WrongUsage
from strategigraf.values.inert import visible
from strategigraf.values.option_word import option_value
from strategigraf.values.text import LANGUAGES, Text

GOOD, FINDINGS, USAGE, FAILED = 0, 1, 2, 3
COMMANDS = (
    "ask",
    "check",
    "clear",
    "compare",
    "coverage",
    "diff",
    "explain",
    "fmt",
    "gaps",
    "generations",
    "hearing",
    "impact",
    "import",
    "list",
    "matrix",
    "network",
    "ontology",
    "picture",
    "policy",
    "query",
    "quote",
    "rebase",
    "report",
    "review",
    "rules",
    "sdg-check",
    "show",
    "sources",
    "trace",
)

_INTERRUPTED = Text("Afbrudt.", "Interrupted.")


class _Commands(click.Group):
    """The commands by name; a command's module is imported only when it is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"strategigraf.faces.commands.{cmd_name.replace('-', '_')}_command")
        command = module.command
        assert isinstance(command, click.Command)
        _decode_words(command)
        return command


class _Words(click.types.StringParamType):
    """Words that were typed: UTF-8 whatever the locale says, bytes that are none as escapes."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        words = super().convert(value, param, ctx)
        return words if words.isprintable() else os.fsencode(words).decode("utf-8", "backslashreplace")


def _decode_words(command: click.Command) -> None:
    """Has *command*, and the commands below it, read the words it takes as `_Words`; paths stay as they are."""
    for parameter in command.params:
        if parameter.type is click.STRING:
            parameter.type = _Words()
    for below in getattr(command, "commands", {}).values():
        _decode_words(below)


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@options.on_screen
@click.version_option(__version__, message="strategigraf %(version)s")
def strategigraf() -> None:
    """Public strategies as one graph: every number opens to a sentence in a source."""


def main(arguments: list[str] | None = None) -> None:
    """Runs the command line and ends the process: 0 good, 1 findings, 2 wrong usage, 3 could not run."""
    code = run(arguments)
    limit = sys.modules.get("strategigraf.use.limit")
    if limit is not None and limit.is_left_behind():  # an engine at work would keep the process, or break its end
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError, AttributeError):
                stream.flush()
        os._exit(code)
    sys.exit(code)


def run(arguments: list[str] | None = None) -> int:
    """The exit code of the command line *arguments* (those of the process without any).

    Nothing escapes: what no command expected is reported as `unexpected-error` and ends with 3. Where
    STRATEGIGRAF_DEBUG is set its traceback is printed as well.
    """
    given = sys.argv[1:] if arguments is None else arguments
    prepare_streams()
    try:
        result: Any = strategigraf.main(args=given, prog_name="strategigraf", standalone_mode=False)
        with written("stdout"):
            sys.stdout.flush()
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo(_INTERRUPTED.in_language(_language(given)), err=True)
        return FAILED
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return USAGE
    except click.ClickException as error:
        from strategigraf.faces.usage import wrong_command_line

        return _refused(wrong_command_line(error), _language(given))
    except StrategigrafError as error:
        return _refused(error, _language(given))
    except BrokenPipeError:
        discard_output()
        return GOOD
    except SystemExit:
        raise
    except BaseException as error:  # an engine's panic is no Exception
        from strategigraf.faces.unexpected import unexpected

        return _refused(unexpected(error), _language(given))
    return result if isinstance(result, int) else GOOD


def _refused(error: StrategigrafError, language: str) -> int:
    """Reports *error* on stderr, control characters as escapes; the exit code that goes with it."""
    clear()
    report = f"{error.code}: {error.message.in_language(language)}\n{error.remedy.in_language(language)}"
    click.echo(visible(report), err=True)
    return USAGE if isinstance(error, WrongUsage) else FAILED


def _language(arguments: list[str]) -> str:
    """The language that *arguments* ask for, read without parsing them: an error may come before that."""
    asked = os.environ.get("STRATEGIGRAF_LANG", "da")
    for here, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if here.startswith("--lang="):
            asked = here.removeprefix("--lang=")
        elif here == "--lang":
            asked = following
    return option_value(asked, LANGUAGES) or "da"
