"""`strategigraf network`: the graph as a network, and the questions that only graph theory answers."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from strategigraf.core.errors import UnknownQuestion, WrongValue, nearest
from strategigraf.core.rdf import Text
from strategigraf.core.thread import BASES
from strategigraf.shell import options
from strategigraf.shell.session import REPORT_FORMATS, Session, deliver, present_report
from strategigraf.store.sparql import EmbeddedStore

if TYPE_CHECKING:
    from strategigraf.core.report import Report

QUESTIONS = ("carriers", "communities", "centrality", "path", "overloaded", "expendable", "export")
EXPORTS = ("graphml", "gexf", "json", "cytoscape", "mermaid", "dot")
_most = click.option("--most", type=click.IntRange(min=1), default=20, show_default=True, help="At most so many rows.")


def _report_options(function: Callable[..., None]) -> Callable[..., None]:
    """The options of every question that is answered by a report."""
    for option in (
        options.output,
        options.data,
        options.lang,
        options.formats(*REPORT_FORMATS),
        options.part,
        options.evidence,
        options.strategy,
    ):
        function = option(function)
    return function


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
def network_command(ctx: click.Context, /, **given: Any) -> None:
    """The strategies as a network: what it holds, or one of the questions below."""
    if ctx.invoked_subcommand is None:
        from strategigraf.network.api import overview_request

        _report(given, overview_request)
        return
    for name in given:
        source = ctx.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            option = {"strategy_names": "strategy", "format_name": "format", "part_name": "part"}.get(name, name)
            asked = ctx.invoked_subcommand
            raise WrongValue(
                Text(f"--{option} står før “{asked}”.", f"--{option} stands before “{asked}”."),
                Text(f"Skriv det efter: network {asked} --{option}.", f"Put it after: network {asked} --{option}."),
            )


@network_command.command("carriers")
@_most
@_report_options
def carriers_command(most: int, **given: Any) -> None:
    """What a sub-target, or a piece of a strategy, hangs on alone (articulation points, bridges)."""
    from strategigraf.network.api import carriers_request

    _report(given, lambda store, chosen: carriers_request(store, chosen, most))


@network_command.command("communities")
@_report_options
def communities_command(**given: Any) -> None:
    """Which elements the links draw together, against the official tracks."""
    from strategigraf.network.api import communities_request

    _report(given, communities_request)


@network_command.command("centrality")
@_most
@_report_options
def centrality_command(most: int, **given: Any) -> None:
    """What much leads to, and what much runs through."""
    from strategigraf.network.api import centrality_request

    _report(given, lambda store, chosen: centrality_request(store, chosen, most))


@network_command.command("path")
@click.argument("start", metavar="A", shell_complete=options.complete_thing)
@click.argument("end", metavar="B", shell_complete=options.complete_thing)
@click.option("--most", type=click.IntRange(min=1), default=3, show_default=True, help="At most so many ways.")
@_report_options
def path_command(start: str, end: str, most: int, **given: Any) -> None:
    """The shortest thread between A and B, step by step, with its words."""
    from strategigraf.network.api import path_request

    _report(given, lambda store, chosen: path_request(store, start, end, chosen, most, given["lang"]))


@network_command.command("overloaded")
@_report_options
def overloaded_command(**given: Any) -> None:
    """Goals that carry far more than the others of their strategy."""
    from strategigraf.network.api import overloaded_request

    _report(given, overloaded_request)


@network_command.command("expendable")
@click.option(
    "--basis", "bases", type=options.OneOf(BASES), multiple=True, help="Only marks on this basis; repeatable."
)
@_report_options
def expendable_command(bases: tuple[str, ...], **given: Any) -> None:
    """The most initiatives that could fall without a sub-target losing its last mark."""
    from strategigraf.network.api import expendable_request

    _report(given, lambda store, chosen: expendable_request(store, chosen, bases))


@network_command.command("export")
@options.format_option(EXPORTS, EXPORTS[0], of_cover=False)
@click.option(
    "--kind",
    "kind_names",
    multiple=True,
    shell_complete=options.complete_kind,
    help="Only nodes of this kind; may be given more than once.",
)
@click.option("--around", metavar="ID", shell_complete=options.complete_thing, help="Only what is near this thing.")
@click.option("--depth", type=click.IntRange(min=0), help="How many steps from it, up or down. [default: 1]")
@options.strategy
@options.lang
@options.data
@options.output
def export_command(
    format_name: str,
    kind_names: tuple[str, ...],
    around: str | None,
    depth: int | None,
    strategy_names: tuple[str, ...],
    lang: str,
    data: Path | None,
    output: Path | None,
) -> None:
    """The network as GraphML, GEXF, node-link JSON, Cytoscape JSON, Mermaid or DOT."""
    from strategigraf.network.api import exported, network_request, too_large_for_mermaid

    session = Session(data, lang)

    def answer(store: EmbeddedStore) -> None:
        graph = network_request(store, strategy_names, kind_names, around, depth)
        text = exported(store, graph, format_name, lang)
        deliver(text, output)
        if not len(graph):
            session.notice(Text("Netværket er tomt.", "The network is empty."))
        elif format_name == "mermaid" and too_large_for_mermaid(graph, text):
            session.notice(
                Text(
                    f"{len(graph)} punkter og {graph.number_of_edges()} kanter er mere, end Mermaid tegner uden videre"
                    " (500 kanter, 50.000 tegn). Indsnævr med --strategy, --kind eller --around.",
                    f"{len(graph)} nodes and {graph.number_of_edges()} edges are more than Mermaid draws by itself (500"
                    " edges, 50,000 characters). Narrow it with --strategy, --kind or --around.",
                )
            )

    session.use(answer)


def _report(given: dict[str, Any], question: Callable[[EmbeddedStore, tuple[str, ...]], "Report"]) -> None:
    """Delivers the report that *question* gives for the store and the chosen strategies, as the options *given* say."""

    def answer(store: EmbeddedStore) -> None:
        report = question(store, given["strategy_names"])
        form, language = given["format_name"], given["lang"]
        present_report(store, report, form, language, given["output"], given["part_name"], given["evidence"])

    Session(given["data"], given["lang"]).use(answer)
