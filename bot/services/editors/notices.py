"""A notice: a message of the editors about no event, to everybody, to some places, or to readers of a language.

    /notice ─► composed and looked at ─► proposed ─► approved ─► written down, chat by chat ─► sent at the allowed pace

It goes after all that waits about events, and never twice: what a dead process was sending is doubtful.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.domain.audit import AuditEntry, Deed
from bot.domain.clock import Clock, Wire
from bot.domain.codes import Lang
from bot.domain.delivery import DeliveryState, Later, Moved, Outcome, Refused, Sent, settle
from bot.domain.pace import SendingPace
from bot.domain.place import Gazetteer
from bot.net.telegram import Telegram
from bot.store.engine import Store
from bot.store.notices import AddressedNotice
from bot.store.pace import Slot
from bot.store.transaction import Tx
from bot.wording import notice
from bot.wording.wording import Wording

#: To whom a notice went is known for so long; it cannot be corrected.
_KEPT = timedelta(days=1)
#: The longest text of a notice, so that it fits with all around it.
LONGEST = 1500


@dataclass(frozen=True, slots=True)
class Body:
    """What a notice says in which languages, and to whom: to subscribers of these places, or to all."""

    texts: Mapping[Lang, str]
    places: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As it lies in the database."""
        return {"texts": {lang.value: text for lang, text in self.texts.items()}, "places": list(self.places)}

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> "Body":
        """What `to_json` wrote."""
        return cls({Lang(lang): text for lang, text in body["texts"].items()}, tuple(body.get("places", ())))


def begin(tx: Tx, body: Body, actor: str, now: datetime) -> int:
    """A notice is on its way; one transaction is given."""
    number = tx.notices.add(body.to_json(), now)
    tx.audit.add(AuditEntry(Deed.NOTICE, actor, subject=" ".join(sorted(body.texts)), after=0), now)
    return number


@dataclass(frozen=True, slots=True)
class Notices:
    """Notices on their way."""

    store: Store
    telegram: Telegram
    wording: Wording
    gazetteer: Gazetteer
    wire: Wire
    day: Clock
    pace: SendingPace

    async def reach(self, body: Body) -> int:
        """To how many chats a notice would go."""
        return await self.store.read(lambda tx: tx.notices.reach(self._places(body), tuple(body.texts)))

    async def round(self) -> int:
        """Write down for whom notices are, and send what may be sent; answers how many messages went out."""
        if not await self.store.read(lambda tx: tx.notices.any()):
            return 0
        await self.store.write(self._tidied)
        while await self.store.write(self._expanded):
            pass
        sent = 0
        while batch := await self._batch():
            sent += await self._carried(*batch)
        return sent

    def _tidied(self, tx: Tx) -> None:
        """What a dead process was sending is doubtful; to whom a notice went is not kept for long."""
        now = self.wire.now()
        tx.notices.expire(now)
        tx.notices.purge(self.day() - _KEPT)

    def _expanded(self, tx: Tx) -> bool:
        """One step of the oldest notice; whether there is more."""
        one = tx.notices.unfinished()
        if one is None:
            return False
        body = Body.from_json(one.body)
        tx.notices.expand(one.id, self._places(body), tuple(body.texts), self.wire.now())
        return True

    async def _batch(self) -> tuple[tuple[AddressedNotice, ...], Slot] | None:
        """The next messages and the slot in which they go; none when nothing waits, or something about an event."""

        def work(tx: Tx) -> tuple[tuple[AddressedNotice, ...], Slot] | None:
            now = self.wire.now()
            slot = tx.pace.next(now, self.pace)
            found = tx.notices.begin(now, now + self.pace.lease, self.pace.batch)
            if found:
                tx.pace.take(slot, now + self.pace.lease, self.pace)
            return (found, slot) if found else None

        return await self.store.write(work)

    async def _carried(self, batch: Sequence[AddressedNotice], slot: Slot) -> int:
        wait = (slot.at - self.wire.now()).total_seconds()
        if wait > 0:
            await self.wire.sleep(wait)
        outcomes = await asyncio.gather(*(self._sent(one) for one in batch))
        now = self.wire.now()

        def work(tx: Tx) -> None:
            tx.deliveries.rest([one.subscriber for one in batch], now + self.pace.per_chat)
            tx.pace.give_back(slot, now)
            for one, outcome in zip(batch, outcomes, strict=True):
                self._settle(tx, one, outcome, now)

        await self.store.write(work)
        return sum(isinstance(outcome, Sent) for outcome in outcomes)

    async def _sent(self, one: AddressedNotice) -> Outcome:
        text = Body.from_json(one.body).texts.get(one.lang)
        if text is None:  # the reader has changed language meanwhile
            return Refused("no text in this language")
        message = notice.notice(self.wording.tongue(one.lang), text, self.day())
        return await self.telegram.send(one.chat_id, message, thread=one.thread)

    def _settle(self, tx: Tx, one: AddressedNotice, outcome: Outcome, now: datetime) -> None:
        settled = settle(outcome, now, one.attempts)
        if isinstance(outcome, Moved):
            tx.subscribers.rekey(one.subscriber, outcome.chat_id)
        if isinstance(outcome, Later) and outcome.everybody:
            tx.pace.hold(settled.due_at or now)
        if settled.close:
            tx.subscribers.close(one.subscriber, self.day())
        tx.notices.settle(one, settled.state, settled.due_at or now)

    def _places(self, body: Body) -> frozenset[str] | None:
        """Whose subscribers are meant: those of a region get what is for its cities."""
        if not body.places:
            return None
        return frozenset(self.gazetteer.within(body.places)) | frozenset(body.places)


def state_of(counts: Mapping[DeliveryState, int]) -> dict[str, int]:
    """What became of a notice, in the words of a correction's progress."""
    waiting = counts.get(DeliveryState.WAITING, 0) + counts.get(DeliveryState.SENDING, 0)
    return {
        "sent": counts.get(DeliveryState.SENT, 0),
        "to_go": waiting,
        "gone": counts.get(DeliveryState.GONE, 0),
        "doubtful": counts.get(DeliveryState.DOUBTFUL, 0),
        "refused": counts.get(DeliveryState.REFUSED, 0),
    }
