"""Explaining: the chapters on one thing, from the vision down to it, then what it serves, and what it is silent on."""

from collections.abc import Iterable
from typing import NamedTuple

from strategigraf.answers.dossier import Dossier, capital, ends_and_links
from strategigraf.answers.explaining_links import Counterpart, counterpart_step, counterparts, link_step, own_words
from strategigraf.answers.explaining_silence import silence
from strategigraf.answers.explanation import Chapter, Cited, Explanation, Step
from strategigraf.answers.matrix_sheet import brief
from strategigraf.answers.tracing import below
from strategigraf.graph.thread import BROADER, CONTRIBUTES_TO, PART_OF, SCHEDULES
from strategigraf.use.dataset import hops
from strategigraf.use.store import Store
from strategigraf.values.hop import BASES, BASIS_LABELS, Hop
from strategigraf.values.namespaces import SDG, SG, SKOS, short
from strategigraf.values.natural import natural
from strategigraf.values.text import Text

_CONCERNS, _ANSWERS = SG + "concerns", SG + "answers"
_FACTS = ("status", "responsible", "owner", "start", "end", "value", "unit", "disposition", "refersToPage",
          "refersToSection", "mentionedOnly", "misfitKind", "about", "betterTarget", "counts", "documentOf", "stage",
          "basis", "confidence", "rationale")  # fmt: skip
_MISFITS = """
PREFIX sg: <{0}>
SELECT DISTINCT ?misfit WHERE {{ VALUES ?thing {{ {1} }} ?misfit a sg:Misfit ; sg:about ?thing }} ORDER BY ?misfit"""
_BORNE = """
PREFIX sg: <{0}>
SELECT ?bearer WHERE {{ ?bearer sg:evidence <{1}> }} ORDER BY ?bearer"""
_FIRST = """
PREFIX sg: <{0}>
SELECT DISTINCT ?thing WHERE {{
  ?thing sg:inStrategy <{1}> ; a ?class FILTER(?class IN (sg:Mission, sg:Vision, sg:Track))
}} ORDER BY ?thing"""
_STRATEGIES = f"SELECT ?strategy WHERE {{ ?strategy a <{SG}Strategy> }} ORDER BY ?strategy"


class _Around(NamedTuple):
    """What stands around one thing."""

    line: tuple[str, ...]  # from the top down, the thing last
    parts: tuple[str, ...]
    links: tuple[Hop, ...]
    inherited: tuple[Hop, ...]
    timeline: tuple[Hop, ...]
    replies: tuple[Hop, ...]
    reach: dict[str, tuple[str, ...]]  # of an SDG: by each claimant what stands below it
    counterparts: tuple[Counterpart, ...]
    misfits: tuple[str, ...]
    borne: tuple[str, ...]


def explain(store: Store, thing: str) -> Explanation:
    """The explanation of *thing* (an IRI): an element, a comment, a strategy, an SDG goal or target, a quote."""
    found = hops(store)
    around = _around(store, thing, found)
    first = tuple(sorted((row[0] for row in store.rows(_FIRST.format(SG, thing))), key=natural))
    links = [*around.links, *around.inherited, *around.timeline, *around.replies]
    aligned = {iri for pair in around.counterparts for iri in (pair.alignment, pair.other)}
    of_register = thing.startswith(SDG)
    strategies = [strategy for (strategy,) in store.rows(_STRATEGIES)]
    wanted = {*around.line, *around.parts, *first, *around.misfits, *around.borne, *ends_and_links(links), *aligned}
    known = Dossier(store, {*wanted, *strategies})
    chapters = (
        _chain(around, known, thing),
        Chapter("facts", Text("Oplysninger", "Facts"), tuple(_facts(thing, known))),
        _listed("first", Text("Vision og spor", "Vision and tracks"), known, first),
        _listed("evidence", Text("Belæg for", "Evidence for"), known, around.borne),
        _claims(around, known, thing),
        _reach(around, known),
        _serves(around, known, thing),
        _inherited(around, known),
        _timeline(around, known, thing),
        _listed("parts", Text("Hvad det rummer", "What it holds"), known, around.parts[: 0 if of_register else None]),
        _others(around, known, thing),
        _hearing(around, known, thing),
        _aligned(around, known),
        _misfits(around, known),
        silence(store, known, around.line, around.links, around.inherited, around.timeline, around.parts,
                around.counterparts),
    )  # fmt: skip
    kept = tuple(chapter for chapter in chapters if chapter.steps)
    quoted = [cited.words.document for chapter in kept for step in chapter.steps for cited in step.quotes]
    own = known.words(thing, 1)
    documents = {document: known.labels.get(document, Text(short(document), short(document))) for document in quoted}
    main = own[0].document if own and not of_register else ""
    return Explanation(
        thing, capital(known.name(thing)), _place(thing, known), main if main in documents else "", documents, kept
    )


