"""Load: many clients at a server at once, light and heavy questions mixed: `python -m benchmarks.load URL`.

The server is started beside it (`strategigraf serve --no-browser`). A client asks, reads, pauses, and asks again; every
tenth asks a question that no server answers in time. What is measured is how long a light question waits.
"""

import argparse
import asyncio
import random
import time
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

HEAVY = "SELECT (COUNT(*) AS ?n{}) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?d && ?c != ?g) }}"
LIGHT = (
    "SELECT ?g ?t {{ ?g a sg:Goal ; skos:prefLabel ?t }} ORDER BY ?t LIMIT {}",
    "SELECT ?i {{ ?i a sg:Initiative ; sg:contributesTo ?t }} LIMIT {}",
    "SELECT ?q ?w {{ ?q a sg:Quote ; oa:hasSelector/oa:exact ?w }} LIMIT {}",
    "CONSTRUCT {{ ?g a sg:Goal }} WHERE {{ ?g a sg:Goal }} LIMIT {}",
)


class Figures(NamedTuple):
    """How many light questions were answered and how many failed, the median, the 95th percentile and the longest of
    their waits in seconds; how many heavy ones were stopped, and how many were told to come again."""

    light: int
    failed: int
    median: float
    p95: float
    longest: float
    stopped: int
    refused: int


async def load(url: str, clients: int, seconds: float, pause: float, heavy: int = 10) -> Figures:
    """The figures of *clients* at *url* for so many *seconds*, each with a *pause* (seconds, about) between two
    questions; each *heavy*-th asks heavy ones."""
    waits: list[float] = []
    statuses: list[int] = []
    failures = [0]
    end = time.monotonic() + seconds

    async def client(number: int) -> None:
        choice = random.Random(number)
        await asyncio.sleep(choice.random() * pause)
        asked = 0
        while time.monotonic() < end:
            asked += 1
            is_heavy = number % heavy == 0
            limit = choice.randint(1, 400)
            query = HEAVY.format(f"{number}x{asked}") if is_heavy else choice.choice(LIGHT).format(limit)
            begin = time.monotonic()
            status = await _status(url, query)
            if is_heavy:
                statuses.append(status)
            elif status == 200:
                waits.append(time.monotonic() - begin)
            else:
                failures[0] += 1
            await asyncio.sleep(pause * (0.5 + choice.random()))

    await asyncio.gather(*(client(number) for number in range(clients)))
    waits.sort()
    middle, high, last = (waits[min(len(waits) - 1, int(len(waits) * share))] for share in (0.5, 0.95, 1.0))
    stopped, refused = statuses.count(422), statuses.count(503)
    return Figures(len(waits), failures[0], round(middle, 3), round(high, 3), round(last, 3), stopped, refused)


async def _status(url: str, query: str) -> int:
    """The status of the response to *query*; 0 where none comes."""
    parts = urlsplit(url)
    request = f"GET /sparql?{urlencode({'query': query})} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n"
    try:
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        writer.write(request.encode())
        content = await reader.read()
        writer.close()
        return int(content.split(b" ", 2)[1])
    except (OSError, IndexError, ValueError):
        return 0


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--pause", type=float, default=1.0)
    given = parser.parse_args()
    print(asyncio.run(load(given.url, given.clients, given.seconds, given.pause)))


if __name__ == "__main__":
    main()
