"""Each claim of an SDG goal or target, and whether another fits its words better."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from enum import Enum
from typing import NamedTuple

from strategigraf.core.rdf import SDG, Text, natural
from strategigraf.core.thread import claim_basis
from strategigraf.files.tables import read_lexicon
from strategigraf.sdg.index import ConceptLexicon, Fit, Meaning, TargetIndex, Wording, goal_of
from strategigraf.store.lookup import words_of
from strategigraf.store.sparql import Store

# Claims of SDG goals and targets.

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
    rows = [row for row in store.rows_of("sdg/claims", strategy=strategies or None) if row[3].startswith(SDG)]
    quotes = words_of(store, {end for row in rows for end in (row[1], row[2])})
    documents = sorted({words.document for of_end in quotes.values() for words in of_end})
    languages = {row[0]: row[1] for row in store.rows_in_batches("sdg/languages", documents, "document")}
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
    for thing, sort, words, language in store.rows_of("sdg/register"):
        said[thing.removeprefix(SDG)][sort].append((words, language))
    found = [Wording(code, tuple(said[code]["text"]), tuple(said[code]["title"])) for code in sorted(said, key=natural)]
    return tuple(word for word in found if "." in word.code), tuple(word for word in found if "." not in word.code)


# The verdict on a claim of an SDG target.

FITS_FROM = 0.9  # the part of the best score from which on the claimed target counts as fitting
CLEARLY = 0.6  # the part of the best score up to which another target fits clearly better
SHARED = 0.05  # the score up to which words share almost nothing with a target
CARRIED = 2  # features that must carry a better target


class Verdict(Enum):
    """From grave to good."""

    MISFIT = 0
    DOUBT = 1
    FITS = 2
    UNSAID = 3

    @property
    def label(self) -> Text:
        """The word for it in both languages."""
        return _LABELS[self]


_LABELS = {
    Verdict.MISFIT: Text("passer ikke", "misfit"),
    Verdict.DOUBT: Text("tvivl", "doubt"),
    Verdict.FITS: Text("passer", "fits"),
    Verdict.UNSAID: Text("kun et nummer", "number only"),
}


class Judgement(NamedTuple):
    """What words say of a claimed goal or target: the verdict, its fit and rank (from 1), the fit of the one that they
    fit best beside it, and the words themselves."""

    verdict: Verdict
    claimed: Fit
    rank: int
    better: Fit
    meanings: tuple[Meaning, ...]

    @property
    def known(self) -> int:
        """How many of the words the lexicon knows."""
        return sum(bool(meaning.concepts) for meaning in self.meanings)

    def carrying(self, fit: Fit) -> tuple[str, ...]:
        """The words to which *fit* owes its score, the weightiest first, each once."""
        weight = dict(fit.shares)
        found = [
            (-sum(weight.get(feature, 0.0) for feature in meaning.features), place, meaning.words)
            for place, meaning in enumerate(self.meanings)
        ]
        return tuple(dict.fromkeys(words for share, _, words in sorted(found) if share < 0))


def judge(index: TargetIndex, code: str, meanings: tuple[Meaning, ...], language: str) -> Judgement:
    """The verdict on the claim that *meanings* are about the target (or, in an index of goals, the goal) *code*.

    The better one is the best of all others, or the best of the same goal where that has at least the part
    `FITS_FROM` of its score: a slip of the number is likelier than a slip of the goal. `FITS`: the claimed target has
    at least the part `FITS_FROM` of the better one's score. `MISFIT`: it has at most the part `CLEARLY`, the better one
    is carried by `CARRIED` features or more, and the words share almost nothing with the claimed target; beside a
    target of the same goal, almost nothing that is not the goal's. `UNSAID`: no word that says anything. All else is
    `DOUBT`, and a goal is never a misfit: its one sentence says too little.
    """
    of_goal = "." not in code
    fits = index.fits(meanings, language, "" if of_goal else goal_of(code))
    rank = next(place for place, fit in enumerate(fits, start=1) if fit.code == code)
    claimed = fits[rank - 1]
    better = best = fits[1] if rank == 1 else fits[0]
    for fit in fits:
        if goal_of(fit.code) == goal_of(code) and fit.code != code and fit.score >= FITS_FROM * best.score:
            better = fit
            break
    verdict = _verdict(claimed, better) if meanings else Verdict.UNSAID
    if of_goal and verdict is Verdict.MISFIT:
        verdict = Verdict.DOUBT
    return Judgement(verdict, claimed, rank, better, meanings)


def _verdict(claimed: Fit, better: Fit) -> Verdict:
    if claimed.share and claimed.score >= FITS_FROM * better.score:
        return Verdict.FITS
    siblings = goal_of(claimed.code) == goal_of(better.code)
    left = claimed.own_share if siblings else claimed.share
    carried = [feature for feature, _ in better.shares if not siblings or feature in better.own]
    if claimed.score <= CLEARLY * better.score and len(carried) >= CARRIED and left <= SHARED:
        return Verdict.MISFIT
    return Verdict.DOUBT


FEW = 3  # known words below which a verdict rests on little
_BY = re.compile(r"\bby (20\d\d)\b", re.IGNORECASE)


class Scales(NamedTuple):
    """What claims are weighed with: all targets, and all goals with the words of their targets."""

    targets: TargetIndex
    goals: TargetIndex


class ClaimCheck(NamedTuple):
    """A claim with its judgement, that of the measure's own words where these are nearer another target, the verdict
    on both, and every reason to doubt it, or the claim."""

    claim: Claim
    judgement: Judgement
    elsewhere: Judgement | None
    verdict: Verdict
    doubts: tuple[Text, ...]


def scales(store: Store) -> Scales:
    """The register of *store* with the program's lexicon, ready to weigh claims. Raises FilesNotFound."""

    def weighed() -> Scales:
        lexicon = ConceptLexicon(read_lexicon())
        targets, goals = wordings(store)
        wholes = tuple(_whole(goal, targets) for goal in goals)
        return Scales(TargetIndex(lexicon, targets, goals), TargetIndex(lexicon, wholes, ()))

    return store.kept("scales", weighed)


