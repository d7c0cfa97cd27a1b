"""What a warm answer imports: nothing heavier than the engine and click."""

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from strategigraf.core.rdf import Blank, Iri, Literal
from tests.conftest import Cli
from tests.test_house import PACKAGE

HEAVY = {"rdflib", "pyshacl", "networkx", "hashlib", "shutil", "ssl", "asyncio", "unicodedata",
         "dataclasses_json", "yaml", "owlrl", "difflib", "http", "email"}  # fmt: skip
MOST_OF_OURS = 30  # modules that a warm question imports, the folders themselves aside
PACKAGES = {
    f"strategigraf.{path.parent.relative_to(PACKAGE).as_posix().replace('/', '.')}"
    for path in PACKAGE.rglob("__init__.py")
}
CODE = (
    "import sys, json; from strategigraf.cli import run; code = run(json.loads(sys.argv[1]));"
    "print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)"
)


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "initiatives-by-sdg-target", "--target", "10.3"],
        ["ask", "initiatives-by-sdg-target", "--target", "10.3", "--format", "json"],
        ["matrix", "initiative", "sdg-target"],
        ["matrix", "initiative", "sdg-target", "--format", "csv"],
        ["list", "goal"],
        ["show", "midt-udviklingsplan-2023/pejlemaerke-8"],
    ],
    ids=" ".join,
)
def test_a_warm_answer_imports_nothing_heavy(arguments: list[str], cache_root: Path, cli: Cli) -> None:
    environment = os.environ | {"STRATEGIGRAF_CACHE": str(cache_root)}

    def modules() -> tuple[int, set[str]]:
        command = [sys.executable, "-c", CODE, json.dumps(arguments)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        code, names = json.loads(done.stderr.splitlines()[-1])
        return code, {name.split(".")[0] for name in names} | set(names)

    for _ in range(2):  # warms the cache: the quads are built at their second use
        assert cli(*arguments).code == 0
    code, loaded = modules()
    assert code == 0
    assert loaded & HEAVY == set()
    own = [name for name in loaded if name.startswith("strategigraf.") and name not in PACKAGES]
    assert arguments[0] != "ask" or len(own) <= MOST_OF_OURS, sorted(own)


def test_terms_are_values() -> None:
    """They are written out, since making them by a library would cost every start; they behave as it made them."""
    terms = (Iri("http://e/a"), Blank("http://e/a"), Literal("http://e/a"), Literal("http://e/a", language="da"))
    assert (
        len({*terms, *(term.__class__(*(getattr(term, part) for part in term.__match_args__)) for term in terms)}) == 4
    )
    assert pickle.loads(pickle.dumps(terms)) == terms
    for term in terms:
        with pytest.raises(AttributeError):
            term.value = "http://e/b"
        with pytest.raises(AttributeError):
            del term.value
    assert repr(terms[0]) == "Iri(value='http://e/a')"
