"""Laws of matching, on invented days of protest: order of arrival, links by way of others, and reading again."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.article import Article
from bot.domain.codes import Action, Field, Issue, ReportKind
from bot.domain.event import begin
from bot.domain.fingerprint import Fingerprint
from bot.domain.match_evidence import Witness
from bot.domain.matching import MatchVerdict, compare
from bot.domain.place import PlaceRef, Precision
from bot.domain.report import Report, Span
from bot.domain.understanding.context import Context
from bot.services.understanding.replay import replay
from tests.domain.making import DAY, claim, report, source
from tests.events.staging import JOINING, MAP, NOBODY

MEANS = Context(NOBODY, MAP, match_score=JOINING)
WEEK = Span(DAY, DAY + timedelta(days=6), 2)
KONAEV, REGION = (PlaceRef("konaev"),), (PlaceRef("almaty-region", Precision.REGION),)
FIGURES = ((57, Field.DETAINED), (43, Field.FINED), (3, Field.KILLED_UNSPECIFIED))
CITIES = ("almaty", "astana", "konaev")
#: Protests that the rules keep apart: another day, another action, another organiser, another town.
PROTESTS = {
    "party": report(organisers=("dvk",), places=(PlaceRef("almaty"),)),
    "union": report(action=Action.STRIKE, issue=Issue.LABOUR, places=(PlaceRef("konaev"),)),
    "women": report(organisers=("feminita",), issue=Issue.WOMEN, places=(PlaceRef("astana"),)),
    "later": report(organisers=("oyan",), places=(PlaceRef("almaty"),), span=Span(*(DAY + timedelta(days=9),) * 2, 1)),
}


@st.composite
def told(draw: st.DrawFn) -> dict[str, Report]:
    """Some reports of these protests; those of the party name any of its cities."""
    names = draw(st.lists(st.sampled_from(sorted(PROTESTS)), min_size=1, max_size=6))
    reports = {}
    for number, name in enumerate(names):
        cities = draw(st.sets(st.sampled_from(CITIES), min_size=1)) if name == "party" else set()
        where = tuple(PlaceRef(city) for city in sorted(cities)) or PROTESTS[name].places
        reports[f"{name}-{number}"] = replace(PROTESTS[name], id=f"{name}-{number}", places=where)
    return reports


def outcome(
    reports: dict[str, Report], order: list[str], prints: dict[str, Fingerprint] | None = None
) -> set[frozenset[str]]:
    articles = [Article(name, name, name, source=name) for name in order]
    known = prints or {name: Fingerprint("en") for name in reports}
    replayed = replay(articles, lambda a: reports[a.id], lambda article, _lang: known[article.id], MEANS)
    groups: dict[int | None, set[str]] = {}
    for one in replayed:
        groups.setdefault(one.event, set()).add(one.report.id)
    assert None not in groups
    return {frozenset(group) for group in groups.values()}


Protest = dict[str, tuple[Report, Fingerprint]]


@st.composite
def one_protest(draw: st.DrawFn) -> Protest:
    """Reports of one protest: sharp and vague, of its town or its region, with some of its figures, aims and names."""
    told = {}
    for number in range(draw(st.integers(2, 5))):
        values: dict[str, Any] = {
            "span": draw(st.sampled_from((Span(DAY, DAY, 1), WEEK))),
            "places": draw(st.sampled_from((KONAEV, REGION))),
            "issue": draw(st.sampled_from((None, Issue.POLITICAL))),
            "demands": tuple(draw(st.sets(st.sampled_from(("resignation", "pay_rise"))))),
            "claims": tuple(claim(n, field=f) for n, f in draw(st.sets(st.sampled_from(FIGURES)))),
            "kind": draw(
                st.sampled_from((ReportKind.EVENT_REPORT, ReportKind.EVENT_REPORT, ReportKind.COURT_FOLLOWUP))
            ),
        }
        names = dict.fromkeys(draw(st.sets(st.integers(1, 3))), 1.4)
        told[f"r{number}"] = report(id=f"r{number}", **values), Fingerprint("en", names)
    return told


def verdicts(told: Protest) -> dict[tuple[str, str], MatchVerdict]:
    """How sure it is of each two reports alone that they tell of one protest; a court's report is never an event."""
    return {
        (a, b): compare(one, begin(other, source()), Witness(MAP, own, (others,)))
        for (a, (one, own)), (b, (other, others)) in permutations(told.items(), 2)
        if other.is_protest
    }


def is_one(told: Protest) -> bool:
    """No two reports speak against each other, and sure ones link them all."""
    found = verdicts(told)
    protests = {name for name, (one, _) in told.items() if one.is_protest}
    if not protests or any(found[pair] is MatchVerdict.UNLIKELY for pair in permutations(protests, 2)):
        return False
    linked = {min(protests)}
    while more := {a for (a, b), verdict in found.items() if b in linked and verdict is MatchVerdict.CERTAIN} - linked:
        linked |= more
    return linked == set(told)


@pytest.mark.slow
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.filter_too_much])
@given(one_protest().filter(is_one), st.randoms(use_true_random=False))
def test_reports_that_sure_ones_link_are_one_event_whichever_comes_first(told: Protest, chance: Random) -> None:
    order = list(told)
    chance.shuffle(order)
    reports = {name: one for name, (one, _) in told.items()}
    prints = {name: own for name, (_, own) in told.items()}
    assert outcome(reports, order, prints) == {frozenset(told)}


@settings(deadline=None, max_examples=15)
@given(told(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_change_which_reports_are_one_event(
    reports: dict[str, Report], chance: Random
) -> None:
    order = list(reports)
    chance.shuffle(order)
    assert outcome(reports, order) == outcome(reports, sorted(reports))


@settings(deadline=None, max_examples=15)
@given(told())
def test_each_protest_is_one_event(reports: dict[str, Report]) -> None:
    protests = {frozenset(n for n in reports if n.split("-")[0] == name.split("-")[0]) for name in reports}
    assert outcome(reports, list(reports)) == protests


@pytest.mark.slow
@settings(deadline=None, max_examples=30)
@given(told())
def test_reading_everything_twice_makes_no_more_events(reports: dict[str, Report]) -> None:
    again = {f"{name}-again": replace(one, id=f"{name}-again") for name, one in reports.items()}
    assert len(outcome(reports | again, [*reports, *again])) == len(outcome(reports, list(reports)))
