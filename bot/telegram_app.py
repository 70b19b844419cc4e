"""Everything that speaks with Telegram, joined over three connections: polling, answers, and messages to many."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

from bot.domain.names import organisation_of
from bot.domain.staff import Role
from bot.domain.understanding.context import Context
from bot.installation import Installation
from bot.net.telegram import Telegram
from bot.net.transport import BotConnections, bot_connections
from bot.resources import Resources
from bot.search_words import plain_message_reader
from bot.services.delivery.compose import Texts
from bot.services.delivery.deliver import Deliver
from bot.services.delivery.reply_sender import ReplySender
from bot.services.delivery.unanswered_updates import UnansweredUpdates
from bot.services.editors.channels import BindChannels, ChannelWarnings
from bot.services.editors.correct import Correct
from bot.services.editors.correction_progress import CorrectionProgress
from bot.services.editors.editor_timers import EditorTimers
from bot.services.editors.holding import Holding
from bot.services.editors.notices import Notices
from bot.services.editors.queue import EditorQueue
from bot.services.editors.second_approval import SecondApproval
from bot.services.editors.staff import Configured, Staff
from bot.services.readers.erasure import Erasure
from bot.services.readers.inbox import UpdateInbox
from bot.services.readers.maps import Maps
from bot.services.readers.preferences import Preferences
from bot.services.readers.queries import Queries
from bot.services.readers.retention_sweep import RetentionSweep
from bot.wording.wording import Wording
from handlers.application import editors_menu, online
from handlers.conversation import Conversation
from handlers.correction_commands import CorrectionCommands
from handlers.editor_commands import EditorCommands, EditorLookups
from handlers.hold_commands import HoldCommands
from handlers.queue_commands import QueueCommands
from handlers.requests import Listeners
from handlers.staff_commands import StaffCommands
from handlers.update_receiver import UpdateReceiver


@dataclass(frozen=True, slots=True)
class TelegramApp:
    """Sending, receiving and forgetting; `talk` says something to one chat at once."""

    lines: BotConnections
    talk: Telegram
    deliver: Deliver
    reception: UpdateReceiver
    retention_sweep: RetentionSweep
    channel_warnings: ChannelWarnings
    wording: Wording
    #: What waits for editors, and their decisions.
    queue: EditorQueue
    staff: Staff
    editor_timers: EditorTimers

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


def build_telegram_app(installation: Installation, resources: Resources, owner: str) -> TelegramApp:
    """Everything joined, not yet online; `owner` names this process in leases."""
    at, pace, wording = installation, installation.pace, resources.wording
    many = pace.at_once * pace.batch
    bots = bot_connections(at.token, at.api_url, at_once=many, timeouts=at.timeouts, proxy=at.proxy)
    talk, bulk = Telegram(bots.talk), Telegram(bots.bulk, bots.talk)
    reply = ReplySender(at.store, talk, at.wire, pace)
    texts, gazetteer, staff = (
        Texts(at.store, wording),
        resources.known.gazetteer,
        Staff(at.store, at.day, configured(at)),
    )
    services = _editing(at, resources, staff, talk, bulk)
    conversation = _conversation(at, resources, bots, reply, services)
    unanswered = UnansweredUpdates()
    inbox = UpdateInbox(at.store, at.wire, spared=at.editors, unanswered=unanswered)
    plain_messages = plain_message_reader(gazetteer, resources.reader.known_place)
    return TelegramApp(
        lines=bots,
        talk=talk,
        deliver=Deliver(
            *(at.store, bulk, texts, gazetteer, at.wire, at.day),
            owner=owner,
            pace=pace,
            progress=at.progress,
            unanswered=unanswered,
        ),
        reception=UpdateReceiver(
            bots.poll,
            bots.talk,
            inbox,
            conversation.handle,
            partial(_heard, staff),
            at.wire,
            progress=at.progress,
            plain_messages=plain_messages,
        ),
        retention_sweep=RetentionSweep(at.store, reply, wording, at.day, at.wire, at.retention),
        channel_warnings=ChannelWarnings(at.store, wording, talk.send, at.editors, staff),
        wording=wording,
        queue=services.queue,
        staff=staff,
        editor_timers=EditorTimers(
            services.holding, services.progress, services.approvals, services.notices, staff, wording, talk.send
        ),
    )


def context_of(installation: Installation, resources: Resources) -> Context:
    """What the services of events weigh reports with."""
    known = resources.known
    return Context(known.names, known.gazetteer, installation.rules, known.thresholds, known.match_score)


def configured(at: Installation) -> Configured:
    """Whom the configuration names."""
    roles = dict.fromkeys(at.juniors, Role.EDITOR) | dict.fromkeys(at.editors, Role.OWNER)
    return Configured(roles, at.group)


@dataclass(frozen=True, slots=True)
class _Editing:
    """The services of editors."""

    staff: Staff
    queue: EditorQueue
    correct: Correct
    holding: Holding
    progress: CorrectionProgress
    approvals: SecondApproval
    notices: Notices


def _editing(at: Installation, resources: Resources, staff: Staff, talk: Telegram, bulk: Telegram) -> _Editing:
    context, wording, gazetteer = context_of(at, resources), resources.wording, resources.known.gazetteer
    queue, rules = EditorQueue(at.store, context, at.day), context.rules
    organiser = partial(organisation_of, context.names)
    correct = Correct(at.store, gazetteer, resources.reader.find_place, at.day, organiser, rules)
    return _Editing(
        staff=staff,
        queue=queue,
        correct=correct,
        holding=Holding(at.store, at.day, rules),
        progress=CorrectionProgress(at.store, wording, talk.edit, at.day, at.pace),
        approvals=SecondApproval(at.store, at.day, correct, queue, at.second),
        notices=Notices(at.store, bulk, wording, gazetteer, at.wire, at.day, at.pace),
    )


async def _heard(staff: Staff) -> Listeners:
    """Whose plain words are kept until they are answered."""
    return Listeners(await staff.listeners(), staff.configured.group)


def _conversation(
    at: Installation, resources: Resources, bots: BotConnections, reply: ReplySender, services: _Editing
) -> Conversation:
    talk, wording, find_place = Telegram(bots.talk), resources.wording, resources.reader.find_place
    places = resources.known.gazetteer, find_place
    queries = Queries(at.store, *places, at.day, resources.words, at.wire.now)
    channels = BindChannels(at.store, talk, find_place, at.day)
    parts = (
        HoldCommands(services.holding, wording),
        QueueCommands(services.queue, services.approvals, services.staff, wording),
        StaffCommands(
            *(services.staff, services.notices, services.approvals),
            *(talk, wording, find_place),
        ),
        EditorLookups(queries, channels, services.queue, wording),
    )
    correcting = CorrectionCommands(services.correct, services.approvals, services.progress, wording)
    return Conversation(
        queries,
        wording,
        talk,
        reply,
        EditorCommands(services.staff, wording, correcting, parts),
        editors_menu(bots.talk, wording),
        Preferences(at.store, at.day, at.wire.now),
        Erasure(at.store, at.day, at.forgotten),
        Maps(at.store, *places, at.day),
        at.retention,
        at.contacts,
    )
