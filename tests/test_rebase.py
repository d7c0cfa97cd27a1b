"""Rebase: quotes of a text found again in its next version, and the proposal that comes of it."""

import json
import shutil
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from strategigraf.check.quotes import VERIFIED, check_quotes_of_text, quotes
from strategigraf.core.errors import SourceNotFound, WrongValue
from strategigraf.core.rdf import ID, OA, SG
from strategigraf.files.occurrences import Quoted
from strategigraf.files.rewording import difference, likeness, words_in
from strategigraf.files.source_text import SourceText
from strategigraf.files.turtle import content_statements
from strategigraf.files.workspace import find_workspace
from strategigraf.review.rebase import document_of, read_version, rebase, rebase_report
from strategigraf.review.relocation import Fate, Relocation, Sought, Versions
from strategigraf.store.dataset import fill
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import CORPUS, Cli
from tests.mutated_text import Planted, mutated

TOWN = ID + "eksempelby-2030/"
DOCUMENT = ID + "documents/eksempelby-2030"
OLD = CORPUS / "sources" / "eksempelby-2030.md"
NEXT = CORPUS / "next" / "eksempelby-2034.md"  # one passage reworded, one taken out, one moved


def fates(old: str, new: str, *sought: tuple[str, str]) -> list[Relocation]:
    """What became of words, each with its section, in the text *new*."""
    versions = Versions(SourceText.of("a.md", old.encode()), SourceText.of("a.md", new.encode()))
    return versions.relocations([Sought(Quoted(words), section) for words, section in sought])


def test_words_that_stand_where_they_stood_are_unchanged_and_what_is_added_around_them_does_not_count() -> None:
    (found,) = fates(
        "# A\n\nVi måler vandet hver dag.\n",
        "# A\n\nNyt. Vi måler\nvandet hver dag. Mere.\n",
        ("måler vandet hver dag", "A"),
    )
    assert found == Relocation(Fate.UNCHANGED, "måler vandet hver dag", "A")


def test_words_under_another_heading_are_moved_and_the_heading_is_told() -> None:
    old, new = "# A\n\nVi måler vandet.\n\n# B\n\nSlut.\n", "# A\n\nIntet.\n\n# B\n\nSlut. Vi måler vandet.\n"
    assert fates(old, new, ("Vi måler vandet", "A"))[0][:3] == (Fate.MOVED, "Vi måler vandet", "B")
    (renamed,) = fates(old, old.replace("# A", "# Vand"), ("Vi måler vandet", "A"))
    assert (renamed.fate, renamed.section) == (Fate.MOVED, "Vand")


def test_words_that_now_stand_twice_are_moved_and_get_what_tells_the_right_place() -> None:
    old = "# A\n\nI 2027 plantes træer. Vi måler vandet.\n"
    new = "# A\n\nVi måler vandet ofte nok.\n\nI 2027 plantes træer. Vi måler vandet.\n"
    (found,) = fates(old, new, ("Vi måler vandet", "A"))
    assert found.fate is Fate.MOVED
    text = SourceText.of("a.md", new.encode())
    (span,) = text.spans(found.exact, found.prefix, found.suffix)
    assert span.start == new.rindex("Vi måler")


def test_a_reworded_passage_is_found_across_line_breaks_with_its_words_its_likeness_and_the_difference() -> None:
    before, after = "Først kommer et afsnit om noget andet.", "Til sidst et afsnit om noget helt tredje."
    old = f"# A\n\n{before}\n\nVi genslynger åen og åbner den for fisk.\n\n{after}\n"
    new = old.replace("Vi genslynger åen og åbner den", "Vi bugter bækken\nog åbner den\nhelt")
    (found,) = fates(old, new, ("Vi genslynger åen og åbner den for fisk.", "A"))
    assert found.fate is Fate.REWORDED
    assert found.exact == "Vi bugter bækken og åbner den helt for fisk."
    assert found.difference == "Vi [-genslynger åen-] {+bugter bækken+} og åbner den {+helt+} for fisk."
    assert found.likeness == pytest.approx(1 - 3 / 9)


