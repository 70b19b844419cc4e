"""What an older program wrote is brought to this one's keys when its database is opened; files are their owner's."""

import os
import stat
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select, update

from bot.domain.codes import Lang
from bot.domain.correction import Draft
from bot.domain.figures import SuspectFigure
from bot.domain.request import Request, StoredUpdate
from bot.store import connect, migrate, tables
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.engine import Purpose, Store
from tests.conftest import FakeClock
from tests.store.samples import FACTS

EDITOR, GROUP, FORUM, READER = 7001, -10, -100500, 1


def rows(store: Store, *columns: Any) -> list[Any]:
    with store._to_read.begin() as connection:
        return list(connection.execute(select(*columns)))


def test_an_editors_rows_are_of_no_subscriber(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        tx.subscribers.open(EDITOR, Lang.EN)
        version = tx.events.create(FACTS, clock())
        tx.events.add_version(version.event, version.change, FACTS, clock(), major=True, reasons=(), author=EDITOR)
        tx.drafts.save(EDITOR, Draft(version.event, 2), clock())
        tx.suspect_figures.note(version.event, SuspectFigure(FACTS.said[0], FACTS.said[0]), clock())
        (noted,) = tx.suspect_figures.open(clock())
        tx.suspect_figures.told(noted, EDITOR)
        tx.inbox.keep([StoredUpdate(1, Request(EDITOR, Lang.EN), "message")], clock())
    (index,) = {row.chat_index for row in rows(store, tables.subscribers)}
    elsewhere = {
        *(row.editor_index for row in rows(store, tables.drafts)),
        *(row.author for row in rows(store, tables.versions)),
        *(known for row in rows(store, tables.doubts) for known in row.told),
        *(row.chat_index for row in rows(store, tables.inbox)),
    }
    assert len(elsewhere - {None}) == 2  # of an editor's work, and of what waits in the inbox
    assert index not in elsewhere


def test_an_older_database_keeps_its_drafts_topics_and_groups(
    database_url: str, subscriber_key: str, clock: FakeClock
) -> None:
    store, encryption = Store.open(database_url, subscriber_key, purpose=Purpose.LIVE), ChatIdEncryption(subscriber_key)
    old = encryption.index(EDITOR)
    with store.writing() as tx:
        version = tx.events.create(
            FACTS,
            clock(),
        )
        tx.drafts.save(EDITOR, Draft(version.event, 1), clock())
        for chat, thread in ((READER, 0), (GROUP, 0), (FORUM, 5)):
            tx.subscribers.open(chat, Lang.RU, thread=thread)
        tx.suspect_figures.note(version.event, SuspectFigure(FACTS.said[0], FACTS.said[0]), clock())
    with store._to_write.begin() as connection:
        connection.execute(update(tables.drafts).values(editor_index=old))
        connection.execute(update(tables.versions).values(author=old))
        connection.execute(update(tables.doubts).values(told=[old]))
        connection.execute(update(tables.subscribers).values(forum=None, shared=None))
        connection.execute(delete(tables.meta).where(tables.meta.c.key == "keys apart"))
    store.close()
    store = Store.open(database_url, subscriber_key, purpose=Purpose.LIVE)
    with store.reading() as tx:
        assert tx.drafts.get(EDITOR) == Draft(version.event, 1)
        (noted,) = tx.suspect_figures.open(clock())
        assert tx.suspect_figures.unaware(noted, [EDITOR]) == ()
    assert [row.author for row in rows(store, tables.versions)] == [encryption.editor(EDITOR)]
    assert {row.id: row.shared for row in rows(store, tables.subscribers)} == {1: False, 2: True, 3: True}
    with store.writing() as tx:
        tx.subscribers.lose(FORUM, clock())
        assert len(tx.subscribers.reopen(FORUM)) == 1
    store.close()


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_database_files_are_their_owners_alone(tmp_path: Path, subscriber_key: str) -> None:
    url, before = f"sqlite:///{tmp_path / 'live.db'}", os.umask(0)
    try:
        migrate.upgrade(url, Purpose.LIVE)
        assert mode(tmp_path / "live.db") == 0o600
        (tmp_path / "live.db").chmod(0o644)  # as an older program made it
        store = Store.open(url, subscriber_key, purpose=Purpose.LIVE)
        with store.writing() as tx:
            tx.subscribers.open(READER, Lang.KK)
        assert {file.name: mode(file) for file in tmp_path.iterdir()} == {
            "live.db": 0o600,
            "live.db-wal": 0o600,
            "live.db-shm": 0o600,
        }
        store.close()
    finally:
        os.umask(before)


def test_a_database_that_others_may_read_is_named(tmp_path: Path) -> None:
    file = tmp_path / "live.db"
    file.touch(0o600)
    assert connect.open_to_others(f"sqlite:///{file}") == ()
    file.chmod(0o640)
    assert connect.open_to_others(f"sqlite:///{file}") == (file,)
    assert connect.open_to_others("postgresql+psycopg://nowhere/live") == ()
