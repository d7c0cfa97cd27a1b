"""The commands `compare`, `generations` and `diff`."""

import click

from strategigraf.api.report import REPORT_FORMATS
from strategigraf.compare.sentences import TYPES
from strategigraf.shell import options
from strategigraf.shell.session import Output, Session, deliver


@click.command("compare")
@click.argument("one", metavar="STRATEGY_A", shell_complete=options.complete_strategy)
@click.argument(
    "strategy", metavar="STRATEGY_B", cls=options.OfWorkspaceArgument, shell_complete=options.complete_strategy
)
@click.option(
    "--kind",
    "kind_names",
    multiple=True,
    shell_complete=options.complete_kind,
)
@options.report(*REPORT_FORMATS)
def compare_command(
    one: str,
    strategy: str,
    kind_names: tuple[str, ...],
    graph: Session,
    output: Output,
) -> None:
    """The strategies A and B: what they share, what just one of them says, what nobody has assessed.

    In a workspace B is its own strategy where it is not given.
    """
    from strategigraf.compare.api import compare

    deliver(compare(graph, one, strategy, kind_names), output)


@click.command("diff")
@click.argument("draft", shell_complete=options.complete_strategy)
@click.argument("print_", metavar="PRINT", shell_complete=options.complete_strategy)
@click.option("--kind", "kind_names", multiple=True, shell_complete=options.complete_kind)  # fmt: skip
@click.option("--type", "types", type=options.OneOf(TYPES), multiple=True)
@options.report(*REPORT_FORMATS)
def diff_command(
    draft: str,
    print_: str,
    kind_names: tuple[str, ...],
    types: tuple[str, ...],
    graph: Session,
    output: Output,
) -> None:
    """What became of each sentence of DRAFT in PRINT (strategies, or documents such as documents/midt-...)."""
    from strategigraf.compare.api import diff

    deliver(diff(graph, draft, print_, kind_names, types), output)


# `strategigraf generations`.


@click.command("generations")
@click.argument("older", required=False, shell_complete=options.complete_strategy)
@click.argument("newer", required=False, shell_complete=options.complete_strategy)
@click.option(
    "--kind",
    "kind_names",
    multiple=True,
    shell_complete=options.complete_kind,
)
@options.report(*REPORT_FORMATS)
def generations_command(
    older: str | None,
    newer: str | None,
    kind_names: tuple[str, ...],
    graph: Session,
    output: Output,
) -> None:
    """What became of each element of the strategy OLDER in NEWER.

    With one strategy: in all that carry something of it on; without any: wherever a continuation is recorded.
    """
    from strategigraf.compare.api import generations

    deliver(generations(graph, older, newer, kind_names), output)