def test_what_was_taken_out_is_gone_though_its_like_stands_beside_it() -> None:
    old = "# A\n\n- Vi styrker samarbejdet med kommunerne om børn\n- Vi styrker samarbejdet med kommunerne om unge\n"
    new = "# A\n\n- Vi styrker samarbejdet med kommunerne om unge\n"
    asked = (
        ("Vi styrker samarbejdet med kommunerne om børn", "A"),
        ("Vi styrker samarbejdet med kommunerne om unge", "A"),
    )
    assert [found.fate for found in fates(old, new, *asked)] == [Fate.GONE, Fate.UNCHANGED]


def test_what_was_taken_out_is_gone_though_its_like_elsewhere_was_reworded() -> None:
    twin = "Vi rådgiver kommunerne i de mest komplekse sager om vand"
    old = f"# A\n\n- RÅDGIVE KOMMUNERNE I DE MEST KOMPLEKSE SAGER\n- Noget andet.\n\n# B\n\nNæste: {twin}.\n"
    new = f"# A\n\n- Noget andet.\n\n# B\n\nNæste: {twin.replace('mest', 'allermest')}.\n"
    found = fates(old, new, ("RÅDGIVE KOMMUNERNE I DE MEST KOMPLEKSE SAGER", "A"), (twin, "B"))
    assert [one.fate for one in found] == [Fate.GONE, Fate.REWORDED]


def test_a_quote_whose_place_was_taken_out_is_not_said_to_stand_at_another_place_with_the_same_words() -> None:
    old = "# A\n\nFørste sted: er i gang. Mere her.\n\nAndet sted: er i gang. Mere der.\n"
    new = "# A\n\nAndet sted: er i gang. Mere der.\n"
    versions = Versions(SourceText.of("a", old.encode()), SourceText.of("a", new.encode()))
    first, second = (Sought(Quoted("er i gang", before), "A") for before in ("Første sted:", "Andet sted:"))
    assert [found.fate for found in versions.relocations([first, second])] == [Fate.GONE, Fate.UNCHANGED]


def test_likeness_is_of_words_and_of_letters_where_there_are_few() -> None:
    assert likeness(["a", "b", "c", "d"], ["a", "x", "c", "d"]) == 0.75
    assert likeness(["a", "b", "c", "d"], ["q", "a", "b", "c", "d"]) == 0.8
    assert likeness(["byfest"], ["byfester"]) > 0.8
    assert likeness([], []) == 0
    assert difference(["a", "b"], ["a", "b"]) == "a b"


@pytest.mark.parametrize("seed", range(3))
def test_in_changed_copies_of_the_sources_every_quote_has_the_fate_that_was_planted(
    store: EmbeddedStore, sources: dict[str, SourceText], seed: int
) -> None:
    counts: Counter[str] = Counter()
    for name, text in sources.items():
        records = [record for record in quotes(store) if record.file == name]
        new, planted = mutated(text, records, seed, 0.3)
        sought = [Sought(Quoted(r.exact, r.prefix, r.suffix), r.section) for r in records]
        found = dict(zip((r.quote for r in records), Versions(text, new).relocations(sought), strict=True))
        holds = {check.record.quote: check.status in VERIFIED for check in check_quotes_of_text(records, new)}
        changed: dict[str, Planted] = {one.quote: one for one in planted}
        for quote, relocation in found.items():
            if quote in changed:
                assert relocation.fate == changed[quote].fate, quote
                counts[relocation.fate] += 1
                if relocation.fate is not Fate.GONE:
                    assert words_in(relocation.exact) == words_in(changed[quote].words), quote
            else:  # what was not touched is moved only where its surroundings no longer fit
                assert relocation.fate is (Fate.UNCHANGED if holds[quote] else Fate.MOVED), quote
        mended = [
            record.__class__(record.quote, f.exact, f.prefix, f.suffix, f.section, record.document, record.file)
            for record in records
            if (f := found[record.quote]).fate is not Fate.GONE
        ]
        assert {check.status for check in check_quotes_of_text(mended, new)} <= set(VERIFIED), name
    assert min(counts[fate] for fate in (Fate.REWORDED, Fate.GONE, Fate.MOVED)) >= 25


