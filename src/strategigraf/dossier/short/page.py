"""The short report as one HTML file: two A4 pages in print, one column on a phone, nothing loaded, no script."""

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from strategigraf.core.rdf import LANGUAGES, Text, message
from strategigraf.core.report import Front
from strategigraf.core.text import one_line
from strategigraf.dossier.short.brief import (
    Brief,
    Evidence,
    Finding,
    Gap,
    Number,
    Opened,
    Quoted,
    Thread,
    capital,
    sentences_of,
)
from strategigraf.dossier.short.figure import key_svg, thread_height, thread_svg
from strategigraf.render.canvas import wrapped

_HERE = Path(__file__).parent
_FONTS = (
    ("Report Sans", 400, "normal", "report-sans-400"),
    ("Report Sans", 600, "normal", "report-sans-600"),
    ("Report Serif", 500, "normal", "report-serif-500"),
    ("Report Serif", 400, "italic", "report-serif-400-italic"),
)
_SHEET = "html{font-size:16px}body{margin:0}@page{size:A4;margin:0}@media print{html{font-size:8.7pt}}"
_FLOW = "@page{margin:12mm 15mm 14mm}"
_KEYS = ("own", "below", "none")
_TOGETHER = re.compile(
    r"\b(pejlemærke|målsætning|handleplan|indsatsområde|spor|delmål|verdensmål|belæg|side|nr\.|goal|objective|target|SDG|"
    r"evidence|page|ca\.|about|FN's|no\.) (?=\d)",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)[-–]((?:19|20)?\d\d)(?!\d)")
_CODE = re.compile(r"(?<![\w-])(\d+-(?:\d+|[A-Z]))(?![\w-])")


def typeset(text: str) -> str:
    """*text* with dashes between years, and blanks where no line may end."""
    return _TOGETHER.sub("\\1\u00a0", _YEARS.sub("\\1–\\2", text)).replace(" %", "\u00a0%")


def short_page(brief: Brief, language: str) -> str:
    """*brief* as a page in *language*."""
    writer = _Writer(*fitted(brief, language), language)
    title, kicker = writer.text(brief.title), writer.said(message("short.kicker"))
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{kicker}: {escape(one_line(title))}</title>\n"
        f"<style>\n{_style(_SHEET)}{'' if writer.fits else _FLOW}</style></head><body>\n"
        f'<main class="short{"" if writer.fits else " flow"}">\n{writer.pages()}</main>\n</body></html>\n'
    )


def short_front(brief: Brief) -> Front:
    """*brief* as the first section of a page, in both languages."""
    markup = []
    for language in LANGUAGES:
        writer = _Writer(*fitted(brief, language), language, within=True)
        classes = f"short {language}{'' if writer.fits else ' flow'}"
        markup.append(f'<div class="{classes}" lang="{language}">\n{writer.pages()}</div>\n')
    return Front(
        "short",
        message("short.kicker"),
        Text(*markup),
        _style((_HERE / "templates" / "within.css").read_text(encoding="utf-8")),
    )


