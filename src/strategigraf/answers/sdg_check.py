"""Whether each claim of an SDG goal or target fits the official words better than any other goal or target does."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from strategigraf.answers.concept_lexicon import ConceptLexicon
from strategigraf.answers.sdg_claim import Claim, claims, wordings
from strategigraf.answers.sdg_verdict import CLEARLY, FITS_FROM, Judgement, Verdict, judge
from strategigraf.answers.target_index import TargetIndex, Wording, goal_of
from strategigraf.files.register_tables import read_lexicon
from strategigraf.use.store import Store
from strategigraf.values.namespaces import SG
from strategigraf.values.text import Text

FEW = 3  # known words below which a verdict rests on little
_BY = re.compile(r"\bby (20\d\d)\b", re.IGNORECASE)
_STARTS = f"PREFIX sg: <{SG}> SELECT ?strategy ?start WHERE {{ ?strategy a sg:Strategy ; sg:start ?start }}"


class Scales(NamedTuple):
    """What claims are weighed with: all targets, and all goals with the words of their targets."""

    targets: TargetIndex
    goals: TargetIndex


class Checked(NamedTuple):
    """A claim with its judgement, that of the measure's own words where these are nearer another target, the verdict
    on both, and every reason to doubt it, or the claim."""

    claim: Claim
    judgement: Judgement
    elsewhere: Judgement | None
    verdict: Verdict
    doubts: tuple[Text, ...]


def scales(store: Store) -> Scales:
    """The register of *store* with the program's lexicon, ready to weigh claims. Raises FilesNotFound."""
    lexicon = ConceptLexicon(read_lexicon())
    targets, goals = wordings(store)
    return Scales(
        TargetIndex(lexicon, targets, goals), TargetIndex(lexicon, tuple(_whole(goal, targets) for goal in goals), ())
    )


def sdg_check(store: Store, strategies: Collection[str] = ()) -> tuple[Checked, ...]:
    """Every claim of *strategies* (IRIs; of all without any) with its verdict: by strategy, number and link.

    Claims of what the register does not hold are left out; `check` reports them. Raises FilesNotFound.
    """
    weighed = scales(store)
    known = {*weighed.targets.codes, *weighed.goals.codes}
    ends = _deadlines(wordings(store)[0])
    starts = {strategy: int(start[:4]) for strategy, start in store.rows(_STARTS)}
    found = (_checked(weighed, claim) for claim in claims(store, strategies) if claim.code in known)
    return tuple(_late(each, ends, starts) for each in found)


def _deadlines(targets: Iterable[Wording]) -> dict[str, int]:
    """The year by which the official English text of each of *targets* wants all of it done, where it gives one."""
    years = {
        target.code: [int(year) for text, language in target.texts if language == "en" for year in _BY.findall(text)]
        for target in targets
    }
    return {code: max(found) for code, found in years.items() if found}


def _late(found: Checked, ends: Mapping[str, int], starts: Mapping[str, int]) -> Checked:
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


def _checked(weighed: Scales, claim: Claim) -> Checked:
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
    return Checked(claim, judgement, elsewhere, verdict, tuple(_doubts(claim, judgement, elsewhere)))


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
