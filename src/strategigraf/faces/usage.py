"""What click refuses, in the words of the house: the thing, the nearest that there is, and how to write it."""

import re
from collections.abc import Sequence

import click

from strategigraf.values.errors import WrongCommandLine, nearest_remedy
from strategigraf.values.nearness import nearest
from strategigraf.values.option_word import listed_values
from strategigraf.values.text import Text

_SAID = re.compile(r"""^(?:Directory |File |Path )?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\S+)""")
_EXTRA = re.compile(r"Got unexpected extra arguments? \((.*)\)", re.DOTALL)


def wrong_command_line(error: click.ClickException) -> WrongCommandLine:
    """What *error* says, as an error of the house in both languages."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if isinstance(error, click.NoSuchCommand):
        return _unknown(Text("kommando", "command"), error.command_name, _commands(context), context)
    if isinstance(error, click.NoSuchOption):
        return _unknown(Text("tilvalg", "option"), error.option_name, _options(context), context)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        name = _name(error.param, context)
        return WrongCommandLine(Text(f"{name} mangler.", f"{name} is missing."), _form(context))
    if isinstance(error, click.BadParameter) and error.param is not None:
        return _wrong_value(error, error.param, context)
    if isinstance(error, click.BadOptionUsage):
        name = error.option_name
        if "does not take" in error.message:
            return WrongCommandLine(Text(f"{name} tager ingen værdi.", f"{name} takes no value."), _form(context))
        return WrongCommandLine(Text(f"{name} mangler en værdi.", f"{name} lacks a value."), _form(context))
    if match := _EXTRA.match(error.message):
        return WrongCommandLine(
            Text(f"“{match[1]}” er mere, end kommandoen tager.", f"“{match[1]}” is more than the command takes."),
            _form(context),
        )
    said = error.format_message()
    return WrongCommandLine(Text(said, said), _form(context))


def _unknown(what: Text, name: str, known: Sequence[str], context: click.Context | None) -> WrongCommandLine:
    bare = {option.lstrip("-"): option for option in known}
    near = [bare[option] for option in nearest(name.lstrip("-"), bare)]
    no = "intet" if what.da == "tilvalg" else "ingen"
    return WrongCommandLine(
        Text(f"Der er {no} {what.da} “{name}”.", f"There is no {what.en} “{name}”."),
        nearest_remedy(near, _help(context)),
    )


def _wrong_value(error: click.BadParameter, param: click.Parameter, context: click.Context | None) -> WrongCommandLine:
    name, value, kind = _name(param, context), _value(error.message), param.type
    message = Text(f"“{value}” er ingen værdi for {name}.", f"“{value}” is no value for {name}.")
    if isinstance(kind, click.Choice):
        known = [str(choice) for choice in kind.choices]
        near = nearest(value, known)
        values = listed_values(known)
        listed = Text(f"Vælg en af: {values.da}.", f"Choose one of: {values.en}.")
        asked = (
            Text(f"Mente du {' eller '.join(near)}? ", f"Did you mean {' or '.join(near)}? ") if near else Text("", "")
        )
        return WrongCommandLine(message, Text(asked.da + listed.da, asked.en + listed.en))
    if isinstance(kind, click.IntRange) and kind.min is not None:
        return WrongCommandLine(
            message, Text(f"Giv et helt tal på mindst {kind.min}.", f"Give a whole number of at least {kind.min}.")
        )
    if isinstance(kind, click.types.IntParamType):
        return WrongCommandLine(message, Text("Giv et helt tal.", "Give a whole number."))
    if isinstance(kind, click.Path):
        wanted = Text("fil", "file") if not kind.dir_okay else Text("mappe", "folder")
        return WrongCommandLine(message, Text(f"Giv en {wanted.da}.", f"Give a {wanted.en}."))
    return WrongCommandLine(message, _help(context))


def _name(param: click.Parameter, context: click.Context | None) -> str:
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return param.make_metavar(context) if context is not None else str(param.name).upper()


def _value(message: str) -> str:
    """The value that *message* of click begins with."""
    match = _SAID.match(message)
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


def _form(context: click.Context | None) -> Text:
    """How the command of *context* is written."""
    if context is None:
        return _help(context)
    form = " ".join([context.command_path, *context.command.collect_usage_pieces(context)])
    return Text(f"Skriv: {form}", f"Write: {form}")


def _help(context: click.Context | None) -> Text:
    path = context.command_path if context is not None else "strategigraf"
    return Text(f"“{path} --help” viser, hvad der er.", f"“{path} --help” shows what there is.")
