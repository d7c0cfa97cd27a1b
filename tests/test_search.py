"""What is searched for is found, all of it and no more; whatever is typed, or happens to the index, is harmless."""

import re
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import strategigraf as sg
from strategigraf.core.errors import StoreFailed
from strategigraf.core.rdf import ID, OA, RDF, SG, SKOS, Iri, Literal, short
from strategigraf.core.text import stem
from strategigraf.files.turtle import Statement
from strategigraf.files.turtle_format import format_statements
from strategigraf.files.workspace import Workspace, find_workspace
from strategigraf.search import index as module
from strategigraf.search.index import PASSAGE, QUOTE, RATIONALE, TITLE, WordIndex, word_index
from strategigraf.search.report import MOST_WORDS, Findings, found
from strategigraf.search.words import EXACT, INFLECTED, PART, marked, wanted
from strategigraf.store.dataset import fill
from strategigraf.store.sparql import EmbeddedStore
from tests.conftest import CORPUS, HERE, Cli

READ = [line.split("\t") for line in (HERE / "searched.tsv").read_text(encoding="utf-8").splitlines()[2:]]
ALL = 10_000


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> sg.Graph:
    """The real data with a cache of their own."""
    return sg.open(language="da")


@pytest.fixture(autouse=True)
def cached(cache_root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STRATEGIGRAF_CACHE", str(cache_root))
    return cache_root


# What readers found in the data and the sources.


@pytest.mark.parametrize("row", READ, ids=lambda row: "-".join(row[:2]))
def test_a_word_finds_what_a_reader_found(row: list[str]) -> None:
    words, language, strategy, kind, field, things = row
    answer = sg.search(sg.open(language=language), words, strategy or (), kind or (), most=ALL)
    hits = [hit for hit in answer.value.hits if hit.field == field]
    assert sorted({short(hit.place.things[0]).rsplit("/", 1)[-1] for hit in hits}) == sorted(things.split())


def test_at_least_as_many_words_were_read_as_were_asked_for() -> None:
    assert len(READ) >= 25
    assert {row[1] for row in READ} == {"da", "en"}


def test_a_source_is_searched_where_it_is_to_hand(graph: sg.Graph, sources_folder: Path) -> None:
    with_sources = sg.search(graph, "E-læring vedligeholdelse", sources=sources_folder, most=ALL).value
    (passage,) = [hit for hit in with_sources.hits if hit.field == PASSAGE]
    assert passage.content.startswith("1-D E-læring skal implementeres og anvendes målrettet")
    assert short(passage.place.document) == "documents/midt-social-strategi-status-2015"
    assert passage.place.section.startswith("3. Arbejdet med temaet Nødvendig Viden > 3.1)")
    without = sg.search(graph, "E-læring vedligeholdelse", most=ALL).value
    assert [hit.field for hit in without.hits] == [hit.field for hit in with_sources.hits if hit.field != PASSAGE]


def test_a_hit_has_its_place(graph: sg.Graph) -> None:
    (hit,) = sg.search(graph, "bostedslæger behandlingstiden", kinds="initiative").value.hits
    assert hit.field == QUOTE
    assert short(hit.place.things[0]) == "midt-udviklingsplan-2023/indsats-8-1"
    assert hit.place.section == "Det hele menneske - Pejlemærker > LIGHED I SUNDHED"
    assert short(hit.place.document) == "documents/midt-udviklingsplan-2023"
    assert list(map(short, hit.place.strategies)) == ["midt-udviklingsplan-2023"]
    assert "tilknytte [bostedslæger] til" in hit.marked.excerpt
    assert hit.marked.found == ("bostedslæger", "behandlingstiden")


def test_an_alignment_belongs_to_the_strategies_of_its_ends(graph: sg.Graph) -> None:
    one, other = "sjaelland-strategi-2025-2028", "midt-udviklingsplan-2023"
    found_by = [sg.search(graph, "mål", strategy, "alignment", most=ALL).value for strategy in (one, other)]
    both = [{hit.place.things for hit in findings.hits} for findings in found_by]
    assert any(f"/{one}--{other}/" in thing for (thing, *_) in both[0] & both[1])


# In which order.


def ranks(graph: sg.Graph, words: str, **more: object) -> list[tuple[str, int]]:
    return [(hit.field, hit.how) for hit in sg.search(graph, words, most=ALL, **more).value.hits]  # type: ignore[arg-type]


@pytest.mark.parametrize("words", ["teknologi", "kompetenceudvikling", "borgere", "research", "sundhed borger"])
def test_titles_come_before_quotes_before_rationales_before_passages(
    graph: sg.Graph, words: str, sources_folder: Path
) -> None:
    found_as = ranks(graph, words, sources=sources_folder)
    fields = [TITLE, QUOTE, RATIONALE, PASSAGE]
    assert found_as == sorted(found_as, key=lambda hit: (fields.index(hit[0]), hit[1]))
    assert len({field for field, _ in found_as}) > 1


def test_a_word_as_it_is_written_comes_before_an_inflected_one_before_a_part(graph: sg.Graph) -> None:
    titles = [hit for hit in sg.search(graph, "kompetenceudvikling", most=ALL).value.hits if hit.field == TITLE]
    assert [hit.how for hit in titles] == sorted(hit.how for hit in titles)
    assert {hit.how for hit in titles} == {EXACT, PART}
    assert {hit.how for hit in sg.search(graph, "kommune", "sjaelland-strategi-2025-2028").value.hits} >= {INFLECTED}


def test_of_equal_hits_the_one_with_more_of_the_word_in_less_text_comes_first(graph: sg.Graph) -> None:
    hits = [hit for hit in sg.search(graph, "forskning", most=ALL).value.hits if (hit.field, hit.how) == (TITLE, EXACT)]
    assert short(hits[0].place.things[0]) == "sjaelland-strategi-2025-2028/indsats-2-4"  # “Forskning”, nothing else
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_part_is_marked_as_a_part() -> None:
    assert marked("Nye velfærdsteknologiske løsninger", {"velfærdsteknologiske": "teknologi"}).excerpt == (
        "Nye velfærds[teknologi]ske løsninger"
    )
    long = "ord " * 60 + "sundhed " + "ord " * 60
    excerpt = marked(long.strip(), {"sundhed": ""}).excerpt
    assert excerpt.startswith("…ord")
    assert "ord [sundhed] ord" in excerpt
    assert excerpt.endswith("ord…")
    assert len(excerpt) < 220


@pytest.mark.parametrize(
    ("word", "other"), [("ulighed", "mulighed"), ("kommune", "kommunikation"), ("mål", "målgruppe"), ("by", "byråd")]
)
def test_what_only_looks_like_a_part_is_none(word: str, other: str) -> None:
    (asked,) = wanted(word)
    assert asked.met_by(other, stem(other, "da"), stem(other, "en")) is None


# Against a plain scan of random worlds.

_SYLLABLES = ("bor", "ger", "tek", "nologi", "plan", "en", "er", "sund", "hed", "s", "ing", "kommune", "ø")
_words = st.lists(st.sampled_from(_SYLLABLES), min_size=1, max_size=4).map("".join)
_texts = st.lists(_words, min_size=1, max_size=6).map(" ".join)
_worlds = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["da", "en", ""]), _texts), min_size=1, max_size=12)
World = list[tuple[int, str, str]]


