"""The people's side: they open chats, write, press buttons, block the bot, and read what they got."""

from bot.simulator.chats import Chat, Standing
from bot.simulator.messages import Message
from bot.simulator.profile import Command
from bot.simulator.record import Deed
from bot.simulator.state import State
from bot.simulator.taps import Tap
from bot.simulator.text import with_commands
from bot.simulator.wire import Json, unix


class CannotDo(Exception):
    """What a person asked for cannot be done in a real client either."""


class People:
    """Everybody who talks with the bot; call it from the loop that the simulator runs in."""

    def __init__(self, state: State) -> None:
        self._state = state

    def join(
        self, chat_id: int, first_name: str, *, language_code: str = "", username: str = "", started: bool = False
    ) -> Chat:
        """A private chat with a new person, whose id is the chat's; `started` when the bot may write at once."""
        standing = Standing.ACTIVE if started else Standing.NEVER_STARTED
        chat = Chat(chat_id, first_name, language_code, username, standing)
        self._state.chats.add(chat)
        self._state.record.add_act(Deed.JOINED, chat_id)
        return chat

    def chats(self) -> tuple[Chat, ...]:
        """Every chat, in the order of their coming."""
        return self._state.chats.all()

    def say(self, chat_id: int, text: str, *, reply_to: int | None = None) -> Message:
        """The person writes to the bot; the first time starts the chat.

        Raises CannotDo: when the person has blocked the bot or is gone.
        """
        self._require(chat_id, Standing.ACTIVE, Standing.NEVER_STARTED)
        self._state.chats.change(chat_id, Standing.ACTIVE)
        message = Message(
            chat_id=chat_id,
            message_id=self._state.messages.next_id(),
            from_bot=False,
            sent_at=self._state.clock(),
            shown_at=self._state.screen(),
            body=with_commands(text),
            reply_to=reply_to,
        )
        self._state.keep(message, Deed.SAID)
        self._state.announce("message", self._state.message_json(message))
        return message

    def press(self, chat_id: int, message_id: int, callback_data: str) -> Tap:
        """The person presses a button; the tap's answer can be read or awaited.

        Raises CannotDo: when that button does not stand under that message at this moment.
        """
        chat = self._require(chat_id, Standing.ACTIVE)
        message = self._state.messages.get(chat_id, message_id)
        if message is None or not message.has_button(callback_data):
            raise CannotDo(f"no such button under message {message_id}")
        tap = self._state.taps.press(chat_id, message_id, callback_data, self._state.clock())
        self._state.record.add_act(Deed.PRESSED, chat_id, message, detail=callback_data)
        self._state.announce("callback_query", self._query_json(tap, chat, message))
        return tap

    def block(self, chat_id: int) -> None:
        """The person blocks the bot; it hears of it by my_chat_member."""
        self._require(chat_id, Standing.ACTIVE)
        self._change(chat_id, Standing.BLOCKED, was=self._member(), becomes=self._banned())

    def unblock(self, chat_id: int) -> None:
        """The person unblocks the bot; it hears of it by my_chat_member."""
        self._require(chat_id, Standing.BLOCKED)
        self._change(chat_id, Standing.ACTIVE, was=self._banned(), becomes=self._member())

    def deactivate(self, chat_id: int) -> None:
        """The person's account is gone; the bot hears nothing."""
        self._state.chats.change(chat_id, Standing.DEACTIVATED)
        self._state.record.add_act(Deed.STANDING, chat_id, detail=Standing.DEACTIVATED.value)

    def history(self, chat_id: int) -> tuple[Message, ...]:
        """The chat as the person sees it, oldest first, deleted messages gone."""
        return self._state.messages.history(chat_id)

    def menu(self, chat_id: int) -> tuple[Command, ...]:
        """The command menu that the person sees."""
        return self._state.profile.menu(chat_id, self._state.chat(chat_id).language_code)

    def bot_name(self, language: str) -> str:
        """The bot's name as a reader of that language sees it."""
        return self.profile_text("name", language) or self._state.bot.name

    def profile_text(self, part: str, language: str) -> str:
        """The bot's name, description or short_description as a reader of that language sees it."""
        return self._state.profile.text(part, language)

    def _require(self, chat_id: int, *standings: Standing) -> Chat:
        chat = self._state.chat(chat_id)
        if chat.standing not in standings:
            raise CannotDo(f"the chat is {chat.standing.value}")
        return chat

    def _change(self, chat_id: int, standing: Standing, *, was: Json, becomes: Json) -> None:
        chat = self._state.chats.change(chat_id, standing)
        self._state.record.add_act(Deed.STANDING, chat_id, detail=standing.value)
        head = {"chat": chat.json(), "from": chat.person_json(), "date": unix(self._state.clock())}
        self._state.announce("my_chat_member", {**head, "old_chat_member": was, "new_chat_member": becomes})

    def _member(self) -> Json:
        return {"user": self._state.bot_now().json(), "status": "member"}

    def _banned(self) -> Json:
        return {"user": self._state.bot_now().json(), "status": "kicked", "until_date": 0}

    def _query_json(self, tap: Tap, chat: Chat, message: Message) -> Json:
        return {
            "id": tap.query_id,
            "from": chat.person_json(),
            "message": self._state.message_json(message),
            "chat_instance": str(chat.chat_id * 1_000_003),
            "data": tap.data,
        }
