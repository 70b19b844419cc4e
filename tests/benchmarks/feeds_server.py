"""Feeds for the benchmark, in a process of their own: /feed/N answers, or 304; /hang/N takes the request and is silent.

/news/N has the same entries with as many different words as news has: sentences of the corpus, mixed.

Run as a module with no arguments; the first line it prints is its port. Stops when its standard input closes.
"""

import asyncio
import random
import sys
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

ENTRIES = 40
START = datetime(2026, 9, 1, tzinfo=UTC)
TEXT = "Полиция сообщила о задержании нескольких человек на площади, их число уточняется. " * 4


@cache
def sentences() -> dict[str, list[str]]:
    """What the articles of the corpus say that report no protest, by language: as most news does."""
    found: dict[str, list[str]] = {}
    for file in sorted((Path(__file__).parents[1] / "corpus").glob("*.toml")):
        article = tomllib.loads(file.read_text(encoding="utf-8"))
        if article["facts"]["kind"] == "event_report":
            continue
        said = article["text"].replace("\n", " ").replace(". ", ".\n").split("\n")
        found.setdefault(article["lang"], []).extend(one for one in said if one.strip())
    return found


def varied(number: int, n: int) -> str:
    """Ten sentences of one language, always the same for an entry."""
    chance = random.Random(f"{number}/{n}")
    return escape(" ".join(chance.choices(sentences()[chance.choice(("kk", "ru", "en"))], k=10)))


def feed(number: int, text: Callable[[int, int], str] = lambda _number, _n: TEXT) -> bytes:
    """Forty entries of a title and a few sentences each, as outlets' feeds have them."""
    items = "".join(
        f"<item><title>Заголовок {n} издания {number}</title><link>https://o{number}.example/news/{n}</link>"
        f'<guid isPermaLink="false">{number}-{n}</guid><description>&lt;p&gt;{text(number, n)}&lt;/p&gt;</description>'
        f"<pubDate>{format_datetime(START - timedelta(hours=n))}</pubDate></item>"
        for n in range(ENTRIES)
    )
    head = f"<title>Издание {number}</title><link>https://o{number}.example/</link><description>d</description>"
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


class Connection(asyncio.Protocol):
    """Just enough HTTP/1.1 to cost nothing."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # of a TCP server

    def data_received(self, data: bytes) -> None:
        self._read += data
        while b"\r\n\r\n" in self._read and self._transport:
            head, _, self._read = self._read.partition(b"\r\n\r\n")
            answer = respond(head.decode("latin-1"))
            if answer:
                self._transport.write(answer)


def respond(head: str) -> bytes:
    """The whole answer; nothing for a feed that hangs."""
    _, kind, number = head.split(" ", 2)[1].split("/")
    if kind == "hang":
        return b""
    if "if-none-match:" in head.lower():
        return b'HTTP/1.1 304 Not Modified\r\nContent-Type: application/rss+xml\r\nETag: "one"\r\n\r\n'
    body = feed(int(number), varied) if kind == "news" else feed(int(number))
    kind_and_tag = b'Content-Type: application/rss+xml\r\nETag: "one"\r\n'
    return b"HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\n\r\n%s" % (kind_and_tag, len(body), body)


async def main() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Connection, "127.0.0.1", 0, backlog=1000)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201  # how the benchmark learns the port
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
