"""alert → delivery: expand each alert into acts, and carry them out at the allowed pace.

    unfinished alert ─► expand, some thousand subscribers a step ─► waiting deliveries
    waiting ─► lease ─► a slot of the pace ─► begin (sending, committed) ─► Telegram ─► settle

A process that dies leaves waiting rows, which are leased again, and sending rows, which become doubtful when their
lease runs out: they may have been delivered, so nothing sends them again by itself.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from bot.domain.alert import Alert, Plan, plan
from bot.domain.clock import Clock, Wire
from bot.domain.codes import Lang
from bot.domain.delivery import Delivery, Dispatch, Later, Moved, Outcome, Refused, Sent, settle
from bot.domain.errors import StoreUnavailable
from bot.domain.event import Change
from bot.domain.pace import Flood, Pace, is_everybodys
from bot.domain.place import Gazetteer
from bot.net.telegram import Telegram
from bot.services.compose import Texts
from bot.store.deliveries import Audience
from bot.store.engine import Store
from bot.store.pace import Slot
from bot.store.transaction import Tx

__all__ = ["Deliver", "Pace", "Told"]

log = logging.getLogger(__name__)

T = TypeVar("T")

#: One step of an expansion: so many subscribers, of whom so many hold something; the writer is free after 0.1 s.
_STEP, _HOLDERS = 2500, 300
#: What is due within this time is waited for: an answer to a message follows its edit when the chat has rested.
_SOON = timedelta(seconds=4)
#: A batch is settled after this many seconds; answers that take longer are settled as they come.
_STRAGGLERS = 1.0


@dataclass(frozen=True, slots=True)
class Told:
    """One act carried out, for whoever narrates or counts."""

    delivery: Delivery
    lang: Lang
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class _Turn:
    """What one look at the queue brought: a batch with its slot, or until when to wait (none: nothing waits)."""

    dispatches: tuple[Dispatch, ...] = ()
    slot: Slot | None = None
    wait: datetime | None = None
    #: Leased and not begun.
    left: tuple[int, ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True)
class Deliver:
    """The stage with all it needs; `owner` names this process in leases."""

    store: Store
    telegram: Telegram
    texts: Texts
    gazetteer: Gazetteer
    wire: Wire
    day: Clock
    owner: str
    pace: Pace = field(default_factory=Pace)
    _closing: asyncio.Event = field(default_factory=asyncio.Event)

    async def round(self) -> tuple[Told, ...]:
        """Expand what is to be told and tell all that is due."""
        await self.expand()
        return await self.tell()

    def close(self) -> None:
        """Begin nothing more; what is on its way is finished."""
        self._closing.set()

    async def expand(self) -> None:
        """Every unfinished alert into deliveries, step by step."""
        while not self._closing.is_set():
            oldest = await self.store.read(lambda tx: tx.alerts.unfinished(1))
            if not oldest:
                return
            await self.store.write(partial(self._expand_step, number=oldest[0].id), alone="expand")

    async def tell(self) -> tuple[Told, ...]:
        """Carry out all that is due, and what becomes due in a moment."""
        await self.store.write(lambda tx: tx.deliveries.expire(self.wire.now()))
        told: list[Told] = []
        flying: set[asyncio.Task[list[Told]]] = set()
        turn = _Turn(again=True)
        try:
            while not self._closing.is_set() and (flying or turn.again):
                turn = await self._next(flying, turn.left)
                flying = await self._landed(flying, told, turn)
        finally:
            await asyncio.gather(*flying)
            if turn.left:
                await self._surely(lambda tx: tx.deliveries.release(turn.left, self.owner))
        return (*told, *(one for task in flying for one in task.result()))

    async def _next(self, flying: set[asyncio.Task[list[Told]]], left: tuple[int, ...]) -> _Turn:
        """The next turn; a batch that it brought is on its way."""
        if len(flying) >= self.pace.at_once:
            return _Turn(left=left, again=True)
        turn = await self.store.write(partial(self._turn, left=left))
        if turn.slot and turn.dispatches:
            flying.add(asyncio.create_task(self._carry(turn.dispatches, turn.slot)))
        elif turn.wait and turn.again and not flying:
            await self.wire.sleep((turn.wait - self.wire.now()).total_seconds())
        return turn

    async def _landed(
        self, flying: set[asyncio.Task[list[Told]]], told: list[Told], turn: _Turn
    ) -> set[asyncio.Task[list[Told]]]:
        """What is still on its way, after waiting for a place or for the next slot."""
        if not flying:
            return flying
        full = len(flying) >= self.pace.at_once
        wait = (turn.wait - self.wire.now()).total_seconds() if turn.wait else None
        timeout = None if full or (wait is None and not turn.again) else min(max(wait or 0.0, 0.0), 0.1)
        done, still = await asyncio.wait(flying, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            told += task.result()
        return still

    def _turn(self, tx: Tx, left: tuple[int, ...]) -> _Turn:
        now = self.wire.now()
        slot = tx.pace.next(now, self.pace)
        if slot.at > now + self.pace.ahead:
            return _Turn(wait=slot.at - self.pace.ahead, left=left, again=True)
        leased = left or tx.deliveries.lease(self.owner, now, now + self.pace.lease, self.pace.per_second)
        if not leased:
            due = tx.deliveries.next_due()
            return _Turn(wait=due, again=due is not None and due <= now + _SOON)
        begun = tx.deliveries.begin(leased, self.owner, now, self.pace)
        if begun.dispatches:
            tx.pace.take(slot, now + self.pace.lease, self.pace)
        return _Turn(begun.dispatches, slot, left=begun.left, again=True)

    async def _carry(self, dispatches: Sequence[Dispatch], slot: Slot) -> list[Told]:
        """Make the calls of one batch and write down what became of them."""
        await self._until(slot.at)
        calls = {asyncio.create_task(self._act(dispatch)): dispatch for dispatch in dispatches}
        told: list[Told] = []
        pending, timeout = set(calls), _STRAGGLERS
        while pending:
            when = asyncio.ALL_COMPLETED if timeout else asyncio.FIRST_COMPLETED
            done, pending = await asyncio.wait(pending, timeout=timeout or None, return_when=when)
            timeout = 0.0
            outcomes, freed = {calls[call]: call.result() for call in done}, None if pending else slot
            write = partial(self._settle, outcomes=outcomes, answered=self.wire.now(), freed=freed)
            await self._surely(write)
            told += [Told(d.delivery, d.lang, outcome) for d, outcome in outcomes.items()]
        return told

    async def _until(self, moment: datetime) -> None:
        wait = (moment - self.wire.now()).total_seconds()
        if wait > 0:
            await self.wire.sleep(wait)

    async def _act(self, dispatch: Dispatch) -> Outcome:
        try:
            message = await self.texts.of(dispatch)
        except LookupError as error:
            return Refused(f"nothing to tell: {error}")
        if dispatch.edits is not None:
            return await self.telegram.edit(dispatch.chat_id, dispatch.edits, message)
        to = dispatch.chat_id
        return await self.telegram.send(to, message, answers=dispatch.answers, thread=dispatch.thread)

    def _settle(self, tx: Tx, outcomes: Mapping[Dispatch, Outcome], answered: datetime, freed: Slot | None) -> None:
        """What became of some calls; the plain case, sent, for all of them in one statement."""
        plain = {d.delivery.id: o.message_id for d, o in outcomes.items() if isinstance(o, Sent) and not d.digest}
        tx.deliveries.settle_sent(plain, answered)
        for group in (False, True):
            chats = [d.delivery.subscriber for d in outcomes if (d.chat_id < 0) is group]
            tx.deliveries.rest(chats, answered + self.pace.rest(group=group))
        for dispatch, outcome in outcomes.items():
            if dispatch.delivery.id not in plain:
                self._settle_one(tx, dispatch, outcome, answered)
        if freed:
            tx.pace.give_back(freed, answered)

    def _settle_one(self, tx: Tx, dispatch: Dispatch, outcome: Outcome, now: datetime) -> None:
        what = settle(outcome, now, dispatch.delivery.attempts)
        tx.deliveries.settle(dispatch.delivery.id, what, now, self.day())
        match outcome:
            case Moved(chat_id=chat_id):
                tx.subscribers.rekey(dispatch.delivery.subscriber, chat_id)
            case Later():
                hold(tx, outcome, dispatch.delivery.subscriber, now)

    async def _surely(self, work: Callable[[Tx], T]) -> T | None:
        """Write what must not be lost, again and again while the database takes nothing; then it is doubtful."""
        for _ in range(int(self.pace.lease.total_seconds())):
            try:
                return await self.store.write(work)
            except StoreUnavailable as error:
                log.error("an outcome waits to be written: %s", error)  # noqa: TRY400  # one line says it all
                await self.wire.sleep(1)
        return None

    def _expand_step(self, tx: Tx, number: int) -> None:
        alert = tx.alerts.get(number)
        if alert and not alert.done:
            expand_step(tx, alert, self._reached(tx, alert, 0), self._reached(tx, alert, 1), self.wire.now())

    def _reached(self, tx: Tx, alert: Alert, back: int) -> frozenset[str]:
        """The places whose subscribers the alert's version concerns, or the version before it."""
        version = tx.events.version(alert.event, alert.version - back)
        return self.gazetteer.audience(version.facts.places) if version else frozenset()


