"""The dataset: brought up to date by the file it is the same as made anew, and its edges are those of the graph."""

import re
import sqlite3
from collections.abc import Callable, Hashable, Iterator
from pathlib import Path
from random import Random

import pytest

from strategigraf.core.rdf import ID, SDG, SG
from strategigraf.core.table import Answer, Table
from strategigraf.files.turtle import ntriples
from strategigraf.files.workspace import Workspace
from strategigraf.store import cache, dataset, sparql
from strategigraf.store.cache import Cache
from strategigraf.store.dataset import contributions, fill, refill
from strategigraf.store.index import LEDGER
from strategigraf.store.lookup import edges, inheritance
from strategigraf.store.policy import CLASSES
from strategigraf.store.sparql import EmbeddedStore, OwnQueries, Value
from tests.inherited import SAID

PREFIXES = """\
PREFIX id: <https://w3id.org/strategigraf/id/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX sdg: <http://metadata.un.org/sdg/>
PREFIX sg: <https://w3id.org/strategigraf/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
REGISTER = """
sdg:1 a sg:SdgGoal ; skos:inScheme <http://metadata.un.org/sdg> ; skos:prefLabel "Ét"@da .
sdg:1.1 skos:broader sdg:1 ; skos:inScheme <http://metadata.un.org/sdg> ; skos:prefLabel "Et-et"@da , "One-one"@en .
sdg:1.2 skos:broader sdg:1 ; skos:inScheme <http://metadata.un.org/sdg> .
"""
MAPPING_HEAD = """\
#curie_map:
#  id: https://w3id.org/strategigraf/id/
#  sg: https://w3id.org/strategigraf/ns#
#  skos: http://www.w3.org/2004/02/skos/core#
#  sssom: https://w3id.org/sssom/
subject_id\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\tcomment\trationale_da
"""
TRIPLES = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"
NO_BLANKS = "SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } FILTER(!ISBLANK(?s) && !ISBLANK(?o)) }"
BLANKS = "SELECT ?s ?o WHERE { ?s ?p ?o FILTER(ISBLANK(?s) || ISBLANK(?o)) }"
QUADS = "SELECT ?g ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } }"
LEDGER_IN_WORDS = (
    "SELECT c.iri, t.iri, f.graph FROM type y JOIN thing c ON c.id = y.class JOIN thing t ON t.id = y.thing"
    " JOIN file f ON f.id = y.file",
    "SELECT t.iri, s.iri, f.graph FROM member m JOIN thing t ON t.id = m.thing JOIN thing s ON s.id = m.strategy"
    " JOIN file f ON f.id = m.file",
    "SELECT t.iri, n.pointing, f.graph FROM naming n JOIN thing t ON t.id = n.thing JOIN file f ON f.id = n.file",
    "SELECT t.iri, v.iri, f.graph FROM tie n JOIN thing t ON t.id = n.thing JOIN thing v ON v.id = n.verb"
    " JOIN file f ON f.id = n.file",
    "SELECT n.property, n.side, n.carrier, f.graph FROM inheritance n JOIN file f ON f.id = n.file",
    "SELECT t.iri, t.place, t.da, t.en FROM thing t WHERE t.da IS NOT NULL",
    "SELECT d.thing_key, f.graph FROM description d JOIN file f ON f.id = d.file",
    "SELECT d.thing_key, f.graph FROM further d JOIN file f ON f.id = d.file",
    "SELECT t.iri, f.graph FROM thing t JOIN file f ON f.id = t.file JOIN naming n ON n.thing = t.id",
    "SELECT DISTINCT t.iri, f.graph FROM thing t JOIN file f ON f.id = t.file JOIN type y ON y.thing = t.id",
)


class WithoutLedger(OwnQueries):
    """A store of which only the graph is asked."""

    index = None

    def __init__(self, store: EmbeddedStore) -> None:
        self._store = store

    def answer(self, query: str) -> Answer:
        return self._store.answer(query)

    def select(self, query: str) -> Table:
        return self._store.select(query)

    def rows(self, query: str) -> list[tuple[str, ...]]:
        return self._store.rows(query)

    def kept(self, key: Hashable, make: Callable[[], Value]) -> Value:
        return make()


class World:
    """Files of blocks (a thing, and what is said of it), changed at random; each block is a key and a text."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = Random(seed)
        self.data, ontology = folder / "data", folder / "ontology"
        (self.data / "strategies").mkdir(parents=True)
        ontology.mkdir()
        (ontology / "sdg.ttl").write_text(PREFIXES + REGISTER, encoding="utf-8")
        (ontology / "inherited.ttl").write_bytes(ntriples(SAID))
        self.workspace = Workspace(ontology, self.data, ontology, (ontology,))
        self.files: dict[str, list[str]] = {}
        for _ in range(4):
            self.add_file()
            for _ in range(6):
                self.add_block()

    def element(self) -> str:
        return f"id:s{self.random.randrange(3)}/e{self.random.randrange(5)}".replace("/", "\\/")

    def block(self) -> str:
        kind = self.random.choice((0, 1, 1, 1, 2, 2, 3, 4, 5, 6))
        one, other, number = self.element(), self.element(), self.random.randrange(30)
        strategy = f"id:s{self.random.randrange(3)}"
        if kind == 0:
            titles = self.random.choice(['"A"@da', '"B"@en', '"C"@da , "D"@en', '"E"'])
            return f"{one} a sg:Initiative ; skos:prefLabel {titles} ; sg:inStrategy {strategy} ."
        if kind == 1:
            return f"{one} sg:partOf {other} ."
        if kind in (2, 3):
            predicate, target = self.random.choice(
                [("contributesTo", "sdg:1.1"), ("contributesTo", "sdg:1.2"), ("schedules", other), ("addresses", other)]
            )
            basis = self.random.choice(["Stated", "Named", "Interpreted"])
            link = "id:link-" + "-".join(re.findall(r"\w\d|[\d.]+", f"{one}{target}")) + predicate + basis
            return (
                f"{link} a sg:Link ; rdf:subject {one} ; rdf:predicate sg:{predicate} ; rdf:object {target} ;"
                f" sg:basis sg:{basis} ; sg:inStrategy {strategy} ; sg:evidence id:quote-{number % 7} .\n"
                f"{one} sg:{predicate} {target} ."
            )
        if kind == 4:
            return f"id:quote-{number % 7} a sg:Quote ; sg:section {number} ."
        if kind == 6:
            side, carrier = self.random.choice(["Below", "Above"]), self.random.choice(["partOf", "schedules"])
            return f"sg:{self.random.choice(['contributesTo', 'addresses'])} sg:holds{side} sg:{carrier} ."
        return f"{one} sg:evidence id:quote-{number % 7} ; sg:{self.random.choice(['documentOf', 'about'])} {other} ."

    def row(self) -> str:
        predicate = self.random.choice(["sg:continues", "skos:closeMatch"])
        ends = [self.element().replace("\\", "") for _ in range(2)]
        modifier = self.random.choice(["", "", "Not"])
        return "\t".join([ends[0], predicate, modifier, ends[1], "semapv:ManualMappingCuration", "why", "hvorfor"])

    def file(self) -> str:
        return self.random.choice(sorted(self.files))

    def turtle_file(self) -> str:
        return self.random.choice(sorted(name for name in self.files if name.endswith(".ttl")))

    def add_file(self) -> None:
        number = self.random.randrange(40)
        name = f"strategies/f{number}.ttl" if self.random.random() < 0.8 or not self.files else f"m{number}.sssom.tsv"
        self.files.setdefault(name, [])

    def add_block(self) -> None:
        name = self.file()
        self.files[name].append(self.block() if name.endswith(".ttl") else self.row())

    def drop_block(self) -> None:
        name = self.file()
        if self.files[name]:
            self.files[name].pop(self.random.randrange(len(self.files[name])))

    def move_block(self) -> None:
        here, there = self.turtle_file(), self.turtle_file()
        if self.files[here]:
            self.files[there].append(self.files[here].pop(self.random.randrange(len(self.files[here]))))

    def copy_block(self) -> None:
        here, there = self.turtle_file(), self.turtle_file()
        if self.files[here]:
            self.files[there].append(self.random.choice(self.files[here]))

    def drop_file(self) -> None:
        if sum(name.endswith(".ttl") for name in self.files) > 1:
            del self.files[self.turtle_file()]

    def rename_file(self) -> None:
        name = self.turtle_file()
        self.files[f"strategies/f{self.random.randrange(40)}.ttl"] = self.files.pop(name)

    def change(self) -> None:
        """Changes a little, or more."""
        ways = [self.add_block] * 3 + [self.drop_block, self.move_block, self.copy_block, self.add_file]
        for _ in range(self.random.choice((1, 1, 2, 5))):
            self.random.choice([*ways, self.rename_file, self.drop_file])()

    def write(self) -> tuple[list[Path], list[Path]]:
        """Puts the files on the disk as they now are; which of them are new or other than before, and which gone."""
        before = {path: path.read_text(encoding="utf-8") for path in self.data.rglob("*.*")}
        now = {}
        for name, blocks in self.files.items():
            head = PREFIXES if name.endswith(".ttl") else MAPPING_HEAD
            now[self.data / name] = head + "".join(block + "\n" for block in dict.fromkeys(blocks))
        gone = [path for path in before if path not in now]
        for path in gone:
            path.unlink()
        for path, text in now.items():
            if before.get(path) != text:
                path.write_text(text, encoding="utf-8")
        return [path for path, text in now.items() if before.get(path) != text], gone

    def anew(self) -> EmbeddedStore:
        store = EmbeddedStore.in_memory()
        fill(store, self.workspace)
        return store


