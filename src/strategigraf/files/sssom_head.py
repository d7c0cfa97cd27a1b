"""The head of a mapping set: YAML in the comment lines before the table, and the prefixes that it declares."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from strategigraf.values.iri import iri_fault, unseen
from strategigraf.values.namespaces import PREFIXES
from strategigraf.values.text import Text

if TYPE_CHECKING:
    import yaml

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
    said: Text


class Head(NamedTuple):
    """How many lines the head takes, empty ones among them, and the namespaces by prefix."""

    lines: int
    prefixes: Mapping[str, str]


def read_head(lines: Sequence[str], faults: list[Fault]) -> Head:
    """The head that *lines*, those of the whole file, begin with; what is wrong with it is added to *faults*."""
    count = next((at for at, line in enumerate(lines) if line and not line.startswith("#")), len(lines))
    prefixes = _USUAL | _BUILT_IN
    for key, value in _members(_curie_map("\n".join(line[1:] for line in lines[:count]), faults), faults):
        prefix, iri, line = key.value, value.value, key.start_mark.line + 1
        if said := _wrong(prefix, iri):
            faults.append(Fault(line, said))
        else:
            prefixes[prefix] = iri
    return Head(count, prefixes)


def _wrong(prefix: str, iri: object) -> Text | None:
    """What is wrong with declaring *prefix* as *iri*."""
    shown = unseen(prefix)
    if not isinstance(iri, str):
        return Text(f"præfikset “{shown}” har ingen IRI", f"the prefix “{shown}” has no IRI")
    if _BUILT_IN.get(prefix, iri) != iri:
        known = _BUILT_IN[prefix]
        return Text(f"præfikset “{shown}” er i SSSOM {known}", f"the prefix “{shown}” is {known} in SSSOM")
    if said := iri_fault(iri):
        where = f"“{shown}”: “{unseen(iri)}”"
        return Text(f"præfikset {where} {said.da}", f"the prefix {where} {said.en}")
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
            said = Text(f"“{shown}” står to gange i hovedet", f"“{shown}” stands twice in the head")
            faults.append(Fault(key.start_mark.line + 1, said))
        seen.add(key.value)
        yield key, value


def _curie_map(content: str, faults: list[Fault]) -> "yaml.Node | None":
    import yaml

    try:
        # the reader in Python and not the one in C: what is nested too deep is an error there and not the end
        node = yaml.compose(content, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = f"{error.problem or error.context}"
        faults.append(_no_yaml((mark.line + 1) if mark else 1, said))
        return None
    except (yaml.YAMLError, RecursionError) as error:
        faults.append(_no_yaml(1, unseen(str(error).partition("\n")[0])))
        return None
    if node is None:
        return None
    if not isinstance(node, yaml.MappingNode):
        faults.append(_no_yaml(1, "no mapping"))
        return None
    found = next((value for key, value in _members(node, faults) if key.value == "curie_map"), None)
    if found is not None and not isinstance(found, yaml.MappingNode) and found.value:
        faults.append(_no_yaml(found.start_mark.line + 1, "curie_map"))
    return found


def _no_yaml(line: int, reason: str) -> Fault:
    return Fault(line, Text(f"hovedet er ikke YAML ({reason})", f"the head is no YAML ({reason})"))
