"""Staff, audit, holds and notices at rest: known by role and number, added to and never changed."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.domain.audit import AuditEntry, Deed
from bot.domain.codes import Lang
from bot.domain.delivery import DeliveryState
from bot.domain.staff import Role
from bot.store.engine import Store
from tests.conftest import FakeClock


def test_the_database_refuses_to_change_the_audit(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        tx.audit.add(AuditEntry(Deed.HELD, "editor 2", 1), clock())
    for statement in ("UPDATE audit SET actor = 'nobody'", "DELETE FROM audit"):
        with pytest.raises(DBAPIError, match="only added to"), store._to_write.begin() as connection:
            connection.execute(text(statement))
    with store.reading() as tx:
        assert [entry.actor for entry in tx.audit.newest(5)] == ["editor 2"]


def test_the_configuration_gives_roles_and_undoes_nothing_that_an_owner_did(store: Store, clock: FakeClock) -> None:
    named = {1: Role.OWNER, 2: Role.EDITOR}
    with store.writing() as tx:
        tx.staff.sync(named, clock())
        tx.staff.sync(named, clock())
        assert [one.handle for one in tx.staff.all()] == ["owner 1", "editor 2"]
        tx.staff.remove(2, clock())
        tx.staff.sync(named, clock())
        assert [one.person for one in tx.staff.all()] == [1]
        tx.staff.put(3, Role.EDITOR, clock())
        tx.staff.sync({2: Role.EDITOR}, clock())
        assert [one.person for one in tx.staff.all()] == [3]
        tx.staff.sync({1: Role.OWNER}, clock())
        assert [one.handle for one in tx.staff.all()] == ["owner 1", "editor 3"]


def test_who_is_of_the_staff_stands_nowhere_in_clear(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        tx.staff.put(7_654_321, Role.EDITOR, clock())
    with store._to_write.begin() as connection:
        assert "7654321" not in str(connection.execute(text("SELECT * FROM staff")).all())
    with store.reading() as tx:
        assert "7654321" not in repr(tx.staff.all())


def test_a_notice_is_written_down_once_for_those_it_is_for(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        for chat, lang in ((1, Lang.EN), (2, Lang.RU), (3, Lang.EN)):
            tx.subscribers.open(chat, lang)
        number = tx.notices.add({"texts": {"en": "Good day"}}, clock())
        assert tx.notices.reach(None, [Lang.EN]) == 2
        assert tx.notices.expand(number, None, [Lang.EN], clock())
        assert tx.notices.unfinished() is None
        first = tx.notices.begin(clock(), clock.now, 1)
        tx.notices.settle(first[0], DeliveryState.SENT, clock())
        tx.notices.begin(clock(), clock(), 5)
        tx.notices.expire(clock())
        assert tx.notices.counts(number) == {DeliveryState.SENT: 1, DeliveryState.DOUBTFUL: 1}
