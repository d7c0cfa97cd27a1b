"""Verdicts: what was found in each file, kept for as long as nothing that bears on it changes; so is what is in style.

The file they are kept in begins with a digest of the rest, so that whatever is damaged is not believed.
"""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from strategigraf import __version__
from strategigraf.core.errors import OutputNotWritten
from strategigraf.core.policy import Finding, Severity
from strategigraf.core.rdf import Iri, Text
from strategigraf.files import turtle_format
from strategigraf.files.output import write
from strategigraf.files.source_text import SourceFolder
from strategigraf.files.turtle import Statement, read_bytes
from strategigraf.files.workspace import renamed

if TYPE_CHECKING:
    from strategigraf.store.triples import Said

_LAYOUT = 6


class Verdict(NamedTuple):
    """What was found in one file: its findings, how many of its quotes have each status, and the sha-256 of each source
    text that was looked in (empty for one that is not to hand)."""

    findings: tuple[Finding, ...]
    quotes: Mapping[str, int]
    sources: Mapping[str, str]


class Inputs(NamedTuple):
    """What a verdict rests on beside source texts: the digest of the file, and of each file whose words bear on it."""

    digest: str
    near: Mapping[str, str]


class Verdicts:
    """The verdicts kept in the file *path*, given under the same *terms*: shapes, vocabulary, engine, program; *places*
    are the folders of the files that are judged, as findings are to name them."""

    def __init__(self, path: Path, terms: str, sources: SourceFolder | None, places: tuple[str, ...]) -> None:
        self._path = path
        self._terms = terms
        self._places = places
        self._sources = sources
        self._kept: dict[str, tuple[Inputs, Verdict]] = {}
        self._digests: dict[str, str] = {}
        self._stamps: dict[str, list[object]] = {}
        self._fresh: dict[str, list[object]] = {}
        self._known: dict[str, str] = {}
        found = _read(path)
        try:
            self._stamps = dict(found["sources"])
            if found["terms"] == terms:
                named = partial(renamed, places=found["places"], others=places)
                self._digests = dict(found["digests"])
                self._kept = dict(_verdicts(found["verdicts"], found["rules"], found["digests"], named))
        except (KeyError, TypeError, ValueError, AttributeError, IndexError):  # none, damaged, or of another version
            self._kept, self._stamps, self._digests = {}, {}, {}

    def changed(self, digests: Mapping[str, str]) -> set[str]:
        """The files, by named graph, that have other *digests* than when the verdicts were given, or are new or gone;
        those with none may have any words."""
        same = {graph for graph, digest in digests.items() if digest and self._digests.get(graph) == digest}
        return (self._digests.keys() | digests.keys()) - same

    def inputs(self) -> dict[str, Inputs]:
        """What each verdict rests on, by named graph."""
        return {graph: inputs for graph, (inputs, _) in self._kept.items()}

    def kept(self, graph: str, grounds: Inputs) -> Verdict | None:
        """The verdict on the file with the named graph *graph*, where it was given on just these *grounds* and the
        source texts are those it was given by."""
        found = self._kept.get(graph)
        if found is None or found[0] != grounds:
            return None
        return found[1] if all(self._sha256(name) == sha for name, sha in found[1].sources.items()) else None

    def _sha256(self, name: str) -> str:
        """The sha-256 of the source text *name*, read only where its status is new; empty without it."""
        if self._sources is None or name not in self._sources:
            return ""
        if name not in self._known:
            status = self._sources.status(name)
            stamp = self._stamps.get(name)
            if stamp is None or stamp[:-1] != list(status):
                stamp = [*status, self._sources[name].sha256]
            if status.is_settled(time.time_ns()):
                self._fresh[name] = stamp
            self._known[name] = str(stamp[-1])
        return self._known[name]

    def keep(self, given: Mapping[str, Verdict], grounds: Mapping[str, Inputs]) -> None:
        """Adds the verdicts *given* (by named graph) and keeps of the others those that rest on their *grounds* still.
        A place that cannot be written keeps nothing, and the next check starts from the files."""
        added = {graph: (grounds[graph], verdict) for graph, verdict in given.items()}
        kept = {graph: entry for graph, entry in self._kept.items() if grounds.get(graph) == entry[0]} | added
        digests: dict[str, str] = {}
        for graph, inputs in grounds.items():
            digests[graph] = inputs.digest
            digests.update(inputs.near)
        unchanged = not given and kept.keys() == self._kept.keys() and digests == self._digests
        self._kept, self._digests = kept, digests
        for name in {name for _, verdict in kept.values() for name in verdict.sources} - set(self._fresh):
            self._sha256(name)
        if unchanged and self._fresh == self._stamps:
            return
        rules: dict[tuple[object, ...], int] = {}
        place = {graph: number for number, graph in enumerate(digests)}
        verdicts = {
            graph: [[place[other] for other in inputs.near], *_plain(verdict, rules)]
            for graph, (inputs, verdict) in sorted(kept.items())
        }
        about = {"terms": self._terms, "places": self._places, "sources": self._fresh}
        _write(self._path, about | {"digests": digests, "rules": list(rules), "verdicts": verdicts})


def together(verdicts: Iterable[Verdict]) -> Verdict:
    """All *verdicts* as one."""
    findings: list[Finding] = []
    quotes: Counter[str] = Counter()
    sources: dict[str, str] = {}
    for verdict in verdicts:
        findings += verdict.findings
        quotes.update(verdict.quotes)
        sources |= verdict.sources
    return Verdict(tuple(findings), quotes, sources)


