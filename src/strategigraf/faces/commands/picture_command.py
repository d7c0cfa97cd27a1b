"""`strategigraf picture`: the red thread, a matrix, a neighbourhood or a time line as a picture."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from strategigraf.answers.arrangement import ORDERS
from strategigraf.answers.selection import SELECTIONS
from strategigraf.faces import options
from strategigraf.faces.present import present_picture
from strategigraf.faces.session import Session
from strategigraf.use.store import EmbeddedStore
from strategigraf.values.errors import NothingToDraw, UnknownQuestion
from strategigraf.values.hop import BASES
from strategigraf.values.nearness import nearest
from strategigraf.values.text import Text

if TYPE_CHECKING:
    from strategigraf.answers.kind import Kind

PICTURES = ("sankey", "heatmap", "neighbourhood", "timeline")

_one = click.option(
    "--strategy", "slug", required=True, shell_complete=options.complete_strategy, help="The strategy to draw."
)


def _picture_options(function: Callable[..., None]) -> Callable[..., None]:
    """The options of every picture."""
    width = click.option(
        "--width",
        type=click.IntRange(200, 12000),
        help="Width: pixels of a PNG (2240 without), units of an SVG (1120 without).",
    )
    for option in (options.output, options.data, options.lang, width, options.formats("svg", "png", "html")):
        function = option(function)
    return function


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
def command() -> None:
    """A strategy as a picture: SVG, PNG or a page, each with the words that it rests on."""


@command.command("sankey")
@_one
@click.option("--targets", is_flag=True, help="To SDG targets in place of goals.")
@click.option(
    "--level",
    "levels",
    multiple=True,
    metavar="KIND",
    shell_complete=options.complete_kind,
    help="Through these kinds, from the top; two or more.",
)
@_picture_options
def sankey(slug: str, targets: bool, levels: tuple[str, ...], lang: str, data: Path | None, **given: Any) -> None:
    """The red thread, from the vision to what it serves; ribbons as wide as the threads that they count."""
    from strategigraf.answers.kind import find_kind
    from strategigraf.interchange.drawings import sankey_drawing

    if len(levels) == 1:
        raise click.UsageError("--level: two or more")

    def answer(store: EmbeddedStore) -> None:
        strategy = _strategy(store, slug)
        kinds = [find_kind(store, name) for name in levels]
        drawing = sankey_drawing(store, strategy, targets, kinds)
        if drawing is None:
            raise NothingToDraw(
                Text(f"Ingen tråd forbinder to niveauer i {slug}.", f"No thread joins two levels of {slug}."),
                Text(
                    f"Vælg andre niveauer med --level, eller se dem med “strategigraf list --strategy {slug}”.",
                    f"Choose other levels with --level, or see them with “strategigraf list --strategy {slug}”.",
                ),
            )
        present_picture(store, drawing, language=lang, **given)

    Session(data, lang).use(answer)


@command.command("heatmap")
@click.argument("rows", shell_complete=options.complete_kind)
@click.argument("columns", shell_complete=options.complete_kind)
@options.strategy
@click.option("--basis", "bases", type=click.Choice(BASES), multiple=True, help="Only marks on this basis; repeatable.")
@click.option("--only", type=click.Choice(SELECTIONS), help="As in the matrix: gaps, marks, differences.")
@click.option("--sort", "order", type=click.Choice(ORDERS), default="order", help="The order of the rows.")
@click.option("--group", metavar="KIND", shell_complete=options.complete_kind, help="Group the rows, such as by track.")
@_picture_options
def heatmap(
    rows: str,
    columns: str,
    strategy_names: tuple[str, ...],
    bases: tuple[str, ...],
    only: str | None,
    order: str,
    group: str | None,
    lang: str,
    data: Path | None,
    **given: Any,
) -> None:
    """The matrix of the kinds ROWS by COLUMNS, each cell shaded by the threads that it counts."""
    from strategigraf.answers.arrangement import arranged_matrix
    from strategigraf.answers.matrix import matrix
    from strategigraf.answers.reach import demand_thread
    from strategigraf.answers.selection import selected_matrix
    from strategigraf.interchange.drawings import heat_map_drawing

    def answer(store: EmbeddedStore) -> None:
        strategies = [_strategy(store, name) for name in strategy_names]
        kinds = _kind(store, rows), _kind(store, columns)
        whole = matrix(store, *kinds, strategies, bases)
        if not whole.cells and not bases:
            demand_thread(store, *kinds)
        if only:
            whole = selected_matrix(store, whole, kinds, only)
        whole = arranged_matrix(store, whole, kinds[0], order, _kind(store, group) if group else None, lang)
        if not whole.rows or not whole.columns:
            raise NothingToDraw(
                Text(f"{rows} × {columns} har ingen rækker eller kolonner her.",
                     f"{rows} × {columns} has no rows or no columns here."),
                Text("Vælg andre slags, eller en anden strategi.", "Choose other kinds, or another strategy."),
            )  # fmt: skip
        present_picture(store, heat_map_drawing(store, whole, kinds, strategies), language=lang, **given)

    Session(data, lang).use(answer)


@command.command("neighbourhood")
@click.argument("identifier", metavar="ID", shell_complete=options.complete_thing)
@click.option("--depth", type=click.IntRange(1, 4), default=1, show_default=True, help="So many steps away.")
@click.option(
    "--most", type=click.IntRange(2, 60), default=14, show_default=True, help="Cards on a side; more are folded."
)
@_picture_options
def neighbourhood(identifier: str, depth: int, most: int, lang: str, data: Path | None, **given: Any) -> None:
    """What stands around the thing ID: wholes, parts, claims, comments, time line, counterparts."""
    from strategigraf.answers.identifier import any_thing
    from strategigraf.interchange.drawings import neighbourhood_drawing

    def answer(store: EmbeddedStore) -> None:
        thing = any_thing(store, identifier).value
        present_picture(store, neighbourhood_drawing(store, thing, depth, most), language=lang, **given)

    Session(data, lang).use(answer)


@command.command("timeline")
@_one
@click.option(
    "--kind", "kind_name", metavar="KIND", shell_complete=options.complete_kind,
    help="Other dated things, such as process-step, in place of time line entries.",
)  # fmt: skip
@_picture_options
def timeline(slug: str, kind_name: str | None, lang: str, data: Path | None, **given: Any) -> None:
    """What starts when, track by track, and what stands in no entry."""
    from strategigraf.interchange.drawings import timeline_drawing

    def answer(store: EmbeddedStore) -> None:
        strategy = _strategy(store, slug)
        kind = _kind(store, kind_name or "timeline-entry")
        drawing = timeline_drawing(store, strategy, kind)
        if drawing is None:
            raise NothingToDraw(
                Text(f"{slug} har ingen {kind.label.da} med en tid.", f"{slug} has no {kind.label.en} with a time."),
                Text(
                    "Vælg en anden strategi, eller andre daterede ting med --kind (fx process-step).",
                    "Choose another strategy, or other dated things with --kind (such as process-step).",
                ),
            )
        present_picture(store, drawing, language=lang, **given)

    Session(data, lang).use(answer)


def _strategy(store: EmbeddedStore, name: str) -> str:
    from strategigraf.answers.identifier import of_class
    from strategigraf.values.namespaces import SG

    return of_class(store, name, SG + "Strategy").value


def _kind(store: EmbeddedStore, name: str) -> "Kind":
    from strategigraf.answers.kind import find_kind

    name, _, slug = name.partition("@")
    kind = find_kind(store, name)
    return kind._replace(strategy=_strategy(store, slug)) if slug else kind
