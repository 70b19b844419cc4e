"""bytes → entries: RSS and Atom by feedparser, which is given bytes only (a string it would open as a file)."""

import calendar
import hashlib
import time
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import feedparser

from bot.domain.article import Entry
from bot.domain.feed import Failed, Fault, Parsed
from bot.net.plain import one_line, plain

#: Nothing on the web was published earlier; such a date is a fault of the feed, not a date.
EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
_TRACKING = ("utm_", "fbclid", "gclid", "yclid", "ysclid", "_openstat")


def parse(body: bytes, content_type: str = "") -> Parsed | Failed:
    """The entries of a document; a document cut short gives those that came before the cut, and a complaint."""
    found = feedparser.parse(body, response_headers={"content-type": content_type} if content_type else {})
    entries = tuple(entry for item in found.entries if (entry := _entry(item)))
    complaint = _complaint(found)
    if not found.get("version") or (complaint and not entries):
        return Failed(Fault.NOT_A_FEED, complaint or "no feed in this document")
    return Parsed(entries, complaint)


def canonical(link: str) -> str:
    """The address without fragment and tracking parameters; anything but http and https is no address."""
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return ""
    query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not k.startswith(_TRACKING)]
    return urlunsplit((parts.scheme, parts.netloc.lower(), parts.path, urlencode(query), ""))


def _entry(item: feedparser.FeedParserDict) -> Entry | None:
    title, text = one_line(item.get("title", "")), plain(_longest(item))
    if not title and not text:
        return None
    link = canonical(item.get("link", ""))
    key = one_line(item.get("id", "")) or link or hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()
    return Entry(key=key[:500], link=link, title=title, text=text, published=_published(item))


def _longest(item: feedparser.FeedParserDict) -> str:
    texts = [item.get("summary", ""), *(part.get("value", "") for part in item.get("content", []))]
    return str(max(texts, key=len))


def _published(item: feedparser.FeedParserDict) -> datetime | None:
    stamps = dict(item)  # feedparser's own dictionary maps a missing date onto another one, with a warning
    stamp: time.struct_time | None = stamps.get("published_parsed") or stamps.get("updated_parsed")
    if stamp is None:
        return None
    try:
        moment = datetime.fromtimestamp(calendar.timegm(stamp), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment >= EARLIEST else None


def _complaint(found: feedparser.FeedParserDict) -> str:
    if not found.bozo or isinstance(found.bozo_exception, feedparser.CharacterEncodingOverride):
        return ""
    return type(found.bozo_exception).__name__
