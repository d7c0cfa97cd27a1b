"""`strategigraf propose`: what a document says that may be an element, and the page on which this is reviewed."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from strategigraf.api.report import REPORT_FORMATS
from strategigraf.core.errors import StrategigrafError
from strategigraf.core.rdf import Text, message
from strategigraf.shell import options
from strategigraf.shell.session import Output, Session, deliver

if TYPE_CHECKING:
    from strategigraf.propose.report import ProposeAnswer

_END = ("slut", "end")


@click.command("propose")
@click.argument("document", type=click.Path(path_type=Path))
@click.option("--as", "styles", multiple=True, metavar="STYLE=KIND")
@click.option("--profile", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--save", "saved", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--only-profile", is_flag=True)
@click.option("--ask/--no-ask", default=None)
@options.report(*REPORT_FORMATS)
def propose_command(
    document: Path,
    styles: tuple[str, ...],
    profile: Path | None,
    saved: Path | None,
    only_profile: bool,
    ask: bool | None,
    graph: Session,
    output: Output,
) -> None:
    """Propose the elements of DOCUMENT with their words: the page on which they are reviewed with -o FILE.html.

    What looks alike is one style, and each style is asked for once on a terminal: or answer with --as, and keep the
    answers with --save.
    """
    from strategigraf.propose.report import propose

    sources = output.sources
    answer = propose(graph, document, profile=profile, styles=styles, general=not only_profile, sources=sources)
    on_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    if ask or (ask is None and on_terminal):
        answer = _asked(answer, graph.language)
        saved = saved or _place_for_answers(answer, graph.language)
    deliver(answer, output._replace(sources=None))
    if saved is not None:
        from strategigraf.files.output import write

        write(saved, answer.to_profile().encode("utf-8"))
    value = answer.value
    graph.notice(
        message(
            "propose.told",
            elements=len(value.elements),
            claims=len(value.claims),
            percent=f"{100 * value.covered:.0f}",
        )
    )
    reviewed = output.path if output.path is not None and output.path.suffix.lower() in (".html", ".htm") else None
    if reviewed is not None:
        graph.notice(message("propose.next", page=reviewed))
    for one in value.counts:
        if one.value != one.found:
            graph.notice(message("propose.differs", stated=one.value, found=one.found, words=one.quote))
    if value.persons:
        graph.notice(message("propose.names", persons=len(value.persons)))


def _asked(answer: "ProposeAnswer", language: str) -> "ProposeAnswer":
    """*answer* with what the user says of each of its styles, the most frequent first; Enter keeps what is proposed."""
    from strategigraf.propose.report import answer_style

    asked = answer.unanswered()
    given: list[str] = []
    if asked:
        _say(message("propose.ask.head", styles=len(asked)), language)
    for group in asked:
        shown = " | ".join(words[:60] for words in group.examples)
        kind = answer.name_of(group.kind)
        question = message("propose.ask.style", shown=shown, times=group.occurrences, under=group.under or group.style)
        said = _kind_said(answer, question.in_language(language), kind.in_language(language), language)
        if said is None:
            break
        if said != group.kind:
            given.append(f"{answer_style(group)}={said}")
    return answer.with_styles(given) if given else answer


def _kind_said(answer: "ProposeAnswer", question: str, proposed: str, language: str) -> str | None:
    """The kind that is typed; that which is *proposed* for an empty line, None where no more is to be asked."""
    while True:
        said = click.prompt(question, default=proposed, err=True).strip()
        if said.casefold() in _END:
            return None
        try:
            return answer.kind_said(said)
        except StrategigrafError as error:
            _say(error.message, language)
            _say(error.remedy, language)


def _place_for_answers(answer: "ProposeAnswer", language: str) -> Path | None:
    """The file that the answers are to be kept in, where there are any."""
    if not answer.profile.rules:
        return None
    said = click.prompt(message("propose.ask.save").in_language(language), default="", show_default=False, err=True)
    return Path(said.strip()) if said.strip() else None


def _say(text: Text, language: str) -> None:
    click.echo(text.in_language(language), err=True)