class WideWorld(World):
    """Many files, which name little of each other; here and there blank nodes, one name in several files."""

    def element(self) -> str:
        return f"id:s{self.random.randrange(3)}/e{self.random.randrange(400)}".replace("/", "\\/")

    def block(self) -> str:
        return "_:a sg:partOf [] ." if self.random.random() < 0.004 else super().block()


def ledger_in_words(store: EmbeddedStore) -> list[object]:
    """What the index says, with IRIs in place of numbers."""
    index = store.index
    graphs = index.graphs()
    database = index._db if store.folder is None else sqlite3.connect(store.folder / LEDGER)
    iris = dict(database.execute("SELECT id, iri FROM thing"))
    said: list[object] = [sorted(database.execute(query), key=repr) for query in LEDGER_IN_WORDS]
    claims = set()
    for target, graph, blob in database.execute(
        "SELECT target, f.graph, claims FROM contribution c JOIN file f ON f.id = c.file"
    ):
        numbers = memoryview(blob).cast("i").tolist()
        for row, basis, through, link in zip(*[iter(numbers)] * 4, strict=True):
            claims.add((iris[target], graph, iris[row], basis, iris[through], iris[link]))
    said += [sorted(claims), graphs, index.edges(), index.neighbours(), index.mates()]
    said += [[index.edges_of_files([graph]), index.pointed_at(graph), index.named_by(graph)] for graph in graphs]
    elements = [f"{ID}s{strategy}/e{number}" for strategy in range(3) for number in range(5)]
    said += [index.labels(elements, "da"), index.labels(elements, "en"), sorted(index.described_twice(elements))]
    return said


