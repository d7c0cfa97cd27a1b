"""The SDG check as a report: findings, claims, strategies, what a reader found, and the method with its figures."""

from collections.abc import Sequence
from decimal import Decimal

from strategigraf.core.rdf import SDG, SG, Iri, Text, expand, natural
from strategigraf.core.report import Cell, Column, Figure, Part, Report, count, part_of, score
from strategigraf.core.thread import BASIS_LABELS
from strategigraf.files.tables import read_labelled
from strategigraf.sdg.accuracy import Score, rate, trials
from strategigraf.sdg.check import CLEARLY, FITS_FROM, ClaimCheck, Verdict, scales
from strategigraf.store.names import names_of_class
from strategigraf.store.sparql import Store

TITLE = Text("Passer verdensmålspåstandene til FN's tekst?", "Do the SDG claims fit the text of the UN?")
_EVERY = Text("alle", "all")
_BASES = ("stated", "named", "interpreted")
_COLUMNS = (
    Column("element", "who claims"),
    Column("target", "the goal or target that is claimed"),
    Column("basis", "who says so: stated or named in the source, or interpreted by a reader"),
    Column("verdict", "misfit, doubt, fits, or number only"),
    Column("rank", "the place of the claimed one among all 169 targets or 17 goals"),
    Column("score", "how well the words fit it, from 0 to 1"),
    Column("other", "the one that the words fit best beside it"),
    Column("other_score", "how well they fit that"),
    Column("shared", "the words that carry the claimed one"),
    Column("other_words", "the words that carry the other"),
    Column("known", "how many per cent of the words that say something the lexicon knows"),
    Column("doubts", "why the verdict may be wrong"),
)


def sdg_check_report(store: Store, checked: Sequence[ClaimCheck], strategies: Sequence[str] = ()) -> Report:
    """*checked*, of *strategies* (IRIs; of all without any), as a report: the parts of `sdg_verdicts_report`, then
    `readings` and `method`. Raises FilesNotFound."""
    verdicts = sdg_verdicts_report(store, checked, strategies)
    further = (_readings(store, _named(store, strategies), checked), _method(store, checked))
    return verdicts._replace(parts=(*verdicts.parts, *further))


def sdg_verdicts_report(store: Store, checked: Sequence[ClaimCheck], strategies: Sequence[str] = ()) -> Report:
    """*checked*, of *strategies* (IRIs; of all without any), as a report without its method: `findings`, `claims` and
    `strategies`."""
    findings = [each for each in checked if each.verdict in (Verdict.MISFIT, Verdict.DOUBT)]
    findings.sort(key=lambda each: (each.verdict.value, each.judgement.claimed.score - each.judgement.better.score))
    parts = (
        Part(
            "findings",
            Text("Påstande, der ikke klart passer", "Claims that do not clearly fit"),
            Text(
                "Alvorligst først. “Passer ikke”: et andet mål passer klart bedre, og ordene deler næsten intet med "
                "det påståede. “Tvivl”: et andet mål scorer højere, eller elementets egne ord peger andetsteds. En "
                "score er ligheden mellem ord, 0 til 1; den siger ikke, om indsatsen virker. Grundlaget siger, hvem "
                "der påstår: angivet og navngivet er kildens ord, tolket er en læsers og ikke kildens.",
                "Gravest first. “Misfit”: another target fits clearly better, and the words share almost nothing with"
                " the claimed one. “Doubt”: another scores higher, or the element's own words point elsewhere. A"
                " score is the likeness of words, 0 to 1; it does not say whether the measure works. The basis says who"
                " claims: stated and named are words of the source, interpreted is a reader's and not the source's.",
            ),
            _COLUMNS,
            tuple(map(_row, findings)),
            gaps=len(findings),
        ),
        Part(
            "claims",
            Text("Alle påstande", "All claims"),
            Text(
                "Hver påstand med dens plads og score; “kun et nummer” har ingen ord at måle på.",
                "Every claim with its rank and score; “number only” has no words to measure.",
            ),
            _COLUMNS,
            tuple(map(_row, checked)),
        ),
        _strategies(_named(store, strategies), checked),
    )
    return Report("sdg-check", TITLE, parts)