def test_the_proposal_has_counts_first_what_rests_on_each_quote_and_turtle_that_fits(
    corpus_store: EmbeddedStore,
) -> None:
    old, new = read_version(OLD), read_version(NEXT)
    proposal = rebase(corpus_store, document_of(corpus_store, old, None), old, new)
    of = {one.record.quote.removeprefix(TOWN): one for one in proposal.quotes}
    fate = {name: one.relocation.fate for name, one in of.items() if one.relocation.fate is not Fate.UNCHANGED}
    assert fate == {
        "indsats-1-2-quote-1": Fate.REWORDED,
        "indsats-2-1-quote-1": Fate.GONE,
        "udfordring-1-quote-1": Fate.MOVED,
    }
    brook = of["indsats-1-2-quote-1"]
    assert brook.elements == (TOWN + "indsats-1-2",)
    assert TOWN + "link-indsats-1-2--6.3" in brook.links  # its evidence
    assert TOWN + "link-tidsplan-2027-1-1--indsats-1-2" in brook.links  # its end
    prefixes = "".join(
        f"PREFIX {p}: <{n}>\n" for p, n in (("", TOWN), ("oa", OA), ("sg", SG), ("documents", ID + "documents/"))
    )
    told = {(s.value, p.value): o.value for s, p, o in content_statements((prefixes + brook.turtle).encode())}
    assert told[TOWN + "indsats-1-2-quote-1-selector", OA + "exact"] == "Vi bugter åen og åbner den for ørreder."
    assert told[TOWN + "indsats-1-2-quote-1", SG + "section"] == "Rent drikkevand"
    assert new.sha256 in proposal.turtle
    assert [(row[1], row[2]) for row in rebase_report(proposal).parts[0].rows][3][0].value == 1  # type: ignore[union-attr]


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_page_is_the_same_each_run_and_no_data_are_changed(
    cli: Cli, own_corpus: Path, tmp_path: Path, language: str
) -> None:
    before = {path: path.read_bytes() for path in own_corpus.rglob("*") if path.is_file()}
    page = tmp_path / "forslag.md"
    arguments = ("rebase", OLD, NEXT, "--data", own_corpus, "--lang", language)
    done = cli(*arguments, "-o", page)
    assert done.code == 1
    assert page.read_text(encoding="utf-8") == cli(*arguments).out
    assert {path: path.read_bytes() for path in own_corpus.rglob("*") if path.is_file()} == before
    words = page.read_text(encoding="utf-8")
    assert words.index("| --- | ---: |") < words.index("### ")
    assert ("## Omformuleret (1)" if language == "da" else "## Reworded (1)") in words
    for name in ("table", "csv", "json", "markdown"):
        assert cli(*arguments, "--format", name, "--part", "quotes").code == 1
    record = json.loads(cli(*arguments, "--format", "json").out)
    assert [part["name"] for part in record["parts"]] == ["counts", "quotes", "turtle", "values"]