def sdg_check(store: Store, strategies: Collection[str] = ()) -> tuple[ClaimCheck, ...]:
    """Every claim of *strategies* (IRIs; of all without any) with its verdict: by strategy, number and link.

    Claims of what the register does not hold are left out; `check` reports them. Raises FilesNotFound.
    """
    weighed = scales(store)
    known = {*weighed.targets.codes, *weighed.goals.codes}
    ends = _deadlines(wordings(store)[0])
    starts = {strategy: int(start[:4]) for strategy, start in store.rows_of("sdg/starts", strategy=strategies or None)}
    found = (_checked(weighed, claim) for claim in claims(store, strategies) if claim.code in known)
    return tuple(_late(each, ends, starts) for each in found)


def _deadlines(targets: Iterable[Wording]) -> dict[str, int]:
    """The year by which the official English text of each of *targets* wants all of it done, where it gives one."""
    years = {
        target.code: [int(year) for text, language in target.texts if language == "en" for year in _BY.findall(text)]
        for target in targets
    }
    return {code: max(found) for code, found in years.items() if found}


def _late(found: ClaimCheck, ends: Mapping[str, int], starts: Mapping[str, int]) -> ClaimCheck:
    """*found*, which says so where the target's year is past before the strategy starts."""
    code = found.claim.code
    end, start = ends.get(code), starts.get(found.claim.strategy)
    if end is None or start is None or end >= start:
        return found
    told = Text(
        f"Fristen for {code} er {end}; strategien begynder i {start}.",
        f"Target {code} was to be met by {end}; the strategy starts in {start}.",
    )
    return found._replace(doubts=(*found.doubts, told))


def _whole(goal: Wording, targets: tuple[Wording, ...]) -> Wording:
    below = [target for target in targets if goal_of(target.code) == goal.code]
    texts = [*goal.texts, *(text for target in below for text in target.texts)]
    titles = [*goal.titles, *(title for target in below for title in target.titles)]
    return Wording(goal.code, tuple(texts), tuple(titles))


def _checked(weighed: Scales, claim: Claim) -> ClaimCheck:
    index = weighed.goals if claim.of_goal else weighed.targets
    judgement = judge(index, claim.code, index.lexicon.meanings(claim.words, claim.language), claim.language)
    measure = None
    if claim.measure:
        measure = judge(index, claim.code, index.lexicon.meanings(claim.measure, claim.language), claim.language)
    verdict = judgement.verdict
    elsewhere = None
    if measure is not None and measure.known >= FEW and measure.claimed.score < FITS_FROM * measure.better.score:
        elsewhere = measure
        if verdict is Verdict.FITS and measure.claimed.score <= CLEARLY * measure.better.score:
            verdict = Verdict.DOUBT
    return ClaimCheck(claim, judgement, elsewhere, verdict, tuple(_doubts(claim, judgement, elsewhere)))


def _doubts(claim: Claim, judgement: Judgement, elsewhere: Judgement | None) -> list[Text]:
    if judgement.verdict is Verdict.UNSAID:
        return [Text("Citatet giver kun nummeret.", "The quote gives just the number.")]
    code, other = claim.code, judgement.better.code
    found = []
    if judgement.verdict is not Verdict.FITS:
        shared = judgement.carrying(judgement.claimed)
        if shared:
            words = _quoted(shared)
            found.append(Text(f"Fælles med {code}: {words}.", f"In common with {code}: {words}."))
        else:
            found.append(Text(f"Intet ord er fælles med {code}.", f"No word in common with {code}."))
        if judgement.verdict is Verdict.MISFIT and not claim.of_goal:
            found.append(
                Text(
                    f"Ord uden for citatet kan høre til {code}.",
                    f"Words outside the quote may belong to {code}.",
                )
            )
        elif judgement.claimed.score > CLEARLY * judgement.better.score:
            found.append(Text(f"{other} er kun lidt nærmere.", f"{other} is just a little nearer."))
    if judgement.known < FEW:
        found.append(
            Text(
                f"Få kendte ord: {judgement.known} af {len(judgement.meanings)}.",
                f"Few known words: {judgement.known} of {len(judgement.meanings)}.",
            )
        )
    if elsewhere is not None:
        near, words = elsewhere.better.code, _quoted(elsewhere.carrying(elsewhere.better))
        if judgement.verdict is Verdict.FITS:
            found.append(Text(f"Citatet passer på {code}.", f"The quote fits {code}."))
        found.append(
            Text(
                f"Men elementets egne ord er nærmere {near}: {words}.",
                f"But the element's own words are nearer {near}: {words}.",
            )
            if judgement.verdict is Verdict.FITS
            else Text(
                f"Elementets egne ord er nærmere {near}: {words}.",
                f"The element's own words are nearer {near}: {words}.",
            )
        )
    return found


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"“{word}”" for word in words[:4])
