"""Impact as a report: how many lose what, and each loss with what it rested on."""

from collections import defaultdict
from decimal import Decimal

from strategigraf.answers.heading import named
from strategigraf.answers.impact import LOSSES, Impact, Loss
from strategigraf.answers.matrix_sheet import brief
from strategigraf.answers.membership import both_labels, classes_of, titled
from strategigraf.use.store import Store
from strategigraf.values.figure import Figure, count
from strategigraf.values.report import Cell, Part, Report
from strategigraf.values.table import Column
from strategigraf.values.term import Iri
from strategigraf.values.text import Text

LOSS_LABELS = {
    "thread": Text("mister tråden til visionen", "loses its thread to the vision"),
    "target": Text("mister sit eneste mærke på et delmål", "loses its only mark on an SDG target"),
    "goal": Text("mister sit eneste mærke på et verdensmål", "loses its only mark on an SDG goal"),
    "mark": Text("mister sit sidste mærke fra strategien", "loses its last mark from the strategy"),
    "schedule": Text("mister sin eneste tidsplanspost", "loses its only time line entry"),
    "idle": Text("sætter ikke længere noget i tid", "no longer schedules anything"),
    "answer": Text("mister sit eneste svar", "loses its only answer"),
    "counterpart": Text("mister sit eneste modsvar i strategien", "loses its only counterpart in the strategy"),
}
_SUMS = named(
    Text(
        "`things` er, hvor mange af hver slags der mister noget, når det spurgte falder; det spurgte selv tælles "
        "ikke med. Et tab er noget, der holdt før og ikke holder bagefter: den, der har et andet mærke, en anden "
        "post eller et andet svar tilbage, har ikke mistet det.",
        "`things` is how many of each kind lose something when the thing asked about falls; it is not counted "
        "itself. A loss is something that held before and does not hold after: what has another mark, entry or "
        "answer left has not lost it.",
    )
)
_LOSSES = named(
    Text(
        "`hops` er antallet af led fra tingen til det, der falder, ad vejen `path`. `rested_on` er de forbindelser, "
        "som det tabte hvilede på, og hvor opstillingen bar det, de to ting, hvis bånd brister. `strategy` er den "
        "strategi, som et delmål mister sit mærke fra, eller som modsvaret står i.",
        "`hops` is the number of hops from the thing to what falls, along `path`. `rested_on` is the links that the "
        "loss rested on, and where structure carried it the two things whose bond breaks. `strategy` is the one from "
        "which a target loses its mark, or in which the counterpart stands.",
    )
)


def impact_report(store: Store, found: Impact) -> Report:
    """*found* as a report: sums by loss and kind of thing, every loss named though nothing has it, then each loss."""
    classes = classes_of(store, [loss.thing for loss in found.losses])
    names = both_labels(store, classes.values())
    title = titled(store, found.thing)
    heading = Text(f"Hvis {title.da} falder", f"If {title.en} falls")
    return Report(
        "impact",
        heading,
        (
            Part(
                "sums",
                heading,
                found.aside or _SUMS,
                tuple(map(Column, ("loss", "kind", "things"))),
                tuple(_sums(found, classes, names)),
            ),
            Part(
                "losses",
                Text("Hvad der mistes", "What is lost"),
                _LOSSES if found.losses else Text("Intet mistes.", "Nothing is lost."),
                tuple(map(Column, ("loss", "thing", "kind", "strategy", "hops", "rested_on", "path"))),
                tuple(_row(loss, names.get(classes.get(loss.thing, ""))) for loss in found.losses),
            ),
        ),
    )


def _sums(found: Impact, classes: dict[str, str], names: dict[str, Text]) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for loss in LOSSES:
        of_kind: dict[str, dict[str, None]] = defaultdict(dict)
        for one in found.losses:
            if one.loss == loss:
                of_kind[classes.get(one.thing, "")][one.thing] = None
        for cls in sorted(of_kind):
            rows.append((LOSS_LABELS[loss], names.get(cls), count(tuple(of_kind[cls]))))
        if not of_kind:
            rows.append((LOSS_LABELS[loss], None, count(())))
    return rows


def _row(loss: Loss, kind: Text | None) -> tuple[Cell, ...]:
    path = " → ".join(brief(thing) for thing in loss.path)
    return (
        LOSS_LABELS[loss.loss],
        Iri(loss.thing),
        kind,
        Iri(loss.strategy) if loss.strategy else None,
        Figure(Decimal(loss.distance), loss.path[:-1]),
        count(loss.rested_on),
        Text(path, path),
    )
