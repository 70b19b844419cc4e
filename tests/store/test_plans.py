"""What readers ask for is planned over indexes on both engines, in a database with some thousands of events."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import event

from bot.resources import load
from bot.store.engine import Store
from bot.store.transaction import Tx
from tests.benchmarks.stored import filled
from tests.conftest import Postgres

ALMATY, STRIKE = frozenset({"place:almaty"}), frozenset({"action:strike"})
LOOKS: dict[str, tuple[Callable[[Tx], object], str]] = {
    "latest": (lambda tx: tx.events.latest(None, 6), "ix_events_newest"),
    "latest_there": (lambda tx: tx.events.latest(frozenset({"almaty"}), 6), "ix_event_places_days"),
    "latest_of_two": (lambda tx: tx.events.latest(frozenset({"almaty", "oral"}), 6), "ix_event_places_days"),
    "search_place": (lambda tx: tx.search.find((ALMATY,), 6), "ix_event_terms_newest"),
    "search_action": (lambda tx: tx.search.find((STRIKE,), 6), "ix_event_terms_newest"),
    "search_both": (lambda tx: tx.search.find((ALMATY, STRIKE), 6), "ix_event_terms_newest"),
}
_THOUSANDS = 4000


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def many(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    if request.param == "sqlite":
        store = filled(f"sqlite:///{tmp_path_factory.mktemp('plans') / 'many.db'}", _THOUSANDS, load())
        yield store
        store.close()
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    url = postgres.make()
    store = filled(url, _THOUSANDS, load())
    yield store
    store.close()
    postgres.drop(url)


@pytest.mark.parametrize("look", LOOKS)
def test_readers_questions_are_planned_over_their_index(many: Store, look: str) -> None:
    ask, index = LOOKS[look]
    plan = "\n".join(planned(many, ask))
    assert index in plan
    assert not any(f"{scan} event_" in plan for scan in ("SCAN", "Seq Scan on"))


def planned(store: Store, ask: Callable[[Tx], object]) -> list[str]:
    """The plans of all that is asked, as the engine tells them."""
    said: list[tuple[str, Any]] = []

    def hear(*call: Any) -> None:
        said.append((call[2], call[3]))

    event.listen(store._to_write, "before_cursor_execute", hear)
    with store.writing() as tx:
        ask(tx)
    event.remove(store._to_write, "before_cursor_execute", hear)
    with store._to_write.begin() as connection:
        how = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
        asked = [one for one in said if one[0].lstrip("(").startswith("SELECT")]
        return [str(row[-1]) for one in asked for row in connection.exec_driver_sql(f"{how} {one[0]}", one[1])]
