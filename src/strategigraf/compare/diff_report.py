"""The report of a diff: how many sentences became what, how the commitment changed, and every change with its words."""

from collections.abc import Callable, Collection, Iterable, Sequence
from decimal import Decimal

from strategigraf.compare.diff import Change, Diff
from strategigraf.compare.modality import MODALS, STRENGTHS, modals, shown, strongest
from strategigraf.compare.sentences import HEADING, TYPE_LABELS, TYPES, Sentence
from strategigraf.core.rdf import OA, SG, Iri, Literal, Text, short
from strategigraf.core.report import Cell, Column, Figure, Part, Report, named
from strategigraf.store.lookup import labels
from strategigraf.store.sparql import Store

_STAGE = "PREFIX sg: <{0}> PREFIX oa: <{1}> SELECT ?stage WHERE {{ <{2}> oa:hasSource/sg:stage ?stage }}"
_ALL = Text("alle", "all")
_NO_MODAL = Text("intet af dem", "none of them")
_HEADING = Text("overskrift", "heading")
_REORDERED = Text("anden rækkefølge", "another order")


def diff_report(store: Store, found: Diff, types: Collection[str] = (), compact: bool = False) -> Report:
    """*found* as a report: `summary`, `modals`, `changes` and `unchanged`; the last two with changes of *types* only,
    where any are given. *compact* for people: the words of both sides in one column, elements by their last names."""
    wanted = [change for change in found.changes if not types or change.type in types]
    changed = [change for change in wanted if change.type != "unchanged"]
    kept = [change for change in wanted if change.type == "unchanged"]
    names = tuple(
        labels(store, [thing for c in changed for thing in c.place if thing], language) for language in ("da", "en")
    )
    columns, row = (_COMPACT, _compact_row) if compact else (_FULL, _full_row)
    title = Text(
        f"Fra {short(found.draft.thing)} til {short(found.print.thing)}",
        f"From {short(found.draft.thing)} to {short(found.print.thing)}",
    )
    return Report(
        "diff",
        title,
        (
            _summary(store, found, title),
            _modals(found),
            Part(
                "changes",
                Text("Ændringer", "Changes"),
                named(
                    Text(
                        "[-ord-] er faldet bort, {+ord+} er kommet til (i Markdown og regneark overstreget og "
                        "fremhævet); "
                        "`words` er, hvor mange ord det er. Styrken er sammenlignet efter skal, vil, bør, kan; "
                        "former i parentes vises, men tæller ikke: skulle, ville, burde og kunne, og hvad der siges "
                        "om andre end organisationen selv. `place` er, hvad noget stod under, og hvad det nu står "
                        "under, hvor det er noget andet.",
                        "[-word-] is gone, {+word+} is new (in Markdown and workbooks struck out and in bold); "
                        "`words` is how many "
                        "words that is. Strength is compared by skal, vil, bør, kan (shall, will, should, can); "
                        "forms in brackets are shown and do not count: skulle, ville, burde and kunne, and what is "
                        "said of others than the organisation itself. `place` is what something stood under and what "
                        "it stands under now, where that is something else.",
                    )
                ),
                columns,
                tuple(row(change, names) for change in changed),
                sum(change.type == "removed" or change.strength in ("weaker", "negation") for change in changed),
            ),
            Part(
                "unchanged",
                Text("Uændret", "Unchanged"),
                Text(
                    "Sætninger med de samme ord på samme plads, bortset fra store bogstaver, bindestreger og "
                    "tegnsætning.",
                    "Sentences with the same words in the same place, capitals, hyphens and punctuation aside.",
                ),
                columns,
                tuple(row(change, names) for change in kept),
            ),
        ),
    )


def _summary(store: Store, found: Diff, title: Text) -> Part:
    def row(group: Text, label: Text, fits: Callable[[Change], bool]) -> tuple[Cell, ...]:
        chosen = [change for change in found.changes if fits(change)]
        before = [sentence for change in chosen for sentence in change.draft]
        after = [sentence for change in chosen for sentence in change.print]
        return group, label, _count(len(chosen), before + after), _count(len(before), before), _count(len(after), after)

    what, strength = Text("ændring", "change"), Text("styrke", "strength")
    rows = [row(what, _ALL, lambda change: True)]
    rows += [row(what, TYPE_LABELS[name], _is_of_type(name)) for name in ("unchanged", *TYPES[:-1])]
    rows += [row(strength, label, _is_of_strength(name)) for name, label in STRENGTHS.items()]
    told = named(
        Text(
            "Hvert element, hvert yderligere citat og hver overskrift har netop én skæbne: `count` er ændringer, "
            "`draft` og `print` er sætninger på hver side. Styrken er talt for det, der er omformuleret, flyttet, "
            "delt eller samlet: stærkere eller svagere efter skal > vil > bør > kan; kommet til eller faldet bort, "
            "hvor kun den ene side har et af ordene; nægtelse, hvor et af dem er nægtet og ikke kan rangordnes; "
            "ingen, hvor ingen af siderne har et. Kun det tæller, som organisationen selv (vi, regionen, "
            "socialområdet) siger, den skal, vil, bør eller kan: “udfordringer, der kan være” lover intet.",
            "Each element, each further quote and each heading has exactly one fate: `count` is changes, `draft` and "
            "`print` are sentences on either side. Strength is counted for what was reworded, moved, split or "
            "merged: stronger or weaker by skal > vil > bør > kan (shall, will, should, can); gained or lost where "
            "just one side has one of the words; negation where one of them is negated and cannot be ranked; none "
            "where neither side has one. Only what the organisation says that it shall, will, should or can do "
            "counts (vi, regionen, socialområdet): “udfordringer, der kan være” (challenges that there may be) "
            "promises nothing.",
        )
    )
    return Part(
        "summary",
        title,
        Text(*(first + rest for first, rest in zip(_unlike(store, found), told, strict=True))),
        (Column("group"), Column("change"), Column("count"), Column("draft"), Column("print")),
        tuple(rows),
    )


