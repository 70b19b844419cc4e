"""Hangs the commands and buttons on python-telegram-bot's application."""

import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters

from bot.domain.errors import Sayable
from bot.domain.message import Message
from bot.net.telegram import Telegram
from bot.services.desk import Desk
from bot.wording.wording import Wording
from handlers.application import App, show_editors_menu
from handlers.ask import Ask, from_command, from_tap, from_words
from handlers.commands import Commands, in_language
from handlers.editors import Editors
from handlers.taps import Answer, Taps

log = logging.getLogger(__name__)

#: Each is a method of Commands.
COMMANDS = ("start", "language", "cities", "latest", "event", "sources", "privacy", "stop", "forget", "help")

Handler = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]


def register(app: App, desk: Desk, wording: Wording, telegram: Telegram, editors: Editors) -> None:
    """Give the application every handler it needs."""
    commands, taps = Commands(desk, wording), Taps(desk, wording, editors.verbs())
    talk = _Talk(desk, wording, telegram)
    for name in COMMANDS:
        app.add_handler(CommandHandler(name, talk.answering(getattr(commands, name))))
    app.add_handler(MessageHandler(filters.Regex(r"^/event_\d{1,9}(@\w+)?$"), talk.answering(commands.event)))
    app.add_handler(CommandHandler("correct", talk.answering(editors.correct)))
    app.add_handler(CommandHandler("retract", talk.answering(editors.retract)))
    app.add_handler(MessageHandler(filters.COMMAND, talk.answering(commands.unknown)))
    words = filters.TEXT & filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
    app.add_handler(MessageHandler(words, talk.answering(editors.typed, from_words)))
    app.add_handler(CommandHandler("start", _editors_menu(wording, editors)), group=1)
    app.add_handler(CallbackQueryHandler(talk.tapping(taps.answer)))
    app.add_error_handler(_on_error)


class _Talk:
    """Between Telegram's objects and ours: the same few steps for every command and every tap."""

    def __init__(self, desk: Desk, wording: Wording, telegram: Telegram) -> None:
        self._desk = desk
        self._wording = wording
        self._telegram = telegram

    def answering(
        self, command: Callable[[Ask], Awaitable[Message]], asking: Callable[[Update], Ask | None] = from_command
    ) -> Handler:
        async def handle(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
            asked = asking(update)
            if asked:
                ask = await self._in_their_language(asked)
                await self._telegram.send(ask.chat_id, await self._or_sorry(command, ask))

        return handle

    def tapping(self, tap: Callable[[Ask], Awaitable[Answer]]) -> Handler:
        async def handle(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
            asked = from_tap(update)
            if asked:
                ask = await self._in_their_language(asked)
                await self._do(ask, await self._answer(tap, ask))
            await _stop_the_spinner(update)

        return handle

    async def _in_their_language(self, ask: Ask) -> Ask:
        subscriber = await self._desk.who(ask.chat_id)
        return in_language(ask, subscriber.lang) if subscriber else ask

    async def _or_sorry(self, command: Callable[[Ask], Awaitable[Message]], ask: Ask) -> Message:
        try:
            return await command(ask)
        except Sayable as error:
            return self._wording.sorry(error, ask.lang)

    async def _answer(self, tap: Callable[[Ask], Awaitable[Answer]], ask: Ask) -> Answer:
        try:
            return await tap(ask)
        except Sayable as error:
            return Answer(new=(self._wording.sorry(error, ask.lang),))

    async def _do(self, ask: Ask, answer: Answer) -> None:
        if answer.edit and ask.message_id:
            await self._telegram.edit(ask.chat_id, ask.message_id, answer.edit)
        for message in answer.new:
            await self._telegram.send(ask.chat_id, message)


def _editors_menu(wording: Wording, editors: Editors) -> Handler:
    """An editor's chat gets the editors' menu when it starts: Telegram knows no chat before."""

    async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        ask = from_command(update)
        if ask and editors.knows(ask):
            await show_editors_menu(context.bot, wording, ask.chat_id)

    return handle


async def _stop_the_spinner(update: Update) -> None:
    if update.callback_query:
        try:
            await update.callback_query.answer()
        except TelegramError as error:  # too old after an outage: the tap was answered all the same
            log.info("a tap was answered too late: %s", type(error).__name__)


async def _on_error(_: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A named door: a handler failed; its kind is recorded, what the person wrote is not."""
    log.error("handler failed: %s", type(context.error).__name__, exc_info=context.error)
