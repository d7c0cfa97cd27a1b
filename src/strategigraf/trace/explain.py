"""Explaining: the chapters on one thing, from the vision down to it, then what it serves, and what it is silent on."""

from collections.abc import Iterable

from strategigraf.core.rdf import SDG, SG, SKOS, Labels, Text, message, natural, short
from strategigraf.core.thread import BASES, BASIS_LABELS, CONTRIBUTES_TO, SCHEDULES, THROUGH_PARTS, Edge, Mark, brief
from strategigraf.matrix.parts import through_parts
from strategigraf.store.lookup import strategies_in
from strategigraf.store.sparql import Store
from strategigraf.trace.connections import (
    ANSWERS,
    CONCERNS,
    Vicinity,
    counterpart_step,
    link_step,
    naming,
    own_words,
    silence,
    vicinity,
)
from strategigraf.trace.explanation import Chapter, Cited, Explanation, Gathering, Step, capital, ends_and_links

_FACTS = ("status", "responsible", "owner", "start", "end", "value", "unit", "disposition", "refersToPage",
          "refersToSection", "mentionedOnly", "misfitKind", "about", "betterTarget", "counts", "documentOf", "stage",
          "basis", "confidence", "rationale")  # fmt: skip
_TRUTH = Labels("common", {"true": "yes", "false": "no"})


def explain(store: Store, thing: str, language: str = "da") -> Explanation:
    """The explanation of *thing* (an IRI): an element, a comment, a strategy, an SDG goal or target, a quote. What the
    SDG register says stands in *language* where the register has it."""
    around = vicinity(store, thing)
    marks = [mark for mark in through_parts(store, False).marks(thing, lambda _: True) if mark.claim.link]
    links = [*around.links, *around.inherited, *around.timeline, *around.replies, *(mark.claim for mark in marks)]
    aligned = {iri for pair in around.counterparts for iri in (pair.alignment, pair.other)}
    of_register = thing.startswith(SDG)
    strategies = strategies_in(store) if of_register else {end for one in around.counterparts for end in one.strategies}
    near = {*around.line, *around.parts, *around.uppermost, *around.ends, *around.misfits, *around.borne}
    wanted = {*near, *ends_and_links(links), *aligned}
    known = Gathering(store, {*wanted, *strategies}, language)
    chapters = (
        _chain(around, known, thing),
        Chapter("facts", message("trace.explain.facts.title"), tuple(_facts(thing, known))),
        _listed("first", message("trace.explain.first.title"), known, around.uppermost),
        _borne(around, known),
        _claims(around, known, thing),
        _reach(around, known),
        _serves(around, known, thing),
        _inherited(around, known),
        _through_parts(marks, known),
        _timeline(around, known, thing),
        _listed("parts", message("trace.explain.parts.title"), known, around.parts[: 0 if of_register else None]),
        _others(around, known, thing),
        _hearing(around, known, thing),
        _aligned(around, known),
        _misfits(around, known),
        silence(store, known, around.line, (*around.links, *around.reaching), around.inherited, around.timeline,
                around.parts, around.counterparts),
    )  # fmt: skip
    kept = tuple(chapter for chapter in chapters if chapter.steps)
    quoted = [cited.words.document for chapter in kept for step in chapter.steps for cited in step.quotes]
    own = known.words(thing, 1)
    title = capital(naming(known, thing))
    documents = {document: known.labels.get(document, Text(short(document), short(document))) for document in quoted}
    main = own[0].document if own and not of_register else ""
    return Explanation(thing, title, _place(thing, known), main if main in documents else "", documents, kept)


def _chain(around: Vicinity, known: Gathering, thing: str) -> Chapter:
    steps = []
    if thing in known.linked():
        step = Step(capital(naming(known, thing)), thing, quotes=own_words(known, thing, set()))
        return Chapter("chain", message("trace.explain.chain.link"), (step,))
    of_links = {words.quote for edge in around.links for words in known.words(edge.link)}
    for place in around.line:
        quotes = own_words(known, place, of_links)
        name = capital(known.name(place))
        steps.append(Step(name, place, quotes=quotes if place == thing else quotes[:1]))
    if len(steps) == 1:
        return Chapter("chain", message("trace.explain.chain.wording"), tuple(steps) if steps[0].quotes else ())
    top, kind = known.kind(around.line[0]), known.kind(thing)
    title = message("trace.explain.chain.from", top=top, kind=kind)
    if top == kind:
        title = message("trace.explain.chain.where")
    return Chapter("chain", title, tuple(steps), ordered=True)


def _facts(thing: str, known: Gathering) -> Iterable[Step]:
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
            shown = known.labels.get(value) or _TRUTH.get(value) or Text(value, value)
            if value.startswith(SDG):
                shown = known.labels[value]
                shown = Text(f"{short(value)} {shown.da}", f"{short(value)} {shown.en}")
            about = value if value.startswith("http") else ""
            yield Step(Text(f"{label.da}: {shown.da}", f"{label.en}: {shown.en}"), about)


def _listed(name: str, title: Text, known: Gathering, things: tuple[str, ...]) -> Chapter:
    steps = tuple(
        Step(capital(known.name(one)), one, quotes=tuple(Cited(Text("", ""), words) for words in known.words(one, 1)))
        for one in things
    )
    return Chapter(name, title, steps)


def _borne(around: Vicinity, known: Gathering) -> Chapter:
    """Of a quote: what rests on it."""
    steps = tuple(Step(capital(naming(known, bearer)), bearer) for bearer in around.borne)
    return Chapter("evidence", message("trace.explain.evidence.title"), steps)


