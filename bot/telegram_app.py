"""The post office of the house: everything that speaks with Telegram, joined on its three lines."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial

from bot.domain.clock import Clock, Wire
from bot.domain.names import Names, organisation_of
from bot.domain.pace import SendingPace
from bot.domain.place import Gazetteer
from bot.domain.search import Vocabulary
from bot.domain.staff import Role
from bot.domain.subscriber import Retention
from bot.net.telegram import Telegram
from bot.net.transport import BotConnections, Timeouts, bot_connections
from bot.services.delivery.compose import Texts
from bot.services.delivery.deliver import Deliver
from bot.services.delivery.reply_sender import ReplySender
from bot.services.editors.channel_alerts import ChannelAlerts
from bot.services.editors.channels import BindChannels
from bot.services.editors.correct import Correct
from bot.services.editors.holding import Holding
from bot.services.editors.notices import Notices
from bot.services.editors.proposing import Proposing
from bot.services.editors.queue import EditorQueue as Review
from bot.services.editors.records import Records
from bot.services.editors.staff import Configured, Staff
from bot.services.editors.upkeep import Upkeep
from bot.services.editors.watching import Watching
from bot.services.events.context import Context
from bot.services.readers.forget import Forget
from bot.services.readers.inbox import UpdateInbox
from bot.services.readers.maps import Maps
from bot.services.readers.queries import Queries
from bot.store.engine import Store
from bot.wording.wording import Wording
from handlers.application import editors_menu, online
from handlers.conversation import Conversation
from handlers.correcting import Correcting
from handlers.editors import EditorCommands, Looks
from handlers.editors_queue import Queue
from handlers.holding import Holds
from handlers.receive import UpdateReceiver
from handlers.requests import Heard
from handlers.staffing import Staffing


@dataclass(frozen=True, slots=True)
class TelegramDeps:
    """What the post office stands on; `owner` names this process in leases."""

    store: Store
    token: str
    api_url: str
    day: Clock
    wire: Wire
    gazetteer: Gazetteer
    find_place: Callable[[str], str]
    wording: Wording
    owner: str
    editors: frozenset[int] = frozenset()
    pace: SendingPace = field(default_factory=SendingPace)
    retention: Retention = field(default_factory=Retention)
    timeouts: Timeouts = field(default_factory=Timeouts)
    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary({}))
    context: Context = field(default_factory=lambda: Context(Names({})))
    #: Those who may decide and not choose who else may; `editors` are the owners.
    juniors: frozenset[int] = frozenset()
    #: The chat in which all editors are asked together; 0: each in private.
    group: int = 0
    #: Whether some deeds need a second person.
    second: bool = True

    @property
    def configured(self) -> Configured:
        """Whom the configuration names."""
        roles = dict.fromkeys(self.juniors, Role.EDITOR) | dict.fromkeys(self.editors, Role.OWNER)
        return Configured(roles, self.group)


@dataclass(frozen=True, slots=True)
class TelegramApp:
    """Sending, receiving and forgetting; `talk` says something to one chat at once."""

    lines: BotConnections
    talk: Telegram
    deliver: Deliver
    reception: UpdateReceiver
    forget: Forget
    channel_alerts: ChannelAlerts
    wording: Wording
    #: What waits for editors, and their decisions.
    desk: Review
    staff: Staff
    upkeep: Upkeep

    @asynccontextmanager
    async def online(
        self, *, receive: bool, wait: Callable[[float], Awaitable[None]] | None = None
    ) -> AsyncIterator[None]:
        """Connected to Telegram for the length of a block, and receiving updates if asked to.

        While Telegram is away at the start it is tried again; `wait` takes the seconds between tries.
        """
        await self.staff.sync()
        reception = self.reception if receive else None
        async with online(self.lines, self.wording, reception, wait or self.reception.wire.sleep):
            yield


def build_telegram_app(on: TelegramDeps) -> TelegramApp:
    """The post office, not yet online."""
    bots = bot_connections(on.token, on.api_url, at_once=on.pace.at_once * on.pace.batch, timeouts=on.timeouts)
    talk, bulk = Telegram(bots.talk), Telegram(bots.bulk)
    reply = ReplySender(on.store, talk, on.wire, on.pace)
    texts = Texts(on.store, on.wording)
    room = _room(on, talk, bulk)
    inbox = UpdateInbox(on.store, on.wire, _conversation(on, bots, talk, reply, room).handle)
    return TelegramApp(
        lines=bots,
        talk=talk,
        deliver=Deliver(on.store, bulk, texts, on.gazetteer, on.wire, on.day, owner=on.owner, pace=on.pace),
        reception=UpdateReceiver(bots.poll, bots.talk, inbox, partial(_heard, room.staff), on.wire),
        forget=Forget(on.store, reply, on.wording, on.day, on.wire, on.retention),
        channel_alerts=ChannelAlerts(on.store, on.wording, talk.send, on.editors, room.staff),
        wording=on.wording,
        desk=room.review,
        staff=room.staff,
        upkeep=Upkeep(room.holding, room.watching, room.proposing, room.notices, room.staff, on.wording, talk.send),
    )


@dataclass(frozen=True, slots=True)
class _Room:
    """The services of the editors' desk."""

    staff: Staff
    review: Review
    correct: Correct
    holding: Holding
    watching: Watching
    proposing: Proposing
    notices: Notices


def _room(on: TelegramDeps, talk: Telegram, bulk: Telegram) -> _Room:
    review, rules = Review(on.store, on.context, on.day), on.context.rules
    organiser = partial(organisation_of, on.context.names)
    correct = Correct(on.store, on.gazetteer, on.find_place, on.day, organiser, rules)
    return _Room(
        staff=Staff(on.store, on.day, on.configured),
        review=review,
        correct=correct,
        holding=Holding(on.store, on.day, rules),
        watching=Watching(on.store, on.wording, talk.edit, on.day, on.pace),
        proposing=Proposing(on.store, on.day, correct, review, on.second),
        notices=Notices(on.store, bulk, on.wording, on.gazetteer, on.wire, on.day, on.pace),
    )


async def _heard(staff: Staff) -> Heard:
    """Whose plain words are kept until they are answered."""
    return Heard(await staff.listeners(), staff.configured.group)


def _conversation(
    on: TelegramDeps, bots: BotConnections, talk: Telegram, reply: ReplySender, room: _Room
) -> Conversation:
    places = on.gazetteer, on.find_place
    desk = Queries(on.store, *places, on.day, on.vocabulary, on.wire.now)
    channels = BindChannels(on.store, talk, on.find_place, on.day)
    records = Records(on.store, on.day)
    parts = (
        Holds(room.holding, on.wording),
        Queue(room.review, room.proposing, room.staff, on.wording),
        Staffing(room.staff, records, room.notices, room.proposing, talk, on.wording, on.find_place),
        Looks(desk, channels, room.review, on.wording),
    )
    correcting = Correcting(room.correct, room.proposing, room.watching, on.wording)
    editors = EditorCommands(room.staff, on.wording, correcting, parts)
    maps = Maps(on.store, *places, on.day)
    menu = editors_menu(bots.talk, on.wording)
    return Conversation(desk, on.wording, talk, reply, editors, menu, maps, records)
