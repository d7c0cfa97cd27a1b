"""Where what was read of a file is entered: the strategy, the document, what is known there already, and the file
itself in the folder of sources."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from strategigraf.accept.changes import Change
from strategigraf.core.errors import UnknownElement, WrongValue, option_value
from strategigraf.core.rdf import LANG_STRING, RDF, SG, SKOS, Iri, Literal, Text, expand, message
from strategigraf.exchange.plan import Names, Plan
from strategigraf.exchange.rows import Known
from strategigraf.exchange.statements import Home, Statement, slug
from strategigraf.files.output import not_written, write
from strategigraf.files.turtle import read
from strategigraf.files.workspace import TABLE, Workspace
from strategigraf.store.names import organisations_by_name
from strategigraf.store.sparql import Store

USUAL = {"not-begun": "NotBegun", "under-way": "UnderWay", "delayed": "Delayed", "finished": "Finished",
         "stopped": "Stopped", "not-stated": "NotStated"}  # fmt: skip


def refuse_other_data(workspace: Workspace) -> None:
    """Raises WrongValue where *workspace* is none of one's own: only there one language of titles is enough."""
    if workspace.settings is None:
        raise WrongValue(
            Text("Her er intet arbejdsområde at skrive i.", "There is no workspace here to write in."),
            Text(
                "Opret et med »strategigraf init MAPPE«, eller angiv det med --data MAPPE.",
                "Make one with “strategigraf init FOLDER”, or give it with --data FOLDER.",
            ),
        )


def known_document(workspace: Workspace, content: bytes) -> str:
    """The strategy (its name) of the document in one's own data with the bytes *content*; "" where there is none."""
    statements = statements_in(workspace.data / "documents.ttl")
    sha256 = Literal(hashlib.sha256(content).hexdigest())
    documents = {subject for subject, verb, value in statements if verb == Iri(SG + "sha256") and value == sha256}
    found = (value for subject, verb, value in statements if subject in documents and verb == Iri(SG + "documentOf"))
    return next((value.value.rpartition("/")[2] for value in found if isinstance(value, Iri)), "")


def strategy_for(store: Store, workspace: Workspace, plan: Plan | None, path: Path, wanted: str) -> str:
    """The name of the strategy to enter what was read of the file *path* in: the one *wanted*; else for a *plan* the
    one of one's own with its title, the only one without elements, or a new one; else (a table) the only one of one's
    own.

    Raises WrongValue where none can be told, or where the one meant is not one's own or, for a plan, has elements.
    """
    own = workspace.own_strategies()
    if wanted and slug(wanted) != wanted:
        raise WrongValue(
            Text(f"»{wanted}« er ikke et navn på en strategi.", f"“{wanted}” is not a name of a strategy."),
            Text(f"Brug små bogstaver, tal og bindestreger: {slug(wanted) or 'min-plan'}.",
                 f"Use small letters, digits and hyphens: {slug(wanted) or 'my-plan'}."),
        )  # fmt: skip
    if not wanted and plan is None and len(own) != 1:
        listed = ", ".join(own) or "–"
        raise WrongValue(
            Text(f"Det er ikke angivet, hvilken strategi {path.name} hører til.",
                 f"It is not stated which strategy {path.name} belongs to."),
            Text(f"Angiv --strategy: {listed}.", f"Give --strategy: {listed}."),
        )  # fmt: skip
    name = wanted or (own[0] if plan is None else _of_plan(workspace, plan))
    others = {iri for (iri,) in store.rows_of("store/strategies")}
    if name not in own and workspace.base + name in others and not (_file(workspace, name)).exists():
        raise WrongValue(
            Text(f"Strategien {name} er ikke din egen.", f"The strategy {name} is not your own."),
            Text("Angiv et andet navn med --strategy.", "Give another name with --strategy."),
        )
    if plan is not None and any(verb == Iri(SG + "inStrategy") for _, verb, _ in statements_in(_file(workspace, name))):
        raise WrongValue(
            Text(f"Strategien {name} har allerede elementer.", f"The strategy {name} has elements already."),
            message("exchange.remedy.edition", name=name),
        )
    return name


