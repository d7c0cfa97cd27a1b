"""The documentation page of the vocabulary, generated from it."""

from collections import defaultdict
from pathlib import Path

from strategigraf.files import turtle
from strategigraf.values.inert import markdown
from strategigraf.values.namespaces import OWL, RDF, RDFS, SG, SKOS, short
from strategigraf.values.term import Iri, Literal, Term

_SORTS = (
    ("Klasser / Classes", (OWL + "Class",)),
    ("Relationer / Relations", (OWL + "ObjectProperty",)),
    ("Egenskaber / Attributes", (OWL + "DatatypeProperty", OWL + "AnnotationProperty")),
    ("Begrebsskemaer / Concept schemes", (SKOS + "ConceptScheme",)),
    ("Begreber / Concepts", (SKOS + "Concept",)),
)
_FACTS = (
    ("under", RDFS + "subClassOf"),
    ("under", RDFS + "subPropertyOf"),
    ("fra / from", RDFS + "domain"),
    ("til / to", RDFS + "range"),
    ("i / in", SKOS + "inScheme"),
)

Description = dict[str, list[Term]]


def ontology_page(path: Path) -> str:
    """The page on the ontology file *path* in Markdown: every term of the project with its label and definition in
    Danish and English and what it stands under. Raises TurtleSyntax."""
    about: dict[str, Description] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, target in turtle.statements(path):
        if isinstance(subject, Iri) and isinstance(predicate, Iri):
            about[subject.value][predicate.value].append(target)
    lines = [
        "# Vokabularet / The vocabulary",
        "",
        f"Navnerum / Namespace: `{SG}` (`sg:`). Denne side er skrevet af `strategigraf ontology`; ret den i",
        "`ontology/strategigraf.ttl`. / This page is written by `strategigraf ontology`; mend it in that file.",
    ]
    for heading, types in _SORTS:
        terms = [iri for iri in sorted(about) if iri.startswith(SG) and _is_one_of(about[iri], types)]
        lines += ["", f"## {heading}", ""]
        for iri in terms:
            lines += _term(iri, about[iri])
    return "\n".join(lines) + "\n"


def _is_one_of(description: Description, types: tuple[str, ...]) -> bool:
    return any(isinstance(kind, Iri) and kind.value in types for kind in description[RDF + "type"])


def _term(iri: str, description: Description) -> list[str]:
    labels = [
        _in(description, predicate, lang) for lang in ("da", "en") for predicate in (RDFS + "label", SKOS + "prefLabel")
    ]
    facts = []
    for name, predicate in _FACTS:
        named = sorted(f"`{short(target.value)}`" for target in description[predicate] if isinstance(target, Iri))
        if named:
            facts.append(f"{name} {', '.join(named)}")
    return [
        f"### `{short(iri)}`",
        "",
        f"**{' / '.join(label for label in labels if label)}**" + (f" ({'; '.join(facts)})" if facts else ""),
        "",
        f"- da: {_in(description, SKOS + 'definition', 'da')}",
        f"- en: {_in(description, SKOS + 'definition', 'en')}",
        "",
    ]


def _in(description: Description, predicate: str, language: str) -> str:
    found = [t.value for t in description[predicate] if isinstance(t, Literal) and t.language == language]
    return markdown(found[0]) if found else ""
