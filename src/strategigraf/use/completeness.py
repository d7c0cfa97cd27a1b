"""Completeness: by the shapes that the policy makes, whether everything has what the policy asks for.

pySHACL looks at the whole graph at once, as threads lead everywhere: at its kinds, members and hops, and at what the
policy names.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from strategigraf.files.turtle import Statement, line_in
from strategigraf.files.workspace import Workspace
from strategigraf.graph.policy_shapes import shapes_text
from strategigraf.use.dataset import DERIVED, hops
from strategigraf.use.policy import read_policy
from strategigraf.use.store import EmbeddedStore
from strategigraf.use.validation import rules, validate
from strategigraf.values.finding import Finding, in_order
from strategigraf.values.iri import iri_list
from strategigraf.values.namespaces import RDF, RDFS, SG, short
from strategigraf.values.policy import Policy
from strategigraf.values.table import Triples
from strategigraf.values.term import Iri

_PREFIXES = "prefixes.ttl"
_TOLD = (
    *(RDF + name for name in ("type", "object", "predicate")),
    RDFS + "subClassOf",
    *(SG + name for name in ("inStrategy", "justifies", "ofRequirement")),
)


def completeness(store: EmbeddedStore, workspace: Workspace) -> tuple[Finding, ...]:
    """What the things of *store* lack by the policy of *workspace*: a finding for each thing and requirement that
    nothing meets, not even in part. Raises PolicyFaulty."""
    policy = read_policy(store, workspace)
    with tempfile.TemporaryDirectory(prefix="strategigraf-shapes-") as folder:
        path = Path(folder) / "completeness.ttl"
        path.write_text(shapes_text(policy, "completeness"), encoding="utf-8")
        known = rules([path])
        results = validate(_statements(store, policy), [workspace.shapes / _PREFIXES, path])
    files = {workspace.graph_name(path): path for path in workspace.all_files()}
    found = []
    for result in results:
        rule, thing = known[result.rule], result.thing.value
        home = _home(store, thing, files)
        line = line_in(home, thing) if home is not None else 0
        found.append(Finding(rule.name, rule.severity, str(home or ""), line, short(thing), rule.message))
    return in_order(found)


def _statements(store: EmbeddedStore, policy: Policy) -> Iterator[Statement]:
    verbs = {*_TOLD, *filter(None, (rule.stated for rule in policy.requirements))}
    verbs |= {term for rule in policy.requirements for term in rule.where if term not in policy.below}
    bound = iri_list(sorted(verbs))
    found = store.answer(
        f"CONSTRUCT {{ ?thing ?verb ?value }} WHERE {{ VALUES ?verb {{ {bound} }} ?thing ?verb ?value }}"
    )
    assert isinstance(found, Triples)
    yield from found.triples
    for hop in hops(store):
        yield Iri(hop.subject), Iri(hop.predicate), Iri(hop.object)


def _home(store: EmbeddedStore, thing: str, files: dict[str, Path]) -> Path | None:
    """The first file that says what *thing* is."""
    about = store.statements_about(Iri(thing), DERIVED)
    graphs = {graph for (_, verb, _), graph in about if verb.value == RDF + "type"}
    return next((path for graph, path in files.items() if graph in graphs), None)
