"""The people's side: they open chats, write, press buttons, block the bot, and read what they got."""

import re
from dataclasses import replace

from bot.simulator.callback_queries import Tap
from bot.simulator.chats import Chat, ChatType, MemberStatus
from bot.simulator.clock import Json
from bot.simulator.entities import with_commands
from bot.simulator.groups import heard_by_bot
from bot.simulator.history import HistoryKind
from bot.simulator.inline import Inline
from bot.simulator.markup import read_markup
from bot.simulator.messages import ChatMessage
from bot.simulator.parameters import Parameters
from bot.simulator.profile import Command
from bot.simulator.refusals import CannotDo
from bot.simulator.state import ServerState
from bot.simulator.text import read_text
from bot.simulator.topics import Topic

HERE = frozenset({MemberStatus.ACTIVE, MemberStatus.RESTRICTED})
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


class People:
    """Everybody who talks with the bot; call it from the loop that the simulator runs in."""

    def __init__(self, state: ServerState) -> None:
        self._state = state

    def join(
        self, chat_id: int, first_name: str, *, language_code: str = "", username: str = "", started: bool = False
    ) -> Chat:
        """A private chat with a new person, whose id is the chat's; `started` when the bot may write at once."""
        standing = MemberStatus.ACTIVE if started else MemberStatus.NEVER_STARTED
        chat = Chat(chat_id, first_name, language_code, username, standing)
        self._state.chats.add(chat)
        self._state.record.add_act(HistoryKind.JOINED, chat_id)
        return chat

    def chats(self) -> tuple[Chat, ...]:
        """Every chat, in the order of their coming."""
        return self._state.chats.all()

    def chat(self, chat_id: int) -> Chat:
        """The chat of that number; a KeyError when there is none."""
        return self._state.chat(chat_id)

    def start(self, chat_id: int, payload: str = "") -> ChatMessage:
        """The person opens a link to the bot (`t.me/bot?start=PAYLOAD`) and presses Start.

        Raises CannotDo: for a payload that no link can carry.
        """
        if payload and not _PAYLOAD.fullmatch(payload):
            raise CannotDo("a payload is 1-64 of A-Za-z0-9_-")
        return self.say(chat_id, f"/start {payload}".rstrip())

    def say(
        self, chat_id: int, text: str, *, reply_to: int | None = None, by: int | None = None, thread: int | None = None
    ) -> ChatMessage:
        """A person writes; the first time in a private chat starts it. `by` whom in a group, into which `thread`.

        Raises CannotDo: when the person has blocked the bot, is gone, or is not in the group.
        """
        message = self._message(chat_id, by, thread)
        return self._tell(replace(message, body=with_commands(text), reply_to=reply_to))

    def share_location(self, chat_id: int, latitude: float, longitude: float, *, by: int | None = None) -> ChatMessage:
        """A person sends a point on the map.

        Raises CannotDo: as `say`.
        """
        point = {"location": {"latitude": latitude, "longitude": longitude}}
        return self._tell(replace(self._message(chat_id, by, None), extra=point))

    def edit(self, chat_id: int, message_id: int, text: str) -> ChatMessage:
        """A person changes what was written.

        Raises CannotDo: when that message is not a person's text.
        """
        message = self._state.messages.get(chat_id, message_id)
        if message is None or message.from_bot or not message.text:
            raise CannotDo(f"message {message_id} is not a person's text")
        edited = replace(message, body=with_commands(text), edited_at=self._state.clock(), edited=True)
        self._state.keep(edited, HistoryKind.EDITED)
        self._announce(edited, "edited_")
        return edited

    def press(self, chat_id: int, message_id: int, callback_data: str, *, by: int | None = None) -> Tap:
        """A person presses a button; the tap's answer can be read or awaited.

        Raises CannotDo: when that button does not stand under that message at this moment.
        """
        chat = self._require(chat_id, *HERE)
        person = self._person(chat, by)
        message = self._state.messages.get(chat_id, message_id)
        if message is None or not message.has_button(callback_data):
            raise CannotDo(f"no such button under message {message_id}")
        tap = self._state.taps.press(chat_id, message_id, callback_data, self._state.clock(), person.chat_id)
        self._state.record.add_act(HistoryKind.PRESSED, chat_id, message, detail=callback_data)
        self._state.announce("callback_query", self._query_json(tap, person, message))
        return tap

    def ask_inline(self, person_id: int, text: str, *, offset: str = "") -> Inline:
        """A person types behind the bot's name; the answer fills `results`, at once when it is kept from before."""
        query, new = self._state.inlines.ask(person_id, text, offset, self._state.clock())
        self._state.record.add_act(HistoryKind.ASKED, person_id, detail=text)
        if new:
            person = self._state.chat(person_id).person_json()
            asked = {"id": query.query_id, "from": person, "query": text, "offset": offset}
            self._state.announce("inline_query", {**asked, "chat_type": "sender"})
        return query

    def choose_inline(self, query: Inline, result_id: str, chat_id: int) -> ChatMessage:
        """The person sends one of the results into a chat.

        Raises CannotDo: when there is no such result, or it has no text.
        """
        chosen = next((result for result in query.results or () if result["id"] == result_id), None)
        content = chosen.get("input_message_content") if chosen else None
        if chosen is None or not isinstance(content, dict) or "message_text" not in content:
            raise CannotDo(f"no result {result_id} with a text")
        body = read_text(Parameters({**content, "text": content["message_text"]}))
        message = self._message(chat_id, query.person_id, None)
        return self._tell(replace(message, body=body, markup=read_markup(Parameters(chosen)), via_bot=True))

    def block(self, chat_id: int) -> None:
        """The person blocks the bot; it hears of it by my_chat_member."""
        self._state.move(self._require(chat_id, MemberStatus.ACTIVE), MemberStatus.BLOCKED, by=chat_id)

    def unblock(self, chat_id: int) -> None:
        """The person unblocks the bot; it hears of it by my_chat_member."""
        self._state.move(self._require(chat_id, MemberStatus.BLOCKED), MemberStatus.ACTIVE, by=chat_id)

    def deactivate(self, chat_id: int) -> None:
        """The person's account is gone; the bot hears nothing."""
        self._state.chats.change(chat_id, MemberStatus.DEACTIVATED)
        self._state.record.add_act(HistoryKind.STANDING, chat_id, detail=MemberStatus.DEACTIVATED.value)

    def history(self, chat_id: int) -> tuple[ChatMessage, ...]:
        """The chat as its readers see it, oldest first, deleted messages gone."""
        return self._state.messages.history(chat_id)

    def menu(self, chat_id: int, *, by: int | None = None) -> tuple[Command, ...]:
        """The command menu that a person sees; `by` whom in a group."""
        chat = self._state.chat(chat_id)
        person = self._state.chats.get(by or (chat.members[:1] or (chat_id,))[0]) or chat
        return self._state.profile.menu(chat, person.chat_id, person.language_code)

    def topics(self, chat_id: int) -> tuple[Topic, ...]:
        """The topics of a forum."""
        return self._state.topics.of(chat_id)

    def name(self, person_id: int) -> str:
        """What a person is called."""
        return self._state.chat(person_id).first_name

    def bot_name(self, language: str) -> str:
        """The bot's name as a reader of that language sees it."""
        return self.profile_text("name", language) or self._state.bot.name

    def profile_text(self, part: str, language: str) -> str:
        """The bot's name, description or short_description as a reader of that language sees it."""
        return self._state.profile.text(part, language)

    def _message(self, chat_id: int, by: int | None, thread: int | None) -> ChatMessage:
        """What is about to be said, still without words."""
        chat = self._state.chat(chat_id)
        if chat.kind is ChatType.PRIVATE:
            self._require(chat_id, MemberStatus.ACTIVE, MemberStatus.NEVER_STARTED)
            self._state.chats.change(chat_id, MemberStatus.ACTIVE)
        else:
            self._refuse_frozen(chat)
        person = self._person(chat, by)
        return ChatMessage(
            chat_id=chat_id,
            message_id=self._state.messages.next_id(chat),
            from_bot=False,
            sent_at=self._state.clock(),
            shown_at=self._state.screen(),
            body=with_commands(""),
            sender_id=None if person is chat else person.chat_id,
            thread_id=self._state.topics.found(chat_id, thread).thread_id if thread else None,
        )

    def _tell(self, message: ChatMessage) -> ChatMessage:
        self._state.keep(message, HistoryKind.SAID)
        self._announce(message)
        return message

    def _announce(self, message: ChatMessage, prefix: str = "") -> None:
        chat = self._state.chat(message.chat_id)
        answered = self._state.messages.get(message.chat_id, message.reply_to)
        if heard_by_bot(chat, self._state.bot, message, answered):
            kind = "channel_post" if chat.kind is ChatType.CHANNEL else "message"
            self._state.announce(f"{prefix}{kind}", self._state.message_json(message))

    def _person(self, chat: Chat, by: int | None) -> Chat:
        """Who acts in a chat: a private chat's person, a channel itself, a member of a group."""
        if chat.kind is ChatType.PRIVATE or (chat.kind is ChatType.CHANNEL and by is None):
            return chat
        person_id = by if by is not None else next(iter(chat.members), None)
        if person_id is None or (chat.is_group and person_id not in chat.members):
            raise CannotDo("nobody of that number is in the group")
        return self._state.chat(person_id)

    def _require(self, chat_id: int, *standings: MemberStatus) -> Chat:
        chat = self._state.chat(chat_id)
        if chat.standing not in standings:
            raise CannotDo(f"the chat is {chat.standing.value}")
        return chat

    def _refuse_frozen(self, chat: Chat) -> None:
        if chat.standing in {MemberStatus.MIGRATED, MemberStatus.DELETED}:
            raise CannotDo(f"the chat is {chat.standing.value}")

    def _query_json(self, tap: Tap, person: Chat, message: ChatMessage) -> Json:
        return {
            "id": tap.query_id,
            "from": person.person_json(),
            "message": self._state.message_json(message),
            "chat_instance": str(message.chat_id * 1_000_003),
            "data": tap.data,
        }
