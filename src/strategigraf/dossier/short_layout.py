"""Whether the short report fits on two A4 pages, estimated from the widths of its letters, and what is left out where
it does not."""

from collections.abc import Iterable

from strategigraf.core.rdf import Text
from strategigraf.dossier.brief import Brief, Finding
from strategigraf.dossier.thread_picture import thread_height
from strategigraf.render.canvas import wrapped

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
            max(1.5, _lines(f"{number.told.in_language(language)} → belæg 10", (_ACROSS - 2.2) / 2 - 5.9, 1, language) * 1.36)
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
    lists = [sum(_lines(one, column, 0.94, language) * 1.28 + 0.12 for one in told) for told in (brief.read, brief.unread)]
    high += _HEADING + max(lists)
    third = (_ACROSS - 3) / 3
    evidence = [
        _lines(f"10. {one.evidence.title.in_language(language)}. {one.evidence.told.in_language(language)}", third, 0.83,
               language) * 1.13 + 0.34
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
