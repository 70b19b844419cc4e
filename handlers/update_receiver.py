"""Updates in: polled raw, stored, and only then confirmed; lanes answer them, a chat's one after the other."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Container
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from telegram import Bot
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter

from bot.domain.clock import Wire
from bot.domain.errors import Busy, StoreUnavailable
from bot.domain.plain_message import PlainMessageReader
from bot.domain.request import Request, TakenRequest
from bot.services.operations.progress import ProcessPart, Progress
from bot.services.readers.inbox import UpdateInbox
from handlers.requests import kept

log = logging.getLogger(__name__)

#: Named: Telegram remembers the last list it was given, and leaves out kinds that are not in it.
UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
#: Seconds that Telegram may keep a poll open.
_LONG_POLL = 30
_LANES = 8
#: So many lanes look, after so many seconds, for what another process has left; the others wait to be woken.
_LOOKING, _LOOK = 4, 2.0
#: Seconds between tries, growing from the shortest to the longest.
SHORTEST, LONGEST = 1.0, 30.0

Answer = Callable[[Request], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class UpdateReceiver:
    """Receives updates: `poll` fetches them over a connection of its own, `talk` knows the bot's name.

    `answer` answers one question. `editors` says whose plain words are kept until they are answered.
    """

    poll: Bot
    talk: Bot
    inbox: UpdateInbox
    answer: Answer
    editors: Callable[[], Awaitable[Container[int]]]
    wire: Wire
    #: Seconds in which what is being answered may be finished at the end.
    grace: float = 7.0
    progress: Progress = field(default_factory=lambda: Progress(monotonic))
    #: What plain messages mean; without it they mean nothing.
    plain_messages: PlainMessageReader | None = None
    #: A lane is woken for each update that came.
    _news: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    _closing: asyncio.Event = field(default_factory=asyncio.Event)
    _lanes: set[asyncio.Task[None]] = field(default_factory=set)
    _polling: set[asyncio.Task[None]] = field(default_factory=set)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Receive until the end of the block; then what is being answered is finished, but not for ever."""
        self._polling.add(asyncio.create_task(self._poll_for_ever()))
        self._lanes.update(asyncio.create_task(self._lane(look=lane < _LOOKING)) for lane in range(_LANES))
        try:
            yield
        finally:
            await self.finish()

    async def finish(self) -> None:
        """Receive nothing more and finish what is being answered; a second call finds nothing left to do."""
        for task in self._polling:
            task.cancel()
        self._closing.set()
        self._wake(_LANES)
        if self._lanes:
            _, late = await asyncio.wait(self._lanes, timeout=self.grace)
            for lane in late:  # what it has in hand stays in the inbox
                lane.cancel()
        await asyncio.gather(*self._polling, *self._lanes, return_exceptions=True)

    async def _poll_for_ever(self) -> None:
        offset, pause, said = 0, SHORTEST, None
        while True:
            try:
                offset = await self._poll_once(offset)
                self.progress.done(ProcessPart.UPDATE)
                pause, said = SHORTEST, await self._say("", said)
            except StoreUnavailable as error:  # told by the store, and nobody could read a warning
                log.warning("updates cannot be stored: %s", error)
                self.progress.failed(ProcessPart.UPDATE, pause)
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST)
            except Exception as error:  # noqa: BLE001  # a named entry point: receiving never ends by itself
                said = await self._say(obstacle(error), said)
                rest = pause_after(error, pause)
                self.progress.failed(ProcessPart.UPDATE, rest)
                await asyncio.sleep(rest)
                pause = min(2 * pause, LONGEST)

    async def _say(self, obstacle: str, before: str | None) -> str:
        """Tell operators what keeps updates away, once for each obstacle and once when it is gone."""
        if obstacle == before:
            return obstacle
        if obstacle or before:
            log.log(logging.ERROR if obstacle else logging.INFO, "%s", obstacle or "updates come again")
        await self.warn(obstacle)
        return obstacle

    async def warn(self, obstacle: str) -> None:
        """Show operators what keeps updates away; nothing takes it back."""
        try:
            await self.inbox.warn(obstacle)
        except StoreUnavailable as error:
            log.warning("%s", error)

    async def _poll_once(self, offset: int) -> int:
        """Fetch, store, and answer the offset that confirms what was stored."""
        asked = {"offset": offset, "timeout": _LONG_POLL, "allowed_updates": UPDATES}
        raw: Any = await self.poll.do_api_request("getupdates", api_kwargs=asked, read_timeout=_LONG_POLL + 10)
        numbered = [one for one in raw if isinstance(one, dict) and isinstance(one.get("update_id"), int)]
        editors = await self.editors() if numbered else frozenset[int]()
        updates = [kept(one, self.talk, editors, self.plain_messages) for one in numbered]
        if updates:
            await self.inbox.keep(updates)
            self._wake(len(updates))
        return max((update.update_id + 1 for update in updates), default=offset)

    async def _lane(self, *, look: bool) -> None:
        while not self._closing.is_set():
            if not await self._answered_one():
                with suppress(TimeoutError):
                    async with asyncio.timeout(await self._until_due() if look else None):
                        await self._news.acquire()

    async def _until_due(self) -> float:
        """Seconds until what another process left may be taken."""
        try:
            return await self.inbox.wait(_LOOK)
        except StoreUnavailable:
            return _LOOK

    def _wake(self, many: int) -> None:
        for _ in range(many):
            self._news.release()

    async def _answered_one(self) -> bool:
        """Whether there was something to answer; a named entry point: a lane never ends by itself."""
        try:
            return await answer_next(self.inbox, self.answer)
        except StoreUnavailable as error:
            log.warning("updates wait: %s", error)
        except Exception:
            log.exception("updates wait")
        return False


