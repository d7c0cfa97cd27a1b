"""The same words, however a text was made: found by every command, at the right places, and no others."""

import json
import time
import unicodedata
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategigraf.check.quotes import VERIFIED, QuoteRecord, check_quotes, check_quotes_of_text, quotations
from strategigraf.compare.sentences import sentences_of
from strategigraf.core.rdf import ID, OA
from strategigraf.files.normal_form import fits, normalise, readable, unhyphenated
from strategigraf.files.occurrences import Quoted
from strategigraf.files.source_text import SourceText
from strategigraf.files.turtle import statements
from strategigraf.files.workspace import find_workspace
from strategigraf.review.relocation import Fate, Relocation, Sought, Versions
from strategigraf.store.dataset import fill
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import CORPUS, Cli
from tests.damaged_text import BLANKS, LINE_ENDS, WAYS, WORDS, damaged, plain

OLD = CORPUS / "sources" / "eksempelby-2030.md"
WORD_LISTS = st.builds(
    lambda first, more: [first, *more],
    st.sampled_from([word for word in WORDS if word != "–"]),
    st.lists(st.sampled_from(WORDS), max_size=23),
)


def text_of(raw: str) -> SourceText:
    return SourceText.of("plan.md", raw.encode("utf-8"))


def fate(old: str, new: str, words: str, section: str = "A") -> Relocation:
    """What becomes of *words* when the line *old* gives way to *new*."""
    versions = Versions(text_of(f"# P\n\n## A\n\n{old}\n"), text_of(f"# P\n\n## A\n\n{new}\n"))
    return versions.relocations([Sought(Quoted(words), section)])[0]


def quoted(cli: Cli, tmp_path: Path, raw: str, words: str) -> list[str]:
    """The words of the quote nodes that `quote` offers for *words* in *raw*; what it says where there are none."""
    (tmp_path / "sources").mkdir(exist_ok=True)
    (tmp_path / "sources" / "plan.md").write_bytes(raw.encode("utf-8"))
    done = cli("quote", words, "--sources", tmp_path / "sources", "--lang", "en")
    if done.code:
        return [done.err]
    return [line.split('"')[1] for line in done.out.splitlines() if "oa:exact" in line]


@given(WORD_LISTS, st.randoms(use_true_random=False), st.data())
def test_words_are_found_at_their_places_however_the_text_is_written(
    words: list[str], random: Random, data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, min(len(words) - 1, first + 6)))
    wanted = words[first : last + 1] if {*words[first : last + 1]} != {"–"} else words[:1]
    raw, places = damaged(words, random)
    text, size = text_of(raw), len(wanted)
    expected = [
        (places[start][0], places[start + size - 1][1])
        for start in range(len(words) - size + 1)
        if words[start : start + size] == wanted
    ]
    spans = text.spans(" ".join(wanted))
    assert len(spans) == len(expected)
    for span, (start, end) in zip(spans, expected, strict=True):
        assert start <= span.start < span.end <= end
        assert normalise(raw[start : span.start]).strip(" ") == normalise(raw[span.end : end]).strip(" ") == ""
        assert unhyphenated(readable(raw[span.start : span.end])).letters == unhyphenated(" ".join(wanted)).letters
        passage = text.passage(span)
        again = text.spans(passage.exact, passage.prefix, passage.suffix)
        assert (span.start, span.end) in [(found.start, found.end) for found in again]


@given(WORD_LISTS, st.randoms(use_true_random=False), st.sampled_from(WAYS))
def test_words_typed_in_one_way_are_found_in_a_text_of_another(words: list[str], random: Random, way: object) -> None:
    typed, _ = damaged(words, random, [way])  # type: ignore[list-item]
    raw, _ = damaged(words, random)
    assert len(text_of(raw).spans(typed)) == 1
    assert len(text_of(plain(words).raw).spans(typed)) == 1


@given(WORD_LISTS, st.randoms(use_true_random=False))
def test_a_text_that_was_only_made_anew_leaves_every_quote_unchanged(words: list[str], random: Random) -> None:
    wanted = " ".join(words[:5])
    new, _ = damaged(words, random)
    assert fate(" ".join(words), new, wanted).fate is Fate.UNCHANGED
    assert fate(new, " ".join(words), wanted).fate is Fate.UNCHANGED


