"""Chats kept from one run to the next: everything that a reader or the bot would miss, as JSON and back.

Not kept: the record, faults and feeds, which belong to one run.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from bot.simulator.callback_queries import Tap
from bot.simulator.chats import Chat, ChatType, MemberStatus
from bot.simulator.clock import Json
from bot.simulator.entities import FormattedText, MessageEntity
from bot.simulator.markup import ACTIONS, InlineButton, Markup
from bot.simulator.messages import ChatMessage
from bot.simulator.profile import Command, Scope
from bot.simulator.simulator import Simulator
from bot.simulator.topics import Topic
from bot.simulator.updates import Update

FORM = 1
"""Of the JSON; another number is another program's."""


class BadSnapshot(ValueError):
    """What was given is not what `dump` writes."""


def dump(simulator: Simulator) -> Json:
    """Chats with standing, messages, unanswered presses, waiting updates, profile and all counters."""
    state = simulator.state
    profile = state.profile
    return {
        "form": FORM,
        "chats": [_chat_json(chat) for chat in state.chats.all()],
        "messages": [_message_json(message) for message in state.messages.all()],
        "taps": [_tap_json(tap) for tap in state.taps.unanswered()],
        "updates": [_update_json(update) for update in state.updates.pending()],
        "menus": [_menu_json(scope, language, menu) for (scope, language), menu in profile.menus.items()],
        "texts": [[part, language, text] for (part, language), text in profile.texts.items()],
        "topics": [_topic_json(topic) for topic in state.topics.all()],
        "last": {
            "message": state.messages.last_id,
            "own": [[chat_id, last] for chat_id, last in state.messages.last_ids.items()],
            "tap": state.taps.last_id,
            "update": state.updates.last_id,
        },
    }


def load(simulator: Simulator, kept: Json) -> None:
    """Put what `dump` gave in the place of all chats, messages, presses, updates and the profile.

    Raises BadSnapshot: when it is something else; the simulator is as before then.
    """
    try:
        restore = _read(simulator, kept)
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        raise BadSnapshot(f"not a snapshot of this simulator: {type(fault).__name__} {fault}") from fault
    restore()


def _read(simulator: Simulator, kept: Json) -> Callable[[], None]:
    """Everything is read before anything is changed."""
    if kept["form"] != FORM:
        raise ValueError(f"form {kept['form']}")
    chats = [_chat(row) for row in kept["chats"]]
    messages = [_message(row) for row in kept["messages"]]
    _require_chats(chats, (message.chat_id for message in messages))
    taps = [_tap(row) for row in kept["taps"]]
    updates = [_update(row) for row in kept["updates"]]
    menus = dict(_menu(row) for row in kept["menus"])
    texts = {(str(part), str(language)): str(text) for part, language, text in kept["texts"]}
    last_message, last_tap, last_update = (int(kept["last"][name]) for name in ("message", "tap", "update"))
    own = {int(chat_id): int(last) for chat_id, last in kept["last"].get("own", [])}
    topics = [_topic(row) for row in kept.get("topics", [])]
    state = simulator.state

    def restore() -> None:
        state.chats.restore(chats)
        state.messages.restore(messages, last_message, own)
        state.topics.restore(topics)
        state.taps.restore(taps, last_tap)
        state.updates.restore(updates, last_update)
        state.profile.restore(menus, texts)

    return restore


def _require_chats(chats: Iterable[Chat], chat_ids: Iterable[int]) -> None:
    known = {chat.chat_id for chat in chats}
    if not known.issuperset(chat_ids):
        raise ValueError("a message without its chat")


def _chat_json(chat: Chat) -> Json:
    person = {"first_name": chat.first_name, "language_code": chat.language_code, "username": chat.username}
    group: Json = {"kind": chat.kind.value, "forum": chat.forum, "migrated_to": chat.migrated_to}
    group |= {"members": list(chat.members), "administrators": list(chat.administrators)}
    rights = None if chat.rights is None else sorted(chat.rights)
    return {"chat_id": chat.chat_id, **person, "standing": chat.standing.value, **group, "rights": rights}


def _chat(row: Json) -> Chat:
    name, language, username = (str(row[part]) for part in ("first_name", "language_code", "username"))
    rights = row.get("rights")
    return Chat(
        int(row["chat_id"]),
        name,
        language,
        username,
        MemberStatus(row["standing"]),
        ChatType(row.get("kind", "private")),
        bool(row.get("forum", False)),
        None if rights is None else frozenset(map(str, rights)),
        tuple(map(int, row.get("members", ()))),
        tuple(map(int, row.get("administrators", ()))),
        _optional(row, "migrated_to"),
    )


