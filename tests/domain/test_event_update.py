"""What a report adds, and whether phones ring for it."""

from dataclasses import replace
from datetime import timedelta
from functools import reduce
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes import ClaimantType, Field, Issue, Qualifier, ReportKind, Response, Scope, Stance, Status
from bot.domain.event import Facts, Said, Source, begin
from bot.domain.event_update import Difference, difference, merge, unite, without
from bot.domain.place import COUNTRY, PlaceRef, Precision
from bot.domain.report import Report, Span
from tests.domain.making import DAY, NOON, claim, facts, report, source

fields = st.sampled_from([Field.DETAINED, Field.PARTICIPANTS])
claims = st.builds(
    lambda least, field, who, where: claim(least, field=field, claimant=who, places=where),
    st.integers(0, 500),
    fields,
    st.sampled_from(["mvd", "police", ""]),
    st.sampled_from([(), ("almaty",), ("astana",)]),
)
reports = st.builds(
    lambda said, places, organisers, status: report(
        claims=tuple(said), places=tuple(map(PlaceRef, places)), organisers=tuple(organisers), status=status
    ),
    st.lists(claims, max_size=4),
    st.lists(st.sampled_from(["almaty", "astana", "konaev"]), min_size=1, max_size=3, unique=True),
    st.lists(st.sampled_from(["dvk"]), max_size=1),
    st.just(Status.UNKNOWN),
)


def content(merged: Facts) -> tuple[object, ...]:
    """What is said, whatever the order of saying."""
    return (
        frozenset(merged.said),
        merged.place_ids,
        frozenset(merged.organisers),
        frozenset(merged.responses),
        merged.groups,
        merged.span,
    )


@given(reports)
def test_reading_a_report_twice_changes_nothing(one: Report) -> None:
    once = merge(begin(report(), source("arna")), one, source())
    assert merge(once, one, source()) == once


@given(st.lists(reports, min_size=2, max_size=3))
def test_the_order_of_reports_does_not_change_what_is_said(several: list[Report]) -> None:
    told = [(one, source(f"outlet{n}")) for n, one in enumerate(several)]
    ends = set()
    for order in permutations(told):
        merged = begin(*order[0])
        for one, where in order[1:]:
            merged = merge(merged, one, where)
        ends.add(content(merged))
    assert len(ends) == 1


GROWTH = [
    ((36, "arna"), (57, "arna"), [57]),
    ((57, "arna"), (36, "arna"), [57]),
    ((36, "arna"), (57, "bulak"), [57, 36]),
    ((57, "arna"), (57, "bulak"), (36, "kovyl"), [57]),
    ((36, "arna"), (57, "bulak"), (57, "kovyl"), [57]),
    ((36, "arna"), (50, "bulak"), (57, "kovyl"), [57, 50]),
    ((57, "arna"), (57, "bulak"), (90, "kovyl"), [90, 57]),
    ((57, "arna"), (90, "mvd"), [90]),
]


@pytest.mark.parametrize("told", GROWTH)
def test_a_figure_that_two_owners_relay_ends_smaller_ones_and_none_are_added(told: tuple[Any, ...]) -> None:
    """The ministry's own site stands for two."""
    *several, stand = told
    made = [
        begin(report(claims=(claim(many),)), replace(source(who), site_of="mvd" if who == "mvd" else ""))
        for many, who in several
    ]
    assert [said.claim.min for said in reduce(unite, made).said] == stand


def test_what_an_outlet_copies_or_quotes_is_its_own_relay_of_a_ministry_and_no_count_of_its_own() -> None:
    own = claim(137, claimant="", claimant_type=ClaimantType.OUTLET)
    copy = Source("arna", "herald", "en", "https://arna.example/1", NOON, owner="arna")
    told = begin(report(claims=(claim(57), own), responses=(Response.FORCE,)), copy)
    assert [said.groups for said in told.said] == [("arna",), ("herald",)]
    assert {one.groups for one in told.relayed} == {("herald",)}


def test_what_an_editor_fixed_no_report_replaces() -> None:
    fixed = replace(facts(), said=(Said(claim(57, places=("almaty",)), "herald", NOON, fixed=True),))
    assert [s.claim.min for s in merge(fixed, report(claims=(claim(570),)), source("arna")).said] == [57]


@pytest.mark.parametrize(
    "other",
    [
        {"scope": Scope.NATIONWIDE},
        {"places": ("astana",)},
        {"claimant": "police"},
        {"field": Field.PARTICIPANTS},
        {"stance": Stance.DENIES},
    ],
)
def test_figures_of_another_scope_place_or_claimant_stand_beside_each_other(other: dict[str, Any]) -> None:
    merged = merge(facts(claims=(claim(57),)), report(claims=(claim(100, **other),)), source("arna"))
    assert sorted(said.claim.min or 0 for said in merged.said) == [57, 100]


def test_correspondents_of_two_outlets_are_two_claimants() -> None:
    seen = claim(20, claimant="", claimant_type=ClaimantType.JOURNALIST_ON_SCENE)
    merged = merge(facts(claims=(seen,)), report(claims=(replace(seen, min=30, max=30),)), source("arna"))
    assert len(merged.said) == 2


