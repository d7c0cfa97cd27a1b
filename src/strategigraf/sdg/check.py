"""Each claim of an SDG goal or target, and whether another fits its words better."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from enum import Enum
from typing import NamedTuple

from strategigraf.core.rdf import LANGUAGES, SDG, Labels, Text, message, natural, quoted
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
    words where they are elsewhere; `basis` is stated, named or interpreted; `language` is that of the words."""

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
    all_claims = []
    for strategy, link, element, thing, iri in rows:
        basis = claim_basis(iri)
        if basis is None:
            continue
        code, stated = thing.removeprefix(SDG), basis == "stated"
        link_quotes = quotes.get(link, ())
        element_quotes = set() if stated else {words.quote for words in quotes.get(element, ())}
        claiming = [words for words in link_quotes if words.quote not in element_quotes]
        measure = [words for words in link_quotes if words.quote in element_quotes] if claiming else []
        language = languages.get((claiming or link_quotes)[0].document, "da") if link_quotes else "da"
        all_claims.append(
            Claim(
                strategy,
                link,
                element,
                code,
                basis,
                " ".join(filter(None, (passage(words.exact, code) for words in claiming or link_quotes))),
                " ".join(words.exact for words in measure),
                language if language in ("da", "en") else "da",
            )
        )
    return tuple(sorted(all_claims, key=lambda claim: (claim.strategy, natural(claim.code), natural(claim.link))))


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
    texts_by_code: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: {"text": [], "title": []})
    for thing, sort, words, language in store.rows_of("sdg/register"):
        texts_by_code[thing.removeprefix(SDG)][sort].append((words, language))
    all_wordings = [
        Wording(code, tuple(texts_by_code[code]["text"]), tuple(texts_by_code[code]["title"]))
        for code in sorted(texts_by_code, key=natural)
    ]
    of_targets = tuple(wording for wording in all_wordings if "." in wording.code)
    return of_targets, tuple(wording for wording in all_wordings if "." not in wording.code)


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


_LABELS = Labels("sdg.verdict", {verdict: verdict.name.lower() for verdict in Verdict})


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
        weighted = [
            (-sum(weight.get(feature, 0.0) for feature in meaning.features), position, meaning.words)
            for position, meaning in enumerate(self.meanings)
        ]
        return tuple(dict.fromkeys(words for share, _, words in sorted(weighted) if share < 0))


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
    rank = next(position for position, fit in enumerate(fits, start=1) if fit.code == code)
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
    overlap = claimed.own_share if siblings else claimed.share
    carried = [feature for feature, _ in better.shares if not siblings or feature in better.own]
    if claimed.score <= CLEARLY * better.score and len(carried) >= CARRIED and overlap <= SHARED:
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
        wholes = tuple(_with_targets(goal, targets) for goal in goals)
        return Scales(TargetIndex(lexicon, targets, goals), TargetIndex(lexicon, wholes, ()))

    return store.kept("scales", weighed)


def sdg_check(store: Store, strategies: Collection[str] = ()) -> tuple[ClaimCheck, ...]:
    """Every claim of *strategies* (IRIs; of all without any) with its verdict: by strategy, number and link.

    Claims of what the register does not hold are left out; `check` reports them. Raises FilesNotFound.
    """
    indexes = scales(store)
    known_codes = {*indexes.targets.codes, *indexes.goals.codes}
    years = deadlines(wordings(store)[0])
    starts = {strategy: int(start[:4]) for strategy, start in store.rows_of("sdg/starts", strategy=strategies or None)}
    checks = (_checked(indexes, claim) for claim in claims(store, strategies) if claim.code in known_codes)
    return tuple(_with_deadline_doubt(claim_check, years, starts) for claim_check in checks)


def deadlines(targets: Iterable[Wording]) -> dict[str, int]:
    """The year by which the official English text of each of *targets* wants all of it done, where it gives one."""
    years = {
        target.code: [int(year) for text, language in target.texts if language == "en" for year in _BY.findall(text)]
        for target in targets
    }
    return {code: max(target_years) for code, target_years in years.items() if target_years}


def _with_deadline_doubt(
    claim_check: ClaimCheck, deadlines: Mapping[str, int], starts: Mapping[str, int]
) -> ClaimCheck:
    """*claim_check*, which says so where the target's year is past before the strategy starts."""
    code = claim_check.claim.code
    deadline, start = deadlines.get(code), starts.get(claim_check.claim.strategy)
    if deadline is None or start is None or deadline >= start:
        return claim_check
    doubt = message("sdg.doubt.deadline", code=code, deadline=deadline, start=start)
    return claim_check._replace(doubts=(*claim_check.doubts, doubt))


def _with_targets(goal: Wording, targets: tuple[Wording, ...]) -> Wording:
    own_targets = [target for target in targets if goal_of(target.code) == goal.code]
    texts = [*goal.texts, *(text for target in own_targets for text in target.texts)]
    titles = [*goal.titles, *(title for target in own_targets for title in target.titles)]
    return Wording(goal.code, tuple(texts), tuple(titles))


def _checked(indexes: Scales, claim: Claim) -> ClaimCheck:
    index = indexes.goals if claim.of_goal else indexes.targets
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
        return [message("sdg.doubt.number-only")]
    code, better_code = claim.code, judgement.better.code
    doubts = []
    if judgement.verdict is not Verdict.FITS:
        shared = judgement.carrying(judgement.claimed)
        if shared:
            words = _quoted(shared)
            doubts.append(message("sdg.doubt.shared", code=code, words=words))
        else:
            doubts.append(message("sdg.doubt.nothing-shared", code=code))
        if judgement.verdict is Verdict.MISFIT and not claim.of_goal:
            doubts.append(message("sdg.doubt.outside", code=code))
        elif judgement.claimed.score > CLEARLY * judgement.better.score:
            doubts.append(message("sdg.doubt.little-nearer", better_code=better_code))
    if judgement.known < FEW:
        doubts.append(message("sdg.doubt.few-words", known=judgement.known, words=len(judgement.meanings)))
    if elsewhere is not None:
        nearer_code, words = elsewhere.better.code, _quoted(elsewhere.carrying(elsewhere.better))
        if judgement.verdict is Verdict.FITS:
            doubts.append(message("sdg.doubt.quote-fits", code=code))
        doubts.append(
            message("sdg.doubt.but-own-words", nearer_code=nearer_code, words=words)
            if judgement.verdict is Verdict.FITS
            else message("sdg.doubt.own-words", nearer_code=nearer_code, words=words)
        )
    return doubts


def _quoted(words: tuple[str, ...]) -> Text:
    return Text(*(", ".join(quoted(word, language) for word in words[:4]) for language in LANGUAGES))
