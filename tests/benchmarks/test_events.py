"""Whether reports are joined as well and as fast as the product needs: `make bench`; docs/events.md has the page."""

from collections.abc import Iterator

import pytest

from bot.resources import Knowledge, load
from bot.store.engine import Store
from tests.benchmarks import events, stored
from tests.conftest import Postgres

pytestmark = pytest.mark.bench
MANY = 100_000


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return load()


@pytest.fixture(params=["sqlite", "postgresql"])
def full(request: pytest.FixtureRequest, known: Knowledge, tmp_path: object) -> Iterator[Store]:
    """A database with very many events, on each engine in turn."""
    if request.param == "sqlite":
        store = stored.filled(f"sqlite:///{tmp_path}/many.db", MANY, known)
        yield store
        store.close()
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    url = postgres.make()
    store = stored.filled(url, MANY, known)
    yield store
    store.close()
    postgres.drop(url)


@pytest.mark.skipif(not events.NEWS.exists(), reason="the evaluation sets are not beside the project")
def test_real_news_is_joined_across_languages_and_not_too_readily(known: Knowledge) -> None:
    for score in events.in_orders(known, events.news(), everything=True):
        assert score.precision >= 0.95, score.errors
        assert score.cross >= 0.5


def test_the_projects_own_events_are_joined_in_whichever_order_their_articles_come(known: Knowledge) -> None:
    for score in events.in_orders(known, events.corpus(), everything=False):
        assert score.precision >= 0.97, score.errors
        assert score.recall >= 0.9, score.errors


def test_many_events_cost_no_more_than_few(full: Store, known: Knowledge) -> None:
    _, late = stored.asked(full, known)
    assert late < 50
    assert stored.searched(full, known)[1] < 50
    assert stored.matched(full, known)[0] >= 50
