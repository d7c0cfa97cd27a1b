"""Claims of SDG goals and targets: who claims what, and in which words."""

import re
from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from strategigraf.answers.evidence_of import words_of
from strategigraf.answers.target_index import Wording
from strategigraf.use.store import Store
from strategigraf.values.hop import claim_basis
from strategigraf.values.namespaces import DCTERMS, RDF, SDG, SG, SKOS
from strategigraf.values.natural import natural

_CLAIMS = f"""
PREFIX rdf: <{RDF}> PREFIX sg: <{SG}>
SELECT DISTINCT ?strategy ?link ?subject ?object ?basis WHERE {{
  ?link a sg:Link ; rdf:predicate sg:contributesTo ; rdf:subject ?subject ; rdf:object ?object ; sg:basis ?basis ;
    sg:inStrategy ?strategy .
}}
ORDER BY ?strategy ?link"""
_REGISTER = f"""
PREFIX rdf: <{RDF}> PREFIX sg: <{SG}> PREFIX skos: <{SKOS}>
SELECT ?thing ?sort ?words (LANG(?words) AS ?language) WHERE {{
  ?thing skos:inScheme <{SDG.rstrip("/")}> .
  {{ ?thing skos:prefLabel ?words BIND("title" AS ?sort) }}
  UNION {{ ?text sg:textOf ?thing ; rdf:value ?words BIND("text" AS ?sort) }}
}}
ORDER BY ?thing ?sort ?language ?words"""
_LANGUAGES = f"""
PREFIX dcterms: <{DCTERMS}>
SELECT ?document ?language WHERE {{ ?document dcterms:language ?language }}
ORDER BY ?document ?language"""
_NUMBER = re.compile(r"\b(?:1[0-7]|[1-9])\.(?:1\d|[1-9]|[a-d])\b")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[A-ZÆØÅ“\"])")
_CLAUSE = re.compile(r"[,;:]\s+|(?<!\s)\s+–\s+")


class Claim(NamedTuple):
    """One link to an SDG goal or target (`code` is its number): the words that make it, and the claiming element's own
    words where they stand elsewhere; `basis` is stated, named or interpreted; `language` is that of the words."""

    strategy: str
    link: str
    element: str
    code: str
    basis: str
    words: str
    measure: str
    language: str

    @property
    def of_goal(self) -> bool:
        """Whether a goal is claimed without a target."""
        return "." not in self.code


def claims(store: Store, strategies: Collection[str] = ()) -> tuple[Claim, ...]:
    """All claims of *strategies* (IRIs; of all without any), by strategy, then by number, then by link.

    The words of a claim are the link's quotes. Quotes that are the element's own count apart as its measure, unless the
    claim is stated at the element or rests on nothing else; of a passage that names several numbers the sentences, or
    else the clauses, count that name this one or none.
    """
    rows = [row for row in store.rows(_CLAIMS) if row[3].startswith(SDG) and (not strategies or row[0] in strategies)]
    quotes = words_of(store, {end for row in rows for end in (row[1], row[2])})
    languages = {row[0]: row[1] for row in store.rows(_LANGUAGES)}
    found = []
    for strategy, link, element, thing, iri in rows:
        basis = claim_basis(iri)
        if basis is None:
            continue
        code, stated = thing.removeprefix(SDG), basis == "stated"
        mine = quotes.get(link, ())
        own = set() if stated else {words.quote for words in quotes.get(element, ())}
        claiming = [words for words in mine if words.quote not in own]
        measure = [words for words in mine if words.quote in own] if claiming else []
        language = languages.get((claiming or mine)[0].document, "da") if mine else "da"
        found.append(
            Claim(
                strategy,
                link,
                element,
                code,
                basis,
                " ".join(filter(None, (passage(words.exact, code) for words in claiming or mine))),
                " ".join(words.exact for words in measure),
                language if language in ("da", "en") else "da",
            )
        )
    return tuple(sorted(found, key=lambda claim: (claim.strategy, natural(claim.code), natural(claim.link))))


def passage(text: str, code: str) -> str:
    """What of *text* speaks of the goal or target *code*: its sentences, those left out that name other targets only;
    of a sentence that names this target and others, the clauses that name no other."""
    kept = []
    for sentence in _SENTENCE.split(text):
        named = set(_NUMBER.findall(sentence))
        if not named or named == {code}:
            kept.append(sentence)
        elif code in named:
            clauses = [clause for clause in _CLAUSE.split(sentence) if set(_NUMBER.findall(clause)) <= {code}]
            alone = any(code in clause for clause in clauses)
            kept.append(", ".join(clauses) if alone else sentence)
        elif "." not in code and any(number.startswith(code + ".") for number in named):
            kept.append(sentence)
    return " ".join(kept) or text


def wordings(store: Store) -> tuple[tuple[Wording, ...], tuple[Wording, ...]]:
    """What the register says of its targets and of its goals, each in their order; a goal says its own words and those
    of its targets."""
    said: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: {"text": [], "title": []})
    for thing, sort, words, language in store.rows(_REGISTER):
        said[thing.removeprefix(SDG)][sort].append((words, language))
    found = [Wording(code, tuple(said[code]["text"]), tuple(said[code]["title"])) for code in sorted(said, key=natural)]
    return tuple(word for word in found if "." in word.code), tuple(word for word in found if "." not in word.code)