class _Writer:
    def __init__(self, brief: Brief, fits: bool, language: str, within: bool = False) -> None:
        self.brief = brief
        self.fits = fits
        self.count = 1 if fits and on_one_page(brief, language) else 2
        self.language = language
        self.within = within
        self.anchor = f"{language}-b" if within else "b"

    def pages(self) -> str:
        """The one or two pages, each with its foot."""
        brief = self.brief
        title = self.text(brief.title)
        kicker = self.said(message("short.kicker"))
        facts = "".join(
            f"<div><dt>{self.said(head)}</dt><dd>{self.said(told)}</dd></div>" for head, told in brief.facts
        )
        owner = self.text(brief.owner)
        named = title if owner in title else f"{title}, {owner}".rstrip(", ")
        foot = f"{escape(typeset(named))} · {kicker}"
        first = (
            f'<header><p class="kick">{kicker}</p><h1>{escape(typeset(title))}</h1>'
            f'<dl class="facts f{len(brief.facts)}">{facts}</dl></header>'
            + self.lead()
            + (self.figure(brief.thread) if brief.thread else "")
            + self.numbers()
            + self.gaps()
        )
        second = self.findings() + self.read() + self.evidence()
        note = self.said(message("short.foot"))
        pages = [first + second + self.foot(note, 1)] if self.count == 1 else [
            first + self.foot(foot, 1), second + self.foot(note, 2)
        ]  # fmt: skip
        return "".join(f'<div class="page">\n{page}\n</div>\n' for page in pages)

    # Text.

    def text(self, text: Text) -> str:
        return text.in_language(self.language)

    def said(self, text: Text) -> str:
        """*text* as HTML: no line ends inside years and codes."""
        marked = escape(typeset(self.text(text)), quote=False)
        marked = _YEARS.sub(r'<span class="nb">\1–\2</span>', marked)
        return _CODE.sub(r'<span class="nb">\1</span>', marked)

    def marks(self) -> tuple[str, str]:
        return ("“", "”") if self.language == "en" else ("»", "«")

    def quoted(self, words: str, language: str) -> str:
        start, end = self.marks()
        return f'<span lang="{language}">{start}{escape(words, quote=False)}{end}</span>'

    def link(self, number: int) -> str:
        told = self.said(message("short.evidence.link", number=number))
        return f'<a class="b" href="#{self.anchor}{number}">→\u00a0{told}</a>'

    # The first page.

    def lead(self) -> str:
        if not self.brief.lead.da:
            empty = message("short.empty", noun=self.brief.noun)
            return "" if self.brief.numbers else f'<p class="lead">{self.said(empty)}</p>'
        heading = self.said(message("short.lead.heading", noun=self.brief.noun))
        return f'<h2>{heading}</h2>\n<p class="lead">{self.said(self.brief.lead)}</p>\n'

    def figure(self, thread: Thread) -> str:
        wide = thread_svg(thread, self.language, f"{self.anchor}-thread")
        narrow = thread_svg(thread, self.language, f"{self.anchor}-phone", narrow=True)
        keys = "".join(
            f'<span class="{kind}">{key_svg(kind)}<i aria-hidden="true">{"3" if kind != "none" else ""}</i>'
            f"<span>{self.said(told)}</span></span>"
            for kind, told in zip(_KEYS, thread.keys, strict=False)
        )
        return (
            f"<figure><figcaption><b>{self.said(thread.title)}</b> "
            f'<span class="screen">{self.said(thread.caption)}</span>'
            f'<span class="phone">{self.said(thread.phone_caption)}</span></figcaption>\n{wide}\n{narrow}\n'
            + (f'<p class="key">{keys}</p>' if keys else "")
            + "</figure>\n"
        )

    def numbers(self) -> str:
        found = self.brief.numbers
        if not found:
            return ""
        rows = (len(found) + 1) // 2
        heading = self.said(capital(message("short.heading.numbers", noun=self.brief.noun)))
        wide = round(max(5.1, 0.66 * max(len(self.text(number.value)) for number in found)), 2)
        items = "".join(self.number(place, number, rows) for place, number in enumerate(found, 1))
        return f'<h2>{heading}</h2>\n<dl class="numbers" style="--rows:{rows};--value:{wide}rem">{items}</dl>\n'

    def number(self, place: int, number: Number, rows: int) -> str:
        last = ' class="last"' if place in (rows, len(self.brief.numbers)) else ""
        value = escape(self.text(number.value).replace(" ", "\u00a0"))
        return f"<div{last}><dt>{value}</dt><dd>{self.said(number.told)} {self.link(place)}</dd></div>"

    def gaps(self) -> str:
        if not self.brief.gaps:
            return ""
        heads = [
            message(f"short.gap-head.{name}") for name in ("requirement", "total", "own", "inherited", "none", "which")
        ]
        classes = ("", "r", "r", "r", "r", "w")
        head = "".join(
            f'<th scope="col"{f" class={cls}" if cls else ""}>{self.said(told)}</th>'
            for told, cls in zip(heads, classes, strict=True)
        )
        rows = "".join(self.gap(gap, [self.text(told) for told in heads]) for gap in self.brief.gaps)
        heading = self.said(message("short.gaps.heading"))
        note = self.said(message("short.gaps.note"))
        return (
            f"<h2>{heading}</h2>\n<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>\n"
            f'<p class="note">{note}</p>\n'
        )

    def gap(self, gap: Gap, heads: list[str]) -> str:
        none = self.text(message("short.gaps.not-inheritable"))
        values = [str(gap.total), str(gap.own), none if gap.inherited is None else str(gap.inherited), str(gap.none)]
        cells = "".join(
            f'<td class="r" data-head="{escape(head)}">{value}</td>'
            for head, value in zip(heads[1:], values, strict=False)
        )
        return (
            f'<tr><th scope="row">{self.said(gap.title)}</th>{cells}'
            f'<td class="w" data-head="{escape(heads[-1])}">{self.which(gap)}</td></tr>'
        )

    def which(self, gap: Gap) -> str:
        place = self.brief.place(gap.number)
        if not gap.which.da and place:
            return f'<a class="b" href="#{self.anchor}{place}">{self.said(message("short.gaps.see", number=place))}</a>'
        return (
            f"{self.said(gap.which)} {self.link(place)}" if place else self.said(gap.which) + self.details(gap.opened)
        )

    # The second page.

    def findings(self) -> str:
        first = ' class="first"' if self.count > 1 else ""
        heading = f"<h2{first}>{self.said(message('short.heading.findings'))}</h2>\n"
        if not self.brief.findings:
            return f"{heading}<p>{self.said(message('short.heading.none'))}</p>\n"
        items = "".join(self.finding(place, finding) for place, finding in enumerate(self.brief.findings, 1))
        return f'{heading}<ol class="findings">{items}</ol>\n'

    def finding(self, place: int, finding: Finding) -> str:
        places = [found for name in finding.numbers if (found := self.brief.place(name))]
        links = "".join(f" {self.link(number)}" for number in places)
        quotes = "".join(map(self.quote, finding.quotes))
        return (
            f'<li><div><h3><span class="n">{place}</span>{self.said(finding.title)}</h3>'
            f"<p>{self.said(finding.told)}{links}</p></div>"
            f'<div class="proof">{quotes}</div></li>'
        )

    def quote(self, quote: Quoted) -> str:
        words = self.quoted(quote.words, "en" if quote.foreign else "da")
        return f"<blockquote>{words}<cite>{self.said(quote.place)}</cite></blockquote>"

    def read(self) -> str:
        def listed(heading: Text, told: tuple[Text, ...]) -> str:
            items = "".join(f"<li>{self.said(one)}</li>" for one in told)
            return f"<div><h2>{self.said(heading)}</h2><ul>{items}</ul></div>\n" if told else ""

        return (
            '<div class="two">\n'
            + listed(message("short.heading.read"), self.brief.read)
            + listed(message("short.heading.unread"), self.brief.unread)
            + "</div>\n"
        )

    def evidence(self) -> str:
        if not self.brief.numbers:
            return ""
        heading = self.said(message("short.heading.evidence"))
        items = "".join(self.one_evidence(place, one.evidence) for place, one in enumerate(self.brief.numbers, 1))
        return f'<h2>{heading}</h2>\n<ol class="evidence">{items}</ol>\n'

    def one_evidence(self, place: int, evidence: Evidence) -> str:
        head = f'<li id="{self.anchor}{place}"><b>{place}. {self.said(evidence.title)}.</b>'
        return f"{head} {self.said(evidence.told)}{self.details(evidence.opened)}</li>"

    def details(self, things: Sequence[Opened]) -> str:
        """*things*, shown when they are asked for."""
        if not things:
            return ""
        show = self.said(message("short.evidence.show", count=len(things)))
        return f"<details><summary>{show}</summary><ul>{''.join(map(self.opened, things))}</ul></details>"

    def opened(self, one: Opened) -> str:
        code = f"<b>{escape(one.code)}</b> " if one.code else ""
        start, end = self.marks()
        words = "".join(f' <q lang="da">{start}{escape(words, quote=False)}{end}</q>' for words in one.words)
        note = f" ({self.said(one.note)})" if one.note.da and len(one.note.da) < 80 else ""
        long = f" {self.said(one.note)}" if one.note.da and not note else ""
        return f"<li>{code}{self.said(one.title)}{note}{':' if words else ''}{words}{long}</li>"

    def foot(self, told: str, number: int) -> str:
        page = self.said(message("short.page", number=number, all=self.count)) if self.fits and not self.within else ""
        return f"<footer><span>{told}</span><span>{page}</span></footer>"


