"""The bot online: its lines open, its menus shown, its reception receiving."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from telegram import Bot, BotCommandScopeChat
from telegram.error import InvalidToken, TelegramError

from bot.domain.codes import Lang
from bot.domain.errors import TelegramUnavailable
from bot.net.transport import BotConnections
from bot.wording.wording import Wording
from handlers.conversation import ShowMenu
from handlers.update_receiver import LONGEST, SHORTEST, UpdateReceiver, obstacle, pause_after

log = logging.getLogger(__name__)

#: Menus are set once per language, and once without one for all others.
_CODES: tuple[tuple[Lang, str | None], ...] = (*((lang, lang.value) for lang in Lang), (Lang.RU, None))


@asynccontextmanager
async def online(
    lines: BotConnections, wording: Wording, reception: UpdateReceiver | None, wait: Callable[[float], Awaitable[None]]
) -> AsyncIterator[None]:
    """Connected to Telegram, and receiving updates with a reception; at the end what was begun is finished.

    While Telegram is away at the start it is tried again; `wait` takes the seconds between tries and may raise to end
    that. Raises TelegramUnavailable when the token is refused.
    """
    async with await _connected(lines, wording, reception, wait) as open_:
        if reception:
            await open_.enter_async_context(reception.open())
        yield


async def _connected(
    lines: BotConnections, wording: Wording, reception: UpdateReceiver | None, wait: Callable[[float], Awaitable[None]]
) -> AsyncExitStack:
    pause = SHORTEST
    while True:
        try:
            open_ = await _tried(lines, wording, menus=reception is not None)
            break
        except InvalidToken as error:
            raise TelegramUnavailable(obstacle(error)) from None
        except TelegramError as error:
            kind = type(error).__name__  # the library's own message may carry the token
            seconds = pause_after(error, pause)
        log.warning("Telegram cannot be used: %s; the next try is in %g s", kind, seconds)
        if reception:
            await reception.warn(f"Telegram cannot be used: {kind}")
        await wait(seconds)
        pause = min(2 * pause, LONGEST)
    if reception and pause > SHORTEST:
        await reception.warn("")
    return open_


async def _tried(lines: BotConnections, wording: Wording, *, menus: bool) -> AsyncExitStack:
    """The lines open; what is open is closed again when Telegram does not answer."""
    async with AsyncExitStack() as open_:
        for bot in (lines.talk, lines.poll, lines.bulk):
            await open_.enter_async_context(bot.request)
        await open_.enter_async_context(lines.talk)
        if menus:
            await show_menus(lines.talk, wording)
        return open_.pop_all()


def editors_menu(bot: Bot, wording: Wording) -> ShowMenu:
    """Sets the command menu of one editor's chat in each language."""

    async def show(chat_id: int) -> None:
        scope = BotCommandScopeChat(chat_id)
        try:
            for lang, code in _CODES:
                await bot.set_my_commands(wording.commands(lang, editor=True), scope, code)
        except TelegramError as error:  # a menu is a convenience: the editor's commands work without it
            log.info("an editor's menu was not set: %s", type(error).__name__)

    return show


async def show_menus(bot: Bot, wording: Wording) -> None:
    """Set the command menu and the two descriptions in each language."""
    for lang, code in _CODES:
        await bot.set_my_commands(wording.commands(lang), language_code=code)
        await bot.set_my_description(wording.description(lang), language_code=code)
        await bot.set_my_short_description(wording.short_description(lang), language_code=code)
