"""Verdicts: what was found in each file, kept for as long as nothing that bears on it changes.

The file they are kept in begins with a digest of the rest, so that whatever is damaged is not believed.
"""

import json
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from strategigraf.core.errors import OutputNotWritten
from strategigraf.core.policy import Finding, Severity
from strategigraf.core.rdf import Text
from strategigraf.files.output import write
from strategigraf.files.source_text import SourceFolder

_LAYOUT = 3


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
    """The verdicts kept in the file *path*, given under the same *terms*: shapes, vocabulary, engine, program."""

    def __init__(self, path: Path, terms: str, sources: SourceFolder | None) -> None:
        self._path = path
        self._terms = terms
        self._sources = sources
        self._kept: dict[str, tuple[Inputs, Verdict]] = {}
        self._stamps: dict[str, list[object]] = {}
        self._fresh: dict[str, list[object]] = {}
        found = _read(path)
        try:
            self._stamps = dict(found["sources"])
            if found["terms"] == terms:
                self._kept = {graph: _verdict(entry) for graph, entry in found["verdicts"].items()}
        except (KeyError, TypeError, ValueError, AttributeError):  # none yet, damaged, or of another version
            self._kept, self._stamps = {}, {}

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
        status = self._sources.status(name)
        stamp = self._stamps.get(name)
        if stamp is None or stamp[:-1] != list(status):
            stamp = [*status, self._sources[name].sha256]
        if status.is_settled(time.time_ns()):
            self._fresh[name] = stamp
        return str(stamp[-1])

    def keep(self, given: Mapping[str, tuple[Inputs, Verdict]], graphs: Iterable[str]) -> None:
        """Adds the verdicts *given* (by named graph) and keeps no others than those on *graphs*. A place that cannot be
        written keeps nothing, and the next check starts from the files."""
        wanted = set(graphs)
        self._kept = {graph: entry for graph, entry in (self._kept | dict(given)).items() if graph in wanted}
        for name in {name for _, verdict in self._kept.values() for name in verdict.sources} - set(self._fresh):
            self._sha256(name)
        if not given and self._fresh == self._stamps:
            return
        verdicts = {graph: [*grounds, _plain(verdict)] for graph, (grounds, verdict) in sorted(self._kept.items())}
        content = {"layout": _LAYOUT, "terms": self._terms, "sources": self._fresh, "verdicts": verdicts}
        try:
            told = json.dumps(content).encode("ascii")  # a path may have signs that UTF-8 cannot hold
            write(self._path, _digest(told) + b"\n" + told)
        except OutputNotWritten:
            return


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


def _plain(verdict: Verdict) -> list[object]:
    findings = [
        [f.rule, int(f.severity), f.file, f.line, f.thing, f.message.da, f.message.en, f.detail]
        for f in verdict.findings
    ]
    return [findings, dict(verdict.quotes), dict(verdict.sources)]


def _verdict(entry: Any) -> tuple[Inputs, Verdict]:
    digest, near, (findings, quotes, sources) = entry
    told = tuple(
        Finding(rule, Severity(severity), file, line, thing, Text(da, en), detail)
        for rule, severity, file, line, thing, da, en, detail in findings
    )
    return Inputs(digest, near), Verdict(told, quotes, sources)
