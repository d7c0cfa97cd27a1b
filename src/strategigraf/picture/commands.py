"""The command `picture`: the red thread, a matrix, a neighbourhood or a time line."""

from collections.abc import Callable

import click

from strategigraf.core.errors import UnknownQuestion, nearest
from strategigraf.core.rdf import Text
from strategigraf.core.thread import BASES
from strategigraf.matrix.view import ORDERS, SELECTIONS
from strategigraf.shell import options
from strategigraf.shell.session import Output, Session, deliver

PICTURES = ("sankey", "heatmap", "neighbourhood", "timeline", "indicators")
_strategy_option = click.option(
    "--strategy", "slug", cls=options.OfWorkspaceOption, required=True, shell_complete=options.complete_strategy
)


def _picture_options(function: Callable[..., None]) -> Callable[..., None]:
    """The options of every picture."""
    width = click.option(
        "--width",
        type=click.IntRange(200, 12000),
    )
    return options.formats("svg", "png", "html")(width(options.graph_and_output(function)))


class _Pictures(click.Group):
    """The pictures by name; an unknown one is refused in both languages."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(PICTURES)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in PICTURES:
            raise UnknownQuestion(
                Text("billede", "picture"),
                args[0],
                nearest(args[0], PICTURES),
                Text(f"Vælg en af: {', '.join(PICTURES)}.", f"Choose one of: {', '.join(PICTURES)}."),
            )
        return super().resolve_command(ctx, args)


@click.group("picture", cls=_Pictures)
def picture_command() -> None:
    """A strategy as a picture: SVG, PNG or a page, each with the words that it rests on."""


@picture_command.command("sankey")
@_strategy_option
@click.option("--targets", is_flag=True)
@click.option(
    "--level",
    "levels",
    multiple=True,
    metavar="KIND",
    shell_complete=options.complete_kind,
)
@_picture_options
def sankey(
    slug: str, targets: bool, levels: tuple[str, ...], width: int | None, graph: Session, output: Output
) -> None:
    """The red thread, from the vision to what it serves; ribbons as wide as the threads that they count."""
    from strategigraf.picture import api

    deliver(api.sankey(graph, slug, targets, levels).wide(width), output)


@picture_command.command("heatmap")
@click.argument("rows", shell_complete=options.complete_kind)
@click.argument("columns", shell_complete=options.complete_kind)
@options.strategy
@click.option("--basis", "bases", type=options.OneOf(BASES), multiple=True)
@click.option("--only", type=options.OneOf(SELECTIONS))
@click.option("--sort", "order", type=options.OneOf(ORDERS), default="order")
@click.option("--group", metavar="KIND", shell_complete=options.complete_kind)
@_picture_options
def heatmap(
    rows: str,
    columns: str,
    strategy_names: tuple[str, ...],
    bases: tuple[str, ...],
    only: str | None,
    order: str,
    group: str | None,
    width: int | None,
    graph: Session,
    output: Output,
) -> None:
    """The matrix of the kinds ROWS by COLUMNS, each cell shaded by the threads that it counts."""
    from strategigraf.picture import api

    deliver(api.heatmap(graph, rows, columns, strategy_names, bases, only, group, order).wide(width), output)


@picture_command.command("neighbourhood")
@click.argument("identifier", metavar="ID", shell_complete=options.complete_thing)
@click.option("--depth", type=click.IntRange(1, 4), default=1, show_default=True)
@click.option("--most", type=click.IntRange(2, 60), default=14, show_default=True)
@_picture_options
def neighbourhood(identifier: str, depth: int, most: int, width: int | None, graph: Session, output: Output) -> None:
    """What stands around the thing ID: wholes, parts, claims, comments, time line, counterparts."""
    from strategigraf.picture import api

    deliver(api.neighbourhood(graph, identifier, depth, most).wide(width), output)


@picture_command.command("timeline")
@_strategy_option
@click.option(
    "--kind", "kind_name", metavar="KIND", shell_complete=options.complete_kind,
)  # fmt: skip
@_picture_options
def timeline(slug: str, kind_name: str | None, width: int | None, graph: Session, output: Output) -> None:
    """What starts when, track by track, and what stands in no entry."""
    from strategigraf.picture import api

    deliver(api.timeline(graph, slug, kind_name or "timeline-entry").wide(width), output)


@picture_command.command("indicators")
@_strategy_option
@click.option("--on", "day", metavar="DATE")
@_picture_options
def indicators(slug: str, day: str | None, width: int | None, graph: Session, output: Output) -> None:
    """Target against actual value by period, each indicator in a panel of its own."""
    from strategigraf.picture import api

    deliver(api.indicators(graph, slug, day).wide(width), output)
