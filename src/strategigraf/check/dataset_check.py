"""Checking a dataset: every file, the SDG register, paths that lead in circles, what two files describe, what is
missing.
"""

import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from strategigraf import __version__
from strategigraf.check.alignments import ALIGNMENT_RULES, REGISTER_RULES, register_findings
from strategigraf.check.cells import CELL_RULES
from strategigraf.check.file_check import (
    IN_FILE,
    PAGE_WRONG,
    SOURCE_CHANGED,
    VOCABULARY,
    CheckContext,
    FileChecker,
    judge,
    read_vocabulary,
    vocabulary,
)
from strategigraf.check.measurements import TABLE_RULES
from strategigraf.check.policy_shapes import shapes_text
from strategigraf.check.quotes import STATUSES, VERIFIED
from strategigraf.check.rules import Rule, in_any_language, rules
from strategigraf.check.shapes import ENGINES as ENGINES
from strategigraf.check.shapes import has_gate, validate
from strategigraf.check.verdicts import Inputs, Verdict, Verdicts, keep_said, kept_vocabulary, read_said, together
from strategigraf.check.wording import MESSAGE as RATIONALE_MESSAGE
from strategigraf.check.wording import NAMING_RULE, RATIONALE_RULE, SEVERITIES, TRANSLATION_RULE, WORDING_RULES
from strategigraf.core.errors import NothingToCheck, StoreFailed
from strategigraf.core.policy import Finding, Policy, Severity, in_order
from strategigraf.core.rdf import RDF, RDFS, SDGO, SG, Iri, Text, short
from strategigraf.files import turtle
from strategigraf.files.kinds import kinds_of
from strategigraf.files.source_text import SourceFolder
from strategigraf.files.sssom import read_alignments
from strategigraf.files.turtle import Statement, line_in
from strategigraf.files.workspace import OF_DATA, Workspace, files_at, is_mapping_set, is_table
from strategigraf.store.dataset import fill, refill
from strategigraf.store.index import ElementIndex
from strategigraf.store.lookup import edges
from strategigraf.store.policy import policy_of_files, read_policy
from strategigraf.store.sparql import EmbeddedStore
from strategigraf.store.workers import in_crew, is_work_for_many

# Completeness.

_PREFIXES = "prefixes.ttl"
_TOLD = (
    *(RDF + name for name in ("type", "object", "predicate")),
    RDFS + "subClassOf",
    *(SG + name for name in ("inStrategy", "justifies", "measureRole", "ofRequirement")),
)


def completeness(store: EmbeddedStore, workspace: Workspace) -> tuple[Finding, ...]:
    """What the things of *store* lack by the policy of *workspace*: a finding for each thing and requirement that
    nothing meets, not even in part. Raises PolicyFaulty."""
    policy = read_policy(store, workspace)
    with tempfile.TemporaryDirectory(prefix="strategigraf-shapes-") as folder:
        path = Path(folder) / "completeness.ttl"
        path.write_text(shapes_text(policy, "completeness"), encoding="utf-8")
        known = rules([path])
        results = validate(_statements(store, policy), [workspace.shapes / _PREFIXES, path])
    files = {workspace.graph_name(path): path for path in workspace.all_files()}
    found = []
    for result in results:
        rule, thing = known[result.rule], result.thing.value
        home = _home(store, thing, files)
        line = line_in(home, thing) if home is not None else 0
        found.append(Finding(rule.name, rule.severity, str(home or ""), line, short(thing), rule.message))
    return in_order(found)


def _statements(store: EmbeddedStore, policy: Policy) -> Iterator[Statement]:
    verbs = {*_TOLD, *filter(None, (rule.stated for rule in policy.requirements))}
    verbs |= {term for rule in policy.requirements for term in rule.where if term not in policy.below}
    yield from store.triples_of("check/statements", verb=sorted(verbs))
    for edge in edges(store):
        yield Iri(edge.subject), Iri(edge.predicate), Iri(edge.object)


def _home(store: EmbeddedStore, thing: str, files: dict[str, Path]) -> Path | None:
    """The first file that says what *thing* is."""
    about = store.statements_about(Iri(thing))
    graphs = {graph for (_, verb, _), graph in about if verb.value == RDF + "type"}
    return next((path for graph, path in files.items() if graph in graphs), None)