def inherited(store: EmbeddedStore) -> list[tuple[str, ...]]:
    return sorted(set(store.rows(f"SELECT ?row ?link WHERE {{ ?row <{SG}inherits> ?link }}")))


def reaching(store: EmbeddedStore) -> list[tuple[str, ...]]:
    return sorted(set(store.rows(f"SELECT ?link ?end WHERE {{ ?link <{SG}reaches> ?end }}")))


def rightly_inherited(store: EmbeddedStore, name: str = "inherits") -> list[tuple[str, ...]]:
    """What all edges of the graph, whatever file they come from, pass down."""
    bare = WithoutLedger(store)
    _, told = contributions(edges(bare), inheritance(bare))
    return sorted({(row, link) for row, verb, link in told if verb == SG + name})


SEEDS = [*range(12), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(12, 120))]


@pytest.mark.parametrize("seed", SEEDS)
def test_brought_up_to_date_is_the_same_as_made_anew(seed: int, tmp_path: Path) -> None:
    world = World(tmp_path, seed)
    world.write()
    store = world.anew()
    for _ in range(8):
        world.change()
        refill(store, world.workspace, *world.write())
        anew = world.anew()
        assert sorted(store.rows(QUADS)) == sorted(anew.rows(QUADS))
        assert ledger_in_words(store) == ledger_in_words(anew)
        assert inherited(store) == rightly_inherited(anew)
        assert reaching(store) == rightly_inherited(anew, "reaches")
        assert edges(store) == edges(WithoutLedger(store))


