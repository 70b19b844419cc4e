"""The feeds as an operator sees them: listed, asked, found, paused. Behind `protest-alerts feeds …`."""

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from bot import app, config, resources
from bot.domain.article import Entry, PagePolicy
from bot.domain.clock import almaty
from bot.domain.codes import Lang
from bot.domain.decision import OutletStanding as Trust
from bot.domain.errors import BadConfiguration, Operational
from bot.domain.feed import Failed, Feed, FeedState, Fresh, Index, Move, Parsed, PollFault, Unchanged
from bot.domain.feed_shape import Shape, follow
from bot.domain.hosts import Hosts
from bot.domain.links import host
from bot.domain.polling import per_day, without_conditions
from bot.domain.publication_date import counted
from bot.domain.understanding.context import Context
from bot.net.discover import candidates
from bot.net.fetch import Fetcher, fetching
from bot.net.parse import parse
from bot.services.editors.queue import EditorQueue
from bot.services.understanding import outlet_standing
from bot.store.engine import Store
from bot.store.transaction import Tx
from bot.wording.feed_status import for_operators

#: How long a discovered feed may pause; as in bot/data/feeds.toml.
_SLOWEST = timedelta(hours=1)
_MOVES: Mapping[Move, str] = {
    Move.FOLLOWED: "moved to",
    Move.ASKED: "wants to move, agree or refuse with feeds move:",
    Move.REFUSED: "refused to move to",
}


class NoFeedThere(Operational):
    """No feed at the address nor at any to which its page leads."""


class FeedVerdict(StrEnum):
    """What can be said of a feed when it has just been asked."""

    WORKS = "works"
    EMPTY = "answers, but has nothing in it"
    NEVER = "never worked"
    DARK = "went dark"
    SILENT = "answers, but brings nothing new"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Row:
    """One feed in a table of words."""

    id: str
    outlet: str
    lang: str
    kind: str
    confidence: str
    verdict: str
    last_answer: str
    last_entry: str
    a_day: str
    #: By how many hours the outlet's clock is wrong.
    clock: str
    empty: str
    failing: str
    #: Where its permanent redirect leads, and what is made of it.
    moved: str
    detail: str
    #: How far its outlet is trusted.
    standing: str = ""


@dataclass(frozen=True, slots=True)
class AskedFeed:
    """What an address gave just now."""

    entries: int = 0
    newest: datetime | None = None
    fault: str = ""
    complaint: str = ""
    #: A host that its links lead to and that is none of its own.
    elsewhere: str = ""


def listed(settings: config.Settings) -> list[Row]:
    """Every configured feed as it is remembered; nothing is asked."""
    with _opened(settings) as store, store.reading() as tx:
        trusted = tx.outlets.all()
        return [_trusted(row(state, state.standing), trusted) for state in tx.feeds.all()]


def _trusted(row: Row, trusted: Mapping[str, Trust]) -> Row:
    return replace(row, standing=trusted.get(row.outlet, Trust.KNOWN).value)


def trusted(settings: config.Settings) -> Mapping[str, Trust]:
    """Outlets whose standing is not known, with their standing."""
    with _opened(settings) as store, store.reading() as tx:
        return tx.outlets.all()


async def checked(settings: config.Settings, said: Callable[[str], None]) -> tuple[list[Row], bool]:
    """Every configured feed, asked now and without storing anything; whether all that are not paused work."""
    with _opened(settings) as store:
        states, trusted = await store.read(lambda tx: (tx.feeds.all(), tx.outlets.all()))
    async with fetching(app.outside(settings)) as fetcher:
        asked, hosts = [s for s in states if not s.paused], Hosts.of(s.with_agreed for s in states)
        said(f"asking {len(asked)} feeds")
        seen = dict(
            zip(
                (s.feed.id for s in asked), await asyncio.gather(*(_see(fetcher, s, hosts) for s in asked)), strict=True
            )
        )
    rows = [row(state, judged(state, seen.get(state.feed.id)), seen.get(state.feed.id)) for state in states]
    rows = [_trusted(one, trusted) for one in rows]
    return rows, all(r.verdict in {FeedVerdict.WORKS, FeedVerdict.PAUSED} for r in rows)


