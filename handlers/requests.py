"""update → question: who asks, in which language, with which words. Names and texts go no further than this."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from typing import Any
from unicodedata import category

from telegram import (
    Bot,
    CallbackQuery,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Message,
    MessageOriginChannel,
    Update,
)

from bot.domain.codes import Lang
from bot.domain.plain_message import MessageMeaning, PlainMessageReader, Sense
from bot.domain.request import Request, RequestKind, StoredUpdate

#: Clients set to these languages mostly read Russian.
_READS_RUSSIAN = frozenset({"ru", "uk", "be", "ky", "uz", "tg", "tt"})
_COMMAND = re.compile(r"/([A-Za-z]\w{0,31})(?:@(\w{1,64}))?(?:\s+(.*))?", re.DOTALL)
_LONGEST = 300
#: A notice that an editor types, in three languages.
_LONGEST_NOTICE = 3500
#: What the bot is in a chat that it sees and may not write to; Telegram has no word of its own for it.
MUTE = "mute"
#: A group that the bot was just added to.
ADDED = "added"
_AWAY = frozenset({ChatMember.LEFT, ChatMember.BANNED})


@dataclass(frozen=True, slots=True)
class Listeners:
    """Whose plain words may matter: these people's in private, and in the editors' group where they answer us."""

    people: frozenset[int] = frozenset()
    group: int = 0

    def __contains__(self, chat_id: object) -> bool:
        return chat_id in self.people


def kept(
    raw: Mapping[str, Any], bot: Bot, editors: Container[int], plain_messages: PlainMessageReader | None = None
) -> StoredUpdate:
    """An update as it goes into the inbox; one that cannot be read leaves its kind and the kind of the error."""
    number = int(raw["update_id"])
    kind = next((name for name in raw if re.fullmatch(r"[a-z_]{1,40}", name) and name != "update_id"), "unknown")
    try:
        return StoredUpdate(
            number, question(Update.de_json(dict(raw), bot), bot.username, editors, plain_messages), kind
        )
    except Exception as error:  # noqa: BLE001  # a named entry point: whatever stands in an update, the next ones are read
        return StoredUpdate(number, None, kind, type(error).__name__)


def question(
    update: Update, username: str, editors: Container[int], plain_messages: PlainMessageReader | None = None
) -> Request | None:
    """What is asked; none for updates that ask nothing of this bot. Without a reader plain messages mean nothing."""
    if update.message:
        return _from_message(update.message, username, editors, plain_messages)
    if update.edited_message:
        return _from_edit(update.edited_message)
    if update.callback_query:
        return _from_tap(update.callback_query)
    return _from_member(update.my_chat_member) if update.my_chat_member else None


def _from_message(
    message: Message, username: str, editors: Container[int], plain_messages: PlainMessageReader | None
) -> Request | None:
    thread = (message.message_thread_id or 0) if message.is_topic_message else 0
    here = Request(
        message.chat_id, client_lang(message.from_user), thread=thread, private=message.chat.type == "private"
    )
    if not here.private:
        here = replace(here, asker=_speaker(message))
    here = replace(here, answers=_answered(message, username))
    if message.migrate_to_chat_id:
        return replace(here, words=str(message.migrate_to_chat_id), kind=RequestKind.MOVED)
    if message.forum_topic_reopened and thread:
        return replace(here, words="member", kind=RequestKind.MEMBER)
    plain = _plain(message.text or "")
    command = _COMMAND.fullmatch(plain)
    if command is None:
        if here.private:
            return _said(here, message, plain, editors, plain_messages)
        words = plain[:_LONGEST] if _may_matter(here, editors) else ""  # others' words are nobody's business
        return replace(here, words=words, kind=RequestKind.WORDS) if words else None
    name, addressee, words = command.groups()
    if addressee and addressee.lower() != username.lower():
        return None
    name, _, tail = name.partition("_")  # /event_42 is /event 42 that can be tapped
    long = name.lower() == "notice" and _is_of_staff(here, editors)
    words = (words or tail).strip()[: _LONGEST_NOTICE if long else _LONGEST]
    return replace(here, words=words, command=name.lower())


def _plain(text: str) -> str:
    """A text without marks of direction and other letters that are not seen."""
    return "".join(letter for letter in text if category(letter) not in {"Cf", "Cc"} or letter.isspace()).strip()


def _said(
    here: Request, message: Message, text: str, editors: Container[int], plain_messages: PlainMessageReader | None
) -> Request | None:
    """A message that is no command, as what it means: an editor's words are kept until answered, nobody else's."""
    if plain_messages is None and not message.text:
        return None
    origin = message.forward_origin
    if isinstance(origin, MessageOriginChannel) and here.chat_id in editors:
        return replace(here, kind=RequestKind.WORDS, heard=MessageMeaning(Sense.CHANNEL, str(origin.chat.id)).code)
    meant = _meaning(message, text, plain_messages) if plain_messages else MessageMeaning()
    if meant is None:
        return None
    words = text[:_LONGEST] if here.chat_id in editors else ""
    if meant.command and not words:
        return replace(here, command=meant.command)
    return replace(here, words=words, kind=RequestKind.WORDS, heard=meant.code, command=meant.command)


def _meaning(message: Message, text: str, plain_messages: PlainMessageReader) -> MessageMeaning | None:
    """What a message means; none for what Telegram itself says in a chat."""
    if message.location:
        return plain_messages.point(message.location.latitude, message.location.longitude)
    if text:
        return plain_messages.words(text)
    kinds = {
        Sense.PHOTO: message.photo or message.video or message.animation,
        Sense.VOICE: message.voice or message.video_note or message.audio,
        Sense.STICKER: message.sticker or message.dice,
        Sense.FILE: message.document or message.contact or message.poll or message.venue,
    }
    found = next((sense for sense, what in kinds.items() if what), None)
    return MessageMeaning(found) if found else None


def _from_edit(message: Message) -> Request | None:
    """An edited message of a private chat; that a shared location moves is nothing said."""
    if message.chat.type != "private" or message.location or message.text is None:
        return None
    code = MessageMeaning(Sense.EDITED).code
    return Request(message.chat_id, client_lang(message.from_user), kind=RequestKind.WORDS, heard=code)


def _may_matter(here: Request, editors: Container[int]) -> bool:
    return _is_of_staff(here, editors) and (here.private or bool(here.answers))


def _is_of_staff(here: Request, editors: Container[int]) -> bool:
    """Whether an editor speaks in private or in the editors' group."""
    if here.private:
        return here.chat_id in editors
    group = getattr(editors, "group", 0)
    return bool(group) and here.chat_id == group and here.asker in editors


