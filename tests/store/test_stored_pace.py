from datetime import timedelta

import pytest

from bot.store.engine import Store
from tests.conftest import FakeClock


def test_slots_follow_each_other_at_the_rate(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        slots = [tx.pace.reserve(clock(), count, 4.0) for count in (1, 3, 1)]
    assert [slot - clock() for slot in slots] == [timedelta(seconds=s) for s in (0, 0.25, 1)]


def test_time_nobody_used_is_not_saved_up(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        tx.pace.reserve(clock(), 4, 4.0)
        clock.advance(minutes=5)
        assert tx.pace.reserve(clock(), 1, 4.0) == clock()
        assert tx.pace.reserve(clock(), 1, 4.0) == clock.now + timedelta(seconds=0.25)


@pytest.mark.parametrize(("holds", "held"), [((30,), 30), ((30, 10), 30), ((10, 30), 30), ((-5,), 0)])
def test_nobody_sends_before_the_longest_hold_is_over(
    store: Store, clock: FakeClock, holds: tuple[int, ...], held: int
) -> None:
    with store.writing() as tx:
        for seconds in holds:
            tx.pace.hold(clock.now + timedelta(seconds=seconds))
        assert tx.pace.reserve(clock(), 1, 4.0) == clock.now + timedelta(seconds=held)