def _style(around: str) -> str:
    """The style sheet of the report with its fonts, and what is *around* it: a page of its own, or another one."""
    faces = []
    for family, weight, style, name in _FONTS:
        data = b64encode((_HERE / "fonts" / f"{name}.woff2").read_bytes()).decode()
        faces.append(
            f"@font-face{{font-family:'{family}';font-weight:{weight};font-style:{style};"
            f"src:url(data:font/woff2;base64,{data}) format('woff2')}}\n"
        )
    return "".join(faces) + (_HERE / "templates" / "short.css").read_text(encoding="utf-8") + around


# Whether it fits on two pages, estimated from the widths of its letters.

# All in rem, of which a page has 89.8 down and 58.6 across within its margins.
_DOWN, _ACROSS = 89.4, 58.6
_HEADING, _FOOT, _LINE = 3.5, 2.6, 1.42
_SANS, _SERIF, _ITALIC = 0.84, 0.92, 0.79  # the letters of the page against those that are measured


def fitted(brief: Brief, language: str) -> tuple[Brief, bool]:
    """*brief* as it fits on two pages in *language*, and whether it does: where it is too long, the second quote of the
    last finding goes, then the tenth number, then the ninth; letters are never made smaller."""
    for shorter in _shorter(brief):
        if all(height <= _DOWN for height in heights(shorter, language)):
            return shorter, True
    return brief, False


