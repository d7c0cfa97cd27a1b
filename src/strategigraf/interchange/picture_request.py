"""Pictures as they are asked for, by name: the red thread, a matrix, a neighbourhood, a time line."""

from strategigraf.answers.identifier import any_thing
from strategigraf.answers.kind import find_kind
from strategigraf.answers.request import Asked, Names, kind_of, matrix_request, names, strategies_named
from strategigraf.interchange.drawings import heat_map_drawing, neighbourhood_drawing, sankey_drawing, timeline_drawing
from strategigraf.use.store import Store
from strategigraf.values.dossier import Drawing
from strategigraf.values.errors import NothingToDraw, WrongValue
from strategigraf.values.text import Text


def sankey_request(store: Store, name: str, targets: bool = False, levels: Names = ()) -> Drawing:
    """The red thread of the strategy *name* as a Sankey diagram, to SDG goals or to *targets*; through the kinds
    *levels*, two or more, where given.

    Raises UnknownStrategy, UnknownKind, WrongValue, NothingToDraw where no thread joins the last two, PictureTooLarge.
    """
    (strategy,) = strategies_named(store, name)
    kinds = [find_kind(store, level) for level in names(levels)]
    if len(kinds) == 1:
        raise WrongValue(
            Text("En rød tråd har to niveauer eller flere.", "A red thread has two levels or more."),
            Text("Giv et niveau til med --level, fra oven.", "Give another level with --level, from the top."),
        )
    drawing = sankey_drawing(store, strategy, targets, kinds)
    if drawing is None:
        raise NothingToDraw(
            Text(f"Ingen tråd forbinder to niveauer i {name}.", f"No thread joins two levels of {name}."),
            Text(
                f"Vælg andre niveauer med --level, eller se dem med “strategigraf list --strategy {name}”.",
                f"Choose other levels with --level, or see them with “strategigraf list --strategy {name}”.",
            ),
        )
    return drawing


def heat_map_request(store: Store, asked: Asked) -> Drawing:
    """The matrix *asked* for as a heat map.

    Raises what `matrix_request` raises, NothingToDraw where it has no rows or no columns, and PictureTooLarge.
    """
    whole, kinds = matrix_request(store, asked)
    if not whole.rows or not whole.columns:
        crossed = f"{asked.rows} × {asked.columns}"
        raise NothingToDraw(
            Text(f"{crossed} har ingen rækker eller kolonner her.", f"{crossed} has no rows or no columns here."),
            Text("Vælg andre slags, eller en anden strategi.", "Choose other kinds, or another strategy."),
        )
    return heat_map_drawing(store, whole, kinds, strategies_named(store, asked.strategies))


def neighbourhood_request(store: Store, name: str, depth: int = 1, most: int = 14) -> Drawing:
    """What stands around the thing *name* up to *depth* steps away, at most *most* cards on a side, the rest folded.

    Raises UnknownElement with the nearest names.
    """
    return neighbourhood_drawing(store, any_thing(store, name).value, depth, most)


def timeline_request(store: Store, name: str, kind: str = "timeline-entry") -> Drawing:
    """What starts when in the strategy *name*: its things of *kind*, track by track, and what stands in none.

    Raises UnknownStrategy, UnknownKind, NothingToDraw where none has a time, PictureTooLarge.
    """
    (strategy,) = strategies_named(store, name)
    entries = kind_of(store, kind)
    drawing = timeline_drawing(store, strategy, entries)
    if drawing is None:
        raise NothingToDraw(
            Text(f"{name} har ingen {entries.label.da} med en tid.", f"{name} has no {entries.label.en} with a time."),
            Text(
                "Vælg en anden strategi, eller andre daterede ting med --kind (fx process-step).",
                "Choose another strategy, or other dated things with --kind (such as process-step).",
            ),
        )
    return drawing
