"""Drawings: the pictures of a strategy as sections of a dossier, in both languages, everything on them open."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence

from strategigraf.answers.captions import Captions, captions
from strategigraf.answers.flows import flows, flows_of_strategy
from strategigraf.answers.kind import Kind
from strategigraf.answers.membership import both_labels, classes_of, strategies_of
from strategigraf.answers.neighbourhood import neighbourhood
from strategigraf.answers.timetable import timetable
from strategigraf.interchange.caption_text import borne
from strategigraf.interchange.heat_map import heat_map
from strategigraf.interchange.neighbourhood_map import neighbourhood_map, opened
from strategigraf.interchange.sankey import sankey
from strategigraf.interchange.time_line import time_line
from strategigraf.use.store import Store
from strategigraf.values.dossier import Drawing
from strategigraf.values.errors import PictureTooLarge
from strategigraf.values.flows import Flows
from strategigraf.values.matrix import Matrix
from strategigraf.values.namespaces import short
from strategigraf.values.text import LANGUAGES, Text
from strategigraf.values.timetable import Timetable

MOST_CARDS = 250  # on one level of a Sankey
MOST_ROWS, MOST_COLUMNS = 600, 120  # of a heat map
MOST_BARS = 400


def sankey_drawing(store: Store, strategy: str, targets: bool = False, levels: Sequence[Kind] = ()) -> Drawing | None:
    """The red thread of *strategy* (an IRI) as a Sankey diagram: through *levels* where given, else through those that
    it has (*targets*: to SDG targets in place of goals). None where no thread joins the last two. Raises
    PictureTooLarge."""
    found = flows(store, strategy, levels) if levels else flows_of_strategy(store, strategy, targets)
    if found is None or not found.marks:
        return None
    _demand(max(map(len, found.levels)), MOST_CARDS, Text("ting på ét niveau", "things on one level"))
    of = [strategy, *(thing for level in found.levels for thing in level), *borne(found.marks)]
    known = captions(store, of)
    ends = [found.labels[place] for place in (0, -1)]
    title = Text(
        f"Den røde tråd fra {ends[0].da} til {ends[1].da}", f"The red thread from {ends[0].en} to {ends[1].en}"
    )
    about = _named(known, strategy)
    return _drawing("sankey", strategy, title, about, _flows_told(found), known, of,
                    lambda *given: sankey(found, known, *given))  # fmt: skip


def heat_map_drawing(
    store: Store, whole: Matrix, kinds: tuple[Kind, Kind], strategies: Collection[str] = ()
) -> Drawing:
    """The matrix *whole* of *kinds* for the *strategies* (IRIs), which it names, as a heat map. Raises
    PictureTooLarge."""
    _demand(len(whole.rows), MOST_ROWS, Text("rækker", "rows"))
    _demand(len(whole.columns), MOST_COLUMNS, Text("kolonner", "columns"))
    of = [*whole.rows, *whole.columns, *whole.groups, *borne(whole.marks())]
    known = captions(store, of)
    labels = kinds[0].label, kinds[1].label
    plans = captions(store, strategies)
    about = Text(*(", ".join(plans.plain(strategy, one) for strategy in strategies) for one in LANGUAGES))
    title = Text(*(" × ".join(label.in_language(one) for label in labels) for one in LANGUAGES))
    marks, empty = len(list(whole.marks())), sum(not whole.marks_of_row(row) for row in whole.rows)
    told = Text(
        "Tallet i et felt er antallet af tråde mellem række og kolonne; tegnet viser deres stærkeste grundlag:"
        f" {marks} i alt. {empty} af {len(whole.rows)} rækker har ingen.",
        "The number in a cell is the number of threads between row and column; the sign shows their strongest basis:"
        f" {marks} in all. {empty} of {len(whole.rows)} rows have none.",
    )
    name = "-".join([whole.row_kind, whole.column_kind, *map(short, strategies)])
    return _drawing(
        "heat-map", name, title, about, told, known, of, lambda *given: heat_map(whole, labels, known, *given)
    )


def neighbourhood_drawing(store: Store, thing: str, depth: int = 1, most: int = 14) -> Drawing:
    """The neighbourhood of *thing* (an IRI) up to *depth* steps, at most *most* cards on a side, the rest folded."""
    around = neighbourhood(store, thing, depth)
    of = [thing, *(one for neighbour in around.neighbours for one in opened(neighbour))]
    known = captions(store, of)
    shown = [thing, *(neighbour.thing for neighbour in around.neighbours)]
    of_class, of_strategy = classes_of(store, shown), strategies_of(store, shown)
    labels = both_labels(store, of_class.values())
    kinds = {one: labels[cls] for one, cls in of_class.items()}
    here = of_strategy.get(thing, frozenset((thing,)))
    homes = both_labels(store, {min(found) for one, found in of_strategy.items() if not found & here})
    elsewhere = {one: homes[min(found)] for one, found in of_strategy.items() if not found & here}
    title = Text("Naboskab", "Neighbourhood")
    about = Text(known.title(thing, "da"), known.title(thing, "en"))
    count = len(around.neighbours)
    told = Text(
        "Øverst det, den er del af, nederst det, den rummer; til højre det, den bidrager til eller nævner, til venstre"
        f" det, der nævner den, og dens modsvar i andre strategier. {count} naboer i alt.",
        "Above what it is part of, below what it holds; at the right what it serves or names, at the left what names"
        f" it and its counterparts in other strategies. {count} neighbours in all.",
    )
    return _drawing("neighbourhood", thing, title, about, told, known, of,
                    lambda *given: neighbourhood_map(around, (kinds, elsewhere), known, most, *given))  # fmt: skip


def timeline_drawing(store: Store, strategy: str, entries: Kind | None = None) -> Drawing | None:
    """The time line of *strategy* (an IRI): its things of the kind *entries*, time line entries without one. None where
    none of them has a time. Raises PictureTooLarge."""
    table = timetable(store, strategy, entries)
    if table is None or not table.bars:
        return None
    _demand(len(table.bars), MOST_BARS, Text("poster", "entries"))
    hops = [hop for bar in table.bars for hop in bar.schedules]
    of = [strategy, *(bar.entry for bar in table.bars), *(end for hop in hops for end in (hop.link, hop.object))]
    of += [thing for lane in table.lanes for thing in (lane.track, *lane.undated, *lane.gaps) if thing]
    known = captions(store, of)
    title = Text("Tidsplan", "Time line") if table.scheduled else Text("Proces", "Process")
    return _drawing("time-line", strategy, title, _named(known, strategy), _table_told(table), known, of,
                    lambda *given: time_line(table, known, *given))  # fmt: skip


def _drawing(
    kind: str, subject: str, title: Text, about: Text, told: Text, known: Captions, of: Iterable[str],
    drawn: Callable[[str, str, str, str], str],
) -> Drawing:  # fmt: skip
    name = re.sub(r"[^a-z0-9]+", "-", f"{kind}-{short(subject)}".lower()).strip("-")
    whole = Text(*(f"{one}: {of_what}" if of_what else one for one, of_what in zip(title, about, strict=True)))
    svg = Text(*(drawn(whole.in_language(one), told.in_language(one), one, f"{name}-{one}") for one in LANGUAGES))
    opened = tuple(thing for thing in dict.fromkeys(of) if known.words.get(thing))
    return Drawing(name, title, told, svg, opened, about)


def _named(known: Captions, thing: str) -> Text:
    return Text(*(known.plain(thing, language) for language in LANGUAGES))


def _flows_told(found: Flows) -> Text:
    marks = len(found.marks)
    inherited = sum(mark.basis == "inherited" for mark in found.marks)
    rows, columns = found.labels[-2], found.labels[-1]
    levels = found.levels[-2:]
    alone = [sum(not found.through(len(found.levels) - 2 + place, one) for one in level)
             for place, level in enumerate(levels)]  # fmt: skip
    own = marks - inherited
    bases = Text(f", {own} egne og {inherited} nedarvede", f", {own} own and {inherited} inherited")
    bases = bases if inherited else Text("", "")
    above = Text(" Længere oppe tælles de samme tråde.", " Further up the same threads are counted.")
    above = above if len(found.levels) > 2 else Text("", "")
    return Text(
        f"Et bånd er så bredt, som det har tråde mellem {rows.da} og {columns.da}: {marks} i alt{bases.da}.{above.da}"
        f" Uden tråd: {alone[0]} af {len(levels[0])} ({rows.da}), {alone[1]} af {len(levels[1])} ({columns.da}).",
        f"A ribbon is as wide as it has threads between {rows.en} and {columns.en}: {marks} in all{bases.en}.{above.en}"
        f" Without a thread: {alone[0]} of {len(levels[0])} ({rows.en}), {alone[1]} of"
        f" {len(levels[1])} ({columns.en}).",
    )


def _table_told(table: Timetable) -> Text:
    bars = len(table.bars)
    told = Text(f"{bars} poster, hver tegnet over sin periode.", f"{bars} entries, each drawn over its period.")
    if not table.scheduled:
        return told
    gaps = len(table.gaps)
    return Text(
        f"{told.da} Under postens navn står det, den sætter i tid. {gaps} indsatser står i ingen post.",
        f"{told.en} Below the name of an entry stands what it schedules. {gaps} initiatives stand in none.",
    )


def _demand(number: int, most: int, of: Text) -> None:
    if number > most:
        raise PictureTooLarge(
            Text(f"Billedet ville have {number} {of.da}; højst {most} kan læses.",
                 f"The picture would have {number} {of.en}; at most {most} can be read."),
            Text("Vælg mindre: én strategi, andre slags, --only marks; eller tag matricen som regneark.",
                 "Choose less: one strategy, other kinds, --only marks; or take the matrix as a sheet."),
        )  # fmt: skip
