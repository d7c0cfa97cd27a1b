"""Random worlds for the questions of the catalogue: every class and property that they ask for, joined at random."""

from pathlib import Path
from random import Random

from strategigraf.core.rdf import ID, LANG_STRING, RDF, RDFS, SDG, SG, SKOS, XSD, Iri, Literal, Term, expand
from strategigraf.files.turtle import Statement
from strategigraf.files.turtle_format import format_statements
from strategigraf.files.workspace import Workspace
from strategigraf.store.dataset import fill
from strategigraf.store.sparql import EmbeddedStore
from tests.random_strategies import register

_CLASSES = [
    *("Announcement", "Challenge", "Definition", "DiscussionQuestion", "FocusArea", "Foundation", "Goal", "Initiative"),
    *("HearingComment", "HearingQuestion", "KeyFigure", "Misfit", "Mission", "Premise", "ProcessStep", "Section"),
    *("QualityStandard", "TargetGroup", "TimelineEntry", "Track", "Vision", "VisionStatement"),
]
_OFTEN = ("Goal", "Initiative", "TimelineEntry", "Track")
_RELATIONS = ["contributesTo", "schedules", "addresses", "supports", "answers", "concerns", "continues", "realises"]
_BASES = ("Stated", "Named", "Interpreted")
_MATCHES = ("exactMatch", "closeMatch", "broadMatch", "relatedMatch")
_NONE = Iri("https://w3id.org/sssom/NoTermFound")
_TYPE = Iri(RDF + "type")


def _sg(name: str) -> Iri:
    return Iri(SG + name)


def world(seed: int) -> list[list[Statement]]:
    """The statements of the files of one random world: shared things, then three strategies."""
    random = Random(seed)
    classes = [*_OFTEN, *_OFTEN, *random.sample(_CLASSES, 4)]
    strategies = [Iri(f"{ID}s{number}") for number in range(3)]
    actors = [Iri(f"{ID}organisations/o{number}") for number in range(2)]
    elements = [Iri(f"{strategy.value}/e{number}") for strategy in strategies for number in range(6)]
    targets: list[Term] = [Iri(SDG + code) for code in ("1", "2", "1.1", "1.2", "2.1")]
    shared: list[Statement] = [(_sg(name), Iri(RDFS + "subClassOf"), _sg("Element")) for name in _CLASSES]
    for actor in actors:
        shared += [(actor, _TYPE, Iri(expand("org:Organization"))), (actor, Iri(SKOS + "prefLabel"), Literal("O"))]
    for name in ("Answered", "NotAnswered", "PartlyAnswered", "Started", "NotStated", "Emne"):
        shared += [(_sg(name), _TYPE, Iri(SKOS + "Concept")), (_sg(name), Iri(SKOS + "prefLabel"), Literal(name))]
    return [shared, *(_strategy(random, place, classes, strategies, actors, elements, targets) for place in range(3))]


