"""Options that mean the same in every command, and completion of what is in the graph."""

from collections.abc import Callable, Sequence
from functools import update_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from strategigraf.core.errors import StoreDamaged, WrongValue, option_value
from strategigraf.core.rdf import LANGUAGES, Text
from strategigraf.shell.session import Output, Session

if TYPE_CHECKING:
    from strategigraf.files.question import Parameter

Command = TypeVar("Command", bound=Callable[..., Any])


class OneOf(click.Choice[str]):
    """One of the values *choices*, written as it is named or by its Danish or English word, in any case."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        choice = option_value(str(value), self.choices)
        return super().convert(value, param, ctx) if choice is None else choice


def _language_before() -> str:
    """The language that stands before the command, else that of STRATEGIGRAF_LANG, else Danish."""
    return str(click.get_current_context().find_root().params.get("lang") or LANGUAGES[0])


lang = click.option("--lang", type=OneOf(LANGUAGES), default=_language_before)
lang_before = click.option("--lang", type=OneOf(LANGUAGES), envvar="STRATEGIGRAF_LANG", default=LANGUAGES[0])


class _Layer(click.Path):
    """A data folder; several in the environment are written as in PATH."""

    def split_envvar_value(self, rv: str) -> Sequence[str]:
        """The folders that *rv* names."""
        from strategigraf.files.workspace import layers_in

        return layers_in(rv)


data = click.option(
    "--data",
    type=_Layer(path_type=Path, file_okay=False),
    envvar="STRATEGIGRAF_DATA",
    multiple=True,
)
_output = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
)
sources = click.option(
    "--sources",
    type=click.Path(path_type=Path),
    envvar="STRATEGIGRAF_SOURCES",
)
strategy = click.option(
    "--strategy",
    "strategy_names",
    multiple=True,
    shell_complete=lambda ctx, param, text: complete_strategy(ctx, param, text),
)
endpoint = click.option("--endpoint", metavar="URL")
evidence = click.option("--evidence", is_flag=True)
part = click.option("--part", "part_name", metavar="NAME")


thing = click.argument(
    "identifier",
    metavar="ID",
    nargs=-1,
    required=True,
    callback=lambda ctx, param, words: " ".join(words),
    shell_complete=lambda ctx, param, text: complete_thing(ctx, param, text),
)


def on_screen(command: Command) -> Command:
    """The options `--color` and `--no-pager`, which may precede the command as well."""
    colour = click.option(
        "--color",
        "colour",
        type=OneOf(["auto", "always", "never"]),
    )
    pager = click.option("--no-pager", is_flag=True)
    return colour(pager(command))


# What a command is given in place of its options: the graph that it asks, and the output that its answer goes to.


def graph(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options `--lang` and `--data`; *command* is given the `graph`, a Session, in their place."""
    return lang(data(_with_graph(command)))


