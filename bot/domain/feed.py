"""feed → entry: an address polled on a schedule, what is remembered of it, and what an address may answer."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby

from bot.domain.article import Entry, PagePolicy
from bot.domain.codes import Lang
from bot.domain.feed_shape import Shape
from bot.domain.links import host
from bot.domain.publication_date import clock

#: A permanent redirect counts once so many polls in a row have met it.
CONFIRMED = 3
#: Of a feed that has moved every so many-th poll goes to its old address.
LOOKS_HOME = 24


class PollFault(StrEnum):
    """Why a poll brought nothing: shown to operators by these words."""

    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    TLS = "tls"
    #: Not an address of the public internet, or not the web.
    FORBIDDEN_ADDRESS = "forbidden_address"
    REDIRECTS = "redirects"
    HTTP_STATUS = "http_status"
    TOO_LARGE = "too_large"
    #: Compressed in a way that cannot be undone.
    ENCODING = "encoding"
    #: 200 with nothing in it, from a feed that used to have something.
    EMPTY = "empty"
    NOT_A_FEED = "not_a_feed"
    #: It answers, but nothing new has come for much longer than is usual for it.
    SILENT = "silent"
    #: The fault is this program's.
    OURS = "ours"


class FeedHealth(StrEnum):
    """How a feed is by what is remembered of it."""

    WORKS = "works"
    #: It answered once, and did not when it was last asked.
    FAILING = "failing"
    #: The same for so long that editors were told.
    DARK = "went dark"
    NEVER = "never worked"
    UNASKED = "not asked yet"
    PAUSED = "paused"


class Move(StrEnum):
    """What is made of a permanent redirect; one to another host is followed only once an operator agrees."""

    FOLLOWED = "followed"
    ASKED = "asked"
    REFUSED = "refused"


class FeedKind(StrEnum):
    """What stands at the address; found out by looking, written down for people."""

    FEED = "feed"
    SITEMAP = "sitemap"


class Scale(StrEnum):
    """How far an outlet looks."""

    LOCAL = "local"
    NATIONAL = "national"
    INTERNATIONAL = "international"


class Confidence(StrEnum):
    """How well an address was attested when it was written down; none was fetched."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Feed:
    """What is configured: where, whose, in which language, how often."""

    id: str
    url: str
    outlet: str
    lang: Lang | None = None
    #: The shortest pause between two polls.
    interval: timedelta = timedelta(minutes=10)
    #: The longest pause of a feed that answers; none: always `interval`.
    slowest: timedelta | None = None
    kind: FeedKind = FeedKind.FEED
    pages: PagePolicy = PagePolicy.NEVER
    #: Whether only entries that name Kazakhstan are kept.
    gate: bool = False
    #: Address of an HTTP proxy; empty: none.
    proxy: str = ""
    scale: Scale = Scale.NATIONAL
    confidence: Confidence = Confidence.LOW
    #: Hosts of the outlet's site besides the one of `url`: links under its name may lead there.
    hosts: tuple[str, ...] = ()


