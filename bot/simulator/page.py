"""The chat page over HTTP: its files, the chats as JSON, news as server-sent events, and what a reader does."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from pathlib import Path
from uuid import uuid4

from aiohttp import web

from bot.simulator import view
from bot.simulator.clock import Json, first_of
from bot.simulator.controls import Controls
from bot.simulator.json_in import Wrong
from bot.simulator.json_out import answering, read_body
from bot.simulator.page_requests import read_press, read_say, read_steer
from bot.simulator.simulator import Simulator

FOLDER = Path(__file__).with_suffix("")
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
}

PNG = b"\x89PNG\r\n\x1a\n"
RETRY = b"retry: 1000\n\n"
"""After how many milliseconds a page that lost the stream asks again."""

BEAT = 1.0
"""Seconds between two looks at the day's clock, and the longest silence on a stream."""


class ChatPage:
    """The routes of the chat page of one running server; `closing` ends the streams."""

    def __init__(self, simulator: Simulator, controls: Controls | None, closing: asyncio.Event) -> None:
        self._simulator = simulator
        self._controls = controls
        self._closing = closing
        self._opened = False
        # A sequence number means something only within one run: another run's page must begin anew.
        self._run = uuid4().hex

    def routes(self) -> list[web.RouteDef]:
        """What the server adds to its own."""
        return [
            web.get("/", self._index),
            web.get("/page/chats", self._chats),
            web.get("/page/events", self._events),
            web.post("/page/say", answering(self._say)),
            web.post("/page/press", answering(self._press)),
            web.post("/page/day", answering(self._steer)),
            web.get("/page/pictures/{file_id}", self._picture),
            web.get("/page/{name}", self._file),
        ]

    async def _index(self, _: web.Request) -> web.Response:
        return _file("index.html")

    async def _file(self, request: web.Request) -> web.Response:
        return _file(request.match_info["name"])

    async def _picture(self, request: web.Request) -> web.Response:
        content = self._simulator.pictures.get(request.match_info["file_id"])
        if content is None:
            raise web.HTTPNotFound
        kind = "image/png" if content.startswith(PNG) else "image/jpeg"
        return web.Response(body=content, content_type=kind, headers=HEADERS)

    async def _chats(self, _: web.Request) -> web.Response:
        cursor = self._cursor(self._simulator.record.last)
        state = {"cursor": cursor, "day": self._day(), "chats": view.chats(self._simulator.people)}
        return web.json_response(state, headers=HEADERS)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
        await response.prepare(request)
        self._tell_opened()
        cursor = request.headers.get("Last-Event-ID") or request.query.get("after", "")
        async with aclosing(self._stream(self._position(cursor))) as pieces:
            with suppress(ConnectionResetError):  # the page was closed, which ends its stream
                async for piece in pieces:
                    await response.write(piece)
        return response

    async def _stream(self, position: int | None) -> AsyncGenerator[bytes, None]:
        yield RETRY
        if position is None:
            yield _event("reset", {})
            return
        while not self._closing.is_set():
            for entry in self._simulator.record.since(position):
                position = entry.sequence
                told = view.news(self._simulator.people, entry)
                if told is not None:
                    yield _event("news", told, self._cursor(position))
            yield _event("day", self._day())
            await first_of(self._closing.wait(), self._simulator.record.after(position), self._simulator.sleep(BEAT))

    async def _say(self, request: web.Request) -> Json:
        asked = read_say(await read_body(request))
        self._require_chat(asked.chat_id)
        whole = {"reply_to": asked.reply_to, "by": asked.by, "thread": asked.thread}
        message = self._simulator.people.say(asked.chat_id, asked.text, **whole)
        return {"message": message.message_id}

    async def _press(self, request: web.Request) -> Json:
        asked = read_press(await read_body(request))
        self._require_chat(asked.chat_id)
        tap = self._simulator.people.press(asked.chat_id, asked.message_id, asked.data, by=asked.by)
        return {"query": tap.query_id}

    async def _steer(self, request: web.Request) -> Json:
        if self._controls is None:
            raise Wrong(404, "there is no day to steer")
        read_steer(await read_body(request))(self._controls)
        return self._controls.state()

    def _require_chat(self, chat_id: int) -> None:
        if self._simulator.state.chats.get(chat_id) is None:
            raise Wrong(404, "there is no such chat")

    def _day(self) -> Json | None:
        return self._controls.state() if self._controls else None

    def _tell_opened(self) -> None:
        if self._controls and not self._opened:
            self._controls.opened()
        self._opened = True

    def _cursor(self, sequence: int) -> str:
        return f"{self._run}-{sequence}"

    def _position(self, cursor: str) -> int | None:
        """The number behind a cursor; None when the page must begin anew."""
        run, _, number = cursor.partition("-")
        record = self._simulator.record
        if run != self._run or not (number.isascii() and number.isdecimal() and len(number) < 19):
            return None
        return int(number) if record.dropped <= int(number) <= record.last else None


def _file(name: str) -> web.Response:
    path = FOLDER / name
    if path.parent != FOLDER or path.suffix not in TYPES or not path.is_file():
        return web.json_response({"error": "there is no such file"}, status=404)
    return web.Response(body=path.read_bytes(), content_type=TYPES[path.suffix], charset="utf-8", headers=HEADERS)


def _event(kind: str, payload: Json | None, cursor: str = "") -> bytes:
    head = f"id: {cursor}\n" if cursor else ""
    return f"{head}event: {kind}\ndata: {json.dumps(payload)}\n\n".encode()
