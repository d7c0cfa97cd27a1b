"""How much quicker all quotes of many strategies are checked than the plain way does it, in one run.

Prints CPU time for one source text by step, the plain way next to the quick one. Texts are shuffled words of the source
texts in the folder given, with the scars of real ones, half of them without Markdown headings. It tells how many quotes
have the same status both ways: the plain one knows less. Usage: quotes.py FOLDER [NUMBER OF TEXTS]
"""

import random
import re
import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import ahocorasick_rs  # noqa: F401 - its import is not what is measured

from benchmarks.measure import call
from benchmarks.plain_text import PlainText, normalise
from benchmarks.plain_text import occurrences as plain_occurrences
from strategigraf.check.quotes import QuoteCheck, QuoteRecord, check_quotes_of_text, tally
from strategigraf.files.normal_form import NormalForm, normalise_all, readable
from strategigraf.files.occurrences import occurrences
from strategigraf.files.source_text import SourceText

QUOTES = 150


def text_of(words: list[str], generator: random.Random, headings: bool) -> str:
    """A text of 45,000 to 150,000 characters."""
    size = generator.randint(45_000, 150_000)
    paragraphs: list[str] = []
    length = 0
    while length < size:
        kind = generator.random()
        if paragraphs and kind < 0.03:
            paragraph = generator.choice(paragraphs)
        elif kind < 0.15:
            paragraph = headings * "## " + " ".join(generator.choices(words, k=generator.randint(2, 6)))
        else:
            paragraph = "- " * (kind < 0.35) + scarred(generator.choices(words, k=generator.randint(5, 90)), generator)
        paragraphs.append(paragraph)
        length += len(paragraph) + 2
    return "\n\n".join(paragraphs) + "\n"


def scarred(words: list[str], generator: random.Random) -> str:
    """*words* with soft hyphens, hyphens at line ends, quotation marks, emphasis, and more than plain blanks."""
    scars = (lambda word: f"“{word}”", lambda word: f"*{word}*", lambda word: f"**{word}**", lambda word: f"– {word}",
             lambda word: f"{word[:3]}\u00ad{word[3:]}", lambda word: f"{word[:5]}-\n{word[5:]}")  # fmt: skip
    wrapped = generator.random() < 0.5
    pieces = []
    column = 0
    for word in words:
        shown = generator.choice(scars)(word) if generator.random() < 0.05 and len(word) > 8 else word
        column += len(shown) + 1
        blank = generator.choices((" ", "\u00a0", "  "), (98, 1, 1))[0]
        if wrapped and column > 90:
            blank, column = "\n", 0
        pieces += [shown, blank]
    return "".join(pieces[:-1])


def quotes_of(raw: str, generator: random.Random, headings: bool) -> list[QuoteRecord]:
    """Quotes of 40 to 200 characters, most as a reader would write them, a few with a wrong letter."""
    pattern = r"^## (.*)$" if headings else r"^(\S[^\n]{3,40})$"
    sections = [(match.start(), readable(match[1])) for match in re.finditer(pattern, raw, re.MULTILINE)]
    records: list[QuoteRecord] = []
    while len(records) < QUOTES:
        start = raw.find(" ", generator.randrange(len(raw) - 400)) + 1
        end = raw.find(" ", start + generator.randint(40, 200))
        exact = raw[start:end] if generator.random() < 0.3 else readable(raw[start:end]).strip()
        if generator.random() < 0.05:
            place = generator.randrange(len(exact))
            exact = exact[:place] + "q" + exact[place + 1 :]
        prefix = readable(raw[max(0, start - 30) : start]).strip() if generator.random() < 0.15 else ""
        above = bisect_right([offset for offset, _ in sections], start)
        section = sections[max(0, above - 1)][1]
        records.append(QuoteRecord(str(len(records)), exact, prefix, "", section, "document", "file"))
    return records


class Times(NamedTuple):
    """Milliseconds by step and way, of so many texts of so many characters, how many quotes had which status, and how
    many the same both ways."""

    spent: dict[tuple[str, str], float]
    texts: int
    characters: int
    statuses: Counter[str]
    alike: int

    def total(self, step: str) -> tuple[float, float]:
        """The milliseconds of *step* a text, the plain way and the quick one."""
        return self.spent[step, "plain"] / self.texts, self.spent[step, "quick"] / self.texts


def measured(folder: Path, number: int) -> Times:
    """Checks *number* texts of the words in *folder* both ways in turn."""
    words = [word for path in sorted(folder.glob("*.*")) for word in path.read_text(encoding="utf-8").split()]
    times: defaultdict[tuple[str, str], float] = defaultdict(float)
    statuses: Counter[str] = Counter()
    characters = alike = 0
    for seed in range(number):
        generator = random.Random(seed)
        raw = text_of(words, generator, headings=seed % 2 == 0)
        records = quotes_of(raw, generator, headings=seed % 2 == 0)
        characters += len(raw)
        checks, plainly = _checked(records, raw), _checked_plainly(records, raw)
        alike += sum(check.status == status for check, status in zip(checks, plainly, strict=True))
        statuses += Counter(tally(checks))
        text, exact = normalise(raw), [normalise(record.exact).strip() for record in records]
        steps: dict[tuple[str, str], Callable[[], object]] = {
            ("all", "plain"): lambda: _checked_plainly(records, raw),  # noqa: B023
            ("all", "quick"): lambda: _checked(records, raw),  # noqa: B023
            ("the text normalised", "plain"): lambda: normalise(raw),  # noqa: B023
            ("the text normalised", "quick"): lambda: NormalForm(raw),  # noqa: B023
            ("the quotes normalised", "plain"): lambda: [normalise(record.exact).strip() for record in records],  # noqa: B023
            ("the quotes normalised", "quick"): lambda: normalise_all([record.exact for record in records]),  # noqa: B023
            ("the quotes searched for", "plain"): lambda: [list(plain_occurrences(text, one)) for one in exact],  # noqa: B023
            ("the quotes searched for", "quick"): lambda: occurrences(text, exact),  # noqa: B023
        }
        for step, work in steps.items():
            times[step] += 1000 * call(work, 5)
    return Times(times, number, characters, statuses, alike)


def _checked(records: list[QuoteRecord], raw: str) -> list[QuoteCheck]:
    return check_quotes_of_text(records, SourceText("file", raw, ""))


def _checked_plainly(records: list[QuoteRecord], raw: str) -> list[str]:
    plain = PlainText(raw)
    return [plain.status(record) for record in records]


def main() -> None:
    """Measures and prints the table."""
    times = measured(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5)
    print(
        f"{times.texts} texts of {times.characters // times.texts} characters, {QUOTES} quotes each:"
        f" {dict(times.statuses)}; {times.alike} alike\n\n{'plain':>9}{'quick':>12}{'ratio':>9}"
    )
    for step in dict.fromkeys(step for step, _ in times.spent):
        plain, quick = times.total(step)
        print(f"{plain:6.2f} ms {quick:8.2f} ms {plain / quick:6.1f} x  {step}")


if __name__ == "__main__":
    main()