def hold(tx: Tx, later: Later, subscriber: int, now: datetime) -> None:
    """A pause asked for: the chat's own, or everybody's when it is that or when two chats are refused together."""
    until = now + (later.pause or timedelta())
    if later.flood:
        tx.deliveries.rest([subscriber], until)
    flood = Flood(now, subscriber)
    if later.everybody or (later.flood and is_everybodys(tx.pace.flood(flood), flood)):
        tx.pace.hold(until)


def expand_step(tx: Tx, alert: Alert, places: frozenset[str], earlier: frozenset[str], now: datetime) -> None:
    """One step of an expansion: who holds something gets what the plan says, who holds nothing the news.

    `places` are those whose subscribers are concerned, `earlier` those of the version before.
    """
    urgency = priority(alert)
    stretch = tx.deliveries.stretch(alert.event, alert.cursor, _STEP, _HOLDERS)
    if alert.change is not Change.RETRACTION:
        to = Audience(places, but=frozenset() if alert.major else earlier)
        tx.deliveries.tell_new(alert, stretch, to, now, urgency)
    if stretch.holders:
        tx.deliveries.plan(alert, _plans(tx, alert, stretch.holders, places, earlier), now, urgency)
    tx.alerts.advance(alert.id, stretch.last, done=stretch.final)


def _plans(
    tx: Tx, alert: Alert, holders: Sequence[int], places: frozenset[str], earlier: frozenset[str]
) -> dict[int, Plan]:
    """What an alert means for those who hold something of its event; what it has given them already left aside."""
    concerned, before = tx.deliveries.concerned(holders, places), tx.deliveries.concerned(holders, earlier)
    rang = tx.alerts.rang(alert.event, holders)
    held = tx.deliveries.held(alert.event, holders)
    return {
        who: plan(
            alert,
            tuple(one for one in has if one.alert != alert.id),
            concerned=who in concerned,
            before=who in before,
            rang=rang.get(who),
        )
        for who, has in held.items()
    }


def priority(alert: Alert) -> int:
    """Corrections before alerts, alerts before quiet edits; answers to questions do not queue at all."""
    if alert.change in {Change.CORRECTION, Change.RETRACTION}:
        return 0
    return 1 if alert.major else 2
