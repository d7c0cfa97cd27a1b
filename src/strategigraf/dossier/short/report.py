"""The short report of a strategy put together; and what is around its numbers: the facts of the head, the lead
paragraph, the table of gaps, what was read and not."""

import re
from collections.abc import Mapping

from strategigraf.check.cells import checks_of_cells
from strategigraf.check.quotes import VERIFIED, QuoteRecord, check_quotes_of_text, coverage, quotes
from strategigraf.compare.comparison import compared_with
from strategigraf.core.policy import Policy
from strategigraf.core.rdf import LANGUAGES, SG, XSD, Literal, Text, joined, message, natural, quoted
from strategigraf.core.report import Col, Figure, Part, count, part
from strategigraf.dossier.short.brief import (
    Brief,
    Finding,
    Gap,
    Number,
    capital,
    codes,
    headline,
    listed,
    numeral,
    report_rules,
    sentences_of,
    shortened,
    small,
)
from strategigraf.dossier.short.figure import red_thread
from strategigraf.dossier.short.findings import findings, years_between
from strategigraf.dossier.short.numbers import counterparts, numbers
from strategigraf.dossier.short.outcome_numbers import stated_targets
from strategigraf.dossier.short.progress_numbers import promise_rows
from strategigraf.dossier.short.subject import Source, Subject
from strategigraf.dossier.tracked import asks_what_is_promised
from strategigraf.files.source_text import SourceText
from strategigraf.files.tables import read_exclusions
from strategigraf.files.workspace import Workspace
from strategigraf.store.sparql import Store


def short_report(
    store: Store, workspace: Workspace, policy: Policy, strategy: str, texts: Mapping[str, SourceText] | None = None
) -> Brief:
    """The short report on *strategy* (IRI): what *policy* asks of it; its quotes looked for in *texts* where given."""
    subject = Subject(store, workspace, policy, strategy, texts)
    found = numbers(subject)
    compared = counterparts(subject) if any(number.name == "counterpart" for number in found) else None
    most = report_rules()["findings"]["most"]
    source = subject.text_of_it
    return Brief(
        strategy,
        Text(*map(_fitting, headline(subject.plan.title, subject.plan.owner))),
        subject.plan.owner or Text("", ""),
        subject.called,
        tuple(facts(subject)),
        lead(subject),
        red_thread(subject),
        tuple(found),
        tuple(gap_rows(subject)),
        tuple(findings(subject)[:most]),
        tuple(read(subject, compared[0] if compared else None)),
        tuple(unread(subject)),
        source.issued if source else "",
    )


def _fitting(title: str) -> str:
    """*title*, or as much of it as a page has room for."""
    most = report_rules()["words"]["title"]
    return title if len(title) <= most else title[:most].rsplit(" ", 1)[0] + " …"


def brief_parts(brief: Brief) -> list[Part]:
    """The tables of *brief*, as a workbook has them: its numbers, its findings, and what not all meet; those that have
    rows."""
    numbers: tuple[Col[Number], ...] = (
        Col("value", lambda number: number.value),
        Col("says", lambda number: number.told),
        Col("elements", lambda number: count([one.thing for one in number.evidence.opened if one.thing])),
        Col("evidence", lambda number: number.evidence.told),
    )
    concerns: tuple[Col[Finding], ...] = (
        Col("finding", lambda finding: finding.title),
        Col("says", lambda finding: finding.told),
        Col(
            "words",
            lambda finding: Text(*(" ".join(quoted(q.words, code) for q in finding.quotes) for code in LANGUAGES)),
        ),
    )
    lacking: tuple[Col[Gap], ...] = (
        Col("requirement", lambda gap: gap.title),
        Col("elements", lambda gap: Literal(str(gap.total), XSD + "integer")),
        Col("own", lambda gap: Literal(str(gap.own), XSD + "integer")),
        Col(
            "inherited_only",
            lambda gap: Figure(None) if gap.inherited is None else Literal(str(gap.inherited), XSD + "integer"),
        ),
        Col("none", lambda gap: Literal(str(gap.none), XSD + "integer")),
        Col("which", lambda gap: gap.which),
    )
    parts = (
        part("short.numbers", numbers, brief.numbers, title=capital(message("short.heading.numbers", noun=brief.noun))),
        part("short.findings", concerns, brief.findings, title=message("short.heading.findings")),
        part(
            "short.gaps",
            lacking,
            brief.gaps,
            title=message("short.gaps.heading"),
            explanation=message("short.gaps.note"),
        ),
    )
    return [one for one in parts if one.rows]


