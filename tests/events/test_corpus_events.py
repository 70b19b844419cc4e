"""The project's own articles end as their events: the days of September 2019 exactly, the rest to a floor."""

import pytest

from bot.knowledge import Knowledge, load
from tests.benchmarks.events import Gold, corpus, joined, scored

FLOORS = {"precision": 0.97, "recall": 0.8}


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return load()


def of_september() -> list[Gold]:
    return [one for one in corpus() if one.article.published and f"{one.article.published:%Y-%m}" == "2019-09"]


def test_the_days_of_september_2019_end_as_exactly_the_right_events(known: Knowledge) -> None:
    score = scored(of_september(), joined(known, of_september(), everything=False))
    assert score.right > 10
    assert score.errors == []


def test_the_corpus_ends_as_its_events(known: Knowledge) -> None:
    score = scored(corpus(), joined(known, corpus(), everything=False))
    assert score.precision >= FLOORS["precision"], score.errors
    assert score.recall >= FLOORS["recall"], score.errors
