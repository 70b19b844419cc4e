"""What is wrong with this installation: every question asked, every answer one line."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot import app, config, resources
from bot.data_files import BadData
from bot.domain.clock import OFFSET, almaty
from bot.domain.contacts import OLD, STALE
from bot.domain.delivery import DeliveryState
from bot.domain.errors import BadConfiguration, ProtestAlertsError
from bot.domain.feed import FeedState, Move
from bot.domain.names import Name, NameKind
from bot.encoder import MODEL, Encoder
from bot.services.readers.inbox import DOUBTFUL
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.connect import is_missing, open_to_others
from bot.store.engine import Store
from bot.wording.catalogs import LOCALES, Catalogs
from bot.wording.feed_status import for_operators


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer; `wrong` when an operator has to do something, `odd` when it may be meant so.

    `unusable`: the program's own data are wrong, and nothing starts with them.
    """

    text: str
    wrong: bool = False
    odd: bool = False
    unusable: bool = False
    #: The configuration is at fault: nothing more can be asked.
    stops: bool = False

    def __str__(self) -> str:
        return f"{'wrong' if self.wrong else 'odd  ' if self.odd else 'well '}  {self.text}"


def new_key() -> str:
    """A fresh SUBSCRIBER_KEY."""
    return ChatIdEncryption.new_key()


def findings() -> tuple[Finding, ...]:
    """All that can be asked on this machine without starting anything."""
    questions = _service, _zone, _words, _encoder, _feeds, _contacts, _database
    return tuple(dict.fromkeys(finding for question in questions for finding in _asked(question)))


