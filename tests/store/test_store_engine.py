import asyncio
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from bot.domain.codes import Lang
from bot.domain.errors import SubscribersUnreadable, WrongStore
from bot.domain.sending_pace import SendingPace
from bot.store import connect, migrate, tables
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.connect import Unreachable
from bot.store.engine import Purpose, Store
from bot.store.transaction import Tx
from tests.conftest import FakeClock
from tests.store.samples import FACTS, FEED, MORNING, article, entry


@pytest.fixture
def second(store: Store, database_url: str, subscriber_key: str) -> Iterator[Store]:
    """What another process has open."""
    opened = Store.open(database_url, subscriber_key, purpose=Purpose.LIVE)
    yield opened
    opened.close()


def test_a_database_of_another_purpose_is_refused(database_url: str, subscriber_key: str) -> None:
    with pytest.raises(WrongStore, match="for live, not for demo"):
        Store.open(database_url, subscriber_key, purpose=Purpose.DEMO)
    with pytest.raises(WrongStore, match="for live, not for demo"):
        migrate.upgrade(database_url, Purpose.DEMO)


def test_a_missing_file_is_refused_and_not_made(tmp_path: Path, subscriber_key: str) -> None:
    path = tmp_path / "mistyped.db"
    with pytest.raises(WrongStore, match="protest-alerts migrate"):
        Store.open(f"sqlite:///{path}", subscriber_key, purpose=Purpose.LIVE)
    assert migrate.current(f"sqlite:///{path}") is None
    assert not path.exists()


@pytest.mark.parametrize("url", ["", "nonsense", "oracle9://x", "postgresql+psycopg://nobody@/none?host=/nonexistent"])
def test_an_address_that_leads_nowhere_is_one_line_for_the_operator(url: str, subscriber_key: str) -> None:
    with pytest.raises(Unreachable) as error:
        Store.open(url, subscriber_key, purpose=Purpose.LIVE)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://bot:pw:2@SECRET:x@127.0.0.1/db",
        "postgresql+psycopg://bot:pw@2SECRET@127.0.0.1:1/db",
        "postgresql+psycopg://bot:SECRET@127.0.0.1:port/db",
        "postgresql+psycopg://bot:pw@127.0.0.1:1/db?password=SECRET&foo=1",
        "postgresql+psycopg://bot:pw@127.0.0.1:1/db?application_name=SECRET",
    ],
)
def test_no_part_of_a_databases_address_is_said(url: str, subscriber_key: str) -> None:
    for attempt in (
        lambda: Store.open(url, subscriber_key, purpose=Purpose.LIVE),
        lambda: migrate.upgrade(url, Purpose.LIVE),
    ):
        with pytest.raises(Unreachable) as error:
            attempt()
        assert not any(part in str(error.value) for part in ("SECRET", "127.0.0.1", "bot", "pw"))


async def test_the_log_of_changes_is_emptied_on_each_engine(store: Store) -> None:
    await store.write(lambda tx: tx.subscribers.open(77, Lang.KK))
    assert await store.checkpoint()


def test_another_key_is_noticed_before_anything_is_written(store: Store, database_url: str) -> None:
    with pytest.raises(SubscribersUnreadable):
        Store.open(database_url, ChatIdEncryption.new_key(), purpose=Purpose.LIVE)
    with store.writing() as tx:
        assert tx.subscribers.open(77, Lang.KK) == tx.subscribers.by_chat(77)


async def test_work_that_fails_has_not_happened(store: Store, clock: FakeClock) -> None:
    def fail(tx: Tx) -> None:
        tx.events.create(FACTS, clock())
        raise LookupError("in the middle")

    with pytest.raises(LookupError, match="in the middle"):
        await store.write(fail)
    assert await store.read(lambda tx: tx.events.count()) == 0


def test_a_reader_cannot_write(store: Store, clock: FakeClock) -> None:
    with pytest.raises(DBAPIError), store.reading() as tx:
        tx.events.create(FACTS, clock())


