"""The arrows of bot/domain/delivery.py, one test each."""

from datetime import timedelta

from bot.domain.alert import PlannedAct
from bot.domain.delivery import DeliveryState, Doubtful, Form, Gone, Later, Refused, Sent, settle
from bot.store.engine import Store
from tests.conftest import FakeClock
from tests.store.samples import LEASE, begun, next_alert, waiting


def test_arrow_a_a_leased_delivery_is_sending_before_anything_is_sent(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        alert = waiting(tx)
        (dispatch,) = begun(tx)
        assert dispatch.chat_id == 1001
        assert (dispatch.delivery.state, dispatch.delivery.attempts) == (DeliveryState.SENDING, 1)
        assert tx.deliveries.held(alert.event, [1])[1] == (dispatch.delivery,)


def test_arrow_b_a_sent_delivery_keeps_its_message(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        alert = waiting(tx)
        (dispatch,) = begun(tx)
        assert tx.deliveries.settle(dispatch.delivery.id, settle(Sent(9001), clock()), clock())
        (held,) = tx.deliveries.held(alert.event, [1])[1]
        assert held.state is DeliveryState.SENT
        tx.deliveries.add(
            next_alert(tx, tx.events.history(alert.event)[-1]), 1, PlannedAct(Form.UPDATE, answers=held.id), clock(), 1
        )
        (answer,) = begun(tx)
        assert (answer.answers, answer.told_at) == (9001, clock())


def test_arrow_c_a_chat_that_is_gone_is_closed(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        waiting(tx, 2)
        one, two = begun(tx)
        tx.deliveries.settle(one.delivery.id, settle(Gone("bot was blocked by the user"), clock()), clock())
        assert tx.deliveries.counts()[DeliveryState.GONE] == 1
        assert [subscriber.id for subscriber in tx.subscribers.after(0, 10)] == [two.delivery.subscriber]


def test_arrow_d_a_refused_delivery_is_over_and_the_chat_stays(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        waiting(tx)
        (dispatch,) = begun(tx)
        tx.deliveries.settle(dispatch.delivery.id, settle(Refused("message is too long"), clock()), clock())
        assert tx.deliveries.counts()[DeliveryState.REFUSED] == 1
        assert tx.subscribers.count_open() == 1
        assert tx.deliveries.idle(clock())


def test_arrow_e_a_doubtful_delivery_is_never_leased_again(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        waiting(tx, 2)
        unanswered, abandoned = begun(tx)
        tx.deliveries.settle(unanswered.delivery.id, settle(Doubtful("timed out"), clock()), clock())
        assert tx.deliveries.expire(clock.now + LEASE - timedelta(seconds=1)) == 0
        assert tx.deliveries.expire(clock.now + LEASE) == 1
        assert [d.id for d in tx.deliveries.doubtful(10)] == [abandoned.delivery.id, unanswered.delivery.id]
        assert begun(tx, now=clock.advance(days=1)) == []


def test_arrow_f_a_delivery_for_later_waits_until_then(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        waiting(tx)
        (dispatch,) = begun(tx)
        tx.deliveries.settle(dispatch.delivery.id, settle(Later(timedelta(seconds=33)), clock()), clock())
        assert tx.deliveries.next_due() == clock.now + timedelta(seconds=33)
        assert begun(tx, now=clock.advance(seconds=32)) == []
        (again,) = begun(tx, now=clock.advance(seconds=1))
        assert again.delivery.attempts == 2


def test_arrow_g_a_superseded_delivery_is_never_sent(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        waiting(tx, 2)
        tx.deliveries.supersede([1])
        (dispatch,) = begun(tx)
        assert dispatch.delivery.id == 2
        tx.deliveries.supersede([2])
        counts = tx.deliveries.counts()
        assert (counts[DeliveryState.SUPERSEDED], counts[DeliveryState.SENDING]) == (1, 1)
