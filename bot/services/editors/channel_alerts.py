"""Channels that Telegram lets us write to no more, or again → one message to each editor for each turn.

    a refusal, or the loss of a channel ─► an editor is told ─► … ─► noted

Told first and noted then: after a crash in between an editor hears of it again, which is better than never.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from bot.domain.codes import Lang
from bot.domain.delivery import Later, Outcome, Sent
from bot.domain.message import Message
from bot.domain.subscriber import ChannelStatus, ChannelTurn
from bot.services.editors.staff import Staff
from bot.store.engine import Store
from bot.store.transaction import Tx
from bot.wording.wording import Wording

log = logging.getLogger(__name__)

_LINES = {
    ChannelStatus.REFUSES: "a channel takes no messages, they are tried again: %s",
    ChannelStatus.CLOSED: "a channel is told nothing any more: %s",
    ChannelStatus.WELL: "a channel takes messages again%s",
}


@dataclass(frozen=True, slots=True)
class ChannelAlerts:
    """Who is told, and how."""

    store: Store
    wording: Wording
    send: Callable[[int, Message], Awaitable[Outcome]]
    editors: frozenset[int]
    #: Who may decide, where that can change; without it `editors` are all there are.
    staff: Staff | None = None

    async def round(self) -> int:
        """Tell every editor of each channel that has turned; answers how many channels those were."""
        turned = await self.store.read(lambda tx: tx.subscribers.turned())
        for one in turned:
            if not await self._told(one):
                break
            log.warning(_LINES[one.now], one.why)
            await self.store.write(partial(_note, one=one))
        return len(turned)

    async def _told(self, one: ChannelTurn) -> bool:
        """False when Telegram is to be asked again later: the next round begins there."""
        chats = await self.staff.chats() if self.staff else self.editors
        for number, editor in enumerate(sorted(chats), 1):
            outcome = await self.send(editor, self.wording.channel_turned(one, await self._lang(editor)))
            if isinstance(outcome, Later):
                return False
            if not isinstance(outcome, Sent):
                log.warning("editor %s of %s was not told of a channel: %s", number, len(chats), outcome)
        return True

    async def _lang(self, editor: int) -> Lang:
        known = await self.store.read(lambda tx: tx.subscribers.by_chat(editor))
        return known.lang if known else Lang.EN


def _note(tx: Tx, one: ChannelTurn) -> None:
    tx.subscribers.report(one.id, one.now)
