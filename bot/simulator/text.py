"""The text of a request: its markup or entities read, its ends trimmed, its length counted in code points."""

import json
from functools import lru_cache

from bot.simulator.clock import Json
from bot.simulator.entities import FormattedText, MessageEntity, check_url, utf16_length, with_commands
from bot.simulator.html_markup import parse_html
from bot.simulator.parameters import Parameters, as_object, required_integer, required_text, utf8
from bot.simulator.refusals import BadRequest

MOST_BYTES = 32_768
"""Of raw text, before parsing."""

MOST_CHARACTERS = 4096
"""Code points, after parsing."""

MOST_CAPTION = 1024
"""Code points under a picture, after parsing."""

MOST_ENTITY_UNITS = 1_000_000

FOUND_BY_TELEGRAM = frozenset({"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"})
"""Entity types that the server finds by itself and ignores when they are given."""

GIVEN = frozenset(
    {
        "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre",
        "text_link", "text_mention", "custom_emoji", "date_time",
    }
)  # fmt: skip  # one type a line would hide that it is one list


def read_text(parameters: Parameters) -> FormattedText:
    """The parameters text and entities, checked, trimmed and counted.

    Raises BadRequest: in the wording of the server (`text is too long`, `message text is empty`, ...).
    """
    entities = parameters.raw.get("entities") or ""
    given = entities if isinstance(entities, str) else json.dumps(entities)
    return _read(parameters.text("text"), parameters.text("parse_mode").lower(), given)


def read_caption(parameters: Parameters) -> FormattedText:
    """The parameters caption and caption_entities, read as text is; there may be none.

    Raises BadRequest: `message caption is too long` and those of markup.
    """
    entities = parameters.raw.get("caption_entities") or ""
    given = entities if isinstance(entities, str) else json.dumps(entities)
    caption = _parsed(parameters.text("caption"), parameters.text("parse_mode").lower(), given)
    if len(caption.text) > MOST_CAPTION:
        raise BadRequest("message caption is too long")
    return with_commands(caption.text, caption.entities)


def _parsed(raw: str, mode: str, entities: str) -> FormattedText:
    if len(utf8(raw)) > MOST_BYTES:
        raise BadRequest("text is too long")
    return _trimmed(_marked(raw, mode, entities))


@lru_cache(maxsize=1024)
def _read(raw: str, mode: str, entities: str) -> FormattedText:
    """A broadcast repeats its text, so it is read once."""
    if not raw:
        raise BadRequest("message text is empty")
    trimmed = _parsed(raw, mode, entities)
    if not trimmed.text:
        raise BadRequest("text must be non-empty")
    if len(trimmed.text) > MOST_CHARACTERS:
        raise BadRequest("message is too long")
    return with_commands(trimmed.text, trimmed.entities)


def _marked(raw: str, mode: str, entities: str) -> FormattedText:
    """With its parse mode when there is one, else with the entities given beside it."""
    match mode:
        case "" | "none":
            return FormattedText(raw, _read_entities(raw, entities))
        case "html":
            return parse_html(raw)
        case "markdown" | "markdownv2":
            raise BadRequest("this simulator does not read Markdown; use HTML or entities")
    raise BadRequest("unsupported parse_mode")


def _read_entities(text: str, entities: str) -> tuple[MessageEntity, ...]:
    given = Parameters({"entities": entities}).array("entities")
    if not given:
        return ()
    read = [_read_entity(as_object(item, "can't parse MessageEntity: expected an Object")) for item in given]
    marked = sorted((entity for entity in read if entity is not None), key=lambda entity: entity.offset)
    end = utf16_length(text)
    borders = {} if end == len(text) else _borders(text)
    for entity in marked:
        _check_place(entity, end)
        if borders:
            _check_halves(entity, borders)
    return tuple(entity for entity in marked if entity.length)


def _read_entity(given: Json) -> MessageEntity | None:
    fault = "can't parse MessageEntity"
    kind = required_text(given, "type", fault)
    offset, length = (required_integer(given, name, fault) for name in ("offset", "length"))
    if kind in FOUND_BY_TELEGRAM:
        return None
    if kind not in GIVEN:
        raise BadRequest(f"{fault}: Unsupported type specified")
    _check_fields(kind, given, fault)
    rest = {name: value for name, value in given.items() if name not in {"type", "offset", "length"}}
    return MessageEntity(kind, offset, length, rest)


def _check_fields(kind: str, given: Json, fault: str) -> None:
    if kind == "text_link":
        check_url(required_text(given, "url", fault), "Entity URL")
    if kind == "date_time" and required_integer(given, "unix_time", fault) <= 0:
        raise BadRequest(f"{fault}: Invalid date specified")


def _borders(text: str) -> dict[int, int]:
    """UTF-16 offset of each character's beginning (and of the end) -> its byte offset."""
    borders, units, size = {0: 0}, 0, 0
    for character in text:
        units += 2 if character > "\uffff" else 1
        size += len(character.encode())
        borders[units] = size
    return borders


def _check_place(entity: MessageEntity, end: int) -> None:
    for name, value in (("offset", entity.offset), ("length", entity.length)):
        if not 0 <= value <= MOST_ENTITY_UNITS:
            raise BadRequest(f"receive an entity with incorrect {name} {value}")
    if entity.length and entity.offset >= end:
        raise BadRequest(f"entity begins after the end of the text at UTF-16 offset {entity.offset}")
    if entity.end > end:
        message = "entity beginning at UTF-16 offset {} ends after the end of the text at UTF-16 offset {}"
        raise BadRequest(message.format(entity.offset, entity.end))


def _check_halves(entity: MessageEntity, borders: dict[int, int]) -> None:
    if entity.offset not in borders:
        raise BadRequest(f"entity begins in a middle of a UTF-16 symbol at byte offset {borders[entity.offset - 1]}")
    if entity.end not in borders:
        message = "entity beginning at UTF-16 offset {} ends in a middle of a UTF-16 symbol at byte offset {}"
        raise BadRequest(message.format(entity.offset, borders[entity.end - 1]))


def _trimmed(marked: FormattedText) -> FormattedText:
    text = marked.text
    kept = text.strip()
    if len(kept) == len(text):
        return marked
    shift = utf16_length(text[: len(text) - len(text.lstrip())])
    moved = (_within(entity, shift, utf16_length(kept)) for entity in marked.entities)
    return FormattedText(kept, tuple(entity for entity in moved if entity.length > 0))


def _within(entity: MessageEntity, shift: int, end: int) -> MessageEntity:
    start = max(entity.offset - shift, 0)
    stop = min(entity.end - shift, end)
    return MessageEntity(entity.kind, start, stop - start, entity.fields)
