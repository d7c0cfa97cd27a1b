"""Reading SSSOM mapping sets strictly, their YAML head, and the statements that their rows make."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from strategigraf.core.errors import MappingSetFaulty
from strategigraf.core.matrix import NO_TERM
from strategigraf.core.rdf import (
    ID,
    LANG_STRING,
    LANGUAGES,
    PREFIXES,
    RDF,
    SG,
    XSD,
    Iri,
    Literal,
    Term,
    Text,
    iri_fault,
    unseen,
)
from strategigraf.files.turtle import read_bytes

if TYPE_CHECKING:
    import yaml

# The head of a mapping set.

_BUILT_IN = {  # a mapping set may leave these out, and may not give them another meaning
    "linkml": "https://w3id.org/linkml/",
    "owl": PREFIXES["owl"],
    "rdf": PREFIXES["rdf"],
    "rdfs": PREFIXES["rdfs"],
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": PREFIXES["skos"],
    "sssom": "https://w3id.org/sssom/",
    "xsd": PREFIXES["xsd"],
}
_USUAL = {  # known where the set does not declare them
    "dce": "http://purl.org/dc/elements/1.1/",
    "dcterms": PREFIXES["dcterms"],
    "oboInOwl": "http://www.geneontology.org/formats/oboInOwl#",
    "pav": "http://purl.org/pav/",
    "prov": PREFIXES["prov"],
    "sg": PREFIXES["sg"],
}


class Fault(NamedTuple):
    """What is wrong with a mapping set on one of its lines (from 1), as a sentence without its full stop."""

    line: int
    problem: Text


class Head(NamedTuple):
    """How many lines the head takes, empty ones among them, and the namespaces by prefix."""

    lines: int
    prefixes: Mapping[str, str]


def read_head(lines: Sequence[str], faults: list[Fault]) -> Head:
    """The head that *lines*, those of the whole file, begin with; what is wrong with it is added to *faults*."""
    count = next((index for index, line in enumerate(lines) if line and not line.startswith("#")), len(lines))
    prefixes = _USUAL | _BUILT_IN
    for key, value in _members(_curie_map("\n".join(line[1:] for line in lines[:count]), faults), faults):
        prefix, iri, line = key.value, value.value, key.start_mark.line + 1
        if problem := _prefix_problem(prefix, iri):
            faults.append(Fault(line, problem))
        else:
            prefixes[prefix] = iri
    return Head(count, prefixes)


def _prefix_problem(prefix: str, iri: object) -> Text | None:
    """What is wrong with declaring *prefix* as *iri*."""
    shown = unseen(prefix)
    if not isinstance(iri, str):
        return Text(f"præfikset »{shown}« har ingen IRI", f"the prefix “{shown}” has no IRI")
    if _BUILT_IN.get(prefix, iri) != iri:
        namespace = _BUILT_IN[prefix]
        return Text(f"præfikset »{shown}« er i SSSOM {namespace}", f"the prefix “{shown}” is {namespace} in SSSOM")
    if problem := iri_fault(iri):
        return Text(
            f"præfikset »{shown}«: »{unseen(iri)}« {problem.da}", f"the prefix “{shown}”: “{unseen(iri)}” {problem.en}"
        )
    return None


def _members(node: "yaml.Node | None", faults: list[Fault]) -> "Iterator[tuple[yaml.ScalarNode, yaml.Node]]":
    """The keys and values of the mapping *node*, each key once."""
    import yaml

    seen: set[str] = set()
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if not isinstance(key, yaml.ScalarNode):
            continue
        if key.value in seen:
            shown = unseen(key.value)
            problem = Text(f"»{shown}« er der to gange i hovedet", f"“{shown}” occurs twice in the head")
            faults.append(Fault(key.start_mark.line + 1, problem))
        seen.add(key.value)
        yield key, value


def _curie_map(content: str, faults: list[Fault]) -> "yaml.Node | None":
    import yaml

    try:
        # the reader in C where nothing can be nested so deep that it is the end; that in Python tells errors
        node = _quickly_read(content) if len(content) < _SHORT else None
        node = node or yaml.compose(content, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = f"{error.problem or error.context}"
        faults.append(_no_yaml((mark.line + 1) if mark else 1, problem))
        return None
    except (yaml.YAMLError, RecursionError) as error:
        faults.append(_no_yaml(1, unseen(str(error).partition("\n")[0])))
        return None
    if node is None:
        return None
    if not isinstance(node, yaml.MappingNode):
        faults.append(_no_yaml(1, "no mapping"))
        return None
    curie_map = next((value for key, value in _members(node, faults) if key.value == "curie_map"), None)
    if curie_map is not None and not isinstance(curie_map, yaml.MappingNode) and curie_map.value:
        faults.append(_no_yaml(curie_map.start_mark.line + 1, "curie_map"))
    return curie_map


def _quickly_read(content: str) -> "yaml.Node | None":
    """The YAML *content* by the reader in C; None where there is none, or *content* has an error."""
    import yaml

    try:
        found: yaml.Node | None = yaml.compose(content, Loader=yaml.CBaseLoader)
    except (AttributeError, yaml.YAMLError):
        return None
    return found


def _no_yaml(line: int, reason: str) -> Fault:
    return Fault(line, Text(f"hovedet er ikke YAML ({reason})", f"the head is not YAML ({reason})"))


_SEMAPV = "https://w3id.org/semapv/vocab/"
_NEEDED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_JUSTIFICATIONS = (
    "BackgroundKnowledgeBasedMatching",
    "CompositeMatching",
    "InstanceBasedMatching",
    "LexicalMatching",
    "LexicalSimilarityThresholdMatching",
    "LogicalReasoning",
    "ManualMappingCuration",
    "MappingChaining",
    "MappingInversion",
    "MappingReview",
    "SemanticSimilarityThresholdMatching",
    "StructuralMatching",
    "UnspecifiedMatching",
)
_SHARE = re.compile(r"(?:[0-9]{1,3}(?:\.[0-9]{0,20})?|\.[0-9]{1,20})(?:[eE]-?[0-9]{1,2})?")
_LONGEST_CELL = 1_000_000  # signs
_SHORT = 4000  # signs of a head
_SHOWN = 20  # faults of a file that are reported one by one


class Alignment(NamedTuple):
    """One row: IRIs of subject, predicate and object (NO_TERM for none), whether it denies the pair, the confidence
    as a decimal from 0 to 1 (empty where there is none), the rationale, and the line of the file."""

    subject: str
    predicate: str
    object: str
    negative: bool
    confidence: str
    rationale: Text
    line: int


def read_alignments(path: Path, content: bytes | None = None) -> list[Alignment]:
    """The rows of the mapping set *path*, in the order of the file, which has the *content* where that is given.

    The rationale is `comment` (English) and `rationale_da`, which are empty where the set has no such columns. Raises
    MappingSetFaulty with everything that is wrong, each with file, line and column.
    """
    try:
        text = (read_bytes(path) if content is None else content).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problem = Text("filen er ikke i UTF-8", "the file is not in UTF-8")
        raise _faulty(path, [Fault(line, problem)]) from error
    lines = re.split(r"\r\n|\n|\r", text)
    faults: list[Fault] = []
    head = read_head(lines, faults)
    alignments = list(_rows(lines, head, faults))
    if faults:
        raise _faulty(path, faults)
    return alignments


def _rows(lines: Sequence[str], head: Head, faults: list[Fault]) -> Iterator[Alignment]:
    columns = _columns(lines, head.lines, faults)
    if not columns:
        return
    for number, line in enumerate(lines[head.lines + 1 :], start=head.lines + 2):
        cells = _cells(line, number, faults) if line else None
        if cells is None:
            continue
        if len(cells) != len(columns):
            problem = Text(
                f"rækken har {len(cells)} celler, men der er {len(columns)} kolonner",
                f"the row has {len(cells)} cells, but there are {len(columns)} columns",
            )
            faults.append(Fault(number, problem))
            continue
        before = len(faults)
        row = _alignment(dict(zip(columns, cells, strict=True)), number, head.prefixes, faults)
        if len(faults) == before:
            yield row


def _columns(lines: Sequence[str], header_index: int, faults: list[Fault]) -> list[str]:
    """The names of the columns; none where the table cannot be read."""
    before = len(faults)
    columns = (
        _cells(lines[header_index], header_index + 1, faults)
        if header_index < len(lines) and lines[header_index]
        else None
    ) or []
    if len(faults) > before:
        return []
    for name in _NEEDED:
        if name not in columns:
            problem = Text(f"kolonnen {name} mangler", f"the column {name} is missing")
            faults.append(Fault(header_index + 1, problem))
    for name in sorted({name for name in columns if columns.count(name) > 1}):
        problem = Text(f"kolonnen {unseen(name)} er der to gange", f"the column {unseen(name)} occurs twice")
        faults.append(Fault(header_index + 1, problem))
    return columns if len(faults) == before else []


def _cells(line: str, number: int, faults: list[Fault]) -> list[str] | None:
    """The cells of *line*; None where a quotation mark is not closed before its end."""
    import csv

    if "\0" in line or max(map(len, line.split("\t"))) > _LONGEST_CELL:
        problem = Text(
            "linjen har tegnet NUL eller en alt for lang celle",
            "the line has the character NUL or a cell that is far too long",
        )
        faults.append(Fault(number, problem))
        return None
    if '"' not in line:
        return line.split("\t")
    csv.field_size_limit(_LONGEST_CELL + 1)
    try:
        (cells,) = csv.reader([line], delimiter="\t", strict=True)
    except csv.Error:
        problem = Text(
            "et anførselstegn i begyndelsen af en celle er ikke afsluttet i cellen; en række er én linje",
            "a quotation mark at the start of a cell is not closed in the cell; a row is one line",
        )
        faults.append(Fault(number, problem))
        return None
    return cells


def _alignment(row: Mapping[str, str], line: int, prefixes: Mapping[str, str], faults: list[Fault]) -> Alignment:
    terms = [_term(row[name], name, line, prefixes, faults) for name in _NEEDED]
    if terms[0] == terms[2] == NO_TERM:
        faults.append(Fault(line, Text("ingen af siderne har et element", "neither side has an element")))
    justification = terms[3].removeprefix(_SEMAPV)
    if terms[3] and (justification == terms[3] or justification not in _JUSTIFICATIONS):
        known = ", ".join(f"semapv:{name}" for name in _JUSTIFICATIONS)
        problem = Text(
            f"er ikke en af SSSOM's begrundelser ({known})", f"is not one of SSSOM's justifications ({known})"
        )
        faults.append(Fault(line, _cell_problem("mapping_justification", row["mapping_justification"], problem)))
    modifier = row.get("predicate_modifier", "")
    if modifier not in ("", "Not"):
        problem = Text("skal være Not eller tom", "must be Not or empty")
        faults.append(Fault(line, _cell_problem("predicate_modifier", modifier, problem)))
    rationale = Text(da=row.get("rationale_da", ""), en=row.get("comment", ""))
    confidence = _share(row.get("confidence", ""), line, faults)
    return Alignment(terms[0], terms[1], terms[2], modifier == "Not", confidence, rationale, line)


def _share(text: str, line: int, faults: list[Fault]) -> str:
    """*text*, a number from 0 to 1, as a decimal without an exponent."""
    from decimal import Decimal

    if not text:
        return ""
    number = Decimal(text) if _SHARE.fullmatch(text) else None
    if number is None or number > 1:
        problem = Text("skal være et tal fra 0 til 1, med punktum", "must be a number from 0 to 1, with a full stop")
        faults.append(Fault(line, _cell_problem("confidence", text, problem)))
        return ""
    return text if "e" not in text.lower() else format(number, "f")


def _term(text: str, column: str, line: int, prefixes: Mapping[str, str], faults: list[Fault]) -> str:
    """The IRI that *text* abbreviates; the empty one, and a fault, where there is none."""
    prefix, colon, local = text.partition(":")
    whole = local.startswith("//") and prefix not in prefixes
    iri = text if whole else prefixes.get(prefix, "") + local
    if not text:
        problem: Text | None = Text("er tom", "is empty")
    elif not colon:
        problem = Text("har intet præfiks", "has no prefix")
    elif not whole and prefix not in prefixes:
        shown = unseen(prefix)
        problem = Text(
            f"har præfikset »{shown}«, som curie_map ikke har", f"has the prefix “{shown}”, which is not in curie_map"
        )
    else:
        problem = iri_fault(iri)
    if problem is None:
        return iri
    faults.append(Fault(line, _cell_problem(column, text, problem)))
    return ""


def _cell_problem(column: str, value: str, problem: Text) -> Text:
    shown = unseen(value if len(value) <= 100 else value[:99] + "…")
    return Text(f"{column} »{shown}« {problem.da}", f"{column} “{shown}” {problem.en}")


def _faulty(path: Path, faults: Sequence[Fault]) -> MappingSetFaulty:
    sentences = [
        Text(f"{path}:{fault.line}: {fault.problem.da}.", f"{path}:{fault.line}: {fault.problem.en}.")
        for fault in sorted(faults, key=lambda fault: fault.line)[:_SHOWN]
    ]
    if more := len(faults) - len(sentences):
        sentences.append(Text(f"… og {more} fejl mere.", f"… and {more} more."))
    needed = ", ".join(_NEEDED)
    return MappingSetFaulty(
        Text(
            "sammenligningen kan ikke læses:" + _listed([sentence.da for sentence in sentences]),
            "the mapping set could not be read:" + _listed([sentence.en for sentence in sentences]),
        ),
        Text(
            f"Ret linjen. Der skal være kolonnerne {needed} og et curie_map med hvert præfiks; en række er én linje.",
            f"Correct the line. There must be the columns {needed} and a curie_map with every prefix; a row is"
            " one line.",
        ),
    )


def _listed(sentences: Sequence[str]) -> str:
    return f" {sentences[0]}" if len(sentences) == 1 else "".join(f"\n  {sentence}" for sentence in sentences)


# Alignments in the graph.


def alignment_iri(name: str, mapping: Alignment) -> str:
    """The IRI of the node for *mapping* in the mapping set called *name*; `alignment_statements` makes it unique."""
    ends = (mapping.subject, mapping.predicate, mapping.object)
    subject, predicate, target = (end.rsplit("/", 1)[-1].rsplit("#", 1)[-1] for end in ends)
    return f"{ID}alignments/{name}/{subject}--{predicate}--{target}"


def alignment_statements(name: str, graph: str, mappings: Iterable[Alignment]) -> Iterator[tuple[Term, Term, Term]]:
    """The statements that the rows of the mapping set called *name* make, *graph* being the IRI of the set.

    A row that neither denies its pair nor stands for a missing counterpart asserts its triple as well. Rows on other
    things whose IRIs end alike have nodes of their own.
    """
    taken: dict[str, tuple[str, str, str]] = {}
    for mapping in mappings:
        ends = (mapping.subject, mapping.predicate, mapping.object)
        first = alignment_iri(name, mapping)
        tries = (f"{first}--{number}" if number > 1 else first for number in count(1))
        node = Iri(next(iri for iri in tries if taken.setdefault(iri, ends) == ends))
        yield node, Iri(RDF + "type"), Iri(SG + "Alignment")
        yield node, Iri(RDF + "subject"), Iri(mapping.subject)
        yield node, Iri(RDF + "predicate"), Iri(mapping.predicate)
        yield node, Iri(RDF + "object"), Iri(mapping.object)
        yield node, Iri(SG + "basis"), Iri(SG + "Interpreted")
        yield node, Iri(SG + "mappingSet"), Iri(graph)
        yield node, Iri(SG + "negative"), Literal(str(mapping.negative).lower(), XSD + "boolean")
        if mapping.confidence:
            yield node, Iri(SG + "confidence"), Literal(mapping.confidence, XSD + "decimal")
        for language, words in zip(LANGUAGES, mapping.rationale, strict=True):
            if words or not any(mapping.rationale):
                yield node, Iri(SG + "rationale"), Literal(words, LANG_STRING, language)
        if not mapping.negative and NO_TERM not in (mapping.subject, mapping.object):
            yield Iri(mapping.subject), Iri(mapping.predicate), Iri(mapping.object)
