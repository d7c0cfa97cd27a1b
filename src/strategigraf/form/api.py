"""The form in Python: a strategy to hand out as a workbook or a folder of CSV."""

from pathlib import Path

from strategigraf.api.graph import Graph
from strategigraf.core.errors import WrongValue
from strategigraf.core.rdf import SG, Text, message, short
from strategigraf.files.output import make_folder, write
from strategigraf.form.grids import folder_of
from strategigraf.form.model import Model, model_of
from strategigraf.form.sheets import Suggested, workbook
from strategigraf.store.lookup import both_labels
from strategigraf.store.names import of_class
from strategigraf.store.sparql import EmbeddedStore
from strategigraf.suggest.report import METHODS, TASK_LABELS, Suggester
from strategigraf.suggest.tasks import TASKS

_OTHERS, _LEAST = 6, 0.15  # strategies that are compared, and how likely a suggestion must be


def form(graph: Graph, strategy: str, path: str | Path, suggestions: bool = True) -> list[Path]:
    """Writes the form of *strategy* to *path*, a workbook (`.xlsx`) or a folder of CSV, and gives the files: elements,
    links, responsible bodies and alignments to fill in, for `accept` to take back. A workbook has a sheet of
    *suggestions* beside them, of which nothing is filled in.

    Raises UnknownStrategy, WrongValue for a strategy that the data folder does not describe itself, OutputNotWritten.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [path.name for path in sg.form(sg.open(), "sjaelland-strategi-2025-2028", f"{folder}/plan.xlsx")]
    ['plan.xlsx']
    """
    target = Path(path)
    if target.suffix and target.suffix.lower() != ".xlsx":
        raise WrongValue(
            Text(f"Et skema kan ikke skrives som {target.suffix}.", f"A form cannot be written as {target.suffix}."),
            Text("Angiv en fil, der ender på .xlsx, eller en mappe.", "Give a file that ends in .xlsx, or a folder."),
        )

    def answer(store: EmbeddedStore) -> dict[Path, bytes]:
        iri = of_class(store, strategy, SG + "Strategy").value
        model = model_of(store, graph.workspace, iri, graph.language)
        if iri not in model.homes:
            raise WrongValue(
                Text(
                    f"{short(iri)} hører ikke til {graph.workspace.data} og kan ikke ændres.",
                    f"{short(iri)} does not belong to {graph.workspace.data} and cannot be changed.",
                ),
                Text("Kopiér strategiens fil til dine egne data.", "Copy the strategy's file to your own data."),
            )
        if not target.suffix:
            return {target / name: content for name, content in folder_of(model, graph.language).items()}
        title = message("form.title", strategy=both_labels(store, [iri])[iri]).in_language(graph.language)
        return {
            target: workbook(
                model, title, graph.language, _suggested(store, model, graph.language) if suggestions else ()
            )
        }

    made = graph.use(answer)
    if not target.suffix:
        make_folder(target)
    for file, content in made.items():
        write(file, content)
    return list(made)


def _suggested(store: EmbeddedStore, model: Model, language: str) -> list[Suggested]:
    """The sheet of suggestions: for each thing that nothing is linked with yet the likeliest two of each task."""
    suggester = Suggester(store)
    others = [other for other in suggester.world.strategies if other != model.strategy]
    own = set(model.rows["elements"])
    found = [
        one
        for task in TASKS
        for one in suggester.for_strategy(task, model.strategy, others[:_OTHERS], 2, _LEAST)
        if one.thing in own
    ]
    names = both_labels(store, {thing for one in found for thing in (one.thing, one.suggested)})
    return [
        Suggested((
            *(f"{model.name(one.thing)} – {names[one.thing].in_language(language)}",
              TASK_LABELS[one.task].in_language(language),
              f"{model.name(one.suggested)} – {names[one.suggested].in_language(language)}"),
            round(one.score, 2), round(one.probability, 2), ", ".join(one.words),
            METHODS[one.method].in_language(language),
        ))
        for one in found
    ]  # fmt: skip
