"""The post office of the house: everything that speaks with Telegram, joined on its three lines."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from bot.domain.clock import Clock, Wire
from bot.domain.contacts import Contacts
from bot.domain.hearing import Hearing
from bot.domain.names import Names
from bot.domain.pace import SendingPace
from bot.domain.place import Gazetteer
from bot.domain.search import Vocabulary
from bot.domain.subscriber import Retention
from bot.net.telegram import Telegram
from bot.net.transport import BotConnections, Timeouts, bot_connections
from bot.services.delivery.compose import Texts
from bot.services.delivery.deliver import Deliver
from bot.services.delivery.reply_sender import ReplySender
from bot.services.editors.channel_alerts import ChannelAlerts
from bot.services.editors.channels import BindChannels
from bot.services.editors.correct import Correct
from bot.services.editors.queue import EditorQueue as Review
from bot.services.events.context import Context
from bot.services.preferences import Preferences
from bot.services.readers.forget import Forget
from bot.services.readers.inbox import UpdateInbox
from bot.services.readers.maps import Maps
from bot.services.readers.queries import Queries
from bot.store.engine import Store
from bot.wording.wording import Wording
from handlers.application import editors_menu, online
from handlers.conversation import Conversation
from handlers.editors import EditorCommands
from handlers.receive import UpdateReceiver


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
    #: What plain messages mean.
    hearing: Hearing | None = None
    contacts: Contacts | None = None


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

    def online(
        self, *, receive: bool, wait: Callable[[float], Awaitable[None]] | None = None
    ) -> AbstractAsyncContextManager[None]:
        """Connected to Telegram for the length of a block, and receiving updates if asked to.

        While Telegram is away at the start it is tried again; `wait` takes the seconds between tries.
        """
        reception = self.reception if receive else None
        return online(self.lines, self.wording, reception, wait or self.reception.wire.sleep)


def build_telegram_app(on: TelegramDeps) -> TelegramApp:
    """The post office, not yet online."""
    bots = bot_connections(on.token, on.api_url, at_once=on.pace.at_once * on.pace.batch, timeouts=on.timeouts)
    talk, bulk = Telegram(bots.talk), Telegram(bots.bulk)
    reply = ReplySender(on.store, talk, on.wire, on.pace)
    texts = Texts(on.store, on.wording)
    desk = Review(on.store, on.context, on.day)
    inbox = UpdateInbox(on.store, on.wire, _conversation(on, bots, talk, reply, desk).handle, spared=on.editors)
    return TelegramApp(
        lines=bots,
        talk=talk,
        deliver=Deliver(on.store, bulk, texts, on.gazetteer, on.wire, on.day, owner=on.owner, pace=on.pace),
        reception=UpdateReceiver(bots.poll, bots.talk, inbox, on.editors, on.wire, hearing=on.hearing),
        forget=Forget(on.store, reply, on.wording, on.day, on.wire, on.retention),
        channel_alerts=ChannelAlerts(on.store, on.wording, talk.send, on.editors),
        wording=on.wording,
        desk=desk,
    )


def _conversation(
    on: TelegramDeps, bots: BotConnections, talk: Telegram, reply: ReplySender, review: Review
) -> Conversation:
    places = on.gazetteer, on.find_place
    desk, correct = Queries(on.store, *places, on.day, on.vocabulary, on.wire.now), Correct(on.store, *places, on.day)
    channels = BindChannels(on.store, talk, on.find_place, on.day)
    editors = EditorCommands(correct, desk, channels, review, on.wording, on.editors)
    maps = Maps(on.store, *places, on.day)
    preferences = Preferences(on.store, on.day, on.wire.now)
    show_menu = editors_menu(bots.talk, on.wording)
    return Conversation(desk, on.wording, talk, reply, editors, show_menu, preferences, maps, on.retention, on.contacts)
