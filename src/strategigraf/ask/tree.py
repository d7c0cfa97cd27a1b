"""What a question asks, as a tree: sets of things, joined by relations, without variables; and such sets in the making,
while a question is read.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NoReturn

from strategigraf.ask.lexicon import ANY, CONTINUING, MUTUAL, Lexicon, kind_labels, relations

LIST, COUNT, TRUTH, EVERY, MORE = "list", "count", "truth", "every", "more"
EACH, MOST, MEANING = "each", "most", "meaning"
ACROSS = (*CONTINUING, *MUTUAL, "broad")  # relations between strategies
_HAVE_BASIS = ("sched", "supp", "ans", "conc")
EVER = (0, 9999)  # before and after all years
_DANISH_MONTHS = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
]
_ENGLISH_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
MONTHS = {name: number for names in (_DANISH_MONTHS, _ENGLISH_MONTHS) for number, name in enumerate(names, 1)}
REGION, LITERAL = "region", "literal"  # the term of owners that are regions; the kind of what is no thing
# How a link holds: it is the thing's own, on any basis or on one; it is inherited; it is inherited and none is its own.
OWN, INHERITED, FROM_ABOVE = "own", "inherited", "above"
HEARD = ("sg:HearingComment", "sg:HearingQuestion", "sg:HearingResponse")  # kinds of what is said in a hearing
BASES = {
    OWN: ("selv", "themselves"),
    "Stated": ("udtrykkeligt angivet", "explicitly stated"),
    "Named": ("omtalt andetsteds", "mentioned elsewhere"),
    "Interpreted": ("ved tolkning", "by interpretation"),
    INHERITED: ("nedarvet", "inherited"),
    FROM_ABOVE: ("kun nedarvet", "inherited only"),
}
EXTREMES = {  # by what is compared: the largest, and the smallest
    ("time", True): ("de seneste", "the latest"),
    ("time", False): ("de tidligste", "the earliest"),
    ("sure", True): ("med den højeste sikkerhed", "with the highest confidence"),
    ("sure", False): ("med den laveste sikkerhed", "with the lowest confidence"),
}
UNKNOWN = -1  # the number of a thing that a number is compared with
OPERATORS = {
    ">": ("mere end", "more than"),
    "<": ("færre end", "fewer than"),
    ">=": ("mindst", "at least"),
    "<=": ("højst", "at most"),
    "=": ("præcis", "exactly"),
}


@dataclass(frozen=True)
class Set:
    """A set of things: of some kinds (short names; none: anything that a strategy says), called by the source by a
    term, just some things, those of some strategies, with some years in their time, for which conditions hold."""

    kinds: tuple[str, ...] = ()
    term: str = ""
    things: tuple[str, ...] = ()
    strategies: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    begun: bool = False  # the years are those of the beginning
    text: tuple[str, ...] = ()  # words of its title or quotes
    in_title: bool = False  # of its title alone
    conditions: tuple["Condition", ...] = ()

    @property
    def kind(self) -> str:
        """Its first kind; empty for anything."""
        return self.kinds[0] if self.kinds else ""


@dataclass(frozen=True)
class Condition:
    """That a thing is joined by a relation (from the thing, or to it: inverse) with one of another set, by a link as
    `basis` and `sure` say; absent: with none; or with as many as a comparison says; only: with nothing else."""

    relation: str
    inverse: bool
    of: Set
    absent: bool = False
    number: tuple[str, int] | None = None
    basis: str = ""  # any, or one of BASES
    sure: tuple[str, str] | None = None  # a comparison of its confidence
    only: bool = False
    than: str = ""  # the thing whose number that of the comparison is


@dataclass(frozen=True)
class Query:
    """What is asked: the set, in which form; of `each` and `most` by which condition on it is counted (most: the
    largest number, or the smallest: fewest; or the so many first of these), of `more` the set that it is compared with
    (fewest: fewer); the first or last so many; the relations shown beside; of these only those with the largest (or the
    smallest) of one of EXTREMES."""

    asked: Set
    form: str = LIST
    counted: Condition | None = None
    fewest: bool = False
    first: int = 0
    beside: tuple[tuple[str, bool, str], ...] = ()
    extreme: tuple[str, bool] | None = None
    language: str = "da"
    expected: int | None = None  # how many the question says there are


def may_hold(relation: str, basis: str) -> bool:
    """Whether links of *relation* can hold as *basis* says: be a thing's own, be inherited, rest on what it names."""
    inherited = bool(relations()[relation].inherited)
    if basis in (INHERITED, FROM_ABOVE):
        return inherited
    return inherited or relation in (
        _HAVE_BASIS if basis != OWN else ("sched", "supp", "cont", "about", "conc", "counterpart")
    )