@pytest.mark.parametrize("seed", range(6))
def test_what_bears_on_some_files_is_found_from_either_end(seed: int, tmp_path: Path) -> None:
    world = World(tmp_path, seed)
    for store in states(world, 6):
        near = store.index.neighbours()
        for graph, others in near.items():
            assert store.index.neighbours([graph]) == {graph: others}
            assert {other for other in near if graph in near[other]} <= store.index.borne_on([graph])
        assert store.index.neighbours(sorted(near)[::2]) == {graph: near[graph] for graph in sorted(near)[::2]}


def states(world: World, steps: int) -> Iterator[EmbeddedStore]:
    for _ in range(steps):
        world.write()
        yield world.anew()
        world.change()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_a_cache_used_through_many_changes_says_what_a_new_one_says(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if seed % 2:  # the quads are built on the disk, and what changes is entered in turns in two indexes
        monkeypatch.setattr(dataset, "_SMALL", 0)
        monkeypatch.setattr(cache, "_SMALL", 0)
    world = World(tmp_path, seed)
    for number in range(40):  # so many files that a change of a few is worth bringing in by itself
        world.files[f"strategies/g{number}.ttl"] = [world.block() for _ in range(4)]
    for anew in states(world, 8):
        store = Cache(world.workspace, tmp_path / "cache", lambda text: pytest.fail(text.en)).store()
        if world.random.random() < 0.7:  # else several changes are brought in at once
            assert sorted(store.rows(TRIPLES)) == sorted({quad[1:] for quad in anew.rows(QUADS)})
            assert sorted(anew.rows(TRIPLES)) == sorted({quad[1:] for quad in anew.rows(QUADS)})
        if world.random.random() < 0.2:
            assert sorted(store.rows(QUADS)) == sorted(anew.rows(QUADS))
        assert ledger_in_words(store) == ledger_in_words(anew)


@pytest.mark.parametrize("seed", [*range(3), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(3, 40))])
def test_triples_of_many_files_are_brought_up_to_date(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dataset, "_SMALL", 0)
    world = WideWorld(tmp_path, seed)
    for number in range(60):
        name = f"m{number}.sssom.tsv" if number % 6 == 0 else f"strategies/g{number}.ttl"
        world.files[name] = [world.block() if name.endswith(".ttl") else world.row() for _ in range(3)]
    for anew in states(world, 10):
        store = Cache(world.workspace, tmp_path / "cache", lambda text: pytest.fail(text.en)).store()
        found = store.rows(NO_BLANKS.replace("GRAPH ?g", ""))
        assert sorted(found) == sorted(set(anew.rows(NO_BLANKS)))
        assert len(store.rows(BLANKS)) == len(anew.rows(BLANKS))


def spoken(random: Random) -> str:
    """Something that a file says of the vocabulary, of the register, of a policy, or of none of them."""
    term = random.choice(["sg:Novel", "id:thing", "id:thing", "id:other", "sdg:9", "<http://metadata.un.org/sdg>"])
    other = random.choice(["sg:Element", "sg:Novel", "sdg:1", "id:thing", "id:named"])
    return random.choice(
        [
            f"{term} a owl:Class .",
            f'{term} rdfs:label "{random.choice("xyz")}"@da , "{random.choice("xyz")}"@en .',
            f"{term} rdfs:subClassOf {other} .",
            f'{term} sg:kindOfValues "{random.choice("xyz")}" , '
            f'"{random.choice("xyz")}"@da , "{random.choice("xyz")}"@en .',
            f'{term} skos:hiddenLabel "{random.choice("xyz")}"@da .',
            f"{term} sg:{random.choice(['holdsBelow', 'holdsAbove'])} {other} .",
            f"{term} a sg:{random.choice(['Strand', 'Requirement', 'Permission', 'Initiative'])} .",
            f"{term} a {random.choice(['skos:Concept', 'skos:ConceptScheme', 'rdfs:Class'])} .",
            f"{term} a {random.choice(['sdgo:Goal', 'sdgo:Target'])} .",
            f'{term} sg:stated {other} ; skos:prefLabel "{random.choice("xyz")}"@da .',
            f'{term} sg:textOf {other} ; rdf:value "{random.choice("xyz")}"@da ; dcterms:source <http://e/> .',
            f'{term} rdf:value "{random.choice("xyz")}"@en ; dcterms:source <http://e/{random.choice("xyz")}> .',
            f'{term} skos:notation "{random.choice("123")}" ; skos:inScheme <http://metadata.un.org/sdg> .',
            f'{term} skos:notation "{random.choice("123")}" .',
            f'id:named skos:notation "{random.choice("123")}" .',
        ]
    )


