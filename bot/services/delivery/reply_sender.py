"""answer → chat: sent at once, never behind a broadcast, but counted so that the broadcast waits as long."""

import logging
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.clock import Wire
from bot.domain.delivery import Later, Moved, Outcome, Sent
from bot.domain.errors import Busy, StoreUnavailable
from bot.domain.message import Message
from bot.domain.request import Request
from bot.domain.sending_pace import SendingPace
from bot.net.telegram import Telegram
from bot.services.delivery.deliver import hold
from bot.store.engine import Store
from bot.store.transaction import Tx

log = logging.getLogger(__name__)

#: A person who was kept waiting longer than this has asked again.
_PATIENCE = timedelta(seconds=30)
#: So often a message that was to come later is sent.
TRIES = 4
#: The broadcast waits for at most so many seconds' worth of answers.
_ROOM = 0.5


@dataclass(frozen=True, slots=True)
class ReplySender:
    """Sends at once when Telegram takes it; else this chat waits and others are answered; never twice when in doubt."""

    store: Store
    telegram: Telegram
    wire: Wire
    pace: SendingPace = field(default_factory=SendingPace)

    async def answer(self, ask: Request, message: Message) -> Outcome | None:
        """The answer to a question, as `send`; none when one was begun before, for it may have arrived."""
        if ask.update and not await self.store.write(lambda tx: tx.inbox.begin(ask.update), urgent=True):
            return None
        return await self.send(ask.chat_id, message, thread=ask.thread)

    async def send(self, chat_id: int, message: Message, *, thread: int = 0) -> Outcome:
        """A new message; Busy when it is to come later, and not so late that nobody waits for it."""
        outcome = await self._sent(chat_id, message, thread)
        if isinstance(outcome, Moved):
            outcome = await self._sent(outcome.chat_id, message, thread)
        match outcome:
            case Later(pause=pause, everybody=False) if (pause or timedelta()) <= _PATIENCE:
                raise Busy(pause)
        return outcome

    async def insist(self, chat_id: int, message: Message, *, thread: int = 0) -> None:
        """A message that nobody asked for: tried again after each pause."""
        for tries in range(1, TRIES + 1):
            try:
                await self.send(chat_id, message, thread=thread)
            except Busy as busy:
                await self.wire.sleep((busy.pause or timedelta(seconds=tries)).total_seconds())
            else:
                return

    async def edit(self, chat_id: int, message_id: int, message: Message) -> Outcome:
        """Another text for a message; when that cannot be done there is nothing to answer."""
        outcome = await self.telegram.edit(chat_id, message_id, message)
        await self._count(chat_id, outcome, 0)
        return outcome

    async def _sent(self, chat_id: int, message: Message, thread: int) -> Outcome:
        outcome = await self.telegram.send(chat_id, message, thread=thread)
        await self._count(chat_id, outcome, thread)
        return outcome

    async def _count(self, chat_id: int, outcome: Outcome, thread: int) -> None:
        """One message less for the broadcast, and none to this chat while it rests."""

        def work(tx: Tx) -> None:
            now = self.wire.now()
            tx.sending_pace.spend(1, int(self.pace.per_second * _ROOM))
            subscriber = tx.subscribers.by_chat(chat_id, thread)
            if subscriber is None:
                return
            tx.deliveries.rest([subscriber.id], now + self.pace.rest(group=chat_id < 0))
            match outcome:
                case Sent() if subscriber.troubled:
                    tx.deliveries.again(tx.subscribers.reopen(chat_id), now)
                case Later():
                    hold(tx, outcome, subscriber.id, now)
                case Moved(chat_id=moved):
                    tx.subscribers.rekey(subscriber.id, moved)

        try:
            await self.store.write(work, urgent=True)  # who asked next waits for it
        except StoreUnavailable as error:  # the message is there; only the count is missing
            log.warning("an answer was not counted: %s", error)
