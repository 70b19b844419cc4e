from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, func, inspect, select, table, text

from bot.domain.audit import AuditEntry, Deed
from bot.domain.codes import Lang
from bot.domain.correction import Draft
from bot.domain.decision import OutletStanding
from bot.domain.errors import WrongStore
from bot.domain.feed import FeedDay
from bot.domain.figures import SuspectFigure
from bot.domain.fingerprint import Fingerprint
from bot.domain.outlet import Outcome
from bot.domain.request import Request, StoredUpdate
from bot.domain.review import ReviewReason
from bot.domain.sending_pace import SendingPace
from bot.domain.staff import Role
from bot.domain.subscriber import Watch
from bot.domain.vector import DIMENSIONS
from bot.store import connect, meta, migrate, tables
from bot.store.engine import Purpose, Store
from bot.store.reviews import Proposal
from tests.conftest import FakeClock, Postgres
from tests.store.samples import DAY, FACTS, FEED, REPORT, begun, collected, waiting


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables, on each engine in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'fresh.db'}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    url = postgres.make()
    yield url
    postgres.drop(url)


def look(url: str, question: Any) -> Any:
    engine = connect.migrator(url)
    with engine.begin() as connection:
        answer = question(connection)
    engine.dispose()
    return answer


def differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, tables.metadata))


def checks(connection: Connection) -> dict[str, list[tuple[str | None, str]]]:
    seen = inspect(connection)
    return {
        table: sorted((check["name"], check["sqltext"]) for check in seen.get_check_constraints(table))
        for table in tables.metadata.tables
    }


def fill(url: str, key: str, clock: FakeClock) -> None:
    """A row in every table."""
    store = Store.open(url, key, purpose=Purpose.LIVE)
    with store.writing() as tx:
        collected(tx, "one")
        tx.coverage.count([FeedDay(FEED.id, FEED.outlet, DAY, 1, 1)])
        alert = waiting(tx)
        begun(tx)
        tx.deferred_plans.add(alert.id, [1])
        tx.reports.save(1, REPORT, clock(), event=alert.event)
        tx.reports.wait(1, {"place:almaty"}, (DAY, DAY), clock())
        tx.suspect_figures.note(alert.event, SuspectFigure(FACTS.said[0], FACTS.said[0]), clock())
        tx.drafts.save(7, Draft(alert.event, 1), clock())
        tx.fingerprints.save(1, alert.event, Fingerprint("ru"), clock())
        tx.vectors.save(1, (0.5,) * DIMENSIONS, clock())
        review = tx.reviews.ask(ReviewReason.UNSURE, clock(), event=alert.event, article=1)
        tx.editor_messages.sent(review, 7, 1)
        tx.outlets.set("herald", OutletStanding.MUTED, clock())
        tx.outlets.count("herald", DAY, Outcome.PUBLISHED)
        tx.sending_pace.next(clock(), SendingPace())
        tx.inbox.keep([StoredUpdate(1, Request(7, Lang.KK), "message")], clock())
        tx.watches.set(1, alert.event, Watch.FOLLOW, clock())
        tx.bursts.ask(7, 1, clock())
        tx.staff.put(7, Role.OWNER, clock())
        tx.audit.add(AuditEntry(Deed.HELD, "owner 1", alert.event), clock())
        tx.holds.begin(alert.event, "owner 1", clock())
        tx.progress.watch(alert.id, 7, 1, clock())
        tx.notices.expand(tx.notices.add({"texts": {}}, clock()), None, None, clock())
        tx.proposals.add(Proposal(review, Deed.NOTICE, {}, "owner 1", clock()))
    store.close()


def rows(connection: Connection) -> dict[str, int]:
    return {name: len(connection.execute(table.select()).all()) for name, table in tables.metadata.tables.items()}


def test_head_is_what_the_tables_say(fresh_url: str) -> None:
    migrate.upgrade(fresh_url, Purpose.LIVE)
    assert migrate.current(fresh_url) == migrate.head()
    assert look(fresh_url, differences) == []


def test_head_allows_the_codes_that_the_tables_allow(fresh_url: str) -> None:
    migrate.upgrade(fresh_url, Purpose.LIVE)
    migrated = look(fresh_url, checks)
    migrate.downgrade(fresh_url, "base")
    look(fresh_url, tables.metadata.create_all)
    assert look(fresh_url, checks) == migrated
    assert "ck_deliveries_state" in dict(migrated["deliveries"])