async def added(settings: config.Settings, url: str, outlet: str, lang: Lang | None) -> Feed:
    """Find the feed at an address or on its page and configure it; NoFeedThere tells what was tried."""
    async with fetching(app.outside(settings)) as fetcher:
        address = await discovered(fetcher, url)
    name = name_of(address)
    outlet, site = outlet or name.replace("-", "_"), host(url)
    feed = Feed(name, address, outlet, lang, slowest=_SLOWEST, pages=PagePolicy.ON_CUE, hosts=(site,) if site else ())
    with _opened(settings) as store:
        await store.write(lambda tx: _add(tx, feed, datetime.now(UTC)))
    return feed


def _add(tx: Tx, feed: Feed, now: datetime) -> None:
    """A feed of an outlet that is not known yet: all it tells asks until an editor, or other owners, confirm it."""
    known = tx.feeds.outlets() | config.shipped_outlets()
    tx.feeds.add(feed, now)
    if feed.outlet not in known:
        tx.outlets.set(feed.outlet, Trust.PROBATION, now)


def set_standing(settings: config.Settings, feed_id: str, trust: Trust) -> str:
    """How far a feed's outlet is trusted from now on; answers the outlet, or "" when there is no such feed."""
    known = resources.load()
    context = Context(known.names, known.gazetteer, app.rules_of(settings), known.thresholds)
    with _opened(settings) as store:
        desk = EditorQueue(store, context, lambda: datetime.now(UTC))
        with store.reading() as tx:
            outlet = next((s.feed.outlet for s in tx.feeds.all() if feed_id in {s.feed.id, s.feed.outlet}), "")
        if outlet:
            asyncio.run(desk.trust(outlet, trust))
    return outlet


def set_paused(settings: config.Settings, feed_id: str, *, paused: bool) -> bool:
    """Ask a feed no more, or again; false when there is none of this id."""
    with _opened(settings) as store, store.writing() as tx:
        return tx.feeds.pause(feed_id, paused=paused)


def decide_move(settings: config.Settings, feed_id: str, *, agreed: bool) -> str:
    """Ask a feed where its permanent redirect leads from now on, or not; answers where, or "" when there is none."""
    with _opened(settings) as store, store.writing() as tx:
        return tx.feeds.decide_move(feed_id, agreed=agreed)


async def discovered(fetcher: Fetcher, url: str) -> str:
    """The address of the first feed with entries: this one, or one that its page leads to."""
    first = await fetcher.written(url)
    if not isinstance(first, Fresh):
        raise NoFeedThere(f"{url}: {_fault(first)}")
    if _entries(first):
        return first.url or url
    site = "{0.scheme}://{0.netloc}".format(urlsplit(first.url or url))
    robots = await fetcher.document(f"{site}/robots.txt")
    tried = candidates(first.body, first.url or url, _text(robots))
    for address in tried:
        found = await fetcher.document(address)
        if isinstance(found, Fresh) and _entries(found):
            return address
    raise NoFeedThere(f"{url}: no feed there, nor at any of {len(tried)} addresses it leads to")


def judged(state: FeedState, seen: AskedFeed | None) -> FeedVerdict:
    """What a feed is, by what is remembered of it and what it has just given."""
    if seen is None:
        return FeedVerdict.PAUSED
    if not seen.fault:
        silent = state.fault is PollFault.SILENT and not (
            seen.newest and state.last_entry and seen.newest > state.last_entry
        )
        return (FeedVerdict.SILENT if silent else FeedVerdict.WORKS) if seen.entries else FeedVerdict.EMPTY
    return FeedVerdict.DARK if state.last_success else FeedVerdict.NEVER