# Things described in two files of the data.

TWICE_RULE = Rule(
    "described-twice",
    Severity.VIOLATION,
    Text(
        "Samme elementer er beskrevet i to filer og flettes sammen. Behold den rigtige fil, og fjern den"
        " anden eller det,"
        " der er i begge.",
        "The same elements are described in two files and are merged. Keep the right file, and remove the other one"
        " or what is in both.",
    ),
)


def twice_findings(index: ElementIndex, paths: Mapping[str, Path], workspace: Workspace) -> Iterator[Finding]:
    """A finding for each two files of data of *workspace* that say of the same thing what it is, at the first such
    thing in the file with the longer name; *paths* are the files by named graph."""
    pairs: dict[tuple[Path, Path], list[str]] = {}
    several = index.typed_in_several()
    files = set(workspace.data_files()) if several else ()
    for thing, graphs in several:
        described = (paths[graph] for graph in graphs if paths.get(graph) in files)
        homes = sorted(described, key=lambda path: (workspace.is_own(path), len(path.name), path))
        for home in homes[1:]:
            pairs.setdefault((homes[0], home), []).append(thing)
    for (first, second), things in sorted(pairs.items()):
        line, thing = min((line_in(second, thing), thing) for thing in things)
        place = first.name if workspace.is_own(first) else f"{first}:{line_in(first, thing)}"
        detail = f"{place} = {second.name} ({len(things)})"
        yield Finding(TWICE_RULE.name, TWICE_RULE.severity, str(second), line, short(thing), TWICE_RULE.message, detail)


LAYER_RULE = Rule(
    "changed-in-layer",
    Severity.VIOLATION,
    Text(
        "Elementet hører til et lag under dit eget og kan ikke ændres her. Fjern det, og brug en sammenligning, hvis"
        " dit eget element svarer til det.",
        "The element belongs to a layer beneath your own and cannot be changed here. Remove it, and use a mapping if an"
        " element of your own corresponds to it.",
    ),
)


def layer_findings(index: ElementIndex, paths: Mapping[str, Path], workspace: Workspace) -> Iterator[Finding]:
    """A finding for each thing of a layer beneath, or of the vocabulary, of which a file of one's own says more, with
    both places."""
    own = {
        graph
        for graph, path in paths.items()
        if workspace.is_own(path) and not (is_mapping_set(path) or is_table(path))
    }
    typed = dict(index.typed_in_several())
    for graph in sorted(own) if workspace.beneath else ():
        subjects = [thing for lists in index.subjects_of(graph) for things in lists for thing in things]
        for thing in index.described_twice(subjects):
            beneath = [paths[other] for other in index.describing(thing) if other in paths and other not in own]
            if beneath and not set(typed.get(thing, ())) & own:  # else it is described twice
                line, there = line_in(paths[graph], thing), min(beneath)
                place = (str(paths[graph]), line, short(thing))
                yield Finding(
                    LAYER_RULE.name, LAYER_RULE.severity, *place, LAYER_RULE.message, f"{there}:{line_in(there, thing)}"
                )


Progress = Callable[[int, int], None]
STRUCTURE = "structure.ttl"  # of the shapes those that the policy makes
_REGISTER = "register"  # under this name the verdict on the register as a whole is kept
_OF_REGISTER = (SDGO + "Goal", SDGO + "Target", SG + "TargetText")