@given(st.sampled_from(WORDS), st.sampled_from(["e", "et", "0", ",5", "ig"]), st.booleans(), st.sampled_from(BLANKS))
def test_words_that_are_cut_out_of_longer_ones_are_never_the_same_words(
    word: str, more: str, before: bool, blank: str
) -> None:
    whole = more.strip(",") + word if before else word + more
    if not word.isalnum() or (more == ",5" and (before or not word.isdecimal())) or "<" in blank:
        return
    text = text_of(f"# P\n\n## A\n\nAlle{blank}{whole}{blank}strømmer\n")
    record = QuoteRecord("q", word, "", "", "A", "d", "f")
    assert [check.status for check in check_quotes_of_text([record], text)] == ["inside-word"]
    found = fate(f"Alle{blank}{word}{blank}strømmer", f"Alle{blank}{whole}{blank}strømmer", word)
    assert (found.fate, found.exact) == (Fate.REWORDED, whole)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("it-\nsystemer", "it-systemer"), ("e-\nmail", "e-mail"), ("EU-\nKommissionen", "EU-Kommissionen"),
        ("EU-\nreglerne", "EU-reglerne"), ("2024-\n2027", "2024-2027"), ("2024–\n2027", "2024–2027"),
        ("Midt-\nog Vestjylland", "Midt- og Vestjylland"), ("Vest-\nSjælland", "Vest-Sjælland"),
        ("covid-\n19", "covid-19"), ("24-\ntimers", "24-timers"), ("ikke-\nkommunale", "ikke-kommunale"),
        ("tv-\navisen", "tv-avisen"), ("sprøjte-\ngifte", "sprøjtegifte"), ("VERDENS-\nMÅL", "VERDENSMÅL"),
        ("e-\r\nmail", "e-mail"), ("it\u00ad\nsystemer", "it-systemer"), ("sprøjte\ufffe\ngifte", "sprøjtegifte"),
        ("A-\n\n  kasse", "A-kasse"), ("**it**-\nsystemer", "it-systemer"), ("it-<br>systemer", "it-systemer"),
        ("EU-\n“reglerne”", "EU-“reglerne”"),
    ],
)  # fmt: skip
def test_a_word_broken_at_a_line_end_is_printed_with_the_hyphen_that_belongs_to_it(raw: str, words: str) -> None:
    text = text_of(f"Vi har {raw} her.")
    (span,) = text.spans(words)
    assert text.passage(span).exact == words
    for reading in (raw, words.replace("-", "- "), words):
        assert [(found.start, found.end) for found in text.spans(reading)] == [(span.start, span.end)]
    assert fate(f"Vi har {words} her.", f"Vi har {raw} her.", words).fate is Fate.UNCHANGED


@pytest.mark.parametrize("welded", ["itsystemer", "email", "EUKommissionen", "EUreglerne", "20242027", "Brugerog"])
def test_a_welded_word_is_not_found_where_the_hyphen_belongs_to_the_word(welded: str) -> None:
    text = text_of("it-\nsystemer e-\nmail EU-\nKommissionen EU-\nreglerne 2024-\n2027 Bruger-\nog")
    assert text.spans(welded) == []


@pytest.mark.parametrize("words", ["sprøjtegifte", "sprøjte-gifte"])
def test_a_word_that_may_be_printed_with_or_without_the_hyphen_is_found_either_way(words: str) -> None:
    (span,) = text_of("mod sprøjte-\ngifte og").spans(words)
    assert (span.start, span.end) == (4, 18)


@pytest.mark.parametrize(("raw", "words"), [("it-systemer", "itsystemer"), ("fri tid", "fritid"), ("smør", "smor"),
                                            ("a - b", "a b"), ("før - efter", "før-efter")])  # fmt: skip
def test_a_hyphen_within_a_line_and_letters_are_what_they_are(raw: str, words: str) -> None:
    assert text_of(raw).spans(words) == text_of(words).spans(raw) == []
    assert not fits("-", "")


