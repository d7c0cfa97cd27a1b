"""The command line: which command, which exit code, and what is reported of a wrong command or an
unexpected error.
"""

import errno
import gc
import importlib
import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from strategigraf import __version__, command_module, commands
from strategigraf.core.errors import (
    StrategigrafError,
    UnexpectedError,
    WrongCommandLine,
    WrongUsage,
    did_you_mean,
    listed_values,
    nearest,
    nearest_remedy,
    nearest_values,
    option_value,
)
from strategigraf.core.rdf import LANGUAGES, Text
from strategigraf.core.text import visible
from strategigraf.files.output import not_written, os_error_text, written
from strategigraf.shell import options
from strategigraf.shell.session import FAILED, GOOD, USAGE
from strategigraf.shell.terminal import clear, discard_output, prepare_streams

# The command line.

_OBJECTS = 100_000  # new ones before rings among them are looked for
_INTERRUPTED = Text("Afbrudt.", "Interrupted.")


class _Commands(click.Group):
    """The commands by name; a command's module is imported only when it is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*commands(), "help"])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = "strategigraf.shell.help" if cmd_name == "help" else command_module(cmd_name)
        if module is None:
            return None
        command = getattr(importlib.import_module(module), f"{cmd_name.replace('-', '_')}_command")
        assert isinstance(command, click.Command)
        _prepare(command)
        return command


class _Words(click.types.StringParamType):
    """Words that were typed: UTF-8 whatever the locale says, bytes that are none as escapes."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        words = super().convert(value, param, ctx)
        return words if words.isprintable() else os.fsencode(words).decode("utf-8", "backslashreplace")


def _prepare(command: click.Command) -> None:
    """Has *command*, and the commands below it, read the words it takes as `_Words` (paths stay as they are) and show
    the help in the reader's language."""
    for parameter in command.params:
        if parameter.type is click.STRING:
            parameter.type = _Words()
    if command.add_help_option:
        command.add_help_option = False
        command.params.append(_help_option())
    for subcommand in getattr(command, "commands", {}).values():
        _prepare(subcommand)


def _help_option() -> click.Option:
    return click.Option(["-h", "--help"], is_flag=True, is_eager=True, expose_value=False, callback=_show_help)


def _show_help(context: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        from strategigraf.shell.help import show_help

        show_help(context, context.find_root().obj)
        context.exit()


@click.command(cls=_Commands, invoke_without_command=True)
@options.lang_before
@options.on_screen
@click.version_option(__version__, message="strategigraf %(version)s")
@click.pass_context
def strategigraf(context: click.Context, /, **options: object) -> int:
    """The commands, those to begin with where none is typed; the options before one are read where they are meant."""
    return GOOD if context.invoked_subcommand else _first_help(context)


def _first_help(context: click.Context) -> int:
    """Shows the commands to begin with; the exit code."""
    from strategigraf.shell.help import first_help

    click.echo(first_help(context, context.find_root().obj), nl=False, err=True)
    return USAGE


_prepare(strategigraf)


def main(arguments: list[str] | None = None) -> None:
    """Runs the command line and ends the process: 0 good, 1 findings, 2 wrong usage, 3 could not run."""
    gc.set_threshold(_OBJECTS)  # a process that ends soon has few rings to find, and many objects to go through
    code = run(arguments)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code)  # nothing is left to be put away, and an engine still at work would keep the process


def run(arguments: list[str] | None = None) -> int:
    """The exit code of the command line *arguments* (those of the process without any).

    Nothing escapes: what no command expected is reported as `unexpected-error` and ends with 3. Where
    STRATEGIGRAF_DEBUG is set its traceback is printed as well.
    """
    typed_arguments = sys.argv[1:] if arguments is None else arguments
    prepare_streams()
    try:
        result: Any = strategigraf.main(
            args=typed_arguments, prog_name="strategigraf", standalone_mode=False, obj=_language(typed_arguments)
        )
        with written("stdout"):
            sys.stdout.flush()
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo(_INTERRUPTED.in_language(_language(typed_arguments)), err=True)
        return FAILED
    except click.exceptions.NoArgsIsHelpError as error:
        return _first_help(error.ctx) if error.ctx else USAGE
    except click.ClickException as error:
        return _report_error(wrong_command_line(error), _language(typed_arguments))
    except StrategigrafError as error:
        return _report_error(error, _language(typed_arguments))
    except BrokenPipeError:
        discard_output()
        return GOOD
    except SystemExit:
        raise
    except BaseException as error:  # an engine's panic is no Exception
        return _report_error(unexpected(error), _language(typed_arguments))
    return result if isinstance(result, int) else GOOD


