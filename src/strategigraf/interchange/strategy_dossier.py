"""The dossier of a strategy: thread, matrices, coverage, gaps, hearing, comparisons, method, and what was verified."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress

from strategigraf.answers.arrangement import arranged_matrix
from strategigraf.answers.comparison import comparison
from strategigraf.answers.comparison_report import comparison_report
from strategigraf.answers.coverage import coverage_report
from strategigraf.answers.dossier import SIGNED, dossier, verified
from strategigraf.answers.fulfilment import fulfilment
from strategigraf.answers.gaps import gaps_report
from strategigraf.answers.generations import generation
from strategigraf.answers.generations_report import generations_report
from strategigraf.answers.hearing import hearing, is_heard
from strategigraf.answers.hearing_report import hearing_report
from strategigraf.answers.kind import Kind, find_kind
from strategigraf.answers.matrix import matrix
from strategigraf.answers.outline import outline
from strategigraf.answers.pairing import generation_pairs, pairing
from strategigraf.answers.review_queue import review_report
from strategigraf.answers.sdg_check import sdg_check
from strategigraf.answers.sdg_check_report import sdg_check_report
from strategigraf.answers.standing import with_gaps
from strategigraf.answers.suspicion import suspicion
from strategigraf.answers.verification import method, verification
from strategigraf.files.source_text import SourceText
from strategigraf.interchange.drawings import sankey_drawing, timeline_drawing
from strategigraf.use.evidence import verified_quotes
from strategigraf.use.labels import labels
from strategigraf.use.store import Store
from strategigraf.values.dossier import Chapter, Crossing, Dossier, Drawing, Section
from strategigraf.values.errors import PictureTooLarge
from strategigraf.values.namespaces import SG, short
from strategigraf.values.policy import Policy
from strategigraf.values.report import Part, Report
from strategigraf.values.text import Text

_CROSSINGS = (  # rows, columns, what the rows are grouped by
    ("initiative", "sdg-target", "track"),
    ("goal", "sdg-goal", "track"),
    ("track", "sdg-goal", ""),
    ("initiative", "timeline-entry", "track"),
    ("hearing-comment", "goal", ""),
    ("focus-area", "status", "track"),
    ("actor", "status", ""),
)
_COMPARED = {
    "summary": Text("opgørelse", "summary"),
    "shared": Text("fælles", "shared"),
    "only-in-a": Text("kun her", "only here"),
    "only-in-b": Text("kun dér", "only there"),
    "sdg": Text("verdensmål", "SDGs"),
}


def strategy_dossier(
    store: Store, policy: Policy, strategy: str, sources: Mapping[str, SourceText] | None = None
) -> Dossier:
    """The whole dossier of *strategy* (IRI): what has nothing to show in it is left out, except coverage, gaps and what
    was verified. *policy* says what must trace to what; quotes are verified against *sources* where given."""
    name = Text(*(labels(store, [strategy], language).get(strategy, short(strategy)) for language in ("da", "en")))
    chapters = [chapter for chapter in _chapters(store, policy, strategy, sources) if chapter[1]]
    lead = Text(
        "Hvert tegn og hvert tal åbner til de ord i kilderne, som det hviler på.",
        "Every sign and every number opens to the words in the sources on which it rests.",
    )
    sections = [section for _, entries in chapters for _, section in entries]
    made = dossier(store, short(strategy).replace("/", "-"), name, lead, sections)
    contents = (Chapter(title, tuple((s.name, called) for called, s in entries)) for title, entries in chapters)
    made = made._replace(chapters=tuple(contents))
    return made if sources is None else verified(store, made, sources)


def _chapters(
    store: Store, policy: Policy, strategy: str, sources: Mapping[str, SourceText] | None
) -> Iterator[tuple[Text, list[tuple[Text, Section]]]]:
    """The chapters, some of them empty: their titles, and their sections with what each is called in its chapter."""
    quotes = verified_quotes(store, sources) if sources is not None else None
    standing = suspicion(store, sources)
    found = fulfilment(store, policy, [strategy], quotes, standing.suspects.keys())
    own: list[tuple[Text, Iterable[Section]]] = [
        (Text("Grundlaget", "The ground"), [verification(store, strategy, sources), method(policy)]),
        (
            Text("Den røde tråd", "The red thread"),
            [*_drawn(sankey_drawing, store, strategy), *outline(store, strategy)],
        ),
        (Text("Tid", "Time"), _drawn(timeline_drawing, store, strategy)),
        (Text("Matricer", "Matrices"), _crossings(store, strategy)),
    ]
    for title, sections in own:
        yield title, [(section.title, section) for section in sections]
    covered = [
        *_parts(coverage_report(store, found, compact=True), Text("Dækning", "Coverage"), ("levels",), always=True),
        *_parts(gaps_report(found), Text("Mangler", "Gaps"), always=True),
        *_parts(review_report(store, standing, [strategy]), Text("Gennemgang", "Review"), ("queue", "standing")),
    ]
    yield Text("Dækning og mangler", "Coverage and gaps"), [(part.title, part) for _, part in covered]
    if claims := sdg_check(store, [strategy]):
        title = Text("Verdensmål efterset", "SDG check")
        report = sdg_check_report(store, claims, [strategy])
        yield title, list(_parts(report, title, ("findings", "strategies")))
    if is_heard(store, strategy):
        title = Text("Høring", "Hearing")
        yield title, list(_parts(hearing_report(store, [hearing(store, strategy)]), title))
    for older, newer in generation_pairs(store):
        if strategy in (older, newer):
            title = _to(store, Text("Generationer, {0}", "Generations, {0}"), newer if strategy == older else older)
            report = generations_report(store, [generation(store, older, newer)])
            yield title, list(_parts(report, title, ("summary", "fates", "denied"), (older, newer)))
    for other in _compared(store, strategy):
        title = _to(store, Text("Mod {0}", "Against {0}"), other)
        report = comparison_report(store, comparison(store, strategy, other))
        sides = _to(store, Text("A er {0}.", "A is {0}."), strategy), _to(store, Text("B er {0}.", "B is {0}."), other)
        parts = _parts(report, title, tuple(_COMPARED), (strategy, other))
        yield title, [(called, _led(part, *sides)) for called, part in parts]


def _drawn(draw: Callable[[Store, str], Drawing | None], store: Store, strategy: str) -> Iterable[Drawing]:
    """The picture that *draw* makes of *strategy*; none where there is nothing to draw or too much."""
    with suppress(PictureTooLarge):
        if drawing := draw(store, strategy):
            yield drawing


def _crossings(store: Store, strategy: str) -> Iterable[Crossing]:
    """The matrices of *strategy* that have a mark."""
    for rows, columns, group in _CROSSINGS:
        kinds = find_kind(store, rows), find_kind(store, columns)
        found = matrix(store, *kinds, [strategy])
        if not found.cells:
            continue
        if group:
            found = arranged_matrix(store, found, kinds[0], "order", find_kind(store, group), "da")
        found = with_gaps(store, found, kinds)
        yield Crossing(f"{rows}-{columns}", _title(kinds), SIGNED, found, kinds[0].label, kinds[1].label)


def _title(kinds: tuple[Kind, Kind]) -> Text:
    return Text(*(" × ".join(kind.label.in_language(language) for kind in kinds) for language in ("da", "en")))


def _parts(
    report: Report, title: Text, kept: tuple[str, ...] = (), among: tuple[str, ...] = (), always: bool = False
) -> Iterable[tuple[Text, Part]]:
    """The parts of *report* that have rows, or all of them *always* (just *kept* where given), named after it and the
    strategies *among* which it is: each with its own title, and titled with *title* in front."""
    ends = "-".join(short(strategy).replace("/", "-") for strategy in among)
    several = len(kept or report.parts) > 1
    for part in report.parts:
        if (part.rows or always) and part.name in (kept or (part.name,)):
            own = _COMPARED.get(part.name, part.title)
            full = Text(f"{title.da}: {own.da}", f"{title.en}: {own.en}") if several else title
            yield own, part._replace(name="-".join(filter(None, (report.name, ends, part.name))), title=full)


def _led(part: Part, *sentences: Text) -> Part:
    """*part* with *sentences* before its own."""
    told = (*sentences, part.sentence)
    return part._replace(sentence=Text(*(" ".join(text.in_language(of) for text in told) for of in ("da", "en"))))


def _to(store: Store, text: Text, strategy: str) -> Text:
    """*text* with the title of *strategy* put in."""
    return Text(*(text.in_language(of).format(labels(store, [strategy], of).get(strategy, "")) for of in ("da", "en")))


def _compared(store: Store, strategy: str) -> Iterable[str]:
    """The other strategies that mapping sets compare *strategy* with."""
    for (other,) in sorted(store.rows(f"SELECT ?s WHERE {{ ?s a <{SG}Strategy> }}")):
        if other != strategy and pairing(store, strategy, other).matches:
            yield other