def _strategy(
    random: Random,
    place: int,
    classes: list[str],
    strategies: list[Iri],
    actors: list[Iri],
    elements: list[Iri],
    targets: list[Term],
) -> list[Statement]:
    own = strategies[place]
    told: list[Statement] = []

    def say(thing: Iri, name: str, *values: Term, chance: float = 1.0) -> None:
        for value in values:
            if random.random() < chance:
                told.append((thing, Iri(expand(name)), value))

    def maybe(thing: Iri, name: str, *values: Term) -> None:
        say(thing, name, random.choice(values), chance=0.6)

    def year(number: int) -> Literal:
        return Literal(str(number), XSD + "gYear")

    def both(text: str) -> tuple[Literal, Literal]:
        return Literal(text, LANG_STRING, "da"), Literal(text + " in English", LANG_STRING, "en")

    say(own, "rdf:type", _sg("Strategy"))
    say(own, "sg:owner", random.choice(actors))
    maybe(own, "sg:start", year(2020))
    maybe(own, "sg:notPrinted", Literal("7"))
    maybe(own, "prov:wasRevisionOf", *strategies)
    maybe(own, "sg:contributesTo", *targets)
    document = Iri(f"{own.value}-text")
    say(document, "rdf:type", _sg("Document"))
    say(document, "skos:prefLabel", *both("Tekst"))
    say(document, "sg:documentOf", own, random.choice(strategies))
    say(document, "sg:stage", random.choice((_sg("Slides"), _sg("Printed"))))
    for element in (one for one in elements if one.value.startswith(own.value + "/")):
        name = random.choice(classes)
        first = random.randint(2020, 2023)
        say(element, "rdf:type", _sg(name))
        say(element, "skos:prefLabel", *both("Ting"))
        say(element, "sg:inStrategy", own)
        say(element, "sg:partOf", *random.sample(elements, 2), chance=0.5)
        maybe(element, "skos:notation", Literal("1"), Literal("2"))
        maybe(element, "sg:start", year(first))
        maybe(element, "sg:end", year(first + random.randint(0, 3)))
        maybe(element, "sg:status", _sg("Started"), _sg("NotStated"))
        maybe(element, "sg:disposition", _sg("Answered"), _sg("NotAnswered"), _sg("PartlyAnswered"))
        say(element, "sg:responsible", *actors, chance=0.4)
        maybe(element, "sg:topic", _sg("Emne"), _sg("Started"))
        maybe(element, "sg:mentionedOnly", Literal("true", XSD + "boolean"))
        maybe(element, "sg:value", Literal("3", XSD + "integer"))
        maybe(element, "sg:counts", *map(_sg, classes))
        maybe(element, "sg:unit", *both("stk."))
        maybe(element, "sg:approximate", Literal("true", XSD + "boolean"))
        maybe(element, "sg:misfitKind", _sg("OfficialText"), _sg("NotPromised"))
        maybe(element, "sg:about", *targets)
        maybe(element, "sg:betterTarget", *targets)
        maybe(element, "sg:refersToSection", Literal("Et"))
        say(element, "sg:rationale", *both("Fordi"), chance=0.9)
        quote = Iri(f"{element.value}-quote")
        say(element, "sg:evidence", quote, chance=0.8)
        say(quote, "rdf:type", _sg("Quote"))
        say(quote, "sg:section", Literal("Et"))
        say(quote, "oa:hasSource", document)
        maybe(quote, "sg:role", _sg("ActorWords"), _sg("StatusWords"))
        say(quote, "oa:hasSelector", Iri(quote.value + "-selector"))
        say(Iri(quote.value + "-selector"), "oa:exact", Literal(element.value[-5:]))
    for number in range(12):
        link = Iri(f"{own.value}/link-{number}")
        relation = random.choice(_RELATIONS)
        source, goal = random.choice(elements), random.choice(targets if relation == "contributesTo" else elements)
        say(link, "rdf:type", _sg("Link"))
        say(link, "rdf:subject", source)
        say(link, "rdf:predicate", _sg(relation))
        say(link, "rdf:object", goal)
        say(source, f"sg:{relation}", goal)
        say(link, "sg:basis", _sg(random.choice(_BASES)))
        say(link, "sg:inStrategy", random.choice(strategies))
        say(link, "sg:confidence", Literal("0.7", XSD + "decimal"))
        say(link, "sg:rationale", *both("Fordi"), chance=0.9)
        say(link, "sg:evidence", Iri(random.choice(elements).value + "-quote"))
    for number in range(8):
        pair = Iri(f"{own.value}/pair-{number}")
        say(pair, "rdf:type", _sg("Alignment"))
        say(pair, "rdf:subject", random.choice([*elements, _NONE, _NONE]))
        say(pair, "rdf:predicate", random.choice([_sg("continues"), *(Iri(SKOS + match) for match in _MATCHES)]))
        say(pair, "rdf:object", random.choice([*elements, _NONE, _NONE]))
        say(pair, "sg:negative", Literal(random.choice(("true", "false", "false")), XSD + "boolean"))
        say(pair, "sg:mappingSet", Iri(f"{ID}set-{place}"))
        say(pair, "sg:basis", _sg("Interpreted"))
        maybe(pair, "sg:confidence", Literal("0.7", XSD + "decimal"), Literal("0.9", XSD + "decimal"))
        say(pair, "sg:rationale", *both("Fordi"), chance=0.9)
    return told


def filled(seed: int, folder: Path) -> EmbeddedStore:
    """A store in memory of the world of *seed*, written as files below *folder*."""
    ontology, data = folder / "ontology", folder / "data"
    for place in (ontology, data):
        place.mkdir(parents=True, exist_ok=True)
    for number, told in enumerate([register(), *world(seed)]):
        home = ontology if number == 0 else data
        name = "sdg" if number == 0 else f"file-{number}"
        (home / f"{name}.ttl").write_text(format_statements(told, {}), encoding="utf-8")
    store = EmbeddedStore.in_memory()
    fill(store, Workspace(ontology, data, folder, (folder,)))
    return store
