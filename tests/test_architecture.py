"""The map of the house is true, and what it points at is there."""

from tests.architecture import CHANGES, PAGE, architecture
from tests.conftest import TOP


def test_the_map_is_the_one_that_the_tree_gives() -> None:
    assert PAGE.read_text(encoding="utf-8") == architecture(), "python -m tests.architecture"


def test_what_the_map_points_at_is_there() -> None:
    for what, (path, words) in CHANGES.items():
        files = sorted((TOP / path).glob("*.ttl")) if path.endswith("/") else [TOP / path]
        assert files, what
        assert any(words in file.read_text(encoding="utf-8") for file in files), what


def test_the_readme_leads_to_the_map() -> None:
    assert "docs/architecture.md" in (TOP / "README.md").read_text(encoding="utf-8")
