"""A real SPARQL server (Oxigraph) for the tests, on a free port of the loopback."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def server() -> str:
    """The program of the server; tests that need it are skipped where it is absent."""
    found = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if found is None:
        pytest.skip("no oxigraph server is installed")
    return found


@contextmanager
def serving(folder: Path, union: bool = True) -> Iterator[str]:
    """The address of a server of what is in *folder*; *union*: its default graph is the union of its named graphs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    bind = f"127.0.0.1:{port}"
    command = [
        server(),
        "serve",
        "--location",
        str(folder),
        "--bind",
        bind,
        *(["--union-default-graph"] if union else []),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"http://{bind}/", timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield f"http://{bind}"
    finally:
        process.terminate()
        process.wait(10)
