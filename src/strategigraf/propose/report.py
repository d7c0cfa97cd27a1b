"""Proposals in Python, and as a report: elements, claims, styles, given numbers, what is not understood."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from strategigraf.api.answer import Special
from strategigraf.api.graph import Graph
from strategigraf.api.report import ReportAnswer
from strategigraf.core.errors import SourceNotFound
from strategigraf.core.rdf import SDGO, SG, Iri, Labels, Literal, Text, message
from strategigraf.core.report import Cell, Col, ProgressCallback, Report, coded, part
from strategigraf.files.layout import layout_of, layout_path, write_layout
from strategigraf.files.source_text import SourceText
from strategigraf.propose.looks import Rule
from strategigraf.propose.profile import (
    NO_PROFILE,
    Profile,
    answered,
    extended,
    read_profile,
    said_kind,
    written_profile,
)
from strategigraf.propose.proposals import Claim, Count, Group, Proposal, Proposals, Rest, Source, proposals
from strategigraf.propose.structure import NOTHING
from strategigraf.propose.words import folded
from strategigraf.store.lookup import titles
from strategigraf.store.names import find_kind, kind_name, titles_of_class
from strategigraf.store.sparql import Store

REASONS = Labels(
    "propose.reason",
    ("announced", "below", "column", "holds", "label", "lead", "name", "outline", "period", "profile"),
)
ABOUT = Labels("propose.about", ("amount", "date", "organisation", "sdg"))


class ProposeAnswer(ReportAnswer[Proposals]):
    """The answer of `propose`; as HTML it is the page on which the proposals are reviewed."""

    def _page(self) -> str:
        from strategigraf.propose.page import review_page

        reasons = {
            one.key: reason(one.reason, one.said or one.style).in_language(self.language) for one in self.value.elements
        }
        return review_page(self._store, self.value, self.source, reasons, self.language, self.progress)

    source: Source
    profile: Profile
    progress: ProgressCallback
    special: ClassVar = {"html": Special(_page, quoting=True)}

    def unanswered(self) -> list[Group]:
        """The styles of which the user has not said what they are, the most frequent first."""
        return [group for group in _asked(self.value.groups) if group.reason != "profile"]

    def name_of(self, kind: str) -> Text:
        """What *kind* is called; “none” where it is "" or none."""
        if kind in ("", NOTHING):
            return message("propose.ask.nothing")
        return titles(self._store, {kind_iri(kind)})[kind_iri(kind)]

    def kind_said(self, word: str) -> str:
        """The kind that the user's *word* means, as styles have it ("" for none). Raises UnknownKind, WrongValue."""
        kind = said_kind(word, _kinds(self._store))
        return "" if kind == NOTHING else kind

    def with_styles(self, styles: Iterable[str]) -> "ProposeAnswer":
        """The answer for the same document where *styles* say what some of its styles are (`"Initiativ=initiative"`,
        `"spor="` for nothing). Raises UnknownKind, WrongValue."""
        said = [style if not style.endswith("=") else f"{style}{NOTHING}" for style in styles]
        chosen = extended(self.profile, answered(said, _kinds(self._store)))
        return _answer(self._store, self.language, self.source, chosen, self.progress)

    def to_profile(self) -> str:
        """The profile of the document as TOML: what was said of its styles, and what the rest was taken for; what the
        row of a timeline tells is left to the general rules, which know its time."""
        known = {folded(rule.style) for rule in self.profile.rules}
        guessed = [
            Rule(group.style, group.kind, group.under)
            for group in self.value.groups
            if group.kind and group.reason not in ("period", "profile") and folded(group.style) not in known
        ]
        rules = (*self.profile.rules, *guessed)
        return written_profile(Profile(rules, self.profile.general), lambda kind: kind_name(kind_iri(kind)))


def propose(
    graph: Graph,
    document: str | Path,
    *,
    profile: str | Path | None = None,
    styles: Iterable[str] = (),
    general: bool = True,
    sources: str | Path | None = None,
) -> ProposeAnswer:
    """What is proposed for the *document*, a file or the name of one in the folder *sources*: elements with their
    words, claims, and what is not understood.

    *profile* is a file that says what its styles are, *styles* say it for single ones (`"Initiativ=initiative"`);
    without *general* nothing else is proposed. A row is an element, in the order of the document.

    Raises SourceNotFound, DecisionsFaulty, UnknownKind, WrongValue.

    >>> len(sg.propose(sg.open(), "plan.md", sources="sources").value.elements)  # doctest: +SKIP
    105
    """

    folder = Path(sources) if sources is not None else graph.workspace.sources

    def answer(store: Store) -> ProposeAnswer:
        kinds = _kinds(store)
        chosen = read_profile(Path(profile), kinds) if profile is not None else NO_PROFILE
        chosen = extended(chosen, answered(styles, kinds))
        chosen = chosen._replace(general=chosen.general and general)
        source = _source(Path(document), folder, graph.progress("read"))
        return _answer(store, graph.language, source, chosen, graph.progress("pages"))

    return graph.use(answer)


def _answer(store: Store, language: str, source: Source, profile: Profile, progress: ProgressCallback) -> ProposeAnswer:
    value = proposals(source, profile, _goals(store))
    found = ProposeAnswer(value, propose_report(store, value), store, language)
    found.source, found.profile, found.progress = source, profile, progress
    return found