def _unlike(store: Store, found: Diff) -> Text:
    """What to know first where one side is slides and the other is not; nothing else."""
    first = [side.sentences[0].quote for side in (found.draft, found.print)]
    stages = [[stage for (stage,) in store.rows(_STAGE.format(SG, OA, quote))] for quote in first]
    if sum(SG + "Slides" in of for of in stages) != 1:
        return Text("", "")
    return Text(
        "Her sammenlignes tekster af forskellig slags, slides og en anden tekst: meget, der står som fjernet eller "
        "tilføjet, er blot sagt kortere eller udførligere; --kind snævrer ind til én slags element. ",
        "Texts of different kinds are compared here, slides and another text: much that stands as removed or added is "
        "just said at less or greater length; --kind narrows it to one kind of element. ",
    )


def _modals(found: Diff) -> Part:
    gone = [sentence for change in found.changes if change.type == "removed" for sentence in change.draft]
    new = [sentence for change in found.changes if change.type == "added" for sentence in change.print]
    groups = [list(found.draft.sentences), list(found.print.sentences), gone, new]
    by_modal = [[(strongest(modals(sentence.text)), sentence) for sentence in group] for group in groups]
    rows: list[tuple[Cell, ...]] = []
    for name in (*MODALS, ""):
        chosen = [[sentence for modal, sentence in group if modal == name] for group in by_modal]
        rows.append((Text(name, name) if name else _NO_MODAL, *(_count(len(group), group) for group in chosen)))
    return Part(
        "modals",
        Text("Forpligtelse efter modalverbum", "Commitment by modal verb"),
        Text(
            "Hvor mange sætninger der har hvert modalverbum, talt efter det stærkeste, der ikke er nægtet: i udkastet, "
            "i trykket, blandt de fjernede og blandt de tilføjede. En sætning uden modalverbum (“Vi understøtter”) er "
            "ikke svagere: den siger, hvad der sker.",
            "How many sentences have each modal verb, counted by the strongest that is not negated: in the draft, in "
            "the print, among those removed and among those added. A sentence without one (“Vi understøtter”, we "
            "support) is not weaker: it says what is done.",
        ),
        (Column("modal"), Column("draft"), Column("print"), Column("removed"), Column("added")),
        tuple(rows),
    )


_FULL = tuple(
    map(
        Column,
        (
            *("type", "draft", "draft_sentence", "print", "print_sentence", "change", "words"),
            *("draft_modals", "print_modals", "strength", "place"),
        ),
    )
)
_COMPACT = tuple(map(Column, ("type", "element", "change", "words", "modals", "strength", "place")))
Titles = tuple[dict[str, str], ...]


def _full_row(change: Change, names: Titles) -> tuple[Cell, ...]:
    return (
        TYPE_LABELS[change.type],
        _units(change.draft),
        Literal(change.revision.draft) if change.draft else None,
        _units(change.print),
        Literal(change.revision.print) if change.print else None,
        Literal(change.revision),
        _count(change.revision.changed_words, [*change.draft, *change.print]),
        Literal(shown(change.draft_modals)) if change.draft else None,
        Literal(shown(change.print_modals)) if change.print else None,
        STRENGTHS[change.strength] if change.strength else None,
        _place(change, names),
    )


def _units(side: Sequence[Sentence]) -> Cell:
    """What *side* is: the element, the quote that says more of one, or a heading; several by their names."""
    units = list(dict.fromkeys(sentence.unit for sentence in side))
    if len(units) == 1 and not units[0].startswith("#"):
        return Iri(units[0])
    return Literal(" + ".join(unit if unit.startswith("#") else short(unit) for unit in units)) if units else None


def _compact_row(change: Change, names: Titles) -> tuple[Cell, ...]:
    sides = [change.draft, change.print]
    both = zip(sides, (change.draft_modals, change.print_modals), strict=True)
    words = [shown(found) or "–" for side, found in both if side]
    return (
        TYPE_LABELS[change.type],
        Text(*(" → ".join(_last_names(side, heading) for side in sides if side) for heading in _HEADING)),
        Literal(change.revision),
        _count(change.revision.changed_words, [*change.draft, *change.print]),
        Literal(" → ".join(words) if set(words) != {"–"} else ""),
        STRENGTHS[change.strength] if change.strength else None,
        _place(change, names),
    )


def _last_names(side: Iterable[Sentence], heading: str) -> str:
    """The last parts of the names of what *side* is, each once; a heading is told by the word *heading*."""
    names = (
        s.element.rsplit("/", 1)[-1] + f" ({heading})" if s.role == HEADING else s.unit.rsplit("/", 1)[-1] for s in side
    )
    return " + ".join(dict.fromkeys(names))


def _place(change: Change, names: Titles) -> Text | None:
    if not change.place[0]:
        return _REORDERED if change.reordered else None
    return Text(*(" → ".join(known.get(thing, short(thing)) for thing in change.place) for known in names))


def _is_of_type(name: str) -> Callable[[Change], bool]:
    return lambda change: change.type == name


def _is_of_strength(name: str) -> Callable[[Change], bool]:
    return lambda change: change.type != "unchanged" and change.strength == name


def _count(number: int, sentences: Iterable[Sentence]) -> Figure:
    return Figure(Decimal(number), tuple(dict.fromkeys(sentence.quote for sentence in sentences)))
