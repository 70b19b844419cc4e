"""An echo-and-buttons bot on aiogram, unpatched: `python aiogram_bot.py ROOT TOKEN polling|webhook`.

Nothing of the project is imported here.
"""

import asyncio
import sys

from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.filters import CommandStart
from aiogram.types import (
    BotCommand,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Message,
)
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

SECRET = "aiogram-secret"


async def start(message: Message) -> None:
    """Greet, with what the link carried, and offer a button."""
    button = InlineKeyboardButton(text="More", callback_data="more")
    payload = (message.text or "").partition(" ")[2]
    await message.answer(
        f"<b>Hello</b> {payload}".rstrip(),
        parse_mode=ParseMode.HTML,
        reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]]),
    )


async def echo(message: Message) -> None:
    """Say the same again, as an answer."""
    await message.reply(message.text or "")


async def place(message: Message) -> None:
    """Send the point back."""
    assert message.location
    await message.answer_location(message.location.latitude, message.location.longitude)


async def more(query: CallbackQuery) -> None:
    """Answer the press and edit the message."""
    await query.answer("pressed", show_alert=True)
    assert isinstance(query.message, Message)
    await query.message.edit_text("pressed")


async def offer(query: InlineQuery) -> None:
    """One result: what was typed."""
    content = InputTextMessageContent(message_text=query.query)
    await query.answer([InlineQueryResultArticle(id="1", title="Echo", input_message_content=content)])


async def main(root: str, token: str, mode: str) -> None:
    """Until it is ended from outside."""
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(root)))
    dispatcher = Dispatcher()
    dispatcher.message.register(start, CommandStart())
    dispatcher.message.register(place, F.location)
    dispatcher.message.register(echo, F.text)
    dispatcher.callback_query.register(more, F.data == "more")
    dispatcher.inline_query.register(offer)
    await bot.set_my_commands([BotCommand(command="start", description="Begin")])
    if mode == "polling":
        await dispatcher.start_polling(bot, handle_signals=False, polling_timeout=5)
        return
    application = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token=SECRET).register(application, path="/hook")
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token=SECRET)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
