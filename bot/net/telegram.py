"""Message → outcome: the one module that knows which Telegram error means what to do next.

The table of errors is that of the Bot API server's own source (tdlib/telegram-bot-api); there is no idempotency key,
so a request that left without an answer is doubtful and never sent again by itself.
"""

import json
import logging
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any

import aiohttp
import telegram
from telegram import error as wrong

from bot.domain.delivery import Doubtful, Gone, Later, Moved, Outcome, Refused, Sent, Shut, Vanished
from bot.domain.message import Button, Entity, Message, Style, address
from bot.net.transport import FormBody, form, post, with_file

log = logging.getLogger(__name__)

#: Wait while the token itself is refused: nothing can be sent, and nothing is the chat's fault.
NO_TOKEN = timedelta(minutes=1)
_LONGEST_NOTE = 200
#: Bot API: messages of one deleteMessages.
_MOST_DELETED = 100
#: Parameters of a text that have another name in a caption.
_CAPTIONS = {"text": "caption", "entities": "caption_entities", "reply_markup": "reply_markup"}
_NO_PREVIEW = json.dumps({"is_disabled": True})
_NOTHING_LEFT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
#: The only refusal that is a person's own word, and so final until the person takes it back.
_BLOCKED = ("blocked by the user", "user_is_blocked")
#: A 400 is about the chat when it speaks of one, or of a right, and not of what the message says.
_ABOUT_CHAT = re.compile(
    r"\b(chat|group|supergroup|channel|peer|user|member|topic|thread|forum|rights?|administrator|restricted)\b"
    r"|^(chat|channel|peer|topic|user|input_user|forum)_"
)
_ABOUT_TEXT = re.compile(r"(can't parse|message (?!thread)|text |button|reply|entit|inline keyboard|wrong )")
_MESSAGE_IS_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")


class Telegram:
    """Sends and edits messages; raises nothing that the Bot API can answer."""

    def __init__(self, bot: telegram.Bot, named: telegram.Bot | None = None) -> None:
        """`named` is the bot that has asked getMe, where this connection has not."""
        self._bot = bot
        self._named = named or bot

    async def send(self, chat_id: int, message: Message, *, answers: int | None = None, thread: int = 0) -> Outcome:
        """A new message, as an answer to `answers` where that message still stands; `thread` is a forum's topic."""
        where: dict[str, object] = {"chat_id": chat_id}
        if thread:
            where["message_thread_id"] = thread
        if answers:
            where["reply_parameters"] = json.dumps({"message_id": answers, "allow_sending_without_reply": True})
        try:
            sent = await (self._photo(where, message) if message.photo else self._call("sendMessage", where, message))
        except wrong.TelegramError as error:
            return outcome(error)
        return Sent(sent["message_id"])

    async def edit(self, chat_id: int, message_id: int, message: Message) -> Outcome:
        """An earlier message made to say this; an edit may be repeated freely, so it is never doubtful."""
        where = {"chat_id": chat_id, "message_id": message_id}
        try:
            await self._call("editMessageText", where, message)
        except wrong.TelegramError as error:
            return _after_edit(error, message_id)
        return Sent(message_id)

    async def _call(self, method: str, where: Mapping[str, object], message: Message) -> Any:
        """The raw answer: building the library's objects would take most of the time of a broadcast."""
        return await post(self._bot, method, FormBody(form(where) + b"&" + written(message, self._username())))

    def _username(self) -> str:
        """What the bot is called, "" before getMe has said it."""
        try:
            return self._named.username
        except RuntimeError:
            return ""

    async def _photo(self, where: Mapping[str, object], message: Message) -> Any:
        """A picture with the text as its caption."""
        said = parameters(message, self._username())
        caption = {_CAPTIONS[name]: value for name, value in said.items() if name in _CAPTIONS}
        return await post(self._bot, "sendPhoto", with_file({**where, **caption}, "photo", message.photo))

    async def answer_tap(self, tap: str, note: str = "") -> None:
        """Let a tapped button stop spinning, and show a note; after an outage it is too late, and nothing is lost."""
        try:
            await self._bot.answer_callback_query(tap, note[:_LONGEST_NOTE] or None, show_alert=bool(note))
        except wrong.TelegramError as error:
            log.info("a tap was answered too late: %s", type(error).__name__)

    async def delete(self, chat_id: int, messages: Sequence[int]) -> None:
        """Delete messages of 48 hours, a hundred at once; what cannot be deleted any more stays."""
        for start in range(0, len(messages), _MOST_DELETED):
            try:
                await self._bot.delete_messages(chat_id, messages[start : start + _MOST_DELETED])
            except wrong.TelegramError as error:
                log.info("messages were not deleted: %s", type(error).__name__)

    async def administers(self, chat_id: int, user_id: int) -> bool:
        """Whether somebody is an administrator of a group; when Telegram does not say so, no."""
        try:
            member = await self._bot.get_chat_member(chat_id, user_id)
        except wrong.TelegramError as error:
            log.info("not known who administers a group: %s", type(error).__name__)
            return False
        return member.status in {telegram.ChatMember.OWNER, telegram.ChatMember.ADMINISTRATOR}

    async def chat(self, reference: str) -> int | None:
        """The id of a chat by @name or number; a number is answered as it is, whatever Telegram knows of it."""
        if number := _number(reference):
            return number
        try:
            return (await self._bot.get_chat(reference)).id
        except wrong.TelegramError as error:
            log.info("no chat of this name: %s", type(error).__name__)
            return None

    async def channel(self, reference: str) -> int | None:
        """The id of a channel, by @name or number, where the bot is an administrator that may post; else none."""
        try:
            chat = await self._bot.get_chat(_number(reference) or reference)
            member = await self._bot.get_chat_member(chat.id, self._bot.id)
        except wrong.TelegramError as error:
            log.info("no channel to bind: %s", type(error).__name__)
            return None
        may_post = isinstance(member, telegram.ChatMemberAdministrator) and bool(member.can_post_messages)
        return chat.id if may_post and chat.type == telegram.Chat.CHANNEL else None


