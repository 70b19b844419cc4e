"""The installation → figures, and one line when something has stopped: for those who watch from outside.

Nothing of a reader is in it. Queues are those of the database, so any process answers for all of them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.clock import Clock, Wire
from bot.domain.delivery import DeliveryState
from bot.domain.errors import StoreUnavailable
from bot.domain.feed import FeedState
from bot.store.engine import Store
from bot.store.transaction import Tx

#: What waits longer than this has been forgotten by whoever should take it.
PATIENCE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Metrics:
    """How the installation is at one moment; ages of queues are those of the oldest that waits and is due."""

    feeds: int = 0
    answering: int = 0
    #: Feeds that have been asked at least once and are not paused.
    asked: int = 0
    #: Kind of fault → feeds that have it.
    faults: Mapping[str, int] = field(default_factory=dict)
    queues: Mapping[str, int] = field(default_factory=dict)
    ages: Mapping[str, timedelta] = field(default_factory=dict)
    deliveries: Mapping[DeliveryState, int] = field(default_factory=dict)
    #: Since the last message that arrived; none when none ever did.
    quiet: timedelta | None = None
    #: Reports of the last day by what became of them: publish, ask, drop.
    decisions: Mapping[str, int] = field(default_factory=dict)
    #: Of open chats, why Telegram takes no messages to them → how many; and of channels, closed ones too.
    refusing: Mapping[str, int] = field(default_factory=dict)
    channels: Mapping[str, int] = field(default_factory=dict)
    #: What processes want operators to know.
    signs: tuple[str, ...] = ()
    #: What is missing, while all goes on without it.
    missing: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """The part of the feeds asked that answered last time; 0 while none was asked."""
        return self.answering / self.asked if self.asked else 0.0

    @property
    def refused(self) -> str:
        """Which chats take no messages at present, in one line; empty when all do. A few are no fault of ours."""
        kinds = (("chat", self.refusing), ("channel", self.channels))
        return "; ".join(f"{_many(sum(why.values()), kind)}: {', '.join(_whys(why))}" for kind, why in kinds if why)


@dataclass(frozen=True, slots=True)
class MetricsReader:
    """Who looks: `day` is the clock of feeds and articles, `wire` that of queues towards Telegram."""

    store: Store
    day: Clock
    wire: Wire

    async def metrics(self) -> Metrics:
        """Everything at this moment; StoreUnavailable when the database does not answer."""
        return await self.store.read(lambda tx: _vitals(tx, self.day(), self.wire.now()))

    async def complaint(self) -> str:
        """One line that says what has stopped; empty when nothing has."""
        return (await self.said())[0]

    async def said(self) -> tuple[str, str]:
        """What has stopped, in one line, and what else is missing: chats that take no messages, the encoder."""
        try:
            metrics = await self.metrics()
        except StoreUnavailable as error:
            return f"the database does not answer: {error}", ""
        return complaint(metrics), "; ".join(filter(None, (metrics.refused, *metrics.missing)))


def complaint(metrics: Metrics) -> str:
    """The gravest thing that has stopped, in one line; empty when all goes on."""
    if metrics.signs:
        return metrics.signs[0]
    if metrics.asked and not metrics.answering:
        return f"none of {metrics.asked} feeds answers"
    if metrics.channels:
        return f"{_many(sum(metrics.channels.values()), 'channel')}: {', '.join(_whys(metrics.channels))}"
    late = [(age, queue) for queue, age in _standing(metrics).items() if age > PATIENCE]
    if not late:
        return ""
    age, queue = max(late)
    return f"{_WORDS.get(queue, queue)} wait since {age // timedelta(minutes=1)} minutes"


def _many(count: int, kind: str) -> str:
    return f"1 {kind} takes no messages" if count == 1 else f"{count} {kind}s take no messages"


def _whys(why: Mapping[str, int]) -> Iterator[str]:
    return (f"{said or 'the bot was removed'} ({many})" for said, many in sorted(why.items()))


def _standing(metrics: Metrics) -> Mapping[str, timedelta]:
    """For how long nothing moves in each queue: a long one of messages is no fault while messages arrive."""
    ages = dict(metrics.ages)
    if "deliveries" in ages and metrics.quiet is not None:
        ages["deliveries"] = min(ages["deliveries"], metrics.quiet)
    return ages


_WORDS = {
    "feeds": "feeds that are due",
    "articles": "articles to be read",
    "updates": "questions of readers",
    "deliveries": "messages to readers",
}


def _vitals(tx: Tx, day: datetime, wire: datetime) -> Metrics:
    states = [state for state in tx.feeds.all() if not state.paused]
    signs = tx.signs.all()
    since = {
        "feeds": (tx.feeds.overdue(day), day),
        "articles": (tx.articles.unread_since(), day),
        "updates": (tx.inbox.due_since(wire), wire),
        "deliveries": (tx.deliveries.due_since(wire), wire),
    }
    return Metrics(
        feeds=len(states),
        answering=sum(state.answers for state in states),
        asked=sum(state.asked_at is not None for state in states),
        faults=_faults(states),
        queues={
            "articles": tx.articles.unread_count(),
            "pages": tx.articles.pages_count(),
            "updates": tx.inbox.waiting(),
            "reviews": tx.reviews.count(),
        },
        ages={queue: max(now - moment, timedelta()) for queue, (moment, now) in since.items() if moment},
        deliveries=tx.deliveries.counts(),
        quiet=wire - last if (last := tx.pace.last_told()) else None,
        decisions=tx.reports.decisions(day - timedelta(days=1)),
        refusing=tx.subscribers.refusing(channels=False),
        channels=tx.subscribers.refusing(channels=True),
        signs=tuple(f"{sign.subject}: {sign.text}" for sign in signs if not sign.mild),
        missing=tuple(f"{sign.subject}: {sign.text}" for sign in signs if sign.mild),
    )


def _faults(states: list[FeedState]) -> Mapping[str, int]:
    return Counter(state.fault.value for state in states if state.fault)
