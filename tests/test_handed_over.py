"""What is handed over: quotes that are shortened, names that are offered, contents in Word, names of sheets."""

from io import BytesIO

import pytest

from strategigraf.core.errors import did_you_mean
from strategigraf.core.rdf import Text
from strategigraf.core.report import Chapter, Dossier, Part, Passage
from strategigraf.dossier.short.brief import shortened
from strategigraf.dossier.short.document import report_document
from strategigraf.render.workbook.workbook import workbook
from tests.office import opened

CLAUSE = "Tidsplanen er en skitse for hvornår indsatser igangsættes"


def report_of(*titles: Text) -> Dossier:
    """A report with a chapter for each of *titles*, and a sentence in it."""
    sections = tuple(
        Passage(f"part-{place}", title, (Text("En sætning.", "A sentence."),)) for place, title in enumerate(titles)
    )
    chapters = tuple(Chapter(title, ((section.name, title),)) for title, section in zip(titles, sections, strict=True))
    return Dossier("report", Text("Rapport", "Report"), Text("", ""), sections, {}, {}, chapters=chapters)


@pytest.mark.parametrize(
    ("most", "words"), [(10, f"{CLAUSE} …"), (3, "Tidsplanen …"), (20, f"{CLAUSE} og dermed udmøntes")]
)
def test_no_quote_is_cut_behind_a_word_that_only_leads_to_the_next(most: int, words: str) -> None:
    assert shortened(f"{CLAUSE} og dermed udmøntes", most) == words


def test_names_that_may_be_meant_are_listed_as_in_a_sentence() -> None:
    assert did_you_mean(["a"]) == Text("Mente du a?", "Did you mean a?")
    assert did_you_mean(["a", "b", "c"]) == Text("Mente du a, b eller c?", "Did you mean a, b or c?")


def test_a_word_report_of_several_chapters_has_contents_that_lead_to_them_and_say_their_pages() -> None:
    docx = pytest.importorskip("docx", reason="python-docx is not installed")
    made = docx.Document(BytesIO(report_document(None, report_of(Text("Mål", "Goals"), Text("Tid", "Time")), "da")))
    body = made.element.xml
    assert [body.count(f'w:name="chapter{place}"') for place in (0, 1)] == [1, 1]
    assert [body.count(f'w:anchor="chapter{place}"') for place in (0, 1)] == [1, 1]
    assert [body.count(f" PAGEREF chapter{place} ") for place in (0, 1)] == [1, 1]
    alone = docx.Document(BytesIO(report_document(None, report_of(Text("Mål", "Goals")), "da")))
    assert "PAGEREF" not in alone.element.xml


def test_sheets_on_the_same_strategy_have_names_that_tell_them_apart() -> None:
    whose = "Social Strategi 2014–2017, Region Midtjylland"
    titles = [Text(f"{whose}: {what}", f"{whose}: {what}") for what in ("opgørelse", "fælles")]
    parts = tuple(Part(f"part-{place}", title, Text("", ""), (), ()) for place, title in enumerate(titles))
    chapter = Chapter(Text("Tid", "Time"), tuple((part.name, part.title) for part in parts))
    names = opened(workbook(report_of()._replace(sections=parts, chapters=(chapter,)), "da")).sheetnames
    assert names[1:3] == ["1 Opgørelse – Social Strategi…", "2 Fælles – Social Strategi…"]
