"""The project's own articles end as their events: the days of September 2019 exactly, the rest to a floor."""

import pytest

from bot.resources import Knowledge, load
from tests.benchmarks.events import ORDERS, Gold, corpus, in_orders, joined, scored

#: What the publishing rule drops, or asks about alone, is joined to nothing.
FLOORS = {"precision": 0.97, "recall": 0.85}


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return load()


def of_september() -> list[Gold]:
    return [one for one in corpus() if one.article.published and f"{one.article.published:%Y-%m}" == "2019-09"]


def test_the_days_of_september_2019_end_as_exactly_the_right_events(known: Knowledge) -> None:
    (keys,) = joined(known, of_september(), everything=False)
    score = scored(of_september(), keys)
    assert score.right > 10
    assert score.errors == []


@pytest.mark.parametrize("times", [2, pytest.param(ORDERS, marks=pytest.mark.slow)])
def test_the_corpus_ends_as_its_events_in_whichever_order_it_comes(known: Knowledge, times: int) -> None:
    """As published and by lot."""
    for score in in_orders(known, corpus(), everything=False, times=times):
        assert score.precision >= FLOORS["precision"], score.errors
        assert score.recall >= FLOORS["recall"], score.errors
