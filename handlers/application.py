"""python-telegram-bot's application: how it is built, and its life while the bot is online."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from telegram import Bot, BotCommandScopeChat
from telegram.error import TelegramError
from telegram.ext import Application
from telegram.request import HTTPXRequest

from bot.domain.codes import Lang
from bot.domain.errors import TelegramUnavailable
from bot.wording.wording import Wording

App = Application[Any, Any, Any, Any, Any, Any]

#: Named: Telegram remembers the last list it was given, and leaves out kinds that are not in it.
UPDATES = ["message", "callback_query", "my_chat_member"]
#: Menus are set once per language, and once without one for all others.
_CODES: tuple[tuple[Lang, str | None], ...] = (*((lang, lang.value) for lang in Lang), (Lang.RU, None))


def new_application(token: str, api_url: str) -> App:
    """An application that handles updates one by one, so that those of a chat never overtake each other."""
    os.environ.setdefault("PTB_TIMEDELTA", "1")  # retry_after as a timedelta; the int is deprecated since 22.2
    request = HTTPXRequest(connection_pool_size=16, read_timeout=20, pool_timeout=30)
    return Application.builder().token(token or "0:none").base_url(f"{api_url}/bot").request(request).build()


@asynccontextmanager
async def online(app: App, wording: Wording, *, receive: bool) -> AsyncIterator[None]:
    """Connected to Telegram, and receiving updates if asked to; at the end what was taken is finished.

    Raises TelegramUnavailable when Telegram cannot be reached or refuses the token at the start.
    """
    await _connect(app, wording, receive=receive)
    try:
        yield
    finally:
        if receive and app.updater:
            await app.updater.stop()
            await app.stop()
        await app.shutdown()


async def _connect(app: App, wording: Wording, *, receive: bool) -> None:
    try:
        await app.initialize()
        if receive and app.updater:
            await show_menus(app.bot, wording)
            await app.start()
            await app.updater.start_polling(allowed_updates=UPDATES)
    except TelegramError as error:
        # the library's own message may carry the token, so only its kind is told
        raise TelegramUnavailable(f"Telegram cannot be used: {type(error).__name__}") from None


async def show_editors_menu(bot: Bot, wording: Wording, chat_id: int) -> None:
    """Set the command menu of one editor's chat in each language."""
    scope = BotCommandScopeChat(chat_id)
    for lang, code in _CODES:
        await bot.set_my_commands(wording.commands(lang, editor=True), scope, code)


async def show_menus(bot: Bot, wording: Wording) -> None:
    """Set the command menu and the two descriptions in each language."""
    for lang, code in _CODES:
        await bot.set_my_commands(wording.commands(lang), language_code=code)
        await bot.set_my_description(wording.description(lang), language_code=code)
        await bot.set_my_short_description(wording.short_description(lang), language_code=code)
