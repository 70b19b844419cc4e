import json
from dataclasses import replace
from datetime import UTC
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes import Action
from bot.domain.event import Facts, Said, Setting, Source
from bot.domain.place import PlaceRef
from bot.domain.report import Claim, Span
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
    settings=some(st.builds(Setting, venue=st.sampled_from(["", "у акимата"]), hour=st.sampled_from(["", "at noon"]))),
)


@given(FACTS)
def test_facts_come_back_from_json_as_they_went_in(facts: Facts) -> None:
    assert facts_from_json(json.loads(json.dumps(facts_to_json(facts)))) == facts


def test_facts_written_before_there_were_settings_are_read_without_them() -> None:
    data = facts_to_json(
        Facts(Action.RALLY, Span(), (), settings=(Setting("arna", "https://arna.example/1", "у акимата"),))
    )
    del data["settings"]
    assert facts_from_json(data).settings == ()


def test_words_that_are_no_venue_are_not_read_back() -> None:
    told = Setting("arna", "https://arna.example/1", "у <b>акимата", "в 11:00")
    data = facts_to_json(Facts(Action.RALLY, Span(), (), settings=(told,)))
    assert facts_from_json(data).settings == (replace(told, venue=""),)


def test_what_was_kept_before_languages_were_is_read_without_one() -> None:
    data = facts_to_json(Facts(Action.RALLY, Span(), ()))
    data["settings"] = [["arna", "https://arna.example/1", "у акимата", "в 11:00"]]
    assert facts_from_json(data).settings == (Setting("arna", "https://arna.example/1", "у акимата", "в 11:00"),)
