"""What was read of a file of other people, whatever its format: things, ties between them, numbers, remarks."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from strategigraf.core.rdf import Term
from strategigraf.exchange.values import Span
from strategigraf.files.xml_file import Remark


class Words(NamedTuple):
    """Words of the file, and where: the path of a node of XML, or of a table the headings of row and column with the
    cell (`cell=2,3`); and the line."""

    text: str
    place: str
    line: int = 0
    row: str = ""
    column: str = ""


@dataclass
class Thing:
    """An element, core value, target group or indicator: its name in IRIs, its class, its title, the words that it
    rests on, what it belongs to (names), its number and identifier in the file, what the file calls it, its unit, the
    words of its number, and whatever else is said of it."""

    name: str
    kind: str
    title: str
    words: list[Words]
    parents: list[str] = field(default_factory=list)
    number: str = ""
    identifier: str = ""
    term: str = ""
    unit: str = ""
    number_words: tuple[Words, ...] = ()
    said: list[tuple[str, Term]] = field(default_factory=list)


class Party(NamedTuple):
    """An organisation, or a function (`Post`): its class in the organisation ontology, its name, acronym and
    identifier, and what the file says of it."""

    kind: str
    name: str
    acronym: str = ""
    identifier: str = ""
    description: str = ""


class Tie(NamedTuple):
    """That a thing (by name; "" for the strategy) has a *party* in a role: the property (`partner`), and the words that
    say so."""

    thing: str
    verb: str
    party: str
    words: tuple[Words, ...] = ()


class Number(NamedTuple):
    """A number of an indicator, or the words in its place: its name, the indicator's, its role (Baseline, Target,
    Actual), its value ("" where only words are printed), the words, the bound, the span, the part it is about, where it
    stands, and further words on it."""

    name: str
    indicator: str
    role: str
    value: str
    printed: str
    span: Span
    breakdown: str
    words: Words
    bound: str = ""
    notes: tuple[Words, ...] = ()


@dataclass
class Plan:
    """All that was read of a file. `dropped` counts the persons that were left out; `facts` are what is said of the
    document; `whole` tells whether it is a plan and not a table on one."""

    title: str = ""
    language: str = ""
    start: str = ""
    end: str = ""
    stage: str = "Printed"
    facts: list[tuple[str, Term]] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    parties: dict[str, Party] = field(default_factory=dict)
    things: list[Thing] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    dropped: int = 0
    whole: bool = True

    def tell(self, line: int, key: str, value: str = "") -> None:
        """Takes note of what is to be told, once for each line."""
        self.remarks.append(Remark(line, f"exchange.{key}", value))

    def settle_numbers(self, key: str) -> None:
        """Takes the printed numbers away from things of one class and depth where two of them share one, or share one
        with a thing above; their words are kept, and the message *key* says so."""
        taken: set[tuple[str, str]] = set()
        levels: dict[tuple[int, str], list[Thing]] = {}
        for thing in self.things:
            if thing.number:
                levels.setdefault((thing.name.count("-"), thing.kind), []).append(thing)
        for (_, kind), things in sorted(levels.items()):
            numbers = {(kind, thing.number) for thing in things}
            if len(numbers) == len(things) and not numbers & taken:
                taken |= numbers
                continue
            for thing in things:
                line = next((words.line for words in thing.number_words), 0)
                self.remarks.append(Remark(line, key, thing.number))
                thing.number, thing.words = "", [*thing.words, *thing.number_words]


class Names:
    """Names of which each is given once; *taken* are those that are not to be given."""

    def __init__(self, taken: Iterable[str] = (), between: str = "-") -> None:
        self._taken, self._between = set(taken), between
        self._given: Counter[str] = Counter()

    def new(self, stem: str) -> str:
        """*stem*, with the first number after it that makes it a new name where it is taken: `stem-2`."""
        name = stem
        while name in self._taken:
            self._given[stem] += 1
            name = f"{stem}{self._between}{self._given[stem] + 1}"
        self._taken.add(name)
        return name


LONGEST = 160  # characters of a title


def shortened(plan: Plan, words: Words) -> str:
    """*words* as a title: whole words of it where it is longer than a title may be, which is told."""
    title = words.text if len(words.text) > 1 else f"{words.text}."
    if len(title) <= LONGEST:
        return title
    plan.tell(words.line, "title-shortened")
    return (
        title[:LONGEST].rpartition(" ")[0].rstrip(" ,;:.–-") + " …"
        if " " in title[:LONGEST]
        else title[: LONGEST - 1] + "…"
    )
