from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.sending_pace import Flood, SendingPace, backoff, is_everybodys
from bot.store.engine import Store
from tests.conftest import FakeClock
from tests.domain.making import NOON

FOUR = SendingPace(per_second=4, batch=2)


def test_slots_follow_each_other_at_the_rate(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        begins = []
        for _ in range(2):
            slot = tx.sending_pace.next(clock(), FOUR)
            tx.sending_pace.take(slot, clock.now + FOUR.lease, FOUR)
            begins.append(slot.at - clock())
    assert begins == [timedelta(0), timedelta(seconds=0.5)]


def test_a_slot_is_free_one_second_after_its_last_answer_and_not_before(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        first = tx.sending_pace.next(clock(), FOUR)
        tx.sending_pace.take(first, clock.now + FOUR.lease, FOUR)
        tx.sending_pace.take(tx.sending_pace.next(clock(), FOUR), clock.now + FOUR.lease, FOUR)
        assert tx.sending_pace.next(clock(), FOUR).at == clock.now + FOUR.lease
        answered = clock.advance(seconds=0.3)
        tx.sending_pace.give_back(first, answered)
        assert tx.sending_pace.next(clock(), FOUR).at == answered + timedelta(seconds=1)


def test_time_nobody_used_is_not_saved_up(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        tx.sending_pace.take(tx.sending_pace.next(clock(), FOUR), clock(), FOUR)
        clock.advance(minutes=5)
        tx.sending_pace.take(tx.sending_pace.next(clock(), FOUR), clock(), FOUR)
        assert tx.sending_pace.next(clock(), FOUR).at == clock.now + timedelta(seconds=0.5)


def test_the_broadcast_makes_room_for_answers_that_went_ahead(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        for _ in range(4):
            tx.sending_pace.spend(1, most=4)
        assert tx.sending_pace.next(clock(), FOUR).at == clock.now + timedelta(seconds=1)
    with store.writing() as tx:
        assert tx.sending_pace.next(clock.advance(seconds=1), FOUR).at == clock()


@pytest.mark.parametrize(
    ("holds", "held"), [((30,), 30), ((30, 10), 30), ((10, 30), 30), ((-5,), 0), ((10072,), 10072)]
)
def test_nobody_sends_before_the_longest_hold_is_over(
    store: Store, clock: FakeClock, holds: tuple[int, ...], held: int
) -> None:
    with store.writing() as tx:
        for seconds in holds:
            tx.sending_pace.hold(clock.now + timedelta(seconds=seconds))
        assert tx.sending_pace.next(clock(), FOUR).at == clock.now + timedelta(seconds=held)


@pytest.mark.parametrize(
    ("earlier", "everybodys"),
    [
        (None, False),
        (Flood(NOON - timedelta(seconds=0.9), 1), True),
        (Flood(NOON - timedelta(seconds=1), 1), False),
        (Flood(NOON - timedelta(seconds=0.1), 2), False),
    ],
)
def test_a_429_is_everybodys_when_two_chats_get_one_within_a_second(earlier: Flood | None, *, everybodys: bool) -> None:
    assert is_everybodys(earlier, Flood(NOON, 2)) is everybodys


@given(st.integers(0, 1000))
def test_a_pause_grows_to_ten_minutes_and_no_further(attempts: int) -> None:
    assert timedelta(seconds=5) <= backoff(attempts) <= backoff(attempts + 1) <= timedelta(minutes=10)