def row(state: FeedState, verdict: str, seen: AskedFeed | None = None) -> Row:
    """A feed in words."""
    feed = state.feed
    share = f"{100 * state.empties / state.polls:.0f}%" if state.polls else ""
    fault = for_operators(state.fault, state.detail) if state.fault else state.detail
    elsewhere = f"links lead to {seen.elsewhere}: left out unless in hosts" if seen and seen.elsewhere else ""
    detail = (seen.fault or seen.complaint if seen else "") or fault or elsewhere
    last = max(filter(None, (state.last_entry, seen.newest if seen else None)), default=None)
    return Row(
        id=feed.id,
        outlet=feed.outlet,
        lang=feed.lang or "",
        kind=feed.kind.value,
        confidence=feed.confidence.value,
        verdict=str(verdict),
        last_answer=_moment(state.last_success),
        last_entry=_moment(last),
        a_day=f"{per_day(state.days):.0f}" if state.days else "",
        clock=f"{state.clock / timedelta(hours=1):+.0f} h" if state.clock else "",
        empty=share,
        failing=str(state.failures or ""),
        moved=moved(state),
        detail=detail,
    )


def moved(state: FeedState) -> str:
    """Where a feed's permanent redirect leads and what is made of it, in words; empty without one."""
    return f"{_MOVES[state.move]} {state.moved_to}" if state.move else ""


def name_of(url: str) -> str:
    """An id for a feed at an address: its host, then what tells it from others there."""
    parts = urlsplit(url)
    host = re.sub(r"^www\.|\.(?:kz|com|org|net|media)$", "", parts.hostname or "feed")
    words = re.findall(r"[a-z0-9]+", f"{host} {parts.path.lower()}")
    telling = [word for word in words if word not in {"rss", "feed", "xml", "news", "php", "index"}]
    return "-".join(telling or words)[:40].strip("-")


async def _see(fetcher: Fetcher, state: FeedState, hosts: Hosts) -> AskedFeed:
    now = datetime.now(UTC)
    found = await fetcher.feed(without_conditions(state))
    if not isinstance(found, Fresh):
        return AskedFeed(fault=_fault(found))
    match parse(found.body, found.content_type, found.url):
        case Failed() as failed:
            return AskedFeed(fault=_fault(failed))
        case Index(addresses=addresses):
            return AskedFeed(entries=len(addresses))
        case Parsed(entries=entries, complaint=complaint):
            newest = max((counted(e.published, now, state.clock) for e in entries if e.published), default=None)
            lost = follow(state.shape, Shape.of(entries), now)[1]
            said = "; ".join(filter(None, (found.complaint, complaint, lost)))
            return AskedFeed(len(entries), newest, complaint=said, elsewhere=_elsewhere(entries, state.feed, hosts))


def _elsewhere(entries: Sequence[Entry], feed: Feed, hosts: Hosts) -> str:
    """The host that most of those links of a feed lead to that are left out."""
    lost = Counter(host(entry.link) for entry in entries if entry.link and not hosts.led(entry.link, feed))
    return max(lost, key=lambda name: lost[name], default="")


@contextmanager
def _opened(settings: config.Settings) -> Iterator[Store]:
    """The live database with the feeds of the file in it."""
    if settings.subscriber_key is None:
        raise BadConfiguration(("SUBSCRIBER_KEY: missing; make one with: protest-alerts check --new-key",))
    configured = config.feeds(settings.feeds)
    store = app.live_store(settings)
    try:
        with store.writing() as tx:
            outlet_standing.begin(tx, configured, config.shipped_outlets(), datetime.now(UTC))
        yield store
    finally:
        store.close()


def _entries(found: Fresh) -> bool:
    match parse(found.body, found.content_type, found.url):
        case Parsed(entries=entries):
            return bool(entries)
        case Index(addresses=addresses):
            return bool(addresses)
    return False


def _fault(found: Failed | Unchanged | Fresh) -> str:
    return for_operators(found.fault, found.detail) if isinstance(found, Failed) else "unchanged"


def _text(found: object) -> str:
    return found.body[:100_000].decode("utf-8", "replace") if isinstance(found, Fresh) else ""


def _moment(moment: datetime | None) -> str:
    return f"{moment.astimezone(almaty()):%d.%m.%y %H:%M}" if moment else ""
