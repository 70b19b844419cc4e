"""One read report and what is stored: what more must be known, and what is to be written. No database is needed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes import Field, Response
from bot.domain.corroboration import asks, may_ask
from bot.domain.decision import OutletStanding
from bot.domain.event import Basis, Change, Event, Facts, Version, begin
from bot.domain.event_update import unite
from bot.domain.names import Names
from bot.domain.outlet import CONFIRMED, Outcome, Rate
from bot.domain.report import Report, StoredReport
from bot.domain.review import ReviewReason
from bot.domain.understanding import consequences
from bot.domain.understanding.background import Background, OutletHistory
from bot.domain.understanding.consequences import EDITS_A_DAY, Consequences
from bot.domain.understanding.context import Context, ReadArticle
from bot.domain.understanding.writes import (
    NEW_EVENT,
    CountOutcome,
    OpenReview,
    PageOutlet,
    SaveReport,
    TrustOutlet,
    WriteVersion,
)
from tests.domain.making import GAZETTEER, NOON, claim, report, source

RULES = Context(Names({}), GAZETTEER)
KILLED = claim(2, field=Field.KILLED_PARTICIPANTS)
PLAIN = report(claims=(claim(20),))


def reading(told: Report, outlet: str = "herald") -> ReadArticle:
    return ReadArticle(9, told, source(outlet))


def event(number: int, told: Report, basis: Basis = Basis.OUTLETS) -> Event:
    facts = replace(begin(told, source("bulak")), basis=basis)
    return Event(number, Version(number, 1, Change.NEW, NOON, facts), held=basis is Basis.UNCHECKED)


def stored(*events: Event, outlet: OutletHistory | None = None) -> Background:
    return Background(outlet or OutletHistory("herald"), events)


def decided(told: Report, known: Background) -> Consequences:
    one = reading(told)
    judged = consequences.judge_report(one, known, RULES)
    assert not judged.lacking
    return consequences.decide(one, known, judged, RULES, NOON, 1)


def versions(found: Consequences) -> list[WriteVersion]:
    return [one for one in found.writes if isinstance(one, WriteVersion)]


@pytest.mark.parametrize(
    ("told", "known", "lacking"),
    [
        (PLAIN, stored(), set()),
        (PLAIN, stored(event(1, PLAIN)), set()),
        (PLAIN, stored(event(1, PLAIN, Basis.UNCHECKED)), {1}),
        (report(claims=(KILLED,)), stored(event(1, PLAIN)), {1}),
        (report(claims=(KILLED,)), stored(event(1, report(claims=(KILLED,)))), set()),
        (report(claims=(claim(900),)), stored(event(1, PLAIN)), {1}),
        (report(responses=(Response.FORCE,)), stored(event(1, PLAIN)), {1}),
        (report(claims=(claim(57, claimant="", claimant_type="outlet"),)), stored(event(1, PLAIN)), {1}),
        (report(confidence=0.1, claims=(KILLED,)), stored(event(1, PLAIN)), set()),
    ],
)
def test_more_is_loaded_only_where_the_decision_depends_on_it(
    told: Report, known: Background, lacking: set[int]
) -> None:
    assert consequences.judge_report(reading(told), known, RULES).lacking == lacking


def test_a_report_of_no_stored_event_begins_one() -> None:
    found = decided(PLAIN, stored())
    (version,) = versions(found)
    assert (version.event, version.change, bool(version.alert)) == (NEW_EVENT, Change.NEW, True)
    saved = next(one for one in found.writes if isinstance(one, SaveReport))
    assert (saved.article, saved.event) == (9, NEW_EVENT)


def test_a_second_report_makes_the_next_version() -> None:
    known = event(1, PLAIN)
    found = decided(PLAIN, stored(known))
    (version,) = versions(found)
    assert (version.event, version.change) == (1, Change.UPDATE)
    assert found.placed.events[0].version.number == known.version.number + 1
    assert CountOutcome("bulak", NOON.date(), Outcome.CONFIRMED) in found.writes


def test_what_is_improbable_is_only_kept() -> None:
    found = decided(report(confidence=0.1), stored(event(1, PLAIN)))
    assert [type(one) for one in found.writes] == [SaveReport]


def test_an_outlet_that_others_confirmed_enough_is_trusted() -> None:
    record = OutletHistory("herald", OutletStanding.PROBATION, confirmed=CONFIRMED)
    assert decided(PLAIN, stored(outlet=record)).writes[0] == TrustOutlet("herald", OutletStanding.KNOWN)
    record = replace(record, confirmed=CONFIRMED - 1)
    found = decided(PLAIN, stored(outlet=record))
    assert found.placed.event == NEW_EVENT
    assert not [one for one in found.writes if isinstance(one, TrustOutlet)]
    assert versions(found)[0].alert is None


@pytest.mark.parametrize(("paged", "quiet"), [(False, False), (True, True)])
def test_an_outlet_far_above_its_rate_is_asked_about_loudly_once_a_day(*, paged: bool, quiet: bool) -> None:
    record = OutletHistory("herald", rate=Rate(9, 9), paged=paged)
    found = decided(PLAIN, stored(outlet=record))
    assert OpenReview(ReviewReason.OVER_BUDGET, NEW_EVENT, quiet=quiet) in found.writes
    assert PageOutlet("herald", NOON.date()) in found.writes
    assert versions(found)[0].alert is None


def test_an_edit_too_many_changes_nothing_and_is_asked_about() -> None:
    before = StoredReport(9, PLAIN, "herald", "", NOON, quiet=False, event=1)
    known = replace(stored(event(1, PLAIN)), before=before, edits=EDITS_A_DAY)
    one = reading(report(claims=(claim(40),)))
    judged = consequences.judge_report(one, known, RULES)
    found = consequences.decide(one, known, judged, RULES, NOON, 2)
    assert not versions(found)
    assert OpenReview(ReviewReason.EDITED, 1, 9) in found.writes


GROUPS = st.sampled_from(["herald", "bulak", "arna"])
CLAIMS = st.builds(
    lambda many, claimant, field: claim(many, claimant=claimant, field=field),
    st.integers(0, 400),
    st.sampled_from(["mvd", "police"]),
    st.sampled_from([Field.DETAINED, Field.PARTICIPANTS]),
)


@st.composite
def parts(draw: st.DrawFn) -> Facts:
    responses = draw(st.sampled_from([(), (Response.FORCE,)]))
    told = report(claims=tuple(draw(st.lists(CLAIMS, max_size=3))), responses=responses)
    return begin(told, source(draw(GROUPS), draw(GROUPS)))


@given(parts(), parts(), parts(), GROUPS)
def test_whatever_owner_a_report_counts_as_what_it_may_ask_covers_what_it_asks(
    one: Facts, other: Facts, part: Facts, group: str
) -> None:
    known = unite(one, other)
    counted = replace(part, sources=tuple(replace(source, group=group) for source in part.sources))
    if asks(known, counted):
        assert may_ask(known, part)
