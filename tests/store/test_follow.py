"""Those who have one message of an event get by two statements what `plan` says for each of them."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.domain.alert import Alert, PlannedAct
from bot.domain.codes import DigestPace
from bot.domain.delivery import DeliveryState, Doubtful, Form, Gone, Outcome, Refused, Sent, settle
from bot.domain.event import Change
from bot.services.delivery.expand import ConcernedPlaces, decide, expand_step
from bot.store.deliveries import Audience, SubscriberRange
from bot.store.engine import Store
from bot.store.tables import deliveries
from bot.store.transaction import Tx
from tests.store.samples import FACTS, LEASE, MORNING, PACE, people

REACH = ConcernedPlaces({"almaty": 1, "almaty_region": 2, "kz": 3}, frozenset({"almaty", "kz"}))
DUE = {pace: MORNING + timedelta(hours=n) for n, pace in enumerate(DigestPace)}
LATER = MORNING + timedelta(days=2)
#: How what is begun ends: mostly well; None is still on its way.
ENDS: tuple[Outcome | None, ...] = (*map(Sent, range(1, 7)), None, Gone("blocked"), Refused("long"), Doubtful("lost"))
COUNT = 40


class Undone(Exception):
    """Takes a transaction back."""


def history(store: Store, chance: Random) -> int:
    """An event of which forty people have this and that."""
    with store.writing() as tx:
        for one in people(tx, COUNT):
            places = frozenset({chance.choice(["almaty", "almaty_region", "kz", "oral"])})
            tx.subscribers.save(replace(one, places=places, pace=chance.choice(list(DigestPace))), MORNING)
        version = tx.events.create(FACTS, MORNING)
        alert = tx.alerts.add(version)
        for who in range(1, COUNT + 1):
            if chance.random() < 0.8:
                tx.deliveries.add(alert, who, PlannedAct(Form.NEW), MORNING, 1)
        settled(tx, chance, share=0.7)
        for change in chance.choices([Change.UPDATE, Change.CORRECTION], k=chance.randrange(3)):
            major = chance.random() < 0.5
            version = tx.events.add_version(version.event, change, FACTS, MORNING, major=major, reasons=())
            expanded(tx, tx.alerts.add(version))
            settled(tx, chance, share=0.5)
        return version.event


def settled(tx: Tx, chance: Random, share: float) -> None:
    """Some of what waits goes out and ends in one way or another."""
    leased = tx.deliveries.lease("me", LATER, LATER + LEASE, 10_000)
    some = tuple(number for number in leased if chance.random() < share)
    tx.deliveries.release(leased, "me")
    again = tx.deliveries.lease("me", LATER, LATER + LEASE, 10_000)
    tx.deliveries.release([number for number in again if number not in some], "me")
    for dispatch in tx.deliveries.begin(some, "me", LATER, PACE).dispatches:
        end = chance.choice(ENDS)
        if end is not None:
            tx.deliveries.settle(dispatch.delivery.id, settle(end, MORNING), MORNING)


def expanded(tx: Tx, alert: Alert) -> None:
    while (known := tx.alerts.get(alert.id)) and not known.done:
        expand_step(tx, known, REACH, DUE)


def planned(tx: Tx, alert: Alert) -> None:
    """The same, one by one."""
    holders = tuple(tx.deliveries.held(alert.event, range(1, COUNT + 1)))
    stretch = SubscriberRange(0, COUNT, holders, final=True)
    if alert.change is not Change.RETRACTION:
        to = Audience(REACH.places, but=frozenset() if alert.major else REACH.before)
        tx.deliveries.tell_new(
            alert, stretch, to, DUE, 0 if alert.change is Change.CORRECTION else 1 if alert.major else 2
        )
    tx.deferred_plans.add(alert.id, decide(tx, alert, holders, REACH, DUE))


def outcome(store: Store, work: Callable[[Tx], None]) -> set[Any]:
    """What the queue is afterwards; nothing has happened."""
    found: set[Any] = set()
    names = ("subscriber_id", "alert_id", "form", "target", "answers", "state", "due_at", "queued_at", "priority")
    with suppress(Undone), store.writing() as tx:
        work(tx)
        rows = tx.deliveries._connection.execute(select(*(deliveries.c[name] for name in names)))
        found |= {tuple(row) for row in rows}
        found |= {("deferred", one.subscriber) for one in tx.deferred_plans.first(1000)}
        raise Undone
    return found


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("change", [Change.UPDATE, Change.CORRECTION, Change.RETRACTION])
def test_the_statements_say_what_the_plan_says(store: Store, seed: int, change: Change) -> None:
    event = history(store, Random(seed))
    with store.writing() as tx:
        later = tx.events.add_version(event, change, FACTS, MORNING, major=seed % 2 == 0, reasons=("source_corrected",))
        alert = tx.alerts.add(later)
        assert len(tx.deliveries.stretch(event, 0, 1000, 1000, alert.id).simple.told) > 2
    assert outcome(store, lambda tx: expanded(tx, alert)) == outcome(store, lambda tx: planned(tx, alert))


def test_a_step_ends_where_enough_was_decided(store: Store) -> None:
    event = history(store, Random(1))
    with store.writing() as tx:
        whole = tx.deliveries.stretch(event, 0, 1000, 1000)
        part = tx.deliveries.stretch(event, 0, 1000, 5)
    assert whole.final
    assert not part.final
    assert part.holders == whole.holders[:5]
    assert part.last == whole.holders[4]
    assert part.simple == whole.simple.up_to(part.last)
    numbers = sorted(who for who, _ in (*whole.simple.waiting, *whole.simple.told))
    assert whole.simple.last_of(3) == numbers[2]
    assert whole.simple.last_of(1000) is None


def test_a_word_comes_right_after_its_edit(store: Store) -> None:
    with store.writing() as tx:
        people(tx, 3)
        first = tx.events.create(FACTS, MORNING)
        alert = tx.alerts.add(first)
        expanded(tx, alert)
        for one in tx.deliveries.begin(tx.deliveries.lease("me", MORNING, LATER, 9), "me", MORNING, PACE).dispatches:
            tx.deliveries.settle(one.delivery.id, settle(Sent(7), MORNING), MORNING)
        wrong = tx.events.add_version(first.event, Change.CORRECTION, FACTS, MORNING, major=True, reasons=())
        expanded(tx, tx.alerts.add(wrong))
        rows = select(deliveries.c.subscriber_id, deliveries.c.form).where(deliveries.c.version == 2)
        found = tx.deliveries._connection.execute(rows.order_by(deliveries.c.id)).all()
    assert [tuple(row) for row in found] == [(who, form) for who in (1, 2, 3) for form in (Form.EDIT, Form.CORRECTION)]


def test_groups_first_then_the_place_then_its_region_then_the_country(store: Store) -> None:
    chosen = {1: "kz", 2: "almaty_region", 3: "almaty", -4: "kz", 5: "kz", 6: "almaty", -7: "almaty"}
    with store.writing() as tx:
        for chat, place in chosen.items():
            one = tx.subscribers.open(chat, people(tx, 1, "oral")[0].lang)
            tx.subscribers.save(replace(one, places=frozenset({place})), MORNING)
        alert = tx.alerts.add(tx.events.create(FACTS, MORNING))
        expanded(tx, alert)
        batch = tx.deliveries.begin(tx.deliveries.lease("me", LATER, LATER + LEASE, 99), "me", LATER, PACE)
        assert [one.chat_id for one in batch.dispatches] == [-4, -7, 3, 6, 2, 1, 5]
        tx.deliveries._connection.execute(update(deliveries).values(state=DeliveryState.WAITING, leased_by=None))
        later = tx.alerts.add(tx.events.create(FACTS, MORNING))
        expanded(tx, later)
        ids = tx.deliveries.lease("me", LATER + LEASE, LATER + 2 * LEASE, 4)
        batch = tx.deliveries.begin(ids, "me", LATER + LEASE, PACE)
        assert {one.chat_id for one in batch.dispatches} == {-4, -7}  # of both events, before any reader of the first