def _topic_json(topic: Topic) -> Json:
    return {"chat_id": topic.chat_id, "thread_id": topic.thread_id, "name": topic.name, "closed": topic.closed}


def _topic(row: Json) -> Topic:
    return Topic(int(row["chat_id"]), int(row["thread_id"]), str(row["name"]), bool(row["closed"]))


def _message_json(message: ChatMessage) -> Json:
    return {
        "chat_id": message.chat_id,
        "message_id": message.message_id,
        "from_bot": message.from_bot,
        "sent_at": message.sent_at.isoformat(),
        "shown_at": message.shown_at.isoformat(),
        "text": message.text,
        "entities": [entity.json() for entity in message.entities],
        "rows": [[_button_json(button) for button in row] for row in message.markup.rows],
        "reply_keyboard": message.markup.reply_keyboard,
        "reply_to": message.reply_to,
        "edited_at": message.edited_at.isoformat() if message.edited_at else None,
        "edited": message.edited,
        "silent": message.silent,
        "protected": message.protected,
        "link_preview": message.link_preview,
        "sender_id": message.sender_id,
        "thread_id": message.thread_id,
        "extra": message.extra,
        "via_bot": message.via_bot,
    }


def _message(row: Json) -> ChatMessage:
    rows = tuple(tuple(_button(cell) for cell in cells) for cells in row["rows"])
    return ChatMessage(
        chat_id=int(row["chat_id"]),
        message_id=int(row["message_id"]),
        from_bot=bool(row["from_bot"]),
        sent_at=_moment(row["sent_at"]),
        shown_at=_moment(row["shown_at"]),
        body=FormattedText(str(row["text"]), tuple(_entity(entity) for entity in row["entities"])),
        markup=Markup(rows, dict(row["reply_keyboard"])),
        reply_to=_optional(row, "reply_to"),
        edited_at=None if row["edited_at"] is None else _moment(row["edited_at"]),
        edited=bool(row["edited"]),
        silent=bool(row["silent"]),
        protected=bool(row["protected"]),
        link_preview=dict(row["link_preview"]),
        sender_id=_optional(row, "sender_id"),
        thread_id=_optional(row, "thread_id"),
        extra=dict(row.get("extra", {})),
        via_bot=bool(row.get("via_bot", False)),
    )


def _optional(row: Json, name: str) -> int | None:
    value: int | None = row.get(name)
    return None if value is None else int(value)


def _entity(row: Json) -> MessageEntity:
    rest = {name: value for name, value in row.items() if name not in {"type", "offset", "length"}}
    return MessageEntity(str(row["type"]), int(row["offset"]), int(row["length"]), rest)


def _button_json(button: InlineButton) -> Json:
    return {"text": button.text, "action": button.action, "value": button.value, "style": button.style}


def _button(row: Json) -> InlineButton:
    if row["action"] not in ACTIONS:
        raise ValueError(f"a button that does {row['action']}")
    return InlineButton(str(row["text"]), row["action"], row["value"], str(row["style"]))


def _tap_json(tap: Tap) -> Json:
    place = {"chat_id": tap.chat_id, "message_id": tap.message_id}
    pressed = {"pressed_at": tap.pressed_at.isoformat(), "person_id": tap.person_id}
    return {"query_id": tap.query_id, **place, "data": tap.data, **pressed}


def _tap(row: Json) -> Tap:
    place = int(row["chat_id"]), int(row["message_id"])
    person_id = int(row["person_id"] if "person_id" in row else row["chat_id"])
    return Tap(str(row["query_id"]), *place, str(row["data"]), _moment(row["pressed_at"]), person_id)


def _update_json(update: Update) -> Json:
    head = {"update_id": update.update_id, "kind": update.kind}
    return {**head, "payload": update.payload, "expires_at": update.expires_at.isoformat()}


def _update(row: Json) -> Update:
    return Update(int(row["update_id"]), str(row["kind"]), dict(row["payload"]), _moment(row["expires_at"]))


def _menu_json(scope: Scope, language: str, menu: tuple[Command, ...]) -> Json:
    return {"scope": list(scope), "language": language, "commands": [command.json() for command in menu]}


def _menu(row: Json) -> tuple[tuple[Scope, str], tuple[Command, ...]]:
    kind, chat_id, user_id = (str(part) for part in row["scope"])
    menu = tuple(Command(str(item["command"]), str(item["description"])) for item in row["commands"])
    return ((kind, chat_id, user_id), str(row["language"])), menu


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without its time zone")
    return moment
