from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.alert import Plan, PlannedAct
from bot.domain.codes import DigestPace, Lang
from bot.domain.delivery import Delivery, DeliveryState, Form, Sent, settle
from bot.domain.event import Change
from bot.store.engine import Purpose, Store
from bot.store.transaction import Tx
from tests.conftest import FakeClock
from tests.store.samples import FACTS, LEASE, PACE, begun, next_alert, people, waiting


def sent(tx: Tx, clock: FakeClock, message_id: int = 9001) -> Delivery:
    """What one person was told of the rally."""
    waiting(tx)
    (dispatch,) = begun(tx)
    tx.deliveries.settle(dispatch.delivery.id, settle(Sent(message_id), clock()), clock())
    return replace(dispatch.delivery, state=DeliveryState.SENT)


def test_an_act_of_an_alert_towards_a_chat_is_there_once(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        alert = waiting(tx)
        edit = PlannedAct(Form.EDIT, target=1)
        for act in (PlannedAct(Form.NEW), PlannedAct(Form.UPDATE), edit, edit):
            tx.deliveries.add(alert, 1, act, clock(), 1)
        assert [(d.form, d.target) for d in tx.deliveries.held(alert.event, [1])[1]] == [(Form.NEW, 0), (Form.EDIT, 1)]


def test_what_is_held_is_told_by_subscriber_and_event(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        alert, other = waiting(tx, 2), waiting(tx, 1)
        update = next_alert(tx, tx.events.history(alert.event)[-1])
        tx.deliveries.add(update, 1, PlannedAct(Form.UPDATE, answers=1), clock(), 2)
        held = tx.deliveries.held(alert.event, [1, 2, 3])
        assert {who: [(d.alert, d.version, d.form, d.answers) for d in has] for who, has in held.items()} == {
            1: [(alert.id, 1, Form.NEW, 0), (update.id, 2, Form.UPDATE, 1)],
            2: [(alert.id, 1, Form.NEW, 0)],
        }
        assert list(tx.deliveries.held(other.event, [1, 2])) == [1]
        assert tx.deliveries.held(other.event, []) == {}


def test_a_plan_adds_its_acts_and_supersedes_what_waits(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        alert = waiting(tx, 2)
        update = next_alert(tx, tx.events.history(alert.event)[-1])
        plans = {1: Plan((PlannedAct(Form.NEW),), (1,)), 2: Plan(supersedes=(2,))}
        tx.deliveries.plan(update, plans, dict.fromkeys(DigestPace, clock()), 1)
        tx.deliveries.plan(update, {}, dict.fromkeys(DigestPace, clock()), 1)
        held = tx.deliveries.held(alert.event, [1, 2])
        assert [d.state for d in held[1]] == [DeliveryState.SUPERSEDED, DeliveryState.WAITING]
        assert [d.state for d in held[2]] == [DeliveryState.SUPERSEDED]


def test_the_most_urgent_is_leased_first_then_the_longest_due(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        waiting(tx, priority=2)
        waiting(tx, priority=1)
        waiting(tx, priority=1, due_at=clock.now - timedelta(seconds=5))
        waiting(tx, priority=0)
        waiting(tx, priority=0, due_at=clock.now + timedelta(seconds=5))
        assert tx.deliveries.lease("me", clock(), clock.now + LEASE, 2) == (4, 3)
        assert tx.deliveries.lease("me", clock(), clock.now + LEASE, 10) == (2, 1)


def test_what_one_has_leased_no_other_gets_until_the_lease_is_over(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        waiting(tx)
        assert tx.deliveries.lease("me", clock(), clock.now + LEASE, 10) == (1,)
        assert tx.deliveries.lease("other", clock.advance(seconds=44), clock.now + LEASE, 10) == ()
        assert tx.deliveries.lease("other", clock.advance(seconds=1), clock.now + LEASE, 10) == (1,)
        assert tx.deliveries.begin([1], "me", clock(), PACE).dispatches == ()
        assert len(tx.deliveries.begin([1], "other", clock(), PACE).dispatches) == 1


def test_what_is_given_back_another_may_have_at_once(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        waiting(tx, 3)
        leased = tx.deliveries.lease("me", clock(), clock.now + LEASE, 2)
        tx.deliveries.begin(leased[:1], "me", clock(), PACE)
        tx.deliveries.lease("third", clock(), clock.now + LEASE, 10)
        tx.deliveries.release(leased, "me")
        assert tx.deliveries.lease("other", clock(), clock.now + LEASE, 10) == leased[1:]
        assert tx.deliveries.counts()[DeliveryState.SENDING] == 1


def test_two_senders_at_once_lease_different_deliveries(
    postgresql_url: str, subscriber_key: str, clock: FakeClock
) -> None:
    one, other = (Store.open(postgresql_url, subscriber_key, purpose=Purpose.LIVE) for _ in range(2))
    with one.writing() as tx:
        waiting(tx, 4)
    with one.writing() as mine, other.writing() as theirs:
        assert mine.deliveries.lease("one", clock(), clock.now + LEASE, 2) == (1, 2)
        assert theirs.deliveries.lease("other", clock(), clock.now + LEASE, 10) == (3, 4)
    one.close()
    other.close()


def test_nobody_begins_what_is_being_decided(postgresql_url: str, subscriber_key: str, clock: FakeClock) -> None:
    one, other = (Store.open(postgresql_url, subscriber_key, purpose=Purpose.LIVE) for _ in range(2))
    with one.writing() as tx:
        alert = waiting(tx, 2)
    with one.writing() as mine, other.writing() as theirs:
        mine.deliveries.hold_still(alert.event, [1])
        assert theirs.deliveries.lease("other", clock(), clock.now + LEASE, 10) == (2,)
    one.close()
    other.close()


@pytest.mark.parametrize("pace", [DigestPace.HOURLY, DigestPace.DAILY])
def test_news_of_a_slow_pace_is_due_later_and_leased_last(store: Store, clock: FakeClock, pace: DigestPace) -> None:
    due = {
        DigestPace.NOW: clock(),
        DigestPace.HOURLY: clock.now + timedelta(hours=1),
        DigestPace.DAILY: clock.now + timedelta(hours=9),
    }
    with store.writing() as tx:
        slow, quick = people(tx, 2)
        tx.subscribers.save(replace(slow, pace=pace), clock())
        alert = tx.alerts.add(tx.events.create(FACTS, clock()))
        acts = Plan((PlannedAct(Form.NEW), PlannedAct(Form.EDIT, target=7)))
        tx.deliveries.plan(alert, {slow.id: acts, quick.id: acts}, due, 1)
        at_once = begun(tx, now=clock())
        assert tx.deliveries.next_due() == due[pace]
        found = tx.deliveries.lease("me", due[pace], due[pace] + LEASE, 10)
    assert {(one.delivery.subscriber, one.delivery.form) for one in at_once} == {(quick.id, Form.NEW)}
    assert len(found) == 1


def test_what_was_superseded_after_the_lease_is_not_begun(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        waiting(tx, 2)
        leased = tx.deliveries.lease("me", clock(), clock.now + LEASE, 10)
        tx.deliveries.supersede([1])
        assert [d.delivery.id for d in tx.deliveries.begin(leased, "me", clock(), PACE).dispatches] == [2]
        assert tx.deliveries.begin(leased, "me", clock(), PACE).dispatches == ()


def test_deliveries_are_begun_in_the_order_they_were_leased(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        waiting(tx, priority=2)
        waiting(tx, priority=1)
        assert [dispatch.delivery.id for dispatch in begun(tx)] == [2, 1]


def test_a_dispatch_knows_chat_language_and_the_message_it_answers(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        told = sent(tx, clock)
        person = tx.subscribers.get(told.subscriber)
        assert person is not None
        tx.subscribers.save(replace(person, lang=Lang.KK), clock())
        alert = next_alert(tx, tx.events.history(told.event)[-1])
        tx.deliveries.add_all(
            (alert, 1, act, clock(), 1)
            for act in (PlannedAct(Form.EDIT, target=told.id), PlannedAct(Form.UPDATE, answers=told.id))
        )
        edit, update = begun(tx)
        assert (edit.chat_id, edit.lang, edit.edits, edit.answers) == (1001, Lang.KK, 9001, None)
        assert (update.chat_id, update.lang, update.edits, update.answers) == (1001, Lang.KK, None, 9001)
        assert "1001" not in repr(edit)


def test_an_edit_of_a_message_that_never_came_about_is_superseded(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        alert = waiting(tx)
        begun(tx)
        update = next_alert(tx, tx.events.history(alert.event)[-1])
        tx.deliveries.add(update, 1, PlannedAct(Form.EDIT, target=1), clock(), 1)
        tx.deliveries.add(update, 1, PlannedAct(Form.UPDATE, answers=1), clock(), 1)
        (dispatch,) = begun(tx)
        assert (dispatch.delivery.form, dispatch.answers) == (Form.UPDATE, None)
        assert tx.deliveries.counts()[DeliveryState.SUPERSEDED] == 1


@pytest.mark.parametrize("form", [Form.NEW, Form.UPDATE, Form.CORRECTION, Form.RETRACTION])
def test_no_message_goes_to_a_closed_subscriber(store: Store, clock: FakeClock, form: Form) -> None:
    with store.writing() as tx:
        (person,) = people(tx, 1)
        tx.deliveries.add(tx.alerts.add(tx.events.create(FACTS, clock())), person.id, PlannedAct(form), clock(), 1)
        tx.subscribers.close(person.id, clock())
        assert begun(tx) == []
        assert tx.deliveries.counts()[DeliveryState.SUPERSEDED] == 1


def test_a_message_is_edited_although_its_reader_has_closed(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        told = sent(tx, clock)
        alert = next_alert(tx, tx.events.history(told.event)[-1], Change.CORRECTION)
        tx.deliveries.add(alert, told.subscriber, PlannedAct(Form.EDIT, target=told.id), clock(), 0)
        tx.subscribers.close(told.subscriber, clock())
        assert [dispatch.edits for dispatch in begun(tx)] == [9001]


@pytest.mark.parametrize("state", [DeliveryState.WAITING, DeliveryState.SENT, DeliveryState.DOUBTFUL])
def test_an_outcome_is_written_only_while_sending(store: Store, clock: FakeClock, state: DeliveryState) -> None:
    with store.writing() as tx:
        told = sent(tx, clock)
        if state is not DeliveryState.SENT:
            waiting(tx)
        if state is DeliveryState.DOUBTFUL:
            begun(tx)
            tx.deliveries.expire(clock.now + LEASE)
        number = told.id if state is DeliveryState.SENT else told.id + 1
        before = tx.deliveries.counts()
        assert not tx.deliveries.settle(number, settle(Sent(9999), clock()), clock())
        assert tx.deliveries.counts() == before


def test_nothing_is_idle_while_something_is_due_or_sending(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        assert tx.deliveries.idle(clock())
        assert tx.deliveries.next_due() is None
        waiting(tx, due_at=clock.now + timedelta(seconds=5))
        assert tx.deliveries.idle(clock())
        assert tx.deliveries.next_due() == clock.now + timedelta(seconds=5)
        assert not tx.deliveries.idle(clock.advance(seconds=5))
        (dispatch,) = begun(tx, now=clock())
        assert not tx.deliveries.idle(clock())
        tx.deliveries.settle(dispatch.delivery.id, settle(Sent(9001), clock()), clock())
        assert tx.deliveries.idle(clock())


def test_every_state_is_counted(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        sent(tx, clock)
        waiting(tx, 3)
        assert tx.deliveries.counts() == dict.fromkeys(DeliveryState, 0) | {
            DeliveryState.SENT: 1,
            DeliveryState.WAITING: 3,
        }
