"""The notebook runs from a clone, and shows what is stored in it.

With STRATEGIGRAF_UPDATE_DOCS=1 its outputs are written anew; look at the difference.
"""

import os
import re
from importlib.metadata import version
from typing import Any

import pytest

from tests.conftest import TOP

NOTEBOOK = TOP / "docs" / "comparison.ipynb"
DRAWN_BY = ("matplotlib", "pandas")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The notebook as a run gives it now, without what differs from run to run."""
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    pytest.importorskip("matplotlib")
    pytest.importorskip("pandas")
    folder = tmp_path_factory.mktemp("notebook")
    kept = {key: value for key, value in os.environ.items() if not key.startswith("STRATEGIGRAF")}
    environment = kept | {"STRATEGIGRAF_CACHE": str(folder / "cache"), "MPLCONFIGDIR": str(folder)}
    environment |= {"IPYTHONDIR": str(folder), "PYTHONPATH": str(TOP / "src")}
    book = nbformat.read(NOTEBOOK, as_version=4)
    client = nbclient.NotebookClient(book, timeout=120, record_timing=False, coalesce_streams=True)
    client.execute(cwd=str(NOTEBOOK.parent), env=environment)
    book.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
        "drawn_by": {name: version(name) for name in DRAWN_BY},
    }
    for cell in book.cells:
        cell.metadata = {}
    if os.environ.get("STRATEGIGRAF_UPDATE_DOCS"):
        nbformat.write(book, NOTEBOOK)
    return book


def stored() -> Any:
    return pytest.importorskip("nbformat").read(NOTEBOOK, as_version=4)


def words(book: Any) -> list[str]:
    """What the outputs of *book* say: printed text, tables, and the words in its figures."""
    found: list[str] = []
    for cell in book.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            drawn = re.findall(r"<text[^>]*>([^<]*)</text>", data.get("image/svg+xml", ""))
            found += [output.get("text", ""), data.get("text/html", ""), *drawn]
    return [text for text in found if text]


def test_the_notebook_shows_what_is_stored_in_it(fresh: Any) -> None:
    said = words(fresh)
    assert said == words(stored())
    assert len(said) > 60


def test_two_runs_give_the_same_bytes(fresh: Any) -> None:
    nbformat = pytest.importorskip("nbformat")
    kept = stored()
    if kept.metadata["drawn_by"] != fresh.metadata["drawn_by"]:
        pytest.skip("the figures were drawn by other versions of the libraries")
    assert nbformat.writes(fresh) + "\n" == NOTEBOOK.read_text(encoding="utf-8")


def test_the_notebook_is_small_and_names_nobodys_machine() -> None:
    text = NOTEBOOK.read_text(encoding="utf-8")
    assert len(text) < 200_000
    for trace in ("/home/", "/root/", "/tmp/", "/work/", "<dc:date>", "Traceback"):
        assert trace not in text


def test_every_figure_is_explained_in_both_languages_and_opened() -> None:
    cells = stored().cells
    figures = [cell for cell in cells if any("image/svg+xml" in o.get("data", {}) for o in cell.get("outputs", []))]
    assert len(figures) == 4
    explained = [cell.source for cell in cells if cell.cell_type == "markdown"]
    assert all("**Dansk.**" in text and "**English.**" in text for text in explained)
    assert sum(cell.source.count(".evidence(") for cell in cells) >= 3
