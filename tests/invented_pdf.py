"""An invented municipal plan as its publisher would have it: a PDF of five pages, made by reportlab, with two columns,
boxes, running heads, footnotes, words broken at the ends of lines, columns and pages, a table and a timeline; and its
second edition, in which the second track has a page of its own, one initiative is reworded and one is new.

`python -m tests.invented_pdf FILE [SECOND]` writes it, and the second edition.
"""

import sys
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, TOP, BOTTOM = 56.0, 539.0, 90.0, 770.0
MIDDLE = (LEFT + RIGHT) / 2
GAP = 22.0
HEAD = "Eksempelby Kommune · Digitaliseringsplan 2027–2030"
BODY, LEADING = 10.0, 13.5


class Said(NamedTuple):
    """Words of the plan as they read, the kind of block they are in, and the pages that they are on."""

    words: str
    kind: str
    pages: tuple[int, ...]


class Invented(NamedTuple):
    """The PDF, and what it says in reading order."""

    pdf: bytes
    said: tuple[Said, ...]


TRACKS = (
    ("En kommune, der hænger sammen", (
        ("Én indgang for borgeren", (
            "Vi samler alle selvbetjeningsløsninger på ét sted, så borgeren kun skal logge ind én gang. "
            "Indgangen skal virke på telefon, tablet og computer og opfylde kravene til webtilgængelighed.",
            "Borgerservice er ansvarlig, og løsningen er i drift ved udgangen af 2028.",
        )),
        ("Fælles sagsoverblik", (
            "Borgere og medarbejdere får det samme overblik over sager, aftaler og frister. "
            "Overblikket bygger på de fællesoffentlige byggeblokke og udbygges fagområde for fagområde.",
        )),
        ("Data følger borgeren", (
            "Oplysninger, som kommunen allerede har, skal ikke oplyses igen. Derfor beskriver vi de vigtigste "
            "datakilder og aftaler, hvem der må bruge dem til hvad.",
        )),
    )),
    ("Tryg og grøn drift", (
        ("Sikkerhed i hverdagen", (
            "Alle medarbejdere gennemfører hvert år et kort kursus i informationssikkerhed, og ledelsen får en "
            "halvårlig status på hændelser og beredskab.",
            "Leverandører skal dokumentere, at de overholder kommunens sikkerhedskrav.",
        )),
        ("Grøn it", (
            "Levetiden for computere og skærme forlænges fra fire til seks år. Udstyr, som kommunen ikke selv kan "
            "bruge, gives videre til foreninger eller genanvendes. Det bidrager til delmål 12.5.",
        )),
        ("Færre systemer", (
            "Vi gennemgår alle it-systemer og lukker dem, der overlapper. Målet er 20 procent færre systemer i 2030.",
        )),
    )),
    ("Digitale kompetencer til alle", (
        ("Hjælp til dem, der har brug for det", (
            "Bibliotekerne åbner ugentlige it-caféer, hvor frivillige og medarbejdere hjælper borgere med "
            "digital post, betalinger og selvbetjening. Det bidrager til delmål 4.4.",
        )),
        ("Medarbejdere med mod på nyt", (
            "Hver arbejdsplads udpeger en digital ambassadør, som får tid og uddannelse til at hjælpe kolleger.",
        )),
    )),
)  # fmt: skip
SECOND = (  # the tracks of the second edition
    TRACKS[0],
    (TRACKS[1][0], (
        TRACKS[1][1][0],
        ("Grøn og langtidsholdbar it", TRACKS[1][1][1][1]),
        TRACKS[1][1][2],
    )),
    (TRACKS[2][0], (
        *TRACKS[2][1],
        ("Åbne data", (
            "Kommunens data om trafik, natur og økonomi bliver frit tilgængelige. Det bidrager til delmål 16.10.",
        )),
    )),
)  # fmt: skip
FOREWORD = (
    "Digitalisering er ikke et mål i sig selv. Vi digitaliserer for at give borgerne en hverdag, der hænger bedre "
    "sammen, og for at give medarbejderne mere tid til det, kun mennesker kan. Planen er blevet til i et samarbejde "
    "mellem fagudvalg, medarbejdere, foreninger og borgere, som har deltaget i fire borgermøder og en workshop.",
    "Kommunen har allerede taget vigtige skridt. Ni ud af ti henvendelser om pladsanvisning sker i dag digitalt, og "
    "hjemmeplejens medarbejdere har adgang til køreplaner og omsorgsjournaler på telefonen. Men vi kan og skal nå "
    "længere, og derfor sætter planen tre spor med otte initiativer for de kommende fire år.",
    "Byrådet følger planen gennem en årlig status. Den offentliggøres på kommunens hjemmeside og drøftes med "
    "ældrerådet, handicaprådet og ungerådet, før den behandles i økonomiudvalget. Hvor et initiativ ikke giver den "
    "ventede værdi, stopper vi det, og hvor en ny mulighed viser sig, tager vi den ind.",
    "Sammenhængende løsninger kræver, at fagområderne arbejder sammen på tværs af forvaltningsgrænser. Det gælder "
    "også økonomien: Gevinster, der høstes ét sted, kan skyldes en indsats et andet sted, og det skal "
    "budgetmodellen tage højde for. Direktionen fremlægger en model for gevinstrealisering inden sommeren 2027.",
    "Planen skal læses sammen med kommunens velfærdspolitik og klimahandlingsplan. De tre dokumenter deler "
    "målgrupper, men har hver deres formål, og initiativerne er afstemt, så de ikke gentager hinanden. Hvor et "
    "initiativ bygger på et andet, står det i teksten, og ansvaret er placeret ét sted.",
)
NOTE = "1 Tallet er fra kommunens borgerundersøgelse, som blev gennemført i efteråret 2026 med 1.204 svar."
BOX = (
    "Et eksempel: Karens hverdag",
    "Karen har tre hjælpere og to aftaler om ugen. I dag ringer hun til fire forskellige numre. Med planen får hun én "
    "oversigt og ét telefonnummer.",
)
TABLE = (
    ("Initiativ", "Ansvarlig", "Udgift (1.000 kr.)"),
    ("Én indgang for borgeren", "Borgerservice", "1.800"),
    ("Sikkerhed i hverdagen", "It-afdelingen og alle fagområder", "650"),
    ("Digitale ambassadører", "Personaleafdelingen", "420"),
)
TIMELINE = (
    ("2027", "Model for gevinstrealisering vedtages"),
    ("2028", "Én indgang for borgeren er i drift"),
    ("2029", "Alle fagområder er med i sagsoverblikket"),
    ("2030", "20 procent færre it-systemer"),
)
_HYPHENATED = (  # words that the setting may break, as they are broken
    "selvbetjenings-løsninger", "web-tilgængelighed", "fælles-offentlige", "informations-sikkerhed",
    "sikkerheds-krav", "betalin-ger", "digitali-serer", "medarbej-derne", "samar-bejde", "plads-anvisning",
    "omsorgs-journaler", "initia-tiver", "offentlig-gøres", "økonomi-udvalget", "handicap-rådet", "fag-områderne",
    "forvaltnings-grænser", "gevinst-realisering", "Sammen-hængende", "budget-modellen", "mål-grupper",
    "velfærds-politik", "klima-handlingsplan", "hen-vendelser", "selv-betjening", "biblio-tekerne", "doku-mentere",
    "hjemme-side", "gen-tager", "hjemme-plejens", "med-arbejdere", "op-lysninger", "bor-gerne", "ben-yttes",
)  # fmt: skip
_BREAKS = {word.replace("-", ""): word.index("-") for word in _HYPHENATED}


