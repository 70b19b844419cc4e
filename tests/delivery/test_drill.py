"""The drill: live on SQLite, a backup, the machine goes on and is gone, restored elsewhere on PostgreSQL."""

import os
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from bot.domain.codes import Lang
from bot.domain.correction import Draft
from bot.domain.decision import OutletStanding
from bot.domain.delivery import DeliveryState
from bot.domain.event import Change, Version
from bot.services.readers.erasure import Erasure
from bot.simulator import Simulator, running
from bot.store import backup
from bot.store.backup import Lock
from bot.store.engine import Purpose, Store
from bot.store.forgotten import ForgottenList
from tests.conftest import Postgres
from tests.delivery.staging import EDITOR, HandWire, RunningDelivery, delivery_app

READERS, FORGOTTEN, MUTED = range(1, 31), range(31, 36), "herald"
#: Who write /forget after the backup was made: it knows them.
LATE = range(41, 44)


def nothing(_table: str, _rows: int) -> None:
    pass


def lived(delivery: RunningDelivery) -> None:
    """What an installation has after a while: readers, some who were forgotten, an outlet that was muted."""
    delivery.join(*READERS, *FORGOTTEN, *LATE)
    with delivery.app.store.writing() as tx:
        for chat in FORGOTTEN:
            reader = tx.subscribers.by_chat(chat)
            assert reader is not None
            tx.subscribers.erase(reader.id)
        tx.outlets.set(MUTED, OutletStanding.MUTED, delivery.app.day())


def heads(delivery: RunningDelivery, chat: int) -> Counter[str]:
    """How often each new message was said to a chat."""
    return Counter(message.text for message in delivery.heard(chat))


async def first_machine(
    delivery: RunningDelivery, copied: Callable[[], Path], noted: ForgottenList
) -> tuple[Version, Version, Path]:
    """Two events, of which the second is told only after the backup was made, and not to who was forgotten by then."""
    erasure = Erasure(delivery.app.store, lambda: datetime.now(UTC), noted)
    lived(delivery)
    async with delivery.app.online():
        first = delivery.app.news()
        await delivery.app.round()
        with delivery.app.store.writing() as tx:
            tx.drafts.save(EDITOR, Draft(first.event, 1), delivery.app.day())
        second = delivery.app.news("shymkent")
        await delivery.app.deliver.expand()
        file = copied()
        for chat in LATE:
            await erasure.forget(chat)
        await delivery.app.round()
    return first, second, file


async def second_machine(delivery: RunningDelivery, first: Version, second: Version) -> Version:
    """It sends nothing that waited, corrects and takes back what was told, and tells what is new."""
    async with delivery.app.online():
        await delivery.app.round()
        assert delivery.app.counts() == {DeliveryState.SENT: len(READERS), DeliveryState.DOUBTFUL: len(READERS)}
        delivery.app.changed(first, Change.CORRECTION)
        delivery.app.changed(second, Change.RETRACTION)
        third = delivery.app.news()
        await delivery.app.round()
    return third


@pytest.mark.slow
async def test_a_machine_that_is_gone_costs_nobody_anything_but_what_it_had_not_told(
    sqlite_url: str, postgres: Postgres, subscriber_key: str, tmp_path: Path
) -> None:
    public, private = backup.new_identity()
    simulator, now = Simulator(lambda: datetime.now(UTC), repeat_wait=0), datetime.now(UTC)
    there = postgres.make()
    async with running(simulator) as address:
        store = Store.open(sqlite_url, subscriber_key, purpose=Purpose.LIVE)
        here = RunningDelivery(delivery_app(store, simulator.token, address.root, HandWire()), simulator, address)
        copied = partial(backup.write, sqlite_url, tmp_path, Lock(public), now)
        noted = ForgottenList(tmp_path / "forgotten", public)
        first, second, file = await first_machine(here, copied, noted)
        store.close()
        os.unlink(sqlite_url.removeprefix("sqlite:///"))  # noqa: PTH108  # the machine is gone

        backup.restore(file, private, there, now, nothing, noted=[noted.folder])
        store = Store.open(there, subscriber_key, purpose=Purpose.LIVE)
        elsewhere = RunningDelivery(delivery_app(store, simulator.token, address.root, HandWire()), simulator, address)
        third = await second_machine(elsewhere, first, second)
        everybody_is_right(elsewhere, third.event)
        store.close()
    postgres.drop(there)


def everybody_is_right(delivery: RunningDelivery, third: int) -> None:
    """Each was told once of each event, the correction, the retraction and what came after; the forgotten nothing."""
    for chat in READERS:
        said = heads(delivery, chat)
        assert max(said.values()) == 1
        # first (edited when corrected), second (doubtful, so only answered), correction, retraction, third
        assert sum(said.values()) == 5
    assert all(not delivery.heard(chat) for chat in FORGOTTEN)
    assert all(len(delivery.heard(chat)) == 1 for chat in LATE)  # the first event, before they were forgotten
    store = delivery.app.store
    with store.reading() as tx:
        assert all(tx.subscribers.by_chat(chat) is None for chat in (*FORGOTTEN, *LATE))
        assert tx.drafts.get(EDITOR) is not None
        assert tx.outlets.standing(MUTED) is OutletStanding.MUTED
        known = tx.subscribers.by_chat(READERS[0])
        assert known is not None
        assert known.lang is Lang.EN
        assert tx.deliveries.told(third) == len(READERS)
