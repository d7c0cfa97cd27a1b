"""Accept: changes are checked as by `check`, and all of them are written, or nothing."""

import os
from pathlib import Path

import pytest

import strategigraf as sg
from strategigraf.accept.accepting import Accepted, accept_changes
from strategigraf.accept.changes import AnyChange, Change, RowChange
from strategigraf.accept.errors import DataDiffer
from strategigraf.core.errors import DataLocked, OutputNotWritten, WrongValue
from strategigraf.core.rdf import ID, LANG_STRING, SG, SKOS, Iri, Literal, Text
from strategigraf.files.output import only_writer
from strategigraf.files.sssom import Alignment, read_alignments
from strategigraf.files.turtle_format import format_file
from tests.conftest import Cli

TOWN = ID + "eksempelby-2030/"
LABEL = Iri(SKOS + "prefLabel")


def bytes_of(data: Path) -> dict[str, bytes]:
    files = [path for path in sorted(data.rglob("[!.]*")) if path.is_file()]
    return {path.relative_to(data).as_posix(): path.read_bytes() for path in files}


def taken(data: Path, *changes: AnyChange, dry: bool = False) -> Accepted:
    return accept_changes(sg.open(data), changes, dry=dry)


def titled(data: Path, old: str, new: str, thing: str = "maal-3", language: str = "da") -> Change:
    path = data / "strategies" / "eksempelby-2030.ttl"
    pairs = [(LABEL, Literal(words, LANG_STRING, language)) for words in (new, old)]
    return Change(path, TOWN + thing, (pairs[0],), (pairs[1],))


@pytest.fixture
def data(own_corpus: Path, monkeypatch: pytest.MonkeyPatch, cache_root: Path) -> Path:
    monkeypatch.setenv("STRATEGIGRAF_CACHE", str(cache_root))
    return own_corpus


def test_a_new_title_replaces_the_old_one_and_all_else_in_the_file_stays(data: Path) -> None:
    path = data / "strategies" / "eksempelby-2030.ttl"
    before = path.read_text(encoding="utf-8")
    done = taken(data, titled(data, "Naboer hjælper hinanden", "Naboer hjælper i det daglige"))
    assert done == Accepted((), (path,), True)
    assert path.read_text(encoding="utf-8") == before.replace(
        '"Naboer hjælper hinanden"@da', '"Naboer hjælper i det daglige"@da'
    )
    assert format_file(path) == path.read_text(encoding="utf-8")


def test_comments_stay_before_their_blocks_and_none_is_lost_with_what_is_removed(data: Path) -> None:
    path = data / "strategies" / "eksempelby-2030.ttl"
    text = path.read_text(encoding="utf-8").replace("\n:maal-3\n", "\n# Drøftet to gange.\n:maal-3\n")
    path.write_text(text, encoding="utf-8")
    assert taken(data, titled(data, "Naboer hjælper hinanden", "Naboer hjælper")).written
    assert "\n# Drøftet to gange.\n:maal-3\n" in path.read_text(encoding="utf-8")


def test_an_error_that_the_changes_bring_stops_all_of_them_and_is_told_with_its_place(data: Path) -> None:
    before = bytes_of(data)
    wrong = Change(
        data / "strategies" / "eksempelby-2030.ttl",
        TOWN + "maal-3",
        ((Iri(SG + "partOf"), Iri(TOWN + "indsats-1-1")),),
        (),
    )
    done = taken(data, titled(data, "Naboer hjælper hinanden", "Naboer hjælper"), wrong)
    assert not done.written
    assert not done.good
    assert {finding.thing for finding in done.findings} >= {"eksempelby-2030/maal-3"}
    assert {finding.file for finding in done.findings} == {str(data / "strategies" / "eksempelby-2030.ttl")}
    assert bytes_of(data) == before


def test_an_error_that_was_there_before_stops_nothing(data: Path) -> None:
    path = data / "strategies" / "eksempelby-2030.ttl"
    text = path.read_text(encoding="utf-8").replace(
        '"Naboer hjælper hinanden"@da', '"Naboer hjælper hinanden"@da , "Vand"@da'
    )
    path.write_text(text, encoding="utf-8")
    assert not sg.check(sg.open(data)).good
    assert taken(data, titled(data, "Naboer hjælper hinanden", "Naboer hjælper")).written