@dataclass(frozen=True, slots=True)
class Inspection:
    """All findings in order, and how many quotes have each status."""

    findings: tuple[Finding, ...]
    quotes: Mapping[str, int]

    @property
    def checked(self) -> int:
        """How many quotes were looked for."""
        return sum(self.quotes.get(status, 0) for status in STATUSES)

    @property
    def verified(self) -> int:
        """How many quotes were found where they are said to stand."""
        return sum(self.quotes.get(status, 0) for status in VERIFIED)

    @property
    def in_file(self) -> int:
        """How many of these were found in the publisher's own file, not in a transcript."""
        return self.quotes.get(IN_FILE, 0)


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where verdicts are kept from one inspection to the next: the file, and the digests of all files by path."""

    path: Path
    digests: Mapping[str, str]


def all_rules(workspace: Workspace) -> list[Rule]:
    """Every rule that an inspection can find broken, apart from the statuses of quotes, by name."""
    own = [
        *REGISTER_RULES,
        *CELL_RULES.values(),
        *TABLE_RULES.values(),
        Rule("quote-page", Severity.VIOLATION, PAGE_WRONG),
    ]
    own += [NAMING_RULE, LAYER_RULE, TWICE_RULE, TRANSLATION_RULE]
    own.append(Rule("source-changed", Severity.VIOLATION, SOURCE_CHANGED))
    own.append(Rule(RATIONALE_RULE, Severity.VIOLATION, RATIONALE_MESSAGE))
    own += [Rule(name, Severity.VIOLATION, message) for name, message in ALIGNMENT_RULES.items()]
    own += [Rule(name, SEVERITIES[name], message) for name, message in WORDING_RULES.items()]
    return sorted([*rules(workspace.shape_files()).values(), *own], key=lambda rule: rule.name)


def inspect(
    workspace: Workspace,
    store: EmbeddedStore,
    sources: Path | None = None,
    only: Collection[Path] = (),
    engine: str = "auto",
    keeping: Keeping | None = None,
    progress: Progress = lambda done, total: None,
) -> Inspection:
    """What shapes, quotes, alignments and the register have to say of *workspace*, which *store* holds.

    Without the folder *sources* every quote is unverifiable. With *only* the findings are those in these files. The
    *engine* is "pyshacl", "gate" (pySHACL looks only at what the gate does not let pass) or "auto" (the gate where
    it is installed). With *keeping* a file is judged again only where something that bears on it has changed.
    *progress* is told how many files of how many are judged. Raises TurtleSyntax, SourceNotFound, EngineMissing,
    PolicyFaulty.
    """
    with _own_shapes(workspace) as shaped:
        return _inspect(shaped, store, sources, only, engine, keeping, progress)


def _inspect(
    workspace: Workspace,
    store: EmbeddedStore,
    sources: Path | None,
    only: Collection[Path],
    engine: str,
    keeping: Keeping | None,
    progress: Progress,
) -> Inspection:
    gated = has_gate(engine)
    paths = {workspace.graph_name(path): path for path in workspace.all_files()}
    wanted = {path.resolve() for path in only}
    of_library = set() if wanted else set(workspace.of_library(paths.values()))
    asked = [graph for graph, path in paths.items() if (path.resolve() in wanted if wanted else path not in of_library)]
    found: dict[str, Verdict] = {}
    verdicts, grounds = None, {graph: Inputs("", {}) for graph in [*paths, _REGISTER]}
    if keeping is not None:
        digests = {graph: keeping.digests[str(path)] for graph, path in paths.items()}
        made_of = [__version__, *(digests.get(graph, "") for graph in store.index.of_vocabulary())]
        place = keeping.path.with_name("vocabulary.json")
        store.kept(VOCABULARY, lambda: kept_vocabulary(place, made_of, lambda: read_vocabulary(store)))
        texts = SourceFolder(sources) if sources is not None else None
        verdicts = Verdicts(keeping.path, _terms(workspace, store, gated), texts, workspace.places())
        grounds = _grounds(store.index, digests, verdicts)
        kept = {graph: verdicts.kept(graph, grounds[graph]) for graph in [*asked, _REGISTER]}
        found = {graph: verdict for graph, verdict in kept.items() if verdict is not None}
    cases = [graph for graph in asked if graph not in found]
    court = CheckContext(workspace, store.folder, sources, gated)
    given: dict[str, Verdict] = {}
    kept_said = None if keeping is None else keeping.path.with_name("said.json")
    progress(0, len(cases))  # what was read until here is no measure of what is left
    library = court._replace(workspace=workspace._replace(shapes=workspace.program_shapes))
    shipped = {workspace.graph_name(path) for path in workspace.of_library(paths.values())}
    for by, judged in ((court, [g for g in cases if g not in shipped]), (library, sorted(shipped & set(cases)))):
        for graph, verdict in zip(judged, _judgements(by, store, judged, paths, kept_said), strict=True):
            given[graph] = verdict
            progress(len(given), len(cases))
    if _REGISTER not in found:
        given[_REGISTER] = Verdict(tuple(register_findings(store, paths)), {}, {})
    found |= given
    if verdicts is not None:
        verdicts.keep(given, grounds)
    everything = together(found.values())
    merged = [*twice_findings(store.index, paths, workspace), *layer_findings(store.index, paths, workspace)]
    findings = [f for f in (*everything.findings, *merged) if not wanted or Path(f.file).resolve() in wanted]
    return Inspection(in_order(findings), everything.quotes)


def completeness_rules(workspace: Workspace) -> list[Rule]:
    """Every rule on completeness that the policy of the program makes, by name."""
    return list(rules(sorted((workspace.shapes / "complete").glob("*.ttl"))).values())


@contextmanager
def with_extra(store: EmbeddedStore, workspace: Workspace) -> Iterator[EmbeddedStore]:
    """A store with what *store* holds and, beside it, the extra files of *workspace*; *store* stays as it is.

    Where there is no room or no right to write beside a store on disk, all files are read into memory. Raises
    TurtleSyntax, TermUnknown, MappingSetFaulty, and StoreDamaged where *store* is not whole.
    """
    for path in workspace.extra:  # a fault is told before the engine has begun to write, which it goes on with
        read_alignments(path) if is_mapping_set(path) else is_table(path) or turtle.statements(path)
    with ExitStack() as until_asked:
        more = None if store.folder is None else _copied_with_extra(store.folder, workspace, until_asked)
        if more is None:
            more = EmbeddedStore.in_memory()
            fill(more, workspace)
        yield more


def _copied_with_extra(folder: Path, workspace: Workspace, until_asked: ExitStack) -> EmbeddedStore | None:
    """A copy, beside it and gone after *until_asked*, of the store in *folder*, with the extra files of *workspace*;
    None where it cannot be written. Raises StoreDamaged where the store is not whole."""
    import tempfile

    try:
        place = tempfile.TemporaryDirectory(prefix="unfinished-", dir=folder.parent, ignore_cleanup_errors=True)
        written = Path(until_asked.enter_context(place)) / "store"
        copy = EmbeddedStore.copied(folder, written)
    except OSError:
        return None
    try:
        refill(copy, workspace, workspace.extra, ())
        copy.finish()
        del copy
        return EmbeddedStore.read_only(written)
    except (OSError, RuntimeError, StoreFailed):  # the engine and the index tell a full disk as any of them
        return None


@contextmanager
def _own_shapes(workspace: Workspace) -> Iterator[Workspace]:
    """*workspace* with the shapes that its own policy makes in place of those of the program's. Raises PolicyFaulty."""
    import shutil
    import tempfile

    if workspace.policy_file().parent == workspace.ontology and not workspace.settings:
        yield workspace
        return
    structure = shapes_text(policy_of_files(workspace), "structure")
    with tempfile.TemporaryDirectory(prefix="strategigraf-shapes-") as folder:
        for path in workspace.shape_files():
            if workspace.settings:
                (Path(folder) / path.name).write_bytes(in_any_language(path))
            else:
                shutil.copy2(path, folder)
        (Path(folder) / STRUCTURE).write_text(structure, encoding="utf-8")
        yield workspace._replace(shapes=Path(folder))


