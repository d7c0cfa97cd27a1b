"""The site: every link leads somewhere, every number opens, nothing runs that is not ours, only what changed is
written."""

import json
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

import strategigraf as sg
from strategigraf.core.errors import OutputNotWritten
from strategigraf.site.addresses import href, segment
from strategigraf.site.api import MANIFEST, Site, site
from tests.conftest import CORPUS, Cli

HOSTILE = "<script>alert(1)</script> javascript:alert(2) \u202eevil <svg onload=alert(3)>"


class Read(HTMLParser):
    """What a page has: anchors, links, what opens, what loads, and what should not be there."""

    def __init__(self, content: str) -> None:
        super().__init__(convert_charrefs=True)
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.opens: list[str] = []
        self.loads: list[str] = []
        self.faults: list[str] = []
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.anchors |= {given["id"]} if "id" in given else set()
        self.links += [given["href"]] if tag == "a" and "href" in given else []
        self.opens += [given["popovertarget"]] if "popovertarget" in given else []
        if (tag == "script" and "src" in given) or tag in ("img", "iframe", "object", "embed"):
            self.loads.append(given.get("src", ""))
        if tag == "link" and given.get("rel") in ("stylesheet", "icon"):
            self.loads.append(given["href"])
        if tag == "style" or (tag == "script" and "src" not in given):
            self.faults.append(tag)
        self.faults += [f"{tag} {name}" for name in given if name.startswith("on") or name == "style"]
        if given.get("href", "").strip().lower().startswith(("javascript:", "vbscript:")):
            self.faults.append(given["href"])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of the invented municipality."""
    return site(
        sg.open(CORPUS / "data"), tmp_path_factory.mktemp("site"), CORPUS / "sources", "https://example.org/plans"
    )


@pytest.fixture(scope="module")
def pages(made: Site) -> dict[Path, Read]:
    return {path: Read(path.read_text(encoding="utf-8")) for path in sorted(made.folder.rglob("*.html"))}


def led(pages: dict[Path, Read], page: Path) -> Iterator[tuple[str, Path, str]]:
    for link in pages[page].links:
        if not link.startswith(("http://", "https://")):
            name, _, anchor = link.partition("#")
            yield link, (page.parent / unquote(name.partition("?")[0])).resolve() if name else page, unquote(anchor)


def test_every_link_leads_to_a_page_and_to_a_place_on_it(pages: dict[Path, Read]) -> None:
    assert len(pages) > 400
    lost = []
    for page in pages:
        for link, target, anchor in led(pages, page):
            if not target.is_file() or (anchor and target.suffix == ".html" and anchor not in pages[target].anchors):
                lost.append((page.name, link))
    assert lost == []


def test_every_number_opens_on_its_page(pages: dict[Path, Read]) -> None:
    assert sum(len(page.opens) for page in pages.values()) > 50
    assert [(path.name, one) for path, page in pages.items() for one in page.opens if one not in page.anchors] == []


def test_nothing_is_loaded_from_elsewhere_and_nothing_runs_but_the_scripts_of_the_site(pages: dict[Path, Read]) -> None:
    for path, page in pages.items():
        assert page.faults == [], path
        assert [one for one in page.loads if "://" in one] == [], path
        assert "script-src &#39;self&#39;" in path.read_text(encoding="utf-8"), path


def test_each_page_is_in_both_languages_and_there_as_data(made: Site) -> None:
    for path in made.folder.glob("id/**/*.html"):
        name = path.relative_to(made.folder).with_suffix("")
        assert (made.folder / "en" / f"{name}.html").is_file()
        for ending in ("json", "csv", "ttl", "jsonld"):
            assert (made.folder / f"{name}.{ending}").is_file()
        json.loads((made.folder / f"{name}.json").read_text(encoding="utf-8"))


def test_turtle_and_json_ld_of_a_page_say_the_same(made: Site) -> None:
    rdflib = pytest.importorskip("rdflib")
    for path in [*made.folder.glob("id/*/*.ttl")][:6]:
        graphs = [rdflib.Graph(), rdflib.Graph()]
        graphs[0].parse(path, format="turtle")
        graphs[1].parse(path.with_suffix(".jsonld"), format="json-ld")
        assert set(graphs[0]) == set(graphs[1]) != set()


def test_a_sitemap_names_every_page(made: Site, pages: dict[Path, Read]) -> None:
    named = re.findall("<loc>https://example.org/plans/(.*?)</loc>", (made.folder / "sitemap.xml").read_text())
    there = {path.relative_to(made.folder).as_posix() for path in pages}
    assert set(named) >= {name for name in there if "register/" not in name}


def test_the_index_of_words_leads_to_the_pages(made: Site) -> None:
    scripts = [path.read_text(encoding="utf-8") for path in (made.folder / "static" / "index").glob("da-*.js")]
    entries = [
        json.loads(script.partition(",")[2][:-3]) for script in scripts if script.startswith("strategigraf.entries")
    ]
    assert len(entries[0]) > 100
    for _, _, place, _, _ in entries[0]:
        assert (made.folder / place.partition("#")[0]).is_file(), place


def test_a_source_is_shown_whole_only_where_its_document_allows_it(own_corpus: Path, tmp_path: Path) -> None:
    words = "Kommunen"
    documents = own_corpus / "documents.ttl"
    place = tmp_path / "site"
    name = "id/documents/eksempelby-2030"
    site(sg.open(own_corpus), place, CORPUS / "sources")
    before = (place / f"{name}.html").read_text(encoding="utf-8")
    content = documents.read_text(encoding="utf-8")
    documents.write_text(
        content.replace("a sg:Document", "a sg:Document ;\n    sg:textMayBeShown true", 1).replace(
            "a fabio:ReportDocument , sg:Document",
            "a fabio:ReportDocument , sg:Document ;\n    sg:textMayBeShown true",
            1,
        ),
        encoding="utf-8",
    )
    again = site(sg.open(own_corpus), place, CORPUS / "sources")
    after = (place / f"{name}.html").read_text(encoding="utf-8")
    unlit = 'class="row unlit"'
    assert unlit not in before
    assert unlit in after
    assert before.count("<mark") > 10 < after.count("<mark")
    assert 0 < again.changed < again.unchanged
    assert words


def test_only_what_changed_is_written_and_what_is_gone_is_removed(own_corpus: Path, tmp_path: Path) -> None:
    place = tmp_path / "site"
    first = site(sg.open(own_corpus), place)
    second = site(sg.open(own_corpus), place)
    assert (second.changed, second.removed, second.pages) == (0, 0, first.pages)
    strategies = sorted((own_corpus / "strategies").glob("*.ttl"))
    gone = max(strategies, key=lambda path: path.stat().st_size)
    pages = len(list(place.glob(f"id/{gone.stem}/*.html")))
    gone.unlink()
    third = site(sg.open(own_corpus), place)
    assert pages
    assert third.removed > pages
    assert not (place / "id" / gone.stem).exists()
    assert (place / "index.html").is_file()


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputNotWritten, match=r"other|andet"):
        site(sg.open(CORPUS / "data"), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_what_was_broken_off_is_taken_up_again(own_corpus: Path, tmp_path: Path) -> None:
    place = tmp_path / "site"
    site(sg.open(own_corpus), place)
    noted = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
    (place / MANIFEST).write_text(json.dumps({"complete": False, "files": []}), encoding="utf-8")
    (place / "id" / "left-behind.html").write_text("half", encoding="utf-8")
    found = site(sg.open(own_corpus), place)
    assert (found.changed, found.removed) == (0, 1)
    assert json.loads((place / MANIFEST).read_text(encoding="utf-8")) == noted


def test_hostile_labels_are_inert(own_corpus: Path, tmp_path: Path) -> None:
    told = HOSTILE.replace("\u202e", "\\u202E")
    for path in (own_corpus / "strategies").glob("*.ttl"):
        content = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r'(skos:prefLabel ")[^"]*', lambda match: match[1] + told, content), encoding="utf-8")
    place = tmp_path / "site"
    site(sg.open(own_corpus), place, CORPUS / "sources")
    found = 0
    for path in place.rglob("*.html"):
        content = path.read_text(encoding="utf-8")
        assert Read(content).faults == [], path
        assert "\u202e" not in content, path
        assert "<svg onload" not in content, path
        found += "&lt;script&gt;" in content
    assert found > 50
    for path in place.rglob("*.js"):
        assert "<script>alert" not in path.read_text(encoding="utf-8"), path


def test_a_name_becomes_a_part_of_a_path_that_leads_nowhere_else() -> None:
    assert segment("..") == "=2E=2E"
    assert segment("a/b") == "a=2Fb"
    assert segment("mål 1") == "m=C3=A5l=201"
    assert len(segment("x" * 500)) < 130
    assert href("id/a/b", "sdg/10.3") == "../../sdg/10.3.html"
    assert href("index", "en/index") == "en/index.html"
    assert href("id/a", "id/a/b", anchor="c") == "a/b.html#c"


def test_the_command_says_what_it_wrote(cli: Cli, tmp_path: Path) -> None:
    place = tmp_path / "site"
    result = cli("site", "-o", str(place), "--data", str(CORPUS / "data"), "--lang", "en")
    assert result.code == 0
    assert "The site was written to" in result.err
    assert (place / "da" / "index.html").is_file()
    assert 'lang="en"' in (place / "index.html").read_text(encoding="utf-8")
    shutil.rmtree(place)


def test_the_national_matrix_counts_as_the_command_does(made: Site) -> None:
    told = json.loads((made.folder / "matrices" / "national.json").read_bytes())["parts"][0]
    wanted = sg.pivot(sg.open(CORPUS / "data"), "initiative", "sdg-target").by_column()
    targets = [row[told["columns"].index("target")].rpartition("/")[2] for row in told["rows"]]
    marks = [int(row[told["columns"].index("marks")]) for row in told["rows"]]
    assert marks == list(wanted["marks"])
    assert len(targets) == len(set(targets)) == len(marks) > 0
    assert 'href="national.html"' in (made.folder / "matrices" / "index.html").read_text(encoding="utf-8")