def test_up_down_and_up_again_with_data(fresh_url: str, subscriber_key: str, clock: FakeClock) -> None:
    migrate.upgrade(fresh_url, Purpose.LIVE)
    fill(fresh_url, subscriber_key, clock)
    assert all(look(fresh_url, rows).values())
    migrate.downgrade(fresh_url, "base")
    assert migrate.current(fresh_url) is None
    assert look(fresh_url, lambda connection: inspect(connection).get_table_names()) == ["alembic_version"]
    migrate.upgrade(fresh_url, Purpose.LIVE)
    fill(fresh_url, subscriber_key, clock)


def test_one_step_down_and_up_keeps_the_events(fresh_url: str, subscriber_key: str, clock: FakeClock) -> None:
    migrate.upgrade(fresh_url, Purpose.LIVE)
    fill(fresh_url, subscriber_key, clock)
    migrate.downgrade(fresh_url, "0001")
    migrate.upgrade(fresh_url, Purpose.LIVE)
    store = Store.open(fresh_url, subscriber_key, purpose=Purpose.LIVE)
    with store.reading() as tx:
        assert tx.events.history(1) != ()
        assert not any(version.corrected for version in tx.events.history(1))
        assert tx.drafts.get(7) is None
    store.close()


def test_events_stored_before_there_was_a_search_are_found(
    fresh_url: str, subscriber_key: str, clock: FakeClock
) -> None:
    migrate.upgrade(fresh_url, Purpose.LIVE)
    fill(fresh_url, subscriber_key, clock)
    terms = look(fresh_url, lambda connection: set(connection.execute(tables.event_terms.select()).all()))
    migrate.downgrade(fresh_url, "0005")
    migrate.upgrade(fresh_url, Purpose.LIVE)
    assert look(fresh_url, lambda connection: set(connection.execute(tables.event_terms.select()).all())) == terms


def test_migrating_what_is_at_head_loses_nothing(fresh_url: str, subscriber_key: str, clock: FakeClock) -> None:
    migrate.upgrade(fresh_url, Purpose.LIVE)
    fill(fresh_url, subscriber_key, clock)
    before = look(fresh_url, rows)
    migrate.upgrade(fresh_url, Purpose.LIVE)
    assert look(fresh_url, rows) == before


def test_the_program_before_works_on_a_newer_schema_that_says_so(
    fresh_url: str, subscriber_key: str, clock: FakeClock
) -> None:
    migrate.upgrade(fresh_url, Purpose.LIVE)
    fill(fresh_url, subscriber_key, clock)
    before = look(fresh_url, rows)
    newer = text("UPDATE alembic_version SET version_num = '9999'")
    look(fresh_url, lambda connection: connection.execute(newer))
    migrate.upgrade(fresh_url, Purpose.LIVE)  # leaves it as it is
    Store.open(fresh_url, subscriber_key, purpose=Purpose.LIVE).close()
    assert look(fresh_url, rows) == before
    look(fresh_url, lambda connection: meta.write(connection, migrate.SERVES, "9998"))
    with pytest.raises(WrongStore, match="newer program"):
        Store.open(fresh_url, subscriber_key, purpose=Purpose.LIVE)
    with pytest.raises(WrongStore, match="newer program"):
        migrate.upgrade(fresh_url, Purpose.LIVE)


#: The schema of each released program; CHANGELOG.md names them.
RELEASED = {"before-0.1.0": "0016", "0.1.0": "0020"}


@pytest.mark.parametrize("schema", RELEASED.values(), ids=RELEASED)
def test_an_upgrade_from_a_released_schema_keeps_every_row(
    fresh_url: str, subscriber_key: str, clock: FakeClock, schema: str
) -> None:
    migrate.upgrade(fresh_url, Purpose.LIVE)
    fill(fresh_url, subscriber_key, clock)
    migrate.downgrade(fresh_url, schema)
    there = look(fresh_url, lambda connection: set(inspect(connection).get_table_names())) - {"alembic_version"}
    before = {name: many for name, many in look(fresh_url, partial(counted, names=there)).items() if name != "meta"}
    migrate.upgrade(fresh_url, Purpose.LIVE)
    assert look(fresh_url, partial(counted, names=set(before))) == before
    Store.open(fresh_url, subscriber_key, purpose=Purpose.LIVE).close()


def counted(connection: Connection, names: set[str]) -> dict[str, int]:
    return {name: connection.scalar(select(func.count()).select_from(table(name))) or 0 for name in names}


def test_a_fresh_database_belongs_to_nobody(fresh_url: str) -> None:
    assert migrate.current(fresh_url) is None


def test_a_database_of_another_schema_is_not_opened(fresh_url: str, subscriber_key: str) -> None:
    migrate.upgrade(fresh_url, Purpose.LIVE)
    migrate.downgrade(fresh_url, "base")
    with pytest.raises(WrongStore, match="protest-alerts migrate"):
        Store.open(fresh_url, subscriber_key, purpose=Purpose.LIVE)