def _answered(message: Message, username: str) -> int:
    """The number of the message of ours that this one answers; 0 for none."""
    answered = message.reply_to_message
    ours = answered and answered.from_user and (answered.from_user.username or "").lower() == username.lower()
    return answered.message_id if answered and ours else 0


def _from_tap(query: CallbackQuery) -> Request | None:
    message = query.message
    if message is None:
        return None
    topic = isinstance(message, Message) and message.is_topic_message
    return Request(
        message.chat.id,
        client_lang(query.from_user),
        words=query.data or "",
        message_id=message.message_id,
        kind=RequestKind.TAP,
        tap=query.id,
        thread=(message.message_thread_id or 0) if topic and isinstance(message, Message) else 0,
        private=message.chat.type == "private",
        asker=0 if message.chat.type == "private" else query.from_user.id,
    )


def _speaker(message: Message) -> int:
    """Who speaks in a group: an anonymous administrator speaks as the group, a channel as itself."""
    if message.sender_chat:
        return message.sender_chat.id
    return message.from_user.id if message.from_user else 0


def _from_member(change: ChatMemberUpdated) -> Request:
    status = MUTE if _is_mute(change.new_chat_member) else change.new_chat_member.status
    private = change.chat.type == "private"
    group = change.chat.type in {"group", "supergroup"}
    added = ADDED if group and change.old_chat_member.status in _AWAY else ""
    lang = client_lang(change.from_user)
    return Request(change.chat.id, lang, words=status, kind=RequestKind.MEMBER, private=private, command=added)


def _is_mute(bot: ChatMember) -> bool:
    """Whether the bot is still there and may not write: a channel's administrator without that right, or restricted."""
    match bot:
        case ChatMemberAdministrator(can_post_messages=may_post):
            return may_post is False
        case ChatMemberRestricted(can_send_messages=may_send, is_member=is_member):
            return is_member and not may_send
    return False


def client_lang(user: Any) -> Lang:
    """The language a client is set to, as far as we speak it."""
    code = ((user.language_code if user else None) or "").lower().split("-")[0]
    if code == "kk":
        return Lang.KK
    return Lang.RU if code in _READS_RUSSIAN else Lang.EN
