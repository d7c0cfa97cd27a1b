"""Accepting: decisions written into one's own data, checked by the rules of the data first, or nothing."""

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from strategigraf.accept.decisions import Decisions, read_decisions
from strategigraf.accept.statements import Entered, Home, Statement, ascii_name, entered
from strategigraf.api.graph import Graph
from strategigraf.core.errors import DecisionsFaulty, OutputNotWritten, SourceNotFound, WrongValue
from strategigraf.core.rdf import DCTERMS, LANG_STRING, PREFIXES, RDF, SG, SKOS, Iri, Literal, Term, Text
from strategigraf.core.text import one_line
from strategigraf.files.output import only_writer, write
from strategigraf.files.source_text import SourceFolder, SourceText
from strategigraf.files.turtle import Document, ntriples, read
from strategigraf.files.turtle_format import comments_of, format_statements, formatted
from strategigraf.files.workspace import Workspace, program_folder
from strategigraf.store.lookup import both_labels
from strategigraf.store.names import of_class
from strategigraf.store.sparql import Store

_MOST = 5  # findings that an error tells


class Accepted(NamedTuple):
    """What was entered: the files that were written (by path in the data folder), how many elements and claims are new,
    how many elements were there already, how many proposals were rejected and are undecided, and what has no place in
    the data."""

    files: tuple[str, ...]
    elements: int
    claims: int
    known: int
    rejected: int
    undecided: int
    left_out: tuple[str, ...]


def accept(
    graph: Graph,
    decisions: str | Path,
    *,
    strategy: str | None = None,
    sources: str | Path | None = None,
) -> Accepted:
    """Enters what was accepted in the file *decisions* into the data of the workspace, for the *strategy* (the one of
    one's own, without it); the words are looked up in the folder *sources* (that of the workspace, without it).

    The data are checked as they would be; where a rule would be broken that was not broken before, nothing is written.
    What is there already stays as it is. Raises DecisionsFaulty, SourceNotFound, WrongValue, UnknownStrategy,
    OutputNotWritten, TurtleSyntax.

    >>> sg.accept(sg.open(), "decisions.json").elements  # doctest: +SKIP
    17
    """
    workspace = graph.workspace
    _refuse_program_data(workspace)
    chosen = read_decisions(Path(decisions))
    folder = Path(sources) if sources is not None else workspace.sources
    text = _text(chosen, Path(decisions), folder)

    def contents_and_result(store: Store) -> tuple[dict[Path, str], Entered]:
        return _contents(store, workspace, chosen, text, strategy)

    with only_writer(workspace.data):
        contents, result = graph.use(contents_and_result)
        if contents:
            _refuse_faults(graph, contents, folder)
            _write_all(contents)
    files = tuple(path.relative_to(workspace.data).as_posix() for path in sorted(contents))
    return Accepted(
        files, result.elements, result.claims, result.known, chosen.rejected, chosen.undecided, result.left_out
    )


def _refuse_program_data(workspace: Workspace) -> None:
    if workspace.settings is None and workspace.data == program_folder() / "data":
        raise WrongValue(
            Text("Her er intet arbejdsområde at skrive i.", "There is no workspace here to write in."),
            Text(
                "Opret et med »strategigraf init MAPPE«, eller angiv det med --data MAPPE.",
                "Make one with “strategigraf init FOLDER”, or give it with --data FOLDER.",
            ),
        )


def _text(decisions: Decisions, path: Path, folder: Path | None) -> SourceText:
    """The text that *decisions* were made on."""
    texts = SourceFolder(folder) if folder is not None else {}
    if decisions.document not in texts:
        raise SourceNotFound(
            Text(
                f"Dokumentet {decisions.document}, som beslutningerne gælder, findes ikke.",
                f"The document {decisions.document} that the decisions are on was not found.",
            ),
            Text(
                "Læg det i arbejdsområdets sources, eller angiv mappen med --sources.",
                "Put it into the sources of the workspace, or give the folder with --sources.",
            ),
        )
    text = texts[decisions.document]
    if not text.agrees_with(decisions.sha256):
        raise DecisionsFaulty(
            Text(
                f"{path} gælder en anden udgave af {decisions.document}.",
                f"{path} is on another version of {decisions.document}.",
            ),
            Text(
                "Kør »strategigraf propose« igen, og åbn de gamle beslutninger i den nye gennemgang.",
                "Run “strategigraf propose” again, and open the old decisions in the new review page.",
            ),
        )
    return text


