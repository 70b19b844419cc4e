"""What the chat page asks for, read from JSON that nobody has looked at yet."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.simulator.controls import Controls
from bot.simulator.json_in import Given, Wrong
from bot.simulator.text import MOST_CHARACTERS

FASTEST = 100_000.0
SLOWEST = 1e-9


@dataclass(frozen=True, slots=True)
class Say:
    """Somebody writes; `by` is whom in a group, `thread` a topic of a forum."""

    chat_id: int
    text: str
    reply_to: int | None = None
    by: int | None = None
    thread: int | None = None


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody presses a button; `by` is whom in a group."""

    chat_id: int
    message_id: int
    data: str
    by: int | None = None


def read_say(body: object) -> Say:
    """`{"chat", "text", "reply_to"?, "by"?, "thread"?}`; the text is trimmed, as a client trims it.

    Raises Wrong: 400 and what is missing, empty or too long.
    """
    given = Given.of(body)
    text = given.text("text").strip()
    if not text:
        raise Wrong(400, "text is empty")
    if len(text) > MOST_CHARACTERS:
        raise Wrong(400, f"text is longer than {MOST_CHARACTERS} characters")
    place = given.optional("reply_to"), given.optional("by"), given.optional("thread")
    return Say(given.integer("chat"), text, *place)


def read_press(body: object) -> Press:
    """`{"chat", "message", "data", "by"?}`.

    Raises Wrong: 400 and what is missing.
    """
    given = Given.of(body)
    return Press(given.integer("chat"), given.integer("message"), given.text("data"), given.optional("by"))


def read_steer(body: object) -> Callable[[Controls], None]:
    """`{"do": "pause" | "resume" | "next" | "speed", "speed"?}`.

    Raises Wrong: 400 for anything else, or a speed that is not above 0 and at most FASTEST.
    """
    given = Given.of(body)
    match given.one_of("do", "pause", "resume", "next", "speed"):
        case "pause":
            return lambda controls: controls.pause()
        case "resume":
            return lambda controls: controls.resume()
        case "next":
            return lambda controls: controls.next_event()
    speed = given.number("speed", least=SLOWEST, most=FASTEST)
    return lambda controls: controls.set_speed(speed)
