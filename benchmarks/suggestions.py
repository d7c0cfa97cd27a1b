"""How good suggestions are: cross-validation on the editors' own choices, `python -m benchmarks.suggestions`.

Writes `docs/suggestions.md` and the weights that the program uses. The baseline ranks by the cosine of TF-IDF over runs
of three to five letters alone.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import pairwise
from math import log
from pathlib import Path
from typing import NamedTuple

import strategigraf as sg
from strategigraf.core.rdf import short
from strategigraf.sdg.check import scales
from strategigraf.store.sparql import EmbeddedStore
from strategigraf.suggest.scoring import FEATURES, WEIGHTS, Row, Scorer, as_tsv, probability
from strategigraf.suggest.tasks import Question, World, by_set, curated

TOP = Path(__file__).resolve().parents[1]
FOLDS = 5
_RIDGE = 1.0  # how strongly weights are held near to nothing
_STEPS = 12
_BINS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 1.0)
_BASELINE = FEATURES.index("letters")


class Case(NamedTuple):
    """A question with the features of each candidate, and whether editors chose it."""

    question: Question
    rows: list[Row]
    chosen: list[bool]


class Measured(NamedTuple):
    """Of a set: its questions, mean average precision and recall among the first ten, of the baseline and of the
    scores."""

    name: str
    questions: int
    baseline: tuple[float, float]
    ours: tuple[float, float]


def cases(store: EmbeddedStore) -> dict[str, list[Case]]:
    """The questions that editors have answered, with features, by task."""
    world = World(store)
    found: dict[str, list[Case]] = {}
    for task, questions in curated(world):
        questions += without_counterpart(store, world) if task == "mappings" else []
        found[task] = []
        for of_set in by_set(questions).values():
            by_candidates: dict[tuple[str, ...], list[Question]] = defaultdict(list)
            for question in of_set:
                by_candidates[question.candidates].append(question)
            for candidates, together in by_candidates.items():
                asked = list(dict.fromkeys(q.thing for q in together))
                everyone = _all_asked(world, task, asked)
                scorer = Scorer(world, task, everyone, candidates, scales(store))
                for question in together:
                    chosen = [other in question.chosen for other in candidates]
                    found[task].append(Case(question, scorer.rows(question.thing), chosen))
    return found


_UNMATCHED = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX sg: <https://w3id.org/strategigraf/ns#>
PREFIX sssom: <https://w3id.org/sssom/>
SELECT DISTINCT ?thing ?other WHERE {
  ?none a sg:Alignment ; rdf:subject ?thing ; rdf:object sssom:NoTermFound ; sg:negative false ; sg:mappingSet ?set .
  ?one sg:mappingSet ?set ; rdf:object ?other .
  FILTER (?other != sssom:NoTermFound)
}
ORDER BY ?thing ?other
"""


def without_counterpart(store: EmbeddedStore, world: World) -> list[Question]:
    """The things of which editors wrote that nothing in another strategy corresponds to them: questions without an
    answer."""
    asked: dict[tuple[str, str], None] = {}
    for thing, other in store.rows(_UNMATCHED):
        if world.is_asked("mappings", thing) and other in world.things:
            asked[thing, world.things[other].strategy] = None
    matched = {
        (thing, world.things[one].strategy)
        for thing, all_of in world.aligned.items()
        for one in all_of
        if one in world.things
    }
    return [
        Question(
            f"{world.things[thing].strategy} {other}", thing, world.candidates("mappings", thing, other), frozenset()
        )
        for thing, other in asked
        if (thing, other) not in matched
    ]


def _all_asked(world: World, task: str, asked: Sequence[str]) -> list[str]:
    """All things that the task may be asked about in the strategies of *asked*, as the program has them too."""
    strategies = {world.things[thing].strategy for thing in asked}
    return sorted(
        thing
        for strategy in strategies
        for thing in world.members.get(strategy, ())
        if thing in world.things and world.is_asked(task, thing)
    )