def _file(workspace: Workspace, name: str) -> Path:
    return workspace.data / "strategies" / f"{name}.ttl"


def _of_plan(workspace: Workspace, plan: Plan) -> str:
    empty = []
    for name in workspace.own_strategies():
        there = statements_in(_file(workspace, name))
        titles = {value.value.casefold() for _, verb, value in there if verb == Iri(SKOS + "prefLabel")}
        has_elements = any(verb == Iri(SG + "inStrategy") for _, verb, _ in there)
        if not has_elements and plan.title.casefold() in titles:
            return name
        empty += [] if has_elements else [name]
    if len(empty) == 1:
        return empty[0]
    years = "-".join(dict.fromkeys(year for year in (plan.start, plan.end) if year and year not in plan.title))
    stem = "-".join(filter(None, (slug(plan.title), years))) or "plan"
    return Names(workspace.own_strategies()).new(stem)


def home_of(
    store: Store, workspace: Workspace, plan: Plan, path: Path, content: bytes, name: str, language: str
) -> Home:
    """Where *plan*, which was read of the file *path* with the bytes *content*, is entered in the strategy *name*."""
    iri = workspace.base + name
    there = statements_in(_file(workspace, name))
    titles = [value.value for subject, verb, value in there if subject == Iri(iri) and verb == Iri(SKOS + "prefLabel")]
    owners = [value.value for subject, verb, value in there if subject == Iri(iri) and verb == Iri(SG + "owner")]
    organisations = organisations_by_name(store)
    if not (owners or plan.owners) and workspace.settings:
        owners = [found for owner, found in organisations.items() if owner == workspace.settings.owner.casefold()]
    if plan.whole and titles and plan.title not in titles:
        plan.tell(0, "into", titles[0])
    stem = slug(path.stem) or name
    described = {subject.value for subject, _, _ in statements_in(workspace.data / "documents.ttl")}
    document = Names(described).new(f"{workspace.base}documents/{stem}")
    file = path.name if path.suffix.casefold() in (".xml", ".csv", ".tsv") else f"{path.name}.xml"
    return Home(
        workspace.base, iri, document, file.lstrip("."), hashlib.sha256(content).hexdigest(), language,
        titles[0] if titles else "", tuple(owners), organisations,
    )  # fmt: skip


# What is known there.


def known_in(store: Store, workspace: Workspace, name: str, status: Mapping[str, str]) -> Known:
    """What the strategy *name* has already, and what status words mean: those of the data, and those of *status*, each
    with one of the usual words or of the data."""
    iri = workspace.base + name
    by_name: dict[str, dict[str, None]] = defaultdict(dict)
    for element, kind, called in store.rows_of("exchange/elements", strategy=iri):
        if kind.startswith(SG) and kind not in (SG + "Indicator", SG + "KeyFigure"):
            by_name[called.casefold()][element] = None
            by_name[element.rpartition("/")[2]][element] = None
    units: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for indicator, measured, unit, title in store.rows_of("exchange/measured", strategy=iri):
        units[measured, title.casefold()][indicator].append(unit.casefold())

    def element_of(called: str) -> str | None:
        found = by_name.get(called.casefold(), ())
        return next(iter(found)) if len(found) == 1 else None

    def indicator_of(title: str, element: str) -> tuple[str, Sequence[str]] | None:
        measured = element if element.startswith("http") else f"{iri}/{element}".rstrip("/")
        found = units.get((measured, title.casefold()), {})
        return next(iter(found.items())) if len(found) == 1 else None

    taken = {subject.value.removeprefix(f"{iri}/") for subject, _, _ in statements_in(_file(workspace, name))}
    statuses = {label.casefold(): concept for concept, label in store.rows_of("exchange/statuses")}
    given = {word.casefold(): _meant(value, statuses, workspace, word) for word, value in status.items()}
    return Known(element_of, indicator_of, statuses | given, frozenset(taken))