def statements(world: World) -> list[Statement]:
    """An element for each text of *world*: a title, a rationale or a quote."""
    told: list[Statement] = []
    for number, (field, language, text) in enumerate(world):
        thing = Iri(f"{ID}s/e{number}")
        told.append((thing, Iri(RDF + "type"), Iri(SG + "Goal")))
        words = Literal(text, RDF + "langString", language) if language else Literal(text)
        if field == 2:
            quote, selector = Iri(f"{ID}s/e{number}-q"), Iri(f"{ID}s/e{number}-s")
            told.append((thing, Iri(SG + "evidence"), quote))
            told.append((quote, Iri(OA + "hasSelector"), selector))
            told.append((selector, Iri(OA + "exact"), words))
        else:
            told.append((thing, Iri((SKOS + "prefLabel", SG + "rationale")[field]), words))
    return told


def is_met(word: str, by: str) -> bool:
    """Whether *word* is met by the word *by*, as the documentation says it."""
    if any(stem(word, language) == stem(by, language) for language in ("da", "en")):
        return True
    part = stem(word, "da") if len(stem(word, "da")) >= 7 else word
    places = [place.start() for place in re.finditer(f"(?={re.escape(part)})", by)]
    return len(part) >= 5 and any(place == 0 or place >= 3 for place in places)


def scanned(world: World, asked: str) -> set[int]:
    return {
        number
        for number, (_, _, text) in enumerate(world)
        if all(any(is_met(word, by) for by in text.split()) for word in asked.split())
    }


