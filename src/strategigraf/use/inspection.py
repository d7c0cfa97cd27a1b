"""Inspection: the verdicts on all files of a dataset, and the one on the SDG register as a whole."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from strategigraf import __version__
from strategigraf.files.source_folder import SourceFolder
from strategigraf.files.turtle import ntriples
from strategigraf.files.workspace import Workspace, turtle_files
from strategigraf.use.alignment_check import RULES as ALIGNMENT_RULES
from strategigraf.use.crew import in_crew, is_work_for_many
from strategigraf.use.dataset import fill, refill
from strategigraf.use.evidence import VERIFIED
from strategigraf.use.gate import has_gate
from strategigraf.use.judgement import SOURCE_CHANGED, Court, Tools, judge
from strategigraf.use.register_check import RULES as REGISTER_RULES
from strategigraf.use.register_check import register_findings
from strategigraf.use.store import EmbeddedStore
from strategigraf.use.surroundings import vocabulary
from strategigraf.use.validation import Rule, rules
from strategigraf.use.verdict import Grounds, Verdict, Verdicts, together
from strategigraf.values.finding import Finding, Severity, in_order
from strategigraf.values.namespaces import SDGO, SG

Progress = Callable[[int, int], None]

ENGINES = ("auto", "gate", "pyshacl")
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
        return sum(self.quotes.values())

    @property
    def verified(self) -> int:
        """How many quotes were found where they are said to stand."""
        return sum(self.quotes.get(status, 0) for status in VERIFIED)


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where verdicts are kept from one inspection to the next: the file, and the digests of all files by path."""

    path: Path
    digests: Mapping[Path, str]


def all_rules(workspace: Workspace) -> list[Rule]:
    """Every rule that an inspection can find broken, apart from the statuses of quotes, by name."""
    own = [Rule("source-changed", Severity.VIOLATION, SOURCE_CHANGED), *REGISTER_RULES]
    own += [Rule(name, Severity.VIOLATION, message) for name, message in ALIGNMENT_RULES.items()]
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
    *progress* is told how many files of how many are judged. Raises TurtleSyntax, SourceNotFound, EngineMissing.
    """
    gated = has_gate(engine)
    paths = {workspace.graph_name(path): path for path in workspace.all_files()}
    wanted = {path.resolve() for path in only}
    asked = [graph for graph, path in paths.items() if not wanted or path.resolve() in wanted]
    found: dict[str, Verdict] = {}
    verdicts, grounds = None, {graph: Grounds("", {}) for graph in [*paths, _REGISTER]}
    if keeping is not None:
        grounds = _grounds(store, paths, keeping.digests)
        terms = _terms(workspace, store, gated)
        verdicts = Verdicts(keeping.path, terms, SourceFolder(sources) if sources is not None else None)
        kept = {graph: verdicts.kept(graph, grounds[graph]) for graph in [*asked, _REGISTER]}
        found = {graph: verdict for graph, verdict in kept.items() if verdict is not None}
    cases = [graph for graph in asked if graph not in found]
    court = Court(workspace, store.folder, sources, gated)
    given = {}
    for graph, verdict in zip(cases, _judgements(court, store, cases), strict=True):
        given[graph] = (grounds[graph], verdict)
        progress(len(given), len(cases))
    if _REGISTER not in found:
        given[_REGISTER] = (grounds[_REGISTER], Verdict(tuple(register_findings(store, paths)), {}, {}))
    found.update((graph, verdict) for graph, (_, verdict) in given.items())
    if verdicts is not None:
        verdicts.keep(given, [*paths, _REGISTER])
    everything = together(found.values())
    findings = [f for f in everything.findings if not wanted or Path(f.file).resolve() in wanted]
    return Inspection(in_order(findings), everything.quotes)


def inspect_paths(
    workspace: Workspace,
    store: EmbeddedStore,
    paths: Collection[Path],
    sources: Path | None,
    engine: str,
    kept: tuple[Path, Mapping[Path, str]],
    progress: Progress = lambda done, total: None,
) -> Inspection:
    """What `inspect` finds in all data, or in the Turtle files and folders *paths*: those from elsewhere are judged
    beside the data. *kept* is where verdicts are kept, and the digests of all files (none where *store* is not the one
    on disk). Raises FilesNotFound, TurtleSyntax, SourceNotFound, EngineMissing."""
    files = turtle_files(paths)
    known = {path.resolve() for path in workspace.graph_files()}
    extra = tuple(path for path in files if path.resolve() not in known)
    together = workspace._replace(extra=extra)
    if extra:
        with with_extra(store, together) as more:
            return inspect(together, more, sources, files, engine, progress=progress)
    keeping = Keeping(*kept) if kept[1] else None
    return inspect(together, store, sources, files, engine, keeping, progress)


@contextmanager
def with_extra(store: EmbeddedStore, workspace: Workspace) -> Iterator[EmbeddedStore]:
    """A store with what *store* holds and, beside it, the extra files of *workspace*; *store* stays as it is.

    Raises TurtleSyntax.
    """
    import tempfile

    if store.folder is None:
        together = EmbeddedStore.in_memory()
        fill(together, workspace)
        yield together
        return
    with tempfile.TemporaryDirectory(prefix="unfinished-", dir=store.folder.parent) as folder:
        copy = EmbeddedStore.copied(store.folder, Path(folder) / "store")
        refill(copy, workspace, workspace.extra, ())
        copy.finish(arranged=False)
        del copy
        yield EmbeddedStore.read_only(Path(folder) / "store")


def _terms(workspace: Workspace, store: EmbeddedStore, gated: bool) -> str:
    """A digest of what all verdicts are given by: program, engine, folders (findings name them), shapes, vocabulary."""
    from hashlib import blake2b

    shapes = sorted((path.name, path.read_bytes()) for path in workspace.shape_files())
    vocabulary_lines = sorted(ntriples(vocabulary(store)).splitlines())
    terms = (__version__, gated, str(workspace.ontology), str(workspace.data), shapes, vocabulary_lines)
    return blake2b(repr(terms).encode(), digest_size=16).hexdigest()


def _judgements(court: Court, store: EmbeddedStore, cases: list[str]) -> Iterator[Verdict]:
    if not cases:
        return
    if court.store is not None and is_work_for_many(cases):
        yield from in_crew(judge, [(court, graph) for graph in cases])
        return
    tools = Tools(court, store)
    yield from map(tools.verdict, cases)


def _grounds(store: EmbeddedStore, paths: Mapping[str, Path], digests: Mapping[Path, str]) -> dict[str, Grounds]:
    """What the verdict on each file rests on, by named graph; on the register: the files with its parts."""
    by_graph = {graph: digests[path] for graph, path in paths.items()}
    near = store.ledger.neighbours()
    grounds = {
        graph: Grounds(digest, {other: by_graph[other] for other in near[graph]}) for graph, digest in by_graph.items()
    }
    of_register = {graph for kind in _OF_REGISTER for graph in store.ledger.describing_class(kind)}
    bearing = of_register.union(*(near[graph] for graph in of_register))
    return grounds | {_REGISTER: Grounds("", {graph: by_graph[graph] for graph in sorted(bearing)})}
