"""Text with HTML tags -> text and entities; errors and byte offsets as the server's (`parse_html` of tdlib/td)."""

from dataclasses import dataclass, field

from bot.simulator.entities import FormattedText, MessageEntity, checked_url
from bot.simulator.refusals import BadRequest

SPACES = b" \t\r\n\0\v"
LETTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
NAME_LETTERS = LETTERS + b"0123456789.-"
LITERALS = {b"lt": 0x3C, b"gt": 0x3E, b"amp": 0x26, b"quot": 0x22}
LONGEST_REFERENCE = 10

KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
    "a": "text_link", "tg-emoji": "custom_emoji", "tg-time": "date_time", "pre": "pre", "code": "code",
    "blockquote": "blockquote",
}  # fmt: skip  # one tag a line would hide that it is one table

ARGUMENTS = {
    ("a", "href"), ("code", "class"), ("span", "class"), ("tg-emoji", "emoji-id"), ("tg-time", "unix"),
    ("tg-time", "format"), ("blockquote", "expandable"),
}  # fmt: skip  # as above
"""The attributes that mean something; all others are read and dropped."""

_NUL = 0


@dataclass(slots=True)
class _Tag:
    name: str
    attributes: dict[str, str]
    offset: int
    start: int


@dataclass(slots=True)
class _Reader:
    """A cursor over the bytes; behind the end there is a zero, as in C."""

    source: bytes
    at: int = 0
    text: bytearray = field(default_factory=bytearray)
    units: int = 0
    open: list[_Tag] = field(default_factory=list)
    entities: list[MessageEntity] = field(default_factory=list)

    def peek(self, ahead: int = 0) -> int:
        place = self.at + ahead
        return self.source[place] if place < len(self.source) else _NUL

    def skip_spaces(self) -> None:
        while self.at < len(self.source) and self.peek() in SPACES:
            self.at += 1

    def skip_until(self, *ends: int) -> bytes:
        """The bytes up to a space, the end, or one of these."""
        start = self.at
        while self.peek() not in SPACES and self.peek() not in ends:
            self.at += 1
        return self.source[start : self.at]

    def write(self, piece: bytes, units: int) -> None:
        self.text += piece
        self.units += units


def parse_html(source: str) -> FormattedText:
    """The text without its tags, and what they marked.

    Raises BadRequest: `can't parse entities: ...` in the wording of the server.
    """
    reader = _Reader(source.encode())
    while reader.at < len(reader.source):
        _step(reader)
    if reader.open:
        raise _wrong(f'Can\'t find end tag corresponding to start tag "{reader.open[-1].name}"')
    ordered = sorted(map(_plain_code, reader.entities), key=lambda entity: (entity.offset, -entity.length))
    return FormattedText(_decoded(reader.text), tuple(ordered))


def _step(reader: _Reader) -> None:
    byte = reader.peek()
    if byte == ord("<"):
        _end_tag(reader) if reader.peek(1) == ord("/") else _start_tag(reader)
        return
    code = _reference(reader) if byte == ord("&") else 0
    if code:
        reader.write(chr(code).encode("utf-8", "surrogatepass"), 1 + (code > 0xFFFF))
        return
    reader.at += 1
    first_of_character = byte & 0xC0 != 0x80
    reader.write(bytes((byte,)), first_of_character * (1 + (byte >= 0xF0)))


def _reference(reader: _Reader) -> int:
    """The character that `&...;` stands for, and the cursor behind it; 0 when it stands for itself."""
    start, reader.at = reader.at, reader.at + 1
    code = _number(reader) if reader.peek() == ord("#") else _literal(reader)
    if code == 0 or code >= 0x10FFFF or (reader.source[start + 1 : start + 2] == b"#" and _too_long(reader, start)):
        reader.at = start
        return 0
    if reader.peek() == ord(";"):
        reader.at += 1
    return code


def _too_long(reader: _Reader, start: int) -> bool:
    return reader.at - start >= LONGEST_REFERENCE


def _number(reader: _Reader) -> int:
    reader.at += 1
    digits, base = (b"0123456789abcdefABCDEF", 16) if reader.peek() == ord("x") else (b"0123456789", 10)
    reader.at += base == 16
    start = reader.at
    while reader.peek() in digits and reader.at - start < LONGEST_REFERENCE:
        reader.at += 1
    return int(reader.source[start : reader.at] or b"0", base)


def _literal(reader: _Reader) -> int:
    start = reader.at
    while reader.peek() in LETTERS:
        reader.at += 1
    return LITERALS.get(reader.source[start : reader.at], 0)


def _start_tag(reader: _Reader) -> None:
    begin = reader.at
    reader.at += 1
    name = reader.skip_until(ord(">")).decode("utf-8", "replace").lower()
    if reader.peek() == _NUL:
        raise _wrong("Unclosed start tag", begin)
    if name not in KINDS:
        raise _wrong(f'Unsupported start tag "{name}"', begin)
    attributes: dict[str, str] = {}
    while reader.peek() != ord(">"):
        reader.skip_spaces()
        if reader.peek() == ord(">"):
            break
        key, value = _attribute(reader, name, begin)
        if (name, key) in ARGUMENTS:
            attributes[key] = value
    reader.at += 1
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise _wrong('Tag "span" must have class "tg-spoiler"', begin)
    reader.open.append(_Tag(name, attributes, reader.units, len(reader.text)))


