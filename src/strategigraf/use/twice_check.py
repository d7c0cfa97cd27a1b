"""Things described in two files of the data: a copy that a sync folder left beside a file, or one kept by hand.

Both count as one, and what was taken out of one file lives on in the other, so nothing else would show it.
"""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from strategigraf.files.turtle import line_in
from strategigraf.use.ledger import Ledger
from strategigraf.use.validation import Rule
from strategigraf.values.finding import Finding, Severity
from strategigraf.values.namespaces import short
from strategigraf.values.text import Text

TWICE_RULE = Rule(
    "described-twice",
    Severity.VIOLATION,
    Text(
        "Det samme er beskrevet i to filer og flettes sammen. Behold den rigtige fil, og fjern den anden eller det,"
        " der er i begge.",
        "The same things are described in two files and are merged. Keep the right file, and remove the other one"
        " or what is in both.",
    ),
)


def twice_findings(ledger: Ledger, paths: Mapping[str, Path], files: Collection[Path]) -> Iterator[Finding]:
    """A finding for each two of *files* that say of the same thing what it is, at the first such thing in the file with
    the longer name; *paths* are the files by named graph."""
    pairs: dict[tuple[Path, Path], list[str]] = {}
    for thing, graphs in ledger.typed_in_several():
        described = (paths[graph] for graph in graphs if paths.get(graph) in files)
        homes = sorted(described, key=lambda path: (len(path.name), path))
        for home in homes[1:]:
            pairs.setdefault((homes[0], home), []).append(thing)
    for (first, second), things in sorted(pairs.items()):
        line, thing = min((line_in(second, thing), thing) for thing in things)
        detail = f"{first.name} = {second.name} ({len(things)})"
        yield Finding(TWICE_RULE.name, TWICE_RULE.severity, str(second), line, short(thing), TWICE_RULE.message, detail)
