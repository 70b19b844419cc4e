from bot.domain.alert import Alert
from bot.domain.event import Change
from bot.store.engine import Store
from tests.conftest import FakeClock
from tests.store.samples import FACTS


def test_a_version_has_one_alert(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        version = tx.events.create(FACTS, clock())
        alert = tx.alerts.add(version)
        assert alert == Alert(alert.id, version.event, 1, Change.NEW, major=True, created_at=clock())
        assert tx.alerts.add(version) == alert
        assert tx.alerts.unfinished(10) == (alert,)


def test_expansion_goes_on_where_it_stopped(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        one, other = (tx.alerts.add(tx.events.create(FACTS, clock())) for _ in range(2))
        tx.alerts.advance(one.id, 5000, done=False)
        assert [(alert.id, alert.cursor) for alert in tx.alerts.unfinished(10)] == [(one.id, 5000), (other.id, 0)]
        tx.alerts.advance(one.id, 7312, done=True)
        assert tx.alerts.unfinished(10) == (other,)
        ended = tx.alerts.get(one.id)
        assert ended is not None
        assert (ended.cursor, ended.done) == (7312, True)


def test_the_oldest_unfinished_alerts_come_first(store: Store, clock: FakeClock) -> None:
    with store.writing() as tx:
        alerts = [tx.alerts.add(tx.events.create(FACTS, clock())) for _ in range(3)]
        assert list(tx.alerts.unfinished(2)) == alerts[:2]
        assert tx.alerts.get(99) is None