def _around(store: Store, thing: str, found: list[Hop]) -> _Around:
    parents: dict[str, str] = {}
    children: dict[str, list[str]] = {}
    for hop in found:
        if hop.predicate in (PART_OF, BROADER):
            parents.setdefault(hop.subject, hop.object)
            children.setdefault(hop.object, []).append(hop.subject)
    parts = tuple(sorted(children.get(thing, ()), key=natural))
    of_register = thing.startswith(SDG)
    seen_as = {thing, *parts} if of_register else {thing}
    links = [hop for hop in found if hop.link and {hop.subject, hop.object} & seen_as]
    line = _upwards(thing, parents)
    above = set(line) - {thing}
    for hop in links:
        if hop.predicate == SCHEDULES and hop.subject == thing:
            above.update(_upwards(hop.object, parents))
    inherited = [hop for hop in found if hop.predicate == CONTRIBUTES_TO and hop.subject in above]
    structure = [hop for hop in found if hop.predicate in (PART_OF, SCHEDULES)]
    under = below((hop for hop in structure if hop.predicate == PART_OF), [thing])
    comments = {hop.subject for hop in links if hop.predicate == _CONCERNS and hop.object == thing}
    comments |= {hop.object for hop in links if hop.predicate == _ANSWERS and hop.subject == thing}
    replies = [
        hop
        for hop in found
        if hop not in links
        and (hop.predicate == _ANSWERS and hop.object in comments | under)
        | (hop.predicate == _CONCERNS and hop.subject in under)
    ]
    claimants = sorted({hop.subject for hop in links if hop.predicate == CONTRIBUTES_TO}) if of_register else []
    reach = {one: tuple(sorted(below(structure, [one]) - {one}, key=natural)) for one in claimants}
    asked = " ".join(f"<{iri}>" for iri in (thing, *(hop.link for hop in links)))
    return _Around(
        tuple(reversed(line)),
        parts,
        tuple(links),
        tuple(inherited),
        tuple(hop for hop in structure if hop.predicate == SCHEDULES and hop.object in under),
        tuple(replies),
        {one: reached for one, reached in reach.items() if reached},
        counterparts(store, thing),
        tuple(misfit for (misfit,) in store.rows(_MISFITS.format(SG, asked))),
        tuple(bearer for (bearer,) in store.rows(_BORNE.format(SG, thing))),
    )


def _upwards(thing: str, parents: dict[str, str]) -> list[str]:
    line = [thing]
    while line[-1] in parents and parents[line[-1]] not in line:
        line.append(parents[line[-1]])
    return line


def _chain(around: _Around, known: Dossier, thing: str) -> Chapter:
    steps = []
    of_links = {words.quote for hop in around.links for words in known.words(hop.link)}
    for place in around.line:
        quotes = own_words(known, place, of_links)
        name = capital(known.name(place))
        steps.append(Step(name, place, quotes=quotes if place == thing else quotes[:1]))
    if len(steps) == 1:
        return Chapter("chain", Text("Ordlyd", "Wording"), tuple(steps) if steps[0].quotes else ())
    top, kind = known.kind(around.line[0]), known.kind(thing)
    title = Text(f"Fra {top.da} til {kind.da}", f"From {top.en} to {kind.en}")
    return Chapter("chain", title, tuple(steps), ordered=True)


def _facts(thing: str, known: Dossier) -> Iterable[Step]:
    for definition in (known.text(thing, SKOS + "definition"),):
        if definition.da:
            yield Step(definition)
    for name in _FACTS:
        predicate = SG + name
        label = capital(known.labels.get(predicate, Text(name, name)))
        text = known.text(thing, predicate)
        if text.da or text.en:
            yield Step(Text(f"{label.da}: {text.da or text.en}", f"{label.en}: {text.en or text.da}"))
            continue
        for value in known.values(thing, predicate):
            shown = known.labels.get(value, Text(_plain(value, "da"), _plain(value, "en")))
            if value.startswith(SDG):
                shown = known.labels[value]
                shown = Text(f"{short(value)} {shown.da}", f"{short(value)} {shown.en}")
            about = value if value.startswith("http") else ""
            yield Step(Text(f"{label.da}: {shown.da}", f"{label.en}: {shown.en}"), about)


def _plain(value: str, language: str) -> str:
    return {"true": Text("ja", "yes"), "false": Text("nej", "no")}.get(value, Text(value, value)).in_language(language)


def _listed(name: str, title: Text, known: Dossier, things: tuple[str, ...]) -> Chapter:
    steps = tuple(
        Step(capital(known.name(one)), one, quotes=tuple(Cited(Text("", ""), words) for words in known.words(one, 1)))
        for one in things
    )
    return Chapter(name, title, steps)


