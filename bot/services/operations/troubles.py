"""What is wrong with the bot as a whole → one message to each operator, and one when it is over; one line of log each.

While the database takes nothing, what was told stands in memory. While Telegram is away nobody can be told: then the
message at the end says from when to when it was so.
"""

import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field

from bot.domain.clock import Wire
from bot.domain.codes import Lang
from bot.domain.delivery import Outcome, Sent
from bot.domain.errors import StoreUnavailable
from bot.domain.message import Message
from bot.domain.trouble import Trouble, TroublePeriod, Turn, turn, untold
from bot.services.operations.metrics import MetricsReader, troubles
from bot.store.engine import Store
from bot.wording.wording import Wording

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Troubles:
    """Who is told, and how."""

    store: Store
    watch: MetricsReader
    wire: Wire
    wording: Wording
    send: Callable[[int, Message], Awaitable[Outcome]]
    operators: frozenset[int]
    _memory: dict[Trouble, TroublePeriod] = field(default_factory=dict)

    async def round(self) -> None:
        """Look once, and tell what has begun and what is over."""
        present, writes = await self._present()
        turned = await self._turn(present, writes=writes)
        for trouble, period in turned.begun.items():
            log.error("trouble since %s: %s: %s", f"{period.since:%H:%M}", trouble.value, present[trouble])
        for trouble, period in turned.over.items():
            log.warning(
                "over, it lasted from %s to %s: %s", f"{period.since:%H:%M}", f"{period.seen:%H:%M}", trouble.value
            )
        if turned.begun and not await self._tell(turned.begun, over=False):
            await self._untold(turned.begun)
        if turned.over:
            await self._tell(turned.over, over=True)

    async def _present(self) -> tuple[Mapping[Trouble, str], bool]:
        """What is wrong at present, and whether the database takes writes."""
        try:
            metrics = await self.watch.metrics()
        except StoreUnavailable as error:
            return {Trouble.STORE_FULL: str(error)}, False
        return troubles(metrics), not metrics.writes

    async def _turn(self, present: Collection[Trouble], *, writes: bool) -> Turn:
        now = self.wire.now()
        if writes:
            try:
                turned = await self.store.write(lambda tx: tx.troubles.turn(present, now, self._memory))
            except StoreUnavailable:
                pass
            else:
                self._memory.clear()
                return turned
        turned = turn(self._memory, present, now)
        self._remember(turned.periods)
        return turned

    def _remember(self, periods: Mapping[Trouble, TroublePeriod]) -> None:
        self._memory.clear()
        self._memory.update(periods)

    async def _untold(self, begun: Collection[Trouble]) -> None:
        """Nobody was reached: they are told of at the next round, or when it is over."""
        self._remember(untold(self._memory, begun))
        try:
            await self.store.write(lambda tx: tx.troubles.untold(begun))
        except StoreUnavailable as error:
            log.info("%s", error)

    async def _tell(self, periods: Mapping[Trouble, TroublePeriod], *, over: bool) -> bool:
        """Whether any operator was reached, or there is none."""
        say = self.wording.trouble_over if over else self.wording.trouble_begun
        outcomes = [await self.send(chat, say(periods, await self._lang(chat))) for chat in sorted(self.operators)]
        missed = sum(not isinstance(outcome, Sent) for outcome in outcomes)
        if missed:
            log.warning("%s of %s operators were not told of it", missed, len(outcomes))
        return missed < len(outcomes) or not outcomes

    async def _lang(self, operator: int) -> Lang:
        try:
            return await self.store.read(lambda tx: tx.subscribers.lang_of(operator))
        except StoreUnavailable:
            return Lang.EN
