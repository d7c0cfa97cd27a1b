"""A real Virtuoso for the tests, on free ports of the loopback, with a database of its own."""

import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

INI = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {folder}
NumberOfBuffers = 20000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryExecutionTime = 60
"""


@contextmanager
def virtuoso(folder: Path, rows: int = 100_000) -> Iterator[str]:
    """The address of a Virtuoso with its files in *folder*, that gives *rows* rows of an answer and lets everybody
    write."""
    server, isql = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if server is None or isql is None:
        pytest.skip("Virtuoso is not installed (apt install virtuoso-opensource)")
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as free:
        sockets = [free.enter_context(socket.socket()) for _ in range(2)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        http, sql = (one.getsockname()[1] for one in sockets)
    ini = folder / "virtuoso.ini"
    ini.write_text(INI.format(folder=folder, http=http, sql=sql, rows=rows), encoding="utf-8")
    process = subprocess.Popen([server, "-f", "-c", str(ini)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{http}"
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"{address}/sparql", timeout=2).close()
                break
            except OSError:
                assert process.poll() is None, "Virtuoso has ended"
                time.sleep(0.1)
        grant = "grant SPARQL_UPDATE to \"SPARQL\"; DB.DBA.RDF_DEFAULT_USER_PERMS_SET ('nobody', 7);"
        subprocess.run([isql, str(sql), "dba", "dba", f"exec={grant}"], check=True, capture_output=True, timeout=60)
        yield address
    finally:
        process.kill()
        process.wait(30)