def test_a_dry_run_tells_the_files_and_writes_none(data: Path) -> None:
    before = bytes_of(data)
    done = taken(data, titled(data, "Naboer hjælper hinanden", "Naboer hjælper"), dry=True)
    assert (done.written, [path.name for path in done.files]) == (False, ["eksempelby-2030.ttl"])
    assert bytes_of(data) == before


def test_what_is_no_longer_there_is_no_guess_but_an_error(data: Path) -> None:
    before = bytes_of(data)
    with pytest.raises(DataDiffer, match="Rent mælk"):
        taken(data, titled(data, "Rent mælk", "Naboer hjælper"))
    with pytest.raises(DataDiffer, match="findes allerede"):
        taken(
            data,
            titled(data, "Naboer hjælper hinanden", "Naboer hjælper")._replace(adds=((LABEL, LABELLED),), removes=()),
        )
    assert bytes_of(data) == before


LABELLED = Literal("Naboer hjælper hinanden", LANG_STRING, "da")


def test_two_files_are_written_or_none_where_the_second_cannot_be(data: Path) -> None:
    blocked = data / "organisations.ttl"
    blocked.with_name(
        f".{blocked.name}.{os.getpid()}.part"
    ).mkdir()  # the file that is written beside it cannot be made
    before = bytes_of(data)
    changes = [
        Change(blocked, ID + "organisations/nyt-udvalg", NEW_BODY),
        Change(data / "aa.ttl", ID + "organisations/andet-udvalg", NEW_BODY),
    ]
    with pytest.raises(OutputNotWritten):
        taken(data, *changes)
    assert bytes_of(data) == before


NEW_BODY = (
    (Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), Iri("http://www.w3.org/ns/org#Organization")),
    (LABEL, Literal("Nyt udvalg", LANG_STRING, "da")),
    (LABEL, Literal("New committee", LANG_STRING, "en")),
)


def test_nothing_outside_the_data_is_ever_written(data: Path, tmp_path: Path) -> None:
    for path in (tmp_path / "else.ttl", data / ".." / "else.ttl", data / "notes.txt"):
        with pytest.raises(WrongValue, match=r"else\.ttl|notes\.txt"):
            taken(data, Change(path, TOWN + "maal-3", NEW_BODY))


def test_nobody_else_writes_meanwhile(data: Path) -> None:
    with only_writer(data), pytest.raises(DataLocked):
        taken(data, titled(data, "Naboer hjælper hinanden", "Naboer hjælper"))


def row(subject: str, target: str, confidence: str, danish: str, english: str) -> Alignment:
    said = Text(danish, english)
    return Alignment(TOWN + subject, SKOS + "relatedMatch", TOWN + target, False, confidence, said, 0)


def test_rows_of_a_mapping_set_come_change_and_go_and_other_lines_stay_as_they_are(data: Path) -> None:
    path = data / "alignments" / "ny.sssom.tsv"
    one, two = (
        row("maal-3", "maal-2", "0.5", "Naboer og frivillige mødes.", "Neighbours and volunteers meet."),
        row("indsats-1-1", "maal-2", "0.7", "Begge renser åen for spildevand.", "Both clean the brook of waste water."),
    )
    done = taken(data, RowChange(path, None, one, {"subject_label": "A"}), RowChange(path, None, two))
    assert done == Accepted((), (path,), True)
    assert [found._replace(line=0) for found in read_alignments(path)] == [one, two]
    lines = path.read_text(encoding="utf-8").split("\n")
    better = one._replace(confidence="0.9", rationale=Text("Naboer\tog frivillige ses.", one.rationale.en))
    assert taken(data, RowChange(path, one, better)) == Accepted((), (path,), True)
    after = path.read_text(encoding="utf-8").split("\n")
    assert [line for line in lines if line not in after] == [lines[-3]]
    assert read_alignments(path)[0].rationale.da == "Naboer og frivillige ses."
    stale = RowChange(path, one, None)
    with pytest.raises(DataDiffer):
        taken(data, stale)
    assert taken(data, RowChange(path, two, None)).written
    assert len(read_alignments(path)) == 1


def test_a_file_that_holds_no_decisions_is_refused_with_what_to_give(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "brev.txt").write_text("Kære alle", encoding="utf-8")
    done = cli("accept", tmp_path / "brev.txt")
    assert done.code == 2
    assert "»brev.txt« er ikke en fil med beslutninger" in done.err
    assert cli("accept", tmp_path / "væk.xlsx").code == 3
