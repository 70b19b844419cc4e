"""The bot online: its lines open, its menus shown, its reception receiving."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from telegram import Bot, BotCommandScopeChat
from telegram.error import InvalidToken, TelegramError

from bot.domain.codes import Lang
from bot.domain.errors import TelegramUnavailable
from bot.net.transport import Lines
from bot.wording.wording import Wording
from handlers.conversation import ShowMenu
from handlers.reception import Reception, obstacle

#: Menus are set once per language, and once without one for all others.
_CODES: tuple[tuple[Lang, str | None], ...] = (*((lang, lang.value) for lang in Lang), (Lang.RU, None))


@asynccontextmanager
async def online(lines: Lines, wording: Wording, reception: Reception | None) -> AsyncIterator[None]:
    """Connected to Telegram, and receiving updates with a reception; at the end what was begun is finished.

    Raises TelegramUnavailable when Telegram cannot be reached or refuses the token at the start.
    """
    async with AsyncExitStack() as open_:
        try:
            for bot in (lines.talk, lines.poll, lines.bulk):
                await open_.enter_async_context(bot.request)
            await open_.enter_async_context(lines.talk)
            if reception:
                await show_menus(lines.talk, wording)
        except TelegramError as error:
            # the library's own message may carry the token, so only its kind is told
            kind = f"Telegram cannot be used: {type(error).__name__}"
            raise TelegramUnavailable(obstacle(error) if isinstance(error, InvalidToken) else kind) from None
        if reception:
            await open_.enter_async_context(reception.open())
        yield


def editors_menu(bot: Bot, wording: Wording) -> ShowMenu:
    """Sets the command menu of one editor's chat in each language."""

    async def show(chat_id: int) -> None:
        scope = BotCommandScopeChat(chat_id)
        for lang, code in _CODES:
            await bot.set_my_commands(wording.commands(lang, editor=True), scope, code)

    return show


async def show_menus(bot: Bot, wording: Wording) -> None:
    """Set the command menu and the two descriptions in each language."""
    for lang, code in _CODES:
        await bot.set_my_commands(wording.commands(lang), language_code=code)
        await bot.set_my_description(wording.description(lang), language_code=code)
        await bot.set_my_short_description(wording.short_description(lang), language_code=code)
