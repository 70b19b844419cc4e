"""Message text: lengths in code points, entities in UTF-16 units, commands found as Telegram finds them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.simulator.parameters import Parameters, as_object, required_integer, required_text, utf8
from bot.simulator.refusals import BadRequest
from bot.simulator.wire import Json

MOST_BYTES = 32_768
"""Of raw text, before parsing."""

MOST_CHARACTERS = 4096
"""Code points, after parsing."""

MOST_ENTITY_UNITS = 1_000_000

FOUND_BY_TELEGRAM = frozenset({"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"})
"""Entity types that the server finds by itself and ignores when they are given."""

GIVEN = frozenset(
    {
        "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre",
        "text_link", "text_mention", "custom_emoji", "date_time",
    }
)  # fmt: skip  # one type a line would hide that it is one list

_COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")


@dataclass(frozen=True, slots=True)
class Entity:
    """A marked stretch of text; `offset` and `length` in UTF-16 units, `fields` as given (url, language, ...)."""

    kind: str
    offset: int
    length: int
    fields: Json = field(default_factory=dict)

    @property
    def end(self) -> int:
        """The UTF-16 unit behind the last one."""
        return self.offset + self.length

    def json(self) -> Json:
        """As Telegram writes it."""
        return {"type": self.kind, "offset": self.offset, "length": self.length, **self.fields}


@dataclass(frozen=True, slots=True)
class FormattedText:
    """Text and its marked stretches, in the order of their offsets."""

    text: str
    entities: tuple[Entity, ...] = ()


def utf16_length(text: str) -> int:
    """The length in UTF-16 units, in which Telegram counts entities."""
    return len(text) + sum(character > "\uffff" for character in text)


def with_commands(text: str, entities: Iterable[Entity] = ()) -> FormattedText:
    """The text with `/commands` marked, as Telegram marks them in everybody's messages."""
    found = (_command_at(text, match) for match in _COMMAND.finditer(text))
    marked = sorted((*entities, *found), key=lambda entity: (entity.offset, -entity.length))
    return FormattedText(text, tuple(marked))


def read_text(parameters: Parameters) -> FormattedText:
    """The parameters text and entities, checked, trimmed and counted.

    Raises BadRequest: in the wording of the server (`text is too long`, `message text is empty`, ...).
    """
    raw = parameters.text("text")
    if len(utf8(raw)) > MOST_BYTES:
        raise BadRequest("text is too long")
    if not raw:
        raise BadRequest("message text is empty")
    _refuse_parse_mode(parameters.text("parse_mode"))
    trimmed = _trimmed(raw, _read_entities(parameters, raw))
    if not trimmed.text:
        raise BadRequest("text must be non-empty")
    if len(trimmed.text) > MOST_CHARACTERS:
        raise BadRequest("message is too long")
    return with_commands(trimmed.text, trimmed.entities)


def _command_at(text: str, match: re.Match[str]) -> Entity:
    return Entity("bot_command", utf16_length(text[: match.start()]), len(match.group()))


def _refuse_parse_mode(mode: str) -> None:
    if mode.lower() not in {"", "none"}:
        raise BadRequest("unsupported parse_mode")


def _read_entities(parameters: Parameters, text: str) -> tuple[Entity, ...]:
    given = parameters.array("entities")
    if not given:
        return ()
    read = [_read_entity(as_object(item, "can't parse MessageEntity: expected an Object")) for item in given]
    entities = sorted((entity for entity in read if entity is not None), key=lambda entity: entity.offset)
    borders = _borders(text)
    for entity in entities:
        _check_place(entity, borders)
    return tuple(entity for entity in entities if entity.length)


def _read_entity(given: Json) -> Entity | None:
    fault = "can't parse MessageEntity"
    kind = required_text(given, "type", fault)
    offset, length = (required_integer(given, name, fault) for name in ("offset", "length"))
    if kind in FOUND_BY_TELEGRAM:
        return None
    if kind not in GIVEN:
        raise BadRequest(f"{fault}: Unsupported type specified")
    _check_fields(kind, given, fault)
    rest = {name: value for name, value in given.items() if name not in {"type", "offset", "length"}}
    return Entity(kind, offset, length, rest)


def _check_fields(kind: str, given: Json, fault: str) -> None:
    if kind == "text_link":
        check_url(required_text(given, "url", fault), "Entity URL")
    if kind == "date_time" and required_integer(given, "unix_time", fault) <= 0:
        raise BadRequest(f"{fault}: Invalid date specified")


def check_url(url: str, owner: str) -> None:
    """Refuse a link that Telegram would not take: another protocol, or a host without a dot."""
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
    except ValueError as fault:
        raise BadRequest(f"{owner} '{url}' is invalid: Wrong HTTP URL") from fault
    if parts.scheme not in {"http", "https", "tg", "ton", "tonsite"}:
        raise BadRequest(f"{owner} '{url}' is invalid: Unsupported URL protocol")
    if parts.scheme in {"http", "https"} and "." not in (parts.hostname or ""):
        raise BadRequest(f"{owner} '{url}' is invalid: Wrong HTTP URL")


def _borders(text: str) -> dict[int, int]:
    """UTF-16 offset of each character's beginning (and of the end) -> its byte offset."""
    borders, units, size = {0: 0}, 0, 0
    for character in text:
        units += 2 if character > "\uffff" else 1
        size += len(character.encode())
        borders[units] = size
    return borders


def _check_place(entity: Entity, borders: dict[int, int]) -> None:
    end = max(borders)
    for name, value in (("offset", entity.offset), ("length", entity.length)):
        if not 0 <= value <= MOST_ENTITY_UNITS:
            raise BadRequest(f"receive an entity with incorrect {name} {value}")
    if entity.length and entity.offset >= end:
        raise BadRequest(f"entity begins after the end of the text at UTF-16 offset {entity.offset}")
    if entity.end > end:
        message = "entity beginning at UTF-16 offset {} ends after the end of the text at UTF-16 offset {}"
        raise BadRequest(message.format(entity.offset, entity.end))
    _check_halves(entity, borders)


def _check_halves(entity: Entity, borders: dict[int, int]) -> None:
    if entity.offset not in borders:
        raise BadRequest(f"entity begins in a middle of a UTF-16 symbol at byte offset {borders[entity.offset - 1]}")
    if entity.end not in borders:
        message = "entity beginning at UTF-16 offset {} ends in a middle of a UTF-16 symbol at byte offset {}"
        raise BadRequest(message.format(entity.offset, borders[entity.end - 1]))


def _trimmed(text: str, entities: tuple[Entity, ...]) -> FormattedText:
    kept = text.strip()
    shift = utf16_length(text[: len(text) - len(text.lstrip())])
    moved = (_within(entity, shift, utf16_length(kept)) for entity in entities)
    return FormattedText(kept, tuple(entity for entity in moved if entity.length > 0))


def _within(entity: Entity, shift: int, end: int) -> Entity:
    start = max(entity.offset - shift, 0)
    stop = min(entity.end - shift, end)
    return Entity(entity.kind, start, stop - start, entity.fields)