#: How many new entries a day, the newest day last.
Days = tuple[tuple[date, int], ...]


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is remembered of a feed between polls; moments are UTC on the day clock."""

    feed: Feed
    due_at: datetime
    etag: str = ""
    last_modified: str = ""
    last_success: datetime | None = None
    failures: int = 0
    fault: PollFault | None = None
    #: One line for operators: a status, an exception's class; never a body.
    detail: str = ""
    #: Hash of the body that was read last.
    body: str = ""
    #: When it was last asked, whatever came of it.
    asked_at: datetime | None = None
    #: The server asked not to be asked earlier.
    not_before: datetime | None = None
    #: When something new last came.
    last_entry: datetime | None = None
    failing_since: datetime | None = None
    #: Set while editors have been told that it went dark.
    dark_since: datetime | None = None
    polls: int = 0
    #: Of these polls, how many had an empty answer.
    empties: int = 0
    days: Days = ()
    #: Where its permanent redirect leads, and how many polls in a row have met it.
    moved_to: str = ""
    moves: int = 0
    paused: bool = False
    #: When it was last asked without conditions, or answered as if it had been.
    whole_at: datetime | None = None
    #: Its validators stay as they are when its entries change: they are not sent any more.
    is_deaf: bool = False
    #: In minutes, how long before they came its newest entries said that they were published.
    lags: tuple[int, ...] = ()
    #: What its entries usually have.
    shape: Shape | None = None
    #: What an operator said of a move to another host: the address that is agreed to, and the one that is not.
    agreed_to: str = ""
    refused_to: str = ""

    @property
    def move(self) -> Move | None:
        """What is to be made of its permanent redirect; none without one that enough polls have met."""
        if self.moved_to and self.moved_to == self.agreed_to:
            return Move.FOLLOWED
        if not self.moved_to or self.moves < CONFIRMED:
            return None
        if host(self.moved_to) == host(self.feed.url):
            return Move.FOLLOWED
        return Move.REFUSED if self.moved_to == self.refused_to else Move.ASKED

    @property
    def address(self) -> str:
        """What to ask: the configured address, or where it has moved; now and then the old one, which may be well."""
        home = self.move is not Move.FOLLOWED or self.polls % LOOKS_HOME == LOOKS_HOME - 1
        return self.feed.url if home else self.moved_to

    @property
    def with_agreed(self) -> Feed:
        """The feed with the host of an address that is agreed to among its own."""
        more = (host(self.agreed_to),) if self.agreed_to else ()
        return replace(self.feed, hosts=(*self.feed.hosts, *more))

    @property
    def clock(self) -> timedelta:
        """What its outlet's clock is ahead by, as far as its entries have told."""
        return clock(self.lags)

    @property
    def answers(self) -> bool:
        """Whether it answered when it was last asked."""
        return self.last_success is not None and self.fault is None

    @property
    def standing(self) -> FeedHealth:
        """How it is, without asking it."""
        if self.paused:
            return FeedHealth.PAUSED
        if self.fault:
            past = FeedHealth.DARK if self.dark_since else FeedHealth.FAILING
            return past if self.last_success else FeedHealth.NEVER
        return FeedHealth.WORKS if self.last_success else FeedHealth.UNASKED


@dataclass(frozen=True, slots=True)
class Fresh:
    """New bytes."""

    body: bytes
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    #: How long the server says this holds.
    max_age: timedelta | None = None
    #: Where permanent redirects led, from the address that was asked.
    moved: str = ""
    #: The address that answered.
    url: str = ""
    #: What was wrong with the answer though it could be read.
    complaint: str = ""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The server says 304, or (`whole`) sent the same bytes again."""

    max_age: timedelta | None = None
    moved: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing usable came."""

    fault: PollFault
    detail: str = ""
    #: The server asks for so long a rest.
    retry_after: timedelta | None = None


Fetched = Fresh | Unchanged | Failed


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document read as a feed; `complaint` names what was wrong with it though entries were found."""

    entries: tuple[Entry, ...]
    complaint: str = ""


@dataclass(frozen=True, slots=True)
class Index:
    """A sitemap of sitemaps: where to look for the entries, the most promising first."""

    addresses: tuple[str, ...]


def checked(states: Sequence[FeedState]) -> tuple[datetime | None, int, int]:
    """When any source was read last, how many answered when last asked, and how many there are."""
    last = max((state.last_success for state in states if state.last_success), default=None)
    answering = sum(state.last_success is not None and state.fault is None for state in states)
    return last, answering, len(states)


@dataclass(frozen=True, slots=True)
class FeedDay:
    """One feed on one day of Kazakhstan: how often it was asked, how often it answered, and what was new."""

    feed: str
    outlet: str
    day: date
    polls: int
    answers: int
    entries: int = 0
    lang: Lang | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """A day: how many feeds were asked, and how many of them answered at least once."""

    day: date
    asked: int
    answered: int
    #: Outlets none of whose feeds answered.
    silent: tuple[str, ...] = ()

    @property
    def poor(self) -> bool:
        """Whether fewer than half of the feeds answered: a quiet day may only look so."""
        return 2 * self.answered < self.asked or not self.asked


def answered(fault: PollFault | None) -> bool:
    """Whether a poll with this fault was answered: a feed that has nothing new has answered."""
    return fault in {None, PollFault.SILENT}


def by_day(rows: Iterable[FeedDay]) -> Iterator[Coverage]:
    """Days from rows that stand in the order of days."""
    for day, some in groupby(rows, key=lambda row: row.day):
        of_day = tuple(some)
        heard = {row.outlet for row in of_day if row.answers}
        silent = tuple(sorted({row.outlet for row in of_day} - heard))
        yield Coverage(day, len(of_day), sum(1 for row in of_day if row.answers), silent)
