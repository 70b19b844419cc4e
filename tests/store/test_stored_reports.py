from dataclasses import replace

from bot.domain.codes import Kind
from bot.store.engine import Store
from tests.conftest import FakeClock
from tests.store.samples import FACTS, REPORT, collected


def test_the_reports_of_an_event_come_back_in_the_order_of_their_articles(store: Store, clock: FakeClock) -> None:
    second = replace(REPORT, id="two", lang="kk")
    with store.writing() as tx:
        collected(tx, "one", "two", "three")
        event = tx.events.create(FACTS, clock()).event
        tx.reports.save(2, second, clock(), event=event)
        tx.reports.save(1, REPORT, clock(), event=event)
        tx.reports.save(3, replace(REPORT, id="three", kind=Kind.OPINION), clock())
        assert tx.reports.of_event(event) == (REPORT, second)
        assert tx.reports.of_event(event + 1) == ()


def test_reading_an_article_again_replaces_its_report(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        collected(tx, "one")
        event = tx.events.create(FACTS, clock()).event
        tx.reports.save(1, replace(REPORT, kind=Kind.OPINION), clock(), asks=(event,))
        tx.reports.save(1, REPORT, clock(), event=event)
        assert tx.reports.of_event(event) == (REPORT,)
        assert tx.reports.asking() == 0


def test_reports_that_wait_for_an_editor_are_counted(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        collected(tx, "one", "two", "three")
        for number, asks in ((1, (5, 7)), (2, ()), (3, (5,))):
            tx.reports.save(number, REPORT, clock(), asks=asks)
        assert tx.reports.asking() == 2
