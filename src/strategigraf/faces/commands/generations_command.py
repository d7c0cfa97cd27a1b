"""`strategigraf generations`: what became of each promise of an older strategy."""

from pathlib import Path

import click

from strategigraf.faces import options
from strategigraf.faces.present import REPORT_FORMATS, present_report
from strategigraf.faces.session import Session
from strategigraf.use.store import EmbeddedStore
from strategigraf.values.errors import WrongValue
from strategigraf.values.namespaces import short
from strategigraf.values.text import Text


@click.command("generations")
@click.argument("older", required=False, shell_complete=options.complete_strategy)
@click.argument("newer", required=False, shell_complete=options.complete_strategy)
@click.option(
    "--kind",
    "kind_names",
    multiple=True,
    shell_complete=options.complete_kind,
    help="Only elements of this kind; may be given more than once.",
)
@options.part
@options.evidence
@options.formats(*REPORT_FORMATS)
@options.lang
@options.data
@options.output
def command(
    older: str | None,
    newer: str | None,
    kind_names: tuple[str, ...],
    part_name: str | None,
    evidence: bool,
    format_name: str,
    lang: str,
    data: Path | None,
    output: Path | None,
) -> None:
    """What became of each element of the strategy OLDER in NEWER.

    With one strategy: in all that carry something of it on; without any: wherever a continuation is recorded.
    """
    from strategigraf.answers.generations import generation
    from strategigraf.answers.generations_report import generations_report
    from strategigraf.answers.identifier import of_class
    from strategigraf.answers.kind import find_kind
    from strategigraf.answers.pairing import generation_pairs
    from strategigraf.values.namespaces import SG

    def answer(store: EmbeddedStore) -> None:
        named = [of_class(store, name, SG + "Strategy").value for name in (older, newer) if name is not None]
        known = generation_pairs(store)
        pairs = [pair for pair in known if named in ([], [pair[0]])]
        if len(named) == 2:
            pairs = [_pair(named[0], named[1], known)]
        elif not pairs:
            raise _nothing_continued(named, known)
        kinds = [find_kind(store, name).iri for name in kind_names]
        found = [generation(store, *pair, kinds) for pair in pairs]
        present_report(store, generations_report(store, found), format_name, lang, output, part_name, evidence)

    Session(data, lang).use(answer)


def _pair(older: str, newer: str, known: list[tuple[str, str]]) -> tuple[str, str]:
    if older == newer:
        raise WrongValue(
            Text(f"“{short(older)}” er nævnt to gange.", f"“{short(older)}” is named twice."),
            Text("Nævn den ældre og så den nyere.", "Name the older one and then the newer one."),
        )
    if (newer, older) in known and (older, newer) not in known:
        raise WrongValue(
            Text(
                f"“{short(older)}” viderefører “{short(newer)}”, ikke omvendt.",
                f"“{short(older)}” continues “{short(newer)}”, not the other way round.",
            ),
            Text(
                f"Nævn den ældre først: “strategigraf generations {short(newer)} {short(older)}”.",
                f"Name the older one first: “strategigraf generations {short(newer)} {short(older)}”.",
            ),
        )
    return older, newer


def _nothing_continued(named: list[str], known: list[tuple[str, str]]) -> WrongValue:
    of = Text(f" af “{short(named[0])}”", f" of “{short(named[0])}”") if named else Text("", "")
    olders = ", ".join(dict.fromkeys(short(older) for older, _ in known))
    return WrongValue(
        Text(
            f"Ingen har noteret, at noget{of.da} er videreført.",
            f"Nobody has recorded that anything{of.en} was continued.",
        ),
        Text(f"Videreført er noget af: {olders}.", f"Something was continued of: {olders}.")
        if known
        else Text(
            "Læg et sæt sidestillinger med sg:continues i data/alignments/.",
            "Put a mapping set with sg:continues into data/alignments/.",
        ),
    )