def kept_vocabulary(path: Path, made_of: list[str], read: Callable[[], list[Statement]]) -> list[Statement]:
    """The terms of the vocabulary, as *read* gives them where the file *path* does not have those of files with the
    digests *made_of*."""
    kept = _read(path)
    if kept.get("made_of") == made_of:
        return [(Iri(term), Iri(verb), Iri(kind)) for term, verb, kind in kept["terms"]]
    terms = read()
    if all(made_of) and all(isinstance(node, Iri) for statement in terms for node in statement):
        _write(path, {"made_of": made_of, "terms": [[node.value for node in statement] for statement in terms]})
    return terms


# What files say of things of other files.

_MOST_SAID = 4_000_000  # signs


def read_said(path: Path) -> "Said":
    """What files with certain digests say, as it was kept in the file *path*."""
    said = _read(path).get("said", {})
    return said if isinstance(said, dict) else {}


def keep_said(path: Path, said: "Said") -> None:
    """Keeps what files say in the file *path*; where it is much, nothing, so that it is gathered anew."""
    much = sum(len(lines) for answers in said.values() for lines in answers.values()) > _MOST_SAID
    _write(path, {"said": {} if much else said})


# Which files are in the house style of Turtle.

_MOST_KEPT = 20_000  # digests


def not_in_style(paths: Iterable[Path], kept: Path) -> dict[Path, bytes]:
    """Those of the Turtle files *paths* that are not in the house style, each with the content that it should have.

    The file *kept* has the digests of contents that were in style; these are not looked at again. Where it cannot be
    written nothing is kept. Raises FilesNotFound and what `turtle_format.format_file` raises.
    """
    known = _in_style(kept)
    found: dict[Path, bytes] = {}
    seen: dict[str, None] = {}
    for path in paths:
        content = read_bytes(path)
        digest = _digest(content).decode()
        text = content if digest in known else turtle_format.format_file(path).encode("utf-8")
        if text == content:
            seen[digest] = None
        else:
            found[path] = text
    if not seen.keys() <= known.keys():
        with suppress(OSError, OutputNotWritten):
            kept.parent.mkdir(parents=True, exist_ok=True)
            lines = [_style(), *list(seen | known)[:_MOST_KEPT]]
            write(kept, "\n".join(lines).encode("ascii"))
    return found


def _in_style(path: Path) -> dict[str, None]:
    """The digests in the file *path*, as far as this very formatter found their contents in style."""
    try:
        style, *digests = path.read_text(encoding="ascii").split("\n")
    except (OSError, ValueError):
        return {}
    return dict.fromkeys(digests) if style == _style() else {}


def _style() -> str:
    """A digest of all that the style hangs on."""
    from importlib.metadata import version

    package = Path(turtle_format.__file__).parents[1]
    modules = (package / name for name in ("core/rdf.py", "core/text.py", "files/turtle.py", "files/turtle_format.py"))
    told = [__version__.encode(), version("pyoxigraph").encode(), *(path.read_bytes() for path in modules)]
    return _digest(b"\0".join(told)).decode()


# What is kept, in a file that is not believed where it is damaged.


def _write(path: Path, content: dict[str, Any]) -> None:
    """Puts *content* into the file *path*, if that can be written."""
    told = json.dumps({"layout": _LAYOUT} | content).encode("ascii")  # a path may have signs that UTF-8 cannot hold
    with suppress(OutputNotWritten):
        write(path, _digest(told) + b"\n" + told)


def _read(path: Path) -> Any:
    try:
        digest, _, told = path.read_bytes().partition(b"\n")
        found = json.loads(told) if digest == _digest(told) else {}
        return found if isinstance(found, dict) and found.get("layout") == _LAYOUT else {}
    except (OSError, ValueError):
        return {}


def _digest(content: bytes) -> bytes:
    from hashlib import blake2b

    return blake2b(content, digest_size=16).hexdigest().encode()


def _plain(verdict: Verdict, rules: dict[tuple[object, ...], int]) -> list[object]:
    """*verdict* in plain values, its rules and their messages by their places in *rules*, which is added to."""
    findings = []
    for found in verdict.findings:
        rule = (found.rule, int(found.severity), found.message.da, found.message.en)
        findings.append([rules.setdefault(rule, len(rules)), found.file, found.line, found.thing, found.detail])
    return [findings, dict(verdict.quotes), dict(verdict.sources)]


def _verdicts(
    entries: Mapping[str, Any], rules: Iterable[Any], digests: Mapping[str, str], named: Callable[[str], str]
) -> Iterator[tuple[str, tuple[Inputs, Verdict]]]:
    """The verdicts of which *entries* are the plain values, by named graph, with the names of files as *named*."""
    told = [(name, Severity(severity), Text(da, en)) for name, severity, da, en in rules]
    graphs = list(digests)
    for graph, (near, findings, quotes, sources) in entries.items():
        found = []
        for rule, file, line, thing, detail in findings:
            name, severity, message = told[rule]
            found.append(Finding(name, severity, named(file), line, thing, message, detail))
        inputs = Inputs(digests[graph], {graphs[other]: digests[graphs[other]] for other in near})
        yield graph, (inputs, Verdict(tuple(found), quotes, sources))
