"""alert → delivery: expand each alert into acts, and carry them out at the allowed pace.

    unfinished alert ─► expand, some thousand subscribers a step ─► waiting deliveries
    waiting ─► lease ─► wait for a slot ─► begin (sending, committed) ─► Telegram ─► settle

A process that dies leaves waiting rows, which are leased again, and sending rows, which become doubtful when their
lease runs out: they may have been delivered, so nothing sends them again by itself.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from bot.domain.alert import Alert, Plan, plan
from bot.domain.clock import Wire
from bot.domain.codes import Lang
from bot.domain.delivery import Delivery, Dispatch, Later, Moved, Outcome, settle
from bot.domain.event import Change, Version
from bot.domain.message import Message
from bot.domain.place import Gazetteer
from bot.net.telegram import Telegram
from bot.services.compose import Compose
from bot.store.engine import Store
from bot.store.transaction import Tx

log = logging.getLogger(__name__)

_STEP = 5000
_ALERTS_AT_ONCE = 20
_LEASED_AT_ONCE = 90


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast: `batch` messages to a slot, so that 28 a second in threes never pass 30 in any one second."""

    per_second: float = 28.0
    batch: int = 3
    at_once: int = 4
    #: Longer than any call to Telegram can take; what is sending after that is doubtful.
    lease: timedelta = timedelta(seconds=45)


@dataclass(frozen=True, slots=True)
class Told:
    """One act carried out, for whoever narrates or counts."""

    delivery: Delivery
    lang: Lang
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Deliver:
    """The stage with all it needs; `owner` names this process in leases."""

    store: Store
    telegram: Telegram
    compose: Compose
    gazetteer: Gazetteer
    wire: Wire
    owner: str
    pace: Pace = field(default_factory=Pace)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def round(self) -> tuple[Told, ...]:
        """Expand what is to be told and tell all that is due."""
        await self.store.write(lambda tx: tx.deliveries.expire(self.wire.now()))
        await self._expand()
        told: list[Told] = []
        while leased := await self.store.write(self._lease):
            told += await self._tell(leased)
        return tuple(told)

    async def _expand(self) -> None:
        for alert in await self.store.read(lambda tx: tx.alerts.unfinished(_ALERTS_AT_ONCE)):
            unfinished: Alert | None = alert
            while unfinished and not unfinished.done:
                step = partial(self._expand_step, number=unfinished.id)
                unfinished = await self.store.write(step, alone="expand")

    def _expand_step(self, tx: Tx, number: int) -> Alert | None:
        alert = tx.alerts.get(number)
        if alert and not alert.done:
            subscribers = tx.subscribers.after(alert.cursor, _STEP)
            plans = expansion(tx, alert, self.gazetteer, [(s.id, s.places) for s in subscribers])
            tx.deliveries.plan(alert, plans, self.wire.now(), priority(alert))
            tx.alerts.advance(
                alert.id, max((s.id for s in subscribers), default=alert.cursor), done=len(subscribers) < _STEP
            )
        return tx.alerts.get(number)

    def _lease(self, tx: Tx) -> tuple[int, ...]:
        now = self.wire.now()
        return tx.deliveries.lease(self.owner, now, now + self.pace.lease, _LEASED_AT_ONCE)

    async def _tell(self, leased: Sequence[int]) -> list[Told]:
        batches = _chunks(leased, self.pace.batch)
        told: list[Told] = []

        async def work() -> None:
            for batch in batches:  # one iterator shared by all workers: each batch is taken once
                told.extend(await self._batch(batch))

        async with asyncio.TaskGroup() as workers:
            for _ in range(self.pace.at_once):
                workers.create_task(work())
        return told

    async def _batch(self, batch: Sequence[int]) -> list[Told]:
        await self._slot(len(batch))
        dispatches = await self.store.write(self._begin(batch))
        outcomes = await asyncio.gather(*(self._act(dispatch) for dispatch in dispatches))
        await self.store.write(lambda tx: self._settle(tx, dispatches, outcomes))
        return [Told(d.delivery, d.lang, outcome) for d, outcome in zip(dispatches, outcomes, strict=True)]

    async def _slot(self, count: int) -> None:
        async with self._turn:  # so that nobody reserves further ahead than one batch
            slot = await self.store.write(lambda tx: tx.pace.reserve(self.wire.now(), count, self.pace.per_second))
            wait = (slot - self.wire.now()).total_seconds()
            if wait > 0:
                await self.wire.sleep(wait)

    def _begin(self, batch: Sequence[int]) -> Callable[[Tx], tuple[Dispatch, ...]]:
        now = self.wire.now()
        return lambda tx: tx.deliveries.begin(batch, self.owner, now, now + self.pace.lease)

    async def _act(self, dispatch: Dispatch) -> Outcome:
        message = await self._message(dispatch.delivery, dispatch.lang)
        if dispatch.edits is not None:
            return await self.telegram.edit(dispatch.chat_id, dispatch.edits, message)
        return await self.telegram.send(dispatch.chat_id, message, answers=dispatch.answers)

    async def _message(self, delivery: Delivery, lang: Lang) -> Message:
        def versions(tx: Tx) -> tuple[Version | None, Version | None]:
            number = delivery.version
            return tx.events.version(delivery.event, number), tx.events.version(delivery.event, number - 1)

        version, before = await self.store.read(versions)
        if version is None:
            raise LookupError(f"delivery {delivery.id} tells of no version")
        return self.compose(delivery.form, version, before, lang, certain=delivery.answers > 0)

    def _settle(self, tx: Tx, dispatches: Sequence[Dispatch], outcomes: Sequence[Outcome]) -> None:
        now = self.wire.now()
        for dispatch, outcome in zip(dispatches, outcomes, strict=True):
            tx.deliveries.settle(dispatch.delivery.id, settle(outcome, now), now)
            match outcome:
                case Moved(chat_id=chat_id):
                    tx.subscribers.rekey(dispatch.delivery.subscriber, chat_id)
                case Later(pause=pause, everybody=True):
                    tx.pace.hold(now + pause)


def expansion(
    tx: Tx, alert: Alert, gazetteer: Gazetteer, subscribers: Sequence[tuple[int, frozenset[str]]]
) -> dict[int, Plan]:
    """What an alert means for each of these subscribers who get anything."""
    version = tx.events.version(alert.event, alert.version)
    audience = gazetteer.audience(version.facts.places) if version else frozenset()
    held = tx.deliveries.held(alert.event, [number for number, _ in subscribers])
    plans = {n: plan(alert, held.get(n, ()), concerned=bool(places & audience)) for n, places in subscribers}
    return {number: what for number, what in plans.items() if what.acts or what.supersedes}


def priority(alert: Alert) -> int:
    """Corrections before alerts, alerts before quiet edits; answers to questions do not queue at all."""
    if alert.change in {Change.CORRECTION, Change.RETRACTION}:
        return 0
    return 1 if alert.major else 2


def _chunks(items: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (items[start : start + size] for start in range(0, len(items), size))
