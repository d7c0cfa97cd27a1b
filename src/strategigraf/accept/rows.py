"""Rows of a mapping set (SSSOM) written, replaced and removed, every other line as it was."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from strategigraf.accept.changes import RowChange
from strategigraf.accept.errors import DataDiffer
from strategigraf.core.rdf import GRAPH, Text, short
from strategigraf.files.sssom import Alignment, read_alignments, read_head
from strategigraf.files.turtle import read_bytes

_COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
    "author_label",
    "comment",
    "rationale_da",
)
_BY_HAND = "semapv:ManualMappingCuration"
_HEAD = """#mapping_set_id: {identifier}
#mapping_set_title: {title}
#license: https://w3id.org/sssom/license/unspecified
#curie_map:
#  semapv: https://w3id.org/semapv/vocab/
#  sg: https://w3id.org/strategigraf/ns#
#  skos: http://www.w3.org/2004/02/skos/core#
#  sssom: https://w3id.org/sssom/
#extension_definitions:
#  - slot_name: rationale_da
#    property: sg:rationale
#    type_hint: http://www.w3.org/2001/XMLSchema#string
"""


def with_rows(path: Path, changes: Sequence[RowChange]) -> str:
    """The content of the mapping set *path* (a new one where there is none) after *changes*; a new row comes behind the
    last one of its subject, else at the end. Raises DataDiffer, MappingSetFaulty."""
    text = read_bytes(path).decode("utf-8-sig") if path.exists() else _new_set(path, changes[0].title)
    lines = re.split(r"\r\n|\n|\r", text.rstrip("\r\n"))
    present = read_alignments(path, text.encode("utf-8"))
    known = {_key(row): row for row in present}
    start = read_head(lines, []).lines
    columns = _cells(lines[start])
    needed = {"confidence": "", "comment": "", "rationale_da": "", "predicate_modifier": ""} | {
        name: "" for change in changes for name in change.others
    }
    added = [name for name in needed if name not in columns and any(_value(change, name) for change in changes)]
    columns += added
    used = {iri for change in changes if change.after for iri in change.after[:3]}
    head, prefixes = _with_prefixes(lines[:start], used)
    padding = "\t" * len(added)
    table = dict(enumerate([lines[start] + "".join(f"\t{name}" for name in added)], start + 1))
    table |= {number: line + padding for number, line in enumerate(lines[start + 1 :], start + 2)}
    behind: dict[int, list[str]] = defaultdict(list)
    for change in changes:
        line = _line_of(path, change, known)
        if change.after is None:
            table.pop(line)
        elif line:
            table[line] = _line(_row(change, columns, prefixes, _cells(table[line])))
        else:
            last = max((row.line for row in present if row.subject == change.after.subject), default=len(lines))
            behind[last].append(_line(_row(change, columns, prefixes, [""] * len(columns))))
    body = [line for number in range(start + 1, len(lines) + 1) for line in (*_told(table, number), *behind[number])]
    return "\n".join([*head, *body]) + "\n"


def _told(table: Mapping[int, str], number: int) -> tuple[str, ...]:
    return (table[number],) if number in table else ()


def _key(row: Alignment) -> tuple[str, str, str]:
    return row.subject, row.predicate, row.object


def _line_of(path: Path, change: RowChange, known: Mapping[tuple[str, str, str], Alignment]) -> int:
    """The line of the row that *change* replaces or removes; 0 for a new one. Raises DataDiffer."""
    before = None if change.before is None else known.get(_key(change.before))
    if change.before is not None and (before is None or before._replace(line=0) != change.before._replace(line=0)):
        raise _differing(path, change.before, absent=True)
    after = change.after
    if after is not None and _key(after) in known and known[_key(after)] is not before:
        raise _differing(path, after, absent=False)
    return before.line if before else 0


def _differing(path: Path, row: Alignment, absent: bool) -> DataDiffer:
    said = " ".join(short(iri) for iri in _key(row))
    return DataDiffer(
        Text(f"{path}: rækken »{said}« er ændret eller findes ikke.", f"{path}: the row “{said}” differs or is gone.")
        if absent
        else Text(f"{path}: rækken »{said}« findes allerede.", f"{path}: the row “{said}” is there already."),
        Text(
            "Data er ændret imens. Lav beslutningerne på de nye data, og prøv igen.",
            "The data have changed meanwhile. Make the decisions on the new data, and try again.",
        ),
    )


def _value(change: RowChange, name: str) -> str:
    row = change.after
    if row is None:
        return ""
    told = {
        "confidence": row.confidence,
        "comment": row.rationale.en,
        "rationale_da": row.rationale.da,
        "predicate_modifier": "Not" if row.negative else "",
    }
    return told.get(name, change.others.get(name, ""))


def _row(change: RowChange, columns: Sequence[str], prefixes: Mapping[str, str], before: Sequence[str]) -> list[str]:
    row = change.after
    assert row is not None
    cells = dict(zip(columns, before, strict=True)) | dict(change.others)
    cells |= {name: _value(change, name) for name in ("confidence", "comment", "rationale_da", "predicate_modifier")}
    ids = zip(("subject_id", "predicate_id", "object_id"), (row.subject, row.predicate, row.object), strict=True)
    cells |= {name: _curie(iri, prefixes) for name, iri in ids}
    cells["mapping_justification"] = cells.get("mapping_justification") or _BY_HAND
    return [cells.get(name, "") for name in columns]


def _curie(iri: str, prefixes: Mapping[str, str]) -> str:
    fitting = [prefix for prefix, namespace in prefixes.items() if iri.startswith(namespace)]
    prefix = max(fitting, key=lambda prefix: len(prefixes[prefix]))
    return f"{prefix}:{iri[len(prefixes[prefix]) :]}"


def _with_prefixes(head: Sequence[str], iris: Iterable[str]) -> tuple[list[str], dict[str, str]]:
    """The *head* of a set with a prefix for each of *iris*, that of a strategy being its name with _ for -; and all
    prefixes."""
    lines, prefixes = list(head), dict(read_head(head, []).prefixes)
    for iri in sorted(iris):
        namespace = iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]
        if any(iri.startswith(known) for known in prefixes.values() if len(known) >= len(namespace)):
            continue
        stem = re.sub(r"\W+", "_", namespace.rstrip("/#").rpartition("/")[2], flags=re.ASCII).strip("_")
        stem = stem if stem[:1].isalpha() else f"s_{stem}"
        name = next(
            tried for tried in (stem, *(f"{stem}_{number}" for number in range(2, 1000))) if tried not in prefixes
        )
        place = next(index for index, line in enumerate(lines) if line.startswith("#curie_map:")) + 1
        lines.insert(place, f"#  {name}: {namespace}")
        prefixes[name] = namespace
    return lines, prefixes


def _new_set(path: Path, title: str) -> str:
    name = path.name.removesuffix(".sssom.tsv")
    head = _HEAD.format(identifier=f"{GRAPH}alignments/{name}", title=f'"{title or name}"')
    return head + "\t".join(_COLUMNS) + "\n"


def _cells(line: str) -> list[str]:
    return next(csv.reader([line], delimiter="\t"), []) if line.startswith('"') or '\t"' in line else line.split("\t")


def _line(cells: Iterable[str]) -> str:
    stream = io.StringIO()
    plain = [re.sub(r"[\t\r\n]+", " ", cell) for cell in cells]
    csv.writer(stream, delimiter="\t", lineterminator="").writerow(plain)
    return stream.getvalue()
