"""The commands `check`, `quote`, `sources`, `rules`, `ontology` and `fmt`."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from strategigraf.core.errors import (
    QuoteNotFound,
    SourceNotFound,
    StrategigrafError,
    WrongValue,
    nearest,
    nearest_remedy,
)
from strategigraf.core.rdf import (
    LANGUAGES,
    OWL,
    PREFIXES,
    RDF,
    RDFS,
    SG,
    SKOS,
    Iri,
    Literal,
    Term,
    Text,
    joined,
    message,
    prefixed,
    short,
    unseen,
)
from strategigraf.core.text import markdown
from strategigraf.files import turtle
from strategigraf.shell import options
from strategigraf.shell.session import Output, Session, deliver, emit
from strategigraf.store.sparql import EmbeddedStore

if TYPE_CHECKING:
    from strategigraf.files.source_text import SourceText

Value = TypeVar("Value")

# `strategigraf check`.


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@options.sources
@click.option(
    "--engine",
    type=options.OneOf(["auto", "gate", "pyshacl"]),
    default="auto",
    show_default=True,
)
@click.option("--complete", is_flag=True)
@click.option(
    "--shapes",
    type=click.Path(path_type=Path),
    metavar="FILE|FOLDER",
)
@options.answer("table", "csv", "json", "markdown", "turtle")
def check_command(
    paths: tuple[Path, ...], engine: str, complete: bool, shapes: Path | None, graph: Session, output: Output
) -> int:
    """Check shapes and quotes of all data, or of the Turtle files and folders PATH, against the source texts.

    Ends with 1 where something is wrong, with 0 where there is nothing or only warnings. With --shapes, --format turtle
    is the report of SHACL.
    """
    from strategigraf.check.report import check

    if shapes is None and output.format_name == "turtle":
        raise WrongValue(
            Text("--format turtle kan kun bruges med --shapes.", "--format turtle can only be used with --shapes."),
            Text("Vælg table, csv, json eller markdown.", "Choose table, csv, json or markdown."),
        )
    answer = check(graph, paths, output.sources, engine, complete, shapes)
    deliver(answer, output)
    graph.notice(Text(answer.summary, answer.summary))
    return int(not answer.good)


# `strategigraf fmt`.


@click.command("fmt")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", "only_check", is_flag=True)
@options.graph
def fmt_command(paths: tuple[Path, ...], only_check: bool, graph: Session) -> int:
    """Write the Turtle files and folders PATH (all data, ontology and shapes without any) in the house style."""
    from strategigraf.check.verdicts import not_in_style
    from strategigraf.files import output
    from strategigraf.files.workspace import files_at
    from strategigraf.store.cache import cache_folder

    files = files_at(paths) if paths else graph.workspace.editable_files()
    changed = not_in_style(files, cache_folder() / "in-style")  # all are read before any is written
    for path, content in changed.items():
        click.echo(unseen(str(path)))
        if not only_check:
            output.write(path, content)
    verb = message("check.fmt.differ") if only_check else message("check.fmt.rewritten")
    graph.notice(message("check.fmt.files", changed=len(changed), files=len(files), verb=verb))
    return int(only_check and bool(changed))


# `strategigraf ontology`.


@click.command("ontology")
@click.argument("names", nargs=-1, metavar="NAME")
@click.option("--diagram", is_flag=True)
@options.output
def ontology_command(names: tuple[str, ...], diagram: bool, graph: Session, output: Output) -> None:
    """Print the documentation of the vocabulary, made from it, in Markdown; on a terminal a list in one language."""
    path = graph.workspace.ontology / "strategigraf.ttl"
    if diagram:
        emit(ontology_diagram(path), output)
        return
    about = {iri: description for iri, description in _described(path).items() if iri.startswith(SG)}
    by_words = {" ".join((short(iri), *_words(about[iri]))): iri for iri in sorted(about)}
    chosen = {iri: about[iri] for iri in _named_by(names, by_words)}
    paragraphs = [
        (f"{short(iri)} ({label.in_language(graph.language)})", _text(one, SKOS + "definition"))
        for iri, one in chosen.items()
        for label in [_label(one)]
    ]
    _emit_page(ontology_page(chosen), paragraphs, graph.language, output)


_MOST = 5  # wordings that a hint lists


@click.command("quote")
@click.argument("words", metavar="FIND")
@click.option("--document", metavar="NAME")
@click.option("--id", "name", metavar="NAME", default="element", show_default=True)
@options.sources
@options.output
def quote_command(words: str, document: str | None, name: str, graph: Session, output: Output) -> None:
    """Find the words FIND in the source texts and print the quote node to paste, one for each place they stand."""
    from strategigraf.check.quotes import described_documents, document_names, places_inside_words, quotations
    from strategigraf.files.source_text import SourceFolder

    if output.sources is None:
        raise SourceNotFound(
            Text("Der er ingen kildetekster at søge i.", "There are no source texts to search."),
            Text(
                "Angiv mappen med --sources MAPPE eller miljøvariablen STRATEGIGRAF_SOURCES.",
                "Give the folder with --sources FOLDER or the environment variable STRATEGIGRAF_SOURCES.",
            ),
        )
    if not words.strip():
        raise WrongValue(
            Text("Der er ingen ordlyd at søge efter.", "There is no wording to search for."),
            Text("Angiv en ordlyd fra kilden.", "Give wording from the source."),
        )
    texts = SourceFolder(output.sources)
    chosen = [text for file, text in texts.items() if document in (None, file, Path(file).stem)]
    if not chosen:
        raise SourceNotFound(
            Text(
                f"Kildeteksten {document} findes ikke i {output.sources}.",
                f"There is no source text {document} in {output.sources}.",
            ),
            Text(f"Vælg en af: {', '.join(texts)}.", f"Choose one of: {', '.join(texts)}."),
        )
    described: dict[str, str] = {}
    with suppress(StrategigrafError):  # data that somebody is about to correct
        described = graph.use(described_documents)
    documents = document_names(texts, graph.workspace.base, described)
    found = quotations(chosen, words, name, documents)
    if not found:
        raise _not_found(chosen, words)
    emit("\n".join(found), output)
    told = message("check.quote.places", places=len(found))
    cut = places_inside_words(chosen, words)
    graph.notice(message("check.quote.cut", told=told, places=cut) if cut else told)


def _not_found(texts: "Sequence[SourceText]", words: str) -> QuoteNotFound:
    """What to say of *words* that are not in *texts* as whole words."""
    from strategigraf.check.quotes import cut_words
    from strategigraf.core.text import revealed

    whole = cut_words(texts, words)
    if whole:
        listed = joined((Text(f"»{one}«", f"“{one}”") for one in map(revealed, whole[:_MOST])), ", ")
        return QuoteNotFound(
            Text(
                f"Ordlyden »{revealed(words)}« findes kun som en del af længere ord eller tal i kilderne.",
                f"The wording “{revealed(words)}” is only found inside longer words or numbers of the sources.",
            ),
            Text(f"Citér hele ord: {listed.da}.", f"Quote whole words: {listed.en}."),
        )
    asked = revealed(words)
    nearest = max((text.nearest(words) for text in texts), key=lambda near: _likeness(near, words))
    return QuoteNotFound(
        Text(f"Ordlyden »{asked}« findes ikke i kilderne.", f"The wording “{asked}” was not found in the sources."),
        Text(f"Nærmeste tekststed: »{revealed(nearest)}«.", f"Nearest passage: “{revealed(nearest)}”.")
        if nearest
        else Text("Intet tekststed i kilderne ligner.", "No passage of the sources is like it."),
    )


def _likeness(one: str, other: str) -> float:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one, other, autojunk=False).ratio()


# `strategigraf rules`.


@click.command("rules")
@click.argument("names", nargs=-1, metavar="NAME")
@options.output
def rules_command(names: tuple[str, ...], graph: Session, output: Output) -> None:
    """Print the page on errors and rules, made from them, in Markdown; on a terminal a list in one language."""
    from strategigraf.check.dataset_check import all_rules, completeness_rules
    from strategigraf.check.report import entries, error_page

    found = entries(all_rules(graph.workspace), completeness_rules(graph.workspace))
    chosen = _named_by(names, {entry.code: entry for entry in found})
    paragraphs = [(f"{one.code} ({one.note.in_language(graph.language)})", one.meaning) for one in chosen]
    _emit_page(error_page(chosen), paragraphs, graph.language, output)


def _named_by(names: Sequence[str], known: dict[str, Value]) -> list[Value]:
    """What of *known* has one of *names* in its own, in their order; all where there are none. Raises WrongValue."""
    words = sorted({word for key in known for word in key.split()})
    for name in names:
        if not any(name.casefold() in one.casefold() for one in known):
            raise WrongValue(
                Text(f"Intet navn indeholder »{name}«.", f"No name contains “{name}”."),
                nearest_remedy(
                    nearest(name, words), Text("Uden NAVN vises alt.", "Without a NAME everything is shown.")
                ),
            )
    return [one for key, one in known.items() if not names or any(name.casefold() in key.casefold() for name in names)]


def _emit_page(page: str, paragraphs: Iterable[tuple[str, Text]], language: str, output: Output) -> None:
    """Puts the *page*, which has both languages, where *output* says; on a screen what is under each heading of
    *paragraphs*, in *language*."""
    target = output.screen
    if target is None:
        emit(page, output)
        return
    from strategigraf.render.terminal.paragraph import lines

    told = ((heading, lines(text.in_language(language), target.columns - 2, 0)) for heading, text in paragraphs)
    emit(
        "\n".join(line for heading, below in told for line in (heading, *(f"  {line}" for line in below))) + "\n",
        output,
    )


# `strategigraf sources`.


@click.command("sources")
@options.sources
@options.graph_and_output
def sources_command(graph: Session, output: Output) -> int:
    """Print how much of each source text the quotes cover, and what was left out and why, in Markdown.

    Ends with 1 where a line is neither in a quote nor left out for a reason.
    """
    from strategigraf.check.quotes import coverage, coverage_page, coverage_sheet, quotes, without_reason
    from strategigraf.files.source_text import SourceFolder
    from strategigraf.files.tables import read_exclusions

    if output.sources is None:
        raise SourceNotFound(
            Text("Der er ingen kildetekster at sammenligne med.", "There are no source texts to compare with."),
            Text(
                "Angiv mappen med --sources MAPPE eller miljøvariablen STRATEGIGRAF_SOURCES.",
                "Give the folder with --sources FOLDER or the environment variable STRATEGIGRAF_SOURCES.",
            ),
        )
    texts = SourceFolder(output.sources)
    left_out = read_exclusions(graph.workspace.data / "left-out.tsv")

    def answer(store: EmbeddedStore) -> int:
        coverages = coverage(quotes(store), texts)
        missing = [without_reason(one, left_out) for one in coverages]
        target = output.screen
        if target is None:
            emit(coverage_page(coverages, left_out), output)
        else:
            from strategigraf.shell.terminal import shown

            sheet = coverage_sheet(coverages, missing, graph.language)
            emit(shown([sheet], target.columns, *target.colours, None, graph.language), output, painted=True)
        return int(any(missing))

    return graph.use(answer)


# The documentation page of the vocabulary, generated from it.

_SORTS = (
    ("Klasser / Classes", (OWL + "Class",)),
    ("Relationer / Relations", (OWL + "ObjectProperty",)),
    ("Egenskaber / Attributes", (OWL + "DatatypeProperty", OWL + "AnnotationProperty")),
    ("Begrebsskemaer / Concept schemes", (SKOS + "ConceptScheme",)),
    ("Begreber / Concepts", (SKOS + "Concept",)),
)
_FACTS = (
    ("under", RDFS + "subClassOf"),
    ("under", RDFS + "subPropertyOf"),
    ("fra / from", RDFS + "domain"),
    ("til / to", RDFS + "range"),
    ("i / in", SKOS + "inScheme"),
)
Description = dict[str, list[Term]]


def ontology_diagram(path: Path) -> str:
    """The classes of the ontology file *path* and the relations between them as a Mermaid flowchart: an arrow from
    domain to range, from `anything` where there is no domain; classes without relations stand in the box of the class
    above them. Raises TurtleSyntax."""
    about = _described(path)
    relations: dict[tuple[str, str], list[str]] = defaultdict(list)
    for iri in sorted(iri for iri in about if iri.startswith(SG)):
        for domain in _named(about[iri][RDFS + "domain"]) or ["anything"]:
            for target in _named(about[iri][RDFS + "range"]) if OWL + "ObjectProperty" in _iris(about[iri]) else ():
                relations[domain, target].append(prefixed(iri, PREFIXES))
    joined = {end for pair in relations for end in pair}
    kinds: dict[str, list[str]] = defaultdict(list)
    above = [(prefixed(iri, PREFIXES), cls) for iri in sorted(about) for cls in _named(about[iri][RDFS + "subClassOf"])]
    for iri, cls in above:
        if iri not in joined:
            kinds[cls].append(iri)
    number = {end: f"c{place}" for place, end in enumerate(sorted(joined), start=1)}
    lines = ["flowchart LR"]
    lines += [f'  {number[end]}["{"<br>".join([f"<b>{end}</b>", *kinds[end]])}"]' for end in sorted(joined)]
    lines += [f'  {number[iri]} -.->|"is a"| {number[cls]}' for iri, cls in above if {iri, cls} <= joined]
    lines += [f'  {number[a]} -->|"{"<br>".join(names)}"| {number[b]}' for (a, b), names in sorted(relations.items())]
    return "\n".join(lines) + "\n"


def _iris(description: Description) -> list[str]:
    return [kind.value for kind in description[RDF + "type"]]


def _named(terms: list[Term]) -> list[str]:
    return [prefixed(term.value, PREFIXES) for term in terms if isinstance(term, Iri)]


def _described(path: Path) -> dict[str, Description]:
    about: dict[str, Description] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, target in turtle.statements(path):
        if isinstance(subject, Iri) and isinstance(predicate, Iri):
            about[subject.value][predicate.value].append(target)
    return about


def ontology_page(about: dict[str, Description]) -> str:
    """The page on the terms that *about* describes, in Markdown: each with its label and definition in Danish and
    English and what it stands under."""
    lines = [
        "# Begrebsmodellen / The vocabulary",
        "",
        f"Navnerum / Namespace: `{SG}` (`sg:`). Denne side er skrevet af `strategigraf ontology`; ret den i",
        "`ontology/strategigraf.ttl`. / This page is written by `strategigraf ontology`; correct it in that file.",
    ]
    for heading, types in _SORTS:
        terms = [iri for iri in sorted(about) if _is_one_of(about[iri], types)]
        lines += ["", f"## {heading}", ""] if terms else []
        for iri in terms:
            lines += _term(iri, about[iri])
    return "\n".join(lines) + "\n"


def _is_one_of(description: Description, types: tuple[str, ...]) -> bool:
    return any(isinstance(kind, Iri) and kind.value in types for kind in description[RDF + "type"])


def _term(iri: str, description: Description) -> list[str]:
    facts = []
    for name, predicate in _FACTS:
        named = sorted(f"`{short(target.value)}`" for target in description[predicate] if isinstance(target, Iri))
        if named:
            facts.append(f"{name} {', '.join(named)}")
    return [
        f"### `{short(iri)}`",
        "",
        f"**{' / '.join(label for label in _label(description) if label)}**"
        + (f" ({'; '.join(facts)})" if facts else ""),
        "",
        f"- da: {_in(description, SKOS + 'definition', 'da')}",
        f"- en: {_in(description, SKOS + 'definition', 'en')}",
        "",
    ]


def _text(description: Description, predicate: str) -> Text:
    return Text(*(_in(description, predicate, language) for language in LANGUAGES))


def _label(description: Description) -> Text:
    """The label, which a concept has as its preferred one."""
    return Text(*map(str.__add__, _text(description, RDFS + "label"), _text(description, SKOS + "prefLabel")))


def _words(description: Description) -> list[str]:
    """What people call it, in both languages."""
    names = (RDFS + "label", SKOS + "prefLabel", SKOS + "altLabel", SKOS + "hiddenLabel")
    return [term.value for name in names for term in description[name]]


def _in(description: Description, predicate: str, language: str) -> str:
    found = [t.value for t in description[predicate] if isinstance(t, Literal) and t.language == language]
    return markdown(found[0]) if found else ""
