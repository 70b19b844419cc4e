"""How far a correction has come, in the message in which an editor confirmed it, until it has reached everybody.

confirmed ─► watched ─► sent, to go, gone, doubtful ─┬─► all told ─► a report
                                                    └─► stopped ─► goes on, or another correction replaces it
Rows say what is watched, so a restart goes on where the last process ended.
"""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil

from bot.domain.alert import Alert
from bot.domain.audit import AuditEntry, Deed
from bot.domain.clock import Clock
from bot.domain.codes import Lang
from bot.domain.delivery import Later, Outcome
from bot.domain.errors import NoSuchEvent
from bot.domain.message import Message
from bot.domain.sending_pace import SendingPace
from bot.domain.staff import PROGRAM, Member
from bot.services.editors.correct import Published
from bot.store.engine import Store
from bot.store.progress import DeliveryCount, Watched
from bot.store.transaction import Tx
from bot.wording import editor_answers
from bot.wording.wording import Wording

#: What is watched for longer is left alone: somebody's quiet hours, or a channel that comes back.
_LONGEST = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class DeliveryProgress:
    """A version that goes no further or goes on, and how far it has come."""

    event: int
    version: int
    count: DeliveryCount


@dataclass(frozen=True, slots=True)
class CorrectionProgress:
    """Messages that say how far corrections have come."""

    store: Store
    wording: Wording
    edit: Callable[[int, int, Message], Awaitable[Outcome]]
    clock: Clock
    pace: SendingPace

    async def begin(self, done: Published, chat: int, message_id: int, lang: Lang) -> Message:
        """A message of an editor says from now on how far a version has come; answers what it says first."""
        now = self.clock()
        alert = done.alert or 0
        await self.store.write(lambda tx: tx.progress.watch(alert, chat, message_id, now), urgent=True)
        count = await self.store.read(lambda tx: _count(tx, alert, done.version.event))
        return self._said(done.version.event, done.version.number, count, lang)

    async def stop(self, member: Member, event: int, version: int, lang: Lang, *, stop: bool) -> Message:
        """A correction goes no further, or goes on; answers what its message says then."""
        now = self.clock()

        def work(tx: Tx) -> DeliveryCount:
            alert = tx.alerts.of_version(event, version)
            if alert is None:
                raise NoSuchEvent(event)
            return _stop(tx, alert, member.handle, now, stop=stop)

        return self._said(event, version, await self.store.write(work, urgent=True), lang)

    async def round(self) -> int:
        """Bring every such message up to date; answers how many were edited."""
        watched = await self.store.read(lambda tx: tx.progress.open())
        return sum([await self._update(one) for one in watched])

    async def _update(self, one: Watched) -> bool:
        now = self.clock()
        count = await self.store.read(lambda tx: _count(tx, one.alert, one.event))
        message = self._now(one, count, await self._lang(one.chat), now)
        shown = sha256(message.text.encode()).hexdigest()[:16]
        over = count.is_over or now - one.at > _LONGEST
        if shown == one.shown and not over:
            return False
        if isinstance(await self.edit(one.chat, one.message_id, message), Later):
            return False
        await self.store.write(lambda tx: self._noted(tx, one, shown, count, now, over=over))
        return True

    def _noted(
        self, tx: Tx, one: Watched, shown: str, count: DeliveryCount, now: datetime, *, over: bool
    ) -> None:  # a row
        tx.progress.show(one.alert, shown, now, done=over)
        if over:
            reached = tx.progress.reached(one.alert)
            entry = AuditEntry(Deed.FINISHED, PROGRAM, one.event, after=one.version, reached=reached)
            tx.audit.add(entry, now)

    def _now(self, one: Watched, count: DeliveryCount, lang: Lang, now: datetime) -> Message:
        if not count.is_over:
            return self._said(one.event, one.version, count, lang)
        took = now - one.at
        return editor_answers.outcome(self.wording.tongue(lang), one.event, one.version, _numbers(count), took)

    def _said(self, event: int, version: int, count: DeliveryCount, lang: Lang) -> Message:
        minutes = ceil(count.to_go / self.pace.per_second / 60)
        tongue = self.wording.tongue(lang)
        return editor_answers.progress(tongue, event, version, _numbers(count), minutes, stopped=count.stopped)

    async def _lang(self, chat: int) -> Lang:
        return await self.store.read(lambda tx: tx.subscribers.lang_of(chat))


def stop_newest(tx: Tx, actor: str, number: int, now: datetime, *, stop: bool) -> DeliveryProgress | None:
    """The newest version of an event goes no further, or goes on; none when nobody is left to be told of it.

    NoSuchEvent when there is no such event.
    """
    event = tx.events.existing(number)
    alert = tx.alerts.last(event.id)
    if alert is None or _count(tx, alert.id, event.id).is_over:
        return None
    return DeliveryProgress(event.id, alert.version, _stop(tx, alert, actor, now, stop=stop))


def _stop(tx: Tx, alert: Alert, actor: str, now: datetime, *, stop: bool) -> DeliveryCount:
    if tx.progress.count(alert.id).stopped is not stop:
        tx.alerts.stop(alert.id, stopped=stop)
        deed = Deed.STOPPED if stop else Deed.RESUMED
        tx.audit.add(AuditEntry(deed, actor, alert.event, after=alert.version), now)
    return _count(tx, alert.id, alert.event)


def _count(tx: Tx, alert: int, event: int) -> DeliveryCount:
    """How far an alert has come; while not everybody is written down, an edit and a message for each who was told."""
    count = tx.progress.count(alert)
    if count.whole:
        return count
    done = count.sent + count.gone + count.doubtful + count.refused
    return replace(count, to_go=max(count.to_go, 2 * tx.deliveries.told(event) - done))


def _numbers(count: DeliveryCount) -> dict[str, int]:
    return {name: value for name, value in asdict(count).items() if not isinstance(value, bool)}
