"""A dataset small enough for pySHACL to judge it whole many times over, and random changes to its files.

Two strategies in files of their own, the second answering the first, with what they share, a cut-down vocabulary and a
register of two goals.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from strategigraf.check.rules import rules
from strategigraf.check.shapes import Result
from strategigraf.core.policy import Finding
from strategigraf.core.rdf import ID, PREFIXES, RDF, RDFS, SDG, SG, SKOS, Blank, Iri, Literal, Term, short
from strategigraf.files import turtle
from strategigraf.files.turtle import Statement
from strategigraf.files.workspace import Workspace
from strategigraf.store.sparql import as_stored
from tests.conftest import TOP
from tests.inherited import SAID
from tests.plain_shacl import plain

Files = dict[str, list[Statement]]
Change = tuple[str, int, int, int]
Told = set[tuple[str, str, str]]

_ONE = """
id:en a sg:Strategy ; skos:prefLabel "En"@da , "One"@en ; sg:owner organisations:by ; sg:start "2027"^^xsd:gYear ;
    sg:end "2030"^^xsd:gYear .
en:vision a sg:Vision ; skos:prefLabel "Vision"@da , "Vision"@en ; sg:inStrategy id:en ; sg:evidence en:q-1 .
en:spor-1 a sg:Track ; skos:prefLabel "Spor"@da , "Track"@en ; skos:notation "1" ; sg:inStrategy id:en ;
    sg:partOf en:vision ; sg:contributesTo sdg:6 ; sg:evidence en:q-1 .
en:spor-2 a sg:Track ; skos:prefLabel "Spor"@da , "Track"@en ; skos:notation "2" ; sg:inStrategy id:en ;
    sg:partOf en:vision ; sg:evidence en:q-2 .
en:indsats-1 a sg:Initiative ; skos:prefLabel "Indsats"@da , "Initiative"@en ; sg:inStrategy id:en ;
    sg:partOf en:spor-1 ; sg:contributesTo sdg:6.3 ; sg:evidence en:q-2 .
en:link-1 a sg:Link ; rdf:subject en:spor-1 ; rdf:predicate sg:contributesTo ; rdf:object sdg:6 ; sg:basis sg:Stated ;
    sg:inStrategy id:en ; sg:evidence en:q-1 .
en:link-2 a sg:Link ; rdf:subject en:indsats-1 ; rdf:predicate sg:contributesTo ; rdf:object sdg:6.3 ;
    sg:basis sg:Named ; sg:inStrategy id:en ; sg:evidence en:q-1 , en:q-2 .
en:q-1 a sg:Quote ; oa:hasSelector en:q-1-selector ; oa:hasSource documents:en ; sg:section "Et" .
en:q-1-selector a oa:TextQuoteSelector ; oa:exact "Vi bidrager til mål 6." .
en:q-2 a sg:Quote ; oa:hasSelector en:q-2-selector ; oa:hasSource documents:en ; sg:section "To" .
en:q-2-selector a oa:TextQuoteSelector ; oa:exact "Rent vand, delmål 6.3, i åen." .
"""
_TWO = """
id:to a sg:Strategy ; skos:prefLabel "To"@da , "Two"@en ; sg:owner organisations:by .
to:svar a sg:HearingResponse ; skos:prefLabel "Svar"@da , "Response"@en ; sg:inStrategy id:to ; sg:evidence to:q-1 .
to:b-1 a sg:HearingComment ; skos:prefLabel "Bem"@da , "Com"@en ; skos:notation "1" ; sg:inStrategy id:to ;
    sg:partOf to:svar ; sg:disposition sg:Answered ; sg:rationale "Ja"@da , "Yes"@en ; sg:concerns to:b-2 ;
    sg:evidence to:q-1 .
to:b-2 a sg:HearingComment ; skos:prefLabel "Bem"@da , "Com"@en ; skos:notation "2" ; sg:inStrategy id:to ;
    sg:partOf to:svar ; sg:disposition sg:NotAnswered ; sg:rationale "Ja"@da , "Yes"@en ; sg:evidence to:q-1 .
to:link-1 a sg:Link ; rdf:subject to:b-1 ; rdf:predicate sg:concerns ; rdf:object to:b-2 ; sg:basis sg:Interpreted ;
    sg:confidence 0.7 ; sg:rationale "Fordi"@da , "Because"@en ; sg:inStrategy id:to ; sg:evidence to:q-1 .
en:indsats-1 sg:answers to:b-1 .
to:link-2 a sg:Link ; rdf:subject en:indsats-1 ; rdf:predicate sg:answers ; rdf:object to:b-1 ; sg:basis sg:Stated ;
    sg:inStrategy id:to ; sg:evidence to:q-1 , en:q-1 .
