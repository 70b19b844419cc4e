from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.codes import ReportKind
from bot.domain.fingerprint import Fingerprint
from bot.store.engine import Store
from bot.store.reports import MOST_VIEWS
from tests.conftest import FakeClock
from tests.store.samples import DAY, FACTS, REPORT, collected

ONE_DAY = timedelta(days=1)


def test_the_reports_of_an_event_come_back_in_the_order_of_their_articles(store: Store, clock: FakeClock) -> None:
    second = replace(REPORT, id="two", lang="kk")
    with store.writing() as tx:
        collected(tx, "one", "two", "three")
        event = tx.events.create(FACTS, clock()).event
        tx.reports.save(2, second, clock(), event=event)
        tx.reports.save(1, REPORT, clock(), event=event)
        tx.reports.save(3, replace(REPORT, id="three", kind=ReportKind.OPINION), clock())
        assert tx.reports.views([event, event + 1]).reports == {event: (REPORT, second), event + 1: ()}


def test_an_event_is_known_by_its_newest_texts_of_which_copies_are_none(store: Store, clock: FakeClock) -> None:
    names = [f"a{number}" for number in range(2 * MOST_VIEWS)]
    with store.writing() as tx:
        collected(tx, *names)
        event = tx.events.create(FACTS, clock()).event
        for number, name in enumerate(names, 1):
            tx.reports.save(number, replace(REPORT, id=name), clock(), event=event)
            tx.fingerprints.save(number, 0 if number % 4 == 0 else event, Fingerprint(name), clock())
        seen = tx.reports.views([event])
    assert [told.id for told in seen.reports[event]] == [own.lang for own in seen.prints[event]]
    assert [own.article for own in seen.prints[event]] == [n for n in range(2 * MOST_VIEWS) if n % 4][-MOST_VIEWS:]


def test_of_texts_that_are_forgotten_their_reports_are_known(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        collected(tx, "one")
        event = tx.events.create(FACTS, clock()).event
        tx.reports.save(1, REPORT, clock(), event=event)
        seen = tx.reports.views([event])
    assert (seen.reports, seen.prints) == ({event: (REPORT,)}, {event: ()})


def test_reading_an_article_again_replaces_its_report(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        collected(tx, "one")
        event = tx.events.create(FACTS, clock()).event
        tx.reports.save(1, replace(REPORT, kind=ReportKind.OPINION), clock(), asks=(event,))
        tx.reports.wait(1, {"place:almaty"}, (DAY, DAY), clock())
        tx.reports.save(1, REPORT, clock(), event=event)
        assert tx.reports.views([event]).reports == {event: (REPORT,)}
        assert [told.asks for told in tx.reports.told(event)] == [()]
        assert tx.reports.near({"place:almaty"}, (DAY, DAY), 9) == ()


@pytest.mark.parametrize(
    ("term", "days", "found"),
    [
        ("place:almaty", (DAY, DAY), [1, 2]),
        ("organiser:dvk", (DAY, DAY), [1]),
        ("place:oral", (DAY, DAY), []),
        ("place:almaty", (DAY + ONE_DAY, DAY + ONE_DAY), [2]),
        ("place:almaty", (DAY - ONE_DAY, DAY - ONE_DAY), []),
    ],
)
def test_a_report_that_waits_is_found_by_what_it_names_on_its_days(
    store: Store, clock: FakeClock, term: str, days: tuple[date, date], found: list[int]
) -> None:
    with store.writing() as tx:
        collected(tx, "one", "two")
        for number, last in ((1, DAY), (2, DAY + ONE_DAY)):
            tx.reports.save(number, REPORT, clock())
            tx.reports.wait(number, {"place:almaty", *(["organiser:dvk"] if number == 1 else [])}, (DAY, last), clock())
        assert [told.article for told in tx.reports.near({term}, days, 9)] == found
        assert len(tx.reports.near({"place:almaty"}, (DAY, DAY), 1)) == 1


def test_a_report_waits_until_it_has_an_event_or_its_time_is_over(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        collected(tx, "one", "two")
        for number in (1, 2):
            tx.reports.save(number, REPORT, clock())
            tx.reports.wait(number, {"place:almaty"}, (DAY, DAY), clock())
        tx.reports.move([1], tx.events.create(FACTS, clock()).event)
        assert [told.article for told in tx.reports.near({"place:almaty"}, (DAY, DAY), 9)] == [2]
        tx.reports.forget(clock() + ONE_DAY)
        assert tx.reports.near({"place:almaty"}, (DAY, DAY), 9) == ()