def test_a_reader_sees_one_state_of_the_database(store: Store, clock: FakeClock) -> None:
    with store.reading() as reading:
        before = reading.events.count()
        with store.writing() as writing:
            writing.events.create(FACTS, clock())
        assert reading.events.count() == before
    with store.reading() as reading:
        assert reading.events.count() == before + 1


async def test_a_cancelled_write_runs_to_its_end(store: Store, clock: FakeClock) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(tx: Tx) -> None:
        tx.events.create(FACTS, clock())
        begun.set()
        go_on.wait()

    running = asyncio.create_task(store.write(slow))
    queued = asyncio.create_task(store.write(lambda tx: tx.events.create(FACTS, clock())))
    await asyncio.to_thread(begun.wait)
    running.cancel()
    queued.cancel()
    await asyncio.wait([running, queued])
    go_on.set()
    assert running.cancelled()
    assert queued.cancelled()
    assert await store.write(lambda tx: tx.events.count()) == 2


async def test_writers_of_two_processes_wait_for_each_other(store: Store, second: Store) -> None:
    def reserve(tx: Tx) -> datetime:
        slot = tx.sending_pace.next(MORNING, SendingPace(per_second=100, batch=1))
        tx.sending_pace.take(slot, MORNING, SendingPace(per_second=100, batch=1))
        return slot.at

    slots = await asyncio.gather(*(one.write(reserve) for one in (store, second) for _ in range(20)))
    assert len(set(slots)) == 40


async def test_work_done_alone_sees_what_the_other_process_did_alone(
    store: Store, second: Store, clock: FakeClock
) -> None:
    def only_one(tx: Tx) -> None:
        if not tx.events.count():
            tx.events.create(FACTS, clock())

    for _ in range(5):
        await asyncio.gather(*(one.write(only_one, alone="understand") for one in (store, second)))
    assert await store.read(lambda tx: tx.events.count()) == 1


def test_no_stored_value_shows_a_chat_id(store: Store, database_url: str, clock: FakeClock) -> None:
    fill(store, clock)
    engine = connect.reader(database_url, 1)
    with engine.begin() as connection:
        values = [
            str(tuple(row)) for table in tables.metadata.sorted_tables for row in connection.execute(select(table))
        ]
    engine.dispose()
    assert any("almaty" in value for value in values)
    assert not any(str(CHAT) in value for value in values)


def test_no_byte_of_the_files_shows_a_chat_id(sqlite_url: str, subscriber_key: str, clock: FakeClock) -> None:
    opened = Store.open(sqlite_url, subscriber_key, purpose=Purpose.LIVE)
    fill(opened, clock)
    files = list(Path(sqlite_url.removeprefix("sqlite:///")).parent.glob("store.db*"))
    written = b"".join(file.read_bytes() for file in files)
    opened.close()
    assert len(files) > 1  # the log of the latest writes lies beside the database
    assert b"almaty" in written
    assert not [
        form for form in (str(CHAT).encode(), struct.pack(">q", CHAT), struct.pack("<q", CHAT)) if form in written
    ]


CHAT = -1_001_234_567_891


def fill(store: Store, clock: Callable[[], datetime]) -> None:
    with store.writing() as tx:
        subscriber = tx.subscribers.open(CHAT, Lang.KK)
        tx.subscribers.save(replace(subscriber, places=frozenset({"almaty"})), clock())


def test_an_error_of_the_database_does_not_quote_what_was_to_be_stored(store: Store, clock: FakeClock) -> None:
    with pytest.raises(IntegrityError) as error, store.writing() as tx:
        tx.articles.add(FEED.id, entry(), article(entry()), clock())
    assert entry().text not in str(error.value)


def test_a_naive_moment_is_refused(store: Store) -> None:
    with pytest.raises(StatementError, match="naive"), store.writing() as tx:
        tx.feeds.sync([FEED], datetime(2019, 9, 21))  # noqa: DTZ001  # the fault under test
