"""What the chat page asks for, read from JSON that nobody has looked at yet."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.simulator.controls import Controls
from bot.simulator.text import MOST_CHARACTERS

FASTEST = 100_000.0


class Wrong(Exception):
    """A request that the page should not have made; `status` is the HTTP status of the answer."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True, slots=True)
class Say:
    """A reader writes."""

    chat_id: int
    text: str
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class Press:
    """A reader presses a button."""

    chat_id: int
    message_id: int
    data: str


def read_say(body: object) -> Say:
    """`{"chat", "text", "reply_to"?}`; the text is trimmed, as a client trims it.

    Raises Wrong: 400 and what is missing, empty or too long.
    """
    given = _object(body)
    text = _text(given, "text").strip()
    if not text:
        raise Wrong(400, "text is empty")
    if len(text) > MOST_CHARACTERS:
        raise Wrong(400, f"text is longer than {MOST_CHARACTERS} characters")
    reply_to = None if given.get("reply_to") is None else _integer(given, "reply_to")
    return Say(_integer(given, "chat"), text, reply_to)


def read_press(body: object) -> Press:
    """`{"chat", "message", "data"}`.

    Raises Wrong: 400 and what is missing.
    """
    given = _object(body)
    return Press(_integer(given, "chat"), _integer(given, "message"), _text(given, "data"))


def read_steer(body: object) -> Callable[[Controls], None]:
    """`{"do": "pause" | "resume" | "next" | "speed", "speed"?}`.

    Raises Wrong: 400 for anything else, or a speed that is not above 0 and at most FASTEST.
    """
    given = _object(body)
    match given.get("do"):
        case "pause":
            return lambda controls: controls.pause()
        case "resume":
            return lambda controls: controls.resume()
        case "next":
            return lambda controls: controls.next_event()
        case "speed":
            speed = _speed(given)
            return lambda controls: controls.set_speed(speed)
    raise Wrong(400, "do must be pause, resume, next or speed")


def _object(body: object) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise Wrong(400, "the body must be an object")
    return body


def _text(given: dict[str, Any], name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str):
        raise Wrong(400, f"{name} must be text")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise Wrong(400, f"{name} has half a character in it")
    return value


def _integer(given: dict[str, Any], name: str) -> int:
    value = given.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise Wrong(400, f"{name} must be a whole number")
    return value


def _speed(given: dict[str, Any]) -> float:
    value = given.get("speed")
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Wrong(400, "speed must be a number")
    if not 0 < value <= FASTEST:
        raise Wrong(400, f"speed must be above 0 and at most {FASTEST:.0f}")
    return float(value)