def _terms(workspace: Workspace, store: EmbeddedStore, gated: bool) -> str:
    """A digest of what all verdicts are given by: program, engine, shapes, vocabulary, glossary."""
    from hashlib import blake2b

    shapes = sorted((path.name, path.read_bytes()) for path in workspace.shape_files())
    glossary = workspace.glossary_file()
    words = glossary.read_bytes() if glossary.is_file() else b""
    vocabulary_lines = sorted(turtle.ntriples(vocabulary(store)).splitlines())
    by = (kinds_of(workspace.kinds_files()).content, workspace.languages) if workspace.settings else ()
    terms = (__version__, gated, shapes, vocabulary_lines, words, *by)
    return blake2b(repr(terms).encode(), digest_size=16).hexdigest()


def _judgements(
    court: CheckContext, store: EmbeddedStore, cases: list[str], paths: Mapping[str, Path], kept_said: Path | None
) -> Iterator[Verdict]:
    if not cases:
        return
    if court.store is not None and is_work_for_many(cases):
        yield from in_crew(judge, [(court, graph) for graph in cases])
        return
    said = {} if kept_said is None else read_said(kept_said)
    store.remember(said)
    tools = FileChecker(court, store, paths)
    yield from map(tools.verdict, cases)
    if kept_said is not None:
        keep_said(kept_said, said)


