"""The separation rules: when two reports are about one protest."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.codes import Action, Field, Issue, Scope
from bot.domain.match_evidence import Witness
from bot.domain.matching import Asks, Begins, Joins, Verdict, compare, match
from bot.domain.place import PlaceRef
from bot.domain.report import Claim, Span
from tests.domain.making import DAY, claim, event, facts, report

NEXT_DAY = DAY + timedelta(days=1)
WEEK = Span(DAY, DAY + timedelta(days=6), 2)


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ({}, {}, Verdict.CERTAIN),
        ({"places": (PlaceRef("astana"),)}, {}, Verdict.UNLIKELY),
        ({"places": (PlaceRef("astana"), PlaceRef("almaty"))}, {}, Verdict.CERTAIN),
        ({"places": (PlaceRef("astana"),), "organisers": ("dvk",)}, {"organisers": ("dvk",)}, Verdict.CERTAIN),
        ({"places": (PlaceRef("astana"),), "organisers": ("dvk",)}, {"organisers": ("oyan",)}, Verdict.UNLIKELY),
        ({"span": Span(NEXT_DAY, NEXT_DAY, 1)}, {}, Verdict.UNLIKELY),
        ({"span": Span(DAY, NEXT_DAY, 1)}, {"span": Span(NEXT_DAY, NEXT_DAY, 1)}, Verdict.CERTAIN),
        ({"span": Span()}, {}, Verdict.UNLIKELY),
        ({"span": WEEK}, {}, Verdict.LIKELY),
        ({"action": Action.GATHERING}, {}, Verdict.CERTAIN),
        ({"action": Action.HUNGER_STRIKE}, {}, Verdict.UNLIKELY),
        ({"action": None}, {}, Verdict.CERTAIN),
        ({"organisers": ("oyan",)}, {"organisers": ("dvk",)}, Verdict.UNLIKELY),
        ({"organisers": ("dvk",)}, {}, Verdict.CERTAIN),
        ({"issue": Issue.LABOUR}, {}, Verdict.UNLIKELY),
        ({"issue": Issue.FOREIGN_INFLUENCE, "organisers": ("dvk",)}, {"organisers": ("dvk",)}, Verdict.CERTAIN),
        ({"issue": Issue.OTHER}, {}, Verdict.CERTAIN),
        ({"issue": None}, {}, Verdict.CERTAIN),
    ],
)
def test_a_report_tells_of_an_event(one: dict[str, Any], other: dict[str, Any], verdict: Verdict) -> None:
    assert compare(report(**one), facts(**other)) is verdict


def test_a_certain_event_is_joined() -> None:
    assert match(report(), (event(7), event(3, places=(PlaceRef("astana"),)))) == Joins(7)


def test_two_events_that_fit_alike_are_an_editors_choice() -> None:
    assert match(report(), (event(7), event(3))) == Asks((3, 7))


def test_a_likely_event_goes_to_an_editor() -> None:
    assert match(report(span=WEEK), (event(7), event(3))) == Asks((3, 7))


def test_without_candidates_a_report_begins_an_event() -> None:
    assert match(report(), ()) == Begins()


ONE, OTHER = ((claim(12, field=Field.INJURED_POLICE), claim(46)), (claim(9, field=Field.INJURED_POLICE), claim(31)))
DEAD = (claim(2, field=Field.KILLED_UNSPECIFIED),)


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (ONE, ONE, Verdict.CERTAIN),
        (ONE[:1], ONE[:1], Verdict.UNLIKELY),
        (ONE, OTHER, Verdict.UNLIKELY),
        ((*DEAD, *ONE[:1]), (*DEAD, *ONE[:1]), Verdict.LIKELY),
        (tuple(replace(one, scope=Scope.NATIONWIDE) for one in ONE),) * 2 + (Verdict.UNLIKELY,),
    ],
    ids=["two figures alike", "one figure alike", "other figures", "both tell of deaths", "the country's figures"],
)
def test_figures_alike_outweigh_an_aim_that_was_read_otherwise(
    one: tuple[Claim, ...], other: tuple[Claim, ...], verdict: Verdict
) -> None:
    assert compare(report(claims=one, issue=Issue.LABOUR), facts(claims=other)) is verdict


def test_the_report_of_an_event_that_fits_best_counts_whatever_the_event_was_called_first() -> None:
    strike = report(action=Action.STRIKE, issue=Issue.LABOUR, demands=("pay_rise",))
    clues = Witness(reports=(report(issue=None, action=Action.STRIKE), strike))
    assert compare(strike, facts()) is Verdict.UNLIKELY
    assert compare(strike, facts(), clues) is Verdict.CERTAIN


def test_an_organiser_known_to_one_report_is_the_events() -> None:
    clues = Witness(reports=(report(),))
    assert compare(report(organisers=("oyan",)), facts(organisers=("dvk",)), clues) is Verdict.UNLIKELY


def test_one_text_on_two_towns_does_not_make_one_event_of_all_that_is_told_of_either() -> None:
    astana, both = PlaceRef("astana"), (PlaceRef("astana"), PlaceRef("almaty"))
    told = facts(places=both)
    of_almaty = report()
    linked = Witness(reports=(of_almaty, of_almaty, report(places=both)))
    assert compare(report(places=(astana,)), told, linked) is not Verdict.CERTAIN
    assert compare(report(places=(astana,)), told, replace(linked, reports=(*linked.reports, report(places=both)))) is (
        Verdict.CERTAIN
    )
    organised = replace(linked, reports=tuple(replace(one, organisers=("dvk",)) for one in linked.reports))
    same = report(places=(astana,), organisers=("dvk",))
    assert compare(same, facts(places=both, organisers=("dvk",)), organised) is Verdict.CERTAIN
