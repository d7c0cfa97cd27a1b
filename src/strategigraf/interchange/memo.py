"""An explanation as Markdown, ready to paste into a memo: every quote in full once, by number after that."""

from strategigraf.answers.explanation import Chapter, Explanation, Step
from strategigraf.values.inert import markdown
from strategigraf.values.text import Text
from strategigraf.values.words import Words

_OTHERWISE = Text("Citater uden nævnt dokument er fra", "Quotes without a named document are from")
_AGAIN = Text("citat", "quote")
_SAME = Text("samme begrundelse som ovenfor", "same reason as above")
_CERTAIN = Text("sikkerhed", "confidence")


def memo(found: Explanation, language: str) -> str:
    """*found* in *language*: title, place, then a section per chapter with its quotes."""
    lines = [f"# {_in(found.title, language)}", ""]
    if place := _in(found.place, language):
        lines += [place, ""]
    if found.document:
        title = _in(found.documents[found.document], language)
        lines += [f"{_OTHERWISE.in_language(language)} *{title}*.", ""]
    numbers: dict[Words, int] = {}
    for chapter in found.chapters:
        lines += [f"## {_in(chapter.title, language)}", "", *_chapter(chapter, found, numbers, language), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _chapter(chapter: Chapter, found: Explanation, numbers: dict[Words, int], language: str) -> list[str]:
    lines = []
    reasons: set[str] = set()
    for place, step in enumerate(chapter.steps, start=1):
        start = f"{place}. " if chapter.ordered else "- "
        lines.append(start + _step(step, reasons, language))
        for cited in step.quotes:
            whose = _in(cited.whose, language)
            shown = _quote(cited.words, numbers, language)
            if shown.startswith("“"):
                where = [cited.words.section]
                if cited.words.document != found.document:
                    where.append(found.documents[cited.words.document].in_language(language))
                if told := ", ".join(markdown(part) for part in where if part):
                    shown += f" ({told})"
            lines.append(" " * len(start) + f"- {whose + ': ' if whose else ''}{shown}")
    return lines


def _step(step: Step, reasons: set[str], language: str) -> str:
    text = f"**{_in(step.says, language)}**" if step.quotes or step.basis else _in(step.says, language)
    if not (how := _in(step.how, language)):
        return text
    if step.confidence:
        certain = step.confidence.replace(".", ",") if language == "da" else step.confidence
        how += f" ({_CERTAIN.in_language(language)} {certain})"
    why = _in(step.why, language)
    if why in reasons:
        why = _SAME.in_language(language) + "."
    elif why:
        reasons.add(why)
    return f"{text} – {how}{': ' + why if why else '.'}"


def _quote(words: Words, numbers: dict[Words, int], language: str) -> str:
    same = words._replace(quote="")  # the same words in the same place may be quoted for two things
    if same in numbers:
        return f"{_AGAIN.in_language(language)} {numbers[same]}"
    numbers[same] = len(numbers) + 1
    return f"“{markdown(words.exact)}” \\[{numbers[same]}\\]"


def _in(text: Text, language: str) -> str:
    return markdown(text.in_language(language))
