"""Public channels as subscribers, bound by an editor: one message reaches all readers, and none of them is known."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.domain.clock import Clock
from bot.domain.codes import Lang
from bot.domain.errors import CannotPost, NotBound, NotUnderstood
from bot.domain.subscriber import Subscriber
from bot.net.telegram import Telegram
from bot.store.engine import Store
from bot.store.transaction import Tx


@dataclass(frozen=True, slots=True)
class BindChannels:
    """Binding channels and letting them go."""

    store: Store
    telegram: Telegram
    find_place: Callable[[str], str]
    clock: Clock

    async def bind(self, reference: str, lang: Lang, places: Sequence[str]) -> Subscriber:
        """A channel by @name or number is told of these places; CannotPost when the bot may not post there."""
        if not places:
            raise NotUnderstood(reference[:20])
        chosen = frozenset(self.find_place(place) for place in places)
        chat_id = await self._postable(reference)

        def work(tx: Tx) -> Subscriber:
            opened = tx.subscribers.open(chat_id, lang, channel=True)
            named = addressed(reference)
            handle = named if named.startswith("@") else opened.handle
            bound = replace(opened, lang=lang, places=chosen, handle=handle)
            tx.subscribers.save(bound, self.clock())
            return bound

        return await self.store.write(work)

    async def unbind(self, reference: str) -> None:
        """The channel is told nothing any more, whatever the bot may do there; NotBound when it is not known."""
        chat_id = await self.telegram.chat(addressed(reference)) if reference else None

        def work(tx: Tx) -> None:
            known = tx.subscribers.by_chat(chat_id) if chat_id is not None else None
            if known is None or not known.channel:
                raise NotBound(reference[:40])
            tx.subscribers.close(known.id, self.clock())

        await self.store.write(work)

    async def _postable(self, reference: str) -> int:
        chat_id = await self.telegram.channel(addressed(reference)) if reference else None
        if chat_id is None:
            raise CannotPost(reference[:40])
        return chat_id


_LINK = re.compile(r"(?:https?://)?(?:t\.me|telegram\.me)/(?:s/)?(\w{4,32})/?", re.ASCII)
_NAME = re.compile(r"[A-Za-z]\w{3,31}", re.ASCII)


def addressed(reference: str) -> str:
    """A channel as Telegram wants it called: by @name or number; a link or a bare name will do."""
    link = _LINK.fullmatch(reference)
    name = link[1] if link else reference
    return f"@{name}" if _NAME.fullmatch(name) else name