def fitted(told: Iterable[Case]) -> list[float]:
    """The weights of a logistic regression on *told*, by Newton's method."""
    size = len(FEATURES)
    pairs = [(row, chosen) for case in told for row, chosen in zip(case.rows, case.chosen, strict=True)]
    weights = [0.0] * size
    weights[0] = -4.0
    for _ in range(_STEPS):
        gradient = [-_RIDGE * weight * (place > 0) for place, weight in enumerate(weights)]
        hessian = [[_RIDGE * (a == b) * (a > 0) + 1e-9 * (a == b) for b in range(size)] for a in range(size)]
        for row, chosen in pairs:
            p = probability(row, weights)
            spread = p * (1 - p)
            for a in range(size):
                value = row[a]
                if value:
                    gradient[a] += value * (chosen - p)
                    for b in range(a, size):
                        hessian[a][b] += spread * value * row[b]
        for a in range(size):
            for b in range(a):
                hessian[a][b] = hessian[b][a]
        step, size_of_step, before = solved(hessian, gradient), 1.0, objective(pairs, weights)
        for _ in range(20):
            tried = [weight + size_of_step * change for weight, change in zip(weights, step, strict=True)]
            if objective(pairs, tried) > before:
                weights = tried
                break
            size_of_step /= 2
        else:
            return weights
    return weights


def objective(pairs: Sequence[tuple[Row, bool]], weights: Sequence[float]) -> float:
    """How likely *weights* make the choices in *pairs*, as a logarithm, less the price of large weights."""
    told = 0.0
    for row, chosen in pairs:
        p = probability(row, weights)
        told += log(max(1e-12, p if chosen else 1 - p))
    return told - _RIDGE / 2 * sum(weight * weight for weight in weights[1:])


def solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """The solution of a small system of linear equations."""
    size = len(right)
    rows = [[*matrix[n], right[n]] for n in range(size)]
    for n in range(size):
        pivot = max(range(n, size), key=lambda one: abs(rows[one][n]))
        rows[n], rows[pivot] = rows[pivot], rows[n]
        for other in range(n + 1, size):
            factor = rows[other][n] / rows[n][n]
            rows[other] = [a - factor * b for a, b in zip(rows[other], rows[n], strict=True)]
    found = [0.0] * size
    for n in reversed(range(size)):
        found[n] = (rows[n][size] - sum(rows[n][m] * found[m] for m in range(n + 1, size))) / rows[n][n]
    return found


def fold_of(thing: str) -> int:
    """The fold that *thing* is in, always the same."""
    return blake2b(thing.encode(), digest_size=4).digest()[0] % FOLDS


def scored(told: Sequence[Case]) -> list[list[float]]:
    """The probabilities of each of *told*, each by weights that were fitted without its fold."""
    weights = {fold: fitted(case for case in told if fold_of(case.question.thing) != fold) for fold in range(FOLDS)}
    return [[probability(row, weights[fold_of(case.question.thing)]) for row in case.rows] for case in told]


def precision_and_recall(case: Case, scores: Sequence[float]) -> tuple[float, float]:
    """The average precision of a ranking by *scores*, and the recall among the first ten; equal scores by IRI."""
    order = sorted(range(len(scores)), key=lambda n: (-scores[n], case.question.candidates[n]))
    hits, total = 0, 0.0
    for rank, place in enumerate(order, 1):
        if case.chosen[place]:
            hits += 1
            total += hits / rank
    wanted = sum(case.chosen)
    return total / wanted, sum(case.chosen[place] for place in order[:10]) / wanted


def measured(told: Sequence[Case], scores: Sequence[Sequence[float]], name: str) -> Measured:
    """The means over the questions of the set *name* that have an answer."""
    named = [(case, score) for case, score in zip(told, scores, strict=True) if case.question.name == name]
    pairs = [(case, score) for case, score in named if case.question.chosen]
    base = [precision_and_recall(case, [row[_BASELINE] for row in case.rows]) for case, _ in pairs]
    ours = [precision_and_recall(case, score) for case, score in pairs]
    mean = [tuple(sum(values) / len(values) for values in zip(*each, strict=True)) for each in (base, ours)]
    return Measured(name, len(pairs), (mean[0][0], mean[0][1]), (mean[1][0], mean[1][1]))


def reliability(told: Sequence[Case], scores: Sequence[Sequence[float]]) -> list[tuple[str, int, float, float]]:
    """By band of probability: how many pairs, their mean probability, and the share that editors chose."""
    pairs = [(p, c) for case, each in zip(told, scores, strict=True) for p, c in zip(each, case.chosen, strict=True)]
    found = []
    for low, high in pairwise(_BINS):
        inside = [(p, c) for p, c in pairs if low <= p < high or (high == 1.0 and p == 1.0)]
        if inside:
            mean = sum(p for p, _ in inside) / len(inside)
            found.append((f"{low:.2f}–{high:.2f}", len(inside), mean, sum(c for _, c in inside) / len(inside)))
    return found


def log_loss(told: Sequence[Case], scores: Sequence[Sequence[float]]) -> float:
    """The mean logarithmic loss over all pairs."""
    pairs = [(p, c) for case, each in zip(told, scores, strict=True) for p, c in zip(each, case.chosen, strict=True)]
    return -sum(log(max(1e-9, p if c else 1 - p)) for p, c in pairs) / len(pairs)


