"""The tracing policy, as a store has it or as the files of a workspace have it."""

from strategigraf.files.turtle import line_in, statements
from strategigraf.files.workspace import Workspace
from strategigraf.graph.policy import CLASSES, policy_of, terms_of
from strategigraf.use.store import Store
from strategigraf.values.inheritance import ABOVE, BELOW
from strategigraf.values.namespaces import OWL, RDFS, SG
from strategigraf.values.policy import Policy
from strategigraf.values.table import Triples
from strategigraf.values.term import Term

_RULES = f"""
CONSTRUCT {{ ?rule ?verb ?value }} WHERE {{
  VALUES ?class {{ {" ".join(f"<{SG}{name}>" for name in CLASSES)} }} ?rule a ?class ; ?verb ?value .
}}"""
_TERMS = f"""
CONSTRUCT {{ ?term ?verb ?value }} WHERE {{
  {{ VALUES ?value {{ <{OWL}Class> <{OWL}ObjectProperty> <{OWL}DatatypeProperty> }} ?term a ?value ; ?verb ?value }}
  UNION {{ ?term <{RDFS}subClassOf> ?value ; ?verb ?value }}
  UNION {{ VALUES ?verb {{ <{BELOW}> <{ABOVE}> }} ?term ?verb ?value }}
}}"""


def read_policy(store: Store, workspace: Workspace | None = None) -> Policy:
    """The policy that *store* has; an error names its place in the files of *workspace*. Raises PolicyFaulty."""

    def place(rule: str) -> str:
        return rule_place(workspace, rule) if workspace is not None else ""

    return policy_of(_triples(store, _RULES), terms_of(_triples(store, _TERMS)), place)


def policy_of_files(workspace: Workspace) -> Policy:
    """The policy that the files of *workspace* make. Raises PolicyFaulty, TurtleSyntax, FilesNotFound."""
    terms = terms_of(told for path in workspace.ontology_files() for told in statements(path))
    return policy_of(statements(workspace.policy_file()), terms, lambda rule: rule_place(workspace, rule))


def rule_place(workspace: Workspace, rule: str) -> str:
    """File and line of the *rule* (an IRI) of the policy of *workspace*."""
    path = workspace.policy_file()
    line = line_in(path, rule) if path.is_file() else 0
    return f"{path}:{line}" if line else str(path)


def _triples(store: Store, query: str) -> list[tuple[Term, Term, Term]]:
    found = store.answer(query)
    return list(found.triples) if isinstance(found, Triples) else []