def _grounds(index: ElementIndex, digests: Mapping[str, str], before: Verdicts) -> dict[str, Inputs]:
    """What the verdict on each file with one of *digests* rests on, by named graph; on the register: the files with its
    parts. Where nothing that bears on a file has changed that is what it was *before*."""
    changed = before.changed(digests)
    touched = changed | index.borne_on(changed)
    of_register = {graph for kind in _OF_REGISTER for graph in index.describing_class(kind)}
    grounds = {
        graph: inputs
        for graph, inputs in before.inputs().items()
        if graph not in touched and changed.isdisjoint(inputs.near)
    }
    if not of_register.isdisjoint(touched):
        grounds.pop(_REGISTER, None)
    near = index.neighbours([graph for graph in digests if graph not in grounds])
    grounds |= {graph: Inputs(digests[graph], {other: digests[other] for other in near[graph]}) for graph in near}
    if _REGISTER not in grounds:
        bearing = of_register.union(*(grounds[graph].near for graph in of_register))
        grounds[_REGISTER] = Inputs("", {graph: digests[graph] for graph in sorted(bearing)})
    return grounds


# The check of some paths.


def check_paths(
    workspace: Workspace,
    store: EmbeddedStore,
    paths: Collection[Path],
    sources: Path | None,
    engine: str,
    complete: bool,
    kept: tuple[Path, Mapping[str, str]],
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Inspection:
    """What `inspect` finds in all data, or in the Turtle files and folders *paths*: those from elsewhere are judged
    beside the data. With *complete* also what the tracing policy asks for in vain.

    *kept* is where verdicts are kept, and the digests of all files (none where *store* is not the one on disk). Raises
    FilesNotFound, TurtleSyntax, SourceNotFound, EngineMissing, PolicyFaulty.
    """
    files = files_to_check(workspace, paths)
    known = {path.resolve() for path in workspace.all_files()} if files else set()
    extra = tuple(path for path in files if path.resolve() not in known)
    together = workspace._replace(extra=extra)
    if extra:
        with with_extra(store, together) as more:
            found = inspect(together, more, sources, files, engine, progress=progress)
            return _completed(found, together, more, files) if complete else found
    keeping = Keeping(*kept) if kept[1] else None
    found = inspect(together, store, sources, files, engine, keeping, progress)
    return _completed(found, together, store, files) if complete else found


def files_to_check(workspace: Workspace, paths: Collection[Path]) -> list[Path]:
    """The files of data among *paths* and in the folders among them; none where there are no *paths*, which stands for
    all. Raises FilesNotFound, and NothingToCheck where there is no data at all."""
    files = files_at(paths, OF_DATA)
    if not files and (paths or not workspace.has_data()):
        place = ", ".join(map(str, paths or [workspace.data]))
        raise NothingToCheck(
            Text(
                f"Der er intet at kontrollere: {place} har ingen data.",
                f"There is nothing to check: {place} has no data.",
            ),
            Text("Angiv en mappe med Turtle (*.ttl).", "Give a folder with Turtle (*.ttl)."),
        )
    return files


def _completed(found: Inspection, workspace: Workspace, store: EmbeddedStore, files: Collection[Path]) -> Inspection:
    asked = {path.resolve() for path in files}
    of_library = set() if asked else set(map(str, workspace.of_library(workspace.all_files())))
    more = [
        one
        for one in completeness(store, workspace)
        if (Path(one.file).resolve() in asked if asked else one.file not in of_library)
    ]
    return Inspection(in_order([*found.findings, *more]), found.quotes)
