from dataclasses import replace

import pytest

from bot.domain.codes import DigestPace, Lang
from bot.domain.delivery import DeliveryState
from bot.domain.subscriber import Subscriber
from bot.store.engine import Store
from tests.conftest import FakeClock
from tests.store.samples import people, waiting

CHAT, OTHER_CHAT = 777, -1_001_234_567_891


def test_a_chat_becomes_a_subscriber_once(store: Store) -> None:
    with store.writing() as tx:
        one = tx.subscribers.open(CHAT, Lang.KK)
        assert one == Subscriber(one.id, Lang.KK)
        assert tx.subscribers.open(CHAT, Lang.EN) == one
        assert tx.subscribers.by_chat(CHAT) == tx.subscribers.get(one.id) == one
        assert tx.subscribers.by_chat(OTHER_CHAT) is None
        assert tx.subscribers.get(one.id + 1) is None


def test_choices_are_kept_and_replaced_whole(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        one = tx.subscribers.open(CHAT, Lang.KK)
        chosen = replace(one, lang=Lang.RU, places=frozenset({"almaty", "oral"}), pace=DigestPace.DAILY)
        tx.subscribers.save(chosen, clock())
        assert tx.subscribers.get(one.id) == chosen
        tx.subscribers.save(replace(chosen, places=frozenset({"oral", "kz"})), clock())
        assert tx.subscribers.get(one.id) == replace(chosen, places=frozenset({"oral", "kz"}))
        tx.subscribers.save(replace(chosen, places=frozenset()), clock())
        assert tx.subscribers.get(one.id) == replace(chosen, places=frozenset())


@pytest.mark.parametrize("how", ["close", "save"])
def test_a_closed_subscriber_comes_back_with_its_choices(store: Store, clock: FakeClock, how: str) -> None:
    with store.writing() as tx:
        (one,) = people(tx, 1, "oral")
        closed = replace(one, closed=True)
        if how == "close":
            tx.subscribers.close(one.id, clock())
        else:
            tx.subscribers.save(closed, clock())
        assert tx.subscribers.by_chat(1001) == closed
        assert tx.subscribers.count_open() == 0
        assert tx.subscribers.open(1001, Lang.EN) == one
        assert tx.subscribers.count_open() == 1


def test_open_subscribers_are_walked_in_steps(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        one, two, three, four = people(tx, 4, "almaty", "oral")
        tx.subscribers.close(two.id, clock())
        assert tx.subscribers.after(0, 2) == (one, three)
        assert tx.subscribers.after(three.id, 2) == (four,)
        assert tx.subscribers.after(four.id, 2) == ()


def test_of_an_erased_subscriber_nothing_is_kept(store: Store) -> None:
    with store.writing() as tx:
        alert = waiting(tx, 2)
        one, two = tx.subscribers.after(0, 10)
        tx.subscribers.erase(one.id)
        assert tx.subscribers.by_chat(1001) is None
        assert list(tx.deliveries.held(alert.event, [one.id, two.id])) == [two.id]
        assert tx.subscribers.after(0, 10) == (two,)


def test_the_number_of_an_erased_subscriber_is_never_given_again(store: Store) -> None:
    with store.writing() as tx:
        one = tx.subscribers.open(CHAT, Lang.KK)
        tx.subscribers.erase(one.id)
        assert tx.subscribers.open(CHAT, Lang.KK).id > one.id


def test_a_chat_that_moved_is_found_and_reached_at_its_new_id(store: Store) -> None:
    with store.writing() as tx:
        (one,) = people(tx, 1)
        tx.subscribers.rekey(one.id, OTHER_CHAT)
        assert tx.subscribers.by_chat(1001) is None
        assert tx.subscribers.by_chat(OTHER_CHAT) == one
        tx.subscribers.rekey(one.id, OTHER_CHAT)
        assert tx.subscribers.by_chat(OTHER_CHAT) == one


def test_a_chat_that_moved_to_a_known_one_is_one_subscriber(store: Store) -> None:
    with store.writing() as tx:
        waiting(tx, 2)
        one, two = tx.subscribers.after(0, 10)
        tx.subscribers.rekey(one.id, 1002)
        assert tx.subscribers.get(one.id) is None
        assert tx.subscribers.by_chat(1002) == two
        assert tx.deliveries.counts()[DeliveryState.WAITING] == 1