def _meant(value: str, statuses: Mapping[str, str], workspace: Workspace, word: str) -> str:
    """The concept for the status *word*, which means *value*: itself one of the data where it is new there."""
    usual = option_value(value, tuple(USUAL))
    if usual is None and value.casefold() not in statuses:
        raise WrongValue(
            Text(f"»{value}« er ikke en status.", f"“{value}” is not a status."),
            Text(f"Vælg en af: {', '.join(USUAL)}.", f"Choose one of: {', '.join(USUAL)}."),
        )
    return statuses.get(word.casefold()) or f"{workspace.base}status/{slug(word) or 'status'}"


def status_words(workspace: Workspace, status: Mapping[str, str], known: Known, language: str) -> list[Statement]:
    """What is said of the status words of *status* that the data do not have yet: the word, and the usual one that it
    stands below."""
    said: list[Statement] = []
    for word, value in status.items():
        concept = Iri(known.status[word.casefold()])
        usual = option_value(value, tuple(USUAL))
        broader = SG + USUAL[usual] if usual else known.status[value.casefold()]
        if concept.value.startswith(f"{workspace.base}status/"):
            said += [
                (concept, Iri(RDF + "type"), Iri(SKOS + "Concept")),
                (concept, Iri(SKOS + "prefLabel"), Literal(word, LANG_STRING, language)),
                (concept, Iri(SKOS + "inScheme"), Iri(SG + "statusScheme")),
                (concept, Iri(SKOS + "broader"), Iri(broader)),
            ]
    return said


def element_under(known: Known, store: Store, called: str) -> str:
    """The element that is *called* so, to place others under. Raises UnknownElement."""
    found = known.element(called)
    iri = expand(called)
    if found is None and store.rows_in_batches("store/facts", [iri], "thing"):
        found = iri
    if found is None:
        raise UnknownElement(
            Text("element", "element"), called, (),
            Text("Skriv elementets nummer, titel eller navn.", "Write the number, title or name of the element."),
        )  # fmt: skip
    return found


def statements_in(path: Path) -> list[Statement]:
    """The statements of the Turtle file *path*; none where there is no such file."""
    return list(read(path).statements) if path.exists() else []


def table_with(workspace: Workspace, name: str, rows: bytes) -> dict[Path, bytes]:
    """The table of measurements of the strategy *name* with *rows* (a table of its own) added, by path; nothing without
    any. Raises WrongValue where the table there has other columns."""
    path = workspace.data / "strategies" / f"{name}{TABLE}"
    if not path.exists():
        return {path: rows}
    there = path.read_bytes()
    head, _, more = rows.partition(b"\n")
    if there.partition(b"\n")[0].strip() != head:
        raise WrongValue(
            Text(f"{path} har andre kolonner.", f"{path} has other columns."),
            Text(f"Ret første linje til: {head.decode()}", f"Correct the first line to: {head.decode()}"),
        )
    return {path: there.rstrip(b"\n") + b"\n" + more}


def changes_of(path: Path, statements: Iterable[Statement], head: tuple[str, ...] = ()) -> list[Change]:
    """The changes by which the Turtle file *path* gets those of *statements* that it has not."""
    there = set(statements_in(path))
    by_subject: dict[str, list[tuple[Iri, Iri | Literal]]] = defaultdict(list)
    for subject, verb, value in statements:
        if (subject, verb, value) not in there and isinstance(subject, Iri) and isinstance(verb, Iri):
            by_subject[subject.value].append((verb, value))  # type: ignore[arg-type]
    return [Change(path, subject, tuple(pairs), head=head) for subject, pairs in by_subject.items()]


def placed(workspace: Workspace, name: str, content: bytes, dry: bool) -> Path | None:
    """Puts the file *name* into the folder of sources of a workspace, where it is not there yet; the path of what was
    put there. Raises WrongValue where another file of that name is there, OutputNotWritten."""
    folder = workspace.settings.sources if workspace.settings else None
    if folder is None:
        return None
    target = folder / name
    try:
        if target.exists():
            if target.read_bytes() == content:
                return None
            raise WrongValue(
                Text(f"{target} er en anden fil.", f"{target} is another file."),
                Text("Giv filen et andet navn, og prøv igen.", "Give the file another name and try again."),
            )
        if dry:
            return None
        folder.mkdir(parents=True, exist_ok=True)
        write(target, content)
    except OSError as error:
        raise not_written(str(target), error) from error
    return target
