"""Reading SSSOM mapping sets: the alignments between strategies, as tab-separated files with a YAML head."""

import csv
import re
from pathlib import Path
from typing import NamedTuple

from strategigraf.files.turtle import read_bytes
from strategigraf.values.errors import MappingSetFaulty
from strategigraf.values.text import Text

NO_TERM = "https://w3id.org/sssom/NoTermFound"
_NEEDED = ("subject_id", "predicate_id", "object_id", "mapping_justification", "comment", "rationale_da")
_PREFIX = re.compile(r"^#  (?P<prefix>[\w.-]+): (?P<iri>\S+)$")


class Mapping(NamedTuple):
    """One row: IRIs of subject, predicate and object (NO_TERM for none), whether it denies the pair, the confidence
    as written (empty where there is none), the rationale, and the line of the file."""

    subject: str
    predicate: str
    object: str
    negative: bool
    confidence: str
    rationale: Text
    line: int


def read_mappings(path: Path) -> list[Mapping]:
    """The rows of the mapping set *path*, in the order of the file.

    Raises MappingSetFaulty with file and line where a column is missing or a prefix is not in the curie_map.
    """
    try:
        lines = read_bytes(path).decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise _faulty(path, 1, "UTF-8") from error
    head = [line for line in lines if line.startswith("#")]
    prefixes = {match["prefix"]: match["iri"] for line in head if (match := _PREFIX.match(line))}
    body = lines[len(head) :]
    reader = csv.DictReader(body, delimiter="\t")
    for column in _NEEDED:
        if column not in (reader.fieldnames or ()):
            raise _faulty(path, len(head) + 1, column)
    found = []
    for number, row in enumerate(reader, start=len(head) + 2):
        terms = [
            _expand(path, number, row[name] or "", prefixes) for name in ("subject_id", "predicate_id", "object_id")
        ]
        rationale = Text(da=row["rationale_da"] or "", en=row["comment"] or "")
        negative = row.get("predicate_modifier") == "Not"
        found.append(Mapping(terms[0], terms[1], terms[2], negative, row.get("confidence") or "", rationale, number))
    return found


def _expand(path: Path, line: int, curie: str, prefixes: dict[str, str]) -> str:
    prefix, colon, local = curie.partition(":")
    if not colon or prefix not in prefixes:
        raise _faulty(path, line, f"“{curie}”")
    return prefixes[prefix] + local


def _faulty(path: Path, line: int, what: str) -> MappingSetFaulty:
    return MappingSetFaulty(
        Text(
            f"{path}:{line}: sidestillingerne kan ikke læses: {what}.",
            f"{path}:{line}: the alignments do not read: {what}.",
        ),
        Text(
            f"Der skal være kolonnerne {', '.join(_NEEDED)} og et curie_map med hvert præfiks.",
            f"There must be the columns {', '.join(_NEEDED)} and a curie_map with every prefix.",
        ),
    )
