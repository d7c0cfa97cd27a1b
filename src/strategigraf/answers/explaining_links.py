"""Links in words: who does what to whom, on what basis, on whose words; and the counterparts in other strategies."""

from typing import NamedTuple

from strategigraf.answers.explanation import Cited, Step
from strategigraf.answers.gathering import Gathering, capital
from strategigraf.files.sssom import NO_TERM
from strategigraf.graph.thread import CONTRIBUTES_TO, SCHEDULES
from strategigraf.use.store import Store
from strategigraf.values.hop import BASIS_LABELS, Hop
from strategigraf.values.namespaces import ID, RDF, SDG, SG, SKOS
from strategigraf.values.text import Text

_PLAIN = Text("", "")
_ACTIVE = {
    CONTRIBUTES_TO: Text("bidrager til {}", "contributes to {}"),
    SCHEDULES: Text("sætter {} i tid", "schedules {}"),
    SG + "addresses": Text("imødegår {}", "addresses {}"),
    SG + "supports": Text("understøtter {}", "supports {}"),
    SG + "realises": Text("udmønter {}", "realises {}"),
    SG + "concerns": Text("angår {}", "concerns {}"),
    SG + "answers": Text("besvarer {}", "answers {}"),
}
_PASSIVE = {
    CONTRIBUTES_TO: Text("får bidrag fra {}", "receives a contribution from {}"),
    SCHEDULES: Text("sættes i tid af {}", "is scheduled by {}"),
    SG + "addresses": Text("imødegås af {}", "is addressed by {}"),
    SG + "supports": Text("understøttes af {}", "is supported by {}"),
    SG + "realises": Text("udmøntes af {}", "is realised by {}"),
    SG + "concerns": Text("omtales af {}", "is taken up by {}"),
    SG + "answers": Text("besvares af {}", "is answered by {}"),
}
_NAMED = {
    CONTRIBUTES_TO: Text("stedet om verdensmålet nævner det, som elementet lover",
                         "the passage on the SDG names what the element promises"),
    SCHEDULES: Text("tidsplanen nævner det, som elementet lover", "the time line names what the element promises"),
    SG + "realises": Text("elementet lover det, som visionsudsagnet siger, med samme ord",
                          "the element promises what the vision statement says, in the same words"),
    SG + "concerns": Text("bemærkningen nævner det, som planen lover", "the comment names what the plan promises"),
}  # fmt: skip
_NAMED_OTHERWISE = Text("det ene sted nævner det, som det andet lover", "one passage names what the other promises")
_STATED = Text("kilden siger det selv, med så mange ord", "the source says so itself, in so many words")
_MATCHES = {
    SKOS + "exactMatch": (Text("Svarer til {}", "Matches {}"),) * 2,
    SKOS + "closeMatch": (Text("Svarer tæt til {}", "Closely matches {}"),) * 2,
    SKOS + "relatedMatch": (Text("Er beslægtet med {}", "Is related to {}"),) * 2,
    SKOS + "broadMatch": (Text("Er en del af det bredere {}", "Is a part of the broader {}"),
                          Text("Rummer det snævrere {}", "Takes in the narrower {}")),
    SKOS + "narrowMatch": (Text("Rummer det snævrere {}", "Takes in the narrower {}"),
                           Text("Er en del af det bredere {}", "Is a part of the broader {}")),
    SG + "continues": (Text("Viderefører {}", "Continues {}"), Text("Videreføres af {}", "Is continued by {}")),
}  # fmt: skip
_ALIGNED = """
PREFIX rdf: <{0}> PREFIX sg: <{1}>
SELECT ?alignment ?predicate ?subject ?object WHERE {{
  {{ ?alignment rdf:subject <{2}> }} UNION {{ ?alignment rdf:object <{2}> }}
  ?alignment a sg:Alignment ; sg:negative false ; rdf:predicate ?predicate ; rdf:subject ?subject ; rdf:object ?object .
}} ORDER BY ?alignment"""


class Counterpart(NamedTuple):
    """An alignment of a thing: its node, its predicate, the other thing ("" where a reader found none), whether the
    thing is the subject of it, and the two strategies that its mapping set compares (IRIs)."""

    alignment: str
    predicate: str
    other: str
    outward: bool
    strategies: tuple[str, ...]


def counterparts(store: Store, thing: str) -> tuple[Counterpart, ...]:
    """The alignments of *thing* that are not denied, by IRI; those that say there is no counterpart among them."""
    found = []
    for alignment, predicate, subject, target in store.rows(_ALIGNED.format(RDF, SG, thing)):
        other = target if subject == thing else subject
        compared = tuple(ID + slug for slug in alignment.removeprefix(f"{ID}alignments/").split("/")[0].split("--"))
        found.append(Counterpart(alignment, predicate, "" if other == NO_TERM else other, subject == thing, compared))
    return tuple(dict.fromkeys(found))


