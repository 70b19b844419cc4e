"""The whole of a simulated Telegram as one bot meets it; a change becomes an update and a line of the record."""

from dataclasses import dataclass, field, replace

from bot.simulator.chats import Bot, Chat, Chats
from bot.simulator.messages import Message, Messages, message_json
from bot.simulator.profile import Profile
from bot.simulator.record import Deed, Record
from bot.simulator.taps import Taps
from bot.simulator.updates import UpdateQueue
from bot.simulator.wire import Clock, Json


@dataclass(slots=True)
class State:
    """Chats, messages, presses, profile, waiting updates and the record, on the wire's clock.

    `screen` is the clock that readers see beside a message; nothing else is reckoned by it.
    """

    bot: Bot
    clock: Clock
    screen: Clock
    record: Record
    chats: Chats = field(default_factory=Chats)
    messages: Messages = field(default_factory=Messages)
    taps: Taps = field(default_factory=Taps)
    profile: Profile = field(default_factory=Profile)
    updates: UpdateQueue = field(default_factory=UpdateQueue)

    def bot_now(self) -> Bot:
        """The bot under the name that setMyName gave it."""
        return replace(self.bot, name=self.profile.text("name", "") or self.bot.name)

    def message_json(self, message: Message) -> Json:
        """The message as Telegram writes it, with the one it answers."""
        answered = self.messages.get(message.chat_id, message.reply_to)
        chat = self.chats.known(message.chat_id)
        return message_json(message, chat=chat, bot=self.bot_now(), answered=answered)

    def keep(self, message: Message, deed: Deed) -> None:
        """Keep a message in its present form and write down why."""
        self.messages.put(message)
        self.record.add_act(deed, message.chat_id, message)

    def announce(self, kind: str, payload: Json) -> None:
        """Queue an update for the bot."""
        self.updates.add(kind, payload, self.clock())

    def chat(self, chat_id: int) -> Chat:
        """The chat of that id; a KeyError when there is none."""
        return self.chats.known(chat_id)
