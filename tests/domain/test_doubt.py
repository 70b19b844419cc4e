"""When a figure is so likely wrong that editors should look."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.codes import ClaimantType, Field, Qualifier, Scope, Stance
from bot.domain.event import Facts, begin
from bot.domain.event_update import unite
from bot.domain.figures import suspect_figures
from bot.domain.place import PlaceRef
from bot.domain.report import Claim
from tests.domain.making import claim, report, source

HRW: dict[str, Any] = {"claimant": "hrw", "claimant_type": ClaimantType.NGO_MONITOR}
AT_LEAST: dict[str, Any] = {"qualifier": Qualifier.AT_LEAST}


def told(outlet: str, *claims: Claim) -> Facts:
    return begin(report(claims=claims), source(outlet))


def doubted(*reports: Facts) -> list[tuple[int | None, int | None]]:
    """Each figure in doubt after the last report, with the one that speaks against it."""
    *earlier, last = reports
    before = earlier[0]
    for one in earlier[1:]:
        before = unite(before, one)
    found = suspect_figures(before, last, unite(before, last))
    return [(one.stands.claim.min, one.against.claim.min) for one in found]


@pytest.mark.parametrize(
    ("outlet", "then", "later", "is_doubted"),
    [
        ("arna", claim(570), claim(57), True),  # "57, not 570"
        ("arna", claim(60), claim(57), False),  # about the same
        ("arna", claim(100), claim(57), True),
        ("herald", claim(570), claim(57), True),  # the same ministry, by another outlet
        ("herald", claim(100), claim(57), False),  # what another outlet heard earlier
        ("arna", claim(570), claim(57, **HRW), False),  # another claimant counts otherwise
        ("arna", claim(570), claim(20, None, **AT_LEAST), False),
        ("arna", claim(570), claim(57, scope=Scope.NATIONWIDE), False),
        ("arna", claim(570), claim(57, field=Field.FINED), False),
        ("arna", claim(570), claim(57, stance=Stance.DENIES), False),
        ("arna", claim(20, None, qualifier=Qualifier.VAGUE), claim(3), False),
    ],
)
def test_a_claimant_or_an_outlet_that_says_less_takes_back_what_stands(
    outlet: str, then: Claim, later: Claim, *, is_doubted: bool
) -> None:
    assert bool(doubted(told("arna", then), told(outlet, later))) is is_doubted


def test_figures_of_other_places_are_not_compared() -> None:
    elsewhere = begin(report(claims=(claim(57),), places=(PlaceRef("astana"),)), source("arna"))
    assert doubted(told("arna", claim(570)), elsewhere) == []


@pytest.mark.parametrize(
    ("said", "outlier", "is_doubted"),
    [
        (claim(57), claim(570), True),
        (claim(57), claim(285), True),
        (claim(57), claim(284), False),
        (claim(1), claim(9), False),  # small ones grow so
        (claim(57), claim(570, **HRW), True),
        (claim(57, None, **AT_LEAST), claim(570, **HRW), False),  # "at least" speaks against nothing
        (claim(57), claim(500, None, **AT_LEAST), True),
    ],
)
def test_five_times_what_several_sources_have_is_in_doubt(said: Claim, outlier: Claim, *, is_doubted: bool) -> None:
    several = told("arna", said), told("herald", said)
    found = doubted(*several, told("site", outlier))
    assert found == ([(outlier.min, said.min)] if is_doubted else [])


def test_against_one_source_alone_a_figure_may_grow_as_it_likes() -> None:
    assert doubted(told("arna", claim(20)), told("herald", claim(200))) == []


def test_the_first_figure_is_in_doubt_when_two_others_have_far_less() -> None:
    first, second = told("site", claim(570, **HRW)), told("arna", claim(57))
    assert doubted(first, second) == []
    assert doubted(first, second, told("herald", claim(60, claimant="akimat"))) == [(570, 60)]


def test_what_an_editor_fixed_is_in_no_doubt() -> None:
    facts = told("arna", claim(570))
    fixed = replace(facts, said=tuple(replace(one, fixed=True) for one in facts.said))
    assert doubted(fixed, told("arna", claim(57))) == []
    several = unite(
        replace(told("arna", claim(57)), said=(replace(told("arna", claim(57)).said[0], fixed=True),)), told("h")
    )
    assert doubted(several, told("site", claim(570))) == []


def test_one_report_puts_each_speaker_in_doubt_once() -> None:
    both = claim(570), claim(300, field=Field.FINED)
    assert len(doubted(told("arna", *both), told("arna", claim(57), claim(30, field=Field.FINED)))) == 1
