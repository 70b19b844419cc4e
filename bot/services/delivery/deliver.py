"""alert → delivery: expand each alert into acts, and carry them out at the allowed pace.

    unfinished alert ─► expand, some thousand subscribers a step ─► waiting deliveries
    waiting ─► lease ─► a slot of the pace ─► begin (sending, committed) ─► Telegram ─► settle

A process that dies leaves waiting rows, which are leased again, and sending rows, which become doubtful when their
lease runs out: they may have been delivered, so nothing sends them again by itself. News of a held event waits at each
of these steps, and goes on from there when the event is released.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from time import monotonic
from typing import TypeVar

from bot.domain.alert import Alert
from bot.domain.clock import Clock, Steps, Wire
from bot.domain.codes import Lang
from bot.domain.delivery import Delivery, Dispatch, Doubtful, Later, Moved, Outcome, Refused, Sent, Shut, settle
from bot.domain.digest_hours import DAILY_HOURS, until_hour, waits
from bot.domain.errors import StoreUnavailable
from bot.domain.event import is_forceful
from bot.domain.message import Message
from bot.domain.outlet import QUIET_FOR, is_widespread
from bot.domain.place import Gazetteer
from bot.domain.sending_pace import Flood, SendingPace, is_everybodys
from bot.net.telegram import Telegram
from bot.services.delivery.compose import Texts
from bot.services.delivery.expand import ConcernedPlaces, catch_up, expand_step
from bot.services.delivery.unanswered_updates import UnansweredUpdates
from bot.services.operations.progress import ProcessPart, Progress
from bot.store.clocks import TOLERANCE
from bot.store.deliveries import SoundCap
from bot.store.engine import Store
from bot.store.sending_pace import Slot
from bot.store.transaction import Tx

__all__ = ["Deliver", "DeliveryOutcome", "SendingPace"]

log = logging.getLogger(__name__)

T = TypeVar("T")

#: What is due within this time is waited for: an answer to a message follows its edit when the chat has rested.
_SOON = timedelta(seconds=4)
#: A batch is settled after this many seconds; answers that take longer are settled as they come.
_STRAGGLERS = 1.0
#: A batch that takes long keeps nobody from noticing after so many seconds that it is time to stop.
_GLANCE = 1.0
#: Seconds; a longer wait is begun again, so that whoever watches sees that it goes on.
_LONGEST_REST = 60.0
#: Seconds a message that a batch waits at most while readers' answers are late: a hundred a second go all the same.
_GIVES_WAY = 0.01


@dataclass(frozen=True, slots=True)
class DeliveryOutcome:
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
    pace: SendingPace = field(default_factory=SendingPace)
    #: Seconds that what is on its way is waited for when it is time to stop.
    grace: float = 7.0
    progress: Progress = field(default_factory=lambda: Progress(monotonic))
    #: Whom this process has yet to answer.
    unanswered: UnansweredUpdates = field(default_factory=UnansweredUpdates)
    _closing: asyncio.Event = field(default_factory=asyncio.Event)
    _steps: Steps = field(default_factory=Steps)

    async def round(self) -> tuple[DeliveryOutcome, ...]:
        """Expand what is to be told and tell all that is due."""
        await self.expand()
        return await self.tell()

    def close(self) -> None:
        """Begin nothing more; what is on its way is finished."""
        self._closing.set()

    async def expand(self) -> None:
        """Every unfinished alert into deliveries, step by step, and what was put off where it can be decided now."""
        while not self._closing.is_set():
            todo = await self.store.read(lambda tx: (tx.alerts.unfinished(1), tx.deferred_plans.first(1)))
            if not any(todo) or not await self.store.write(self._expand_step, alone="expand"):
                return

    async def tell(self) -> tuple[DeliveryOutcome, ...]:
        """Carry out all that is due, and what becomes due in a moment."""
        await self.store.write(self._tidied)
        told: list[DeliveryOutcome] = []
        flying: set[asyncio.Task[list[DeliveryOutcome]]] = set()
        turn = _Turn(again=True)
        try:
            while not self._closing.is_set() and (flying or turn.again):
                turn = await self._next(flying, turn.left)
                self.progress.failed(ProcessPart.SEND)  # nothing has arrived yet, but it goes on
                flying = await self._landed(flying, told, turn)
        finally:
            landed = await self._ended(flying)
            if turn.left:
                await self._surely(lambda tx: tx.deliveries.release(turn.left, self.owner))
        told += (one for task in landed for one in task.result())
        _say_who_refused(told)
        return tuple(told)

    async def _ended(
        self, flying: set[asyncio.Task[list[DeliveryOutcome]]]
    ) -> set[asyncio.Task[list[DeliveryOutcome]]]:
        """Wait for what is on its way; when it is time to stop, not for ever: what is given up becomes doubtful."""
        if not flying:
            return flying
        landed, hanging = await asyncio.wait(flying, timeout=self.grace if self._closing.is_set() else None)
        for task in hanging:
            task.cancel()
        await asyncio.gather(*hanging, return_exceptions=True)
        return landed

    async def _next(self, flying: set[asyncio.Task[list[DeliveryOutcome]]], left: tuple[int, ...]) -> _Turn:
        """The next turn; a batch that it brought is on its way."""
        if len(flying) >= self.pace.at_once:
            return _Turn(left=left, again=True)
        await self.unanswered.caught_up(_GIVES_WAY * self.pace.batch)
        turn = await self.store.write(partial(self._turn, left=left))
        if turn.slot and turn.dispatches:
            flying.add(asyncio.create_task(self._carry(turn.dispatches, turn.slot)))
        elif turn.wait and turn.again and not flying:
            await self._rest((turn.wait - self.wire.now()).total_seconds())
        return turn

    async def _rest(self, seconds: float) -> None:
        """Wait, be it for hours, but no longer than until it is time to stop."""
        rest = min(seconds, _LONGEST_REST)
        waits = [asyncio.ensure_future(wait) for wait in (self.wire.sleep(rest), self._closing.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    async def _landed(
        self, flying: set[asyncio.Task[list[DeliveryOutcome]]], told: list[DeliveryOutcome], turn: _Turn
    ) -> set[asyncio.Task[list[DeliveryOutcome]]]:
        """What is still on its way, after waiting for a place or for the next slot."""
        if not flying:
            return flying
        full = len(flying) >= self.pace.at_once
        wait = (turn.wait - self.wire.now()).total_seconds() if turn.wait else None
        timeout = _GLANCE if full or (wait is None and not turn.again) else min(max(wait or 0.0, 0.0), 0.1)
        done, still = await asyncio.wait(flying, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            told += task.result()
        return still

    def _tidied(self, tx: Tx) -> None:
        """What a dead sender left is doubtful, what a hold stopped is due after it, rests are forgotten when over.

        At the start and whenever the clock has gone back, moments in a future that it made up are mended.
        """
        now = self.wire.now()
        step = self._steps.back(now)
        if step is not None:
            self._mend(tx, now, step)
        self._compare(tx, now)
        tx.deliveries.expire(now)
        tx.deliveries.resume(now)
        tx.subscribers.rested(now)
        tx.bursts.purge(now)

    def _mend(self, tx: Tx, now: datetime, step: timedelta) -> None:
        mended = tx.clocks.mend_wire(now, step, self.pace)
        if mended:
            log.warning("the clock was set back: %s moments that lay too far ahead were mended", mended)

    def _compare(self, tx: Tx, now: datetime) -> None:
        """Processes whose clocks differ cannot share a pace: this one waits for the other, and operators are told."""
        lead = tx.clocks.lead(now)
        ahead = f"another process's clock is {lead // timedelta(seconds=1)} s ahead of this one's: restart both"
        tx.warnings.keep("clock", ahead if lead > TOLERANCE else "", now)

    def _turn(self, tx: Tx, left: tuple[int, ...]) -> _Turn:
        now = self.wire.now()
        slot = tx.sending_pace.next(now, self.pace)
        if slot.at > now + self.pace.ahead:
            return _Turn(wait=slot.at - self.pace.ahead, left=left, again=True)
        leased = left or tx.deliveries.lease(self.owner, now, now + self.pace.lease, self.pace.per_second)
        if not leased:
            due = tx.deliveries.next_due()
            return _Turn(wait=due, again=due is not None and due <= now + _SOON)
        begun = tx.deliveries.begin(leased, self.owner, now, self.pace)
        if begun.dispatches:
            tx.sending_pace.take(slot, now + self.pace.lease, self.pace)
        return _Turn(begun.dispatches, slot, left=begun.left, again=True)

    async def _carry(self, dispatches: Sequence[Dispatch], slot: Slot) -> list[DeliveryOutcome]:
        """Make the calls of one batch and write down what became of them."""
        await self._until(slot.at)
        calls: dict[asyncio.Task[Outcome], Dispatch] = {}
        try:
            for dispatch in dispatches:
                calls[asyncio.create_task(self._act(dispatch))] = dispatch
                await asyncio.sleep(0)  # between two messages whoever answers a reader has his turn
            return await self._settled(calls, slot)
        finally:
            for call in calls:
                call.cancel()

    async def _settled(self, calls: Mapping[asyncio.Task[Outcome], Dispatch], slot: Slot) -> list[DeliveryOutcome]:
        """What became of the calls, written down: most of them together, those that take long as they come."""
        told: list[DeliveryOutcome] = []
        pending, timeout = set(calls), _STRAGGLERS
        while pending:
            when = asyncio.ALL_COMPLETED if timeout else asyncio.FIRST_COMPLETED
            done, pending = await asyncio.wait(pending, timeout=timeout or None, return_when=when)
            timeout = 0.0
            outcomes, freed = {calls[call]: call.result() for call in done}, None if pending else slot
            write = partial(self._settle, outcomes=outcomes, answered=self.wire.now(), freed=freed)
            await self._surely(write)
            self.progress.sent(type(outcome).__name__.lower() for outcome in outcomes.values())
            told += [DeliveryOutcome(d.delivery, d.lang, outcome) for d, outcome in outcomes.items()]
        for why in {one.outcome.why for one in told if isinstance(one.outcome, Refused)}:
            log.error("messages were refused: %s", why)
        return told

    async def _until(self, moment: datetime) -> None:
        wait = (moment - self.wire.now()).total_seconds()
        if wait > 0:
            await self.wire.sleep(wait)

    async def _act(self, dispatch: Dispatch) -> Outcome:
        """A named entry point: whatever goes wrong with one act, the others of its batch are settled."""
        try:
            message = await self.texts.of(dispatch)
        except StoreUnavailable:
            return Later()
        except MemoryError:  # as with the database: it may pass, and nothing was sent
            log.warning("memory is short: messages wait")
            return Later()
        except Exception as error:
            log.exception("delivery %s cannot be written", dispatch.delivery.id)
            return Refused(type(error).__name__)
        if dispatch.quiet_hours and dispatch.quiet_hours.covers(self.day()) and not message.urgent:
            message = replace(message, silent=True)
        try:
            return await self._call(dispatch, message)
        except Exception as error:
            log.exception("delivery %s: nobody knows whether it arrived", dispatch.delivery.id)
            return Doubtful(type(error).__name__)

    async def _call(self, dispatch: Dispatch, message: Message) -> Outcome:
        if dispatch.edits is not None:
            return await self.telegram.edit(dispatch.chat_id, dispatch.edits, message)
        to = dispatch.chat_id
        return await self.telegram.send(to, message, answers=dispatch.answers, thread=dispatch.thread)

    def _settle(self, tx: Tx, outcomes: Mapping[Dispatch, Outcome], answered: datetime, freed: Slot | None) -> None:
        """What became of some calls; the plain case, sent, for all of them in one statement."""
        plain = {d.delivery.id: o.message_id for d, o in outcomes.items() if isinstance(o, Sent) and not d.digest}
        tx.deliveries.settle_sent(plain, self.day())
        if any(isinstance(outcome, Sent) for outcome in outcomes.values()):
            tx.sending_pace.told(answered)
        for group in (False, True):
            chats = [d.delivery.subscriber for d in outcomes if (d.chat_id < 0) is group]
            tx.deliveries.rest(chats, answered + self.pace.rest(group=group))
        for dispatch, outcome in outcomes.items():
            if dispatch.troubled and isinstance(outcome, Sent):
                tx.deliveries.again(tx.subscribers.reopen(dispatch.chat_id), answered)
            if dispatch.delivery.id not in plain:
                self._settle_one(tx, dispatch, outcome, answered)
        if freed:
            tx.sending_pace.give_back(freed, answered)

    def _settle_one(self, tx: Tx, dispatch: Dispatch, outcome: Outcome, now: datetime) -> None:
        who = dispatch.delivery.subscriber
        enough = isinstance(outcome, Shut) and tx.subscribers.refuse(who, outcome.why, now)
        what = settle(outcome, now, dispatch.delivery.attempts, enough=enough)
        tx.deliveries.settle(dispatch.delivery.id, what, self.day())
        match outcome:
            case Shut() if what.due_at:
                tx.deliveries.rest([who], what.due_at)
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

    def _expand_step(self, tx: Tx) -> bool:
        """What was put off first, then a step of the oldest alert; whether anything was decided."""
        now = self.wire.now()
        tx.clocks.mark(now)
        due = {pace: now + wait for pace, wait in waits(self.day()).items()}
        daily = {hour: now + until_hour(self.day(), hour) for hour in DAILY_HOURS}
        decided = catch_up(tx, partial(self._reach, tx), due, daily)
        for alert in tx.alerts.unfinished(1):
            expand_step(tx, alert, self._reach(tx, alert), due, daily)
            decided = True
        return decided

    def _reach(self, tx: Tx, alert: Alert) -> ConcernedPlaces:
        """Whom the alert's version concerns, and whom the version told of before it."""
        now, before = (tx.events.version(alert.event, number) for number in (alert.version, tx.alerts.before(alert)))
        places = self.gazetteer.ranks(now.facts.places) if now else {}
        known = self.gazetteer.audience(before.facts.places) if before else frozenset[str]()
        forceful = now is None or is_forceful(now.facts)
        return ConcernedPlaces(places, known, self._cap(tx, alert), forceful)

    def _cap(self, tx: Tx, alert: Alert) -> SoundCap | None:
        """Of an outlet's sole word one alert an hour rings for a reader, unless protests are told of everywhere."""
        since = alert.created_at - QUIET_FOR
        earlier = tx.alerts.before_of(alert, since) if alert.outlet else ()
        if not earlier:
            return None
        told = (
            (owner, self.gazetteer.city_of(place))
            for owner, place in tx.alerts.told_alone(since)
            if place in self.gazetteer
        )
        if is_widespread(told, alert.owner):
            return None
        wait = max(earlier[0].created_at + QUIET_FOR - self.day(), timedelta())
        return SoundCap(tuple(one.id for one in earlier), self.wire.now() + wait)


def _say_who_refused(told: Sequence[DeliveryOutcome]) -> None:
    """One line a round for each of Telegram's reasons, and no chat in it."""
    refused = Counter(one.outcome.why for one in told if isinstance(one.outcome, Shut))
    for why, many in sorted(refused.items()):
        log.warning("%s not taken to their chats, to be tried again: %s", _messages(many), why)


def _messages(many: int) -> str:
    return "1 message was" if many == 1 else f"{many} messages were"


def hold(tx: Tx, later: Later, subscriber: int, now: datetime) -> None:
    """A pause asked for: the chat's own, or everybody's when it is that or when two chats are refused together."""
    until = now + (later.pause or timedelta())
    if later.flood:
        tx.deliveries.rest([subscriber], until)
    flood = Flood(now, subscriber)
    if later.everybody or (later.flood and is_everybodys(tx.sending_pace.flood(flood), flood)):
        tx.sending_pace.hold(until)