# The facts.


def facts(subject: Subject) -> list[tuple[Text, Text]]:
    """Owner, period, version and verification, each with its heading; what is not known is left out."""
    source = subject.text_of_it
    plan = subject.plan
    found = [
        (message("short.fact.owner"), plan.owner),
        (message("short.fact.period"), Text(plan.period, plan.period)),
        (message("short.fact.version"), _version(subject, source) if source else Text("", "")),
        (message("short.fact.verified"), _verified(subject, source)),
    ]
    return [(head, told) for head, told in found if told.da]


def _version(subject: Subject, source: Source) -> Text:
    """“Version 1, udgivet november 2023”."""
    number = re.search(r"version (\d+(?:\.\d+)*)", subject.title(source.document).da, re.IGNORECASE)
    stage = message(f"short.stage.{source.stage.removeprefix(SG)}") if source.stage else Text("", "")
    issued = sentences_of([stage, date(source.issued)]) if source.issued else message("short.undated", stage=stage)
    if number:
        return message("short.version", number=number[1], issued=small(issued))
    return capital(issued)


def date(issued: str) -> Text:
    """The date or month or year *issued* in words."""
    year, *rest = issued.split("-")
    if not rest:
        return Text(year, year)
    months = [words.split() for words in message("short.months")]
    month = [names[int(rest[0]) - 1] for names in months]
    if len(rest) == 1:
        return Text(*(f"{name} {year}" for name in month))
    return Text(f"{int(rest[1])}. {month[0]} {year}", f"{int(rest[1])} {month[1]} {year}")


def _verified(subject: Subject, source: Source | None) -> Text:
    who = message("short.interpretations")
    if source is None or subject.texts is None or source.file not in subject.texts:
        return sentences_of([message("short.not-verified"), who])
    records = _records(subject, source)
    text = subject.texts[source.file]
    checks = check_quotes_of_text(records, text)
    good = sum(check.status in VERIFIED for check in checks)
    where = message("short.verified.file" if text.layout else "short.verified.transcript")
    danish = source.language == "da"  # which a reader of English has to be told
    language = Text("", f" ({message('short.verified.danish').en})" if danish else "")
    told = message("short.verified.some", count=len(checks), good=good, where=where, language=language)
    if good == len(checks):
        told = message("short.verified.all", count=good, where=where, language=language)
    return sentences_of([told, _cells(subject), who])


def _cells(subject: Subject) -> Text | None:
    """How many of the cells that the numbers rest on were found in the tables of its documents."""
    documents = {source.document for source in subject.sources}
    checks = [one for one in checks_of_cells(subject.store, subject.texts or {}) if one.record.document in documents]
    good = sum(check.status in VERIFIED for check in checks)
    return message("short.verified.cells", good=good, count=len(checks)) if checks else None


def _records(subject: Subject, source: Source) -> list[QuoteRecord]:
    """The quotes that the strategy's own elements have of *source*."""
    own = {words.quote for thing in [subject.iri, *subject.members] for words in subject.words(thing)}
    return [record for record in quotes(subject.store) if record.quote in own and record.document == source.document]


# The lead paragraph.


def lead(subject: Subject) -> Text:
    """For whom, what follows from the vision, how much, which SDGs, and what it says of itself; at most 70 words."""
    spoken = [
        _for_whom(subject),
        _structure(subject),
        _sdgs(subject),
        _own_words(subject),
    ]
    most = report_rules()["words"]["lead"]
    kept: list[Text] = []
    for one in spoken:
        if one and max(len(told.split()) for told in sentences_of([*kept, one])) <= most:
            kept.append(one)
    return sentences_of(kept)


