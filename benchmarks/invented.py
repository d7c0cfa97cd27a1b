"""One invented strategy: structure, quotes, links with their bases, time line, hearing, and faults where planted."""

from collections import defaultdict
from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from benchmarks.danish import Phrase, Text, sentence, title

PREFIXES = """\
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX documents: <https://w3id.org/strategigraf/id/documents/>
PREFIX id: <https://w3id.org/strategigraf/id/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX organisations: <https://w3id.org/strategigraf/id/organisations/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX sdg: <http://metadata.un.org/sdg/>
PREFIX sg: <https://w3id.org/strategigraf/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
FAULTS = (
    "ElementShape-evidence",
    "ElementShape-titles",
    "ElementShape-notation-twice",
    "LinkShape-asserted",
    "LinkShape-basis",
    "LinkShape-named",
    "LinkShape-rationale",
    "SdgReferenceShape-exists",
    "TimelineEntryShape-period",
    "quote-missing",
)


class Fault(NamedTuple):
    """A fault that was planted: the strategy, the rule that it breaks and the thing it was planted at."""

    strategy: str
    rule: str
    thing: str


class Invented(NamedTuple):
    """A strategy as files: Turtle, source text, its initiatives by name and title, and its faults."""

    slug: str
    turtle: str
    source: str
    initiatives: tuple[tuple[str, Phrase], ...]
    faults: tuple[Fault, ...]


def reason(da: str, en: str, random: Random) -> Phrase:
    """The rationale *da* and *en* with words behind it that hardly another has."""
    more = [title(random) for _ in range(3)]
    return Phrase(
        f"{da}: {', '.join(phrase.da.lower() for phrase in more)}.",
        f"{en}: {', '.join(phrase.en.lower() for phrase in more)}.",
    )


class _Writer:
    """Subjects with their statements, written in the order in which they were begun."""

    def __init__(self, slug: str, text: Text) -> None:
        self.slug = slug
        self.text = text
        self.subjects: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._reasons = Random(f"{slug}/reasons")

    def reason(self, da: str, en: str) -> Phrase:
        """A rationale that begins with *da* and *en* and goes on in words that no other has."""
        return reason(da, en, self._reasons)

    def say(self, subject: str, predicate: str, *values: str) -> None:
        self.subjects[subject][predicate] += [
            value for value in values if value not in self.subjects[subject][predicate]
        ]

    def element(self, name: str, kind: str, label: Phrase, part_of: str = "", words: str | None = None) -> str:
        """The element *name* with a title, its place and a quote of a new sentence of the text; its quote."""
        self.say(f":{name}", "a", f"sg:{kind}")
        self.say(f":{name}", "skos:prefLabel", f'"{label.da}"@da', f'"{label.en}"@en')
        self.say(f":{name}", "sg:inStrategy", f"id:{self.slug}")
        if part_of:
            self.say(f":{name}", "sg:partOf", f":{part_of}")
        quote = self.quote(name, words or self.text.say().da)
        self.say(f":{name}", "sg:evidence", quote)
        return quote

    def quote(self, name: str, words: str) -> str:
        number = 1
        while f":{name}-quote-{number}" in self.subjects:
            number += 1
        quote = f":{name}-quote-{number}"
        self.say(quote, "a", "sg:Quote")
        self.say(quote, "oa:hasSelector", f"{quote}-selector")
        self.say(quote, "oa:hasSource", f"documents:{self.slug}")
        self.say(quote, "sg:section", f'"{self.text.section}"')
        self.say(f"{quote}-selector", "a", "oa:TextQuoteSelector")
        self.say(f"{quote}-selector", "oa:exact", f'"{words}"')
        return quote

    def link(
        self, subject: str, predicate: str, target: str, basis: str, evidence: Sequence[str], why: Phrase | None = None
    ) -> str:
        """The claim that :*subject* has *predicate* to *target*, as triple and as link."""
        link = f":link-{subject}--{target.split(':')[1]}"
        self.say(f":{subject}", f"sg:{predicate}", target)
        self.say(link, "a", "sg:Link")
        self.say(link, "rdf:subject", f":{subject}")
        self.say(link, "rdf:predicate", f"sg:{predicate}")
        self.say(link, "rdf:object", target)
        self.say(link, "sg:basis", f"sg:{basis}")
        self.say(link, "sg:inStrategy", f"id:{self.slug}")
        self.say(link, "sg:evidence", *evidence)
        if why is not None:
            self.say(link, "sg:confidence", "0.7")
            self.say(link, "sg:rationale", f'"{why.da}"@da', f'"{why.en}"@en')
        return link

    def turtle(self) -> str:
        blocks = [PREFIXES + f"PREFIX : <https://w3id.org/strategigraf/id/{self.slug}/>\n"]
        for subject, statements in self.subjects.items():
            lines = (f"    {predicate} {' , '.join(values)} ;\n" for predicate, values in statements.items() if values)
            blocks.append(f"{subject}\n{''.join(lines)}.\n")
        return "\n".join(blocks)


def invent(slug: str, owner: str, start: int, targets: Sequence[str], random: Random, faults: int = 0) -> Invented:
    """The strategy *slug* of the organisation *owner* for four years from *start*, about 3,000 triples, with claims on
    some of the SDG *targets* (numbers) and *faults* planted faults, each of another kind."""
    text = Text(random)
    text.heading(f"Strategi {slug}", 1)
    out = _Writer(slug, text)
    out.say(f"id:{slug}", "a", "sg:Strategy")
    out.say(f"id:{slug}", "skos:prefLabel", f'"Strategi {slug}"@da', f'"Strategy {slug}"@en')
    out.say(f"id:{slug}", "sg:owner", f"organisations:{owner}")
    out.say(f"id:{slug}", "sg:start", f'"{start}"^^xsd:gYear')
    out.say(f"id:{slug}", "sg:end", f'"{start + 3}"^^xsd:gYear')
    quotes: dict[str, str] = {}

    def add(name: str, kind: str, part_of: str = "", notation: str = "", words: str | None = None) -> None:
        label = title(random)
        quotes[name] = out.element(name, kind, label, part_of, words)
        if notation:
            out.say(f":{name}", "skos:notation", f'"{notation}"')

    text.heading("Mission og vision")
    add("mission", "Mission")
    add("vision", "Vision")
    for number in range(1, 7):
        add(f"visionsudsagn-{number}", "VisionStatement", "vision", str(number))
    text.filler(12)
    text.heading("Udfordringer")
    for number in range(1, 6):
        add(f"udfordring-{number}", "Challenge", notation=str(number))
    goals: list[tuple[str, list[str]]] = []
    initiatives: list[tuple[str, list[str]]] = []
    claims: list[tuple[str, str, str]] = []
    for track in range(1, 4):
        text.heading(f"Spor {track}: {title(random).da}")
        add(f"spor-{track}", "Track", "vision", str(track))
        text.filler(8)
        claimed = random.sample(list(targets), random.randrange(2, 6))
        for target in claimed:
            words = text.say(
                f"Sporet bidrager til delmål {target}: {title(random).da.lower()} for alle (boks {track})."
            ).da
            claims.append((f"spor-{track}", target, out.quote(f"boks-{track}", words)))
        for area in (2 * track - 1, 2 * track):
            add(f"omraade-{area}", "FocusArea", f"spor-{track}", str(area))
            for _ in range(random.randrange(2, 5)):
                goal = f"maal-{len(goals) + 1}"
                text.heading(f"Mål {len(goals) + 1}: {title(random).da}", 3)
                add(goal, "Goal", f"omraade-{area}", str(len(goals) + 1))
                goals.append((goal, claimed))
                text.filler(6)
                for number in range(1, random.randrange(4, 7)):
                    name = f"indsats-{len(goals)}-{number}"
                    add(name, "Initiative", goal, f"{len(goals)}.{number}", _of_box(text, track, random))
                    initiatives.append((name, claimed))
    boxes = {(bearer, target): quote for bearer, target, quote in claims}
    for bearer, target, quote in claims:
        out.link(bearer, "contributesTo", f"sdg:{target}", "Stated", [quote])
    for name, claimed in initiatives:
        if random.random() < 0.35:
            target = random.choice(claimed)
            box = next(quote for (_, other), quote in boxes.items() if other == target)
            out.link(name, "contributesTo", f"sdg:{target}", "Named", [quotes[name], box])
    for name, claimed in goals:
        if random.random() < 0.4:
            target = random.choice(claimed)
            box = next(quote for (_, other), quote in boxes.items() if other == target)
            why = out.reason(f"Målet er det, boksen kalder delmål {target}", f"The goal is what the box calls {target}")
            out.link(name, "contributesTo", f"sdg:{target}", "Interpreted", [quotes[name], box], why)
    for name, _ in random.sample(initiatives, len(initiatives) // 4):
        challenge = f"udfordring-{random.randrange(1, 6)}"
        why = out.reason("Indsatsen svarer på udfordringen", "The initiative meets the challenge")
        out.link(name, "addresses", f":{challenge}", "Interpreted", [quotes[name], quotes[challenge]], why)
    text.heading("Tidsplan")
    for number, (name, _) in enumerate(random.sample(initiatives, len(initiatives) // 2), start=1):
        entry = f"tidsplan-{number}"
        track = random.randrange(1, 4)
        add(entry, "TimelineEntry", f"spor-{track}", words=_of_box(text, track, random))
        year = start + random.randrange(4)
        out.say(f":{entry}", "sg:start", f'"{year}"^^xsd:gYear')
        out.say(f":{entry}", "sg:end", f'"{random.randrange(year, start + 4)}"^^xsd:gYear')
        out.link(entry, "schedules", f":{name}", "Named", [quotes[entry], quotes[name]])
    text.heading("Begreber og nøgletal")
    for number in range(1, 7):
        add(f"begreb-{number}", "Definition")
    for number in range(1, 5):
        add(f"noegletal-{number}", "KeyFigure")
        out.say(f":noegletal-{number}", "sg:value", f"{random.randrange(10, 9000)}.0")
        out.say(f":noegletal-{number}", "sg:unit", '"pladser"@da', '"places"@en')
    add("fundament", "Foundation")
    for number in range(1, 4):
        add(f"kvalitet-{number}", "QualityStandard", "fundament")
    text.heading("Høringssvar")
    add("svar", "HearingResponse")
    for number in range(1, random.randrange(8, 16)):
        comment = f"bemaerkning-{number}"
        add(comment, "HearingComment", "svar", str(number))
        answered = random.random() < 0.6
        out.say(f":{comment}", "sg:disposition", "sg:Answered" if answered else "sg:NotAnswered")
        out.say(f":{comment}", "sg:rationale", '"Se de elementer, der er nævnt."@da', '"See the elements named."@en')
        about = random.choice(initiatives)[0]
        why = out.reason("Bemærkningen handler om indsatsen", "The comment is about the initiative")
        out.link(comment, "concerns", f":{about}", "Interpreted", [quotes[comment], quotes[about]], why)
        if answered:
            why = out.reason("Indsatsen svarer på bemærkningen", "The initiative answers the comment")
            out.link(about, "answers", f":{comment}", "Interpreted", [quotes[about], quotes[comment]], why)
    while len(str(text)) < 45_000:
        text.filler(10)
    planted = tuple(_plant(out, rule, random) for rule in random.sample(FAULTS, faults))
    named = tuple((name, title(random)) for name, _ in initiatives)
    return Invented(slug, out.turtle(), str(text), named, planted)


def _of_box(text: Text, track: int, random: Random) -> str:
    """A new sentence of *text* that has a word in common with the box of *track*, as with all such sentences."""
    return text.say(f"{sentence(random).da[:-1]} (boks {track}).").da


def _plant(out: _Writer, rule: str, random: Random) -> Fault:
    """Plants a fault that breaks *rule*, and tells where."""
    of_kind = [subject for subject, said in out.subjects.items() if said["a"] == ["sg:Initiative"]]
    thing = random.choice(of_kind)
    links = [
        subject
        for subject, said in out.subjects.items()
        if said["a"] == ["sg:Link"]
        and said["rdf:subject"][0] in of_kind
        and said["rdf:predicate"] == ["sg:contributesTo"]
    ]
    said = out.subjects[thing]
    if rule == "ElementShape-evidence":
        orphan = out.element("mission-2", "Mission", title(random))
        del out.subjects[orphan], out.subjects[f"{orphan}-selector"]
        thing = ":mission-2"
        out.subjects[thing]["sg:evidence"] = []
    elif rule == "ElementShape-titles":
        said["skos:prefLabel"] = said["skos:prefLabel"][:1]
    elif rule == "ElementShape-notation-twice":
        thing = ":visionsudsagn-7"
        out.element("visionsudsagn-7", "VisionStatement", title(random), "vision")
        out.say(thing, "skos:notation", '"6"')
    elif rule == "TimelineEntryShape-period":
        thing = ":tidsplan-1"
        out.subjects[thing]["sg:start"], out.subjects[thing]["sg:end"] = (
            [f'"{_last_year(out)}"^^xsd:gYear'],
            [f'"{_last_year(out) - 3}"^^xsd:gYear'],
        )
    elif rule == "SdgReferenceShape-exists":
        thing = "sdg:99.9"
        quote = out.quote("boks-1", out.text.say("Og så bidrager vi til delmål 99.9, som ingen andre kender.").da)
        out.link("mission", "contributesTo", thing, "Stated", [quote])
    elif rule == "quote-missing":
        thing = ":mission-quote-1"
        out.subjects[f"{thing}-selector"]["oa:exact"] = ['"Disse ord står der ikke."']
    else:
        thing = random.choice(links)
        said = out.subjects[thing]
        if rule == "LinkShape-asserted":
            out.subjects[said["rdf:subject"][0]]["sg:contributesTo"] = []
        elif rule == "LinkShape-basis":
            said["sg:basis"] = []
        elif rule == "LinkShape-named":
            said["sg:evidence"] = said["sg:evidence"][1:]
        elif rule == "LinkShape-rationale":
            thing = next(s for s, other in out.subjects.items() if other["sg:basis"] == ["sg:Interpreted"])
            out.subjects[thing]["sg:rationale"] = out.subjects[thing]["sg:rationale"][:1]
    short = thing.removeprefix("sdg:") if thing.startswith("sdg:") else f"{out.slug}/{thing[1:]}"
    return Fault(out.slug, rule, short)


def _last_year(out: _Writer) -> int:
    return int(out.subjects[f"id:{out.slug}"]["sg:end"][0][1:5])
