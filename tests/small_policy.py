"""Small policies and small worlds, written as Turtle, to be judged by them."""

from collections.abc import Callable
from pathlib import Path

from strategigraf.core.policy import Policy
from strategigraf.core.rdf import ID
from strategigraf.files.workspace import Workspace
from strategigraf.store.dataset import fill
from strategigraf.store.policy import policy_of, terms_of
from strategigraf.store.sparql import EmbeddedStore
from tests.inherited import SAID
from tests.small_world import statements_of

PREFIXES = f"PREFIX p: <{ID}policy/>\n"
STRANDS = 'p:t a sg:Strand ; skos:notation "1" . p:d a sg:Strand ; skos:notation "2" .\n'
TERMS = (
    "".join(
        f"sg:{name} a owl:Class ; rdfs:subClassOf sg:Element .\n"
        for name in ("Vision", "Track", "Goal", "Initiative", "TimelineEntry", "Challenge", "HearingComment")
    )
    + "".join(
        f"sg:{name} a owl:ObjectProperty .\n"
        for name in ("partOf", "schedules", "addresses", "status", "disposition", "answers")
    )
    + "sg:Element a owl:Class . sg:Strategy a owl:Class . sg:HearingQuestion a owl:Class ; rdfs:subClassOf"
    " sg:HearingComment . sdgo:Goal a owl:Class . sdgo:Target a owl:Class .\n"
)
NOWHERE: Callable[[str], str] = lambda rule: f"policy.ttl:{len(rule)}"  # noqa: E731


def small_policy(rules: str) -> Policy:
    """The policy that the Turtle *rules* make, with two strands `p:t` and `p:d`."""
    return policy_of(statements_of(PREFIXES + STRANDS + rules), terms_of([*statements_of(TERMS), *SAID]), NOWHERE)


def requirement(name: str, kind: str, *alternatives: str, strand: str = "t", more: str = "") -> str:
    """The Turtle of the requirement *name* of *kind*."""
    listed = f"sg:alternative {' , '.join(f'sg:{cls}' for cls in alternatives)} ; " if alternatives else ""
    return f"p:{name} a sg:Requirement ; sg:ofKind sg:{kind} ; {listed}sg:strand p:{strand} ; {more} .\n"


def world(folder: Path, content: str, **files: str) -> EmbeddedStore:
    """A store in memory of the Turtle *content*, which may use `en:` for things of the strategy `id:en`."""
    ontology, data = folder / "ontology", folder / "data"
    for place in (ontology, data):
        place.mkdir(parents=True, exist_ok=True)
    from strategigraf.files.turtle import ntriples

    (ontology / "terms.ttl").write_bytes(ntriples([*statements_of(TERMS), *SAID]))
    for name, told in {"en": content, **files}.items():
        (data / f"{name}.ttl").write_bytes(ntriples(statements_of(PREFIXES + told)))
    store = EmbeddedStore.in_memory()
    fill(store, Workspace(ontology, data, folder, (folder,)))
    return store


def element(name: str, kind: str, above: str = "", more: str = "") -> str:
    """The Turtle of the element `en:`*name*, with a quote of its own."""
    part_of = f"sg:partOf en:{above} ; " if above else ""
    return (
        f'en:{name} a sg:{kind} ; skos:prefLabel "{name}"@da ; sg:inStrategy id:en ; {part_of}{more}'
        f" sg:evidence en:{name}-quote .\n"
        f'en:{name}-quote a sg:Quote ; oa:hasSelector en:{name}-words ; oa:hasSource documents:en ; sg:section "Et" .\n'
        f'en:{name}-words a oa:TextQuoteSelector ; oa:exact "{name}" .\n'
    )


def link(name: str, subject: str, verb: str, target: str) -> str:
    """The Turtle of a stated link, with its triple."""
    target = target if ":" in target else f"en:{target}"
    return (
        f"en:{subject} sg:{verb} {target} .\n"
        f"en:{name} a sg:Link ; rdf:subject en:{subject} ; rdf:predicate sg:{verb} ; rdf:object {target} ;"
        f" sg:basis sg:Stated ; sg:inStrategy id:en ; sg:evidence en:{subject}-quote .\n"
    )


STRATEGY = "id:en a sg:Strategy .\n"
