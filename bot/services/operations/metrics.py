"""The installation → figures, and one line when something has stopped: for those who watch from outside.

Nothing of a reader is in it. Queues are those of the database, so any process answers for all of them.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from time import monotonic

from bot.domain.clock import Clock, Wire, local_day
from bot.domain.delivery import DeliveryState
from bot.domain.errors import StoreUnavailable
from bot.domain.feed import FeedState
from bot.domain.outlet import Seen
from bot.domain.trouble import Trouble
from bot.services.operations.progress import Progress
from bot.store.engine import Store
from bot.store.transaction import Tx

#: What waits longer than this has been forgotten by whoever should take it.
PATIENCE = timedelta(minutes=15)


#: The disk is nearly full when less than both of these is left.
_LEFT, _SHARE = 500 * 1024 * 1024, 0.1
#: So much is full however large the disk is.
_NOTHING_LEFT = 100 * 1024 * 1024
#: So many doubtful or refused of a day's messages are no chance, when they are so large a part.
_MANY, _PART = 3, 0.1
#: More alerts with sound in an hour than the country ever gives cause for.
MOST_ALERTS = 60
#: Telegram's queue of updates was not asked for so long: nobody receives.
_NO_UPDATES = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Disk:
    """The disk on which the data lie, in bytes."""

    free: int
    size: int

    @property
    def is_nearly_full(self) -> bool:
        """Whether it should be looked after at once."""
        return self.free < _NOTHING_LEFT or (self.free < _LEFT and self.free < _SHARE * self.size)

    def __str__(self) -> str:
        return f"{self.free // 2**20} MiB of {self.size // 2**20} MiB are free"


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
    warnings: tuple[str, ...] = ()
    #: Of the messages of the last day, how many are doubtful or refused, and how many are settled.
    troubled: tuple[int, int] = (0, 0)
    #: Alerts of the last hour that come with sound.
    loud: int = 0
    #: The same decisions by outlet: (outlet, decision).
    by_outlet: Mapping[tuple[str, str], int] = field(default_factory=dict)
    #: Since each thing was last done by any process: update, poll, send.
    since: Mapping[str, timedelta] = field(default_factory=dict)
    #: For how long Telegram still wants nobody to be sent anything.
    held: timedelta = timedelta()
    #: Why the database takes no writes; empty when it does.
    writes: str = ""
    disk: Disk | None = None
    #: By how much the machine's clock was set since the process began.
    clock: timedelta = timedelta()
    #: Messages of this process by outcome, and its pace in messages a second.
    messages: Mapping[str, int] = field(default_factory=dict)
    pace: float = 0.0
    #: Of the encoder of this process, where it has one.
    encoder: Mapping[str, float] = field(default_factory=dict)
    #: Today, by outlet.
    outlets: tuple[Seen, ...] = ()
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
    progress: Progress = field(default_factory=lambda: Progress(monotonic))
    disk: Callable[[], Disk | None] = lambda: None
    #: By how much the machine's clock was set since the process began.
    drift: Callable[[], timedelta] = timedelta
    pace: float = 0.0
    #: How the encoder is: nothing where there is none.
    encoder: Callable[[], Mapping[str, float]] = dict
    #: Seconds that a write may take.
    patience: float = 5.0
    _probe: list[asyncio.Task[None]] = field(default_factory=list)

    async def metrics(self) -> Metrics:
        """Everything at this moment; StoreUnavailable when the database does not answer."""
        writes = await self._writes()
        seen = await self.store.read(lambda tx: _vitals(tx, self.day(), self.wire.now()))
        mine = {part.value: timedelta(seconds=ago) for part, ago in self.progress.since_success().items()}
        return replace(
            seen,
            writes=writes,
            since={**seen.since, **mine},
            disk=self.disk(),
            clock=self.drift(),
            messages=self.progress.messages,
            pace=self.pace,
            encoder=self.encoder(),
        )

    async def _writes(self) -> str:
        """Why nothing can be written, found out by writing something; empty when something was."""
        said = f"the database has taken no write for {self.patience:g} s"
        if any(not one.done() for one in self._probe):
            return said
        probe = asyncio.ensure_future(self.store.write(lambda tx: tx.processes.probe(self.wire.now()), urgent=True))
        probe.add_done_callback(lambda one: one.cancelled() or one.exception())  # looked at, whoever waits for it
        self._probe[:] = [probe]
        await asyncio.wait([probe], timeout=self.patience)
        if not probe.done():
            return said
        error = probe.exception()
        if error is not None and not isinstance(error, StoreUnavailable):
            raise error
        return f"the database takes no writes: {error}" if error else ""

    async def lacking(self) -> str:
        """What keeps this process from its work, in one line; empty when nothing does."""
        if not self.progress.since_success():
            return "not connected to Telegram yet"
        return self.progress.stuck() or await self._writes()

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
    if metrics.warnings:
        return metrics.warnings[0]
    if metrics.writes:
        return metrics.writes
    if metrics.disk and metrics.disk.is_nearly_full:
        return f"the disk is nearly full: {metrics.disk}"
    if metrics.asked and not metrics.answering:
        return f"none of {metrics.asked} feeds answers"
    if metrics.channels:
        return f"{_many(sum(metrics.channels.values()), 'channel')}: {', '.join(_whys(metrics.channels))}"
    return _late(metrics) or _too_much(metrics)


def _late(metrics: Metrics) -> str:
    """The queue in which something waits longest, if too long."""
    late = [(age, queue) for queue, age in _standing(metrics).items() if age > PATIENCE]
    if not late:
        return ""
    age, queue = max(late)
    return f"{_WORDS.get(queue, queue)} wait since {age // timedelta(minutes=1)} minutes"


def _too_much(metrics: Metrics) -> str:
    """What there is too much of."""
    bad, settled = metrics.troubled
    if bad >= _MANY and bad >= _PART * settled:
        return f"{bad} of {settled} messages of the last day are doubtful or refused"
    return f"{metrics.loud} alerts with sound within an hour" if metrics.loud > MOST_ALERTS else ""


def troubles(metrics: Metrics) -> Mapping[Trouble, str]:
    """What the bot as a whole cannot do, or does too much of, each in one line."""
    standing = _standing(metrics)
    waiting = {queue: age for queue, age in metrics.ages.items() if queue == "deliveries"}
    receiving = next((one for one in metrics.warnings if one.startswith("receiving")), "")
    silent = metrics.since.get("update", timedelta())
    full = metrics.writes or (str(metrics.disk) if metrics.disk and metrics.disk.is_nearly_full else "")
    found = {
        Trouble.NO_UPDATES: receiving or (f"no updates for {silent}" if silent > _NO_UPDATES else ""),
        Trouble.NO_FEEDS: f"none of {metrics.asked} feeds answers" if metrics.asked and not metrics.answering else "",
        Trouble.NO_DELIVERY: _late(replace(metrics, ages=waiting)) or _too_much(replace(metrics, loud=0)),
        Trouble.STORE_FULL: full,
        Trouble.MANY_ALERTS: f"{metrics.loud} alerts with sound within an hour" if metrics.loud > MOST_ALERTS else "",
    }
    if standing.get("feeds", timedelta()) > PATIENCE:
        found[Trouble.NO_FEEDS] = found[Trouble.NO_FEEDS] or "feeds that are due are not polled"
    return {trouble: line for trouble, line in found.items() if line}


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
    warnings = tx.warnings.all()
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
        quiet=wire - last if (last := tx.sending_pace.last_told()) else None,
        decisions=tx.reports.decisions(day - timedelta(days=1)),
        outlets=tx.outlets.seen(local_day(day)),
        refusing=tx.subscribers.refusing(channels=False),
        channels=tx.subscribers.refusing(channels=True),
        warnings=tuple(f"{one.subject}: {one.text}" for one in warnings if not one.mild),
        troubled=tx.deliveries.troubled(wire - timedelta(days=1)),
        loud=tx.alerts.count_loud(day - timedelta(hours=1)),
        by_outlet=tx.reports.by_outlet(day - timedelta(days=1)),
        since=_since(tx, wire),
        held=max(tx.sending_pace.held_until() - wire, timedelta()),
        missing=tuple(f"{one.subject}: {one.text}" for one in warnings if one.mild),
    )


def _since(tx: Tx, wire: datetime) -> Mapping[str, timedelta]:
    """Since each thing was last done by a process that is there, or was until a moment ago."""
    done = [item for one in tx.processes.all() for item in one.done.items()]
    return {name: max(wire - max(at for other, at in done if other == name), timedelta()) for name, _ in done}


def _faults(states: list[FeedState]) -> Mapping[str, int]:
    return Counter(state.fault.value for state in states if state.fault)
