"""Another key for a database: nobody is lost, a crash in the middle is gone on from, and the old key opens nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.codes import Lang
from bot.domain.correction import Draft
from bot.domain.errors import SubscribersUnreadable
from bot.domain.request import Request, StoredUpdate
from bot.domain.review import ReviewReason
from bot.store import tables
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.engine import Purpose, Store
from bot.store.rotate import Keys, rotate
from tests.conftest import FakeClock
from tests.store.samples import FACTS, begun, waiting

EDITOR, CHATS, FORUM = 7001, range(1, 8), -100500


class Killed(Exception):
    """The process dies."""


def filled(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        version = tx.events.create(FACTS, clock())
        tx.events.add_version(version.event, version.change, FACTS, clock(), major=True, reasons=(), author=EDITOR)
        tx.drafts.save(EDITOR, Draft(version.event, 2), clock())
        review = tx.reviews.ask(ReviewReason.UNSURE, clock(), event=version.event)
        tx.editor_messages.sent(review, EDITOR, 5)
        for chat in CHATS:
            tx.subscribers.open(chat, Lang.KK)
        tx.subscribers.open(FORUM, Lang.RU, thread=5)
        tx.inbox.keep([StoredUpdate(1, Request(3, Lang.EN), "message")], clock())


def nothing(_table: str, _done: int, _all: int) -> None:
    pass


def sealed(store: Store, clock: FakeClock) -> None:
    """A message that arrived, whose number is kept for corrections."""
    with store.writing() as tx:
        waiting(tx, 1)
        (dispatch,) = begun(tx)
        tx.deliveries.settle_sent({dispatch.delivery.id: 55}, clock())


def messages(store: Store, encryption: ChatIdEncryption) -> list[int]:
    with store._to_read.begin() as connection:
        return [encryption.open_message(one)[0] for one in connection.scalars(select(tables.deliveries.c.sealed))]


def test_a_change_that_died_goes_on_and_then_only_the_new_key_opens(
    database_url: str, subscriber_key: str, clock: FakeClock
) -> None:
    store = Store.open(database_url, subscriber_key, purpose=Purpose.LIVE)
    filled(store, clock)
    store.close()
    new_key = ChatIdEncryption.new_key()
    keys = Keys(ChatIdEncryption(subscriber_key), ChatIdEncryption(new_key))
    progress: list[tuple[str, int, int]] = []

    def dies(table: str, done: int, of: int) -> None:
        progress.append((table, done, of))
        if len(progress) == 2:
            raise Killed

    with pytest.raises(Killed):
        rotate(database_url, keys, [EDITOR], dies, step=2)
    for key in (subscriber_key, new_key):
        with pytest.raises(SubscribersUnreadable, match="rotate-key"):
            Store.open(database_url, key, purpose=Purpose.LIVE)
    assert rotate(database_url, keys, [EDITOR], dies, step=2)
    assert not rotate(database_url, keys, [EDITOR], nothing)
    assert progress == [("subscribers", many, 8) for many in (2, 4, 6, 8)]
    with pytest.raises(SubscribersUnreadable, match="is not the key"):
        Store.open(database_url, subscriber_key, purpose=Purpose.LIVE)
    Store.open(database_url, new_key, purpose=Purpose.LIVE).close()


def test_everything_is_found_under_the_new_key(database_url: str, subscriber_key: str, clock: FakeClock) -> None:
    store = Store.open(database_url, subscriber_key, purpose=Purpose.LIVE)
    filled(store, clock)
    sealed(store, clock)
    hashed, new_key = store.fingerprint_key, ChatIdEncryption.new_key()
    store.close()
    rotate(database_url, Keys(ChatIdEncryption(subscriber_key), ChatIdEncryption(new_key)), [EDITOR], nothing)
    store, encryption = Store.open(database_url, new_key, purpose=Purpose.LIVE), ChatIdEncryption(new_key)
    assert store.fingerprint_key == hashed
    assert messages(store, encryption) == [55]
    with store.writing() as tx:
        assert all(tx.subscribers.by_chat(chat) for chat in CHATS)
        assert tx.subscribers.by_chat(FORUM, 5)
        assert tx.drafts.get(EDITOR) is not None
        assert tx.editor_messages.asked(1, frozenset({EDITOR})) == {EDITOR}
        taken = tx.inbox.take(clock(), clock() + timedelta(seconds=2))
        assert taken is not None
        assert taken.ask.chat_id == 3
    with store._to_read.begin() as connection:
        authors = set(connection.scalars(select(tables.versions.c.author)))
    assert authors == {None, encryption.editor(EDITOR)}
    store.close()


def test_a_strange_key_changes_nothing(database_url: str, subscriber_key: str, clock: FakeClock) -> None:
    store = Store.open(database_url, subscriber_key, purpose=Purpose.LIVE)
    filled(store, clock)
    store.close()
    with pytest.raises(SubscribersUnreadable, match="neither key"):
        rotate(
            database_url,
            Keys(ChatIdEncryption(ChatIdEncryption.new_key()), ChatIdEncryption(ChatIdEncryption.new_key())),
            [],
            nothing,
        )
    Store.open(database_url, subscriber_key, purpose=Purpose.LIVE).close()


def test_the_hashes_key_is_carried_through_two_changes(sqlite_url: str, subscriber_key: str) -> None:
    second, third = ChatIdEncryption.new_key(), ChatIdEncryption.new_key()
    Store.open(sqlite_url, subscriber_key, purpose=Purpose.LIVE).close()
    rotate(sqlite_url, Keys(ChatIdEncryption(subscriber_key), ChatIdEncryption(second)), [], nothing)
    rotate(sqlite_url, Keys(ChatIdEncryption(second), ChatIdEncryption(third)), [], nothing)
    store = Store.open(sqlite_url, third, purpose=Purpose.LIVE)
    assert store.fingerprint_key == ChatIdEncryption(subscriber_key).fingerprint_key
    store.close()
