"""Quotes against the source texts, and what happens to a fact that is changed."""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategigraf.check.quotes import STATUSES, VERIFIED, QuoteRecord, check_quotes, check_quotes_of_text, quotes
from strategigraf.core.rdf import RDF, SDG, SG, Iri, Term, short
from strategigraf.files import turtle
from strategigraf.files.source_text import SourceText
from strategigraf.files.workspace import Workspace
from strategigraf.store.sparql import EmbeddedStore
from tests.plain_shacl import plain
from tests.slow_text import SlowText
from tests.test_normal_form import RAW

Record = Callable[[str, object], None]
Files = dict[Path, list[turtle.Statement]]


def test_every_quote_of_the_data_is_found_in_its_source(
    store: EmbeddedStore, sources: dict[str, SourceText], record_property: Record
) -> None:
    checks = check_quotes(store, sources)
    bad = [(short(check.record.quote), check.status) for check in checks if check.status not in VERIFIED]
    record_property("figure", f"quotes verified: {len(checks) - len(bad)} of {len(checks)}")
    assert bad == []
    assert len(checks) > 180


def test_without_sources_every_quote_is_unverifiable(store: EmbeddedStore) -> None:
    assert {check.status for check in check_quotes(store, {})} == {"unverifiable"}


@pytest.mark.parametrize("step", [11, pytest.param(1, marks=pytest.mark.long)])
def test_flipping_any_one_character_of_any_quote_is_noticed(
    store: EmbeddedStore, sources: dict[str, SourceText], record_property: Record, step: int
) -> None:
    survivors = []
    total = 0
    for file, records in flipped(store, step).items():
        checks = check_quotes_of_text(records, sources[file])
        total += len(checks)
        survivors += [(short(c.record.quote), c.record.exact) for c in checks if c.status in VERIFIED]
    killed = total - len(survivors)
    record_property("figure", f"flipped characters noticed: {killed} of {total} ({100 * killed / total:.2f} %)")
    assert survivors == []


def flipped(store: EmbeddedStore, step: int) -> dict[str, list[QuoteRecord]]:
    """Every quote by file, once for each *step*th character of it, which is another one there."""
    generator = random.Random(1)
    found: dict[str, list[QuoteRecord]] = {}
    for record in quotes(store):
        for place, sign in list(enumerate(record.exact))[::step]:
            other = generator.choice([letter for letter in "aeirtnxz7" if letter != sign])
            exact = record.exact[:place] + other + record.exact[place + 1 :]
            found.setdefault(record.file, []).append(replace(record, exact=exact))
    return found


@pytest.mark.parametrize("step", [8, pytest.param(1, marks=pytest.mark.long)])
def test_every_quote_of_the_data_flipped_or_not_has_the_status_of_the_slow_way(
    store: EmbeddedStore, sources: dict[str, SourceText], step: int
) -> None:
    by_file = flipped(store, 601 * step)
    for record in quotes(store)[:: 8 * step]:
        swapped = replace(record, prefix=record.suffix, suffix=record.prefix)
        elsewhere = replace(record, section=record.exact)
        shorter = replace(record, exact=record.exact[:9])
        by_file.setdefault(record.file, []).extend([record, swapped, elsewhere, shorter])
    seen = set()
    for file, records in by_file.items():
        text = sources[file]
        slow = SlowText.of(text)
        checks = check_quotes_of_text(records, text)
        assert [check.record for check in checks] == records
        assert [check.status for check in checks] == [
            slow.status(record, [r.section for r in records]) for record in records
        ]
        seen |= {check.status for check in checks}
        for record in records[::9]:
            around = (record.exact, record.prefix, record.suffix)
            assert text.spans(*around) == slow.spans(*around)
    assert seen == set(STATUSES) - {"unverifiable"}


@given(RAW, st.data())
def test_any_quotes_of_any_text_have_the_status_and_the_spans_of_the_slow_way(raw: str, data: st.DataObject) -> None:
    raw += raw[: data.draw(st.integers(0, 12))]
    offsets = st.integers(0, len(raw))
    piece = st.builds(lambda start, length: raw[start : start + length], offsets, st.integers(0, 12)) | RAW
    line = st.sampled_from([*raw.splitlines(), ""])
    records = data.draw(st.lists(st.builds(QuoteRecord, st.just("q"), piece, piece | st.just(""), piece | st.just(""),
                                           line | piece, st.just("d"), st.just("f")), max_size=40))  # fmt: skip
    text = SourceText("f", raw, "")
    slow = SlowText(raw)
    assert [check.status for check in check_quotes_of_text(records, text)] == [
        slow.status(r, [o.section for o in records]) for r in records
    ]
    for record in records:
        assert text.spans(record.exact) == slow.spans(record.exact)
        for span in text.spans(record.exact)[:1]:
            assert text.stands_under(span, record.section) == slow.stands_under(span, record.section)


