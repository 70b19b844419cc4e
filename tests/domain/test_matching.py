"""The separation rules: when two reports are about one protest."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.codes import Action, Field, Issue, Scope
from bot.domain.match_evidence import Witness
from bot.domain.matching import Asks, Begins, Joins, MatchVerdict, compare, match
from bot.domain.place import PlaceRef
from bot.domain.report import Claim, Span
from tests.domain.making import DAY, claim, event, facts, report

NEXT_DAY = DAY + timedelta(days=1)
WEEK = Span(DAY, DAY + timedelta(days=6), 2)


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ({}, {}, MatchVerdict.CERTAIN),
        ({"places": (PlaceRef("astana"),)}, {}, MatchVerdict.UNLIKELY),
        ({"places": (PlaceRef("astana"), PlaceRef("almaty"))}, {}, MatchVerdict.CERTAIN),
        ({"places": (PlaceRef("astana"),), "organisers": ("dvk",)}, {"organisers": ("dvk",)}, MatchVerdict.CERTAIN),
        ({"places": (PlaceRef("astana"),), "organisers": ("dvk",)}, {"organisers": ("oyan",)}, MatchVerdict.UNLIKELY),
        ({"span": Span(NEXT_DAY, NEXT_DAY, 1)}, {}, MatchVerdict.UNLIKELY),
        ({"span": Span(DAY, NEXT_DAY, 1)}, {"span": Span(NEXT_DAY, NEXT_DAY, 1)}, MatchVerdict.CERTAIN),
        ({"span": Span()}, {}, MatchVerdict.UNLIKELY),
        ({"span": WEEK}, {}, MatchVerdict.LIKELY),
        ({"action": Action.GATHERING}, {}, MatchVerdict.CERTAIN),
        ({"action": Action.HUNGER_STRIKE}, {}, MatchVerdict.UNLIKELY),
        ({"action": None}, {}, MatchVerdict.CERTAIN),
        ({"organisers": ("oyan",)}, {"organisers": ("dvk",)}, MatchVerdict.UNLIKELY),
        ({"organisers": ("dvk",)}, {}, MatchVerdict.CERTAIN),
        ({"issue": Issue.LABOUR}, {}, MatchVerdict.UNLIKELY),
        ({"issue": Issue.FOREIGN_INFLUENCE, "organisers": ("dvk",)}, {"organisers": ("dvk",)}, MatchVerdict.CERTAIN),
        ({"issue": Issue.OTHER}, {}, MatchVerdict.CERTAIN),
        ({"issue": None}, {}, MatchVerdict.CERTAIN),
    ],
)
def test_a_report_tells_of_an_event(one: dict[str, Any], other: dict[str, Any], verdict: MatchVerdict) -> None:
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
        (ONE, ONE, MatchVerdict.CERTAIN),
        (ONE[:1], ONE[:1], MatchVerdict.UNLIKELY),
        (ONE, OTHER, MatchVerdict.UNLIKELY),
        ((*DEAD, *ONE[:1]), (*DEAD, *ONE[:1]), MatchVerdict.LIKELY),
        (tuple(replace(one, scope=Scope.NATIONWIDE) for one in ONE),) * 2 + (MatchVerdict.UNLIKELY,),
    ],
    ids=["two figures alike", "one figure alike", "other figures", "both tell of deaths", "the country's figures"],
)
def test_figures_alike_outweigh_an_aim_that_was_read_otherwise(
    one: tuple[Claim, ...], other: tuple[Claim, ...], verdict: MatchVerdict
) -> None:
    assert compare(report(claims=one, issue=Issue.LABOUR), facts(claims=other)) is verdict


def test_the_report_of_an_event_that_fits_best_counts_whatever_the_event_was_called_first() -> None:
    strike = report(action=Action.STRIKE, issue=Issue.LABOUR, demands=("pay_rise",))
    clues = Witness(reports=(report(issue=None, action=Action.STRIKE), strike))
    assert compare(strike, facts()) is MatchVerdict.UNLIKELY
    assert compare(strike, facts(), clues) is MatchVerdict.CERTAIN


def test_an_organiser_known_to_one_report_is_the_events() -> None:
    clues = Witness(reports=(report(),))
    assert compare(report(organisers=("oyan",)), facts(organisers=("dvk",)), clues) is MatchVerdict.UNLIKELY


def test_one_text_on_two_towns_does_not_make_one_event_of_all_that_is_told_of_either() -> None:
    astana, both = PlaceRef("astana"), (PlaceRef("astana"), PlaceRef("almaty"))
    told = facts(places=both)
    of_almaty = report()
    linked = Witness(reports=(of_almaty, of_almaty, report(places=both)))
    assert compare(report(places=(astana,)), told, linked) is not MatchVerdict.CERTAIN
    assert compare(report(places=(astana,)), told, replace(linked, reports=(*linked.reports, report(places=both)))) is (
        MatchVerdict.CERTAIN
    )
    organised = replace(linked, reports=tuple(replace(one, organisers=("dvk",)) for one in linked.reports))
    same = report(places=(astana,), organisers=("dvk",))
    assert compare(same, facts(places=both, organisers=("dvk",)), organised) is MatchVerdict.CERTAIN
