"""The catalogue as a whole: enough questions, and how far they reach. The figures stand at the end of the run."""

from collections.abc import Callable

from strategigraf.ask.catalogue import reach
from strategigraf.core.rdf import short
from strategigraf.files.question import read_question
from strategigraf.files.workspace import Workspace
from strategigraf.store.sparql import EmbeddedStore

Record = Callable[[str, object], None]


def test_the_catalogue_reaches_the_whole_graph(
    store: EmbeddedStore, workspace: Workspace, record_property: Record
) -> None:
    questions = [read_question(path) for path in workspace.query_files()]
    found = reach(store, questions)
    record_property("figure", f"questions: {found.questions}")
    unused = ", ".join(short(term) for term in found.unused_terms) or "none"
    record_property("figure", f"terms of the vocabulary that no question uses: {unused}")
    never = ", ".join(short(element) for element in found.never_returned) or "none"
    record_property(
        "figure", f"elements that no question returns: {len(found.never_returned)} of {found.elements}: {never}"
    )
    assert found.questions >= 45
    assert found.never_returned == ()
