"""The program's own server for the tests, on a free port of the loopback: as a process, as people start it."""

import http.client
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

import pytest

from tests.conftest import TOP


class Response(NamedTuple):
    """A response: its status, its headers by name in small letters, its content."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """The content as text."""
        return self.content.decode()

    @property
    def kind(self) -> str:
        """The media type."""
        return self.headers.get("content-type", "").partition(";")[0]


class Served(NamedTuple):
    """A server that runs: its address, without a path, and the number of its process."""

    url: str
    process: int

    @property
    def sparql(self) -> str:
        """The address of its endpoint."""
        return f"{self.url}/sparql"

    def send(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Response:
        """The response to a request."""
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=60)
        try:
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            told = {name.lower(): value for name, value in response.getheaders()}
            return Response(response.status, told, response.read())
        finally:
            connection.close()

    def ask(self, query: str, accept: str = "", **given: str) -> Response:
        """The response to *query* by GET."""
        return self.send("GET", "/sparql?" + urlencode({"query": query, **given}), headers={"Accept": accept})


@contextmanager
def serving(cache: Path, *arguments: object) -> Iterator[Served]:
    """The program's server with *arguments* after `serve`, and with the cache folder *cache*."""
    pytest.importorskip("uvicorn")
    pytest.importorskip("starlette")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("STRATEGIGRAF_")},
        "STRATEGIGRAF_CACHE": str(cache),
        "PYTHONPATH": str(TOP / "src"),
    }
    command = [sys.executable, "-m", "strategigraf", "serve", *map(str, arguments), "--no-browser", "--lang", "en"]
    if "--port" not in command:
        command += ["--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    try:
        assert process.stderr is not None
        said, found = "", None
        while found is None:  # a busy machine tells of its progress before
            line = process.stderr.readline()
            assert line, f"the server has ended: {said}"
            said += line
            found = re.search(r"http://\S+?(?=/ )", line)
        yield Served(found[0], process.pid)
    finally:
        process.terminate()
        process.wait(20)
        if process.stderr is not None:
            process.stderr.close()