def indexed(folder: Path, world: World) -> EmbeddedStore:
    for place in ("ontology", "data"):
        (folder / place).mkdir(exist_ok=True)
    (folder / "data" / "s.ttl").write_text(format_statements(statements(world), {}), encoding="utf-8")
    store = EmbeddedStore.in_memory()
    fill(store, Workspace(folder / "ontology", folder / "data", folder, (folder,)))
    return store


def numbers(findings: Findings) -> set[int]:
    return {int(hit.place.things[0].rpartition("/e")[2]) for hit in findings.hits}


@settings(max_examples=60)
@given(_worlds, st.lists(_words, min_size=1, max_size=2).map(" ".join))
def test_what_is_found_is_what_a_plain_scan_finds(
    tmp_path_factory: pytest.TempPathFactory, world: World, asked: str
) -> None:
    index = WordIndex.new()
    index.bring_up_to_date(indexed(tmp_path_factory.mktemp("world"), world).index, None)
    assert numbers(found(index, wanted(asked), most=ALL)) == scanned(world, asked)


@settings(max_examples=40)
@given(_worlds, _worlds, _words)
def test_an_index_brought_up_to_date_is_one_made_anew(
    tmp_path_factory: pytest.TempPathFactory, before: World, after: World, asked: str
) -> None:
    folder, cache = tmp_path_factory.mktemp("world"), tmp_path_factory.mktemp("cache")
    word_index(indexed(folder, before).index, cache, None).close()
    changed = indexed(folder, after).index
    old, fresh = word_index(changed, cache, None), WordIndex.new()
    fresh.bring_up_to_date(changed, None)
    both = [found(index, wanted(asked), most=ALL) for index in (old, fresh)]
    assert both[0] == both[1]
    assert numbers(both[0]) == scanned(after, asked)


def test_only_what_changed_is_read_anew(tmp_path: Path, own_corpus: Path, sources_folder: Path) -> None:
    def filled() -> EmbeddedStore:
        store = EmbeddedStore.in_memory()
        fill(store, find_workspace(own_corpus))
        return store

    told: list[tuple[int, int]] = []
    word_index(filled().index, tmp_path, None, progress=lambda done, total: told.append((done, total))).close()
    assert told[-1][1] > 5
    (strategy,) = (own_corpus / "strategies").glob("*.ttl")
    strategy.write_text(
        strategy.read_text(encoding="utf-8").replace("Beskyttelse af kilderne", "Købstadens kilder"), encoding="utf-8"
    )
    told.clear()
    index = word_index(filled().index, tmp_path, None, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 1)]
    assert found(index, wanted("købstad"), most=ALL).total


# Whatever is typed.


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("words", ["%", "", "  ", "§ & -", "“”", "_", "***"])
def test_what_has_no_word_is_refused(cli: Cli, words: str, language: str) -> None:
    result = cli("search", words, "--lang", language)
    assert result.code == 2
    assert {"da": "har ingen ord", "en": "has no words"}[language] in result.err


def test_too_many_words_are_refused(cli: Cli) -> None:
    result = cli("search", " ".join(f"ord{number}" for number in range(5000)), "--lang", "en")
    assert result.code == 2
    assert f"5000 words cannot be searched for at once.\nGive at most {MOST_WORDS}." in result.err


def test_the_same_word_five_thousand_times_is_one_word(graph: sg.Graph) -> None:
    assert sg.search(graph, "supervision " * 5000).value == sg.search(graph, "supervision").value


@pytest.mark.parametrize(
    "typed",
    [
        '"supervision"', "supervision*", "^supervision", "(supervision)", "+supervision", "-supervision",
        "supervision'; DROP TABLE text; --", "{words}: supervision", 'supervision"', "NEAR(supervision, 2)",
        "supervision OR", "NOT supervision", "sup\u00adervision", "SUPERVISION", "supervision\n",
    ],
)  # fmt: skip
def test_signs_and_operators_mean_nothing(graph: sg.Graph, typed: str) -> None:
    words = re.findall(r"\w+", typed.replace("\u00ad", "").casefold())
    assert sg.search(graph, typed, most=ALL).value == sg.search(graph, " ".join(words), most=ALL).value
    assert sg.search(graph, "supervision", most=ALL).value.total > 3


def test_a_letter_and_its_mark_are_one_letter(graph: sg.Graph) -> None:
    decomposed = unicodedata.normalize("NFD", "målgrupper")
    assert sg.search(graph, decomposed).value == sg.search(graph, "målgrupper").value


