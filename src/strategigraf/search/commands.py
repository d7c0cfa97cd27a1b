"""`strategigraf search`: words, looked for in titles, quotes, rationales and sources."""

import click

from strategigraf.api.report import REPORT_FORMATS
from strategigraf.shell import options
from strategigraf.shell.session import Output, Session, deliver


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@options.endpoint
@options.strategy
@click.option("--kind", "kinds", multiple=True, shell_complete=options.complete_kind)
@click.option("--most", type=click.IntRange(min=1), default=20, show_default=True)
@options.report(*REPORT_FORMATS)
def search_command(
    words: tuple[str, ...],
    strategy_names: tuple[str, ...],
    kinds: tuple[str, ...],
    most: int,
    graph: Session,
    output: Output,
) -> None:
    """Search titles, quotes and rationales, and with --sources the source texts, for texts that have all WORDS.

    Inflected words are found, and from five letters words inside longer ones. Signs mean nothing.
    """
    from strategigraf.search.report import nothing_found, search

    answer = search(graph, " ".join(words), strategy_names, kinds, output.sources, most)
    if not answer.value.total:
        graph.notice(nothing_found(answer.value))
    deliver(answer, output)