def _claims(around: Vicinity, known: Gathering, thing: str) -> Chapter:
    """Of an SDG: who claims it, by strategy, the strongest basis first."""
    claims = [edge for edge in around.links if edge.predicate == CONTRIBUTES_TO and thing.startswith(SDG)]
    claims.sort(key=lambda edge: (known.home(edge.subject).da, BASES.index(edge.basis), natural(edge.subject)))
    steps = []
    for edge in claims:
        step = link_step(known, edge, "")
        home = known.home(edge.subject)
        says = step.says if edge.object != thing else capital(known.name(edge.subject))
        if home.da:
            says = Text(f"{says.da} ({home.da})", f"{says.en} ({home.en})")
        steps.append(step._replace(says=says, thing=edge.subject))
    return Chapter("claims", message("trace.explain.claims.title"), tuple(steps))


def _reach(around: Vicinity, known: Gathering) -> Chapter:
    """Of an SDG: what stands below one who claims it."""
    steps = []
    for claimant, reached in around.reach.items():
        name = known.name(claimant)
        names = ", ".join(map(brief, reached))
        says = message("trace.explain.reach.through", name=name, names=names)
        steps.append(Step(says, claimant, quotes=()))
    return Chapter("reach", message("trace.explain.reach.title"), tuple(steps))


def _serves(around: Vicinity, known: Gathering, thing: str) -> Chapter:
    """Of an element: the SDGs that it contributes to itself."""
    own = [edge for edge in around.links if edge.predicate == CONTRIBUTES_TO and edge.subject == thing]
    steps = tuple(link_step(known, edge, thing) for edge in sorted(own, key=lambda edge: natural(edge.object)))
    return Chapter("sdg", message("trace.explain.sdg.title"), steps)


def _inherited(around: Vicinity, known: Gathering) -> Chapter:
    """Of an element: the links of what is above it that hold for it as well."""
    steps = []
    for edge in sorted(around.inherited, key=lambda edge: (natural(edge.object), natural(edge.subject))):
        bearer, label, basis = known.name(edge.subject), BASIS_LABELS["inherited"], BASIS_LABELS[edge.basis]
        how = message("trace.explain.inherited.how", label=label, bearer=bearer, basis=basis)
        steps.append(link_step(known, edge, edge.subject)._replace(basis="inherited", how=how))
    return Chapter("inherited", message("trace.explain.inherited.title"), tuple(steps))


def _through_parts(marks: Iterable[Mark], known: Gathering) -> Chapter:
    """Of an element: the links that its parts have and it does not, each once."""
    steps = []
    claims = dict.fromkeys(mark.claim for mark in marks)
    for edge in sorted(claims, key=lambda edge: (natural(edge.object), natural(edge.subject))):
        label, part, basis = BASIS_LABELS[THROUGH_PARTS], known.name(edge.subject), BASIS_LABELS[edge.basis]
        how = message("trace.explain.through-parts.how", label=label, part=part, basis=basis)
        steps.append(link_step(known, edge, edge.subject)._replace(basis=THROUGH_PARTS, how=how))
    return Chapter("through-parts", message("trace.explain.through-parts.title"), tuple(steps))


def _timeline(around: Vicinity, known: Gathering, thing: str) -> Chapter:
    steps = [link_step(known, edge, thing) for edge in around.links if edge.predicate == SCHEDULES]
    steps += [link_step(known, edge, thing) for edge in around.timeline if edge not in around.links]
    return Chapter("timeline", message("trace.explain.timeline.title"), tuple(steps))


def _others(around: Vicinity, known: Gathering, thing: str) -> Chapter:
    """Links of every other sort: challenges, support."""
    elsewhere = (CONTRIBUTES_TO, SCHEDULES, CONCERNS, ANSWERS, SG + "continues")
    steps = [
        link_step(known, edge, thing)
        for edge in around.links
        if edge.predicate not in elsewhere and not edge.predicate.startswith(SKOS)
    ]
    return Chapter("links", message("trace.explain.links.title"), tuple(steps))


def _hearing(around: Vicinity, known: Gathering, thing: str) -> Chapter:
    """What concerns and answers what: each comment with its answers below it."""
    order = [edge for edge in around.links if edge.predicate in (CONCERNS, ANSWERS)]
    order += around.replies

    def place(edge: Edge) -> tuple[object, ...]:
        comment = edge.subject if edge.predicate == CONCERNS else edge.object
        return (
            comment != thing,
            natural(comment),
            edge.predicate != CONCERNS,
            natural(edge.subject),
            natural(edge.object),
        )

    steps = tuple(link_step(known, edge, thing) for edge in sorted(order, key=place))
    return Chapter("hearing", message("trace.explain.hearing.title"), steps)


def _aligned(around: Vicinity, known: Gathering) -> Chapter:
    steps = tuple(counterpart_step(known, one) for one in around.counterparts if one.other)
    return Chapter("counterparts", message("trace.explain.counterparts.title"), steps)


def _misfits(around: Vicinity, known: Gathering) -> Chapter:
    steps = []
    for misfit in around.misfits:
        quotes = tuple(Cited(Text("", ""), words) for words in known.words(misfit))
        title, why = known.labels[misfit], known.text(misfit, SG + "rationale")
        kind = known.kind(misfit)
        steps.append(Step(title, misfit, "", kind, why, quotes=quotes))
    return Chapter("misfits", message("trace.explain.misfits.title"), tuple(steps))


def _place(thing: str, known: Gathering) -> Text:
    home = known.home(thing)
    name = short(thing)
    if not home.da:
        return Text("", "")
    period = "".join(known.period(strategy) for strategy in sorted(known.strategies[thing])[:1])
    return Text(f"{home.da}{period}. {name}", f"{home.en}{period}. {name}")