def counterpart_step(known: Gathering, found: Counterpart) -> Step:
    """*found* in words, with the own words of the other thing."""
    sentence = _MATCHES.get(found.predicate, _MATCHES[SKOS + "relatedMatch"])[0 if found.outward else 1]
    name, home = known.name(found.other), known.home(found.other)
    reading = known.reading(found.alignment)
    return Step(
        Text(f"{sentence.da.format(name.da)} i {home.da}", f"{sentence.en.format(name.en)} in {home.en}"),
        found.other,
        "interpreted",
        BASIS_LABELS["interpreted"],
        reading.why,
        reading.confidence,
        found.alignment,
        tuple(Cited(capital(known.kind(found.other)), words) for words in known.words(found.other, 1)),
    )


def link_step(known: Gathering, hop: Hop, thing: str) -> Step:
    """The link *hop* as *thing* sees it: what it does, what is done to it, or what another thing does."""
    active = _ACTIVE.get(hop.predicate, _labelled(known, hop.predicate))
    subject, target = known.name(hop.subject), known.name(hop.object)
    if hop.predicate == SCHEDULES:
        period = known.period(hop.subject)
        subject = Text(subject.da + period, subject.en + period)
    if hop.subject == thing:
        says = _filled(active, target)
    elif hop.object == thing and hop.predicate in _PASSIVE:
        says = _filled(_PASSIVE[hop.predicate], subject)
    else:
        done = _filled(active, target)
        says = Text(f"{subject.da} {done.da}", f"{subject.en} {done.en}")
    reading = known.reading(hop.link)
    other = hop.subject if hop.object == thing else hop.object
    return Step(capital(says), other, hop.basis, how(hop), reading.why, reading.confidence, hop.link, cited(known, hop))


def naming(known: Gathering, thing: str) -> Text:
    """*thing* in words; a link or alignment as the sentence that it says."""
    if thing not in known.linked():
        return known.name(thing)
    subject, predicate, target = known.linked()[thing]
    if target == NO_TERM or subject == NO_TERM:
        one = known.name(subject if target == NO_TERM else target)
        return Text(f"{one.da} har intet modsvar", f"{one.en} has no counterpart")
    sentence = _MATCHES[predicate][0] if predicate in _MATCHES else _ACTIVE.get(predicate, _labelled(known, predicate))
    one, done = known.name(subject), _filled(sentence, known.name(target))
    negative = "true" in known.values(thing, SG + "negative")
    told = Text(f"{one.da} {_small(done.da)}", f"{one.en} {_small(done.en)}")
    return Text(f"Afvist: {told.da}", f"Denied: {told.en}") if negative else told


def how(hop: Hop) -> Text:
    """The basis of *hop* in words: for a reading its bare name, to be followed by the reason."""
    label = BASIS_LABELS.get(hop.basis, _PLAIN)
    said = {"stated": _STATED, "named": _NAMED.get(hop.predicate, _NAMED_OTHERWISE)}.get(hop.basis)
    return Text(f"{label.da}: {said.da}", f"{label.en}: {said.en}") if said else label


def cited(known: Gathering, hop: Hop) -> tuple[Cited, ...]:
    """The quotes of the link *hop*, each with whose it is: the subject's, the object's, or of the passage on an SDG; of
    what the source says in so many words that needs no telling."""
    of_subject = {words.quote for words in known.words(hop.subject)}
    of_object = {words.quote for words in known.words(hop.object)}
    passage = Text("Verdensmål", "SDG") if hop.object.startswith(SDG) else _PLAIN
    found = []
    for words in known.words(hop.link):
        whose = passage
        if hop.basis == "stated" and passage.da:
            whose = _PLAIN
        elif words.quote in of_subject:
            whose = capital(known.kind(hop.subject))
        elif words.quote in of_object:
            whose = capital(known.kind(hop.object))
        found.append(Cited(whose, words))
    return tuple(found)


def own_words(known: Gathering, thing: str, beside: set[str]) -> tuple[Cited, ...]:
    """The quotes of *thing* itself, those *beside* left out unless the first; each with its role in the source."""
    quotes = known.words(thing)
    kept = [words for place, words in enumerate(quotes) if place == 0 or words.quote not in beside]
    return tuple(Cited(capital(known.role(words.quote)), words) for words in kept)


def _filled(sentence: Text, name: Text) -> Text:
    return Text(sentence.da.replace("{}", name.da), sentence.en.replace("{}", name.en))


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _labelled(known: Gathering, predicate: str) -> Text:
    label = known.labels.get(predicate, Text("hører sammen med", "goes with"))
    return Text(f"{label.da} {{}}", f"{label.en} {{}}")