def test_pasting_what_is_proposed_gives_data_that_check_finds_nothing_in(
    cli: Cli, own_corpus: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    shutil.copy(NEXT, folder / OLD.name)
    record = json.loads(cli("rebase", OLD, NEXT, "--data", own_corpus, "--format", "json", "--part", "turtle").out)
    for row in record["parts"][0]["rows"]:
        file = own_corpus / ("documents.ttl" if "documents" in row["thing"]["id"] else "strategies/eksempelby-2030.ttl")
        text = file.read_text(encoding="utf-8")
        for block in row["turtle"].split("\n.\n"):
            if block.strip():
                start = text.index("\n" + block.strip().splitlines()[0] + "\n") + 1
                end = text.index("\n.\n", start)
                text = text[:start] + block.strip() + text[end:]
        file.write_text(text, encoding="utf-8")
    done = cli("check", "--data", own_corpus, "--sources", folder, "--lang", "en", "--format", "json")
    found = [(finding["rule"], finding["thing"].rpartition("/")[2]) for finding in json.loads(done.out)["findings"]]
    assert sorted(found) == [
        # the bullet says “bugter” now: neither the box nor the entry, which still say “genslynge”, names it
        ("naming-without-words", "link-indsats-1-2--6.3"),
        ("naming-without-words", "link-tidsplan-2027-1-1--indsats-1-2"),
        ("quote-missing", "indsats-2-1-quote-1"),  # the one that is gone
    ]


def test_an_old_text_of_another_checksum_is_warned_of(cli: Cli, tmp_path: Path) -> None:
    other = tmp_path / OLD.name
    other.write_bytes(OLD.read_bytes() + b"\nMere.\n")
    done = cli("rebase", other, NEXT, "--data", CORPUS / "data", "--lang", "en")
    assert done.code == 1
    assert "is not the text that the quotes were taken from" in done.err
    assert "is not the text that the quotes were taken from" in done.out


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (None, SourceNotFound, "does not exist"),
        (b" \n\n", WrongValue, "is empty"),
        (b"\xff\xfe\x00", SourceNotFound, "cannot be read"),
    ],
)
def test_a_text_that_is_missing_empty_or_no_utf8_is_refused(
    cli: Cli, tmp_path: Path, content: bytes | None, error: type[Exception], words: str
) -> None:
    path = tmp_path / "ny.md"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(error, match=words):
        read_version(path)
    for pair in ((OLD, path), (path, OLD)):
        done = cli("rebase", *pair, "--data", CORPUS / "data", "--lang", "da")
        assert done.code in (2, 3)
        assert "ny.md" in done.err


def test_the_same_text_twice_and_a_text_of_no_document_are_refused(cli: Cli, tmp_path: Path) -> None:
    same = tmp_path / "kopi.md"
    shutil.copy(OLD, same)
    done = cli("rebase", OLD, same, "--data", CORPUS / "data", "--lang", "en")
    assert (done.code, "The two texts are the same" in done.err) == (2, True)
    stranger = tmp_path / "fremmed.md"
    stranger.write_text("# Noget andet\n", encoding="utf-8")
    done = cli("rebase", stranger, OLD, "--data", CORPUS / "data", "--lang", "en")
    assert (done.code, "--document: documents/eksempelby-2030" in done.err) == (2, True)
    done = cli("rebase", stranger, OLD, "--data", CORPUS / "data", "--document", "eksempelby-2030", "--lang", "en")
    assert (done.code, "0/26 quotes are in it" in done.err) == (0, True)


def test_a_text_turned_upside_down_gives_an_answer_in_time() -> None:
    random = Random(1)
    words = [
        random.choice(["vi", "åen", "har", "en", "fjord", "og", "by", "til", "mål", "hver", "dag"]) for _ in range(6000)
    ]
    old = "# A\n\n" + " ".join(words) + "\n"
    new = "# A\n\n" + " ".join(reversed(words)) + "\n"
    asked = [(" ".join(words[start : start + 12]), "A") for start in range(0, 1200, 12)]
    assert {found.fate for found in fates(old, new, *asked)} <= set(Fate)


def test_a_store_is_unchanged_by_a_rebase(own_corpus: Path) -> None:
    store = EmbeddedStore.in_memory()
    fill(store, find_workspace(own_corpus))
    before = store.dump()
    rebase(store, DOCUMENT, read_version(OLD), read_version(NEXT))
    assert store.dump() == before
