"""Events are found by their terms, newest first, page after page, and only those that readers may see."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.codes import Action
from bot.domain.event import Change
from bot.store.engine import Store
from bot.store.transaction import Tx
from tests.conftest import FakeClock
from tests.store.samples import DAY, FACTS, MORNING, facts

ALMATY, ORAL, RALLY, STRIKE = (
    frozenset({term}) for term in ("place:almaty", "place:oral", "action:rally", "action:strike")
)


def found(tx: Tx, *groups: frozenset[str], limit: int = 9, before: int | None = None) -> list[int]:
    return [event.id for event in tx.search.find(groups, limit, before=before).events]


@pytest.fixture
def numbers(store: Store) -> list[int]:
    """Rallies in Almaty and Oral, a strike in both."""
    strike = replace(facts("almaty", "oral", start=DAY + timedelta(days=1)), action=Action.STRIKE)
    with store.writing() as tx:
        return [tx.events.create(one, MORNING).event for one in (facts("almaty"), facts("oral"), strike)]


def test_what_has_a_term_of_each_group_is_found_newest_first(store: Store, numbers: list[int]) -> None:
    almaty, oral, strike = numbers
    with store.reading() as tx:
        assert found(tx, ALMATY) == [strike, almaty]
        assert found(tx, ALMATY | ORAL) == [strike, oral, almaty]
        assert found(tx, ALMATY, RALLY) == [almaty]
        assert found(tx, ALMATY, ORAL) == [strike]
        assert found(tx, STRIKE, RALLY) == []


def test_the_search_goes_on_after_a_number(store: Store, numbers: list[int]) -> None:
    almaty, oral, strike = numbers
    with store.reading() as tx:
        assert found(tx, ALMATY | ORAL, limit=2) == [strike, oral]
        assert found(tx, ALMATY | ORAL, before=oral) == [almaty]
        assert found(tx, ALMATY, RALLY, before=almaty) == []


def test_what_readers_may_not_see_is_not_found(store: Store, numbers: list[int]) -> None:
    almaty, oral, strike = numbers
    with store.writing() as tx:
        tx.events.hold(almaty, held=True)
        tx.events.add_version(oral, Change.RETRACTION, FACTS, MORNING, major=True, reasons=())
        assert found(tx, ALMATY | ORAL) == [strike]


def test_an_event_is_found_by_what_its_newest_version_says(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        number = tx.events.create(facts("almaty"), clock()).event
        tx.events.add_version(number, Change.CORRECTION, facts("oral"), clock(), major=True, reasons=())
        assert (found(tx, ALMATY), found(tx, ORAL)) == ([], [number])


def test_a_merged_event_is_found_as_the_one_it_is_part_of(store: Store, numbers: list[int]) -> None:
    almaty, oral, _ = numbers
    with store.writing() as tx:
        tx.events.redirect(oral, almaty)
        assert oral not in found(tx, RALLY)


def test_a_search_that_looked_at_enough_says_where_it_stopped(store: Store) -> None:
    with store.writing() as tx:
        old = tx.events.create(replace(facts("oral", "almaty", start=DAY - timedelta(days=9))), MORNING).event
        stopped, *_ = [tx.events.create(facts("almaty"), MORNING).event for _ in range(3)]
        for _ in range(9):
            tx.events.create(facts("oral"), MORNING)
        hits = tx.search.find((ALMATY, ORAL), 5, reach=3)
        assert (hits.events, hits.looked_to) == ((), stopped)
        hits = tx.search.find((ALMATY, ORAL), 5, before=stopped, reach=3)
        assert ([event.id for event in hits.events], hits.looked_to) == ([old], None)