def test_a_word_is_a_whole_one_beside_hyphens_signs_and_the_number_of_a_note() -> None:
    text = text_of("Nye it-systemer, borgere² og 12 pct. (lige) 3.")
    for words in ("systemer", "borgere", "12", "lige", "3", "it"):
        assert [span.inside for span in text.spans(words)] == [False], words
    for raw, words in (("10,3 pct.", "10"), ("1.000", "000"), ("12\u00a0000 kr.", "12"), ("ulige", "lige"),
                       ("120", "12"), ("ven\u00adlige", "lige"), ("sprøjte-\ngifte", "gifte"), ("u**lige**", "lige"),
                       ("ﬁsk", "sk")):  # fmt: skip
        assert [span.inside for span in text_of(raw).spans(words)] == [True], raw


def test_places_of_whole_words_are_the_only_ones_where_there_are_any() -> None:
    text = text_of("Alle får ulige vilkår. Alle får lige vilkår.")
    assert [text.raw[span.start - 4 : span.end] for span in text.spans("lige vilkår")] == ["får lige vilkår"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Antal pladser: 12", "Antal pladser: 120", "Antal pladser: 12"),
        ("| 12 |", "| 120 |", "12"),
        ("Alle får lige vilkår", "Alle får ulige vilkår", "lige vilkår"),
        ("10 pct.", "10,3 pct.", "10"),
        ("1 plads", "100.000 pladser", "1"),
    ],
)
def test_a_figure_or_word_that_has_grown_is_reworded_and_the_whole_of_it_proposed(
    old: str, new: str, words: str
) -> None:
    found = fate(old, new, words)
    assert found.fate is Fate.REWORDED
    assert text_of(new).spans(found.exact)[0].inside is False


def test_a_figure_that_has_grown_is_reworded_though_the_old_one_stands_elsewhere() -> None:
    old = "Der er 12 pladser på Åhuset i dag.\n\nDer er 12 ansatte i køkkenet ved fjorden."
    versions = Versions(text_of(f"## A\n\n{old}\n"), text_of(f"## A\n\n{old.replace('12 pladser', '120 pladser')}\n"))
    sought = [Sought(Quoted("12", "Der er ", " pladser"), "A"), Sought(Quoted("12", "Der er ", " ansatte"), "A")]
    first, second = versions.relocations(sought)
    assert (first.fate, second.fate) == (Fate.REWORDED, Fate.UNCHANGED)
    assert "120" in first.exact


def test_a_table_cell_that_has_grown_is_reworded_for_the_command_too(cli: Cli, tmp_path: Path) -> None:
    new = tmp_path / "ny.md"
    new.write_text(OLD.read_text(encoding="utf-8").replace("| Byfest |", "| Byfestival |"), encoding="utf-8")
    done = cli("rebase", OLD, new, "--data", CORPUS / "data", "--format", "json", "--part", "quotes", "--lang", "en")
    rows = json.loads(done.out)["parts"][0]["rows"]
    assert (done.code, len(rows)) == (1, 1)
    assert "{+Byfestival+}" in rows[0]["difference"]


def test_words_in_a_paragraph_that_is_printed_twice_are_moved_at_once(cli: Cli, tmp_path: Path) -> None:
    paragraph = (
        "Kommunen vil sammen med regionen og de frivillige foreninger i området skabe flere grønne mødesteder ved "
        "fjorden. Vi planter ålegræs. Alle børn skal desuden lære at svømme inden de går ud af skolen, så familierne "
        "trygt kan bruge fjorden hele sommeren.\n"
    )
    new = tmp_path / "ny.md"
    raw = OLD.read_text(encoding="utf-8").replace("  - Vi planter ålegræs.\n", f"\n{paragraph}")
    new.write_text(raw.replace("## Vision\n", f"## Kort fortalt\n\n{paragraph}\n## Vision\n"), encoding="utf-8")
    done = cli("rebase", OLD, new, "--data", CORPUS / "data", "--format", "json", "--lang", "en")
    parts = {part["name"]: part["rows"] for part in json.loads(done.out)["parts"]}
    fates = {row["quote"]["id"].rsplit("/", 1)[-1]: row["status"] for row in parts["quotes"]}
    assert fates["indsats-2-1-quote-1"] == "moved"


