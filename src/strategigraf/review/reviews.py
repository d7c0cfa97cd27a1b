"""Reviews and the checksums of what they were made from, and the files they stand in."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from strategigraf.core.errors import OutputNotWritten
from strategigraf.core.matrix import NO_TERM
from strategigraf.core.rdf import ID, LANG_STRING, OA, PROV, RDF, SDG, SG, Iri, Literal, Text, natural, of_data, short
from strategigraf.files.normal_form import normalise_all
from strategigraf.files.output import os_error_text, write
from strategigraf.files.turtle import Document, Statement, ntriples, read
from strategigraf.files.turtle_format import comments_of, format_statements, formatted
from strategigraf.files.workspace import Workspace, refuse_installed
from strategigraf.store.lookup import labels
from strategigraf.store.sparql import Store

# Reviews.


class Fingerprint(NamedTuple):
    """What a link or alignment is made from, as short checksums: each quote of its evidence, each quote (or other
    words) at its subject and at its object, its own parts, and each source text."""

    words: frozenset[str]
    subject: frozenset[str]
    object: frozenset[str]
    link: str
    sources: frozenset[str]


class Said(NamedTuple):
    """A text in one or both languages, as (language, words) in order; the language is empty where it is not stated."""

    texts: tuple[tuple[str, str], ...]

    def in_language(self, language: str) -> str:
        """The words in *language*, else the first there are."""
        return dict(self.texts).get(language) or next((words for _, words in self.texts), "")


class Review(NamedTuple):
    """A review (IRI) of the link or alignment *reviews* (IRI), by whom (a role) and why; `revises` is the review (IRI)
    whose place it takes, empty for the first."""

    review: str
    reviews: str
    fingerprint: Fingerprint
    role: Said
    reason: Said
    revises: str = ""


# Files of reviews.

_HEAD = (
    "# Gennemgange: hvem der i hvilken rolle har set forbindelserne efter, og hvorfor de holder (strategigraf clear)."
)


def with_reviews(path: Path, reviews: Iterable[Review]) -> str:
    """The content of the Turtle file *path* (a new one where there is none) with *reviews* entered.

    Raises TurtleSyntax, CommentInside and NotTheSame where anything would be lost.
    """
    entered = list(reviews)
    new_statements = [statement for review in entered for statement in statements_of(review)]
    if not path.exists():
        prefixes = {"": _namespace(entered[0].review), "reviewed": _namespace(entered[0].reviews)}
        return format_statements(new_statements, prefixes, [_HEAD])
    document: Document = read(path)
    head, comments = comments_of(path, document)
    everything = [*document.statements, *new_statements]
    return formatted(path, ntriples(everything), document, everything, head, comments)


def statements_of(review: Review) -> list[Statement]:
    """What *review* says, as triples."""
    node, fingerprint = Iri(review.review), review.fingerprint
    statements: list[Statement] = [
        (node, Iri(RDF + "type"), Iri(SG + "Review")),
        (node, Iri(SG + "reviews"), Iri(review.reviews)),
    ]
    if review.revises:
        statements.append((node, Iri(PROV + "wasRevisionOf"), Iri(review.revises)))
    sets = (("wordsHash", fingerprint.words), ("subjectHash", fingerprint.subject), ("objectHash", fingerprint.object))
    hashes = [("linkHash", fingerprint.link)]
    hashes += [
        (name, value) for name, values in (*sets, ("sourceHash", fingerprint.sources)) for value in sorted(values)
    ]
    statements += [(node, Iri(SG + name), Literal(value)) for name, value in hashes]
    statements += [(node, Iri(SG + "reviewRole"), text) for text in _literals(review.role)]
    statements += [(node, Iri(SG + "reviewReason"), text) for text in _literals(review.reason)]
    return statements


def _literals(text: Said) -> list[Literal]:
    return [Literal(words, LANG_STRING, language) if language else Literal(words) for language, words in text.texts]


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]


DIGITS = 12


class Ground(NamedTuple):
    """One link or alignment (IRI): the strategy or mapping set it belongs to, its parts, and the quotes (IRIs) it rests
    on, those at its subject and those at its object."""

    statement: str
    group: str
    subject: str
    predicate: str
    object: str
    basis: str
    negative: str
    evidence: tuple[str, ...]
    at_subject: tuple[str, ...]
    at_object: tuple[str, ...]

    @property
    def ends(self) -> tuple[str, ...]:
        """The things at its ends (IRIs)."""
        return tuple(end for end in (self.subject, self.object) if end != NO_TERM)

    @property
    def quotes(self) -> tuple[str, ...]:
        """All quotes it has to do with, each once."""
        return tuple(dict.fromkeys((*self.evidence, *self.at_subject, *self.at_object)))


class Material:
    """What the links and alignments of *store* are made from, read once: `grounds` by IRI; of quotes (by IRI) the
    `words`, the `documents` they are in and the `digests` of their words; the `checksums` that documents state; and
    the quotes that links and elements are `resting` on. With *strategies* (IRIs) just the links of these and the
    alignments that have an end in one of them.

    Linear in the size of what is read: each predicate is read once, without a join, and put in order here, which in a
    country is ten times as fast as asking for the whole in order."""

    def __init__(self, store: Store, strategies: Collection[str] = ()) -> None:
        groups = _groups(store, strategies)

        def values(predicate: str, things: Iterable[str]) -> dict[str, str]:
            return dict(reversed(_pairs_with(store, predicate, sorted(set(things)) if strategies else None)))

        parts = [values(RDF + name, groups) for name in ("subject", "predicate", "object")]
        qualifiers = [values(SG + name, groups) for name in ("basis", "negative")]
        bearers = sorted({*groups, *parts[0].values(), *parts[2].values()}) if strategies else None
        self.resting: dict[str, list[str]] = defaultdict(list)
        for thing, quote in _pairs_with(store, SG + "evidence", bearers):
            self.resting[thing].append(quote)
        self.grounds: dict[str, Ground] = dict(self._grounds(groups, parts, qualifiers))
        quotes = {quote for rested_on in self.resting.values() for quote in rested_on}
        self.documents = values(OA + "hasSource", quotes)
        selectors = values(OA + "hasSelector", quotes)
        exact = values(OA + "exact", selectors.values())
        self.words = {quote: exact[selectors[quote]] for quote in self.documents if selectors.get(quote) in exact}
        self.checksums = values(SG + "sha256", self.documents.values())
        normal = normalise_all(list(self.words.values()))
        self.digests = {
            quote: _checksum(f"{self.documents[quote]} {words.strip()}")
            for quote, words in zip(self.words, normal, strict=True)
        }
        self._unquoted = self._unquoted_words(store)

    def _grounds(
        self, groups: Mapping[str, str], parts: Sequence[Mapping[str, str]], qualifiers: Sequence[Mapping[str, str]]
    ) -> Iterator[tuple[str, Ground]]:
        for statement, group in groups.items():
            if all(statement in part for part in parts):
                subject, predicate, target = (part[statement] for part in parts)
                quotes = (tuple(self.resting.get(thing, ())) for thing in (statement, subject, target))
                basis, negative = (qualifier.get(statement, "") for qualifier in qualifiers)
                yield statement, Ground(statement, group, subject, predicate, target, basis, negative, *quotes)

    def fingerprint(self, statement: str) -> Fingerprint:
        """The fingerprint of the link or alignment *statement* (IRI) as it is now. Raises KeyError."""
        ground = self.grounds[statement]
        parts = (ground.subject, ground.predicate, ground.object, ground.basis, ground.negative)
        return Fingerprint(
            self._of_quotes(ground.evidence),
            self._of_quotes(ground.at_subject) or self._of_thing(ground.subject),
            self._of_quotes(ground.at_object) or self._of_thing(ground.object),
            _checksum("\n".join(filter(None, parts))),
            frozenset(self.checksums[document][:DIGITS] for document in self.documents_of(statement)),
        )

    def documents_of(self, statement: str) -> tuple[str, ...]:
        """The documents with a stated checksum that the quotes of *statement* are in, by IRI."""
        documents = {self.documents[quote] for quote in self.grounds[statement].quotes if quote in self.documents}
        return tuple(sorted(documents & self.checksums.keys()))

    def _of_quotes(self, quotes: Iterable[str]) -> frozenset[str]:
        return frozenset(self.digests[quote] for quote in quotes if quote in self.digests)

    def _of_thing(self, thing: str) -> frozenset[str]:
        return frozenset([_checksum(self._unquoted[thing])]) if thing in self._unquoted else frozenset()

    def _unquoted_words(self, store: Store) -> Mapping[str, str]:
        """The words of the ends that have no quotes: of the register the text of the UN, else the title."""
        ends = {end for ground in self.grounds.values() for end in ground.ends}
        words_by_thing: dict[str, str] = {}
        if any(end.startswith(SDG) for end in ends):
            for thing, words in sorted(store.rows_of("review/official-words")):
                words_by_thing.setdefault(thing, words)
        return labels(store, ends - words_by_thing.keys(), "da") | words_by_thing


def _groups(store: Store, strategies: Collection[str]) -> dict[str, str]:
    """The links (of *strategies*, where given), then the alignments (with an end in them), each in order, with the
    strategy or mapping set that each belongs to ("" for none)."""
    groups: dict[str, str] = {}
    for kind, within in (("Link", "inStrategy"), ("Alignment", "mappingSet")):
        if not strategies:
            statements = {row[0] for row in store.rows_of("review/statements", kind=SG + kind)}
            rows = store.rows_of("review/groups", kind=SG + kind, within=SG + within)
        elif kind == "Link":
            members = [(thing, strategy) for strategy, thing in store.rows_of("store/members", strategy=strategies)]
            classes = store.rows_in_batches("store/classes", sorted({thing for thing, _ in members}), "thing")
            statements = {thing for thing, cls in classes if cls == SG + kind}
            rows = [(thing, strategy) for thing, strategy in members if thing in statements]
        else:
            statements = {row[0] for row in store.rows_of("review/alignments-of", strategy=strategies)}
            found = store.rows_in_batches("store/values-of", sorted(statements), "thing", property=SG + within)
            rows = [(statement, group) for statement, group in found]
        group_of = {row[0]: row[1] for row in sorted(rows, reverse=True)}
        groups |= {statement: group_of.get(statement, "") for statement in sorted(statements)}
    return groups


def _pairs_with(store: Store, predicate: str, things: Sequence[str] | None = None) -> list[tuple[str, str]]:
    """Every thing (of *things*, where given) that has *predicate*, with its value, in order."""
    rows: Iterable[tuple[str, ...]] = (
        store.rows_of("store/values", property=predicate)
        if things is None
        else store.rows_in_batches("store/values-of", things, "thing", property=predicate)
    )
    return sorted({(thing, value) for thing, value in rows})


def stated(store: Store, links: Collection[str]) -> set[str]:
    """Those of *links* that *store* still has."""
    return {link for link, _ in _pairs_with(store, RDF + "subject", sorted(links))}


def with_evidence(store: Store, things: Collection[str]) -> set[str]:
    """Those of *things* that rest on a quote."""
    return {thing for thing, _ in _pairs_with(store, SG + "evidence", sorted(things))}


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:DIGITS]


def resting_on(grounds: Iterable[Ground], quotes: Collection[str]) -> list[str]:
    """Those of *grounds* (their IRIs) that rest on one of *quotes*, by themselves or at an end, in order."""
    quote_set = set(quotes)
    return [ground.statement for ground in grounds if not quote_set.isdisjoint(ground.quotes)]


# The reviews of a dataset.

FOLDER = "reviews"
_ID = ID + FOLDER + "/"
_SETS = ("wordsHash", "subjectHash", "objectHash", "sourceHash")


def latest_reviews(store: Store) -> dict[str, Review]:
    """The latest review in *store* of each link or alignment that has one, by what is reviewed (IRI)."""
    reviewed = dict(reversed(_pairs_with(store, SG + "reviews")))
    if not reviewed:
        return {}
    sets = [_values(store, name) for name in _SETS]
    link_hashes = dict(reversed(_pairs_with(store, SG + "linkHash")))
    revised = dict(reversed(_pairs_with(store, PROV + "wasRevisionOf")))
    texts = [_texts(store, name) for name in ("reviewRole", "reviewReason")]
    earlier = {revised[review] for review in reviewed if review in revised}
    latest = {}
    for review in sorted(reviewed, key=lambda review: (review not in earlier, natural(review))):
        words, subject, target, sources = (frozenset(by_review.get(review, ())) for by_review in sets)
        fingerprint = Fingerprint(words, subject, target, link_hashes.get(review, ""), sources)
        role, reason = (Said(tuple(by_review.get(review, ()))) for by_review in texts)
        latest[reviewed[review]] = Review(review, reviewed[review], fingerprint, role, reason, revised.get(review, ""))
    return latest


def _values(store: Store, name: str) -> dict[str, list[str]]:
    values_by_review: dict[str, list[str]] = defaultdict(list)
    for review, value in _pairs_with(store, SG + name):
        values_by_review[review].append(value)
    return values_by_review


def _texts(store: Store, name: str) -> dict[str, list[tuple[str, str]]]:
    texts_by_review: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for review, language, text in sorted(set(store.rows_of("review/wordings", property=SG + name))):
        texts_by_review[review].append((language, text))
    return texts_by_review


def enter(workspace: Workspace, store: Store, statements: Collection[str], role: Said, reason: Said) -> list[Path]:
    """Enters a new review of each of *statements* (links and alignments of *store*, IRIs) as they are now, and gives
    the files it is entered in: the one with the review before it, else one in `reviews/`, called like the strategy or
    mapping set. Earlier reviews stay.

    All files are made before the first is written, and each is whole, the old one or the new one, at every moment.
    Raises OutputNotWritten, TurtleSyntax, CommentInside, and KeyError for what is no link or alignment.
    """
    refuse_installed(workspace)
    material, latest = Material(store), latest_reviews(store)
    paths = {workspace.graph_name(path): path for path in workspace.graph_files()}
    by_path: dict[Path, list[Review]] = defaultdict(list)
    for statement in sorted(statements, key=natural):
        ground, previous = material.grounds[statement], latest.get(statement)
        name = _next_name(previous.review) if previous else _first_name(ground)
        path = workspace.data / FOLDER / f"{_file_stem(ground)}.ttl"
        if previous and store.index is not None:
            homes = (paths[graph] for graph in store.index.describing(previous.review) if graph in paths)
            path = next((home for home in homes if workspace.is_own(home) or not workspace.beneath), path)
        fingerprint = material.fingerprint(statement)
        by_path[path].append(Review(name, statement, fingerprint, role, reason, previous.review if previous else ""))
    contents = {path: with_reviews(path, new_reviews) for path, new_reviews in sorted(by_path.items())}
    for path, content in contents.items():
        try:
            path.parent.mkdir(exist_ok=True)
            write(path, content.encode("utf-8"))
        except (OutputNotWritten, OSError) as error:
            cause = error if isinstance(error, OSError) else error.__cause__
            assert isinstance(cause, OSError)
            raise _not_entered(path, os_error_text(cause)) from error
    return list(contents)


def _file_stem(ground: Ground) -> str:
    """What the file is called in which a first review of *ground* is entered: as the folder of its IRI, where it has
    one of the project's, else as its strategy or mapping set."""
    if of_data(ground.statement):
        return short(ground.statement).rpartition("/")[0].rpartition("/")[2] or "others"
    return ground.group.rpartition("/")[2].rpartition("#")[2] or "others"


def _first_name(ground: Ground) -> str:
    if of_data(ground.statement):
        name = short(ground.statement)
        return f"{ground.statement.removesuffix(name)}{FOLDER}/{name}-review-1"
    from hashlib import blake2b

    local = ground.statement.rpartition("/")[2].rpartition("#")[2]
    code = blake2b(ground.statement.encode(), digest_size=4).hexdigest()
    return f"{_ID}{_file_stem(ground)}/{local}-{code}-review-1"


def _next_name(review: str) -> str:
    stem, dash, number = review.rpartition("-review-")
    return f"{stem}{dash}{int(number) + 1}" if dash and number.isdigit() else f"{review}-review-2"


def _not_entered(path: Path, reason: Text) -> OutputNotWritten:
    return OutputNotWritten(
        Text(
            f"Gennemgangen kan ikke skrives i {path}: {reason.da}. Den tidligere fil er uændret.",
            f"The review cannot be written to {path}: {reason.en}. The previous file is unchanged.",
        ),
        Text(
            "Frigør plads, eller giv skriveadgang. Eller kopiér datamappen, og angiv kopien med --data.",
            "Free some space or give write permission. Or copy the data folder and give the copy with --data.",
        ),
    )