class _Setter:
    """Sets text on the canvas *paper*, column by column, page by page."""

    def __init__(self, paper: Any) -> None:
        self.paper = paper
        self.page = 1
        self.said: list[Said] = []

    def text(self, words: str, left: float, down: float, size: float = BODY, font: str = "Plain") -> None:
        self.paper.setFont(font, size)
        self.paper.drawString(left, HEIGHT - down, words)

    def wide(self, words: str, size: float, font: str = "Plain") -> float:
        from reportlab.pdfbase.pdfmetrics import stringWidth

        return float(stringWidth(words, font, size))

    def broken(self, words: str, width: float, size: float = BODY, font: str = "Plain") -> list[str]:
        """*words* in lines of *width*, words broken where they may be."""
        lines, line = [], ""
        for word in words.split():
            longer = f"{line} {word}".strip()
            if self.wide(longer, size, font) <= width:
                line = longer
                continue
            bare = word.strip(".,:;")
            place = _BREAKS.get(bare)
            if place is not None and self.wide(f"{line} {word[:place]}-".strip(), size, font) <= width:
                lines.append(f"{line} {word[:place]}-".strip())
                line = word[place:]
            else:
                lines.append(line)
                line = word
        return [*lines, line]

    def head(self) -> None:
        """The running head and the number of the page."""
        self.text(HEAD, LEFT, 48, 8)
        self.paper.setFont("Plain", 8)
        self.paper.drawRightString(RIGHT, HEIGHT - 806, f"Side {self.page}")

    def next_page(self) -> None:
        self.paper.showPage()
        self.page += 1
        self.head()