async def answer_next(inbox: UpdateInbox, answer: Answer) -> bool:
    """Answer one update if there is one; whether there was."""
    taken = await inbox.take()
    if taken is None:
        return False
    await (inbox.doubt(taken) if taken.begun else _answer_taken(inbox, taken, answer))
    return True


async def _answer_taken(inbox: UpdateInbox, taken: TakenRequest, answer: Answer) -> None:
    """A named entry point: whatever goes wrong with one update, the next ones are answered."""
    try:
        async with inbox.leased(taken):
            await answer(taken.ask)
    except Busy as busy:
        await inbox.later(taken, busy)
    except StoreUnavailable as error:  # it stays, and is taken again later
        log.error("an update waits: %s", error)  # noqa: TRY400  # one line says it all
    except Exception as error:
        log.exception("an update cannot be handled")
        await inbox.park(taken, type(error).__name__)
    else:
        await inbox.done(taken)


def obstacle(error: Exception) -> str:
    """What keeps updates away, in one line for operators; the library's own message may carry the token."""
    match error:
        case InvalidToken() | EndPointNotFound():  # 401 and 404 are one to the library
            return "Telegram refuses BOT_TOKEN (401): it was revoked or mistyped; @BotFather gives another"
        case Conflict() if "webhook" in error.message.lower():
            return "Telegram sends this bot's updates to a webhook (409): delete the webhook"
        case Conflict():
            return "another program receives this bot's updates (409): stop it, or revoke BOT_TOKEN if it is not yours"
        case StoreUnavailable():
            return f"updates cannot be stored: {error}"
    return f"no updates: {type(error).__name__}"


def pause_after(error: Exception, pause: float) -> float:
    """Seconds until the next try: `pause` unless the error itself says more."""
    match error:
        case RetryAfter():
            after = error.retry_after
            return float(after if isinstance(after, int) else after.total_seconds())
        case InvalidToken() | EndPointNotFound():
            return 60.0
        case Conflict():  # another process receives; it may end
            return 5.0
        case _:
            return pause