def has_confidence(relation: str) -> bool:
    """Whether links of *relation* have a confidence where they are interpreted."""
    return relation == "basis" or may_hold(relation, "Interpreted") or relation in ACROSS


def denies(asked: Set) -> bool:
    """Whether *asked* is a set of things that something is not true of, or true of few."""
    few = (one.number is not None and (one.number[0] not in (">", ">=") or one.than) for one in asked.conditions)
    return any(few) or any(one.absent or one.only or denies(one.of) for one in asked.conditions)


def sets(asked: Set) -> Iterator[Set]:
    """*asked* and the sets in its conditions."""
    yield asked
    for condition in asked.conditions:
        yield from sets(condition.of)


# In the making.


class Unfit(Exception):
    """Items that are no reading, with the token that does not fit."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


def refuse(at: int) -> NoReturn:
    """Raises Unfit."""
    raise Unfit(at)


def told(years: tuple[int, int], language: str) -> str:
    """The *years* in words of *language*: years, or days (2022-06-15 is 20220615), of which a month has 31."""
    english = language == "en"
    first, last = years
    if last == EVER[1]:
        return (
            f"{'after' if english else 'efter'} {_day(first - 1, language)}"
            if first > EVER[1]
            else _later(years, english)
        )
    if first == EVER[0]:
        return (
            f"{'before' if english else 'før'} {_day(last + 1, language)}" if last > EVER[1] else _later(years, english)
        )
    if last < EVER[1]:
        return "–".join(str(year) for year in dict.fromkeys(years))
    if first // 100 == last // 100:
        return _day(first if first == last else first // 100 * 100, language)
    half = 1 if first % 10000 == 101 else 2
    return (
        f"{('first', 'second')[half - 1]} half of {first // 10000}" if english else f"{half}. halvår {first // 10000}"
    )


def _later(years: tuple[int, int], english: bool) -> str:
    if years[0] == EVER[0]:
        return f"{years[1]} {'or earlier' if english else 'eller tidligere'}"
    return f"{years[0]} {'or later' if english else 'eller senere'}"


def _day(number: int, language: str) -> str:
    """A day, or a month where it is before its first day or after its last."""
    year, month, day = number // 10000, number // 100 % 100, number % 100
    name = _ENGLISH_MONTHS[month - 1].capitalize() if language == "en" else _DANISH_MONTHS[month - 1]
    stop = "" if language == "en" else "."
    return f"{day}{stop} {name} {year}" if 0 < day < 31 else f"{name} {year}"


def in_strategy(kind: str) -> bool:
    """Whether things of *kind* belong to a strategy: elements do, values, documents and strategies do not."""
    return kind.startswith("sg:") and not is_value(kind) and kind not in ("sg:Strategy", "sg:Document", "sg:Quote")


def is_value(kind: str) -> bool:
    """Whether *kind* is a kind of values, named by the property that has them."""
    return kind.startswith("sg:") and kind[3:4].islower()


def singular(word: str, kind: str) -> bool:
    """Whether *word* is a singular of *kind*, indefinite or definite."""
    forms = ((one, many, (f"{one}en", f"{one}et", f"{one}n", f"{one}t")) for one, many in kind_labels().get(kind, ()))
    return any(word == one or (word != many and word in definite) for one, many, definite in forms)


@dataclass(eq=False)
class Noun:
    """A set in the making: the place of its first token, and what is known of it; `options` are things of which one is
    meant, `scope` the strategies that it may be of, named by their owner or by a word for any strategy."""

    at: int
    kinds: list[str] = field(default_factory=list)
    term: str = ""
    things: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    scope: set[str] | None = None
    by_owner: bool = False
    any_scope: bool = False
    years: tuple[int, int] | None = None
    begun: bool = False
    text: list[str] = field(default_factory=list)
    in_title: bool = False
    vague: bool = False  # a word that means several kinds
    single: bool = False  # said of one: “the vision”
    conditions: list["Link"] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """Its first kind; ANY for whatever a strategy says."""
        return self.kinds[0] if self.kinds else ANY

    @property
    def named(self) -> bool:
        """Whether it is of things by name."""
        return bool(self.things or self.options)

    def within(self, lexicon: Lexicon) -> set[str] | None:
        """The strategies that its things can be of; None where any."""
        if self.named:
            known = [lexicon.things.get(name) for name in self.things or self.options]
            return {thing.strategy for thing in known if thing is not None}
        return self.scope

    def all(self) -> Iterator["Noun"]:
        """It and the sets in its conditions."""
        yield self
        for link in self.conditions:
            yield from link.of.all()


@dataclass(eq=False)
class Link:
    """A condition in the making; `verb` says whether a verb has been read that permits it."""

    relation: str
    inverse: bool
    of: Noun
    absent: bool = False
    basis: str = ""
    number: tuple[str, int] | None = None
    verb: bool = False
    sure: tuple[str, str] | None = None
    only: bool = False
    than: Noun | None = None


class Freezing:
    """Makes sets of what was read: a thing is chosen of several options, strategies are those that have the kind."""

    def __init__(self, lexicon: Lexicon, choose: Callable[[int], int], nouns: list[Noun]) -> None:
        self._lexicon = lexicon
        self._choose = choose
        self._nouns = nouns

    def frozen(self, noun: Noun) -> Set:
        """*noun* as it is kept."""
        things = noun.things or self._chosen(noun)
        strategies: tuple[str, ...] = ()
        if noun.scope is not None and not things and (not noun.kinds or in_strategy(noun.kind)):
            strategies = self._narrowed(noun, noun.scope)
        conditions = tuple(self.condition(link) for link in noun.conditions)
        return Set(
            tuple(noun.kinds),
            noun.term,
            tuple(things),
            strategies,
            noun.years,
            noun.begun,
            tuple(noun.text),
            noun.in_title,
            conditions,
        )

    def condition(self, link: Link) -> Condition:
        """*link* as it is kept."""
        of, only, plain = self.frozen(link.of), link.only, not link.of.kinds and not link.of.conditions
        if link.absent and link.relation == "counterpart" and plain and (of.strategies or self._choose(2) == 0):
            return Condition("unmatched", False, of)  # an editor looked for one; what nobody compared is not told of
        than = self.frozen(link.than).things[0] if link.than is not None else ""
        return Condition(link.relation, link.inverse, of, link.absent, link.number, link.basis, link.sure, only, than)

    def _chosen(self, noun: Noun) -> list[str]:
        if not noun.options:
            return []
        around = [other.scope for other in self._nouns if other is not noun and other.scope]
        for scope in ([noun.scope] if noun.scope else []) + around:
            inside = [name for name in noun.options if self._lexicon.things[name].strategy in scope]
            if inside:
                return [inside[self._choose(len(inside))]]
        return [noun.options[self._choose(len(noun.options))]]

    def _narrowed(self, noun: Noun, scope: set[str]) -> tuple[str, ...]:
        having = {
            strategy
            for strategy in scope
            if not noun.kinds or any(self._lexicon.has(kind, noun.term, strategy) for kind in noun.kinds)
        }
        if noun.by_owner or noun.any_scope:
            having = {strategy for strategy in having if not self._lexicon.strategies[strategy].draft} or having
        if noun.any_scope and len(having) > 1:
            several = sorted(having)
            having = {several[self._choose(len(several))]}
        return tuple(sorted(having or scope))


# Who does what.

_CARRIED, _SENT = "sg:Initiative", "sg:HearingResponse"
_DOER = "org:Organization"


def done_or_sent(noun: Noun, sent: bool, at: int) -> None:
    """Makes *noun*, which an organisation is joined with by the word *at*, what is carried out, or the response that
    was *sent*. Raises Unfit."""
    if sent and (noun.kinds != [_SENT] if noun.kinds else noun.scope):
        refuse(at)  # who wrote the plan
    noun.kinds = noun.kinds or [_SENT if sent else _CARRIED]


def only_one(holder: Noun, link: Link, count: int = 1) -> None:
    """Says of *link*, a condition of *holder*, that who is responsible is so alone, or that *count* are. Raises
    Unfit."""
    if link.relation != "resp" or link.number or link.absent:
        refuse(link.of.at)
    done = link.of if link.inverse else holder
    done.conditions.append(Link("resp", False, Noun(done.at, [_DOER]), number=("=", count), verb=True))