def _claims(around: _Around, known: Dossier, thing: str) -> Chapter:
    """Of an SDG: who claims it, by strategy, the strongest basis first."""
    claims = [hop for hop in around.links if hop.predicate == CONTRIBUTES_TO and thing.startswith(SDG)]
    claims.sort(key=lambda hop: (known.home(hop.subject).da, BASES.index(hop.basis), natural(hop.subject)))
    steps = []
    for hop in claims:
        step = link_step(known, hop, "")
        home = known.home(hop.subject)
        says = Text(f"{step.says.da} ({home.da})", f"{step.says.en} ({home.en})") if home.da else step.says
        steps.append(step._replace(says=says, thing=hop.subject))
    return Chapter(
        "claims", Text("Hvem bidrager, og med hvilke ord", "Who contributes, and in what words"), tuple(steps)
    )


def _reach(around: _Around, known: Dossier) -> Chapter:
    """Of an SDG: for whom it holds as well, since they stand below one who claims it."""
    steps = []
    for claimant, reached in around.reach.items():
        name = known.name(claimant)
        names = ", ".join(map(brief, reached))
        says = Text(f"Gennem {name.da}: {names}", f"Through {name.en}: {names}")
        steps.append(Step(says, claimant, quotes=()))
    title = Text("Hvem det også gælder for (nedarvet)", "For whom it holds as well (inherited)")
    return Chapter("reach", title, tuple(steps))


def _serves(around: _Around, known: Dossier, thing: str) -> Chapter:
    """Of an element: the SDGs that it contributes to itself."""
    own = [hop for hop in around.links if hop.predicate == CONTRIBUTES_TO and hop.subject == thing]
    steps = tuple(link_step(known, hop, thing) for hop in sorted(own, key=lambda hop: natural(hop.object)))
    return Chapter("sdg", Text("Verdensmål", "SDGs"), steps)


def _inherited(around: _Around, known: Dossier) -> Chapter:
    """Of an element: the SDGs that what it is part of or schedules contributes to."""
    steps = []
    for hop in sorted(around.inherited, key=lambda hop: (natural(hop.object), natural(hop.subject))):
        bearer, label, basis = known.name(hop.subject), BASIS_LABELS["inherited"], BASIS_LABELS[hop.basis]
        how = Text(
            f"{label.da} fra {bearer.da}, hvor det er {basis.da}",
            f"{label.en} from {bearer.en}, where it is {basis.en}",
        )
        steps.append(link_step(known, hop, hop.subject)._replace(basis="inherited", how=how))
    return Chapter("inherited", Text("Nedarvede verdensmål", "Inherited SDGs"), tuple(steps))


def _timeline(around: _Around, known: Dossier, thing: str) -> Chapter:
    steps = [link_step(known, hop, thing) for hop in around.links if hop.predicate == SCHEDULES]
    steps += [link_step(known, hop, thing) for hop in around.timeline if hop not in around.links]
    return Chapter("timeline", Text("Tidsplan", "Time line"), tuple(steps))


def _others(around: _Around, known: Dossier, thing: str) -> Chapter:
    """Links of every other sort: challenges, support."""
    elsewhere = (CONTRIBUTES_TO, SCHEDULES, _CONCERNS, _ANSWERS, SG + "continues")
    steps = [
        link_step(known, hop, thing)
        for hop in around.links
        if hop.predicate not in elsewhere and not hop.predicate.startswith(SKOS)
    ]
    return Chapter("links", Text("Andre forbindelser", "Other links"), tuple(steps))


def _hearing(around: _Around, known: Dossier, thing: str) -> Chapter:
    """What concerns and answers what: each comment with its answers below it."""
    order = [hop for hop in around.links if hop.predicate in (_CONCERNS, _ANSWERS)]
    order += around.replies

    def place(hop: Hop) -> tuple[object, ...]:
        comment = hop.subject if hop.predicate == _CONCERNS else hop.object
        return comment != thing, natural(comment), hop.predicate != _CONCERNS, natural(hop.subject), natural(hop.object)

    steps = tuple(link_step(known, hop, thing) for hop in sorted(order, key=place))
    return Chapter("hearing", Text("Høring", "Hearing"), steps)


def _aligned(around: _Around, known: Dossier) -> Chapter:
    steps = tuple(counterpart_step(known, one) for one in around.counterparts if one.other)
    return Chapter("counterparts", Text("Modsvar i andre strategier", "Counterparts in other strategies"), steps)


def _misfits(around: _Around, known: Dossier) -> Chapter:
    steps = []
    for misfit in around.misfits:
        quotes = tuple(Cited(Text("", ""), words) for words in known.words(misfit))
        title, why = known.labels[misfit], known.text(misfit, SG + "rationale")
        kind = known.kind(misfit)
        steps.append(Step(title, misfit, "", kind, why, quotes=quotes))
    return Chapter("misfits", Text("Hvad der ikke passer", "What does not fit"), tuple(steps))


def _place(thing: str, known: Dossier) -> Text:
    home = known.home(thing)
    name = short(thing)
    if not home.da:
        return Text("", "")
    period = "".join(known.period(strategy) for strategy in sorted(known.strategies[thing])[:1])
    return Text(f"{home.da}{period}. {name}", f"{home.en}{period}. {name}")