def _named(store: Store, strategies: Sequence[str]) -> list[str]:
    return list(strategies) or [expand(name) for name in names_of_class(store, SG + "Strategy")]


def _row(each: ClaimCheck) -> tuple[Cell, ...]:
    judgement, claim = each.judgement, each.claim
    target, link = SDG + claim.code, claim.link
    if judgement.verdict is Verdict.UNSAID:
        left: tuple[Cell, ...] = (Figure(None), Figure(None), None, Figure(None), None, None)
    else:
        other = SDG + judgement.better.code
        near = judgement.better.score > 0
        left = (
            Figure(Decimal(judgement.rank), (link, target)),
            score(judgement.claimed.score, (link, target)),
            Iri(other) if near else None,
            score(judgement.better.score, (link, other)) if near else Figure(None),
            _words(judgement.carrying(judgement.claimed)),
            _words(judgement.carrying(judgement.better)),
        )
    known = part_of(judgement.known, len(judgement.meanings), (link,))
    doubts = Text(" ".join(doubt.da for doubt in each.doubts), " ".join(doubt.en for doubt in each.doubts))
    return Iri(claim.element), Iri(target), BASIS_LABELS[claim.basis], each.verdict.label, *left, known, doubts


def _words(words: tuple[str, ...]) -> Text:
    shown = ", ".join(words[:5])
    return Text(shown, shown)


def _strategies(named: Sequence[str], checked: Sequence[ClaimCheck]) -> Part:
    rows: list[tuple[Cell, ...]] = []
    for strategy in named:
        mine = [each for each in checked if each.claim.strategy == strategy]
        note = Text("", "") if mine else Text("Påberåber sig ingen verdensmål.", "Claims no SDG.")
        rows.append((Iri(strategy), _EVERY, *_sums(mine), note))
        for basis in _BASES:
            if of_basis := [each for each in mine if each.claim.basis == basis]:
                rows.append((Iri(strategy), BASIS_LABELS[basis], *_sums(of_basis), Text("", "")))
    return Part(
        "strategies",
        Text("Strategierne", "The strategies"),
        Text(
            "Påstande i hver strategi, efter dom og efter hvem der siger det: angivet og navngivet er kildens egne, "
            "tolket er en læsers, og de kan ikke lægges kilden til last.",
            "Claims of each strategy, by verdict and by who says so: stated and named are the source's own, "
            "interpreted are a reader's, and these cannot be held against the source.",
        ),
        tuple(map(Column, ("strategy", "basis", "claims", "misfit", "doubt", "fits", "number_only", "note"))),
        tuple(rows),
    )


def _sums(some: Sequence[ClaimCheck]) -> list[Figure]:
    """How many claims *some* are, then how many by verdict, the gravest first."""
    every = count([each.claim.link for each in some])
    return [every, *(count([each.claim.link for each in some if each.verdict is verdict]) for verdict in Verdict)]


