"""Reports as Word documents (DOCX): the two pages of the short report, and the chapters and the evidence after them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from strategigraf.core.rdf import SDG, Iri, Text, message, quoted, short
from strategigraf.core.report import Crossing, Dossier, Drawing, Part, Passage, Shown, cell_things, for_people, title_of
from strategigraf.dossier.short.brief import Brief, Finding, Gap, capital
from strategigraf.dossier.short.figure import thread_svg
from strategigraf.dossier.short.page import fitted, on_one_page, typeset
from strategigraf.render.canvas import lettered, png
from strategigraf.render.html_page.writer import Appendix, ranges
from strategigraf.render.tables import term_of
from strategigraf.render.word import Form, Run, WordFile, check_length, coloured

_PIXELS = 2160
_WIDTH, _FIGURE = 180, 170  # mm between the margins, and of the figure
_BODY, _HEADS = "Calibri", "Cambria"
_RED, _GREY, _INK = "A3182F", "59616C", "1C1F24"
_STYLES = {
    "Normal": Form(9.5, False, _INK, 0, 2, _BODY),
    "Title": Form(21, False, _INK, 0, 3, _HEADS),
    "Subtitle": Form(9, True, _RED, 0, 0, _BODY),
    "Heading 1": Form(11.5, True, _INK, 6, 1.5, _BODY, keeps=True, rule=("top", _INK, 8, 4)),
    "Heading 2": Form(9.5, True, _INK, 4, 0, _BODY, keeps=True),
    "Caption": Form(9, False, _INK, 3, 2, _BODY, keeps=True),
    "Quote": Form(9, False, _INK, 0, 1, _HEADS, italic=True, indent=8, rule=("left", _RED, 12, 6)),
    "List Bullet": Form(9, False, _INK, 0, 1, _BODY, indent=4, hanging=4),
    "Evidence": Form(7.2, False, _INK, 0, 1.5, _BODY),
    "Note": Form(8, False, _GREY, 1, 2, _BODY),
}
_FEW = 6  # so many entries of the evidence are named at a number
_OUR_OWN = ("Evidence", "Note")  # styles that no template has


def report_document(
    brief: Brief | None,
    dossier: Dossier | None,
    language: str,
    template: Path | None = None,
    notice: Callable[[Text], None] | None = None,
) -> bytes:
    """A Word document in *language*: the two pages of *brief*, and after them the chapters and the evidence of
    *dossier*, each where given; in the styles of *template* where there is one. A style that it lacks is made from
    Normal, and *notice* is told.

    Raises LibraryMissing where python-docx is not installed, RasteriserMissing, and WrongValue where *template* is no
    Word document or a table is too long for one.
    """
    for part in dossier.sections if dossier else ():
        if isinstance(part, Part):
            check_length(len(part.rows))
    word = WordFile(language, template)
    missing = ", ".join(name for name in word.styles(_STYLES) if name not in _OUR_OWN)
    if missing and notice:
        notice(message("short.template-lacks", styles=missing))
    word.page((210, 297), (15, 13, 15))
    if brief:
        _Short(word, brief, language).write(alone=dossier is None)
    if dossier:
        _Chapters(word, dossier, language).write(alone=brief is None)
    return word.content()


class _Short:
    """The two pages of *brief* in *word*."""

    def __init__(self, word: WordFile, brief: Brief, language: str) -> None:
        self.word = word
        self.brief = fitted(brief, language)[0]
        self.language = language

    def text(self, text: Text) -> str:
        return typeset(lettered(text.in_language(self.language)))

    def write(self, alone: bool) -> None:
        """Writes them; they are the whole document where they are *alone*."""
        brief, word = self.brief, self.word
        kicker = self.text(message("short.kicker") if alone else message("dossier.kicker"))
        word.foot(f"{self.text(brief.title)} · {kicker}", message("short.page", number="#", all="¤"), "Note")
        title, owner = self.text(brief.title), self.text(brief.owner)
        word.properties(title, kicker, owner, brief.issued)
        word.paragraph(self.text(message("short.kicker")), "Subtitle")
        word.paragraph(title, "Title")
        self.facts()
        if brief.lead.da:
            word.paragraph(self.text(message("short.lead.heading", noun=brief.noun)), "Heading 1")
            word.paragraph(self.text(brief.lead), "Normal")
        elif not brief.numbers:
            word.paragraph(self.text(message("short.empty", noun=brief.noun)), "Normal")
        self.figure()
        self.numbers()
        self.gaps()
        heading = word.paragraph(self.text(message("short.heading.findings")), "Heading 1")
        heading.paragraph_format.page_break_before = not on_one_page(brief, self.language)
        if not brief.findings:
            word.paragraph(self.text(message("short.heading.none")), "Normal")
        for finding in brief.findings:
            self.finding(finding)
        self.read()
        self.evidence()
        word.paragraph(self.text(message("short.foot")), "Note")

    def caption(self, label: Text, sequence: str, title: Text) -> Any:
        return self.word.caption(self.text(label), sequence, self.text(title), "Caption")

    def facts(self) -> None:
        facts = self.brief.facts
        if not facts:
            return
        shares = (1.25, 0.6, 1.45, 2.2) if len(facts) == 4 else (1,) * len(facts)
        table = self.word.table(1, [share * _WIDTH / sum(shares) for share in shares], rules=False)
        for cell, (head, told) in zip(table.rows[0].cells, facts, strict=True):
            self.word.cell(cell, self.text(head), style="Note").paragraph_format.space_before = None
            self.word.run(cell.add_paragraph(style="Normal"), self.text(told))

    def figure(self) -> None:
        thread = self.brief.thread
        if thread is None:
            return
        caption = self.caption(message("short.figure.label"), "Figure", thread.title)
        self.word.run(caption, " " + self.text(thread.caption))
        picture = png(thread_svg(thread, self.language), _PIXELS)
        self.word.picture(picture, _FIGURE, self.text(thread.title), self.text(thread.told))
        if thread.keys:
            kinds = zip(("own", "below", "none"), thread.keys, strict=True)
            signs = [self.text(message(f"short.figure.sign-{kind}", what=told)) for kind, told in kinds]
            self.word.paragraph(" ".join(signs), "Note")

    def numbers(self) -> None:
        numbers = self.brief.numbers
        if not numbers:
            return
        self.word.paragraph(self.text(capital(message("short.heading.numbers", noun=self.brief.noun))), "Heading 1")
        self.caption(message("short.table.label"), "Table", message("short.table.numbers"))
        table = self.word.table(len(numbers) + 1, [20, 138, 22])
        self.word.head(
            table, [self.text(message(f"short.table.{name}")) for name in ("number", "says", "evidence")], "Note", (0,)
        )
        for place, (row, number) in enumerate(zip(table.rows[1:], numbers, strict=True), 1):
            value = self.text(number.value).replace(" ", "\u00a0")
            self.word.cell(row.cells[0], value, right=True, bold=True)
            self.word.cell(row.cells[1], self.text(number.told))
            self.link(self.word.cell(row.cells[2], ""), place)

    def gaps(self) -> None:
        if not self.brief.gaps:
            return
        self.word.paragraph(self.text(message("short.gaps.heading")), "Heading 1")
        self.caption(message("short.table.label"), "Table", message("short.table.gaps"))
        names = ("requirement", "total", "own", "inherited", "none", "which")
        table = self.word.table(len(self.brief.gaps) + 1, [52, 17, 17, 25, 19, 50])
        self.word.head(table, [self.text(message(f"short.gap-head.{name}")) for name in names], "Note", (1, 2, 3, 4))
        for row, gap in zip(table.rows[1:], self.brief.gaps, strict=True):
            self.gap(row, gap)
        self.word.paragraph(self.text(message("short.gaps.note")), "Note")

    def gap(self, row: Any, gap: Gap) -> None:
        self.word.cell(row.cells[0], self.text(gap.title))
        none = self.text(message("short.gaps.not-inheritable"))
        for cell, value in zip(row.cells[1:5], (gap.total, gap.own, gap.inherited, gap.none), strict=True):
            self.word.cell(cell, none if value is None else str(value), right=True)
        place = self.brief.place(gap.number)
        which = self.text(gap.which)
        paragraph = self.word.cell(row.cells[5], f"{which} " if which and place else which)
        if place:
            self.link(paragraph, place, "" if which else self.text(message("short.gaps.see", number=place)))

    def finding(self, finding: Finding) -> None:
        self.word.paragraph(self.text(finding.title), "Heading 2")
        told = self.word.paragraph(self.text(finding.told), "Normal")
        told.paragraph_format.keep_together = True
        for name in finding.numbers:
            if number := self.brief.place(name):
                self.word.run(told, " ")
                self.link(told, number)
        for quote in finding.quotes:
            made = self.word.paragraph("", "Quote")
            words = quoted(lettered(quote.words), self.language)
            self.word.run(made, words, language="en" if quote.foreign else "da")
            place = self.word.run(made, f" {self.text(quote.place)}")
            place.italic, place.font.name = False, _BODY
            coloured(place, 8, _GREY)

    def read(self) -> None:
        table = self.word.table(1, [_WIDTH / 2, _WIDTH / 2], rules=False)
        sides = (("short.heading.read", self.brief.read), ("short.heading.unread", self.brief.unread))
        for cell, (heading, told) in zip(table.rows[0].cells, sides, strict=True):
            self.word.cell(cell, self.text(message(heading)), style="Heading 1").paragraph_format.space_before = None
            for one in told:
                self.word.run(cell.add_paragraph(style="List Bullet"), self.text(one))

    def evidence(self) -> None:
        if not self.brief.numbers:
            return
        self.word.paragraph(self.text(message("short.heading.evidence")), "Heading 1")
        for place, number in enumerate(self.brief.numbers, 1):
            made = self.word.paragraph("", "Evidence")
            self.word.bookmark(made, f"evidence{place}")
            self.word.run(made, f"{place}. {self.text(number.evidence.title)}. ", bold=True)
            self.word.run(made, self.text(number.evidence.told))

    def link(self, paragraph: Any, number: int, words: str = "") -> None:
        """A link to the evidence of the number at the place *number*."""
        words = words or f"→\u00a0{self.text(message('short.evidence.link', number=number))}"
        coloured(self.word.link(paragraph, words, f"evidence{number}"), 8.5, _RED)


class _Chapters:
    """The chapters of *dossier* in *word*, and the words of all that they speak of."""

    def __init__(self, word: WordFile, dossier: Dossier, language: str) -> None:
        self.word = word
        self.dossier = dossier
        self.language = language
        self.appendix = Appendix(dossier.words)

    def text(self, text: Text) -> str:
        return lettered(text.in_language(self.language))

    def title(self, thing: str) -> str:
        """The title of *thing*; of an SDG goal or target its number before it."""
        title = title_of(self.dossier.names, thing, self.language)
        return f"{short(thing)} {title}" if thing.startswith(SDG) and title != short(thing) else title

    def write(self, alone: bool) -> None:
        """Writes them; they are the whole document where they are *alone*."""
        title, kicker = self.text(self.dossier.title), self.text(message("dossier.kicker"))
        if alone:
            self.word.foot(f"{title} · {kicker}", message("short.page", number="#", all="¤"), "Note")
            self.word.properties(title, kicker, "", "")
            self.word.paragraph(kicker, "Subtitle")
            self.word.paragraph(title, "Title")
        sections = {section.name: section for section in self.dossier.sections}
        has_contents = len(self.dossier.chapters) > 1
        if has_contents:
            self.contents(new_page=not alone)
        for place, chapter in enumerate(self.dossier.chapters):
            heading = self.word.paragraph(self.text(capital(chapter.title)), "Heading 1")
            self.word.bookmark(heading, f"chapter{place}")
            heading.paragraph_format.page_break_before = not alone and place == 0 and not has_contents
            for name, called in chapter.entries:
                if isinstance(sections[name], Crossing):
                    continue  # a matrix is for the screen and the workbook, as its chapter says
                if len(chapter.entries) > 1 or called != chapter.title:
                    self.word.paragraph(self.text(capital(called)), "Heading 2")
                self.section(sections[name])
        if len(self.appendix):
            self.evidence()

    def contents(self, new_page: bool) -> None:
        """The chapters, and the evidence where there is some, with the pages that they begin on."""
        heading = self.word.paragraph(self.text(message("page.contents")), "Heading 1")
        heading.paragraph_format.page_break_before = new_page
        for place, chapter in enumerate(self.dossier.chapters):
            self.word.entry(self.text(capital(chapter.title)), f"chapter{place}", "Normal")
        if self.dossier.words:
            self.word.entry(self.text(message("page.evidence")), "evidence", "Normal")

    def section(self, section: object) -> None:
        if isinstance(section, Passage):
            for paragraph in section.paragraphs:
                self.word.paragraph(self.text(paragraph), "Normal")
        elif isinstance(section, Drawing):
            self.word.paragraph(self.text(section.sentence), "Note")
            picture = png(section.svg.in_language(self.language), _PIXELS)
            told = self.text(section.sentence)
            self.word.picture(picture, self.word.width(), self.text(section.title), told)
        elif isinstance(section, Part):
            self.word.paragraph(self.text(section.sentence), "Note")
            if section.rows:
                heads = [column.title(self.language) for column in section.columns]
                heads = [head[:1].upper() + head[1:] for head in heads]
                rows = [[list(self.cell(for_people(cell))) for cell in row] for row in section.rows]
                self.word.rows(heads, rows, self.word.width())
                self.word.paragraph("", "Note")

    def cell(self, cell: Shown) -> Iterator[Run]:
        """*cell*, with links to the evidence of what it opens to."""
        numbers = self.appendix.numbers(cell_things(cell))
        first = f"entry{numbers[0]}" if numbers else ""
        if isinstance(cell, Iri):
            yield Run(lettered(self.title(cell.value)), first)
            return
        term = term_of(cell, self.language, for_people=True)
        yield Run(lettered(term.value) if term is not None else "", first)
        if 0 < len(numbers) <= _FEW:  # of more the link leads to the first
            yield Run(f" [{ranges(numbers)}]")

    def evidence(self) -> None:
        heading = self.word.paragraph(self.text(message("page.evidence")), "Heading 1")
        self.word.bookmark(heading, "evidence")
        heading.paragraph_format.page_break_before = True
        self.word.paragraph(self.text(message("dossier.evidence.numbered")), "Note")
        for entry in self.appendix.entries():
            made = self.word.paragraph("", "Evidence")
            self.word.bookmark(made, f"entry{entry.number}")
            self.word.run(made, f"{entry.number}. {lettered(self.title(entry.thing))}. ", bold=True)
            for quote in entry.quotes:
                place = ", ".join(filter(None, (quote.place.in_language(self.language), self.title(quote.document))))
                language = "en" if quote.quote.endswith("-text-en") else "da"
                self.word.run(made, f"{quoted(lettered(quote.exact), self.language)} ", language=language)
                self.word.run(made, f"({lettered(place)}) ")
