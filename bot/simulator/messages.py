"""Messages: what was said, by whom, what may still be edited or deleted."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.simulator.chats import Bot, Chat
from bot.simulator.markup import NO_MARKUP, Markup
from bot.simulator.refusals import BadRequest
from bot.simulator.text import Entity, FormattedText
from bot.simulator.wire import Json, unix

DELETABLE_FOR = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it stands; `edited` is the mark that the reader sees (a change of buttons alone shows none).

    `sent_at` is the wire's time, `shown_at` what the clock on the reader's screen said.
    """

    chat_id: int
    message_id: int
    from_bot: bool
    sent_at: datetime
    shown_at: datetime
    body: FormattedText
    markup: Markup = NO_MARKUP
    reply_to: int | None = None
    edited_at: datetime | None = None
    edited: bool = False
    silent: bool = False
    protected: bool = False
    link_preview: Json = field(default_factory=dict)

    @property
    def text(self) -> str:
        """What it says."""
        return self.body.text

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The marked stretches of its text."""
        return self.body.entities

    @property
    def buttons(self) -> tuple[tuple[str, str | None], ...]:
        """What each inline button says and its callback data, row by row."""
        return tuple((button.text, button.callback_data) for row in self.markup.rows for button in row)

    def has_button(self, callback_data: str) -> bool:
        """Whether a button with that data stands under the message."""
        return any(data == callback_data for _, data in self.buttons)


def message_json(message: Message, *, chat: Chat, bot: Bot, answered: Message | None = None) -> Json:
    """The message as Telegram writes it; `answered` is the message it replies to, when that is still there."""
    head: Json = {
        "message_id": message.message_id,
        "from": bot.json() if message.from_bot else chat.person_json(),
        "chat": chat.json(),
        "date": unix(message.sent_at),
        "text": message.text,
    }
    reply = {"reply_to_message": message_json(answered, chat=chat, bot=bot)} if answered else {}
    return {**head, **reply, **_optional(message)}


def _optional(message: Message) -> Json:
    fields: Json = {
        "entities": [entity.json() for entity in message.entities],
        "edit_date": unix(message.edited_at) if message.edited_at else None,
        "reply_markup": message.markup.json() if message.markup.rows else None,
        "link_preview_options": message.link_preview,
        "has_protected_content": message.protected,
    }
    return {name: value for name, value in fields.items() if value}


def edited_text(message: Message, body: FormattedText, markup: Markup, link_preview: Json, now: datetime) -> Message:
    """The message with another text; buttons that are not given again are gone.

    Raises BadRequest: `message can't be edited`, `message is not modified`.
    """
    _refuse_edit(message, body, markup)
    edited = message.edited or message.body != body
    return replace(message, body=body, markup=markup, link_preview=link_preview, edited_at=now, edited=edited)


def edited_markup(message: Message, markup: Markup, now: datetime) -> Message:
    """The message with other buttons, or none.

    Raises BadRequest: `message can't be edited`, `message is not modified`.
    """
    _refuse_edit(message, message.body, markup)
    return replace(message, markup=markup, edited_at=now)


def _refuse_edit(message: Message, body: FormattedText, markup: Markup) -> None:
    if not message.from_bot or message.markup.reply_keyboard:
        raise BadRequest("message can't be edited")
    if (message.body, message.markup) == (body, markup):
        same = "specified new message content and reply markup are exactly the same as"
        raise BadRequest(f"message is not modified: {same} a current content and reply markup of the message")


def refuse_deletion(message: Message, now: datetime) -> None:
    """Raise BadRequest when the message is 48 hours old or older."""
    if now - message.sent_at >= DELETABLE_FOR:
        raise BadRequest("message can't be deleted")


class Messages:
    """All messages by chat and number; the numbers run through all private chats, as in a real account."""

    def __init__(self) -> None:
        self._next = 1
        self._messages: dict[int, dict[int, Message]] = {}

    @property
    def last_id(self) -> int:
        """The highest number that was given; 0 when none was."""
        return self._next - 1

    def all(self) -> tuple[Message, ...]:
        """Every message that is there, chat by chat, each oldest first."""
        return tuple(message for chat in self._messages.values() for message in chat.values())

    def restore(self, messages: Iterable[Message], last_id: int) -> None:
        """Have these messages and no others; numbers go on from the last."""
        self._messages, self._next = {}, last_id + 1
        for message in messages:
            self.put(message)

    def next_id(self) -> int:
        """A number that no message has had."""
        self._next += 1
        return self._next - 1

    def put(self, message: Message) -> None:
        """Keep a message, in place of an older form of it."""
        self._messages.setdefault(message.chat_id, {})[message.message_id] = message

    def remove(self, message: Message) -> None:
        """Take a message away."""
        del self._messages[message.chat_id][message.message_id]

    def get(self, chat_id: int, message_id: int | None) -> Message | None:
        """The message, or None when it is not (any more) there."""
        return self._messages.get(chat_id, {}).get(message_id or 0)

    def history(self, chat_id: int) -> tuple[Message, ...]:
        """The chat as its reader sees it, oldest first, deleted messages gone."""
        return tuple(self._messages.get(chat_id, {}).values())
