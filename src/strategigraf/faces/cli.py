"""The command line: which command, which exit code."""

import importlib
import os
import sys
from typing import Any

import click

from strategigraf import __version__
from strategigraf.faces.progress import clear
from strategigraf.values.errors import StrategigrafError, WrongUsage
from strategigraf.values.text import Text

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
        return command


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="strategigraf %(version)s")
def strategigraf() -> None:
    """Public strategies as one graph: every number opens to a sentence in a source."""


def main(arguments: list[str] | None = None) -> None:
    """Runs the command line and ends the process: 0 good, 1 findings, 2 wrong usage, 3 could not run."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """The exit code of the command line *arguments* (those of the process without any)."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        result: Any = strategigraf.main(args=given, prog_name="strategigraf", standalone_mode=False)
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo(_INTERRUPTED.in_language(_language(given)), err=True)
        return FAILED
    except click.ClickException as error:
        error.show()
        return USAGE
    except StrategigrafError as error:
        language = _language(given)
        clear()
        click.echo(
            f"{error.code}: {error.message.in_language(language)}\n{error.remedy.in_language(language)}", err=True
        )
        return USAGE if isinstance(error, WrongUsage) else FAILED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return GOOD
    return result if isinstance(result, int) else GOOD


def _language(arguments: list[str]) -> str:
    """The language that *arguments* ask for, read without parsing them: an error may come before that."""
    for here, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if here.startswith("--lang="):
            return here.removeprefix("--lang=")
        if here == "--lang":
            return following
    return os.environ.get("STRATEGIGRAF_LANG", "da")
