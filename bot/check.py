"""What is wrong with this installation: every question asked, every answer one line."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot import app, config, knowledge
from bot.domain.clock import almaty
from bot.domain.delivery import State
from bot.domain.errors import BadConfiguration, HouseError
from bot.domain.feed import Move
from bot.domain.names import Name, NameKind
from bot.store.connect import is_missing
from bot.store.engine import Store
from bot.store.vault import Vault
from bot.wording.catalogs import Catalogs
from bot.wording.health import for_operators

#: All Kazakhstan since 1 March 2024.
OFFSET = timedelta(hours=5)


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer; `wrong` when an operator has to do something, `odd` when it may be meant so."""

    text: str
    wrong: bool = False
    odd: bool = False

    def __str__(self) -> str:
        return f"{'wrong' if self.wrong else 'odd  ' if self.odd else 'well '}  {self.text}"


def new_key() -> str:
    """A fresh SUBSCRIBER_KEY."""
    return Vault.new_key()


def findings() -> tuple[Finding, ...]:
    """All that can be asked without starting anything."""
    questions = _service, _zone, _words, _feeds, _database
    return tuple(dict.fromkeys(finding for question in questions for finding in _asked(question)))


def _asked(question: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(question())
    except BadConfiguration as error:
        return [Finding(fault, wrong=True) for fault in error.faults]
    except HouseError as error:
        return [Finding(str(error), wrong=True)]


def _service() -> Iterator[Finding]:
    settings = config.for_service()
    yield Finding("configuration complete")
    admins = len(settings.admin_ids)
    said = f"{admins} {'admin' if admins == 1 else 'admins'}"
    yield Finding(said if admins else f"{said}: ADMIN_IDS is empty, so nobody can correct an event", odd=not admins)


def _zone() -> Iterator[Finding]:
    offset = datetime.now(UTC).astimezone(almaty()).utcoffset()
    hours = offset.total_seconds() / 3600 if offset is not None else 0
    yield Finding(f"Asia/Almaty is UTC{hours:+g} (should be +5)", wrong=offset != OFFSET)


def _words() -> Iterator[Finding]:
    known = knowledge.load()
    Catalogs.load(knowledge.LOCALES)
    yield Finding(f"{len(known.gazetteer.places)} places, {len(known.names.all)} names, catalogs in kk, ru, en")


def _feeds() -> Iterator[Finding]:
    feeds, known = config.feeds(config.read().feeds), knowledge.load().names
    yield Finding(f"{len(feeds)} feeds configured")
    for feed in feeds:
        if fault := outlet_fault(known.get(feed.outlet)):
            yield Finding(f"FEEDS: {feed.id}: outlet {feed.outlet} {fault}", wrong=True)


def outlet_fault(name: Name | None) -> str:
    """What keeps a feed's outlet from being named to readers and counted as a source; empty when nothing does."""
    if name is None or name.kind is not NameKind.OUTLET:
        return "has no name among the outlets in names.toml"
    return "" if name.group else "has no group in names.toml: its owner's outlets would count as independent"


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
        yield from _stored(store)
    finally:
        store.close()


def _stored(store: Store) -> Iterator[Finding]:
    with store.reading() as tx:
        counts = tx.deliveries.counts()
        refusals = tx.deliveries.refusals()
        feeds = tx.feeds.all()
        parked = tx.inbox.parked()
        signs = tx.signs.all()
    yield Finding("database open, schema at head")
    for sign in signs:
        yield Finding(f"{sign.subject}: {sign.text}, since {sign.since.astimezone(almaty()):%d.%m %H:%M}", wrong=True)
    if asked := [state for state in feeds if state.asked_at]:
        yield Finding(f"{sum(state.answers for state in asked)} of {len(asked)} feeds answered when last asked")
    for state in feeds:
        if state.move is Move.ASKED:
            name = state.feed.id
            yield Finding(
                f"feed {name}: wants to move to {state.moved_to}: feeds move {name} --accept or --refuse", odd=True
            )
        if state.fault:
            fault = for_operators(state.fault, state.detail)
            yield Finding(f"feed {state.feed.id}: {fault}, {_times(state.failures)}", wrong=True)
    for state_name in (State.DOUBTFUL, State.REFUSED):
        if counts.get(state_name):
            yield Finding(f"{counts[state_name]} deliveries {state_name.value}", wrong=True)
    for why, many in sorted(refusals.items()):
        yield Finding(f"deliveries refused: {why}, {_times(many)}", wrong=True)
    for fault in sorted(set(parked)):
        yield Finding(f"update not understood: {fault}, {_times(parked.count(fault))}", wrong=True)


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
