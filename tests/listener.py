"""A server of the tests on the loopback that answers as it is told, hostile or not, and keeps what arrived."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Answering = Callable[[socket.socket, bytes], None]


class Listener:
    """Where it listens, and the requests that have arrived, each whole."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}/sparql"
        self.arrived: list[bytes] = []


def told(
    content: bytes, kind: str = "application/sparql-results+json", status: str = "200 OK", more: str = ""
) -> bytes:
    """An answer of HTTP with the body *content*."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n{more}"
    return f"{head}Connection: close\r\n\r\n".encode() + content


@contextmanager
def listening(answer: bytes | Answering = b"") -> Iterator[Listener]:
    """A listener that gives each request *answer*, bytes or what a function of the connection and the request sends."""
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen(50)
    listener = Listener(server.getsockname()[1])

    def serve(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(30)
            request = _request(connection)
            listener.arrived.append(request)
            if callable(answer):
                answer(connection, request)
            else:
                connection.sendall(answer)
                connection.shutdown(socket.SHUT_WR)

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = server.accept()
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listener
    finally:
        server.close()


def _request(connection: socket.socket) -> bytes:
    request = b""
    while b"\r\n\r\n" not in request:
        part = connection.recv(65536)
        if not part:
            return request
        request += part
    head, _, body = request.partition(b"\r\n\r\n")
    length = next(
        (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")), 0
    )
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body
