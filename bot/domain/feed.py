"""feed → entry: an address polled on a schedule, and when to ask again."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.article import Entry
from bot.domain.codes import Lang

#: Back-off doubles from the feed's own interval up to this; no feed is ever given up.
LONGEST_PAUSE = timedelta(hours=6)


class Fault(StrEnum):
    """Why a poll brought nothing: shown to operators by these words."""

    UNREACHABLE = "unreachable"
    HTTP_STATUS = "http_status"
    TOO_LARGE = "too_large"
    EMPTY = "empty"
    NOT_A_FEED = "not_a_feed"


@dataclass(frozen=True, slots=True)
class Feed:
    """What is configured: where, whose, in which language, how often."""

    id: str
    url: str
    outlet: str
    lang: Lang | None = None
    interval: timedelta = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is remembered of a feed between polls; moments are UTC on the day clock."""

    feed: Feed
    due_at: datetime
    etag: str = ""
    last_modified: str = ""
    last_success: datetime | None = None
    failures: int = 0
    fault: Fault | None = None
    #: One line for operators: a status, an exception's class; never a body.
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Fresh:
    """New bytes."""

    body: bytes
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The server says 304."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing usable came."""

    fault: Fault
    detail: str = ""


Fetched = Fresh | Unchanged | Failed


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document read as a feed; `complaint` names what was wrong with it though entries were found."""

    entries: tuple[Entry, ...]
    complaint: str = ""


def after(state: FeedState, result: Fetched, now: datetime, *, jitter: float, complaint: str = "") -> FeedState:
    """The feed's state after a poll; `jitter` in 0..1 spreads the next one over a tenth of the pause.

    `complaint` is kept for operators though the poll succeeded.
    """
    match result:
        case Failed(fault=fault, detail=detail):
            failures = state.failures + 1
            return replace(
                state, failures=failures, fault=fault, detail=detail, due_at=_next(state.feed, failures, now, jitter)
            )
        case Fresh(etag=etag, last_modified=modified):
            state = replace(state, etag=etag, last_modified=modified)
        case Unchanged():
            pass
    return replace(
        state, failures=0, fault=None, detail=complaint, last_success=now, due_at=_next(state.feed, 0, now, jitter)
    )


def _next(feed: Feed, failures: int, now: datetime, jitter: float) -> datetime:
    pause = min(feed.interval * (1 << min(failures, 16)), max(LONGEST_PAUSE, feed.interval))
    return now + pause * (1 + jitter / 10)