to:q-1 a sg:Quote ; oa:hasSelector to:q-1-selector ; oa:hasSource documents:to ; sg:section "Et" .
to:q-1-selector a oa:TextQuoteSelector ; oa:exact "Hvad med åen?" .
"""
_DOCUMENTS = "".join(
    f'documents:{name} a sg:Document ; skos:prefLabel "Dok"@da , "Doc"@en ; dcterms:publisher organisations:by ;\n'
    f'    sg:documentOf id:{name} ; sg:stage sg:Printed ; dcterms:issued "2026-10-01"^^xsd:date ;'
    f' sg:textFile "{name}.md" .\n'
    for name in ("en", "to")
)
_ORGANISATIONS = 'organisations:by a org:Organization ; skos:prefLabel "By"@da , "Town"@en .'
_REGISTER = 'sdg:6 a sdgo:Goal ; skos:notation "6" ; skos:prefLabel "Vand"@da , "Water"@en .' + "".join(
    f'sdg:6.{number} a sdgo:Target ; skos:notation "6.{number}" ; skos:prefLabel "Vand"@da , "Water"@en ;'
    " skos:broader sdg:6 .\n"
    for number in (3, 4)
)
TEXTS = {
    "en.md": "# En\n\n## Et\n\nVi bidrager til mål 6.\n\n## To\n\nRent vand, delmål 6.3, i åen.\n",
    "to.md": "# To\n\n## Et\n\nHvad med åen?\n",
}


def statements_of(content: str) -> list[Statement]:
    """The statements of the Turtle *content*, which uses the prefixes of the project, `en:` and `to:`."""
    prefixes = PREFIXES | {"en": f"{ID}en/", "to": f"{ID}to/"}
    head = "".join(f"PREFIX {name}: <{namespace}>\n" for name, namespace in prefixes.items())
    return turtle.content_statements((head + content).encode())


@cache
def _base() -> dict[str, tuple[Statement, ...]]:
    files = {
        "ontology/register.ttl": _REGISTER,
        "data/documents.ttl": _DOCUMENTS,
        "data/en.ttl": _ONE,
        "data/organisations.ttl": _ORGANISATIONS,
        "data/to.ttl": _TWO,
    }
    found = {name: tuple(statements_of(content)) for name, content in files.items()}
    terms = turtle.statements(TOP / "ontology" / "strategigraf.ttl")
    above = {s: t for s, verb, t in terms if verb.value == RDFS + "subClassOf"}
    used = {term for told in (*found.values(), SAID) for statement in told for term in statement}
    used |= {above[term] for term in used if term in above}
    kept = (RDF + "type", RDFS + "subClassOf", RDFS + "label", SKOS + "prefLabel", SKOS + "definition")
    cut = tuple(told for told in terms if told[0] in used and told[1].value in kept and told[0].value.startswith(SG))
    return found | {"ontology/vocabulary.ttl": (*cut, *SAID)}


def base() -> Files:
    """The statements of each file, by path, before any change."""
    return {name: list(told) for name, told in sorted(_base().items())}


def write(folder: Path, files: Mapping[str, Iterable[Statement]]) -> Workspace:
    """The workspace in *folder* with just these *files* and the shapes of the project."""
    workspace = Workspace(folder / "ontology", folder / "data", TOP / "shapes", ())
    for place in (workspace.ontology, workspace.data):
        place.mkdir(parents=True, exist_ok=True)
    for path in workspace.graph_files():
        if path.relative_to(folder).as_posix() not in files:
            path.unlink()
    for name, told in files.items():
        content = turtle.ntriples(told)
        path = folder / name
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
    return workspace


def by_whole(workspace: Workspace) -> Told:
    """What pySHACL says of all Turtle files of *workspace* together: rule, thing and detail; blank nodes unnamed. Where
    there are too many values the detail is all of them."""
    merged: list[Statement] = []
    stored: set[Statement] = set()  # what two files say in two forms of one value is one statement
    for number, path in enumerate(workspace.graph_files()):
        told = [(_of(number, s), v, _of(number, t)) for s, v, t in turtle.statements(path)]
        merged += [(s, v, t) for s, v, t in told if (s, v, as_stored(t)) not in stored]
        stored |= {(s, v, as_stored(t)) for s, v, t in told}
    results = plain(merged, workspace.shape_files())
    values: dict[tuple[Term, str], set[Term]] = {}
    for subject, verb, target in merged:
        values.setdefault((subject, verb.value), set()).add(target)
    return {(r.rule, _name(r.thing), _detail(r, values.get((r.focus, r.path), set()))) for r in results}


def _detail(result: Result, values: Iterable[Term]) -> str:
    shown = values if result.component == "MaxCount" else [] if result.value is None else [result.value]
    return "" if result.by_query else _in_order({one.value: _name(one) for one in map(as_stored, shown)}.values())


def by_file(workspace: Workspace, findings: Iterable[Finding]) -> Told:
    """What *findings* say, as far as shapes say it: rule, thing and detail; blank nodes unnamed."""
    known = rules(workspace.shape_files())
    unnamed = {
        term.value: "_"
        for path in workspace.graph_files()
        for told in turtle.statements(path)
        for term in told
        if isinstance(term, Blank)
    }
    return {
        (f.rule, unnamed.get(f.thing, f.thing), _in_order(unnamed.get(one, one) for one in f.detail.split(", ")))
        for f in findings
        if f.rule in known
    }


def _in_order(parts: Iterable[str]) -> str:
    """*parts* of a detail in an order that does not hang on the names of blank nodes; words with a comma are several
    parts."""
    return ", ".join(sorted(", ".join(parts).split(", ")))


def _of(number: int, term: Term) -> Term:
    """*term* in the file with this *number*: a blank node is another one in each file."""
    return Blank(f"{term.value}f{number}") if isinstance(term, Blank) else term


def _name(thing: Term) -> str:
    return "_" if isinstance(thing, Blank) else short(thing.value)


KINDS = (
    "delete", "move", "copy", "move-thing", "copy-thing", "another-value", "retarget", "untype", "type", "ring",
    "dangling", "foreign", "blank", "use-term", "describe-term", "split", "renumber", "literal", "rejoin",
)  # fmt: skip
CHANGES = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6)),
    min_size=1,
    max_size=5,
)
_NOWHERE = (Iri(ID + "nowhere/x"), Iri(SDG + "99.9"), Iri(SG + "Unknown"), Iri("https://example.org/x"))


def changed(files: Files, change: Change) -> Files:
    """*files* after *change*: its kind, and three numbers by which it chooses."""
    kind, first, second, third = change
    every = [(name, told) for name, all_told in sorted(files.items()) for told in all_told]
    if not every:
        return files
    new = {name: list(told) for name, told in files.items()}
    name, told = every[first % len(every)]
    subject, verb, target = told
    data = [other for other in sorted(files) if other.startswith("data/")] + ["data/further.ttl"]
    other = data[second % len(data)]
    things = list(dict.fromkeys(s for _, (s, _, _) in every if s.value.startswith((ID, SDG, "https://example.org/"))))
    thing = things[third % len(things)] if things else Iri(ID + "en/only")
    own = [statement for statement in files[name] if statement[0] == subject]

    def say(place: str, *more: Statement) -> None:
        new.setdefault(place, []).extend(one for one in more if one not in new[place])

    def drop(place: str, *fewer: Statement) -> None:
        new[place] = [one for one in new[place] if one not in fewer]

    if kind == "delete":
        drop(name, told)
    elif kind in ("move", "move-thing"):
        moved = own if kind == "move-thing" else [told]
        drop(name, *moved)
        say(other, *moved)
    elif kind in ("copy", "copy-thing"):
        say(other, *(own if kind == "copy-thing" else [told]))
    elif kind == "another-value":
        values = sorted({t for _, (_, v, t) in every if v == verb}, key=repr)
        say(name if second % 2 else other, (subject, verb, values[third % len(values)]))
    elif kind == "retarget" and isinstance(target, Iri):
        drop(name, told)
        say(name, (subject, verb, thing))
    elif kind == "untype":
        typed = [(place, one) for place, one in every if one[1].value == RDF + "type"]
        if typed:
            place, one = typed[first % len(typed)]
            drop(place, one)
    elif kind == "type":
        kinds = sorted({t for _, (_, v, t) in every if v.value == RDF + "type"}, key=repr)
        if kinds:
            say(other, (thing, Iri(RDF + "type"), kinds[first % len(kinds)]))
    elif kind == "ring":
        start = things[first % len(things)] if things else thing
        part = Iri(SG + "partOf")
        say(other, (start, part, thing))
        say(name, (thing, part, start))
    elif kind == "dangling":
        drop(name, told)
        say(name, (subject, verb, _NOWHERE[second % len(_NOWHERE)]))
    elif kind == "foreign":
        new = _renamed(new, thing, Iri("https://example.org/" + thing.value.rsplit("/", 1)[-1]))
    elif kind == "blank":
        elsewhere = {place for place, one in every if thing in one}
        if len(elsewhere) == 1:
            new = _renamed(new, thing, Blank(f"b{len(every)}x{third}"))
    elif kind == "use-term":
        term = Iri(f"{SG}unknown{first % 2}")
        say(other, (thing, term, Literal("x")) if second % 2 else (thing, Iri(SG + "about"), term))
    elif kind == "describe-term":
        say(other, (Iri(f"{SG}unknown{first % 2}"), Iri(RDFS + "label"), Literal("x")))
    elif kind == "split":
        moved = [one for one in files[name] if hash_of(one[0]) % 2 == first % 2]
        drop(name, *moved)
        say("data/further.ttl", *moved)
    elif kind == "renumber":
        say(other, (thing, Iri(SKOS + "notation"), Literal(str(first % 4))))
    elif kind == "literal":
        drop(name, told)
        say(name, (subject, verb, Literal("6.3")))
    elif kind == "rejoin":
        for statement in [one for place, one in every if place == name and one[1].value == SG + "inStrategy"]:
            drop(name, statement)
            say(other, statement)
    return {place: said for place, said in new.items() if said}


def hash_of(term: Term) -> int:
    """A number for *term*, the same in every run."""
    return sum(map(ord, term.value))


def _renamed(files: Files, old: Term, new: Term) -> Files:
    return {
        name: [(new if s == old else s, v, new if t == old else t) for s, v, t in told] for name, told in files.items()
    }