@pytest.mark.parametrize("seed", range(30))
def test_what_is_asked_of_the_vocabulary_alone_is_what_all_files_say(seed: int, tmp_path: Path) -> None:
    world = World(tmp_path, seed)
    more = "PREFIX owl: <http://www.w3.org/2002/07/owl#>\nPREFIX dcterms: <http://purl.org/dc/terms/>\n" + (
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\nPREFIX sdgo: <http://metadata.un.org/sdg/ontology#>"
    )
    world.files |= {f"v{number}.ttl": [more, spoken(world.random)] for number in range(24)}
    world.write()
    store = world.anew()
    for name in sorted(sparql._OF_VOCABULARY):
        values = {"kind": [SG + kind for kind in CLASSES]} if name == "store/policy" else {}
        query = sparql._bound(name, dict(values))
        found, whole = store.asking(name).answer(query), store.answer(query)
        rows = [sorted(answer.rows, key=repr) if isinstance(answer, Table) else answer for answer in (found, whole)]
        assert rows[0] == rows[1], name


def test_the_hops_of_the_ledger_are_those_of_the_graph(store: EmbeddedStore) -> None:
    assert len(edges(store)) > 500
    assert edges(store) == edges(WithoutLedger(store))


def test_the_real_data_inherits_what_all_its_hops_pass_down(store: EmbeddedStore) -> None:
    assert len(inherited(store)) > 500
    assert inherited(store) == rightly_inherited(store)


def test_two_files_with_the_same_graph_name_are_both_read(tmp_path: Path) -> None:
    world = World(tmp_path, 1)
    world.files = {"a.ttl": ["id:a sg:partOf id:b ."], "a.sssom.tsv": [world.row()]}
    world.write()
    store = world.anew()
    world.files["a.ttl"] = ["id:a sg:partOf id:c ."]
    refill(store, world.workspace, *world.write())
    assert sorted(store.rows(QUADS)) == sorted(world.anew().rows(QUADS))
    assert ledger_in_words(store) == ledger_in_words(world.anew())


def test_links_across_files_pass_a_contribution_down(tmp_path: Path) -> None:
    world = World(tmp_path, 1)
    link = (
        "id:link a sg:Link ; rdf:subject id:top ; rdf:predicate sg:contributesTo ; rdf:object sdg:1.1 ;"
        " sg:basis sg:Named ."
    )
    world.files = {"a.ttl": ["id:low sg:partOf id:middle ."], "b.ttl": ["id:middle sg:partOf id:top ."], "c.ttl": []}
    world.write()
    store = world.anew()
    assert inherited(store) == []
    world.files["c.ttl"] = [link]  # no file describes id:top
    refill(store, world.workspace, *world.write())
    assert inherited(store) == [(f"{ID}low", f"{ID}link"), (f"{ID}middle", f"{ID}link")]
    del world.files["b.ttl"]
    refill(store, world.workspace, *world.write())
    assert inherited(store) == []
    assert {edge.object for edge in edges(store)} == {f"{ID}middle", f"{SDG}1", f"{SDG}1.1"}


def test_a_link_that_says_two_things_is_two_hops(tmp_path: Path) -> None:
    world = World(tmp_path, 1)
    world.files = {
        "a.ttl": [
            "id:link a sg:Link ; rdf:subject id:a ; rdf:predicate sg:contributesTo ; rdf:object sdg:1.1 , sdg:1.2 ;"
            " sg:basis sg:Named ."
        ]
    }
    world.write()
    store = world.anew()
    assert [edge.object for edge in edges(store) if edge.link] == [f"{SDG}1.1", f"{SDG}1.2"]
    assert edges(store) == edges(WithoutLedger(store))
