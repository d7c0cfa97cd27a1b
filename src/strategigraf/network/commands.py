"""`strategigraf network`: the graph as a network, and the questions that only graph theory answers."""

from collections.abc import Callable

import click

from strategigraf.api.report import REPORT_FORMATS
from strategigraf.core.errors import UnknownQuestion, WrongValue, nearest
from strategigraf.core.rdf import Text, message
from strategigraf.core.thread import BASES
from strategigraf.network import api
from strategigraf.shell import options
from strategigraf.shell.session import Output, Session, deliver, emit, refuse_unshown

QUESTIONS = ("carriers", "communities", "centrality", "path", "overloaded", "expendable", "export")
_most = click.option("--most", type=click.IntRange(min=1), default=20, show_default=True)


def _report_options(function: Callable[..., None]) -> Callable[..., None]:
    """The options of every question that is answered by a report."""
    return options.strategy(options.evidence(options.part(options.answer(*REPORT_FORMATS)(function))))


class _Questions(click.Group):
    """The questions by name; an unknown one is refused in both languages."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(QUESTIONS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in QUESTIONS:
            raise UnknownQuestion(
                Text("spørgsmål til netværket", "question about the network named"),
                args[0],
                nearest(args[0], QUESTIONS),
                Text(f"Vælg en af: {', '.join(QUESTIONS)}.", f"Choose one of: {', '.join(QUESTIONS)}."),
            )
        return super().resolve_command(ctx, args)


@click.group("network", cls=_Questions, invoke_without_command=True)
@_report_options
@click.pass_context
def network_command(ctx: click.Context, /, strategy_names: tuple[str, ...], graph: Session, output: Output) -> None:
    """The strategies as a network: what it holds, or one of the questions below."""
    if ctx.invoked_subcommand is None:
        deliver(api.overview(graph, strategy_names), output)
        return
    for option in (param for param in ctx.command.params if param.name not in ("colour", "no_pager")):
        source = ctx.get_parameter_source(str(option.name))
        if source is not None and source.name == "COMMANDLINE":
            name, subcommand = max(option.opts, key=len), ctx.invoked_subcommand
            raise WrongValue(
                Text(f"{name} er skrevet før »{subcommand}«.", f"{name} is written before “{subcommand}”."),
                Text(f"Skriv det efter: network {subcommand} {name}.", f"Write it after: network {subcommand} {name}."),
            )


@network_command.command("carriers")
@_most
@_report_options
def carriers_command(most: int, strategy_names: tuple[str, ...], graph: Session, output: Output) -> None:
    """What a sub-target, or a piece of a strategy, hangs on alone (articulation points, bridges)."""
    from strategigraf.network.load import carriers

    deliver(carriers(graph, strategy_names, most), output)


@network_command.command("communities")
@_report_options
def communities_command(strategy_names: tuple[str, ...], graph: Session, output: Output) -> None:
    """Which elements the links draw together, against the official tracks."""
    from strategigraf.network.communities import communities

    deliver(communities(graph, strategy_names), output)


@network_command.command("centrality")
@_most
@_report_options
def centrality_command(most: int, strategy_names: tuple[str, ...], graph: Session, output: Output) -> None:
    """What much leads to, and what much runs through."""
    deliver(api.centrality(graph, strategy_names, most), output)


@network_command.command("path")
@click.argument("start", metavar="START", shell_complete=options.complete_thing)
@click.argument("end", metavar="END", shell_complete=options.complete_thing)
@click.option("--most", type=click.IntRange(min=1), default=3, show_default=True)
@_report_options
def path_command(
    start: str, end: str, most: int, strategy_names: tuple[str, ...], graph: Session, output: Output
) -> None:
    """The shortest thread between A and B, step by step, with its words."""
    deliver(api.path(graph, start, end, strategy_names, most), output)


@network_command.command("overloaded")
@_report_options
def overloaded_command(strategy_names: tuple[str, ...], graph: Session, output: Output) -> None:
    """Goals that carry far more than the others of their strategy."""
    from strategigraf.network.load import overloaded

    deliver(overloaded(graph, strategy_names), output)


@network_command.command("expendable")
@click.option("--basis", "bases", type=options.OneOf(BASES), multiple=True)
@_report_options
def expendable_command(bases: tuple[str, ...], strategy_names: tuple[str, ...], graph: Session, output: Output) -> None:
    """The most initiatives that could fall without a sub-target losing its last mark."""
    deliver(api.expendable(graph, strategy_names, bases), output)


@network_command.command("export")
@options.formats(*api.EXPORT_FORMATS, of_cover=False)
@click.option(
    "--kind",
    "kind_names",
    multiple=True,
    shell_complete=options.complete_kind,
)
@click.option("--around", metavar="ID", shell_complete=options.complete_thing)
@click.option("--depth", type=click.IntRange(min=0))
@options.strategy
@options.graph_and_output
def export_command(
    kind_names: tuple[str, ...],
    around: str | None,
    depth: int | None,
    strategy_names: tuple[str, ...],
    graph: Session,
    output: Output,
) -> None:
    """The network as GraphML, GEXF, node-link JSON, Cytoscape JSON, Mermaid or DOT."""
    refuse_unshown(output)
    answer = api.exchange(graph, strategy_names, kind_names, around, depth)
    nodes, edges = len(answer.value.nodes), len(answer.value.edges)
    pieces = answer.packed(output.format_name or "")
    emit(b"".join(pieces).decode() if output.screen is not None else pieces, output)
    if not nodes:
        graph.notice(message("network.export.empty"))
    elif output.format_name == "mermaid" and api.too_large_for_mermaid(edges, len(b"".join(pieces).decode())):
        graph.notice(message("network.export.large", nodes=nodes, edges=edges))
