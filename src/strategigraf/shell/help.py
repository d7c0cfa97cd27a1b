"""Help: what a command does and takes, in Danish and English, from `messages/help.tsv`, which nothing else reads."""

from collections.abc import Iterable, Iterator
from textwrap import wrap

import click

from strategigraf import commands
from strategigraf.core.errors import listed_values
from strategigraf.core.rdf import Text, filled, texts
from strategigraf.shell import options
from strategigraf.shell.session import Output, emit
from strategigraf.shell.terminal import screen

GROUPS = {
    "start": ("ask", "show", "search", "matrix", "report"),
    "find": ("list", "trace", "explain", "query"),
    "figures": ("picture", "network", "site"),
    "coverage": ("coverage", "gaps", "policy", "impact", "sdg-check"),
    "compare": ("compare", "generations", "diff", "hearing"),
    "quality": ("check", "review", "clear", "sources"),
    "own": ("init", "read", "propose", "form", "accept", "suggest"),
    "server": ("serve", "push", "pull", "export", "mcp"),
    "editing": ("quote", "rebase", "fmt", "import", "ontology", "rules", "help"),
}
SHARED = (
    "part", "all", "evidence", "sources", "output", "format", "csv", "bom", "timeout", "memory", "lang", "data",
    "color", "no-pager", "version", "help",
)  # fmt: skip
_WIDEST, _NARROWEST = 80, 40
_INDENT, _GAP, _WIDEST_NAME, _LONGEST_CHOICES = 2, 2, 24, 20


@click.command("help")
@click.argument("words", metavar="[COMMAND]...", nargs=-1)
@options.lang
@click.pass_context
def help_command(ctx: click.Context, words: tuple[str, ...], lang: str) -> None:
    """Help on all commands, or on the one that *words* name."""
    context = ctx.find_root()
    for word in words:
        name, command = word, None
        if isinstance(context.command, click.Group):
            name_found, command, _ = context.command.resolve_command(context, [word])
            name = name_found or word
        if command is None:
            break
        context = click.Context(command, context, name)
    show_help(context, lang)


def show_help(context: click.Context, language: str) -> None:
    """Shows the help of the command of *context* in *language*, page by page where it is longer than the screen."""
    emit(help_text(context, language, _width()), Output(pager=not context.find_root().params.get("no_pager")))


def first_help(context: click.Context, language: str) -> str:
    """What is shown of a group of commands where none is typed: of the program only the commands to begin with."""
    if context.parent is not None:
        return help_text(context, language, _width())
    lines = [*_head(context, language, _width()), *_groups(context, {"start": GROUPS["start"]}, language, _width())]
    return "\n".join([*lines, "", *wrapped(_text("all", language), _width())]) + "\n"


def help_text(context: click.Context, language: str, width: int) -> str:
    """The help of the command of *context* in *language*, no line longer than *width* where no name is."""
    command, path = context.command, _path(context)
    lines = _head(context, language, width)
    if context.parent is None:
        known = [name for names in GROUPS.values() for name in names]
        further = tuple(name for name in commands() if name not in known)
        lines += _groups(context, GROUPS | ({"further": further} if further else {}), language, width)
    elif isinstance(command, click.Group):
        names = [f"{path}.{name}" for name in command.list_commands(context)]
        lines += ["", _text("heading.commands", language)]
        lines += _rows([(name.rpartition(".")[2], _summary(context, name, language)) for name in names], width)
    own, shared = [], {}
    for param in command.get_params(context):
        if isinstance(param, click.Option):
            row = (_option_name(param, language), _option_text(param, path, language))
            if (name := long_name(param)) in SHARED and f"option.{path}.{name}" not in texts("help"):
                shared[name] = row
            else:
                own.append(row)
    rows = [shared[name] for name in SHARED if name in shared]
    lines += ["", _text("heading.options", language), *_rows(own, width)] if own else []
    lines += ["", _text("heading.shared" if context.parent else "heading.options", language), *_rows(rows, width)]
    lines += ["", *wrapped(_text("one", language), width)] if context.parent is None else []
    return "\n".join(lines) + "\n"


def usage(context: click.Context, language: str) -> str:
    """How the command of *context* is written, its words in *language*."""
    return " ".join([context.command_path, *_pieces(context.command, language)])


def parameter_name(parameter: click.Parameter) -> Text:
    """What *parameter* is called: an option by its name, an argument by the word that stands for it."""
    if isinstance(parameter, click.Argument):
        return _argument_word(parameter)
    name = max(parameter.opts, key=len)
    return Text(name, name)


def long_name(option: click.Option) -> str:
    """The long name of *option*, without its dashes."""
    return max(option.opts, key=len).lstrip("-")


def wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """*text* as lines of at most *width*, each with the *indent*; a name is never broken."""
    return wrap(
        text, width, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _head(context: click.Context, language: str, width: int) -> list[str]:
    """What the command does, how it is written, more about it, and an example."""
    path = _path(context)
    lines = wrapped(_summary(context, path, language) + ("." if path else ""), width)
    lines += ["", *wrapped(f"{_text('heading.usage', language)} {usage(context, language)}", width)]
    if more := _text(f"more.{path}", language):
        lines += ["", *wrapped(more, width)]
    if example := _text(f"example.{path}", language):
        lines += ["", f"{_text('heading.example', language)} {example}"]
    return lines


def _path(context: click.Context) -> str:
    """The name of the command of *context*, with those above it; nothing for the program itself."""
    names = []
    while context.parent is not None:
        names.append(context.info_name or "")
        context = context.parent
    return ".".join(reversed(names))


def _summary(context: click.Context, path: str, language: str) -> str:
    """What the command *path* does; of one without a text what its function says."""
    if not path:
        return _text("tagline", language)
    if text := _text(f"command.{path}", language):
        return text
    root = context.find_root()
    command = root.command.get_command(root, path) if isinstance(root.command, click.Group) else None
    return command.get_short_help_str(_WIDEST).rstrip(".") if command else ""


def _groups(root: click.Context, groups: dict[str, tuple[str, ...]], language: str, width: int) -> list[str]:
    lines: list[str] = []
    for group, names in groups.items():
        lines += ["", _text(f"group.{group}", language)]
        lines += _rows([(name, _summary(root, name, language)) for name in names], width)
    return lines


def _rows(rows: Iterable[tuple[str, str]], width: int) -> list[str]:
    """Names with what they mean beside them, or below where a name is long."""
    listed = list(rows)
    name_width = min(max((len(name) for name, _ in listed), default=0), _WIDEST_NAME, width // 3)
    indent = " " * (_INDENT + name_width + _GAP)
    lines = []
    for name, text in listed:
        text_lines = wrapped(text, width, indent)
        head = " " * _INDENT + name
        if len(name) <= name_width and text_lines:
            lines += [head.ljust(len(indent)) + text_lines[0].lstrip(), *text_lines[1:]]
        else:
            lines += [head, *text_lines]
    return lines


def _pieces(command: click.Command, language: str) -> Iterator[str]:
    """What follows the name of *command* where it is written."""
    if command.params:
        yield _text("pieces.options", language)
    for param in command.params:
        if isinstance(param, click.Argument):
            yield _argument(param, language)
        elif param.required:
            yield _option_name(param, language) if isinstance(param, click.Option) else ""
    if isinstance(command, click.Group):
        piece = _text("pieces.command", language)
        yield f"[{piece}]" if command.invoke_without_command and command.name != "strategigraf" else piece


def _argument_word(argument: click.Argument) -> Text:
    bare = (argument.metavar or str(argument.name)).removesuffix("...").strip("[]").upper()
    return texts("help").get(f"word.{bare}", Text(bare, bare))


def _argument(argument: click.Argument, language: str) -> str:
    name = _argument_word(argument).in_language(language)
    name += " …" if argument.nargs != 1 and (argument.metavar or "...").endswith("...") else ""
    return name if argument.required else f"[{name}]"


def _option_name(option: click.Option, language: str) -> str:
    """The names of *option* as they are typed, and what follows them."""
    names = ", ".join(sorted(option.opts, key=len))
    if option.is_flag:
        return names
    choices = _choices(option)
    return f"{names} {choices or _text(f'word.{_word(option)}', language)}"


def _choices(option: click.Option) -> str:
    """The values of *option* between bars, where they are few."""
    if not isinstance(option.type, click.Choice):
        return ""
    listed = "|".join(map(str, option.type.choices))
    return listed if len(listed) <= _LONGEST_CHOICES else ""


def _word(option: click.Option) -> str:
    """What stands for the value of *option*: a key of `word.`."""
    if option.metavar:
        return option.metavar
    if isinstance(option.type, click.Path):
        is_folder = not option.type.file_okay or long_name(option) in ("sources", "data")
        return "FOLDER" if is_folder else "FILE"
    if isinstance(option.type, (click.types.IntParamType, click.types.FloatParamType)):
        return "N"
    named = {"strategy": "STRATEGY", "kind": "KIND"}
    return "VALUE" if isinstance(option.type, click.Choice) else named.get(long_name(option), "TEXT")


def _option_text(option: click.Option, path: str, language: str) -> str:
    """What *option* of the command *path* does, its values where they are many, its default."""
    name = long_name(option)
    parts = [_text(f"option.{path}.{name}", language) or _text(f"option.{name}", language) or option.help or ""]
    if isinstance(option.type, click.Choice) and not option.metavar and not _choices(option):
        values = listed_values(option.type.choices)
        parts.append(filled(texts("help")["choices"], values=values).in_language(language))
    if option.show_default and not option.is_flag and option.default is not None:
        parts.append(filled(texts("help")["default"], value=option.default).in_language(language))
    return " ".join(filter(None, parts))


def _text(key: str, language: str) -> str:
    """The text *key* of the help in *language*; nothing where there is none."""
    return texts("help").get(key, Text("", "")).in_language(language)


def _width() -> int:
    target = screen(None, "auto", False)
    return max(_NARROWEST, min(_WIDEST, target.columns)) if target else _WIDEST
