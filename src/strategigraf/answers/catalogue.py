"""What the question catalogue reaches of the graph: terms that no question uses, elements that none returns."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from strategigraf.files.question import Question
from strategigraf.use.store import Store
from strategigraf.values.namespaces import OWL, SG
from strategigraf.values.term import Iri

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


def reach(store: Store, questions: Sequence[Question]) -> Reach:
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
