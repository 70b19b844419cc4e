"""Messages: what was said, by whom, what may still be edited or deleted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.simulator.chats import Bot, Chat, ChatType
from bot.simulator.clock import Json, unix
from bot.simulator.entities import FormattedText, MessageEntity
from bot.simulator.markup import NO_MARKUP, Markup
from bot.simulator.refusals import BadRequest

DELETABLE_FOR = timedelta(hours=48)
SHARED = 0
"""No chat's id: the series of numbers that private chats and groups share."""


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message as it stands; `edited` is the mark that the reader sees (a change of buttons alone shows none).

    `sent_at` is the wire's time, `shown_at` what the clock on the reader's screen said. `sender_id` is the person who
    wrote it in a group (None in a channel and in a private chat, which has one); `thread_id` the topic of a forum;
    `extra` what it carries instead of text (a location, a service notice), as Telegram writes it.
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
    sender_id: int | None = None
    thread_id: int | None = None
    extra: Json = field(default_factory=dict)
    via_bot: bool = False

    @property
    def text(self) -> str:
        """What it says."""
        return self.body.text

    @property
    def pictured(self) -> bool:
        """Whether it is a picture, under which its text stands as a caption."""
        return "photo" in self.extra

    @property
    def entities(self) -> tuple[MessageEntity, ...]:
        """The marked stretches of its text."""
        return self.body.entities

    @property
    def buttons(self) -> tuple[tuple[str, str | None], ...]:
        """What each inline button says and its callback data, row by row."""
        return tuple((button.text, button.callback_data) for row in self.markup.rows for button in row)

    def has_button(self, callback_data: str) -> bool:
        """Whether a button with that data stands under the message."""
        return any(data == callback_data for _, data in self.buttons)


def message_json(
    message: ChatMessage, *, chat: Chat, bot: Bot, sender: Chat | None = None, answered: Json | None = None
) -> Json:
    """The message as Telegram writes it; `answered` is the message it replies to, when that is still there."""
    fields: Json = {"message_id": message.message_id, **_author(message, chat, bot, sender)}
    fields["chat"] = chat.json()
    fields["date"] = unix(message.sent_at)
    if message.text:
        fields["caption" if message.pictured else "text"] = message.text
    if answered:
        fields["reply_to_message"] = answered
    if message.thread_id is not None:
        fields |= {"message_thread_id": message.thread_id, "is_topic_message": True}
    if message.via_bot:
        fields["via_bot"] = bot.json()
    return {**fields, **message.extra, **_optional(message)}


def _author(message: ChatMessage, chat: Chat, bot: Bot, sender: Chat | None) -> Json:
    if chat.kind is ChatType.CHANNEL:
        return {"sender_chat": chat.json()}
    return {"from": bot.json() if message.from_bot else (sender or chat).person_json()}


def _optional(message: ChatMessage) -> Json:
    fields: Json = {}
    if message.body.entities:
        fields["caption_entities" if message.pictured else "entities"] = [
            entity.json() for entity in message.body.entities
        ]
    if message.edited_at:
        fields["edit_date"] = unix(message.edited_at)
    if message.markup.rows:
        fields["reply_markup"] = message.markup.json()
    if message.link_preview:
        fields["link_preview_options"] = message.link_preview
    if message.protected:
        fields["has_protected_content"] = True
    return fields


@dataclass(frozen=True, slots=True)
class Editor:
    """When an edit is made, and whether the bot may edit what others wrote."""

    now: datetime
    of_others: bool = False


def edited_text(
    message: ChatMessage, body: FormattedText, markup: Markup, link_preview: Json, by: Editor
) -> ChatMessage:
    """The message with another text; buttons that are not given again are gone.

    Raises BadRequest: `message can't be edited`, `message is not modified`, `there is no text in the message to edit`.
    """
    if message.from_bot and (message.pictured or not message.text):
        raise BadRequest("there is no text in the message to edit")
    return replace(_reworded(message, body, markup, by), link_preview=link_preview)


def edited_caption(message: ChatMessage, caption: FormattedText, markup: Markup, by: Editor) -> ChatMessage:
    """The picture with other words under it; buttons that are not given again are gone.

    Raises BadRequest: as for a text, and `there is no caption in the message to edit`.
    """
    if not message.pictured:
        raise BadRequest("there is no caption in the message to edit")
    return _reworded(message, caption, markup, by)


def _reworded(message: ChatMessage, body: FormattedText, markup: Markup, by: Editor) -> ChatMessage:
    _refuse_edit(message, body, markup, by)
    edited = message.edited or message.body != body
    return replace(message, body=body, markup=markup, edited_at=by.now, edited=edited)


def edited_markup(message: ChatMessage, markup: Markup, by: Editor) -> ChatMessage:
    """The message with other buttons, or none.

    Raises BadRequest: `message can't be edited`, `message is not modified`.
    """
    _refuse_edit(message, message.body, markup, by)
    return replace(message, markup=markup, edited_at=by.now)


def _refuse_edit(message: ChatMessage, body: FormattedText, markup: Markup, by: Editor) -> None:
    if not (message.from_bot or by.of_others) or message.markup.reply_keyboard:
        raise BadRequest("message can't be edited")
    if (message.body, message.markup) == (body, markup):
        same = "specified new message content and reply markup are exactly the same as"
        raise BadRequest(f"message is not modified: {same} a current content and reply markup of the message")


def refuse_deletion(message: ChatMessage, now: datetime) -> None:
    """Raise BadRequest when the message is 48 hours old or older."""
    if now - message.sent_at >= DELETABLE_FOR:
        raise BadRequest("message can't be deleted")


class Messages:
    """All messages by chat and number.

    The numbers run through all private chats and groups, as in a real account; a supergroup or channel has its own.
    """

    def __init__(self) -> None:
        self._last: dict[int, int] = {}
        self._messages: dict[int, dict[int, ChatMessage]] = {}

    @property
    def last_id(self) -> int:
        """The highest number that was given in private chats and groups; 0 when none was."""
        return self._last.get(SHARED, 0)

    @property
    def last_ids(self) -> dict[int, int]:
        """The highest number that was given in each supergroup and channel."""
        return {chat_id: last for chat_id, last in self._last.items() if chat_id != SHARED}

    def all(self) -> tuple[ChatMessage, ...]:
        """Every message that is there, chat by chat, each oldest first."""
        return tuple(message for chat in self._messages.values() for message in chat.values())

    def restore(self, messages: Iterable[ChatMessage], last_id: int, last_ids: Mapping[int, int]) -> None:
        """Have these messages and no others; numbers go on from the last."""
        self._messages, self._last = {}, {**last_ids, SHARED: last_id}
        for message in messages:
            self.put(message)

    def next_id(self, chat: Chat) -> int:
        """A number that no message of the chat has had."""
        series = chat.chat_id if chat.numbers_alone else SHARED
        self._last[series] = number = self._last.get(series, 0) + 1
        return number

    def put(self, message: ChatMessage) -> None:
        """Keep a message, in place of an older form of it."""
        self._messages.setdefault(message.chat_id, {})[message.message_id] = message

    def remove(self, message: ChatMessage) -> None:
        """Take a message away."""
        del self._messages[message.chat_id][message.message_id]

    def get(self, chat_id: int, message_id: int | None) -> ChatMessage | None:
        """The message, or None when it is not (any more) there."""
        return self._messages.get(chat_id, {}).get(message_id or 0)

    def history(self, chat_id: int) -> tuple[ChatMessage, ...]:
        """The chat as its reader sees it, oldest first, deleted messages gone."""
        return tuple(self._messages.get(chat_id, {}).values())
