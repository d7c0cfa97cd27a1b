"""The tools of an assistant, asked by the official client: as a process, on its stdin and stdout."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import TOP

PLAN = "midt-udviklingsplan-2023"
pytest.importorskip("mcp.client")


def asked(cache: Path, *calls: tuple[str, dict[str, Any]]) -> tuple[dict[str, Any], list[Any]]:
    """The tools by name, and the results of *calls* of them."""
    from mcp.client import Client
    from mcp.client.stdio import StdioServerParameters, stdio_client

    environment = {"PYTHONPATH": str(TOP / "src"), "STRATEGIGRAF_CACHE": str(cache), "PATH": os.environ["PATH"]}
    command = ["-m", "strategigraf", "mcp", "--lang", "en"]

    async def talk() -> tuple[dict[str, Any], list[Any]]:
        parameters = StdioServerParameters(command=sys.executable, args=command, env=environment)
        async with Client(stdio_client(parameters)) as client:
            tools = {tool.name: tool for tool in (await client.list_tools()).tools}
            return tools, [await client.call_tool(name, given) for name, given in calls]

    return asyncio.run(talk())


def test_an_assistant_gets_each_statement_with_its_words_and_their_place(tmp_path: Path) -> None:
    tools, results = asked(
        tmp_path,
        ("ask", {"question": "initiatives-by-sdg-target", "parameters": {"target": "10.3"}}),
        ("ask", {"question": "Which initiatives serve sub-target 4.4?", "most": 3}),
        ("search", {"words": "fagpilot"}),
        ("element", {"name": "pejlemaerke-8"}),
        ("quotes", {"name": "pejlemaerke-8"}),
        ("matrix", {"rows": "initiative", "columns": "sdg-target", "strategies": [PLAN]}),
        ("things", {"kind": "goal", "strategies": [PLAN]}),
        ("questions", {}),
        ("sparql", {"query": f"SELECT ?g {{ ?g a sg:Goal ; sg:inStrategy id:{PLAN} }} ORDER BY ?g"}),
    )
    assert set(tools) == {"ask", "element", "matrix", "questions", "quotes", "search", "sparql", "things"}
    for tool in tools.values():
        assert tool.description
        assert tool.input_schema["type"] == "object"
        assert {"rows", "total", "note"} <= set(tool.output_schema["properties"])
    answers = [result.structured_content for result in results]
    assert [result.is_error for result in results] == [False] * len(results)
    catalogue, words, found, element, quotes, matrix, goals, questions, sparql = answers
    for answer in (catalogue, words, found, matrix, goals, sparql):
        assert answer["rows"]
        for row in answer["rows"]:
            assert row["quotes"], row
            assert all(quote["words"] and quote["document"] for quote in row["quotes"])
    assert (len(words["rows"]), words["total"] > 3) == (3, True)
    assert "4.4" in words["reading"]
    assert matrix["total"] == 234
    assert goals["total"] == sparql["total"] == 15
    assert "lighed i sundhed" in str(element).lower() or "equality in health" in str(element)
    assert "lavere gennemsnitlig levealder" in str(quotes["rows"])
    assert len(questions["rows"]) == questions["total"] > 60


def test_what_cannot_be_answered_is_told_with_its_remedy(tmp_path: Path) -> None:
    _, results = asked(
        tmp_path,
        ("ask", {"question": "What is the meaning of life?"}),
        ("element", {"name": "pejlemaerke-99"}),
        ("sparql", {"query": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}),
        ("sparql", {"query": "DROP ALL"}),
        ("sparql", {"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"}),
        ("search", {"words": "fagpilot", "most": 100_000}),
    )
    assert [result.is_error for result in results] == [True] * len(results)
    told = [result.content[0].text for result in results]
    codes = ("question-unsure", "unknown-element", "query-reaches-out", "query-reaches-out", "query-too-heavy", "")
    for text, code in zip(told, codes, strict=True):
        assert code in text
        assert "Traceback" not in text
