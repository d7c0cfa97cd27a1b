"""The errors of decisions that cannot be taken."""

from strategigraf.core.errors import CouldNotRun
from strategigraf.core.rdf import Text


class DataDiffer(CouldNotRun):
    """The data have changed since decisions were made."""

    code = "data-differ"
    about = Text(
        "Data er ikke længere dem, som beslutningerne blev truffet ud fra; intet er skrevet.",
        "The data are no longer those that the decisions were made from; nothing has been written.",
    )


class DecisionsFaulty(CouldNotRun):
    """A file of decisions that could not be read at all."""

    code = "decisions-faulty"
    about = Text(
        "Beslutninger (skema, CSV-mappe eller gennemgang) eller en profil, der ikke kan bruges.",
        "Decisions (a form, a CSV folder or a review) or a profile that cannot be used.",
    )
