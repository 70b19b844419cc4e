"""What an outlet may tell by itself, and whose sole word something is."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes import Response
from bot.domain.event import Basis, Change, Event, Facts, Version, begin
from bot.domain.event_update import unite
from bot.domain.outlet import NOBODY, Alone, Rate, is_over, is_widespread, sole_word, taken_back_by_outlet
from bot.domain.place import PlaceRef
from tests.domain.making import NOON, claim, report, source

ARNA, BULAK = (begin(report(claims=(claim(57),)), source(outlet)) for outlet in ("arna", "bulak"))
BOTH = unite(ARNA, BULAK)


@pytest.mark.parametrize(
    ("rate", "over"),
    [
        (Rate(4, 4), False),
        (Rate(5, 5), True),
        (Rate(5, 5, usual=8.0), False),
        (Rate(8, 8, usual=8.0), True),
        (Rate(0, 15), True),
        (Rate(0, 15, usual=8.0), False),
        (Rate(5, 5, others_hour=(9, 9)), True),
        (Rate(5, 5, others_hour=(9, 9, 2)), False),
        (Rate(6, 6, others_hour=(9, 9, 2)), True),
        (Rate(20, 60, others_hour=(7, 7, 7, 7), others_day=(50, 50, 50)), False),
    ],
)
def test_a_jump_over_its_own_usual_rate_and_that_of_others(rate: Rate, *, over: bool) -> None:
    assert is_over(rate) == over


@given(st.integers(0, 200), st.integers(0, 1000), st.floats(0, 50), st.lists(st.integers(0, 100), max_size=5))
def test_what_is_over_stays_over_when_more_comes(hour: int, day: int, usual: float, others: list[int]) -> None:
    if is_over(Rate(hour, day, usual, others, others)):
        assert is_over(Rate(hour + 1, day + 1, usual, others, others))


@pytest.mark.parametrize(
    ("told", "wide"),
    [
        ({("a", "1"), ("b", "2"), ("c", "3")}, True),
        ({("a", "1"), ("b", "2")}, False),
        ({("a", "1"), ("b", "1"), ("c", "1"), ("c", "2"), ("c", "3")}, False),
        ({("a", "1"), ("b", "2"), ("evil", "3"), ("evil", "4")}, False),
        ({("a", "1"), ("b", "1"), ("b", "2"), ("c", "1"), ("c", "3")}, True),
    ],
)
def test_three_owners_tell_of_three_places(told: set[tuple[str, str]], *, wide: bool) -> None:
    assert is_widespread(told, but="evil") == wide


def version(facts: Facts, change: Change = Change.UPDATE, *, major: bool = True) -> Version:
    return Version(1, 2, change, NOON, facts, major=major)


FORCED = unite(BOTH, begin(report(responses=(Response.FORCE,)), source("kovyl")))
ELSEWHERE = unite(BOTH, begin(report(places=(PlaceRef("almaty"), PlaceRef("astana"))), source("kovyl")))


@pytest.mark.parametrize(
    ("now", "before", "whose"),
    [
        (version(ARNA, Change.NEW), None, "arna"),
        (version(BOTH, Change.NEW), None, ""),
        (version(BOTH, major=False), ARNA, ""),
        (version(unite(BOTH, begin(report(claims=(claim(90),)), source("kovyl")))), BOTH, "kovyl"),
        (version(FORCED), BOTH, "kovyl"),
        (version(ELSEWHERE), BOTH, "kovyl"),
        (version(BOTH), replace(ARNA, basis=Basis.UNCHECKED), ""),
        (version(replace(ARNA, basis=Basis.EDITORS)), None, ""),
        (version(ARNA, Change.CORRECTION), BOTH, ""),
    ],
)
def test_whose_sole_word_a_version_is(now: Version, before: Facts | None, whose: str) -> None:
    assert sole_word(now, version(before) if before else None) == (Alone(whose, whose) if whose else NOBODY)


def test_only_what_its_outlets_took_back_may_be_told_anew() -> None:
    def retracted(reason: str) -> Event:
        return Event(1, replace(version(ARNA, Change.RETRACTION), reasons=(reason,)), retracted=True)

    assert taken_back_by_outlet(retracted("source_withdrew"))
    assert taken_back_by_outlet(retracted("outlet_muted"))
    assert not taken_back_by_outlet(retracted("not_a_protest"))
