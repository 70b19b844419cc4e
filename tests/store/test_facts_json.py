import json
from datetime import UTC
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.event import Facts, Said, Source
from bot.domain.place import PlaceRef
from bot.domain.report import Claim
from bot.store.facts_json import facts_from_json, facts_to_json

T = TypeVar("T")

MOMENTS = st.none() | st.datetimes(timezones=st.just(UTC))


def some(of: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(of, max_size=3).map(tuple)


FACTS = st.builds(
    Facts,
    places=some(st.builds(PlaceRef)),
    said=some(st.builds(Said, claim=st.builds(Claim, places=some(st.text())), published=MOMENTS)),
    sources=some(st.builds(Source, published=MOMENTS)),
    away=some(st.text()),
    not_on=some(st.dates()),
)


@given(FACTS)
def test_facts_come_back_from_json_as_they_went_in(facts: Facts) -> None:
    assert facts_from_json(json.loads(json.dumps(facts_to_json(facts)))) == facts