def _asked(question: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(question())
    except BadData as error:
        return [Finding(fault, wrong=True, unusable=True) for fault in error.faults]
    except BadConfiguration as error:
        return [Finding(fault, wrong=True, stops=True) for fault in error.faults]
    except ProtestAlertsError as error:
        return [Finding(str(error), wrong=True, stops=True)]


def _service() -> Iterator[Finding]:
    settings = config.for_service()
    yield Finding("configuration complete")
    admins = len({*settings.admin_ids, *settings.editor_ids})
    said = f"{admins} {'admin' if admins == 1 else 'admins'}"
    yield Finding(said if admins else f"{said}: ADMIN_IDS is empty, so nobody can correct an event", odd=not admins)
    if not admins:
        yield Finding("without editors a report that is not sure is listed at once, as not checked", odd=True)


def _zone() -> Iterator[Finding]:
    offset = datetime.now(UTC).astimezone(almaty()).utcoffset()
    hours = offset.total_seconds() / 3600 if offset is not None else 0
    yield Finding(f"Asia/Almaty is UTC{hours:+g} (should be +5)", wrong=offset != OFFSET)


def _words() -> Iterator[Finding]:
    known = resources.load()
    Catalogs.load(LOCALES)
    yield Finding(f"{len(known.gazetteer.places)} places, {len(known.names.all)} names, catalogs in kk, ru, en")


def _encoder() -> Iterator[Finding]:
    """A worker is started and ended again: whether this processor can run it is known in no other way."""
    if not config.encoder():
        yield Finding("encoder off: articles are judged by the rules alone")
        return
    encoder = Encoder()
    try:
        answers = encoder.is_back()
        said = f"{MODEL} answers" if answers else f"{encoder.fault}; articles are judged without it"
        yield Finding(f"encoder: {said}", odd=not answers)
    finally:
        encoder.close()


def _feeds() -> Iterator[Finding]:
    feeds, known = config.feeds(config.read().feeds), resources.load().names
    yield Finding(f"{len(feeds)} feeds configured")
    for feed in feeds:
        if fault := outlet_fault(known.get(feed.outlet)):
            yield Finding(f"FEEDS: {feed.id}: outlet {feed.outlet} {fault}", wrong=True)


def _contacts() -> Iterator[Finding]:
    known = config.contacts(config.read().detained_help)
    if known is None:
        return
    age = datetime.now(UTC).date() - known.checked
    told = f"DETAINED_HELP: checked {age.days} days ago"
    if age > STALE:
        yield Finding(f"{told}: too old, readers are not shown it; check it and write the day", wrong=True)
    else:
        yield Finding(told, odd=age > OLD)


def outlet_fault(name: Name | None) -> str:
    """What keeps a feed's outlet from being named to readers and counted as a source; empty when nothing does."""
    if name is None or name.kind is not NameKind.OUTLET:
        return "has no name among the outlets in outlets.toml"
    return "" if name.group else "has no group in outlets.toml: its owner's outlets would count as independent"


def _database() -> Iterator[Finding]:
    settings = config.read()
    if settings.subscriber_key is None:
        yield Finding("database not opened: SUBSCRIBER_KEY is missing", wrong=True)
        return
    fresh = is_missing(settings.database())
    store = app.live_store(settings)
    try:
        if fresh:
            yield Finding("there was no database: an empty one was made, at DATABASE_URL or in DATA_DIR", odd=True)
        for file in open_to_others(settings.database()):
            yield Finding(f"{file} may be read by others than its owner; it must have mode 0600", wrong=True)
        yield from _stored(store)
    finally:
        store.close()


def _stored(store: Store) -> Iterator[Finding]:
    with store.reading() as tx:
        counts = tx.deliveries.counts()
        refusals = tx.deliveries.refusals()
        feeds = tx.feeds.all()
        parked = tx.inbox.parked()
        warnings = tx.warnings.all()
        pages = tx.articles.page_faults(datetime.now(UTC) - timedelta(days=1))
        refusing, channels = tx.subscribers.refusing(channels=False), tx.subscribers.refusing(channels=True)
    yield Finding("database open, schema at head")
    for one in warnings:
        said = f"{one.subject}: {one.text}, since {one.since.astimezone(almaty()):%d.%m %H:%M}"
        yield Finding(said, wrong=not one.mild, odd=one.mild)
    if asked := [state for state in feeds if state.asked_at]:
        yield Finding(f"{sum(state.answers for state in asked)} of {len(asked)} feeds answered when last asked")
    for state in feeds:
        yield from _of_feed(state)
    for (outlet, fault), many in sorted(pages.items()):
        yield Finding(f"pages of {outlet}: {fault}, {_times(many)} in a day", odd=True)
    for state_name in (DeliveryState.DOUBTFUL, DeliveryState.REFUSED):
        if counts.get(state_name):
            yield Finding(f"{counts[state_name]} deliveries {state_name.value}", wrong=True)
    for why, many in sorted(refusals.items()):
        yield Finding(f"deliveries refused: {why}, {_times(many)}", wrong=True)
    yield from _shut(channels, "channel", wrong=True)
    yield from _shut(refusing, "chat", wrong=False)
    for fault in sorted(set(parked)):
        said = f"{fault}, {_times(parked.count(fault))}"
        doubtful = fault.endswith(DOUBTFUL)
        yield Finding(said if doubtful else f"update not understood: {said}", wrong=not doubtful, odd=doubtful)


def _shut(whys: Mapping[str, int], kind: str, *, wrong: bool) -> Iterator[Finding]:
    """A channel's editor has to do something; a reader's chat is tried again by itself."""
    for why, many in sorted(whys.items()):
        said = f"1 {kind} takes" if many == 1 else f"{many} {kind}s take"
        yield Finding(f"{said} no messages: {why or 'the bot was removed'}", wrong=wrong, odd=not wrong)


def counts() -> tuple[str, ...]:
    """How many deliveries stand where, and why Telegram takes no messages to how many chats; none is named."""
    with _live() as store, store.reading() as tx:
        kinds = ("channel", tx.subscribers.refusing(channels=True)), ("chat", tx.subscribers.refusing(channels=False))
        shut = tuple(finding.text for kind, whys in kinds for finding in _shut(whys, kind, wrong=False))
        return (*(f"{state.value:12} {many}" for state, many in tx.deliveries.counts().items()), *shut)


def _of_feed(state: FeedState) -> Iterator[Finding]:
    if state.fault:
        fault = for_operators(state.fault, state.detail)
        yield Finding(f"feed {state.feed.id}: {fault}, {_times(state.failures)}", wrong=True)
    elif state.detail:
        yield Finding(f"feed {state.feed.id}: {state.detail}", odd=True)
    if state.move is Move.ASKED:
        name = state.feed.id
        wish = f"wants to move to {state.moved_to}: feeds move {name} --accept or --refuse"
        yield Finding(f"feed {name}: {wish}", odd=True)
    if state.clock:
        yield Finding(f"feed {state.feed.id}: its clock is {_hours(state.clock)}, which is put right", odd=True)


def _hours(ahead: timedelta) -> str:
    hours = ahead // timedelta(hours=1)
    return f"{abs(hours)} h {'ahead' if hours > 0 else 'behind'}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def doubtful(most: int = 100) -> tuple[str, ...]:
    """The acts of which nobody knows whether they arrived, newest first, one a line; no chat is named."""
    with _live() as store, store.reading() as tx:
        return tuple(
            f"{d.id}  event {d.event} version {d.version} {d.form.value}" for d in tx.deliveries.doubtful(most)
        )


def resend(ids: Collection[int] | None) -> tuple[int, tuple[int, ...]]:
    """Let doubtful acts be sent again, these or all: somebody may be told twice. How many, and what is not doubtful."""
    with _live() as store, store.writing() as tx:
        if ids is None:
            return tx.deliveries.resend(None, datetime.now(UTC)), ()
        strange = tuple(one for one in dict.fromkeys(ids) if not tx.deliveries.resend([one], datetime.now(UTC)))
        return len(set(ids)) - len(strange), strange


@contextmanager
def _live() -> Iterator[Store]:
    settings = config.read()
    if settings.subscriber_key is None:
        raise BadConfiguration(("SUBSCRIBER_KEY: missing",))
    store = app.live_store(settings)
    try:
        yield store
    finally:
        store.close()