def likeliest(told: Sequence[Case], scores: Sequence[Sequence[float]]) -> list[str]:
    """By band of the highest probability of a question: how many questions have no answer, and how many have one."""
    tops = [(max(each, default=0.0), bool(case.question.chosen)) for case, each in zip(told, scores, strict=True)]
    found = []
    for low, high in pairwise((0.0, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 1.01)):
        inside = [answered for top, answered in tops if low <= top < high]
        found.append(f"| {low:.2f}–{min(high, 1.0):.2f} | {len(inside) - sum(inside)} | {sum(inside)} |")
    return found


def page(
    results: Mapping[str, tuple[list[Measured], list[tuple[str, int, float, float]], float]], highest: Sequence[str]
) -> str:
    """The page of the figures, in Markdown."""
    lines = [_HEAD, "| task | set | questions | MAP baseline | MAP | recall@10 baseline | recall@10 |"]
    lines.append("| --- | --- | ---: | ---: | ---: | ---: | ---: |")
    for task, (sets, _, _) in results.items():
        for one in sets:
            name = " → ".join(short(iri) for iri in one.name.split(" ")) if task == "mappings" else "–"
            figures = f"{one.baseline[0]:.2f} | **{one.ours[0]:.2f}** | {one.baseline[1]:.2f} | **{one.ours[1]:.2f}**"
            lines.append(f"| {task} | {name} | {one.questions} | {figures} |")
    lines += ["", _RELIABLE, "| task | band | pairs | mean probability | chosen by editors |"]
    lines.append("| --- | --- | ---: | ---: | ---: |")
    for task, (_, bands, _) in results.items():
        lines += [f"| {task} | {band} | {count} | {mean:.3f} | {share:.3f} |" for band, count, mean, share in bands]
    lines += ["", "Mean logarithmic loss: " + ", ".join(f"{task} {loss:.3f}" for task, (_, _, loss) in results.items())]
    lines[-1] += "."
    return "\n".join([*lines, "", _NONE, *highest]) + "\n"


_HEAD = """# Suggestions, as measured

Made by `python -m benchmarks.suggestions`, which also writes the weights that the program uses.

`strategigraf suggest` ranks what an editor may want to link: mappings to another strategy, SDG targets, the
passage that answers a consultation comment, and the initiative behind a date. Nothing is ever filled in. The score is a
logistic regression on the features of `suggest/scoring.py`: likeness of letters and of stems (BM25), of titles alone in
Danish and English, whether each is the other's best, what both are part of, their types, the lexicon of the SDG field,
for SDGs what the whole claims, for comments what they concern.

The baseline ranks by the cosine of TF-IDF over runs of three to five letters alone. Figures are of five folds by thing:
no thing is ranked by weights that its own choices helped to fit. MAP is mean average precision over all candidates;
recall@10 the share of the editors' choices among the first ten. The sets are small (questions): a difference of a few
hundredths is chance.
"""
_RELIABLE = """## Is the probability right?

Of all pairs whose probability (out of fold) is in a band, the share that editors chose. What editors did not link is
counted as not chosen, though some of it may be right. Of mappings, things of which editors wrote that they have no
counterpart in the other strategy are among the questions, with nothing chosen; the second table has these alone, by the
probability of the likeliest candidate of each thing.

**Of SDG targets, answers and dates there are no such things**: every question of theirs has a right answer, so their
probabilities say which suggestion is the best one, and not whether there is one at all.
"""
_NONE = """## Things without a counterpart

| highest probability of a candidate | things without | things with a counterpart |
| --- | ---: | ---: |"""


def main() -> None:
    """Measures, prints and writes the page and the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dry-run", action="store_true", help="print the page, and write nothing")
    dry = parser.parse_args().dry_run
    results, weights, highest = {}, {}, list[str]()
    for task, told in sg.open().use(cases).items():
        scores = scored(told)
        names = sorted({case.question.name for case in told})
        sets = [measured(told, scores, name) for name in names]
        results[task] = sets, reliability(told, scores), log_loss(told, scores)
        weights[task] = fitted(told)
        highest = likeliest(told, scores) if task == "mappings" else highest
    text = page(results, highest)
    print(text)
    if not dry:
        (TOP / "docs" / "suggestions.md").write_text(text, encoding="utf-8")
        WEIGHTS.write_text(as_tsv(weights), encoding="utf-8")


if __name__ == "__main__":
    main()
