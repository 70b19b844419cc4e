"""A hold: one person says that nothing more leaves about an event, or about anything, and from then on nothing does.

hold ─► flagged (one small write before all others) ─► what waits is put away ─► a reminder after fifteen minutes
release, correction, retraction ─► the hold is over
"""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.audit import AuditEntry, Deed
from bot.domain.clock import Clock
from bot.domain.delivery import DeliveryState
from bot.domain.errors import NoSuchEvent, Retracted
from bot.domain.event import Event
from bot.domain.review import Resolution
from bot.domain.review_deadlines import REMIND_AFTER
from bot.domain.staff import Member
from bot.domain.understanding.context import PublishRules
from bot.services.editors.staff import handle
from bot.services.events import editor_decisions
from bot.store.engine import Store
from bot.store.holds import ALL, Hold
from bot.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class Held:
    """What is held, and what of it left before: messages sent, on their way, and stopped. No event: everything."""

    event: Event | None
    sent: int
    sending: int
    waiting: int
    #: Who held it first, when somebody did before.
    before: Hold | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """Holds of an installation."""

    store: Store
    clock: Clock
    rules: PublishRules

    async def hold(self, actor: Member | str, number: int) -> Held:
        """Nothing more is told of an event from now on, and readers do not find it; NoSuchEvent, Retracted."""
        now = self.clock()
        before = await self.store.write(lambda tx: _begin(tx, number, handle(actor), now), urgent=True)
        event = await self.store.write(lambda tx: _put_away(tx, number))
        return await self.store.read(lambda tx: _held(tx, event, before))

    async def hold_all(self, actor: Member | str) -> Held:
        """Nothing is told of any event from now on; readers still find what they ask for."""
        now = self.clock()
        before = await self.store.write(lambda tx: _begin_all(tx, handle(actor), now), urgent=True)
        return await self.store.read(lambda tx: _held(tx, None, before))

    async def release(self, actor: Member | str, number: int) -> Event:
        """An event is told again, with what came meanwhile; NoSuchEvent when no editor holds it."""
        now = self.clock()

        def work(tx: Tx) -> Event:
            event = tx.events.existing(number)
            if not tx.holds.end(event.id):
                raise NoSuchEvent(number)
            editor_decisions.release(tx, event.id, Resolution.PUBLISHED, now, self.rules)
            tx.audit.add(AuditEntry(Deed.RELEASED, handle(actor), event.id), now)
            return tx.events.existing(number)

        return await self.store.write(work, alone="understand")

    async def release_all(self, actor: Member | str) -> bool:
        """The hold of everything is over; events that are held by themselves stay so. Whether there was one."""
        now = self.clock()

        def work(tx: Tx) -> bool:
            ended = tx.holds.end(ALL)
            if ended:
                tx.audit.add(AuditEntry(Deed.RELEASED, handle(actor), subject="all"), now)
            return ended

        return await self.store.write(work, urgent=True)

    async def all(self) -> tuple[Hold, ...]:
        """Everything that is held, longest first."""
        return await self.store.read(lambda tx: tx.holds.all())

    async def forgotten(self) -> tuple[Hold, ...]:
        """What is held for so long that editors should be reminded."""
        before = self.clock() - REMIND_AFTER
        return await self.store.read(lambda tx: tx.holds.forgotten(before))

    async def reminded(self, one: Hold) -> None:
        """Editors were reminded."""
        now = self.clock()
        await self.store.write(lambda tx: tx.holds.reminded(one.event, now))


def end_hold(tx: Tx, event: int, actor: str, now: datetime) -> bool:
    """A correction or a retraction says what is right: an editor's hold is over; whether there was one."""
    if not tx.holds.end(event):
        return False
    tx.events.hold(event, held=False)
    tx.audit.add(AuditEntry(Deed.RELEASED, actor, event), now)
    return True


def _begin(tx: Tx, number: int, actor: str, now: datetime) -> Hold | None:
    """The flag alone: senders look at it before each message."""
    event = tx.events.existing(number)
    if event.retracted:
        raise Retracted(event.id)
    if event.held:
        return tx.holds.of(event.id)
    tx.holds.begin(event.id, actor, now)
    tx.events.hide(event.id)
    tx.audit.add(AuditEntry(Deed.HELD, actor, event.id), now)
    return None


def _begin_all(tx: Tx, actor: str, now: datetime) -> Hold | None:
    before = tx.holds.of(ALL)
    if before is None:
        tx.holds.begin(ALL, actor, now)
        tx.audit.add(AuditEntry(Deed.HELD, actor, subject="all"), now)
    return before


def _put_away(tx: Tx, number: int) -> Event:
    """What waits is out of the senders' sight; skipped when the hold is over already."""
    event = tx.events.existing(number)
    if event.held:
        tx.events.hold(event.id, held=True)
    return event


def _held(tx: Tx, event: Event | None, before: Hold | None) -> Held:
    counts = tx.events.sent(event.id) if event else tx.deliveries.counts()
    sent = (
        counts.get(DeliveryState.SENT, 0) + counts.get(DeliveryState.DOUBTFUL, 0) + counts.get(DeliveryState.MERGED, 0)
    )
    return Held(event, sent, counts.get(DeliveryState.SENDING, 0), counts.get(DeliveryState.WAITING, 0), before)
