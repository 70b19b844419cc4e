"""Articles as the command line takes them: a plain file whose first line is the title, or JSON, one object a line."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from bot.domain.article import Article
from bot.domain.clock import almaty
from bot.domain.codes import Lang
from bot.domain.errors import Operational

_TEXTS = ("title", "text", "url", "source")


class BadLine(Operational):
    """A line that is not an article; the others are not affected."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of input: an article, or what is wrong with it."""

    number: int
    article: Article | None
    fault: str = ""


def from_text(name: str, text: str, published: datetime | None = None, lang: Lang | None = None) -> Article:
    """An article from a plain file."""
    title, _, body = text.strip().partition("\n")
    return Article(id=name, title=title.strip(), text=body.strip(), published=published, lang=lang)


def from_json_lines(lines: Iterable[str]) -> Iterator[Line]:
    """Articles from JSON lines, in order; an empty line is passed over."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield Line(number, from_json(line.strip()))
            except BadLine as error:
                yield Line(number, None, str(error))


def from_json(line: str) -> Article:
    """One article: `id`, `title`, `text`, and optionally `lang`, `published`, `url`, `source`."""
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadLine(f"not JSON: {error.msg}, at character {error.pos + 1}") from None
    except (ValueError, RecursionError):  # a number of thousands of digits, or brackets in brackets
        raise BadLine("not JSON that can be read") from None
    if not isinstance(data, dict):
        raise BadLine("not an object")
    texts = {name: _text(data, name) for name in _TEXTS}
    return Article(
        id=_id(data.get("id")), **texts, lang=_lang(data.get("lang")), published=moment(data.get("published") or "")
    )


def moment(text: Any) -> datetime | None:
    """ISO 8601 as a moment in UTC; a day means its noon in Kazakhstan, a naive time is local there."""
    if not text:
        return None
    try:
        given = _noon(str(text)) if len(str(text)) == 10 else datetime.fromisoformat(str(text))
        aware = given if given.tzinfo else given.replace(tzinfo=almaty())
        return aware.astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadLine(f"published: {str(text)[:40]!r} is not an ISO 8601 date") from None


def _noon(text: str) -> datetime:
    return datetime.combine(date.fromisoformat(text), time(12))


def _text(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadLine(f"{name}: not a text")
    return value


def _id(value: Any) -> str:
    """Numbers name articles as well as words do."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadLine("id: neither a text nor a number")
    return str(value)


def _lang(value: Any) -> Lang | None:
    if value is None or value == "":
        return None
    if value not in list(Lang):
        raise BadLine(f"lang: {str(value)[:20]!r} is none of {', '.join(Lang)}")
    return Lang(value)
