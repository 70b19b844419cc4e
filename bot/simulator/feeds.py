"""Feeds and article pages: what is published, and how a feed misbehaves when told to."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from enum import Enum
from hashlib import sha256

from bot.simulator.clock import Clock
from bot.simulator.feed_markup import ATOM_TYPE, HTML_TYPE, RSS_TYPE, FeedEntry, FeedHead, page, render_atom, render_rss

YEAR_ONE = datetime(1, 1, 1, tzinfo=UTC)


class FeedFormat(Enum):
    """How a feed is written."""

    RSS = "rss"
    ATOM = "atom"


class Misbehaviour(Enum):
    """What a feed can do wrong."""

    HTML = "a page of HTML with 200"
    EMPTY = "an empty body with 200"
    WRONG_ENCODING = "bytes in windows-1251 that say they are UTF-8"
    TRUNCATED = "XML that breaks off in the middle"
    NOT_FOUND = "404"
    SERVER_ERROR = "500"
    YEAR_ONE = "every date in the year 1"


@dataclass(frozen=True, slots=True)
class WebAnswer:
    """One HTTP answer of a feed or a page; `delay` in seconds."""

    status: int
    body: bytes = b""
    content_type: str = HTML_TYPE
    etag: str = ""
    last_modified: str = ""
    delay: float = 0.0


@dataclass(frozen=True, slots=True)
class Condition:
    """What the client has already: If-None-Match and If-Modified-Since as they came, empty when missing."""

    etag: str = ""
    since: str = ""


NOT_FOUND = WebAnswer(404, page("404 Not Found", "Not Found"))


@dataclass(slots=True)
class _Feed:
    head: FeedHead
    form: FeedFormat
    changed: datetime
    entries: dict[str, FeedEntry]
    misbehaviour: Misbehaviour | None = None
    delay: float = 0.0


class ServedFeeds:
    """Every feed by name and every article page by the id of its entry."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._feeds: dict[str, _Feed] = {}

    def create(self, name: str, *, title: str, language: str, form: FeedFormat = FeedFormat.RSS) -> None:
        """A feed without entries, at /feeds/NAME.

        Raises ValueError: when the name is taken.
        """
        if name in self._feeds:
            raise ValueError(f"feed {name} is there already")
        self._feeds[name] = _Feed(FeedHead(name, title, language), form, self._clock(), {})

    def publish(self, name: str, entry: FeedEntry) -> None:
        """Put an entry on top of a feed, or in the place of the one with its id."""
        feed = self._feeds[name]
        feed.entries[entry.entry_id] = entry
        feed.changed = self._clock()

    def withdraw(self, name: str, entry_id: str) -> None:
        """Take an entry out of a feed, and its page away."""
        feed = self._feeds[name]
        del feed.entries[entry_id]
        feed.changed = self._clock()

    def misbehave(self, name: str, how: Misbehaviour | None = None, *, delay: float = 0.0) -> None:
        """Let a feed go wrong from here on, or answer so many seconds late; without arguments it behaves again."""
        feed = self._feeds[name]
        feed.misbehaviour, feed.delay = how, delay

    def names(self) -> tuple[str, ...]:
        """The names of all feeds."""
        return tuple(self._feeds)

    def answer(self, name: str, root: str, condition: Condition) -> WebAnswer:
        """What a client gets that asks for a feed; `root` is this server's address, for links to its own pages."""
        feed = self._feeds.get(name)
        return NOT_FOUND if feed is None else _answer(feed, root, condition)

    def article(self, entry_id: str) -> WebAnswer:
        """The page of an article."""
        entry = next((feed.entries[entry_id] for feed in self._feeds.values() if entry_id in feed.entries), None)
        return NOT_FOUND if entry is None else WebAnswer(200, page(entry.title, entry.text or entry.summary))


def _answer(feed: _Feed, root: str, condition: Condition) -> WebAnswer:
    if feed.misbehaviour is None:
        return _conditional(feed, _rendered(feed, root), condition)
    content_type = RSS_TYPE if feed.form is FeedFormat.RSS else ATOM_TYPE
    return _misbehaving(feed, feed.misbehaviour, root, content_type)


def _conditional(feed: _Feed, body: bytes, condition: Condition) -> WebAnswer:
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    changed = format_datetime(feed.changed.replace(microsecond=0), usegmt=True)
    content_type = RSS_TYPE if feed.form is FeedFormat.RSS else ATOM_TYPE
    known = _is_known(condition, etag, feed.changed)
    status, sent = (304, b"") if known else (200, body)
    return WebAnswer(status, sent, content_type, etag, changed, feed.delay)


def _is_known(condition: Condition, etag: str, changed: datetime) -> bool:
    """Whether the client has it already; If-None-Match counts before If-Modified-Since (RFC 9110, 13.1.3)."""
    if condition.etag:
        return condition.etag == "*" or etag in condition.etag
    if not condition.since:
        return False
    try:
        since = parsedate_to_datetime(condition.since)
    except ValueError:
        return False
    return changed.replace(microsecond=0) <= since.replace(tzinfo=since.tzinfo or UTC)


def _misbehaving(feed: _Feed, how: Misbehaviour, root: str, content_type: str) -> WebAnswer:
    body = _rendered(feed, root)
    html = page(feed.head.title, "Maintenance")
    answers = {
        Misbehaviour.HTML: WebAnswer(200, html),
        Misbehaviour.EMPTY: WebAnswer(200, b"", content_type),
        Misbehaviour.WRONG_ENCODING: WebAnswer(200, body.decode().encode("cp1251", "replace"), content_type),
        Misbehaviour.TRUNCATED: WebAnswer(200, body[: len(body) * 2 // 3], content_type),
        Misbehaviour.NOT_FOUND: NOT_FOUND,
        Misbehaviour.SERVER_ERROR: WebAnswer(500, page("500", "Internal Server Error")),
        Misbehaviour.YEAR_ONE: WebAnswer(200, _rendered(feed, root, dated=YEAR_ONE), content_type),
    }
    answer = answers[how]
    return WebAnswer(answer.status, answer.body, answer.content_type, delay=feed.delay)


def _rendered(feed: _Feed, root: str, dated: datetime | None = None) -> bytes:
    render = render_rss if feed.form is FeedFormat.RSS else render_atom
    newest_first = tuple(feed.entries.values())[::-1]
    return render(feed.head, newest_first, root=root, changed=feed.changed, dated=dated)