def invented_plan(second: bool = False) -> Invented:
    """The plan, or its *second* edition; the same bytes each time."""
    from reportlab.pdfgen.canvas import Canvas

    _register_fonts()
    buffer = BytesIO()
    paper = Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1)
    paper.setTitle("Digitaliseringsplan 2027–2030")
    setter = _Setter(paper)
    _cover(setter)
    _foreword(setter, [words.replace("otte", "ni") if second else words for words in FOREWORD])
    _tracks(setter, SECOND if second else TRACKS, apart=second)
    _last_page(setter)
    paper.showPage()
    paper.save()
    return Invented(buffer.getvalue(), tuple(setter.said))


def _register_fonts() -> None:
    import font_lato
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    folder = Path(font_lato.__file__).parent
    for name, file in (("Plain", "Lato-Regular.ttf"), ("Bold", "Lato-Bold.ttf")):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, next(folder.rglob(file))))


def _cover(setter: _Setter) -> None:
    setter.paper.setFillColorRGB(0.1, 0.28, 0.35)
    setter.paper.rect(0, HEIGHT - 330, WIDTH, 330, stroke=0, fill=1)
    setter.paper.setFillColorRGB(1, 1, 1)
    setter.text("Digitaliseringsplan", LEFT, 200, 38, "Bold")
    setter.text("2027–2030", LEFT, 245, 30)
    setter.paper.setFillColorRGB(0, 0, 0)
    setter.text("Eksempelby Kommune", LEFT, 380, 14)
    setter.text("Vedtaget af byrådet den 24. november 2026", LEFT, 402, BODY)
    setter.said += [
        Said("Digitaliseringsplan", "heading", (1,)),
        Said("2027–2030", "text", (1,)),
        Said("Eksempelby Kommune", "heading", (1,)),
        Said("Vedtaget af byrådet den 24. november 2026", "text", (1,)),
    ]


def _foreword(setter: _Setter, foreword: list[str]) -> None:
    """Two columns over two pages, a box above the second column and a footnote under the first; the paragraphs run on
    from column to column and from page to page."""
    setter.next_page()
    setter.text("Forord", LEFT, TOP + 16, 20, "Bold")
    setter.said.append(Said("Forord", "heading", (2,)))
    width = MIDDLE - GAP / 2 - LEFT
    columns = [  # page, left, top, lines: the second ends in fag-⏎områderne, the third in gevinst-⏎realisering
        (2, LEFT, TOP + 46, 10), (2, MIDDLE + GAP / 2, TOP + 46, 10),
        (3, LEFT, TOP, 5), (3, MIDDLE + GAP / 2, TOP, 40),
    ]  # fmt: skip
    lines = [(number, line) for number, words in enumerate(foreword) for line in (*setter.broken(words, width), "")]
    pages: dict[int, set[int]] = {}
    placed: list[tuple[int, float, float, str]] = []
    for page, left, down, most in columns:
        last = len(placed) + most
        while lines and len(placed) < last:
            number, line = lines.pop(0)
            if line:
                placed.append((page, left, down, line))
                pages.setdefault(number, set()).add(page)
                down += LEADING
            else:
                down += LEADING * 0.6
    assert not lines
    _drawn_from(setter, placed, 2)
    _box(setter, LEFT, 430, RIGHT - LEFT)
    setter.paper.line(LEFT, HEIGHT - 735, LEFT + 120, HEIGHT - 735)
    setter.text(NOTE, LEFT, 748, 7.5)
    setter.next_page()
    _drawn_from(setter, placed, 3)
    first = [Said(words, "text", tuple(sorted(pages[number]))) for number, words in enumerate(foreword)]
    over = next(index for index, said in enumerate(first) if len(said.pages) > 1)
    setter.said += first[: over + 1]
    setter.said += [Said(BOX[0], "heading", (2,)), Said(BOX[1], "text", (2,)), Said(NOTE, "note", (2,))]
    setter.said += first[over + 1 :]


