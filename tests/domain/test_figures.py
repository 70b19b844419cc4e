"""Ranges with their claimants, disputes and certainty; never a sum."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.codes import ClaimantType, Field, Qualifier, Scope, Stance
from bot.domain.event import Facts, Stay
from bot.domain.event_update import merge
from bot.domain.figures import Certainty, certainty, is_disputed, ranges
from bot.domain.place import PlaceRef
from bot.domain.report import Claim, Span
from tests.domain.making import DAY, claim, facts, report, source

ABOUT: dict[str, Any] = {"qualifier": Qualifier.APPROX}
AT_LEAST: dict[str, Any] = {
    "qualifier": Qualifier.AT_LEAST,
    "claimant": "kibhr",
    "claimant_type": ClaimantType.NGO_MONITOR,
}
EYE: dict[str, Any] = {"claimant": "", "claimant_type": ClaimantType.PARTICIPANT_EYEWITNESS}
SOCIAL: dict[str, Any] = {"claimant": "", "claimant_type": ClaimantType.ANONYMOUS_SOCIAL}
DENIAL = claim(None, stance=Stance.DENIES)


def of(*claims: Claim, groups: int = 1) -> Facts:
    told = facts(claims=claims)
    for n in range(groups - 1):
        told = merge(told, report(), source(f"outlet{n}"))
    return told


def test_a_range_is_from_the_lowest_to_the_highest_inside_one_scope() -> None:
    told = of(
        claim(57), claim(20, 30, qualifier=Qualifier.RANGE, claimant="police"), claim(100, scope=Scope.NATIONWIDE)
    )
    assert [(one.scope, one.lowest, one.highest) for one in ranges(told)] == [
        (Scope.THIS_EVENT, 20, 57),
        (Scope.NATIONWIDE, 100, 100),
    ]


@pytest.mark.parametrize(
    ("one", "other", "disputed"),
    [
        (claim(57), claim(57, claimant="police"), False),
        (claim(57), claim(20, claimant="police"), True),
        (claim(57), claim(50, claimant="police", **ABOUT), False),
        (claim(57), claim(20, None, **AT_LEAST), False),
        (claim(57), claim(80, None, **AT_LEAST), True),
        (claim(57), claim(20, field=Field.PARTICIPANTS), False),
        (claim(57), claim(20, places=("astana",)), False),
        (claim(57), DENIAL, True),
        (claim(57), replace(DENIAL, claimant_type=ClaimantType.ORGANISER), False),
    ],
)
def test_claims_that_cannot_both_be_right_are_disputed(one: Claim, other: Claim, *, disputed: bool) -> None:
    assert is_disputed(of(one, other)) is disputed


@pytest.mark.parametrize(
    ("told", "sure"),
    [
        (of(claim(57)), Certainty.OBSERVED),
        (of(claim(57, **EYE)), Certainty.LIKELY),
        (of(claim(57, **EYE), groups=2), Certainty.OBSERVED),
        (of(claim(57, **SOCIAL)), Certainty.POSSIBLE),
        (of(claim(57, **EYE), DENIAL), Certainty.POSSIBLE),
        (of(), Certainty.LIKELY),
    ],
)
def test_how_sure_an_event_is(told: Facts, sure: Certainty) -> None:
    assert certainty(told) is sure


def test_each_place_has_its_own_days() -> None:
    first = report(places=(PlaceRef("almaty"),), span=Span(DAY, DAY, 1))
    both = report(places=(PlaceRef("almaty"), PlaceRef("astana")), span=Span(DAY, DAY.replace(day=23), 1))
    told = merge(facts(places=first.places), both, source("arna"))
    assert told.days_at("astana") == (DAY, DAY.replace(day=23))
    alone = replace(told, stays=(Stay("almaty", DAY, DAY),))
    assert alone.days_at("almaty") == (DAY, DAY)
    moved = replace(alone, span=Span(DAY.replace(day=25), DAY.replace(day=25), 1))
    assert moved.days_at("almaty") == (DAY.replace(day=25), DAY.replace(day=25))