def test_two_places_are_told_apart_by_what_is_around_them_and_by_all_of_it_where_nothing_tells() -> None:
    paragraph = (
        "Kommunen vil sammen med regionen skabe flere grønne mødesteder ved åen, og alle børn skal lære at svømme "
        "inden de går ud af skolen, så familierne trygt kan bruge fjorden hele sommeren.\n\n"
    )
    text = text_of(f"# Plan\n\n## Kort\n\n{paragraph}## Kapitel\n\n{paragraph}")
    words = "alle børn skal lære at svømme"
    for passage, span in zip(text.passages(text.spans(words)), text.spans(words), strict=True):
        assert text.spans(passage.exact, passage.prefix, passage.suffix) == [span]
    same = text_of(("ens ord her " * 70 + words + " og igen ens ord" * 70 + "\n\n") * 3)
    for passage in same.passages(same.spans(words)):
        assert (len(passage.prefix.split()), len(passage.suffix.split())) == (59, 59)


def test_the_first_letter_of_composed_letters_is_not_lost(cli: Cli, tmp_path: Path) -> None:
    raw = unicodedata.normalize("NFD", "# Plan\n\n## Mål\n\nÅrhus og Ålborg samarbejder om åbne data.\n")
    for words in ("Århus og Ålborg", unicodedata.normalize("NFD", "Århus og Ålborg"), "åbne data"):
        assert quoted(cli, tmp_path, raw, words) == [unicodedata.normalize("NFC", words)]
    (span,) = text_of(raw).spans("Århus og Ålborg")
    assert unicodedata.normalize("NFC", raw[span.start : span.end]) == "Århus og Ålborg"
    passage = text_of(raw).passage(span)
    assert (passage.prefix, passage.suffix) == ("", "")


def test_what_is_typed_in_any_form_is_found_and_printed_as_the_page_has_it(cli: Cli, tmp_path: Path) -> None:
    raw = "# Plan\n\nVi køber nye it-\nsystemer, deler en e-\nmail og ændrer.\n"
    for words in ("it-systemer", "it-\nsystemer", "it\u2011systemer", "it-\u200bsystemer", "nye it- systemer"):
        assert quoted(cli, tmp_path, raw, words)[0].removeprefix("nye ") == "it-systemer"
    assert quoted(cli, tmp_path, raw, "a\u0308ndrer")[0].startswith("quote-not-found")  # letters are never folded


def test_a_hint_shows_what_cannot_be_seen_and_the_nearest_passage(cli: Cli, tmp_path: Path) -> None:
    raw = "# Plan\n\nVi køber nye it-systemer til alle.\n"
    (told,) = quoted(cli, tmp_path, raw, "Vi køber\u200b nye it-\ue000systemer")
    assert "\\u200b" in told
    assert "\\ue000" in told
    assert "“Vi køber nye it-systemer”" in told
    for words in ("itsystemer", "it systemer", "IT-Systemer", "nye it-systemet", "køber nyt"):
        (told,) = quoted(cli, tmp_path, raw, words)
        assert "Nearest passage: “" in told, words
    (told,) = quoted(cli, tmp_path, raw, "xyzzy")
    assert "“”" not in told


def test_a_quote_is_not_offered_for_a_part_of_a_word_and_the_whole_words_are_named(cli: Cli, tmp_path: Path) -> None:
    (told,) = quoted(cli, tmp_path, "# Plan\n\nAlle får ulige vilkår på 120 steder.\n", "lige vilkår på 12")
    assert told.startswith("quote-not-found")
    assert "“ulige vilkår på 120”" in told


@pytest.mark.parametrize("change", ["crlf", "cr", "bom", "both"])
def test_a_checkout_with_other_line_ends_is_the_same_source(cli: Cli, tmp_path: Path, change: str) -> None:
    content = OLD.read_bytes()
    if change in ("crlf", "both"):
        content = content.replace(b"\n", b"\r\n")
    if change == "cr":
        content = content.replace(b"\n", b"\r")
    if change in ("bom", "both"):
        content = b"\xef\xbb\xbf" + content
    (tmp_path / OLD.name).write_bytes(content)
    done = cli("check", "--data", CORPUS / "data", "--sources", tmp_path, "--lang", "en")
    assert (done.code, "Quotes verified: 26 of 26" in done.err + done.out) == (0, True)
    done = cli("rebase", OLD, tmp_path / OLD.name, "--data", CORPUS / "data", "--lang", "en")
    assert (done.code, "The two texts are the same" in done.err) == (2, True)