def _readings(store: Store, named: Sequence[str], checked: Sequence[ClaimCheck]) -> Part:
    by_link = {each.claim.link: each for each in checked}
    rows: list[tuple[Cell, ...]] = []
    about: dict[str, list[str]] = {}
    betters: dict[str, str] = {}
    for misfit, strategy, thing, better in store.rows_of("sdg/readings"):
        if strategy in named:
            about.setdefault(misfit, []).append(thing)
            betters[misfit] = better
    for misfit in sorted(about, key=natural):
        found = [by_link[thing] for thing in about[misfit] if thing in by_link]
        grave = [each.claim.link for each in found if each.verdict is Verdict.MISFIT]
        elsewhere = [each for each in found if each.elsewhere is not None]
        doubted = [each.claim.link for each in found if each.verdict is Verdict.DOUBT]
        target = next((thing for thing in about[misfit] if thing.startswith(SDG)), None)
        if grave:
            note = Text("Enig.", "Agrees.")
        elif doubted:
            note = Text("Delvis enig: tvivl.", "Agrees in part: doubt.")
        elif elsewhere:
            note = Text(
                "Et forbehold: sætningen gentager målets ord, men elementets egne ord er nærmere et andet.",
                "A reservation: the sentence repeats the target's words, but the element's own are nearer another.",
            )
        else:
            note = Text(
                "Ser det ikke: sætningen gentager målets ord, mens læseren vejer indsatsen.",
                "Does not see it: the sentence repeats the target's words, the reader weighs the measure.",
            )
        rows.append(
            (
                Iri(misfit),
                Iri(target) if target else None,
                Iri(betters[misfit]) if betters[misfit] else None,
                count([each.claim.link for each in found]),
                count(grave),
                count(doubted),
                note,
            )
        )
    return Part(
        "readings",
        Text("Hvad en læser fandt", "What a reader found"),
        Text(
            "Uoverensstemmelser, som en læser har skrevet i data, og hvad prøven siger om de samme påstande.",
            "Misfits that a reader wrote into the data, and what the check says of the same claims.",
        ),
        tuple(map(Column, ("reading", "target", "better", "claims", "misfit", "doubt", "note"))),
        tuple(rows),
    )


def _method(store: Store, checked: Sequence[ClaimCheck]) -> Part:
    index = scales(store).targets
    tried = trials(index, read_labelled())
    rows: list[tuple[Cell, ...]] = [
        (
            Text("Påstande med ord", "Claims with words"),
            count([each.claim.link for each in checked if each.verdict is not Verdict.UNSAID]),
            Text("De, der kan måles.", "Those that can be measured."),
        ),
        (
            Text("Delmål at vælge imellem", "Targets to choose from"),
            count([SDG + code for code in index.codes]),
            Text("FN's tekst og registerets egne titler.", "The UN's text and the register's own titles."),
        ),
    ]
    for name, some in (
        (Text("holdt ude", "held out"), Score(tuple(trial for trial in tried if trial.held_out))),
        (Text("justeret på", "tuned on"), Score(tuple(trial for trial in tried if not trial.held_out))),
    ):
        every = list(some.trials)
        for what, part in (
            (Text("rette delmål først", "right target first"), some.first),
            (Text("rette delmål blandt tre", "right target among three"), some.among_three),
            (Text("rigtig påstand dømt “passer ikke”", "right claim called “misfit”"), some.right(Verdict.MISFIT)),
            (Text("plantet fejl i samme mål set", "planted error in the same goal seen"), some.found(True, False)),
            (Text("plantet fejl i andet mål set", "planted error in another goal seen"), some.found(False, False)),
        ):
            rows.append(
                (
                    Text(f"{what.da} ({name.da})", f"{what.en} ({name.en})"),
                    rate(part, every),
                    Text(f"{len(part)} af {len(every)} omskrivninger.", f"{len(part)} of {len(every)} paraphrases."),
                )
            )
    return Part(
        "method",
        Text("Metode", "Method"),
        Text(
            "Ord bliver begreber ved et tosproget leksikon (ontology/sdg-lexicon.tsv); et begreb vejer mere, jo færre"
            " delmål der har det; scoren er cosinus mellem påstand og delmål. Passer: mindst"
            f" {FITS_FROM:.0%} af det bedste andet. Passer ikke: højst {CLEARLY:.0%}, og næsten intet ord er fælles."
            " Prøvet på omskrivninger, som er skrevet før leksikonet; den ene halvdel er holdt ude. Samme forfatter"
            " skrev begge: virkelige tekster er sværere.",
            "Words become concepts by a bilingual lexicon (ontology/sdg-lexicon.tsv); a concept weighs more the fewer"
            " targets have it; the score is the cosine between claim and target. Fits: at least"
            f" {FITS_FROM:.0%} of the best other. Misfit: at most {CLEARLY:.0%}, and almost no word is shared. Tried on"
            " paraphrases written before the lexicon; one half was held out. One author wrote both: real texts are"
            " harder.",
        ),
        (Column("figure"), Column("value"), Column("meaning")),
        tuple(rows),
    )
