"""What an editor types, and what it makes of an event's facts."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.codes import Action, Qualifier
from bot.domain.correction import NOTHING, CorrectionField, Draft, Reason, corrected, day_of, figure_of
from bot.domain.errors import NotUnderstood
from bot.domain.event import Facts
from bot.domain.event_update import merge
from bot.domain.place import PlaceRef
from tests.domain.making import claim, facts, report, source

TOLD = facts(claims=(claim(570, places=("almaty",)), claim(20, claimant="police", places=("almaty",))))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("67", (67, 67, Qualifier.EXACT)),
        (" 67 ", (67, 67, Qualifier.EXACT)),
        ("~50", (50, 50, Qualifier.APPROX)),
        ("≈ 50", (50, 50, Qualifier.APPROX)),
        (">50", (50, None, Qualifier.MORE_THAN)),
        (">=20", (20, None, Qualifier.AT_LEAST)),
        ("≥20", (20, None, Qualifier.AT_LEAST)),
        ("20+", (20, None, Qualifier.AT_LEAST)),
        ("<=30", (None, 30, Qualifier.AT_MOST)),
        ("< 30", (None, 30, Qualifier.AT_MOST)),
        ("20-30", (20, 30, Qualifier.RANGE)),
        ("30–20", (20, 30, Qualifier.RANGE)),
    ],
)
def test_a_typed_figure_means(typed: str, meant: tuple[int | None, int | None, Qualifier]) -> None:
    assert figure_of(typed) == meant


@pytest.mark.parametrize("typed", ["", "many", "57abc", "-5", "1 2", "99999999", "5-", "٥٧ adam"])
def test_anything_else_is_no_figure(typed: str) -> None:
    with pytest.raises(NotUnderstood):
        figure_of(typed)


@pytest.mark.parametrize("typed", ["2019-09-20", "20.09.2019", " 20.09.2019 "])
def test_a_typed_day_means(typed: str) -> None:
    assert day_of(typed) == date(2019, 9, 20)


@pytest.mark.parametrize("typed", ["", "yesterday", "2019-13-01", "20/09/2019"])
def test_anything_else_is_no_day(typed: str) -> None:
    with pytest.raises(NotUnderstood):
        day_of(typed)


def figures(after: Facts) -> list[int | None]:
    return [said.claim.min for said in after.claims]


def test_a_figure_is_put_right_and_stays_so() -> None:
    after = corrected(TOLD, Draft(1, 1, CorrectionField.CLAIM, 0, "57"))
    assert figures(after) == [57, 20]
    assert after.said[0].fixed


def test_a_claim_nobody_made_is_struck_out_but_remembered() -> None:
    after = corrected(TOLD, Draft(1, 1, CorrectionField.CLAIM, 0, NOTHING))
    assert figures(after) == [20]
    assert len(after.said) == 2


def test_places_day_and_action_are_put_right() -> None:
    elsewhere = (PlaceRef("astana"),)
    assert corrected(TOLD, Draft(1, 1, CorrectionField.PLACES, value="Astana"), places=elsewhere).places == elsewhere
    assert corrected(TOLD, Draft(1, 1, CorrectionField.DAY, value="20.09.2019")).span.start == date(2019, 9, 20)
    assert corrected(TOLD, Draft(1, 1, CorrectionField.ACTION, value="picket")).action is Action.PICKET


@pytest.mark.parametrize(
    "draft",
    [
        Draft(1, 1, CorrectionField.CLAIM, 0, "570"),
        Draft(1, 1, CorrectionField.CLAIM, 7, "57"),
        Draft(1, 1, CorrectionField.DAY, value="2019-09-21"),
        Draft(1, 1, CorrectionField.ACTION, value="dance"),
        Draft(1, 1),
    ],
)
def test_a_value_that_changes_nothing_is_refused(draft: Draft) -> None:
    with pytest.raises(NotUnderstood):
        corrected(TOLD, draft)


def test_a_retraction_leaves_the_facts_to_the_record() -> None:
    assert corrected(TOLD, Draft(1, 1, CorrectionField.WHOLE)) == TOLD


def test_a_draft_is_whole_when_nothing_is_missing() -> None:
    draft = Draft(1, 1, CorrectionField.CLAIM, 0, "57", Reason.OUR_READING)
    assert draft.whole
    assert Draft(1, 1, CorrectionField.WHOLE, reason=Reason.SAFETY).whole
    assert not replace(draft, value="").whole
    assert not replace(draft, reason=None).whole
    assert not Draft(1, 1).whole


def test_two_drafts_bear_two_marks() -> None:
    draft = Draft(1, 1, CorrectionField.CLAIM, 0, "57", Reason.OUR_READING)
    assert draft.mark == replace(draft).mark
    assert draft.mark != replace(draft, value="75").mark


def test_no_later_report_moves_what_an_editor_placed() -> None:
    moved = corrected(TOLD, Draft(1, 1, CorrectionField.PLACES, value="Astana"), places=(PlaceRef("astana"),))
    assert {said.claim.places for said in moved.said} == {("astana",)}
    dated = corrected(moved, Draft(1, 1, CorrectionField.DAY, value="20.09.2019"))
    later = merge(dated, report(claims=(claim(570, places=("almaty",)),)), source("arna"))
    assert later.places == (PlaceRef("astana"),)
    assert {said.claim.places for said in later.said} == {("astana",)}
    assert later.span.start == later.span.end == date(2019, 9, 20)