def output(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options `--lang` and `-o`, and what governs an answer on the terminal; *command* is given the `graph` of the
    program's own files and the `output` in place of them."""
    return lang(_output(on_screen(_with_graph(_with_output(command)))))


def graph_and_output(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options `--lang`, `--data` and `-o`, and what governs an answer on the terminal; *command* is given the
    `graph` and the `output` in place of them, of the format, `--part`, `--evidence` and `--sources`."""
    return lang(data(_output(on_screen(_with_graph(_with_output(command))))))


def _with_graph(command: Callable[..., Any]) -> Callable[..., Any]:
    def run(*args: Any, lang: str, data: Sequence[Path] = (), **options: Any) -> Any:
        graph = Session(data, lang)
        graph.endpoint = options.pop("endpoint", None)
        if "sources" in options and options["sources"] is None:
            options["sources"] = graph.workspace.sources
        if "strategy_names" in options:
            options["strategy_names"] = _strategies(graph, options)
        for name in ("strategy", "slug"):
            if options.get(name, "") is None:
                options[name] = _own_strategy(graph, name)
        return command(*args, graph=graph, **options)

    return update_wrapper(run, command)


_EVERY = ("all", "alle")


def _strategies(graph: Session, options: dict[str, Any]) -> tuple[str, ...]:
    """The strategies that the *options* of a command narrow it to: those typed; else, in a workspace over others, one's
    own, unless what is typed names another strategy or asks which there are. `all` narrows to none."""
    typed: tuple[str, ...] = options["strategy_names"]
    if any(name.casefold() in _EVERY for name in typed):
        return ()
    kind, *others = [str(options.get(name) or "") for name in ("kind", "rows", "columns", "around", "start")]
    if typed or others[2] or others[3] or "@" in "".join(others):
        return typed
    own = graph.narrowed()
    if own and kind:
        from strategigraf.core.rdf import SG
        from strategigraf.store.names import find_kind

        return () if graph.use(lambda store: find_kind(store, kind).iri) == SG + "Strategy" else own
    return own


def _own_strategy(graph: Session, name: str) -> str:
    """The one strategy of the workspace, where none is typed as the parameter *name*. Raises MissingParameter where
    there is not just one."""
    own = graph.own_strategies()
    if len(own) == 1:
        return own[0]
    context = click.get_current_context()
    (param,) = (param for param in context.command.params if param.name == name)
    raise click.MissingParameter(ctx=context, param=param)


class _OfWorkspace(click.Parameter):
    """What must be typed unless the workspace knows it, which is asked when all options are read (`_own_strategy`)."""

    def process_value(self, ctx: click.Context, value: Any) -> Any:
        """See click; None where nothing is typed."""
        try:
            return super().process_value(ctx, value)
        except click.MissingParameter:
            return None


class OfWorkspaceOption(_OfWorkspace, click.Option):
    """An option for the strategy, which a workspace has just one of."""


class OfWorkspaceArgument(_OfWorkspace, click.Argument):
    """An argument for the strategy, which a workspace has just one of."""


def _with_output(command: Callable[..., Any]) -> Callable[..., Any]:
    """*command* with its `output`; asked again where the store turns out to be damaged only when its answer is
    written."""

    def run(*args: Any, graph: Session, **options: Any) -> Any:
        output_of_answer = _output_from(click.get_current_context(), options)
        try:
            return command(*args, graph=graph, output=output_of_answer, **options)
        except StoreDamaged as error:
            graph.cache().discard(error)
            return command(*args, graph=graph, output=output_of_answer, **options)

    return update_wrapper(run, command)


def _output_from(ctx: click.Context, options: dict[str, Any]) -> Output:
    """The output that *options* give, with what belongs to it taken out of them. Raises WrongValue where the ending of
    the file is one of another format, and where `--bom` is given for one that it does not belong to."""
    path, bom = options.pop("output"), options.pop("bom", False)
    format_name, excel = options.pop("format_name", None), options.pop("csv_style", None) == "excel"
    typed = ctx.get_parameter_source("format_name") is click.core.ParameterSource.COMMANDLINE
    if excel and typed and format_name != "csv":
        raise WrongValue(
            Text("--csv hører til formatet csv.", "--csv belongs to the format csv."),
            Text("Udelad --format eller --csv.", "Leave --format or --csv out."),
        )
    if excel:
        format_name, typed, bom = "csv", True, True
    if path is not None:
        format_name = _format_of(ctx, path, format_name, typed)
    if bom and format_name not in ("csv", "tsv"):
        raise WrongValue(
            Text("--bom kan kun bruges med csv og tsv.", "--bom can only be used with csv and tsv."),
            Text("Tilføj --format csv, eller udelad --bom.", "Add --format csv, or leave --bom out."),
        )
    del options["colour"], options["no_pager"]
    contexts = [ctx]
    while contexts[-1].parent is not None:
        contexts.append(contexts[-1].parent)
    colours = [colour for context in contexts if (colour := context.params.get("colour"))]
    return Output(
        path,
        format_name,
        colours[0] if colours else "auto",
        not any(context.params.get("no_pager") for context in contexts),
        bom,
        options.pop("sources", None),
        options.pop("part_name", None),
        options.pop("evidence", False),
        excel,
        options.pop("everything", False),
    )


def _format_of(ctx: click.Context, path: Path, value: str | None, typed: bool) -> str | None:
    """The format *value*, or where none was *typed* that of the ending of the file *path*. Raises WrongValue."""
    from strategigraf.files.output import format_for

    types = [param.type for param in ctx.command.params if param.name == "format_name"]
    choices = [name for kind in types if isinstance(kind, click.Choice) for name in kind.choices]
    return (format_for(path, choices, value if typed else None) if choices else None) or value


def formats(*names: str, of_cover: bool = True) -> Callable[[Command], Command]:
    """The option `--format` with the formats *names*, the first of which is the default; with `--bom` where there is
    one that a spreadsheet reads, and *of_cover* with `--sources` where there is a workbook."""
    return format_option(names, names[0], of_cover)


def format_option(names: Sequence[str], default: str | None, of_cover: bool = True) -> Callable[[Command], Command]:
    """The option `--format` with the formats *names* and a *default* of them, and what belongs to some of them."""
    decorator = click.option(
        "--format",
        "format_name",
        type=OneOf(names),
        default=default,
        show_default=default is not None,
    )
    if "xlsx" in names and of_cover:
        decorator = _combined(decorator, _sources_of_cover)
    if "table" in names:
        decorator = _combined(decorator, click.option("--all", "everything", is_flag=True))
    if "csv" in names:
        decorator = _combined(decorator, click.option("--csv", "csv_style", type=OneOf(["excel"])))
        decorator = _combined(decorator, click.option("--bom", is_flag=True))
    return decorator


def answer(*names: str, of_cover: bool = True) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The options of an answer: `--format` with the formats *names*, `--lang`, `--data` and `-o`; the command is given
    the `graph` and the `output` in place of them."""
    return lambda command: formats(*names, of_cover=of_cover)(graph_and_output(command))


def report(*names: str, of_cover: bool = True) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The options of an answer that is a report: `--part`, `--evidence`, and what `answer` adds."""
    return lambda command: part(evidence(answer(*names, of_cover=of_cover)(command)))


def limits(command: Command) -> Command:
    """The options `--timeout` and `--memory`: what a query may take."""
    timeout = click.option(
        "--timeout",
        type=click.FloatRange(min=0),
        metavar="SECONDS",
        default=60,
        show_default=True,
    )
    memory = click.option(
        "--memory",
        type=click.IntRange(min=0),
        metavar="MIB",
        default=4096,
        show_default=True,
    )
    return timeout(memory(command))


def _combined(outer: Callable[[Command], Command], inner: Callable[[Command], Command]) -> Callable[[Command], Command]:
    return lambda command: outer(inner(command))


_sources_of_cover = click.option(
    "--sources",
    type=click.Path(path_type=Path),
    envvar="STRATEGIGRAF_SOURCES",
)


def complete_question(ctx: click.Context, param: click.Parameter, text: str) -> list[str]:
    """Names of questions that begin with *text*."""
    from strategigraf.files.workspace import find_workspace

    return [path.stem for path in find_workspace().query_files() if path.stem.startswith(text)]


def complete_kind(ctx: click.Context, param: click.Parameter, text: str) -> list[str]:
    """Names of kinds that begin with *text*."""
    from strategigraf.store.names import kinds

    return _complete(ctx, text, lambda store: [kind.name for kind in kinds(store)])


def complete_strategy(ctx: click.Context, param: click.Parameter, text: str) -> list[str]:
    """Slugs of strategies that begin with *text*."""
    from strategigraf.core.rdf import SG
    from strategigraf.store.names import names_of_class

    return _complete(ctx, text, lambda store: names_of_class(store, SG + "Strategy"))


def complete_parameter(ctx: click.Context, question: str | None, text: str) -> list[str]:
    """The parameters of *question* as options that begin with *text*."""
    return [f"--{parameter.name}" for parameter in _parameters(question) if f"--{parameter.name}".startswith(text)]


def complete_value(ctx: click.Context, question: str | None, name: str, text: str) -> list[str]:
    """Values that begin with *text* for the parameter *name* of *question*: short names of things of its class."""
    from strategigraf.core.rdf import expand
    from strategigraf.store.names import names_of_class

    kinds = [parameter.kind for parameter in _parameters(question) if parameter.name == name and parameter.kind]
    return _complete(ctx, text, lambda store: names_of_class(store, expand(kinds[0]))) if kinds else []


def _parameters(question: str | None) -> "tuple[Parameter, ...]":
    from strategigraf.core.errors import StrategigrafError
    from strategigraf.files.question import find_question
    from strategigraf.files.workspace import find_workspace

    try:
        return find_question(question or "", find_workspace().query_files()).parameters
    except StrategigrafError:
        return ()


def complete_thing(ctx: click.Context, param: click.Parameter, text: str) -> list[str]:
    """Short names of things, and numbers of targets, that begin with *text*."""
    from strategigraf.store.names import things_with_title

    return _complete(ctx, text, things_with_title)


def complete_statement(ctx: click.Context, param: click.Parameter, text: str) -> list[str]:
    """Short names of links and alignments that begin with *text*."""
    from strategigraf.core.rdf import RDF
    from strategigraf.store.names import names_of_class

    return _complete(ctx, text, lambda store: names_of_class(store, RDF + "Statement"))


def _complete(ctx: click.Context, text: str, names: Callable[[Any], list[str]]) -> list[str]:
    try:
        all_names = Session(ctx.params.get("data") or (), "da").use(names)
    except Exception:  # a completion never fails in the user's face
        return []
    return [name for name in all_names if name.startswith(text)]
