"""A workspace as it is: its settings, its layers of data, and the documents in its folder of sources."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from strategigraf.api.graph import Graph
from strategigraf.core.errors import SourceNotFound
from strategigraf.core.layout import Layout
from strategigraf.core.rdf import SG, Text, joined, message, short
from strategigraf.files.layout import ENDING, layout_of, layout_path
from strategigraf.files.settings import OWN_POLICY
from strategigraf.store.names import names_of_class
from strategigraf.store.sparql import Store


def overview(graph: Graph) -> list[Text]:
    """What there is, line by line: settings, layers from the user's own down, and documents by name, each with its
    pages and how it was read, or that it was not."""

    def lines(store: Store) -> list[Text]:
        described = {file: short(thing) for thing, file in store.rows_of("store/values", property=SG + "textFile")}
        return [
            *_settings(graph),
            *_layers(graph, names_of_class(store, SG + "Strategy")),
            *_documents(graph, described),
        ]

    return graph.use(lines)


def _settings(graph: Graph) -> Iterator[Text]:
    workspace = graph.workspace
    settings = workspace.settings
    if settings is None:
        yield message("workspace.overview.none", data=workspace.data)
        return
    yield message("workspace.overview.settings", path=settings.path)
    period = "–".join(dict.fromkeys(year for year in (settings.start, settings.end) if year))
    yield message("workspace.overview.of", title=settings.title, owner=settings.owner, period=period or "–")
    yield message("workspace.overview.base", base=workspace.base)
    yield message("workspace.overview.languages", languages=", ".join(workspace.languages))
    yield message("workspace.overview.preset", preset=settings.preset or OWN_POLICY)


def _layers(graph: Graph, strategies: Iterable[str]) -> Iterator[Text]:
    """The folders of data with their strategies, the user's own first."""
    known = set(strategies)
    for place, folder in enumerate(reversed(graph.workspace.layers)):
        names = sorted(path.stem for path in (folder / "strategies").glob("*.ttl") if path.stem in known)
        listed = joined((Text(name, name) for name in names), ", ") if names else message("workspace.overview.nothing")
        yield message(f"workspace.overview.{'beneath' if place else 'own'}", folder=folder, strategies=listed)


def _documents(graph: Graph, described: Mapping[str, str]) -> Iterator[Text]:
    folder = graph.workspace.sources
    if folder is None:
        return
    files = sorted(
        path for path in folder.iterdir() if path.is_file() and path.name[0] != "." and not path.name.endswith(ENDING)
    )
    yield message("workspace.overview.documents", folder=folder, number=len(files))
    for path in files:
        known = described.get(path.name)
        said = (
            message("workspace.overview.described", document=known)
            if known
            else message("workspace.overview.not-described")
        )
        yield message("workspace.overview.document", file=path.name, read=_as_read(path), described=said)


def _as_read(path: Path) -> Text:
    """How the file *path* was read."""
    if path.suffix in (".md", ".txt") and not layout_path(path).exists():
        return message("workspace.overview.text")
    try:
        layout: Layout = layout_of(path, path.read_bytes())
    except (OSError, SourceNotFound):
        return message("workspace.overview.unread", file=f"{path.parent.name}/{path.name}")
    pages = len(layout.pages)
    paged = message("workspace.overview.pages", pages=pages) if pages else message("workspace.overview.no-pages")
    return message("workspace.overview.read", pages=paged, method=layout.origin.method)


__all__ = ["overview"]