# What the files will say.


def _contents(
    store: Store, workspace: Workspace, decisions: Decisions, text: SourceText, strategy: str | None
) -> tuple[dict[Path, str], Entered]:
    """The new content of each file that changes, and what is entered."""
    name = strategy or _own_strategy(workspace)
    iri = of_class(store, name, SG + "Strategy").value
    path = workspace.data / "strategies" / f"{iri.rpartition('/')[2]}.ttl"
    documents = workspace.data / "documents.ttl"
    described = {path: _document(path), documents: _document(documents)}
    known = _documents(described[documents], decisions.document)
    document = known or f"{workspace.base}documents/{ascii_name(Path(decisions.document).stem)}"
    language = decisions.language if decisions.language in workspace.languages else workspace.languages[0]
    home = Home(iri, document, language, _kind_names(store, decisions, language), _organisations(store))
    own = described[path]
    there = own.statements if own else []
    result = entered(decisions, text, home, there)
    new = {path: list(result.statements)}
    if not known and result.statements:
        new[documents] = _description(store, document, iri, decisions, text, language)
    contents = {place: _with(place, described[place], added, workspace) for place, added in new.items() if added}
    return contents, result


def _own_strategy(workspace: Workspace) -> str:
    own = workspace.own_strategies()
    if len(own) != 1:
        raise WrongValue(
            Text(
                "Det er ikke angivet, hvilken strategi beslutningerne gælder.",
                "It is not stated which strategy the decisions are on.",
            ),
            Text(f"Angiv --strategy: {', '.join(own)}.", f"Give --strategy: {', '.join(own)}."),
        )
    return own[0]


def _document(path: Path) -> Document | None:
    return read(path) if path.exists() else None


def _documents(described: Document | None, file: str) -> str:
    """The IRI of the document with the text *file*; "" where none is described."""
    found = (
        subject.value
        for subject, verb, target in (described.statements if described else [])
        if isinstance(subject, Iri)
        and verb == Iri(SG + "textFile")
        and isinstance(target, Literal)
        and target.value == file
    )
    return next(found, "")


def _kind_names(store: Store, decisions: Decisions, language: str) -> dict[str, str]:
    kinds = {one.kind for one in decisions.elements} | {one.kind for one in decisions.counts}
    labels = both_labels(store, [SG + kind for kind in kinds])
    return {kind: labels[SG + kind].in_language(language) if SG + kind in labels else kind for kind in kinds}


def _organisations(store: Store) -> dict[str, str]:
    """The organisations by each of their names, folded."""
    organisations = {row[0] for row in store.rows_of("store/things-of-class", kind=PREFIXES["org"] + "Organization")}
    found: dict[str, str] = {}
    for name in ("prefLabel", "hiddenLabel"):
        rows = store.rows_in_batches("store/values-of", sorted(organisations), "thing", property=SKOS + name)
        for thing, title in rows:
            found.setdefault(title.casefold(), thing)
    return found