def _for_whom(subject: Subject) -> Text | None:
    if found := subject.cue("for_whom"):
        return message("short.lead.for-whom", noun=capital(subject.called), words=found[1][1].rstrip("."))
    groups = [small(subject.title(group)) for group in subject.of("TargetGroup")]
    if groups:
        told = joined(groups, "; ") if any("," in group.da for group in groups) else listed(groups)
        return message("short.lead.groups", noun=capital(subject.called), groups=told)
    return None


def _structure(subject: Subject) -> Text | None:
    tracks, goals, areas = subject.of("Track"), subject.of("Goal"), subject.of("FocusArea")
    initiatives, statements = subject.of("Initiative"), subject.of("VisionStatement")
    below = [
        *([subject.term("Goal").counted(len(goals))] if goals else []),
        *([subject.term("FocusArea").counted(len(areas))] if areas and not goals else []),
        *([subject.term("Initiative").counted(len(initiatives))] if initiatives else []),
        *([subject.term("VisionStatement").counted(len(statements))] if statements and not initiatives else []),
    ]
    noun = subject.called
    if tracks and subject.of("Vision"):
        spoken = subject.term("Track").counted(len(tracks), spelled=True)
        told = message("short.lead.vision", noun=noun, tracks=spoken)
    elif tracks:
        told = message("short.lead.tracks", noun=capital(noun), tracks=subject.term("Track").counted(len(tracks), True))
    else:
        return message("short.lead.only", noun=capital(noun), below=listed(below)) if below else None
    return sentences_of([told, message("short.lead.below", below=listed(below)) if below else None])


def _sdgs(subject: Subject) -> Text | None:
    goals = {
        end.rpartition("/")[2].partition(".")[0] for end in [*stated_targets(subject), *subject.ends([subject.iri])]
    }
    return message("short.lead.sdgs", noun=capital(subject.called), count=numeral(len(goals))) if goals else None


def _own_words(subject: Subject) -> Text | None:
    """What it says that it is not, or how it treats time."""
    found = subject.cue("limits") or subject.cue("time")
    return (
        message(
            "short.lead.own-words",
            noun=subject.called,
            words=shortened(found[0].words, report_rules()["words"]["lead_quote"]),
        )
        if found
        else None
    )


# The table of gaps.

_NUMBERS = {  # the number whose evidence has the elements of a strand and class
    ("schedule", "Initiative"): "timed",
    ("schedule", "Goal"): "timed-goals",
    ("sdg", "Initiative"): "own-target",
    ("reporting", "Initiative"): "status",
    ("delivery", "Challenge"): "challenges",
}


def gap_rows(subject: Subject) -> list[Gap]:
    """The requirements with a gap, the largest first, at most as many as the rules say."""
    rules = report_rules()["gaps"]
    found = []
    for strand, cls in subject.levels:
        if strand not in rules["strands"] or cls not in rules["kinds"] or _is_promised(subject, strand, cls):
            continue
        held = subject.held(strand, cls)
        if held and (held[0] or held[1]) and (held[1] or held[2]):  # what no element has at all is not asked here
            found.append(_row(subject, strand, cls, *held))
    found += promise_rows(subject)
    found.sort(key=lambda gap: (-gap.none, -(gap.inherited or 0)))
    return found[: rules["most"]]


def _is_promised(subject: Subject, strand: str, cls: str) -> bool:
    """Whether all that *strand* asks of *cls* is told requirement by requirement."""
    asked = [
        rule for rule in subject.policy.requirements
        if rule.kind == SG + cls and subject.policy.strand(rule.strand).name == strand
    ]  # fmt: skip
    return bool(asked) and all(map(asks_what_is_promised, asked))


def _row(
    subject: Subject, strand: str, cls: str, own: tuple[str, ...], inherited: tuple[str, ...], none: tuple[str, ...]
) -> Gap:
    rules = report_rules()["gaps"]
    noun = subject.term(cls)
    of_targets = strand == "sdg" and cls == "Initiative"
    elements = capital(noun.many)
    title = message("short.gap.targets" if of_targets else f"short.gap.{strand}", elements=elements)
    lacking = [*inherited, *none]
    number = _NUMBERS.get((strand, cls), "")
    shown = len(lacking) <= rules["codes"] or not number
    which = noun.coded(codes(map(subject.code, lacking))) if shown else Text("", "")
    inheritable = strand == "sdg"
    return Gap(
        title, len(own) + len(lacking), len(own), len(inherited) if inheritable else None, len(none), which,
        number, () if number else subject.opened([*own, *lacking]),
    )  # fmt: skip


