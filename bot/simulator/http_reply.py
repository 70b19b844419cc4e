"""What goes back over HTTP: the result or the refusal in Telegram's envelope, and what befalls it on the way."""

import json
from dataclasses import dataclass

from bot.simulator.clock import Json
from bot.simulator.refusals import Refusal

JSON_TYPE = "application/json"
HTML_TYPE = "text/html; charset=utf-8"

_ENCODER = json.JSONEncoder(separators=(",", ":"), check_circular=False)


@dataclass(frozen=True, slots=True)
class HttpReply:
    """One HTTP answer; `delay` is in seconds, `dropped` means that the connection is cut instead of answering.

    `retry_after` is the header of that name, when there is one.

    The record keeps every answer, so it is kept as the bytes that were sent.
    """

    status: int
    content: bytes
    content_type: str = JSON_TYPE
    retry_after: int | None = None
    delay: float = 0.0
    dropped: bool = False

    @property
    def body(self) -> Json:
        """What a client makes of it; empty when it is no JSON."""
        parsed: Json = json.loads(self.content) if self.content_type == JSON_TYPE else {}
        return parsed


@dataclass(frozen=True, slots=True)
class DescribedResult:
    """True, of which Telegram says something in words."""

    description: str


def accepted(result: object) -> HttpReply:
    """Status 200 and the result."""
    if isinstance(result, DescribedResult):
        return HttpReply(200, _encoded({"ok": True, "result": True, "description": result.description}))
    return HttpReply(200, _encoded({"ok": True, "result": result}))


def refused(refusal: Refusal) -> HttpReply:
    """Status = error_code; a 429 also carries the header Retry-After."""
    body: Json = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        body["parameters"] = refusal.parameters
    return HttpReply(refusal.code, _encoded(body), retry_after=refusal.parameters.get("retry_after"))


def page_of_html(status: int, text: str) -> HttpReply:
    """What a proxy before Telegram answers."""
    return HttpReply(status, text.encode(), HTML_TYPE)


def _encoded(body: Json) -> bytes:
    return _ENCODER.encode(body).encode("ascii")