def _description(
    store: Store, document: str, strategy: str, decisions: Decisions, text: SourceText, language: str
) -> list[Statement]:
    """What is said of the *document*: its file and checksum, whose it is, and that it is the printed plan."""
    titles = store.rows_in_batches("store/values-of", [strategy], "thing", property=SKOS + "prefLabel")
    owners = store.rows_in_batches("store/values-of", [strategy], "thing", property=SG + "owner")
    title = next((title for _, title in sorted(titles)), Path(text.name).stem)
    said: list[tuple[str, Term]] = [
        (RDF + "type", Iri(SG + "Document")),
        (SKOS + "prefLabel", Literal(title, LANG_STRING, language)),
        (DCTERMS + "language", Literal(decisions.language)),
        (SG + "documentOf", Iri(strategy)),
        (SG + "sha256", Literal(decisions.sha256)),
        (SG + "stage", Iri(SG + "Printed")),
        (SG + "textFile", Literal(text.name)),
        *((DCTERMS + "publisher", Iri(owner)) for _, owner in owners),
    ]
    return [(Iri(document), Iri(verb), target) for verb, target in said]


def _with(path: Path, described: Document | None, added: Iterable[Statement], workspace: Workspace) -> str:
    """The content of the file *path* with the statements *added*."""
    new = list(added)
    if described is None:
        return format_statements(new, {"documents": f"{workspace.base}documents/"})
    head, comments = comments_of(path, described)
    everything = [*described.statements, *new]
    prefixes = {"": f"{workspace.base}{path.stem}/"} | described.prefixes
    described.prefixes.update(prefixes)
    return formatted(path, ntriples(everything), described, everything, head, comments)


# Nothing is written that breaks a rule.


def _refuse_faults(graph: Graph, contents: Mapping[Path, str], sources: Path | None) -> None:
    """Raises DecisionsFaulty where the data with *contents* break a rule that they do not break now."""
    with tempfile.TemporaryDirectory() as folder:
        copy, place = _copied(graph.workspace, Path(folder))
        now = {path for path in contents if path.exists()}
        before = _errors(graph, now, sources) if now else {}
        for path, content in contents.items():
            there = place / path.relative_to(graph.workspace.data)
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_text(content, encoding="utf-8")
        paths = {place / path.relative_to(graph.workspace.data) for path in contents}
        new = {key: told for key, told in _errors(copy, paths, sources).items() if key not in before}
    if new:
        shown = " ".join(list(new.values())[:_MOST])
        raise DecisionsFaulty(
            Text(
                f"{len(new)} regler ville blive brudt, så intet er skrevet. {shown}",
                f"{len(new)} rules would be broken, so nothing is written. {shown}",
            ),
            Text(
                "Ret beslutningerne i gennemgangen, eller vælg et andet sæt krav i strategigraf.toml.",
                "Correct the decisions in the review page, or choose another policy preset in strategigraf.toml.",
            ),
        )


def _copied(workspace: Workspace, folder: Path) -> tuple[Graph, Path]:
    """A graph of a copy of one's own data in *folder*, and the data folder of the copy."""
    place = folder / "data"
    shutil.copytree(workspace.data, place)
    if workspace.settings is None:
        return Graph((place,), "da"), place
    shutil.copy(workspace.settings.path, folder)
    return Graph((folder,), "da"), place


def _errors(graph: Graph, paths: Iterable[Path], sources: Path | None) -> dict[tuple[str, str], str]:
    """The errors in the files *paths*, by rule and thing, each as it is told."""
    from strategigraf.check.report import check
    from strategigraf.core.policy import Severity

    found = check(graph, sorted(paths), sources).value
    return {
        (finding.rule, finding.thing): one_line(f"{finding.thing}: {finding.message.en} {finding.detail}").strip()
        for finding in found.findings
        if finding.severity is Severity.VIOLATION
    }


def _write_all(contents: Mapping[Path, str]) -> None:
    """Writes all *contents*; where one cannot be written, those before it are as they were."""
    written: dict[Path, bytes | None] = {}
    try:
        for path, content in contents.items():
            before = path.read_bytes() if path.exists() else None
            path.parent.mkdir(parents=True, exist_ok=True)
            write(path, content.encode("utf-8"))
            written[path] = before
    except OutputNotWritten:
        for path, content_before in written.items():
            if content_before is None:
                path.unlink()
            else:
                write(path, content_before)
        raise
