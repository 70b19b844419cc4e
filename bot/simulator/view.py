"""What the chat page is told: chats, messages and news as JSON."""

from bot.simulator.chats import Chat
from bot.simulator.clock import Json
from bot.simulator.history import Call, HistoryEntry, HistoryKind, RecordEntry
from bot.simulator.markup import InlineButton
from bot.simulator.messages import ChatMessage
from bot.simulator.people import People

MOST_SHOWN = 500
"""Messages of a chat that a page begins with."""

MOST_CHATS = 60
"""Chats on a page; a load test has thousands."""

CHAT_CHANGES = frozenset({HistoryKind.JOINED, HistoryKind.SAID, HistoryKind.STANDING})
"""Deeds after which a chat's head may look otherwise."""

PROFILE_METHODS = frozenset(
    {"setmycommands", "deletemycommands", "setmyname", "setmydescription", "setmyshortdescription"}
)

SHOWN_ACTIONS = frozenset({"callback_data", "url", "copy_text"})
"""Buttons that do something on the page; the others are shown without use."""


def chats(people: People) -> list[Json]:
    """The first chats with their messages, in the order of their coming."""
    shown = people.chats()[:MOST_CHATS]
    return [{**chat_view(people, chat), "messages": _history(people, chat)} for chat in shown]


def chat_view(people: People, chat: Chat) -> Json:
    """The head of a chat, the menu that its reader sees, and what the bot says of itself in his language."""
    return {
        "id": chat.chat_id,
        "name": chat.first_name,
        "lang": chat.language_code,
        "standing": chat.standing.value,
        "kind": chat.kind.value,
        "forum": chat.forum,
        "administrator": chat.rights is not None,
        "members": [{"id": person, "name": people.name(person)} for person in chat.members],
        "topics": [topic.json() for topic in people.topics(chat.chat_id)] if chat.forum else [],
        "bot": people.bot_name(chat.language_code),
        "about": people.profile_text("description", chat.language_code),
        "menu": [command.json() for command in people.menu(chat.chat_id)],
    }


def message_view(message: ChatMessage) -> Json:
    """A message as it stands; `by` is the person who wrote it in a group, `extra` what it carries instead of text."""
    return {
        "id": message.message_id,
        "from_bot": message.from_bot,
        "by": message.sender_id,
        "thread": message.thread_id,
        "extra": message.extra,
        "at": message.shown_at.isoformat(),
        "text": message.text,
        "entities": [entity.json() for entity in message.entities],
        "buttons": [[_button(button) for button in row] for row in message.markup.rows],
        "keys": _keys(message),
        "reply_to": message.reply_to,
        "edited": message.edited,
    }


def entry_view(entry: RecordEntry) -> Json:
    """An entry of the record for a script: a call of the bot or a deed in a chat."""
    head = {"number": entry.sequence, "at": entry.at.isoformat()}
    if isinstance(entry, Call):
        reply = {"status": entry.reply.status, "lost": entry.reply.dropped}
        return {**head, "call": entry.method, "parameters": dict(entry.parameters), **reply}
    message = message_view(entry.message) if entry.message else None
    answer = {"text": entry.answer.text, "alert": entry.answer.show_alert} if entry.answer else None
    told = {"message": message, "answer": answer, "detail": entry.detail}
    return {**head, "deed": entry.deed.value, "chat": entry.chat_id, **told}


def news(people: People, entry: RecordEntry) -> Json | None:
    """What an entry of the record means for a page; None when it means nothing."""
    if isinstance(entry, HistoryEntry):
        return _act_view(people, entry)
    return _profile_news(people, entry)


def _history(people: People, chat: Chat) -> list[Json]:
    return [message_view(message) for message in people.history(chat.chat_id)[-MOST_SHOWN:]]


def _button(button: InlineButton) -> Json:
    value = button.value if button.action in SHOWN_ACTIONS else None
    return {"text": button.text, "action": button.action, "value": value, "style": button.style}


def _keys(message: ChatMessage) -> list[str]:
    """The labels of a reply keyboard, as Telegram shows them below the input field; empty for none."""
    rows = message.markup.reply_keyboard.get("keyboard", [])
    keys = (key for row in rows if isinstance(row, list) for key in row)
    return [str(key.get("text", "")) if isinstance(key, dict) else str(key) for key in keys]


def _act_view(people: People, act: HistoryEntry) -> Json:
    answer = act.answer
    changed = [people.chat(act.chat_id)] if act.deed in CHAT_CHANGES else []
    return {
        "deed": act.deed.value,
        "chat": act.chat_id,
        "message": message_view(act.message) if act.message else None,
        "answer": {"text": answer.text, "alert": answer.show_alert} if answer else None,
        "detail": act.detail,
        "chats": [chat_view(people, chat) for chat in changed],
    }


def _profile_news(people: People, call: Call) -> Json | None:
    if call.method not in PROFILE_METHODS or call.reply.status != 200:
        return None
    return {"deed": "profile", "chats": [chat_view(people, chat) for chat in people.chats()[:MOST_CHATS]]}
