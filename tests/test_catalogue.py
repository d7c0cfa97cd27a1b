"""The catalogue as a whole: enough questions, and how far they reach. The figures stand at the end of the run."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from strategigraf.core.rdf import OWL, SG, Iri, short
from strategigraf.files.question import Question, read_question
from strategigraf.files.workspace import Workspace
from strategigraf.store.sparql import EmbeddedStore

Record = Callable[[str, object], None]
_TERMS = f"""
PREFIX owl: <{OWL}>
SELECT DISTINCT ?kind ?term WHERE {{
  VALUES ?kind {{ owl:Class owl:ObjectProperty owl:DatatypeProperty }}
  ?term a ?kind FILTER(STRSTARTS(STR(?term), "{SG}"))
}}
ORDER BY ?kind ?term"""
_ELEMENTS = f"""
PREFIX sg: <{SG}> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?element WHERE {{ ?element sg:inStrategy ?strategy ; skos:prefLabel ?title }} ORDER BY ?element"""


class Reach(NamedTuple):
    """How far the catalogue reaches: questions, terms of the vocabulary that none uses, elements that none returns."""

    questions: int
    unused_terms: tuple[str, ...]
    elements: int
    never_returned: tuple[str, ...]


def reach(store: EmbeddedStore, questions: Sequence[Question]) -> Reach:
    """The reach of *questions* over *store*, each asked without values; terms and elements by IRI.

    `evidence-of-element`, which returns everything by design, does not count as returning an element.
    """
    used = {SG + name for question in questions for name in re.findall(r"\bsg:(\w+)", question.query)}
    terms = [term for _, term in store.rows(_TERMS)]
    returned: set[str] = set()
    for question in questions:
        if question.name != "evidence-of-element":
            table = store.select(question.bind({}))
            returned.update(value.value for row in table.rows for value in row if isinstance(value, Iri))
    elements = [element for (element,) in store.rows(_ELEMENTS)]
    return Reach(
        len(questions),
        tuple(term for term in terms if term not in used),
        len(elements),
        tuple(element for element in elements if element not in returned),
    )


def test_the_catalogue_reaches_the_whole_graph(
    store: EmbeddedStore, workspace: Workspace, record_property: Record
) -> None:
    questions = [read_question(path) for path in workspace.query_files()]
    found = reach(store, questions)
    record_property("figure", f"questions: {found.questions}")
    unused = ", ".join(short(term) for term in found.unused_terms) or "none"
    record_property("figure", f"terms of the vocabulary that no question uses: {unused}")
    never = ", ".join(short(element) for element in found.never_returned) or "none"
    record_property(
        "figure", f"elements that no question returns: {len(found.never_returned)} of {found.elements}: {never}"
    )
    assert found.questions >= 45
    assert found.never_returned == ()