def _report_error(error: StrategigrafError, language: str) -> int:
    """Reports *error* on stderr, control characters as escapes; the exit code that goes with it."""
    clear()
    report = f"{error.code}: {error.message.in_language(language)}\n{error.remedy.in_language(language)}"
    click.echo(visible(report), err=True)
    return USAGE if isinstance(error, WrongUsage) else FAILED


def _language(arguments: list[str]) -> str:
    """The language that *arguments* ask for, read without parsing them: an error may come before that."""
    language = os.environ.get("STRATEGIGRAF_LANG", "da")
    for argument, next_argument in zip(arguments, [*arguments, ""][1:], strict=True):
        if argument.startswith("--lang="):
            language = argument.removeprefix("--lang=")
        elif argument == "--lang":
            language = next_argument
    return option_value(language, LANGUAGES) or "da"


# Unexpected errors, as errors of the package.

_PACKAGE = Path(__file__).resolve().parent
_OF_STREAMS = (errno.EBADF, errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # where no file is named
_LONGEST = 300  # characters of what the error itself says


def unexpected(error: BaseException) -> StrategigrafError:
    """*error* as an error of the package. Prints its traceback to stderr where STRATEGIGRAF_DEBUG is set."""
    if os.environ.get("STRATEGIGRAF_DEBUG"):
        import traceback

        traceback.print_exception(error)
    if isinstance(error, OSError) and error.filename is None and error.errno in _OF_STREAMS:
        return not_written("stdout", error)
    if isinstance(error, MemoryError):
        return UnexpectedError(
            Text("Der er ikke hukommelse nok til svaret.", "There is not enough memory for the answer."),
            Text(
                "Afgræns spørgsmålet, fx til én strategi, eller luk andre programmer.",
                "Ask for less, such as one strategy, or close other programs.",
            ),
        )
    location = _location(error)
    if isinstance(error, OSError):
        name = f"{error.filename}: " if error.filename else ""
        reason = os_error_text(error)
        da, en = f"{name}{reason.da}", f"{name}{reason.en}"
    else:
        message = " ".join(str(error).split())[:_LONGEST]
        da = en = f"{type(error).__name__}: {message}" if message else type(error).__name__
    return UnexpectedError(
        Text(f"Uventet fejl i {location}: {da}.", f"An unexpected error in {location}: {en}."),
        Text(
            "Meld den til projektet med kommandoen og denne besked; STRATEGIGRAF_DEBUG=1 viser mere.",
            "Please report it to the project with the command and this message; STRATEGIGRAF_DEBUG=1 shows more.",
        ),
    )


def _location(error: BaseException) -> str:
    """The last location of this program that *error* came through: module and line."""
    import traceback

    location = "strategigraf"
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        if path.is_relative_to(_PACKAGE):
            location = f"{path.relative_to(_PACKAGE).as_posix()}:{frame.lineno}"
    return location


_LEADING_VALUE = r"""^(?:Directory |File |Path )?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\S+)"""
_EXTRA = r"(?s)Got unexpected extra arguments? \((.*)\)"


def wrong_command_line(error: click.ClickException) -> WrongCommandLine:
    """What *error* says, as an error of the package in both languages."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if isinstance(error, click.NoSuchCommand):
        return _unknown(Text("kommando", "command"), error.command_name, _commands(context), context)
    if isinstance(error, click.NoSuchOption):
        return _unknown(Text("tilvalg", "option"), error.option_name, _options(context), context)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        name = _name(error.param)
        return WrongCommandLine(Text(f"{name.da} mangler.", f"{name.en} is missing."), _usage(context))
    if isinstance(error, click.BadParameter) and error.param is not None:
        return _wrong_value(error, error.param, context)
    if isinstance(error, click.BadOptionUsage):
        option = error.option_name
        if "does not take" in error.message:
            return WrongCommandLine(
                Text(f"{option} kan ikke have en værdi.", f"{option} does not take a value."), _usage(context)
            )
        return WrongCommandLine(Text(f"{option} mangler en værdi.", f"{option} needs a value."), _usage(context))
    if match := re.match(_EXTRA, error.message):
        return WrongCommandLine(
            Text(f"Uventet argument: »{match[1]}«.", f"Unexpected argument: “{match[1]}”."),
            _usage(context),
        )
    message = error.format_message()
    return WrongCommandLine(Text(message, message), _usage(context))


def _unknown(noun: Text, name: str, known_names: Sequence[str], context: click.Context | None) -> WrongCommandLine:
    names_without_dashes = {option.lstrip("-"): option for option in known_names}
    nearest_names = [names_without_dashes[option] for option in nearest(name.lstrip("-"), names_without_dashes)]
    return WrongCommandLine(
        Text(f"Ukendt {noun.da}: »{name}«.", f"There is no {noun.en} “{name}”."),
        nearest_remedy(nearest_names, _help(context)),
    )


def _wrong_value(error: click.BadParameter, param: click.Parameter, context: click.Context | None) -> WrongCommandLine:
    name, value, kind = _name(param), _value(error.message), param.type
    message = Text(
        f"»{value}« er ikke en gyldig værdi for {name.da}.", f"“{value}” is not a valid value for {name.en}."
    )
    if isinstance(kind, click.Choice):
        choices = [str(choice) for choice in kind.choices]
        nearest_choices = nearest_values(value, choices)
        choices_text = listed_values(choices)
        choose_text = Text(f"Vælg en af: {choices_text.da}.", f"Choose one of: {choices_text.en}.")
        if not nearest_choices:
            return WrongCommandLine(message, choose_text)
        meant = did_you_mean(nearest_choices)
        return WrongCommandLine(message, Text(f"{meant.da} {choose_text.da}", f"{meant.en} {choose_text.en}"))
    if isinstance(kind, click.IntRange) and kind.min is not None:
        return WrongCommandLine(
            message, Text(f"Angiv et helt tal på mindst {kind.min}.", f"Give a whole number of at least {kind.min}.")
        )
    if isinstance(kind, click.types.IntParamType):
        return WrongCommandLine(message, Text("Angiv et helt tal.", "Give a whole number."))
    if isinstance(kind, click.Path):
        path_noun = Text("fil", "file") if not kind.dir_okay else Text("mappe", "folder")
        return WrongCommandLine(message, Text(f"Angiv en {path_noun.da}.", f"Give a {path_noun.en}."))
    return WrongCommandLine(message, _help(context))


def _name(param: click.Parameter) -> Text:
    from strategigraf.shell.help import parameter_name

    return parameter_name(param)


def _value(message: str) -> str:
    """The value that *message* of click begins with."""
    match = re.match(_LEADING_VALUE, message)
    if match is None:
        return message
    if match[1][0] in "'\"":
        import ast

        return str(ast.literal_eval(match[1]))
    return match[1]


def _commands(context: click.Context | None) -> list[str]:
    command = context.command if context is not None else None
    return command.list_commands(context) if isinstance(command, click.Group) and context is not None else []


def _options(context: click.Context | None) -> list[str]:
    if context is None:
        return []
    return [
        name
        for param in context.command.get_params(context)
        for name in (*param.opts, *param.secondary_opts)
        if name.startswith("--")
    ]


def _usage(context: click.Context | None) -> Text:
    """How the command of *context* is written."""
    if context is None:
        return _help(context)
    from strategigraf.shell.help import usage

    return Text(f"Skriv: {usage(context, 'da')}", f"Write: {usage(context, 'en')}")


def _help(context: click.Context | None) -> Text:
    path = context.command_path if context is not None else "strategigraf"
    return Text(f"Skriv »{path} --help« for at se mulighederne.", f"Run “{path} --help” to see the options.")