@pytest.fixture(scope="module")
def files(workspace: Workspace) -> Files:
    return {path: turtle.statements(path) for path in workspace.graph_files()}


def links(files: Files) -> dict[Term, dict[str, list[Term]]]:
    found: dict[Term, dict[str, list[Term]]] = {}
    for statements in files.values():
        for subject, predicate, target in statements:
            found.setdefault(subject, {}).setdefault(predicate.value, []).append(target)
    return {link: about for link, about in found.items() if Iri(SG + "Link") in about.get(RDF + "type", [])}


def noticed(files: Files, shapes: Sequence[Path]) -> set[str]:
    statements = [statement for told in files.values() for statement in told]
    return {short(result.thing.value) for result in plain(statements, shapes)}


def replaced(files: Files, change: dict[turtle.Statement, turtle.Statement | None]) -> Files:
    return {
        path: [new for old in statements if (new := change.get(old, old)) is not None]
        for path, statements in files.items()
    }


def report(record: Record, what: str, wanted: Iterable[Term], seen: set[str]) -> list[str]:
    names = [short(thing.value) for thing in wanted]
    missed = [name for name in names if name not in seen]
    record("figure", f"{what} noticed: {len(names) - len(missed)} of {len(names)}")
    return missed


def test_deleting_the_evidence_of_any_link_is_noticed(
    files: Files, workspace: Workspace, record_property: Record
) -> None:
    found = links(files)
    change: dict[turtle.Statement, turtle.Statement | None] = {
        (link, Iri(SG + "evidence"), quote): None for link, about in found.items() for quote in about[SG + "evidence"]
    }
    seen = noticed(replaced(files, change), [workspace.shapes / name for name in ("prefixes.ttl", "link.ttl")])
    assert report(record_property, "deleted evidence", found, seen) == []


@pytest.mark.long
def test_swapping_two_target_numbers_is_noticed(files: Files, workspace: Workspace, record_property: Record) -> None:
    claims = {link: about for link, about in links(files).items() if about[RDF + "object"][0].value.startswith(SDG)}
    numbers = sorted({about[RDF + "object"][0] for about in claims.values()}, key=lambda term: term.value)
    following = dict(zip(numbers, numbers[1:] + numbers[:1], strict=True))
    in_links: dict[turtle.Statement, turtle.Statement | None] = {}
    everywhere: dict[turtle.Statement, turtle.Statement | None] = {}
    for link, about in claims.items():
        target, subject = about[RDF + "object"][0], about[RDF + "subject"][0]
        in_links[link, Iri(RDF + "object"), target] = (link, Iri(RDF + "object"), following[target])
        claim = (subject, Iri(SG + "contributesTo"), target)
        everywhere[claim] = (subject, Iri(SG + "contributesTo"), following[target])
    assert report(record_property, "numbers swapped in links and elements alike", claims,
                  noticed(replaced(files, in_links | everywhere), workspace.shape_files())) == []  # fmt: skip
    for link, about in list(claims.items())[:1]:  # in the link alone: it is its own finding
        target = about[RDF + "object"][0]
        one: dict[turtle.Statement, turtle.Statement | None] = {
            (link, Iri(RDF + "object"), target): (link, Iri(RDF + "object"), following[target])
        }
        seen = noticed(replaced(files, one), workspace.shape_files())
        assert report(record_property, "a number swapped in one link", [link], seen) == []


@pytest.mark.parametrize("line", ["a<br>", "a&nbsp;", "**a**\u200b\u200b\u200b\u200b", "a <br/> <br/> <br/>"])
def test_a_line_reads_as_a_locator_however_much_of_it_is_markup(line: str) -> None:
    text = SourceText.of("f", f"{line}\n\nb c d\n".encode())
    record = QuoteRecord("q", "b c d", "", "", "a", "d", "f")
    assert [check.status for check in check_quotes_of_text([record], text)] == ["exact"]
