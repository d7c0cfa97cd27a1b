"""What a question that is not answered may have meant: readings near to it that can be typed again, each of them
answered."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, combinations
from typing import NamedTuple

from strategigraf.ask.lexicon import Lexicon, Strategy, Thing, Token, kind_labels, title_stems
from strategigraf.ask.spans import Item, covers, read_words
from strategigraf.ask.tree import in_strategy
from strategigraf.ask.vocabulary import likely
from strategigraf.core.errors import nearest
from strategigraf.files.question import Question, chosen

MOST = 3  # offers
_TRIED = 80  # so many changed questions are read to find them
_ASKED_FOR = 16  # and of so many of their readings the answer is looked for
_RESPELLED = 6  # letters that a word has at least that is offered in another spelling
_LEFT_OUT = {  # what it costs to leave out an item, by its sort; a word that is not known costs the least
    "word": 0.7, "fill": 0.2, "all": 0.2, "aux": 0.2, "rel": 0.2, "with": 0.2, "any": 0.2, "comma": 0.1, "open": 0.2,
    "close": 0.2, "mix": 0.8, "back": 0.8, "also": 0.5, "about": 0.6, "verb": 0.9, "which": 0.6, "what": 0.6,
    "and": 0.6, "extra": 1.5, "own": 2.0, "value": 2.5, "kind": 2.2, "title": 2.0, "quote": 2.5, "name": 3.5,
    "year": 3.0, "period": 3.0, "number": 3.0, "code": 3.0,
}  # fmt: skip
_DENYING = 5.0  # what it costs to leave out any other: a denial, a comparison
_CLAUSE, _STRATEGY, _KIND, _MOVED, _SPELLED, _TITLE = 0.6, 0.9, 1.6, 0.3, 0.1, 0.2
_LIKELY = 4.0  # what a question of the catalogue costs that has nothing in common
ASKING = ("which", "what", "whatis", "who", "when", "count", "how")
_ANEW = 1.2  # what it costs to put a question together anew
_ASKED = {"when": "sg:TimelineEntry", "who": "org:Organization"}
_TELLING = ("kind", "name", "title", "quote", "value", "code", "year", "period", "number", "not", "no", "own")
_WITHOUT = {"da": ("med et modsvar", "uden modsvar"), "en": ("with a counterpart", "without a counterpart")}
_LIKE = 0.06  # what a question of the catalogue has in common at least
_NEIGHBOURS = (
    ("sg:Track", "sg:FocusArea", "sg:Goal", "sg:Initiative"),
    ("sg:HearingComment", "sg:HearingQuestion"),
    ("sdgo:Goal", "sdgo:Target", "sg:Goal"),
    ("sg:VisionStatement", "sg:Vision", "sg:Mission"),
)
MARKS = "\"'“”„»«‘’"  # quotation marks
_OF = {"da": "i", "en": "in"}
_ON = {"da": "om", "en": "about"}


class Refused(NamedTuple):
    """A question that is not answered: its words, the best cover of them, and the places of those that are not used."""

    text: str
    words: list[Token]
    cover: tuple[Item, ...]
    unread: list[int]
    language: str

    def piece(self, at: int) -> str:
        """The word at *at*, as it is written."""
        return self.text[self.words[at].start : self.words[at].end]


def refused(text: str, lexicon: Lexicon, at: int) -> Refused:
    """The question *text*, of which the word at *at* does not fit where all are known."""
    words, language = read_words(text, lexicon)
    language = language or "en"
    (best, *_), *_ = covers(words, lexicon, language)
    unknown = [item.start for item in best if item.sort == "word"]
    return Refused(text, words, best, unknown or [min(at, len(words) - 1)], language)


class Changed(NamedTuple):
    """A changed question, how far it is from the one that was asked, and the one that it changes further."""

    cost: float
    text: str
    base: str = ""


def offers(
    one: Refused,
    lexicon: Lexicon,
    questions: Sequence[Question],
    read: Callable[[str], list[str]],
    answers: Callable[[str], bool],
) -> list[str]:
    """At most three questions near to *one*, the nearest first, each of which *answers*: as they are *read*, and those
    of the catalogue in their own words."""
    told: dict[str, None] = {}
    done: set[str] = set()  # what can be read needs no further change
    catalogue = sorted(_of_catalogue(one, lexicon, questions))[: 2 * MOST]
    tried = asked = 0
    for changed in sorted(dict.fromkeys([*_changed(one, lexicon), *catalogue])):
        known = changed in catalogue
        if changed.base in done or len(told) == MOST or (tried == _TRIED and not known):
            continue
        tried += not known
        lines = [changed.text] if known else read(changed.text)[:2]
        for line in lines:
            asked += line not in told
            if line not in told and asked <= _ASKED_FOR and answers(line):
                told[line] = None
                done.add(changed.text)
    return list(told)[:MOST]


# Changes.


def _changed(one: Refused, lexicon: Lexicon) -> Iterator[Changed]:
    """The question with its unread words in another spelling, as words of texts, or left out; with one of its clauses
    alone; with something more left out; of one strategy; of a kind nearby."""
    pieces = [one.piece(at) for at in range(len(one.words))]
    units = [range(item.start, item.end) for item in one.cover]
    sorts = [item.sort for item in one.cover]
    yield from _skeletons(one, lexicon)
    for cost, kept in _first_steps(one, pieces, lexicon):
        base = _joined(kept)
        yield Changed(cost, base)
        for count in (1, 2):
            for left_out in combinations(range(len(units)), count):
                places = {place for unit in left_out for place in units[unit]}
                if any(kept.get(place, "") != pieces[place] for place in places):
                    continue  # is not there as it was
                more = sum(_LEFT_OUT.get(sorts[unit], _DENYING) for unit in left_out)
                shorter = {at: piece for at, piece in kept.items() if at not in places}
                yield Changed(cost + more, _joined(shorter), base)
        if "kind" in sorts and "name" not in sorts and not any(item.sort == "word" for item in one.cover):
            for strategy in lexicon.strategies.values():
                of = f"{_OF[one.language]} {_title(strategy, one.language)}"
                yield Changed(cost + _STRATEGY + strategy.draft, _joined(kept | {len(pieces): of}), base)
        for item in one.cover:
            if item.sort == "kind" and kept.get(item.start) == pieces[item.start]:
                for label in _kinds_nearby(item, one, lexicon):
                    replaced = {at: piece for at, piece in kept.items() if not item.start < at < item.end}
                    yield Changed(cost + _KIND, _joined(replaced | {item.start: label}), base)


def _skeletons(one: Refused, lexicon: Lexicon) -> Iterator[Changed]:
    """The question put together anew of what it names: its kind, the words that are not known as words of a text, and
    what else is known; of two strategies one against the other."""
    kind = next((item for item in one.cover if item.sort in ("kind", "when", "who")), None)
    if kind is None:
        return
    asked = kind.value.partition("+")[0] if kind.sort == "kind" else _ASKED[kind.sort]
    label = kind_labels()[asked][one.language == "en"][1] if asked in kind_labels() else _written(one, kind)
    names = [item for item in one.cover if item.sort == "name"]
    others = [item for item in one.cover if item.sort in _TELLING and item.start > kind.start]
    more = " ".join(_written(one, item) for item in others if item.sort != "name")
    of = " ".join(f"{_OF[one.language]} {_named(item, one, lexicon)}" for item in names)
    unread = [at for at in one.unread if one.words[at].plain[0].isalpha()]
    words = " ".join(one.piece(at).strip(MARKS) for at in unread)
    if words:
        yield Changed(_ANEW, f"{label} {_ON[one.language]} {words} {of}")
        yield Changed(_ANEW + _MOVED, f"{label} {more} {_ON[one.language]} {words} {of}")
    yield Changed(_ANEW + _LEFT_OUT["word"] * len(unread), f"{label} {more} {of}")
    if len(names) == 2:
        here, there = (_named(item, one, lexicon) for item in names)
        denied = any(item.sort in ("not", "no", "neither") for item in one.cover)
        without = _WITHOUT[one.language][denied]
        yield Changed(_ANEW, f"{label} {_OF[one.language]} {here} {without} {_OF[one.language]} {there}")


def _written(one: Refused, item: Item) -> str:
    return one.text[one.words[item.start].start : one.words[item.end - 1].end]


def _named(item: Item, one: Refused, lexicon: Lexicon) -> str:
    """The strategy or organisation that the name *item* is of, by its title."""
    strategy, thing = lexicon.strategies.get(item.value), lexicon.things.get(item.value)
    if strategy is not None:
        return _title(strategy, one.language)
    return _written(one, item) if thing is None else thing.title(one.language)


def _title(strategy: Strategy, language: str) -> str:
    return re.split(r", | [(]", strategy.en if language == "en" else strategy.da)[0]


def _joined(pieces: dict[int, str]) -> str:
    return " ".join(pieces[at] for at in sorted(pieces) if pieces[at])


def _first_steps(one: Refused, pieces: list[str], lexicon: Lexicon) -> Iterator[tuple[float, dict[int, str]]]:
    """What becomes of the words that are not read, in several ways, each with its cost."""
    whole = dict(enumerate(pieces))

    def without(places: Sequence[int], changed: dict[int, str], kept: Sequence[int] = ()) -> dict[int, str]:
        return {at: piece for at, piece in (whole | changed).items() if at in kept or at not in places}

    yield _out(one.unread), without(one.unread, {})
    words = [at for at in one.unread if one.words[at].plain[0].isalpha()]
    respelled = {at: name for at in words for name in _respelled(one.words[at], lexicon)}
    if respelled:
        others = [at for at in one.unread if at not in respelled]
        yield _SPELLED * len(respelled) + _out(others), without(others, respelled)
    for place in words:
        for title in _titles_like(one.words[place].plain, lexicon) if one.words[place].quoted else ():
            yield _SPELLED, without((), {place: f"“{title}”"})
    for run, title in _titles_with(one, words, lexicon):
        others = [at for at in one.unread if at not in run]
        yield _TITLE + _out(others), without([*others, *run], {run[0]: f"“{title}”"}, run[:1])
    for run in sorted(_runs(words), key=lambda run: sum(len(pieces[at]) for at in run))[-1:]:
        others = [at for at in one.unread if at not in run]
        said = " ".join([_ON[one.language], *(pieces[at].strip(MARKS) for at in run)])
        if not any(item.sort == "about" and item.end == run[0] for item in one.cover):
            yield _out(others) + _MOVED, without(one.unread, {run[0]: said}, run[:1])
        yield _out(others) + 2 * _MOVED, without(one.unread, {len(pieces): said})
    for item, number in zip(one.cover, one.cover[1:], strict=False):
        for thing in _numbered(item, number, lexicon):
            strategy = lexicon.strategies.get(thing.strategy)
            of = f"{_OF[one.language]} {_title(strategy, one.language)}" if strategy else ""
            rest = range(item.start + 1, number.end)
            draft = strategy is not None and strategy.draft
            yield _TITLE + draft, without(rest, {item.start: _numbered_label(thing, one.language), len(pieces): of})
    for begin, end in clauses(one):
        outside = [at for at in whole if not begin <= at < end]
        yield _CLAUSE + 0.1 * (begin > 0), without(outside, {})
        yield _CLAUSE + 0.1 * (begin > 0) + _out(one.unread), without([*outside, *one.unread], {})


def _out(places: Sequence[int]) -> float:
    """What it costs to leave out the unknown words at *places*."""
    return _LEFT_OUT["word"] * len(places)


def _respelled(word: Token, lexicon: Lexicon) -> list[str]:
    if word.quoted or len(word.plain) < _RESPELLED:
        return []
    titles = (word for thing in lexicon.things.values() for word in f"{thing.da} {thing.en}".casefold().split())
    known = dict.fromkeys((*lexicon.phrases, *titles))
    alike = [name for name in known if name[0] == word.plain[0] and abs(len(name) - len(word.plain)) < 3]
    return nearest(word.plain, alike, most=1, least=0.8)


def _titles_like(quoted: str, lexicon: Lexicon) -> list[str]:
    titles = [title for thing in lexicon.things.values() for title in (thing.da, thing.en) if title]
    return nearest(quoted, titles, most=2, least=0.7)


def _numbered(item: Item, number: Item, lexicon: Lexicon) -> list[Thing]:
    """The things that the kind *item* with *number* can be, where several: of each strategy, and of goals those of the
    UN too."""
    if item.sort != "kind" or number.sort not in ("number", "code"):
        return []
    written, _, term = item.value.partition("=")
    kinds = [*written.split("+"), *(["sdgo:Goal"] if written == "sg:Goal" and not term else [])]
    found = [thing for kind in kinds for thing in lexicon.of_kind(kind, term) if thing.number == number.value]
    return found if len(found) > 1 else []


def _numbered_label(thing: Thing, language: str) -> str:
    """*thing* by what its source calls its kind, and its number."""
    labels = kind_labels().get(f"{thing.kind}={thing.term}") or kind_labels()[thing.kind]
    return f"{labels[language == 'en'][0]} {thing.number}"


def _titles_with(one: Refused, places: Sequence[int], lexicon: Lexicon) -> Iterator[tuple[list[int], str]]:
    """The titles that have all words of a row of those at *places* that are not read, joined by “and” or not."""
    joints = [item.start for item in one.cover if item.sort in ("and", "comma") and item.start + 1 in places]
    for run in _runs(sorted([*places, *(at for at in joints if at - 1 in places)])):
        wanted = set(title_stems(one.words[at].plain for at in run if at in places))
        with_all = [key for key in lexicon.titles if wanted <= set(key)] if len(wanted) > 1 else []
        for key in with_all[: MOST if len(with_all) <= MOST else 0]:
            yield run, lexicon.things[lexicon.titles[key][0]].title(one.language)


def _runs(places: Iterable[int]) -> list[list[int]]:
    """*places* in rows of neighbours."""
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def clauses(one: Refused) -> list[tuple[int, int]]:
    """The clauses of the question, as ranges of words, where it has several: each after the first begins with a word
    that asks, after a comma or “and”."""
    starts = [0]
    for before, item in zip(one.cover, one.cover[1:], strict=False):
        if item.sort in ASKING and before.sort in ("and", "but", "comma") and item.start > 1:
            starts.append(item.start)
    if len(starts) == 1:
        return []
    joints = [item.start for item in one.cover if item.sort in ("and", "but", "comma")]
    ends = []
    for start in [*starts[1:], len(one.words)]:
        end = start
        while end - 1 in joints:
            end -= 1
        ends.append(end)
    return list(zip(starts, ends, strict=True))


def _kinds_nearby(item: Item, one: Refused, lexicon: Lexicon) -> Iterator[str]:
    kind = item.value.partition("=")[0]
    for row in _NEIGHBOURS:
        for other in row if kind in row else ():
            if other != kind and lexicon.members.get(other):
                yield kind_labels()[other][one.language == "en"][1]
    labels = kind_labels()
    for key in labels if item.value == kind else [kind]:
        if key.partition("=")[0] == kind:
            yield labels[key][one.language == "en"][1]


# The catalogue.


def _of_catalogue(one: Refused, lexicon: Lexicon, questions: Sequence[Question]) -> Iterator[Changed]:
    """The questions of the catalogue by how much their wordings have in common with *one*, each with the things that
    it names in the places of its parameters."""
    given = list(_given(one, lexicon))
    for likeness, question in likely(one.text, questions):
        template = question.template.in_language(one.language)
        values: dict[str, str] = {}
        for kind, piece in given:
            for parameter in question.parameters:
                wanted = {"sg:Element": in_strategy(kind), "skos:Concept": kind == f"sg:{parameter.name}"}
                fits = wanted.get(parameter.kind, kind == parameter.kind) or (kind == parameter.name == "year")
                if fits and parameter.name not in values:
                    values[parameter.name] = piece
                    break
        if any(f"{{{name}}}" in template for name in values):
            likeness = max(likeness, _LIKE)
        if likeness < _LIKE:
            continue
        text = chosen(template, values)
        for name in re.findall(r"\{(\w+)\}", text):
            text = text.replace(f"{{{name}}}", values[name])
        if "strategy" in values and "{strategy}" not in template:
            text = f"{text.rstrip('?')} {_OF[one.language]} {values['strategy']}?"
        yield Changed(_LIKELY * (1 - likeness), text)


def _given(one: Refused, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """The kinds of the things, strategies, values and years that the question names, each as it is written."""
    before: Item | None = None
    for item in one.cover:
        piece = _written(one, item)
        if item.sort == "name":
            owners = {strategy.owner for strategy in lexicon.strategies.values()}
            of_strategy = item.value in owners or item.value in lexicon.strategies
            yield "sg:Strategy" if of_strategy else "org:Organization", _named(item, one, lexicon)
        elif item.sort == "word":
            for name in lexicon.titles.get(tuple(title_stems([one.words[item.start].plain])), ()):
                yield lexicon.things[name].kind, piece
        elif item.sort == "title":
            kinds = {lexicon.things[name].kind for name in item.value.split("|")}
            yield from ((kind, piece) for kind in kinds)
        elif item.sort == "value":
            yield (item.value.partition(" ")[0], piece)
        elif item.sort in ("year", "period"):
            yield ("year", piece)
        elif item.sort == "code":
            yield ("sdgo:Target" if "." in item.value else "sg:Initiative", piece)
        elif item.sort == "number" and before is not None and before.sort == "kind":
            yield (before.value.partition("=")[0], piece)
        before = item


def read_of(one: Refused) -> list[str]:
    """What of the question is known and tells something, as it is written, in rows of neighbours."""
    known = [range(item.start, item.end) for item in one.cover if item.sort in _TELLING]
    runs = _runs(place for place in chain.from_iterable(known) if place not in one.unread)
    return [one.text[one.words[run[0]].start : one.words[run[-1]].end] for run in runs]


def no_such(one: Refused, lexicon: Lexicon) -> bool:
    """Whether what is not read is the number of a kind that nothing of it has."""
    for item, number in zip(one.cover, one.cover[1:], strict=False):
        if item.sort == "kind" and number.sort in ("number", "code") and number.start in one.unread:
            kinds = [*item.value.partition("=")[0].split("+"), "sdgo:Target"]
            return not any(thing.number == number.value for kind in kinds for thing in lexicon.of_kind(kind))
    return False