def on_one_page(brief: Brief, language: str) -> bool:
    """Whether all of *brief* has room on one page."""
    return sum(heights(brief, language)) + 1 <= _DOWN


def _shorter(brief: Brief) -> Iterable[Brief]:
    yield brief
    if brief.findings and len(brief.findings[-1].quotes) > 1:
        last = brief.findings[-1]
        brief = brief._replace(findings=(*brief.findings[:-1], last._replace(quotes=last.quotes[:1])))
        yield brief
    for most in (9, 8):
        if len(brief.numbers) > most:
            brief = brief._replace(numbers=brief.numbers[:most])
            yield brief


def heights(brief: Brief, language: str) -> tuple[float, float]:
    """How high the first and the second page of *brief* are, in rem."""
    return _first_page(brief, language), _second_page(brief, language)


def _lines(text: Text | str, across: float, size: float, language: str, letters: float = _SANS) -> int:
    words = text if isinstance(text, str) else text.in_language(language)
    return len(wrapped(words, across / letters, size, 99)) if words else 0


def _first_page(brief: Brief, language: str) -> float:
    high = 1.25 + _lines(brief.title, _ACROSS, 2.3, language, _SERIF) * 2.65 + 0.95 + _FOOT
    shares = (1.25, 0.6, 1.45, 2.2)
    widths = [share / sum(shares) * (_ACROSS - 3.3) for share in shares]
    facts = [_lines(told, width, 0.9, language) * 1.22 for (_, told), width in zip(brief.facts, widths, strict=False)]
    high += 0.5 + 1.2 + max(facts, default=0)
    if brief.lead.da:
        high += _HEADING + _lines(brief.lead, _ACROSS, 1, language) * _LINE
    if brief.thread:
        high += 1 + _LINE + 0.5 + thread_height(brief.thread, language) * _ACROSS / 720 + 1.7
    if brief.numbers:
        half = (len(brief.numbers) + 1) // 2
        tall = [
            max(
                1.5,
                _lines(f"{number.told.in_language(language)} → belæg 10", (_ACROSS - 2.2) / 2 - 5.9, 1, language)
                * 1.36,
            )
            + 0.66
            for number in brief.numbers
        ]
        rows = [max(pair) for pair in zip(tall[:half], [*tall[half:], 0.0][:half], strict=False)]
        high += _HEADING + sum(rows)
    if brief.gaps:
        high += _HEADING + 1.4 + sum(
            max(1, _lines(gap.which, _ACROSS * 0.27, 0.94, language)) * 1.34 + 0.42 for gap in brief.gaps
        ) + 0.35 + 2 * 0.82 * _LINE  # fmt: skip
    return high


def _second_page(brief: Brief, language: str) -> float:
    high = 2.4 + sum(_finding(finding, language) for finding in brief.findings) + _FOOT
    column = (_ACROSS - 2.2) / 2 - 1.05
    lists = [
        sum(_lines(one, column, 0.94, language) * 1.28 + 0.12 for one in told) for told in (brief.read, brief.unread)
    ]
    high += _HEADING + max(lists)
    third = (_ACROSS - 3) / 3
    evidence = [
        _lines(sentences_of([Text("10. 10.", "10. 10."), one.evidence.title, one.evidence.told]), third, 0.83, language)
        * 1.13 + 0.34
        for one in brief.numbers
    ]  # fmt: skip
    return high + _HEADING + sum(evidence) / 3 + 0.7


def _finding(finding: Finding, language: str) -> float:
    across = (_ACROSS - 1.8) * 1.62 / 2.62 - 1.5
    told = 1.3 + _lines(f"{finding.told.in_language(language)} → belæg 4 og 5", across, 1, language) * _LINE
    quotes = [
        _lines(f"»{quote.words}«", (_ACROSS - 1.8) / 2.62 - 0.9, 0.92, language, _ITALIC) * 1.27
        + _lines(quote.place, (_ACROSS - 1.8) / 2.62 - 0.9, 0.82, language) * 1.13
        for quote in finding.quotes
    ]
    return max(told, sum(quotes) + 0.4 * (len(quotes) - 1)) + 1.04
