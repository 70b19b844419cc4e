"""What one owner alone does not add to an event: figures far above the others', a new use of force."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.codes import ClaimantType, Field, Qualifier, Response, Scope, Stance
from bot.domain.corroboration import counted, unusual
from bot.domain.event import Facts, Said, begin
from bot.domain.event_update import unite
from bot.domain.report import Claim
from tests.domain.making import claim, report, source

FORCE = (Response.FORCE,)


def part(outlet: str, *claims: Claim, group: str = "", site_of: str = "", **more: Any) -> Facts:
    return begin(report(claims=claims, **more), replace(source(outlet, group), site_of=site_of))


KNOWN = unite(part("arna", claim(57)), part("bulak", claim(57)))


@pytest.mark.parametrize(
    ("told", "added"),
    [
        (claim(171), True),
        (claim(172), False),
        (claim(5000), False),
        (claim(5000, claimant="police"), False),
        (claim(5000, scope=Scope.CITY_DAY), False),
        (claim(2000, None, qualifier=Qualifier.VAGUE), False),
        (claim(5000, scope=Scope.NATIONWIDE), True),
        (claim(5000, field=Field.PARTICIPANTS), True),
        (claim(5000, stance=Stance.DENIES), True),
    ],
)
def test_a_figure_far_above_the_others_is_not_added_by_one_owner(told: Claim, *, added: bool) -> None:
    found = counted(KNOWN, part("hostile", told), [])
    assert (bool(found.added.said), found.left_over) == (added, not added)


def test_small_figures_may_grow_threefold() -> None:
    known = part("arna", claim(4))
    assert counted(known, part("hostile", claim(54)), []).added.said
    assert counted(known, part("hostile", claim(55)), []).left_over


def figures(*parts: Facts) -> list[int]:
    return [said.claim.min or 0 for one in parts for said in one.said]


CONFIRMS = [
    (part("kovyl", claim(570)), True),
    (part("kovyl", claim(400)), True),
    (part("kovyl", claim(570), group="hostile"), False),
    (part("kovyl", claim(90)), False),
]


@pytest.mark.parametrize(("second", "confirms"), CONFIRMS)
def test_a_second_owner_in_its_own_words_confirms_it(second: Facts, *, confirms: bool) -> None:
    heard = [part("arna", claim(57)), part("bulak", claim(57)), part("hostile", claim(570))]
    found = counted(KNOWN, second, heard)
    assert (570 in figures(found.added, *found.confirmed)) == confirms


@pytest.mark.parametrize(("probabilities", "told"), [((0.8, 0.85), False), ((0.8, 0.95), True)])
def test_what_every_report_may_have_been_misread_for_is_asked_about(
    probabilities: tuple[float, float], *, told: bool
) -> None:
    first, second = (
        part(outlet, replace(claim(570), probability=one))
        for outlet, one in zip(("hostile", "kovyl"), probabilities, strict=True)
    )
    found = counted(KNOWN, second, [part("arna", claim(57)), part("bulak", claim(57)), first])
    assert ((570 in figures(found.added)), found.left_over) == (told, not told)


def test_the_claimants_own_site_needs_nobody_else() -> None:
    assert figures(counted(KNOWN, part("polisia", claim(570), site_of="mvd"), []).added) == [570]


def test_nobody_confirms_himself_step_by_step() -> None:
    event = unite(KNOWN, part("hostile", claim(150)))
    assert counted(event, part("hostile", claim(440)), [part("hostile", claim(150))]).left_over


def test_a_new_use_of_force_is_not_added_by_one_owner_and_is_by_two() -> None:
    alone = counted(KNOWN, part("hostile", responses=FORCE), [])
    assert (alone.added.responses, alone.left_over) == ((), True)
    second = counted(KNOWN, part("kovyl", responses=FORCE), [part("hostile", responses=FORCE)])
    assert [one.responses for one in (second.added, *second.confirmed)] == [FORCE, FORCE]
    assert not counted(unite(KNOWN, part("arna", responses=FORCE)), part("hostile", responses=FORCE), []).left_over


def test_own_counts_that_are_alike_to_the_very_figure_are_one_voice() -> None:
    own = claim(137, claimant="", claimant_type=ClaimantType.OUTLET)
    round_one, ministry, denial = replace(own, min=140, max=140), claim(137), replace(own, stance=Stance.DENIES)
    assert unusual(report(claims=(own, round_one, ministry, denial))) == {(Field.DETAINED, 137)}


def test_a_version_of_before_counting_is_its_outlets_alone() -> None:
    assert Said(claim(57), "arna").relays == ("arna",)
