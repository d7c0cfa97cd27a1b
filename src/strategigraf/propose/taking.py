"""Decisions of the review page, as changes of one's own data."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from strategigraf.accept.changes import Change
from strategigraf.accept.decisions import Decided, Wish
from strategigraf.accept.errors import DecisionsFaulty
from strategigraf.api.graph import Graph
from strategigraf.core.errors import SourceNotFound, WrongValue
from strategigraf.core.rdf import DCTERMS, LANG_STRING, RDF, SG, SKOS, Iri, Literal, Term, Text, message
from strategigraf.files.source_text import SourceFolder, SourceText
from strategigraf.files.turtle import Document, read
from strategigraf.files.workspace import Workspace, program_folder
from strategigraf.propose.decisions import FORMAT, Decisions, read_decisions
from strategigraf.propose.statements import Entered, Home, Statement, ascii_name, entered
from strategigraf.store.lookup import both_labels
from strategigraf.store.names import of_class, organisations_by_name
from strategigraf.store.sparql import EmbeddedStore, Store

_HEAD = 2000  # characters of a file in which its format is named
_NAMED = 10  # of the statements without a place that are named


def takes(path: Path) -> bool:
    """Whether the file *path* looks like decisions that the review page saved."""
    try:
        return path.suffix == ".json" and FORMAT in path.read_text(encoding="utf-8-sig", errors="replace")[:_HEAD]
    except OSError:
        return False


def decided(graph: Graph, store: EmbeddedStore, path: Path, wish: Wish) -> Decided:
    """What was accepted in the file *path*, as changes of the data of the workspace, for the strategy of *wish* (the
    one of one's own, without it). The words are looked up in the document in the folder of sources. What is there
    already stays as it is.

    Raises DecisionsFaulty, SourceNotFound, WrongValue, UnknownStrategy, TurtleSyntax.
    """
    workspace = graph.workspace
    _refuse_program_data(workspace)
    chosen = read_decisions(path)
    text = _text(chosen, path, wish.sources or workspace.sources)
    changes, result = _changes(store, workspace, chosen, text, wish.strategy)
    notes = [
        message(
            "propose.taken",
            elements=result.elements,
            claims=result.claims,
            known=result.known,
            rejected=chosen.rejected,
            undecided=chosen.undecided,
        )
    ]
    if result.left_out:
        listed = ", ".join(result.left_out[:_NAMED])
        notes.append(message("propose.left-out", listed=listed, number=len(result.left_out)))
    if result.unclear:
        listed = ", ".join(result.unclear[:_NAMED])
        notes.append(message("propose.unclear", listed=listed, number=len(result.unclear)))
    return Decided(tuple(changes), notes=tuple(notes))


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
    if folder is not None and decisions.document not in texts and (folder / decisions.document).is_file():
        raise SourceNotFound(
            Text(
                f"Dokumentet {decisions.document} er ikke læst, eller filen er ændret, siden det blev læst.",
                f"The document {decisions.document} has not been read, or its file has changed since it was.",
            ),
            Text(
                f"Læs det med »strategigraf read {folder / decisions.document}«.",
                f"Read it with “strategigraf read {folder / decisions.document}”.",
            ),
        )
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


def _changes(
    store: Store, workspace: Workspace, decisions: Decisions, text: SourceText, strategy: str
) -> tuple[list[Change], Entered]:
    """What is added to each subject, and what is entered with that."""
    name = strategy or _own_strategy(workspace)
    iri = of_class(store, name, SG + "Strategy").value
    path = workspace.data / "strategies" / f"{iri.rpartition('/')[2]}.ttl"
    documents = workspace.data / "documents.ttl"
    described = _document(documents)
    known = _documents(described, decisions.document)
    document = known or _new_document(described, workspace.base, Path(decisions.document))
    language = decisions.language if decisions.language in workspace.languages else workspace.languages[0]
    kinds = _kind_names(store, decisions, language)
    home = Home(iri, document, language, kinds, organisations_by_name(store), workspace.base)
    there = _document(path)
    result = entered(decisions, text, home, there.statements if there else [])
    changes = [*_by_subject(path, result.statements), *_by_subject(path, result.replaced, gone=True)]
    changes += _by_subject(workspace.data / "organisations.ttl", result.organisations)
    if not known and result.statements:
        changes += _by_subject(documents, _description(store, document, iri, decisions, text, language))
    return changes, result


def _by_subject(path: Path, statements: Iterable[Statement], gone: bool = False) -> list[Change]:
    by_subject: dict[str, list[tuple[Iri, Term]]] = defaultdict(list)
    for subject, verb, target in statements:
        if isinstance(subject, Iri) and isinstance(verb, Iri):
            by_subject[subject.value].append((verb, target))
    if gone:
        return [Change(path, subject, removes=tuple(pairs)) for subject, pairs in by_subject.items()]
    return [Change(path, subject, tuple(pairs)) for subject, pairs in by_subject.items()]


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


def _new_document(described: Document | None, base: str, file: Path) -> str:
    """An IRI for the document with the text *file* below *base*: its name, with the ending where that is taken."""
    taken = {subject.value for subject, _, _ in (described.statements if described else []) if isinstance(subject, Iri)}
    name = f"{base}documents/{ascii_name(file.stem)}"
    return name if name not in taken else f"{base}documents/{ascii_name(file.name)}"


def _kind_names(store: Store, decisions: Decisions, language: str) -> dict[str, str]:
    kinds = {one.kind for one in decisions.elements} | {one.kind for one in decisions.counts}
    labels = both_labels(store, [SG + kind for kind in kinds])
    return {kind: labels[SG + kind].in_language(language) if SG + kind in labels else kind for kind in kinds}


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