def _source(document: Path, sources: Path | None, progress: ProgressCallback) -> Source:
    """The *document*, a file or the name of one in the folder *sources*, as it was read; a publisher's file that was
    not is read now, and kept where it lies in that folder."""
    path = document if document.exists() or sources is None else sources / document.name
    if path.suffix in (".md", ".txt") or not path.is_file() or is_read(path):
        return Source(SourceText.read(path), path)
    from strategigraf.read.reading import read_file

    layout = read_file(path, progress)
    if sources is not None and path.resolve().parent == sources.resolve():
        write_layout(layout, layout_path(path))
    return Source(SourceText(path.name, layout.text, layout.origin.sha256, layout), path)


def is_read(path: Path) -> bool:
    """Whether the file *path* was read as it is now."""
    try:
        return layout_of(path, path.read_bytes()) is not None
    except (OSError, SourceNotFound):
        return False


def _kinds(store: Store) -> Callable[[str], str]:
    def kind_of(word: str) -> str:
        return find_kind(store, word).iri.removeprefix(SG)

    return kind_of


def _goals(store: Store) -> dict[str, str]:
    """The codes of the SDGs by their folded names in both languages."""
    return {folded(title): goal.rpartition("/")[2] for goal, title in titles_of_class(store, SDGO + "Goal")}


def kind_iri(kind: str) -> str:
    """The IRI of *kind*, which is a name in the vocabulary or an IRI."""
    return kind if "://" in kind else SG + kind


# The report.


def propose_report(store: Store, value: Proposals) -> Report:
    """*value* as a report; findings are given numbers that do not agree and names of persons."""
    title_of = {one.key: one.title for one in value.elements}
    names = titles(store, {kind_iri(one.kind) for one in value.groups if one.kind})
    kinds = {iri.removeprefix(SG): text for iri, text in names.items()}
    percent = f"{100 * value.covered:.0f}"
    parts = (
        part("propose.elements", _element_columns(title_of), value.elements),
        part("propose.claims", _claim_columns(title_of), value.claims),
        part("propose.styles", _style_columns(kinds), _asked(value.groups)),
        part("propose.counts", _COUNT_COLUMNS, value.counts, sum(one.value != one.found for one in value.counts)),
        part("propose.rest", _REST_COLUMNS, value.rest, percent=percent),
        part("propose.persons", _PERSON_COLUMNS, value.persons, len(value.persons)),
    )
    return Report("propose", message("propose.title", document=value.document), parts)


def _asked(groups: Sequence[Group]) -> list[Group]:
    """*groups* without those that are nothing and occur seldom, the most frequent first."""
    return sorted((one for one in groups if one.kind or one.occurrences > 1), key=lambda one: -one.occurrences)


def kind_cell(kind: str) -> Cell:
    """The kind as a thing."""
    return Iri(kind_iri(kind)) if kind and kind != NOTHING else None


def reason(name: str, said: str) -> Text:
    """Why something is proposed, in words."""
    text = REASONS[name]
    return Text(text.da.replace("{said}", said), text.en.replace("{said}", said))


def _literal(text: str) -> Cell:
    return Literal(text) if text else None


def _element_columns(title_of: dict[str, str]) -> tuple[Col[Proposal], ...]:
    return (
        Col("kind", lambda one: kind_cell(one.kind)),
        Col("number", lambda one: _literal(one.number)),
        Col("proposal", lambda one: Literal(one.title)),
        Col("belongs_to", lambda one: _literal(title_of.get(one.parent, ""))),
        Col("page", lambda one: _literal(one.place.page)),
        Col("reason", lambda one: coded(one.reason, reason(one.reason, one.said or one.style))),
        Col("words", lambda one: Literal(one.quote)),
    )


def _claim_columns(title_of: dict[str, str]) -> tuple[Col[Claim], ...]:
    return (
        Col("about", lambda one: coded(one.about, ABOUT[one.about])),
        Col("value", lambda one: Literal(one.value)),
        Col("of_element", lambda one: _literal(title_of.get(one.element, ""))),
        Col("page", lambda one: _literal(one.place.page)),
        Col("words", lambda one: Literal(one.quote)),
    )


def _style_columns(kinds: dict[str, Text]) -> tuple[Col[Group], ...]:
    return (
        Col("style", lambda one: Literal(f"{one.style} under {one.under}" if one.under else one.style)),
        Col("occurrences", lambda one: Literal(str(one.occurrences))),
        Col("begins", lambda one: Literal(" | ".join(words[:40] for words in one.examples[:2]))),
        Col("taken_for", lambda one: kind_cell(one.kind)),
        Col("answer_with", lambda one: Literal(f'--as "{answer_style(one)}={_guess(one)}"')),
    )


def answer_style(group: Group) -> str:
    """The style of *group* as it is answered."""
    return group.style.removesuffix(" #") + (f" under {group.under}" if group.under else "")


def _guess(group: Group) -> str:
    return kind_name(kind_iri(group.kind)) if group.kind and group.kind != NOTHING else "none"


_COUNT_COLUMNS: tuple[Col[Count], ...] = (
    Col("kind", lambda one: kind_cell(one.kind)),
    Col("stated", lambda one: Literal(str(one.value))),
    Col("found", lambda one: Literal(str(one.found))),
    Col("page", lambda one: _literal(one.place.page)),
    Col("words", lambda one: Literal(one.quote)),
)
_REST_COLUMNS: tuple[Col[Rest], ...] = (
    Col("heading", lambda one: _literal(one.heading)),
    Col("page", lambda one: _literal(one.page)),
    Col("characters", lambda one: Literal(str(one.characters))),
    Col("begins", lambda one: Literal(one.begins)),
)
_PERSON_COLUMNS: tuple[Col[tuple[str, str]], ...] = (
    Col("person", lambda one: Literal(one[0])),
    Col("page", lambda one: _literal(one[1])),
)
