"""Everything that speaks with Telegram, joined over three connections: polling, answers, and messages to many."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from bot.installation import Installation
from bot.net.telegram import Telegram
from bot.net.transport import BotConnections, bot_connections
from bot.resources import Resources
from bot.search_words import hearing_of, words_of
from bot.services.delivery.compose import Texts
from bot.services.delivery.deliver import Deliver
from bot.services.delivery.reply_sender import ReplySender
from bot.services.editors.channel_alerts import ChannelAlerts
from bot.services.editors.channels import BindChannels
from bot.services.editors.correct import Correct
from bot.services.editors.queue import EditorQueue
from bot.services.events.context import Context
from bot.services.preferences import Preferences
from bot.services.readers.forget import Forget
from bot.services.readers.inbox import UpdateInbox
from bot.services.readers.maps import Maps
from bot.services.readers.queries import Queries
from bot.wording.wording import Wording
from handlers.application import editors_menu, online
from handlers.conversation import Conversation
from handlers.editors import EditorCommands
from handlers.receive import UpdateReceiver


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
    desk: EditorQueue

    def online(
        self, *, receive: bool, wait: Callable[[float], Awaitable[None]] | None = None
    ) -> AbstractAsyncContextManager[None]:
        """Connected to Telegram for the length of a block, and receiving updates if asked to.

        While Telegram is away at the start it is tried again; `wait` takes the seconds between tries.
        """
        reception = self.reception if receive else None
        return online(self.lines, self.wording, reception, wait or self.reception.wire.sleep)


def build_telegram_app(installation: Installation, resources: Resources, owner: str) -> TelegramApp:
    """Everything joined, not yet online; `owner` names this process in leases."""
    at, pace, wording = installation, installation.pace, resources.wording
    many = pace.at_once * pace.batch
    bots = bot_connections(at.token, at.api_url, at_once=many, timeouts=at.timeouts, proxy=at.proxy)
    talk, bulk = Telegram(bots.talk), Telegram(bots.bulk)
    reply = ReplySender(at.store, talk, at.wire, pace)
    queue = EditorQueue(at.store, context_of(at, resources), at.day)
    texts, gazetteer = Texts(at.store, wording), resources.known.gazetteer
    conversation = _conversation(at, resources, bots, reply, queue)
    inbox = UpdateInbox(at.store, at.wire, conversation.handle, spared=at.editors)
    hearing = hearing_of(gazetteer, resources.reader.known_place)
    return TelegramApp(
        lines=bots,
        talk=talk,
        deliver=Deliver(
            at.store, bulk, texts, gazetteer, at.wire, at.day, owner=owner, pace=pace, progress=at.progress
        ),
        reception=UpdateReceiver(
            bots.poll, bots.talk, inbox, at.editors, at.wire, progress=at.progress, hearing=hearing
        ),
        forget=Forget(at.store, reply, wording, at.day, at.wire, at.retention),
        channel_alerts=ChannelAlerts(at.store, wording, talk.send, at.editors),
        wording=wording,
        desk=queue,
    )


def context_of(installation: Installation, resources: Resources) -> Context:
    """What the services of events weigh reports with."""
    known = resources.known
    return Context(known.names, known.gazetteer, installation.rules, known.thresholds, known.joining)


def _conversation(
    at: Installation, resources: Resources, bots: BotConnections, reply: ReplySender, queue: EditorQueue
) -> Conversation:
    talk, wording = Telegram(bots.talk), resources.wording
    places = resources.known.gazetteer, resources.reader.find_place
    queries = Queries(at.store, *places, at.day, words_of(resources.known), at.wire.now)
    channels = BindChannels(at.store, talk, resources.reader.find_place, at.day)
    editors = EditorCommands(Correct(at.store, *places, at.day), queries, channels, queue, wording, at.editors)
    maps = Maps(at.store, *places, at.day)
    preferences, show_menu = Preferences(at.store, at.day, at.wire.now), editors_menu(bots.talk, wording)
    return Conversation(queries, wording, talk, reply, editors, show_menu, preferences, maps, at.retention, at.contacts)