def test_the_sequel_of_the_first_article_leaves_all_figures_standing() -> None:
    ministry = claim(57, places=("astana", "almaty"))
    minister = claim(100, qualifier=Qualifier.APPROX, scope=Scope.NATIONWIDE, as_of=DAY + timedelta(days=2))
    police = claim(50, qualifier=Qualifier.APPROX, places=("astana",), claimant="police")
    told = facts(claims=(ministry,))
    for n, one in enumerate((minister, police)):
        told = merge(told, report(claims=(one,)), source(f"outlet{n}"))
    assert {said.claim for said in told.said} == {ministry, minister, police}


DETAINED = facts(claims=(claim(57),))
FOUR = facts(claims=(claim(4),))
DENIAL = claim(None, stance=Stance.DENIES)
QUIET = Difference(changed=True, major=False)


def rings(reason: str) -> Difference:
    return Difference(changed=True, major=True, reasons=(reason,))


@pytest.mark.parametrize(
    ("old", "added", "expected"),
    [
        (facts(), {}, QUIET),
        (facts(), {"claims": (claim(5),)}, rings("first_detentions")),
        (
            DETAINED,
            {"claims": (claim(1, field=Field.KILLED_PARTICIPANTS),)},
            rings("first_deaths"),
        ),
        (
            DETAINED,
            {"claims": (claim(2, field=Field.INJURED_POLICE),)},
            rings("first_injuries"),
        ),
        (DETAINED, {"claims": (claim(86),)}, rings("count_grew")),
        (DETAINED, {"claims": (claim(85),)}, QUIET),
        (FOUR, {"claims": (claim(13),)}, QUIET),
        (
            facts(claims=(claim(4),)),
            {"claims": (claim(14),)},
            rings("count_grew"),
        ),
        (DETAINED, {"claims": (claim(900, scope=Scope.NATIONWIDE),)}, QUIET),
        (DETAINED, {"responses": (Response.FORCE,)}, rings("force_used")),
        (
            DETAINED,
            {"claims": (claim(None, stance=Stance.DENIES),)},
            rings("official_denial"),
        ),
        (
            DETAINED,
            {"claims": (claim(None, stance=Stance.DENIES, claimant="o", claimant_type=ClaimantType.ORGANISER),)},
            QUIET,
        ),
        (
            DETAINED,
            {"status": Status.ENDED, "responses": (Response.CONCESSION,)},
            rings("ended"),
        ),
        (DETAINED, {"status": Status.ENDED}, QUIET),
    ],
)
def test_phones_ring(old: Facts, added: dict[str, Any], expected: Difference) -> None:
    assert difference(old, merge(old, report(**added), source("arna"))) == expected


def test_the_same_again_is_no_change() -> None:
    assert difference(DETAINED, merge(DETAINED, report(claims=(claim(57),)), source())) == Difference(
        changed=False, major=False
    )


def test_a_day_known_exactly_wins_over_a_week() -> None:
    week = facts(span=Span(DAY, DAY + timedelta(days=6), 2))
    assert merge(week, report(), source()).span == Span(DAY, DAY, 1)


def test_an_aim_is_learnt_when_the_first_report_gave_none() -> None:
    assert merge(facts(issue=Issue.OTHER), report(), source()).issue is Issue.POLITICAL


def test_what_articles_say_of_venue_and_hour_is_kept_by_article_and_as_last_read() -> None:
    first = begin(report(venue="у акимата", hour="в 11:00"), source("arna"))
    both = merge(first, report(venue="на площади Абая"), source("bulak"))
    assert [(one.outlet, one.venue, one.hour) for one in both.settings] == [
        ("arna", "у акимата", "в 11:00"),
        ("bulak", "на площади Абая", ""),
    ]
    again = merge(both, report(venue="у здания акимата"), source("arna"))
    assert [one.venue for one in again.settings] == ["у здания акимата", "на площади Абая"]


@pytest.mark.parametrize("kind", [kind for kind in ReportKind if kind is not ReportKind.EVENT_REPORT])
def test_only_what_has_happened_brings_a_venue_or_an_hour(kind: ReportKind) -> None:
    told = report(kind=kind, venue="у акимата", hour="в 11:00")
    assert begin(told, source()).settings == ()
    assert merge(begin(report(), source()), told, source("arna")).settings == ()


def test_an_article_that_was_taken_back_takes_its_venue_with_it() -> None:
    first, gone = begin(report(), source("arna")), begin(report(venue="у акимата"), source("bulak"))
    assert without(merge(first, report(venue="у акимата"), source("bulak")), gone, [first]).settings == ()


def test_the_whole_country_is_no_place_once_a_nearer_one_is_known() -> None:
    country, town = facts(places=(PlaceRef(COUNTRY, Precision.COUNTRY),)), facts(places=(PlaceRef("almaty"),))
    assert unite(country, town).place_ids == unite(town, country).place_ids == {"almaty"}
    assert unite(country, country).place_ids == {COUNTRY}
