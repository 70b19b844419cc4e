"""Marked stretches of text: offsets in UTF-16 units, commands and names found as Telegram finds them, links checked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from urllib.parse import urlsplit

from bot.simulator.clock import Json
from bot.simulator.refusals import BadRequest

PROTOCOLS = frozenset({"http", "https", "tg", "ton", "tonsite"})

_COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")
_MENTION = re.compile(r"(?<![\w/@])@[A-Za-z0-9_]{3,32}(?![\w@])")


@dataclass(frozen=True, slots=True)
class MessageEntity:
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
    entities: tuple[MessageEntity, ...] = ()


def utf16_length(text: str) -> int:
    """The length in UTF-16 units, in which Telegram counts entities."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def with_commands(text: str, entities: Iterable[MessageEntity] = ()) -> FormattedText:
    """The text with `/commands` and `@names` marked, as Telegram marks them in everybody's messages."""
    found = [*_found(text, "bot_command", "/", _COMMAND), *_found(text, "mention", "@", _MENTION)]
    if not found:
        return FormattedText(text, tuple(entities))
    marked = sorted(chain(entities, found), key=lambda entity: (entity.offset, -entity.length))
    return FormattedText(text, tuple(marked))


def _found(text: str, kind: str, mark: str, pattern: re.Pattern[str]) -> Iterable[MessageEntity]:
    matches = pattern.finditer(text) if mark in text else ()
    return (MessageEntity(kind, utf16_length(text[: match.start()]), len(match.group())) for match in matches)


def checked_url(url: str) -> str | None:
    """The link as Telegram keeps it (with its protocol and at least a slash behind the host); None when it is none."""
    try:
        check_url(url, "URL")
    except BadRequest:
        return None
    whole = url if "://" in url else f"http://{url}"
    scheme, _, rest = whole.partition("://")
    bare = scheme.lower() in {"http", "https"} and not any(mark in rest for mark in "/?#")
    return f"{whole}/" if bare else whole


def check_url(url: str, owner: str) -> None:
    """Refuse a link that Telegram would not take: another protocol, or a host without a dot."""
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        host = parts.hostname or ""
    except ValueError as fault:
        raise BadRequest(f"{owner} '{url}' is invalid: Wrong HTTP URL") from fault
    if parts.scheme not in PROTOCOLS:
        raise BadRequest(f"{owner} '{url}' is invalid: Unsupported URL protocol")
    if parts.scheme in {"http", "https"} and "." not in host:
        raise BadRequest(f"{owner} '{url}' is invalid: Wrong HTTP URL")
