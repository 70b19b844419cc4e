"""bytes → entries: JSON Feed 1 and 1.1 (jsonfeed.org)."""

import json
from html import escape
from typing import Any

from bot.domain.article import Entry
from bot.domain.feed import Failed, Parsed, PollFault
from bot.net.entry_fields import Dates, entry
from bot.net.feed_dates import moment

_VERSION = "https://jsonfeed.org/version/"


def parse(body: bytes, base: str = "") -> Parsed | Failed:
    """The items of a JSON Feed; an item that is none is passed over and complained of."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        return Failed(PollFault.NOT_A_FEED, type(error).__name__)
    if not isinstance(document, dict) or not str(document.get("version", "")).startswith(_VERSION):
        return Failed(PollFault.NOT_A_FEED, "JSON, but no JSON Feed")
    items = document.get("items")
    if not isinstance(items, list):
        return Failed(PollFault.NOT_A_FEED, "a JSON Feed without items")
    entries = [_entry(item, base) for item in items if isinstance(item, dict)]
    good = tuple(entry for entry in entries if entry)
    return Parsed(good, "" if len(good) == len(items) else f"{len(items) - len(good)} items without words")


def _entry(item: dict[str, Any], base: str) -> Entry | None:
    words = (_text(item, "content_html"), escape(_text(item, "content_text"), quote=False), _text(item, "summary"))
    name, link = str(item.get("id") or ""), _text(item, "url") or _text(item, "external_url")
    dates = Dates(moment(item.get("date_published")), moment(item.get("date_modified")))
    return entry(name, link, _text(item, "title"), max(words, key=len), dates=dates, base=base)


def _text(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""
