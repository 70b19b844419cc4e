"""question → answer: the same few steps for every command, every tap, and every change of a chat."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace

from bot.domain.codes import Lang
from bot.domain.contacts import Contacts
from bot.domain.delivery import Doubtful, Sent
from bot.domain.errors import Busy, NotAdministrator, NotUnderstood, Sayable
from bot.domain.event import Event
from bot.domain.message import Message
from bot.domain.request import Request, RequestKind
from bot.domain.retention import Retention
from bot.net.telegram import Telegram
from bot.services.delivery.reply_sender import ReplySender
from bot.services.readers.erasure import Erasure
from bot.services.readers.maps import Maps
from bot.services.readers.preferences import Preferences
from bot.services.readers.queries import Queries
from bot.wording.wording import Wording
from handlers.chat_settings import ChatSettings
from handlers.editor_commands import EditorCommands
from handlers.event_subscriptions import EventSubscriptions
from handlers.plain_messages import PlainMessages
from handlers.reader_commands import ReaderCommands
from handlers.reader_taps import Answer, ReaderTaps, Tap
from handlers.requests import ADDED, MUTE
from handlers.welcome import Welcome

log = logging.getLogger(__name__)

#: Each is a method of ReaderCommands.
COMMANDS = (
    *("language", "cities", "latest", "search", "map"),
    *("sources", "privacy", "stop", "forget"),
)
#: What changes the choices of a chat, and so is for a group's administrators.
_DECIDING = {
    RequestKind.COMMAND: frozenset({"start", "language", "cities", "pace", "settings", "stop", "forget"}),
    RequestKind.TAP: frozenset(
        {"lang", "place", "done", "pace", "forget", "stay", "again", "begin", "go", "set", "watch"}
    ),
}
#: What the bot is in a chat that it can write to.
_HERE = frozenset({"member", "administrator", "creator", "restricted"})

Command = Callable[[Request], Awaitable[Message | tuple[Message, ...]]]
ShowMenu = Callable[[int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Conversation:
    """The conversation with all it needs; it keeps nothing in memory, so any process can take the next question."""

    queries: Queries
    wording: Wording
    telegram: Telegram
    reply: ReplySender
    editors: EditorCommands
    #: Shows an editor the editors' menu: Telegram knows no chat before its first message.
    show_menu: ShowMenu
    preferences: Preferences
    erasure: Erasure
    maps: Maps | None = None
    retention: Retention = field(default_factory=Retention)
    contacts: Contacts | None = None

    async def handle(self, asked: Request) -> None:
        """Answer one question."""
        subscriber = await self.queries.who(asked.chat_id, asked.thread)
        ask = replace(asked, lang=subscriber.lang) if subscriber else asked
        if not await self._may(ask):
            await self._decline(ask)
            return
        match ask.kind:
            case RequestKind.COMMAND | RequestKind.WORDS:
                await self._say(ask)
            case RequestKind.TAP:
                await self._tapped(ask)
            case RequestKind.MEMBER:
                await self._stands(ask)
            case RequestKind.MOVED:
                await self.queries.move(ask.chat_id, int(ask.words))
        if subscriber and ask.kind in {RequestKind.COMMAND, RequestKind.TAP}:
            await self.queries.seen(subscriber)

    async def _stands(self, ask: Request) -> None:
        """What the bot is in the chat from now on."""
        if ask.words == MUTE:
            await self.queries.mute(ask.chat_id)
        elif ask.words in _HERE:
            await self.queries.return_(ask.chat_id, ask.thread)
            if ask.command == ADDED:
                await self.reply.answer(ask, self.wording.greeting(ask.lang))
        else:
            await self.queries.lose(ask.chat_id)

    async def _may(self, ask: Request) -> bool:
        """Whether who asks decides for the chat: in private everybody, in a group its administrators."""
        verb = ask.command if ask.kind is RequestKind.COMMAND else ask.words.partition(":")[0]
        if ask.private or ask.kind not in _DECIDING or verb not in _DECIDING[ask.kind]:
            return True
        return ask.asker == ask.chat_id or await self.telegram.administers(ask.chat_id, ask.asker)

    async def _decline(self, ask: Request) -> None:
        sorry = self.wording.sorry(NotAdministrator(), ask.lang)
        if ask.kind is RequestKind.TAP:
            await self.telegram.answer_tap(ask.tap, sorry.text)
        else:
            await self.reply.answer(ask, sorry)

    async def _say(self, ask: Request) -> None:
        if ask.kind is RequestKind.WORDS:
            theirs = await self._or_sorry(self.editors.typed, ask)
            await self._reply(ask, theirs or await self._or_sorry(self._typed, ask))
            return
        command = await self._command(ask)
        if command is None and not ask.private:
            return  # in a group it is some other bot's
        await self._reply(ask, await self._or_sorry(command or ReaderCommands(self.queries, self.wording).unknown, ask))
        if ask.command == "start" and await self.editors.knows(ask):
            await self.show_menu(ask.chat_id)

    async def _typed(self, ask: Request) -> Message:
        """Plain words that are no editor's: what they mean."""
        command = self.commands().get(ask.command) if ask.command else None
        if command:
            return await command(replace(ask, words=""))  # type: ignore[return-value]  # readers' commands answer once
        return await PlainMessages(self.queries, self.wording, self.preferences, self.contacts).answer(ask)

    async def _reply(self, ask: Request, answers: tuple[Message, ...]) -> None:
        for place, message in enumerate(answers):
            if place == 0:
                if await self.reply.answer(ask, message) is None:
                    break
            else:
                await self.reply.send(ask.chat_id, message, thread=ask.thread)

    async def _command(self, ask: Request) -> Command | None:
        """Who answers a command; those of editors are to others as if they were not."""
        theirs = self.editors.command(ask)
        if theirs is None:
            return self.commands().get(ask.command)
        member = await self.editors.knows(ask)
        return (lambda asked: theirs(asked, member)) if member else None

    async def _tapped(self, ask: Request) -> None:
        answer = await self._answer(ask)
        if answer.complaint:
            await self._tell_editors(answer.complaint)
        if answer.edit and ask.message_id:
            await self.reply.edit(ask.chat_id, ask.message_id, answer.edit)
        if answer.delete:
            await self.telegram.delete(ask.chat_id, answer.delete)
        await self._reply(ask, answer.new)
        await self.telegram.answer_tap(ask.tap, answer.note)

    async def _tell_editors(self, event: Event) -> None:
        """Noted when one of them was told: they may hear of a complaint twice, but not never."""
        told, busy = False, None
        review = await self.queries.complaint(event)
        for editor in sorted(await self.editors.staff.chats()):
            subscriber = await self.queries.who(editor)
            lang = subscriber.lang if subscriber else Lang.EN
            try:
                outcome = await self.reply.send(editor, self.wording.complaint(event, lang, review))
            except Busy as error:
                busy = error
            else:
                told = told or isinstance(outcome, Sent | Doubtful)
                if isinstance(outcome, Sent):
                    await self.queries.asked(review, editor, outcome.message_id)
        if told:
            await self.queries.heard(event)
        elif busy:
            raise busy

    def commands(self) -> Mapping[str, Command]:
        """Who answers which command of everybody."""
        readers = ReaderCommands(self.queries, self.wording, self.maps, self.retention)
        settings = ChatSettings(self.queries, self.preferences, self.wording)
        return {
            **{name: getattr(readers, name) for name in COMMANDS},
            "start": Welcome(self.queries, self.wording).start,
            "settings": settings.settings,
            "event": self._watching().event,
            "pace": settings.pace,
            "help": self.editors.help,
        }

    def _verbs(self) -> Mapping[str, Tap]:
        """Who answers which button, but for the oldest of them."""
        return {
            **self.editors.verbs(),
            **Welcome(self.queries, self.wording).verbs(),
            **ChatSettings(self.queries, self.preferences, self.wording).verbs(),
            **self._watching().verbs(),
        }

    def _watching(self) -> EventSubscriptions:
        return EventSubscriptions(self.queries, self.preferences, self.wording, self.contacts)

    async def _or_sorry(self, command: Command, ask: Request) -> tuple[Message, ...]:
        try:
            answer = await command(ask)
        except NotUnderstood as error:
            return (self.wording.usage(ask.command, ask.lang) or self.wording.sorry(error, ask.lang),)
        except Sayable as error:
            return (self.wording.sorry(error, ask.lang),)
        return answer if isinstance(answer, tuple) else (answer,)

    async def _answer(self, ask: Request) -> Answer:
        try:
            return await ReaderTaps(self.queries, self.wording, self.erasure, self._verbs()).answer(ask)
        except Sayable as error:
            return Answer(new=(self.wording.sorry(error, ask.lang),))
