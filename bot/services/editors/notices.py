"""A notice: a message of the editors about no event, to everybody, to some places, or to readers of a language.

    /notice ─► composed and looked at ─► proposed ─► approved ─► written down, chat by chat ─► sent at the allowed pace

It goes after all that waits about events, and never twice: what a dead process was sending is doubtful.
"""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.domain.audit import AuditEntry, Deed
from bot.domain.clock import Clock, Wire
from bot.domain.codes import Lang
from bot.domain.delivery import Later, Moved, Outcome, Refused, Sent, settle
from bot.domain.errors import NotUnderstood
from bot.domain.message import Message
from bot.domain.place import Gazetteer
from bot.domain.sending_pace import SendingPace
from bot.domain.staff import Member
from bot.net.telegram import Telegram
from bot.store.engine import Store
from bot.store.notices import AddressedNotice
from bot.store.sending_pace import Slot
from bot.store.transaction import Tx
from bot.wording import notice
from bot.wording.notice import LONGEST
from bot.wording.wording import Wording

#: To whom a notice went is known for so long; it cannot be corrected.
_KEPT = timedelta(days=1)


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


_TEXT = re.compile(rf"^\s*({'|'.join(Lang)})\s*:", re.MULTILINE | re.IGNORECASE)


def body_of(typed: str, find_place: Callable[[str], str]) -> Body:
    """What an editor typed: "ru all: text", or the places and then "ru: text" on lines of their own.

    Raises NotUnderstood without a text, or with two of one language; UnknownPlace.
    """
    places, *texts = _TEXT.split(typed)
    if not texts:
        to, _, text = typed.partition(":")
        lang, _, places = to.strip().partition(" ")
        texts = [lang, text]
    told = {lang.lower(): text.strip()[:LONGEST] for lang, text in zip(texts[::2], texts[1::2], strict=True)}
    if not all(told.values()) or 2 * len(told) != len(texts) or not set(told) <= {lang.value for lang in Lang}:
        raise NotUnderstood(typed[:20])
    return Body({Lang(lang): text for lang, text in told.items()}, _places(places, find_place))


def _places(typed: str, find_place: Callable[[str], str]) -> tuple[str, ...]:
    names = [name.strip() for name in typed.split(",") if name.strip()]
    if [name.lower() for name in names] in ([], ["all"]):
        return ()
    return tuple(dict.fromkeys(find_place(name) for name in names))


def _audience(gazetteer: Gazetteer, body: Body) -> frozenset[str] | None:
    """Whose subscribers are meant: those of a region get what is for its cities; none for everybody's."""
    if not body.places:
        return None
    return frozenset(gazetteer.within(body.places)) | frozenset(body.places)


async def reach(store: Store, gazetteer: Gazetteer, body: Body) -> int:
    """To how many chats a notice would go."""
    return await store.read(lambda tx: tx.notices.reach(_audience(gazetteer, body), tuple(body.texts)))


def previews(wording: Wording, body: Body, at: datetime) -> dict[Lang, Message]:
    """The notice as each language's reader will see it; the link has its number only when it goes."""
    return {lang: notice.notice(wording.tongue(lang), text, at) for lang, text in body.texts.items()}


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

    async def keep(self, member: Member, body: Body) -> None:
        """An editor looks at a notice before it is proposed."""
        now = self.day()
        await self.store.write(lambda tx: tx.drafts.save_notice(member.person, body.to_json(), now))

    async def taken(self, member: Member) -> Body | None:
        """The notice that an editor looked at, once."""

        def work(tx: Tx) -> Body | None:
            kept = tx.drafts.notice(member.person)
            if kept is not None:
                tx.drafts.drop(member.person)
            return Body.from_json(kept) if kept else None

        return await self.store.write(work)

    async def reach(self, body: Body) -> int:
        """To how many chats a notice would go."""
        return await reach(self.store, self.gazetteer, body)

    def previews(self, body: Body) -> dict[Lang, Message]:
        """The notice as each language's reader will see it."""
        return previews(self.wording, body, self.day())

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
        tx.notices.expand(one.id, _audience(self.gazetteer, body), tuple(body.texts), self.wire.now())
        return True

    async def _batch(self) -> tuple[tuple[AddressedNotice, ...], Slot] | None:
        """The next messages and the slot in which they go; none when nothing waits, or something about an event."""

        def work(tx: Tx) -> tuple[tuple[AddressedNotice, ...], Slot] | None:
            now = self.wire.now()
            slot = tx.sending_pace.next(now, self.pace)
            found = tx.notices.begin(now, now + self.pace.lease, self.pace.batch)
            if found:
                tx.sending_pace.take(slot, now + self.pace.lease, self.pace)
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
            tx.sending_pace.give_back(slot, now)
            for one, outcome in zip(batch, outcomes, strict=True):
                self._settle(tx, one, outcome, now)

        await self.store.write(work)
        return sum(isinstance(outcome, Sent) for outcome in outcomes)

    async def _sent(self, one: AddressedNotice) -> Outcome:
        text = Body.from_json(one.body).texts.get(one.lang)
        if text is None:  # the reader has changed language meanwhile
            return Refused("no text in this language")
        message = notice.notice(self.wording.tongue(one.lang), text, self.day(), one.notice)
        return await self.telegram.send(one.chat_id, message, thread=one.thread)

    def _settle(self, tx: Tx, one: AddressedNotice, outcome: Outcome, now: datetime) -> None:
        settled = settle(outcome, now, one.attempts)
        if isinstance(outcome, Moved):
            tx.subscribers.rekey(one.subscriber, outcome.chat_id)
        if isinstance(outcome, Later) and outcome.everybody:
            tx.sending_pace.hold(settled.due_at or now)
        if settled.close:
            tx.subscribers.close(one.subscriber, self.day())
        tx.notices.settle(one, settled.state, settled.due_at or now)