def _number(reference: str) -> int | None:
    return int(reference) if re.fullmatch(r"-?\d{1,19}", reference) else None


@lru_cache(maxsize=64)
def written(message: Message, username: str = "") -> bytes:
    """What a message says, as a form that is written once for all its readers."""
    return form(parameters(message, username))


def parameters(message: Message, username: str = "") -> dict[str, str]:
    """The parameters that say a message of the bot of this name.

    Its buttons are inline, but for a message that is never edited: one with a reply keyboard could not be.
    """
    formatting = [said for said in (_formatting(entity, username) for entity in message.entities) if said]
    buttons = {"inline_keyboard": [[_button(button) for button in row] for row in message.buttons]}
    return {
        "text": message.text,
        "link_preview_options": _NO_PREVIEW,
        **({"entities": json.dumps(formatting)} if formatting else {}),
        **({"reply_markup": json.dumps(buttons, ensure_ascii=False)} if message.buttons else {}),
        **({"reply_markup": json.dumps(_keyboard(message), ensure_ascii=False)} if message.keyboard else {}),
        **({"disable_notification": "true"} if message.silent else {}),
    }


def _formatting(entity: Entity, username: str) -> dict[str, object]:
    """An entity as the Bot API takes it; empty for a link that leads nowhere."""
    said: dict[str, object] = {"type": entity.style.value, "offset": entity.offset, "length": entity.length}
    if entity.style is not Style.LINK:
        return said
    url = address(entity.url, username)
    return {**said, "url": url} if url else {}


def _keyboard(message: Message) -> dict[str, object]:
    """One row of buttons below the input field that stays there."""
    row = [{"text": label} for label in message.keyboard]
    return {"keyboard": [row], "resize_keyboard": True, "is_persistent": True}


def outcome(error: wrong.TelegramError) -> Outcome:
    """What a failed call means for the delivery."""
    match error:
        case wrong.RetryAfter():
            return Later(_retry_after(error), flood=True)
        case wrong.ChatMigrated(new_chat_id=chat_id):
            return Moved(chat_id)
        case wrong.Forbidden():
            blocked = any(words in error.message.lower() for words in _BLOCKED)
            return Gone(error.message) if blocked else Shut(error.message)
        case wrong.InvalidToken() | wrong.EndPointNotFound():  # 401 and 404 are one to the library
            return Later(NO_TOKEN, everybody=True)
        case wrong.BadRequest():
            return _bad_request(error)
        case wrong.NetworkError():
            return _network(error)
        case _:
            return Doubtful(type(error).__name__)


def _after_edit(error: wrong.TelegramError, message_id: int) -> Outcome:
    said = error.message.lower()
    if "message is not modified" in said:
        return Sent(message_id)
    if any(words in said for words in _MESSAGE_IS_GONE):
        return Vanished(error.message)
    result = outcome(error)
    return Later() if isinstance(result, Doubtful) else result


def _bad_request(error: wrong.BadRequest) -> Outcome:
    said = error.message.lower()
    about_chat = _ABOUT_CHAT.search(said) and not _ABOUT_TEXT.match(said)
    return Shut(error.message) if about_chat else Refused(error.message)


def _network(error: wrong.NetworkError) -> Outcome:
    """An answer in the API's own envelope is a plain no; a connection never made took nothing; all else is unknown."""
    cause = error.__cause__
    if cause is None or isinstance(cause, _NOTHING_LEFT):
        return Later()
    return Doubtful(type(cause).__name__)


def _retry_after(error: wrong.RetryAfter) -> timedelta:
    pause = error.retry_after
    return pause if isinstance(pause, timedelta) else timedelta(seconds=pause)


def _button(button: Button) -> dict[str, str]:
    return {"text": button.label, **({"url": button.url} if button.url else {"callback_data": button.data})}