def test_a_checksum_of_the_text_with_other_line_ends_is_accepted_and_one_of_another_text_is_not() -> None:
    lines, other = b"# A\n\nOrd.\n", b"# A\n\nAndre ord.\n"
    text = SourceText.of("a.md", lines)
    for content in (lines, lines.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + lines):
        assert text.agrees_with(sha256(content).hexdigest())
        assert SourceText.of("a.md", content).checksum == sha256(lines).hexdigest()
    assert not text.agrees_with(sha256(other).hexdigest())
    assert not text.agrees_with("")


@pytest.mark.parametrize("end", LINE_ENDS)
def test_every_quote_of_the_corpus_is_found_in_any_form_of_its_text(end: str) -> None:
    told = statements(CORPUS / "data" / "strategies" / "eksempelby-2030.ttl")
    words = [target.value for _, verb, target in told if verb.value == OA + "exact"]
    raw = OLD.read_text(encoding="utf-8").replace("\n", end)
    for form in ("NFC", "NFD"):
        places = text_of(unicodedata.normalize(form, raw)).places([Quoted(one) for one in words])
        assert len(places) > 20
        assert [one for one, found in zip(words, places, strict=True) if not found.whole] == []


def test_quoting_words_that_stand_many_times_costs_as_much_more_as_there_is_text() -> None:
    def taken(number: int) -> float:
        generator = Random(1)
        raw = "# Plan\n\n" + " ".join(
            f"{generator.choice(WORDS)} borgere og {generator.choice(WORDS)}\n" for _ in range(number)
        )
        text = text_of(raw)
        start = time.thread_time()
        assert len(quotations([text], "borgere", "x", {text.name: "https://example.org/x"})) >= number
        return time.thread_time() - start

    once, four_times = (min(taken(number) for _ in range(3)) for number in (128, 512))
    assert four_times < 10 * once


@pytest.mark.parametrize("piece", ["borgere ", "er i gang. ", "a", "x-\n", "**a ", "og\n"])
def test_rebase_of_a_text_of_one_piece_over_and_over_ends_in_time(piece: str) -> None:
    def taken(number: int) -> float:
        old, new = text_of(f"# A\n\n{piece * number}\n"), text_of(f"# A\n\nNyt. {piece * number}\n")
        start = time.thread_time()
        Versions(old, new).relocations([Sought(Quoted(piece.strip()), "A")] * 5)
        return time.thread_time() - start

    once, four_times = (min(taken(number) for _ in range(2)) for number in (200, 800))
    assert four_times < 10 * once + 0.02


def test_no_quote_of_the_shipped_data_begins_or_ends_inside_a_word(
    store: EmbeddedStore, sources: dict[str, SourceText]
) -> None:
    statuses = {check.status for check in check_quotes(store, sources)}
    assert statuses <= set(VERIFIED)


def test_diff_compares_the_words_however_the_quotes_are_written(own_corpus: Path) -> None:
    def sentences() -> list[tuple[str, tuple[str, ...]]]:
        store = EmbeddedStore.in_memory()
        fill(store, find_workspace(own_corpus))
        return [(sentence.text, sentence.keys) for sentence in sentences_of(store, ID + "eksempelby-2030")]

    before, file = sentences(), own_corpus / "strategies" / "eksempelby-2030.ttl"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    for place, line in enumerate(lines):
        if "oa:exact" in line:
            changed = unicodedata.normalize("NFD", line).replace("fi", "\ufb01").replace("er ", "e\u00adr\u00a0")
            lines[place] = changed.replace("kilderne", "kil\\u200bder-\\r\\nne")
    file.write_text("".join(lines), encoding="utf-8")
    assert sentences() == before


def test_places_inside_longer_words_are_not_offered_and_their_number_is_told(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_text("# Plan\n\nBørn, børnene og børnehaver; alle børn.\n", encoding="utf-8")
    done = cli("quote", "børn", "--sources", tmp_path, "--lang", "en")
    assert done.out.count("oa:exact") == 1
    assert "Number of places: 1. 2 places inside longer words or numbers are left out." in done.err