def _attribute(reader: _Reader, tag: str, begin: int) -> tuple[str, str]:
    key = reader.skip_until(ord("="), ord(">")).decode("utf-8", "replace")
    if not key:
        raise _wrong(f'Empty attribute name in the tag "{tag}"', begin)
    reader.skip_spaces()
    if reader.peek() != ord("="):
        if reader.peek() == _NUL:
            raise _wrong(f'Unclosed start tag "{tag}"', begin)
        return key, ""
    reader.at += 1
    reader.skip_spaces()
    if reader.peek() == _NUL:
        raise _wrong(f'Unclosed start tag "{tag}"', begin)
    value = _quoted(reader) if reader.peek() in b"'\"" else _token(reader)
    if reader.peek() == _NUL:
        raise _wrong("Unclosed start tag", begin)
    return key, value


def _token(reader: _Reader) -> str:
    start = reader.at
    while reader.peek() in NAME_LETTERS:
        reader.at += 1
    if reader.peek() not in SPACES and reader.peek() != ord(">"):
        raise _wrong("Unexpected end of name token", start)
    return reader.source[start : reader.at].decode().lower()


def _quoted(reader: _Reader) -> str:
    quote, value = reader.peek(), bytearray()
    reader.at += 1
    while reader.peek() not in {quote, _NUL}:
        code = _reference(reader) if reader.peek() == ord("&") else 0
        if code:
            value += chr(code).encode("utf-8", "surrogatepass")
        else:
            value.append(reader.peek())
            reader.at += 1
    if reader.peek() == quote:
        reader.at += 1
    return value.decode("utf-8", "replace")


def _end_tag(reader: _Reader) -> None:
    begin = reader.at
    if not reader.open:
        raise _wrong("Unexpected end tag", begin)
    reader.at += 2
    name = reader.skip_until(ord(">")).decode("utf-8", "replace").lower()
    reader.skip_spaces()
    if reader.peek() != ord(">"):
        raise _wrong("Unclosed end tag", begin)
    reader.at += 1
    tag = reader.open.pop()
    if name and name != tag.name:
        raise _unmatched(begin, tag.name, name)
    if reader.units > tag.offset:
        _mark(reader, tag)


def _mark(reader: _Reader, tag: _Tag) -> None:
    kind, length = KINDS[tag.name], reader.units - tag.offset
    if tag.name in {"pre", "code"}:
        _mark_code(reader, tag, length)
        return
    fields = _fields(tag, reader)
    if tag.name == "blockquote" and "expandable" in tag.attributes:
        kind = "expandable_blockquote"
    if fields is not None:
        reader.entities.append(MessageEntity(kind, tag.offset, length, fields))


def _fields(tag: _Tag, reader: _Reader) -> dict[str, object] | None:
    """What the entity carries; None when there is to be no entity."""
    if tag.name == "a":
        url = checked_url(tag.attributes.get("href") or _decoded(reader.text[tag.start :]))
        return None if url is None else {"url": url}
    if tag.name == "tg-emoji":
        emoji = tag.attributes.get("emoji-id", "")
        if not (emoji.isascii() and emoji.isdecimal() and int(emoji)):
            raise _wrong("Invalid custom emoji identifier specified")
        return {"custom_emoji_id": emoji}
    return _moment(tag.attributes) if tag.name == "tg-time" else {}


def _moment(attributes: dict[str, str]) -> dict[str, object]:
    unix = attributes.get("unix", "")
    if not (unix.isascii() and unix.isdecimal() and int(unix)):
        raise _wrong("Invalid date specified")
    form = attributes.get("format", "")
    return {"unix_time": int(unix)} | ({"date_time_format": form} if form else {})


def _mark_code(reader: _Reader, tag: _Tag, length: int) -> None:
    """`pre` around or inside `code` becomes one entity with a language, when the code names one."""
    named = tag.attributes.get("class", "")
    language = named.removeprefix("language-") if named.startswith("language-") else ""
    last = reader.entities[-1] if reader.entities else None
    inner = last if last and (last.offset, last.length) == (tag.offset, length) else None
    if tag.name == "pre" and inner and inner.kind == "code" and inner.fields:
        reader.entities[-1] = MessageEntity("pre", tag.offset, length, inner.fields)
    elif tag.name == "code" and inner and inner.kind == "pre" and language:
        reader.entities[-1] = MessageEntity("pre", tag.offset, length, {"language": language})
    else:
        fields = {"language": language} if tag.name == "code" and language else {}
        reader.entities.append(MessageEntity(tag.name, tag.offset, length, fields))


def _plain_code(entity: MessageEntity) -> MessageEntity:
    return MessageEntity(entity.kind, entity.offset, entity.length) if entity.kind == "code" else entity


def _decoded(text: bytes | bytearray) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError as fault:
        what = "Text contains invalid Unicode characters after decoding HTML entities"
        raise _wrong(f"{what}, check for unmatched surrogate code units") from fault


def _unmatched(begin: int, expected: str, found: str) -> BadRequest:
    return _wrong(f'Unmatched end tag at byte offset {begin}, expected "</{expected}>", found "</{found}>"')


def _wrong(message: str, offset: int | None = None) -> BadRequest:
    place = "" if offset is None else f" at byte offset {offset}"
    return BadRequest(f"can't parse entities: {message}{place}")
