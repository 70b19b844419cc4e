"""bytes → entries: every format told apart by looking, RSS and Atom by feedparser unless they are plainly well-formed.

feedparser is given bytes only: a string it would open as a file or an address.
"""

import calendar
import io
import re
import time
from datetime import UTC, datetime
from typing import Any

import feedparser

from bot.domain.article import Entry, settled
from bot.domain.feed import Failed, Index, Parsed, PollFault
from bot.domain.links import host
from bot.net import encoding, jsonfeed, sanitize, sitemap, wellformed
from bot.net.decompress import BadPacking, TooLarge, gunzipped
from bot.net.entry_fields import LONGEST_TEXT, LONGEST_TITLE, Dates, entry
from bot.net.feed_dates import EARLIEST, moment

#: A feed larger than this, unpacked, is not a feed.
LARGEST = 15 * 1024 * 1024
#: Where the root element of a document begins, within these first bytes.
_HEAD = 4096
_SITEMAP = re.compile(rb"<(?:[a-z0-9]{1,20}:)?(urlset|sitemapindex)[\s>]", re.IGNORECASE)


def parse(body: bytes, content_type: str = "", url: str = "") -> Parsed | Index | Failed:
    """The entries of a document; one cut short gives those that came before the cut, and a complaint."""
    try:
        body = gunzipped(body, LARGEST)
    except TooLarge:
        return Failed(PollFault.TOO_LARGE, f"over {LARGEST} bytes unpacked")
    except BadPacking as error:
        return Failed(PollFault.ENCODING, str(error))
    body, content_type, wrong = encoding.settled(body, content_type)
    found = _read(body, content_type, url)
    if not isinstance(found, Parsed):
        return found
    return Parsed(settled(found.entries, host(url)), _complaints(found, wrong))


def _complaints(found: Parsed, wrong: str) -> str:
    cut = sum(entry.cut for entry in found.entries)
    said = f"{cut} entries too long: cut to {LONGEST_TITLE} and {LONGEST_TEXT} characters" if cut else ""
    mended = sum(entry.mended for entry in found.entries)
    garbled = sum(encoding.is_garbled(entry.title) for entry in found.entries)
    twice = f"encoding: {mended} entries were encoded twice, and are mended" if mended else ""
    lost = f"encoding: {garbled} entries cannot be read" if garbled else ""
    return "; ".join(filter(None, (found.complaint, wrong, twice, lost, said)))


def _read(body: bytes, content_type: str, url: str) -> Parsed | Index | Failed:
    head = body[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{"):
        return jsonfeed.parse(body, url)
    if _SITEMAP.search(head):
        return sitemap.parse(body)
    return _xml(body, content_type, url)


def _xml(body: bytes, content_type: str, url: str) -> Parsed | Failed:
    quick = wellformed.parse(body, content_type, url)
    return Parsed(quick) if quick is not None else _odd_xml(body, content_type, url)


def _odd_xml(body: bytes, content_type: str, url: str) -> Parsed | Failed:
    document = sanitize.rooted(encoding.decoded(body, content_type).encode("utf-8", "replace"))
    if not document:
        return Failed(PollFault.NOT_A_FEED, f"no element in its first {sanitize.HEAD} bytes")
    document, cut = sanitize.bounded(sanitize.escaped(document))
    said = {"content-type": f"{content_type.partition(';')[0]}; charset=utf-8"} if content_type else {}
    found = feedparser.parse(
        io.BytesIO(document),
        response_headers=said | ({"content-location": url} if b"xml:base" in document else {}),
        sanitize_html=False,  # all markup goes anyway, in plain()
        resolve_relative_uris=False,
    )
    is_atom = str(found.get("version", "")).startswith("atom")
    entries = tuple(one for item in found.entries if (one := _entry(item, url, is_atom=is_atom)))
    complaint = "; ".join(filter(None, (_complaint(found), "cut: too much markup" if cut else "")))
    if not found.get("version") or (complaint and not entries):
        return Failed(PollFault.NOT_A_FEED, complaint or "no feed in this document")
    return Parsed(entries, complaint)


def _entry(item: feedparser.FeedParserDict, url: str, *, is_atom: bool) -> Entry | None:
    said: dict[str, Any] = dict(item)  # feedparser's own dictionary maps a missing key onto another, with a warning
    name, link, title = (_text(said.get(key)) for key in ("id", "link", "title"))
    link = _text(said.get("feedburner_origlink")) or link
    return entry(name, link, title, _longest(said), dates=_dates(said, is_atom=is_atom), base=url)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _longest(item: dict[str, Any]) -> str:
    contents = (part.get("value") for part in item.get("content", ()) if isinstance(part, dict))
    return max((_text(item.get("summary")), *map(_text, contents)), key=len)


def _dates(item: dict[str, Any], *, is_atom: bool) -> Dates:
    """What Atom calls updated is the last change; of RSS feedparser calls dc:date so, which is the publication."""
    published, updated = _date(item, "published"), _date(item, "updated")
    return Dates(published, updated) if is_atom else Dates(published or updated)


def _date(item: dict[str, Any], name: str) -> datetime | None:
    found = moment(item.get(name))
    stamp: time.struct_time | None = None if found else item.get(f"{name}_parsed")
    if stamp is None:
        return found
    try:
        read = datetime.fromtimestamp(calendar.timegm(stamp), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return read if read >= EARLIEST else None


def _complaint(found: feedparser.FeedParserDict) -> str:
    if not found.bozo or isinstance(found.bozo_exception, feedparser.CharacterEncodingOverride):
        return ""
    return type(found.bozo_exception).__name__