def test_a_word_that_stands_nowhere_is_named_with_what_is_like_it(cli: Cli) -> None:
    result = cli("search", "sundhd", "borger", "--lang", "en", "--format", "csv")
    assert result.code == 0
    assert "“sundhd” was not found. Nearest words: “sundhed”" in result.err
    assert result.out.count("\n") == 1
    result = cli("search", "forsorgshjem", "fundraising")
    assert "Ingen tekst har alle ordene" in result.err


def test_a_strategy_or_kind_that_is_none_is_refused(cli: Cli) -> None:
    assert cli("search", "borger", "--kind", "initiatve").code == 2
    assert cli("search", "borger", "--strategy", "midt").code == 2


def test_the_best_are_shown_and_all_are_counted(cli: Cli) -> None:
    result = cli("search", "borger", "--most", "3", "--lang", "en", "--format", "csv")
    assert len(result.out.splitlines()) == 4
    shown = cli("search", "borger", "--most", "3", "--lang", "en").out
    total = re.search(r"The best 3 of (\d+):", shown)
    assert total
    assert int(total[1]) > 100


# Whatever happens to the index.


def index_file(root: Path) -> Path:
    (path,) = root.glob("*/search-*.sqlite")
    return path


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("STRATEGIGRAF_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def damaged(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


SMALL = CORPUS / "data"


def test_a_damaged_index_is_made_anew(root: Path) -> None:
    def hits() -> Findings:
        return sg.search(sg.open(SMALL), "kilderne", most=ALL).value

    whole = hits()
    assert whole.total > 1
    harms: dict[str, Callable[[Path], object]] = {
        "a bit": damaged,
        "emptied": lambda path: path.write_bytes(b""),
        "cut off": lambda path: path.write_bytes(path.read_bytes()[:-4096]),
        "gone": lambda path: path.unlink(),
        "other version": lambda path: path.rename(path.with_name("search-0.0-0-00000000.sqlite")),
        "killed while writing": lambda path: path.rename(path.with_suffix(".unfinished")),
    }
    for name, harm in harms.items():
        harm(index_file(root))
        assert hits() == whole, name
        assert index_file(root).is_file(), name


def test_a_cache_that_cannot_be_written_is_done_without(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sg.search(sg.open(SMALL), "kilderne", most=ALL).value
    index_file(root).unlink()
    monkeypatch.setattr(module, "_OF_INDEX", "search-nowhere/there/")  # a folder that is not there
    with pytest.warns(sg.Notice, match="Mellemlageret kan ikke skrives"):
        assert sg.search(sg.open(SMALL), "kilderne", most=ALL).value == whole


def test_a_sqlite_without_fts5_is_told(cli: Cli, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_TABLES", module._TABLES.replace("USING fts5", "USING fts5_that_is_not_there"))
    with pytest.raises(StoreFailed, match="FTS5"):
        WordIndex.new()
    result = cli("search", "teknologi", "--lang", "en")
    assert result.code == 3
    assert "The SQLite of this Python was built without FTS5." in result.err
    assert "Everything else works without" in result.err


def test_source_texts_stay_out_of_the_answer_once_they_are_gone(root: Path, sources_folder: Path) -> None:
    with_sources = sg.search(sg.open(), "supervision", sources=sources_folder, most=ALL).value
    assert any(hit.field == PASSAGE for hit in with_sources.hits)
    assert all(hit.field != PASSAGE for hit in sg.search(sg.open(), "supervision", most=ALL).value.hits)


def test_a_changed_source_is_read_anew(root: Path, tmp_path: Path, sources_folder: Path) -> None:
    folder = tmp_path / "sources"
    shutil.copytree(sources_folder, folder)
    text = folder / "sjaelland-strategi-2025-2028.md"
    assert not sg.search(sg.open(), "kængurupark", sources=folder).value.total
    text.write_text(text.read_text(encoding="utf-8") + "\n\nEn kængurupark er her.\n", encoding="utf-8")
    (hit,) = sg.search(sg.open(), "kængurupark", sources=folder).value.hits
    assert hit.content == "En kængurupark er her."
    text.unlink()
    assert not sg.search(sg.open(), "kængurupark", sources=folder).value.total


def test_a_warm_search_reads_no_quads(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sg.search(sg.open(SMALL), "kilderne").to_csv()

    def no_quads(self: EmbeddedStore) -> None:
        raise AssertionError("the quads were read")

    monkeypatch.setattr(EmbeddedStore, "_quads", no_quads)
    assert sg.search(sg.open(SMALL), "kilderne").to_csv() == whole