def _drawn_from(setter: _Setter, placed: list[tuple[int, float, float, str]], page: int) -> None:
    for number, left, down, line in placed:
        if number == page:
            setter.text(line, left, down)
            if line.endswith("borgermøder og en workshop."):  # where the footnote belongs
                setter.text("1", left + setter.wide(line, BODY), down - 3.5, 6)


def _box(setter: _Setter, left: float, down: float, width: float) -> None:
    lines = setter.broken(BOX[1], width - 24)
    height = 34 + LEADING * len(lines)
    setter.paper.setFillColorRGB(0.9, 0.95, 0.96)
    setter.paper.roundRect(left, HEIGHT - down - height, width, height, 6, stroke=0, fill=1)
    setter.paper.setFillColorRGB(0, 0, 0)
    setter.text(BOX[0], left + 12, down + 20, BODY, "Bold")
    for index, line in enumerate(lines):
        setter.text(line, left + 12, down + 36 + index * LEADING)


def _tracks(setter: _Setter, tracks: Any, apart: bool) -> None:
    """A page for each track: its name over both columns, the initiatives in two columns below. Where they are not
    *apart* the second is on the page of the first."""
    number = 0
    width = MIDDLE - GAP / 2 - LEFT
    for place, (track, initiatives) in enumerate(tracks, start=1):
        if place != 2 or apart:
            setter.next_page()
            top = TOP
        else:
            top = 440.0
        name = f"Spor {place}: {track}"
        setter.text(name, LEFT, top + 16, 18, "Bold")
        setter.said.append(Said(name, "heading", (setter.page,)))
        down, left = top + 46, LEFT
        for index, (title, paragraphs) in enumerate(initiatives):
            number += 1
            if index == (len(initiatives) + 1) // 2:
                down, left = top + 46, MIDDLE + GAP / 2
            label = f"Initiativ {number}: {title}"
            for line in setter.broken(label, width, 11, "Bold"):
                setter.text(line, left, down, 11, "Bold")
                down += LEADING
            setter.said.append(Said(label, "heading", (setter.page,)))
            for words in paragraphs:
                down += 2
                for line in setter.broken(words, width):
                    setter.text(line, left, down)
                    down += LEADING
                down += 6
                setter.said.append(Said(words, "text", (setter.page,)))
            down += 8


def _last_page(setter: _Setter) -> None:
    """A table with rules and a timeline."""
    down = 420.0
    setter.text("Økonomi og ansvar", LEFT, down, 18, "Bold")
    setter.said.append(Said("Økonomi og ansvar", "heading", (setter.page,)))
    edges = (LEFT, 230.0, 420.0, RIGHT)
    down += 18
    tops = [down]
    for row, cells in enumerate(TABLE):
        widths = [right - left - 12 for left, right in pairwise(edges)]
        lines = [setter.broken(cell, width, 9, "Bold") for cell, width in zip(cells, widths, strict=True)]
        for column, cell in enumerate(lines):
            for index, line in enumerate(cell):
                setter.text(line, edges[column] + 6, down + 13 + index * 12, 9, "Bold" if row == 0 else "Plain")
            setter.said.append(Said(cells[column], "table", (setter.page,)))
        down += 8 + 12 * max(map(len, lines))
        tops.append(down)
    for top in tops:
        setter.paper.line(LEFT, HEIGHT - top, RIGHT, HEIGHT - top)
    for edge in edges:
        setter.paper.line(edge, HEIGHT - tops[0], edge, HEIGHT - tops[-1])
    down += 40
    setter.text("Tidsplan", LEFT, down, 18, "Bold")
    setter.said.append(Said("Tidsplan", "heading", (setter.page,)))
    for year, words in TIMELINE:
        down += 24
        setter.text(year, LEFT, down, BODY, "Bold")
        setter.text(words, LEFT + 48, down)
        setter.said += [Said(year, "text", (setter.page,)), Said(words, "text", (setter.page,))]


if __name__ == "__main__":
    for number, path in enumerate(sys.argv[1:3]):
        Path(path).write_bytes(invented_plan(second=number == 1).pdf)
