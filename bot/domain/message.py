"""What is said: text, formatting and buttons, as values that no library owns."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """Formatting by the Bot API's entity types."""

    BOLD = "bold"
    LINK = "text_link"
    #: Hidden, also on a lock screen, until it is tapped.
    SPOILER = "spoiler"


@dataclass(frozen=True, slots=True)
class Entity:
    """Formatting of a stretch of text; offset and length in UTF-16 code units, as the Bot API counts."""

    style: Style
    offset: int
    length: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: data (at most 64 bytes) comes back when tapped, a url opens."""

    label: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A whole message; never parsed for markup, never with a link preview."""

    text: str
    entities: tuple[Entity, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    #: It arrives without a sound.
    silent: bool = False
    #: It tells of deaths or firearms: it rings in quiet hours too.
    urgent: bool = False
    #: A picture (PNG) above the text, which is then its caption.
    photo: bytes = b""
    #: Buttons below the input field, which say their own label: a message with them can be edited no more.
    keyboard: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text in one style."""

    text: str
    style: Style | None = None
    url: str = ""


def bold(text: str) -> Piece:
    """Text in bold."""
    return Piece(text, Style.BOLD)


def link(text: str, url: str) -> Piece:
    """Text that opens an address; without one, plain text."""
    return Piece(text, Style.LINK, url) if url else Piece(text)


#: What the address of a link into this bot begins with, until it is known what the bot is called.
_HERE = "start:"


def here(text: str, start: str) -> Piece:
    """Text that opens this bot, which is then told `start`; who sends it puts the bot's own address in its place."""
    return Piece(text, Style.LINK, _HERE + start)


def address(url: str, username: str) -> str:
    """The address that a link opens; none of one into this bot while its name is not known."""
    if not url.startswith(_HERE):
        return url
    return f"https://t.me/{username}?start={url.removeprefix(_HERE)}" if username else ""


def joined(pieces: Iterable[Piece | str], buttons: tuple[tuple[Button, ...], ...] = ()) -> Message:
    """A message from its pieces, with offsets counted in UTF-16 units."""
    texts: list[str] = []
    entities: list[Entity] = []
    at = 0
    for piece in (Piece(p) if isinstance(p, str) else p for p in pieces):
        length = units(piece.text)
        if piece.style and length:
            entities.append(Entity(piece.style, at, length, piece.url))
        texts.append(piece.text)
        at += length
    return Message("".join(texts), tuple(entities), buttons)


def units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2
