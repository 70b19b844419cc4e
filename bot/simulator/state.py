"""The whole of a simulated Telegram as one bot meets it; a change becomes an update and a line of the record."""

from dataclasses import dataclass, field, replace

from bot.simulator.callback_queries import CallbackQueries
from bot.simulator.chats import Bot, Chat, Chats, ChatType, MemberStatus
from bot.simulator.clock import Clock, Json, unix
from bot.simulator.entities import FormattedText
from bot.simulator.history import History, HistoryKind
from bot.simulator.inline import Inlines
from bot.simulator.limits import Gate
from bot.simulator.membership import bot_member
from bot.simulator.messages import ChatMessage, Messages, message_json
from bot.simulator.profile import Profile
from bot.simulator.topics import Topics
from bot.simulator.updates import UpdateQueue
from bot.simulator.webhook import Hook

NOTHING = FormattedText("")


@dataclass(slots=True)
class ServerState:
    """Chats, messages, presses, profile, limits, waiting updates and the record, on the wire's clock.

    `screen` is the clock that readers see beside a message; nothing else is reckoned by it.
    """

    bot: Bot
    clock: Clock
    screen: Clock
    record: History
    gate: Gate
    chats: Chats = field(default_factory=Chats)
    messages: Messages = field(default_factory=Messages)
    topics: Topics = field(default_factory=Topics)
    taps: CallbackQueries = field(default_factory=CallbackQueries)
    inlines: Inlines = field(default_factory=Inlines)
    profile: Profile = field(default_factory=Profile)
    updates: UpdateQueue = field(default_factory=UpdateQueue)
    hook: Hook = field(default_factory=Hook)

    def bot_now(self) -> Bot:
        """The bot under the name that setMyName gave it."""
        name = self.profile.text("name", "")
        return replace(self.bot, name=name) if name else self.bot

    def chat(self, chat_id: int) -> Chat:
        """The chat of that id; a KeyError when there is none."""
        return self.chats.known(chat_id)

    def message_json(self, message: ChatMessage, answered: ChatMessage | None = None) -> Json:
        """The message as Telegram writes it, with the one it answers."""
        original = answered or self.messages.get(message.chat_id, message.reply_to)
        return self._json(message, self._json(original) if original else None)

    def keep(self, message: ChatMessage, deed: HistoryKind) -> None:
        """Keep a message in its present form and write down why."""
        self.messages.put(message)
        self.record.add_act(deed, message.chat_id, message)

    def drop(self, message: ChatMessage) -> None:
        """Take a message away."""
        self.messages.remove(message)
        self.record.add_act(HistoryKind.DELETED, message.chat_id, message)

    def serve(self, chat: Chat, extra: Json, *, from_bot: bool = False, sender: int | None = None) -> int:
        """Put a service message into a chat, for the bot to hear when it is not its own; its number."""
        message = ChatMessage(
            chat_id=chat.chat_id,
            message_id=self.messages.next_id(chat),
            from_bot=from_bot,
            sent_at=self.clock(),
            shown_at=self.screen(),
            body=NOTHING,
            sender_id=sender,
            extra=extra,
        )
        self.keep(message, HistoryKind.SENT if from_bot else HistoryKind.SAID)
        if not from_bot:
            self.announce("channel_post" if chat.kind is ChatType.CHANNEL else "message", self.message_json(message))
        return message.message_id

    def move(self, chat: Chat, standing: MemberStatus, *, by: int | None, rights: frozenset[str] | None = None) -> Chat:
        """Let the bot stand otherwise in a chat; it hears of it by my_chat_member. `by` None: by itself."""
        bot, was = self.bot_now(), bot_member(chat, self.bot_now())
        moved = self.chats.put(replace(chat, standing=standing, rights=rights))
        self.record.add_act(HistoryKind.STANDING, chat.chat_id, detail=standing.value)
        actor = bot.json() if by is None else self.chat(by).person_json()
        head = {"chat": moved.json(), "from": actor, "date": unix(self.clock())}
        change = {"old_chat_member": was, "new_chat_member": bot_member(moved, bot)}
        self.announce("my_chat_member", {**head, **change})
        return moved

    def announce(self, kind: str, payload: Json) -> None:
        """Queue an update for the bot."""
        self.updates.add(kind, payload, self.clock())

    def _json(self, message: ChatMessage, answered: Json | None = None) -> Json:
        chat = self.chats.known(message.chat_id)
        sender = self.chats.get(message.sender_id) if message.sender_id else None
        return message_json(message, chat=chat, bot=self.bot_now(), sender=sender, answered=answered)
