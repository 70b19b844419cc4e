"""Lines into messages that fit: at most 4096 UTF-16 units (Bot API, sendMessage)."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from bot.domain.message import Button, Message, Piece, joined, units

T = TypeVar("T")

Line = tuple[Piece | str, ...]
Buttons = tuple[tuple[Button, ...], ...]

#: Bot API: text of a message after entities parsing, in UTF-16 code units.
LONGEST_TEXT = 4096
#: An empty line between two blocks of lines.
BLANK: Line = ("",)


def render(lines: Iterable[Line], buttons: Buttons = ()) -> Message:
    """A message of these lines; empty ones are left out."""
    pieces: list[Piece | str] = []
    for line in lines:
        if line:
            pieces += ("\n", *line) if pieces else line
    return joined(pieces, buttons)


def fitted(build: Callable[[T], Message], sizes: Sequence[T], longest: int = LONGEST_TEXT) -> Message:
    """The message of the first size that fits; sizes go from the fullest to the barest."""
    for size in sizes[:-1]:
        message = build(size)
        if units(message.text) <= longest:
            return message
    return build(sizes[-1])


def plain(text: str) -> Line:
    """A line of text; an empty one is no line."""
    return (text,) if text else ()
