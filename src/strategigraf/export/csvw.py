"""The descriptions of tables of measurements for the web (CSVW), each in a file beside its table."""

from pathlib import Path

from strategigraf.api.graph import Graph
from strategigraf.files.measurements import description, slug_of
from strategigraf.files.output import write
from strategigraf.files.workspace import is_table
from strategigraf.store.names import Names, names, strategies_named

ENDING = "-metadata.json"  # after the name of the table: where readers of CSVW look for its description


def write_descriptions(graph: Graph, strategies: Names = ()) -> list[Path]:
    """Writes the description of each table of measurements of *strategies* (one name or several; all of one's own
    without any) beside it; returns the files. Raises UnknownStrategy, OutputNotWritten."""
    workspace = graph.workspace
    wanted = graph.use(lambda store: strategies_named(store, names(strategies)))
    written = []
    for table in workspace.all_files():
        slug = slug_of(table) if is_table(table) else ""
        is_ours = workspace.data in table.parents
        if slug and is_ours and (not wanted or any(iri.endswith(f"/{slug}") for iri in wanted)):
            path = table.with_name(table.name + ENDING)
            write(path, description(table).encode())
            written.append(path)
    return written