# What was read, and what was not.


def read(subject: Subject, compared: Subject | None) -> list[Text]:
    """Each source with the share of its text that is quoted, where the texts are to hand; *compared* is the strategy of
    another owner that a number is about."""
    own = subject.text_of_it
    found = sorted(
        _read_sources(subject, compared).values(), key=lambda source: (source != own, natural(source.document))
    )
    shares = {}
    if subject.texts is not None:
        texts = {source.file: subject.texts[source.file] for source in found if source.file in subject.texts}
        records = [record for record in quotes(subject.store) if record.file in texts]
        shares = {one.name: round(100 * one.share) for one in coverage(records, texts)}
    left_out = subject.workspace.data / "left-out.tsv"
    reasons = read_exclusions(left_out) if left_out.is_file() else []
    told = []
    for source in found:
        printed = source == own and source.stage == SG + "Printed"
        title = capital(subject.called) if printed else subject.title(source.document)
        if source.file not in shares:
            told.append(Text(f"{title.da}.", f"{title.en}."))
            continue
        rest = [reason.reason for reason in reasons if reason.file == source.file]
        again = any("trykt igen" in reason.da for reason in rest)
        share = shares[source.file]
        most = "own" if share >= report_rules()["read"]["whole"] else "part"
        told.append(
            message(
                f"short.read.{most}" if source == own else "short.read.repeated" if again else "short.read.share",
                title=title,
                share=share,
            )
        )
    return told


def _read_sources(subject: Subject, compared: Subject | None) -> dict[str, Source]:
    """The documents with a text that the report rests on, by IRI: its own and those of earlier and later strategies of
    the same owner, and of the one *compared*."""
    strategies = [subject, *([compared] if compared else [])]
    for strategy in compared_with(subject.store, subject.iri):
        other = subject.other(strategy)
        if other.plan.owner == subject.plan.owner:
            strategies.append(other)
    quoted = {words.document for one in strategies for thing in one.members for words in one.words(thing)}
    return {
        source.document: source
        for one in strategies
        for source in (one.sources if one is subject else one.own_sources)
        if source.file and source.document in quoted
    }


def unread(subject: Subject) -> list[Text]:
    """Pictures lost, documents that are known but not there, an older strategy known by its status only, years that no
    source covers; and what the report therefore cannot say."""
    told = []
    own = subject.text_of_it
    left_out = subject.workspace.data / "left-out.tsv"
    reasons = read_exclusions(left_out) if left_out.is_file() else []
    pictures = report_rules()["cues"]["lost_pictures"]
    if own and any(r.file == own.file and any(word in r.reason.da for word in pictures) for r in reasons):
        told.append(message("short.unread.pictures", noun=subject.called))
    absent = [_plain(subject.title(source.document)) for source in subject.sources if not source.file]
    if absent:
        told.append(message("short.unread.documents", titles=listed([*absent[:1], *map(small, absent[1:])])))
    if passage := subject.before:
        older = passage.other
        known_by_status = {source.stage for source in older.own_sources} == {SG + "StatusReport"}
        years = years_between(older, subject)
        parts = [
            message("short.unread.older", title=headline(older.plan.title, older.plan.owner))
            if known_by_status
            else None,
            message("short.unread.years", years=years) if years else None,
        ]
        if found := [part for part in parts if part]:
            told.append(message("short.unread.documents", titles=capital(listed(found))))
    elif own and own.stage == SG + "StatusReport":
        told.append(message("short.unread.itself"))
    followed = any(one.stage == SG + "StatusReport" and one.file and one != own for one in subject.sources)
    told.append(message("short.unread.other-reporting" if followed else "short.unread.reporting"))
    return told


def _plain(title: Text) -> Text:
    """*title* without what it adds in brackets."""
    return Text(*(re.sub(r" \([^()]*\)$", "", title.in_language(code)) for code in LANGUAGES))
