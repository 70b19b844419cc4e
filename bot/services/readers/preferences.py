"""What a chat prefers: quiet hours, what to be told, a pause, and its wishes about single events."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.domain.clock import Clock
from bot.domain.errors import Stopped
from bot.domain.event import Event, Version
from bot.domain.subscriber import Subscriber, Watch
from bot.store.engine import Store
from bot.store.transaction import Tx

#: A pause without news.
PAUSE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Preferences:
    """The desk for preferences: `day` is the world's clock, `now` the wire's, on which a pause is counted."""

    store: Store
    day: Clock
    now: Clock

    async def change(self, chat_id: int, thread: int, **chosen: Any) -> Subscriber:
        """The chat chose something, by the name of the field; Stopped after /stop, and when nothing is kept of it."""

        def work(tx: Tx) -> Subscriber:
            changed = replace(here(tx, chat_id, thread), **chosen)
            tx.subscribers.save(changed, self.day())
            return changed

        return await self.store.write(work)

    async def pause(self, chat_id: int, thread: int, *, on: bool) -> Subscriber:
        """No news for a day, or again from now on; corrections come all the same. Stopped as `change`."""
        return await self.change(chat_id, thread, muted_until=self.now() + PAUSE if on else None)

    async def watch(self, chat_id: int, number: int, wish: Watch | None, thread: int = 0) -> Event:
        """A chat's wish about an event, or none any more; Stopped as `change`."""

        def work(tx: Tx) -> Event:
            who = here(tx, chat_id, thread)
            event = tx.events.shown(number)
            if wish is None:
                tx.watches.drop(who.id, event.id)
            else:
                tx.watches.set(who.id, event.id, wish, self.day())
            return event

        return await self.store.write(work)

    async def wish(self, chat_id: int, number: int, thread: int = 0) -> Watch | None:
        """What a chat wants of an event; none when nothing is kept of it."""

        def work(tx: Tx) -> Watch | None:
            who = tx.subscribers.by_chat(chat_id, thread)
            return tx.watches.of(who.id, number) if who else None

        return await self.store.read(work)

    async def history(self, number: int) -> tuple[Event, tuple[Version, ...]]:
        """All versions of a published event, oldest first."""

        def work(tx: Tx) -> tuple[Event, tuple[Version, ...]]:
            event = tx.events.shown(number)
            return event, tuple(tx.events.history(event.id))

        return await self.store.read(work)


def here(tx: Tx, chat_id: int, thread: int) -> Subscriber:
    """The subscriber of a chat that is told things; an old button must not open again what its chat has closed."""
    subscriber = tx.subscribers.by_chat(chat_id, thread)
    if subscriber is None or subscriber.closed:
        raise Stopped
    return subscriber
