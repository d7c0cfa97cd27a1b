"""What of the source texts is in the data, and that the rest was left out for a reason."""

from strategigraf.check.quotes import QuoteRecord, coverage, coverage_page, quotes, without_reason
from strategigraf.files.source_text import SourceText
from strategigraf.files.tables import read_exclusions
from strategigraf.files.workspace import Workspace
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import TOP


def record(words: str) -> QuoteRecord:
    return QuoteRecord("q", words, "", "", "", "", "a.md")


def test_the_share_is_that_of_the_characters_in_quotes() -> None:
    text = SourceText.of("a.md", b"one two\n\nthree\n- four\n")
    (found,) = coverage([record("one two"), record("two")], {"a.md": text})
    assert (found.characters, found.covered) == (16, 6)
    assert [line.number for line in found.untouched] == [3, 4]


def test_every_line_is_in_a_quote_or_left_out_for_a_reason(
    store: EmbeddedStore, workspace: Workspace, sources: dict[str, SourceText]
) -> None:
    left_out = read_exclusions(workspace.data / "left-out.tsv")
    for one in coverage(quotes(store), sources):
        assert without_reason(one, left_out) == [], one.name


def test_the_page_on_coverage_is_up_to_date(
    store: EmbeddedStore, workspace: Workspace, sources: dict[str, SourceText]
) -> None:
    left_out = read_exclusions(workspace.data / "left-out.tsv")
    page = coverage_page(coverage(quotes(store), sources), left_out)
    assert page == (TOP / "docs" / "coverage.md").read_text(encoding="utf-8")


def test_what_is_left_out_is_really_untouched(
    store: EmbeddedStore, workspace: Workspace, sources: dict[str, SourceText]
) -> None:
    untouched = {one.name: {line.number for line in one.untouched} for one in coverage(quotes(store), sources)}
    for entry in read_exclusions(workspace.data / "left-out.tsv"):
        assert untouched[entry.file] & set(range(entry.first, entry.last + 1)), entry
