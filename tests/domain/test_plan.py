"""What a chat gets of an alert: the table of the design's 'Delivery states', cell by cell."""

from dataclasses import replace

import pytest

from bot.domain.alert import Plan, PlannedAct, in_flight, plan
from bot.domain.delivery import Delivery, DeliveryState, Form
from bot.domain.event import Change
from tests.domain.making import alert, delivery

NOTHING: tuple[Delivery, ...] = ()
WAITING = (delivery(1, DeliveryState.WAITING),)
OLDER = (delivery(1, DeliveryState.SENT),)
UPDATED = (delivery(1, DeliveryState.SENT), delivery(2, DeliveryState.SENT, Form.UPDATE))
TOLD_WRONG_TWICE = (delivery(1, DeliveryState.SENT), delivery(2, DeliveryState.SENT, Form.CORRECTION))
DOUBTFUL = (delivery(1, DeliveryState.DOUBTFUL),)
GONE = (delivery(1, DeliveryState.GONE),)

NEW = Plan((PlannedAct(Form.NEW),))
NEWEST = Plan((PlannedAct(Form.NEW),), supersedes=(1,))
EDIT = PlannedAct(Form.EDIT, target=1)


def message(form: Form) -> Plan:
    return Plan((PlannedAct(form),))


def answered(form: Form, *edits: PlannedAct) -> Plan:
    return Plan((*edits, PlannedAct(form, answers=1)))


@pytest.mark.parametrize(
    ("held", "change", "major", "expected"),
    [
        (NOTHING, Change.NEW, True, NEW),
        (NOTHING, Change.UPDATE, True, NEW),
        (NOTHING, Change.UPDATE, False, NEW),
        (NOTHING, Change.CORRECTION, True, NEW),
        (NOTHING, Change.RETRACTION, True, Plan()),
        (GONE, Change.UPDATE, True, NEW),
        (WAITING, Change.UPDATE, True, NEWEST),
        (WAITING, Change.UPDATE, False, NEWEST),
        (WAITING, Change.CORRECTION, True, NEWEST),
        (WAITING, Change.RETRACTION, True, Plan(supersedes=(1,))),
        (OLDER, Change.UPDATE, True, answered(Form.UPDATE, EDIT)),
        (OLDER, Change.UPDATE, False, Plan((EDIT,))),
        (OLDER, Change.CORRECTION, True, answered(Form.CORRECTION, EDIT)),
        (OLDER, Change.RETRACTION, True, answered(Form.RETRACTION, EDIT)),
        (UPDATED, Change.CORRECTION, True, answered(Form.CORRECTION, EDIT, PlannedAct(Form.EDIT, target=2))),
        (DOUBTFUL, Change.UPDATE, True, message(Form.UPDATE)),
        (DOUBTFUL, Change.UPDATE, False, Plan()),
        (DOUBTFUL, Change.CORRECTION, True, message(Form.CORRECTION)),
        (DOUBTFUL, Change.RETRACTION, True, message(Form.RETRACTION)),
        (TOLD_WRONG_TWICE, Change.CORRECTION, True, answered(Form.CORRECTION, EDIT, PlannedAct(Form.EDIT, target=2))),
        (TOLD_WRONG_TWICE, Change.RETRACTION, True, answered(Form.RETRACTION, EDIT, PlannedAct(Form.EDIT, target=2))),
        (TOLD_WRONG_TWICE, Change.UPDATE, False, Plan((EDIT,))),
    ],
)
def test_a_concerned_chat_gets(*, held: tuple[Delivery, ...], change: Change, major: bool, expected: Plan) -> None:
    assert plan(alert(change, major=major), held, concerned=True) == expected


@pytest.mark.parametrize("change", list(Change))
def test_a_chat_that_is_not_concerned_and_was_told_nothing_gets_nothing(change: Change) -> None:
    assert plan(alert(change), NOTHING, concerned=False) == Plan()


@pytest.mark.parametrize("change", [Change.CORRECTION, Change.RETRACTION])
def test_who_was_told_hears_that_it_was_wrong_even_after_moving_away(change: Change) -> None:
    moved = plan(alert(change), OLDER, concerned=False)
    assert moved == answered(Form(change.value), EDIT)


def test_an_edit_still_waiting_is_superseded_by_the_next_one() -> None:
    held = (*OLDER, delivery(7, DeliveryState.WAITING, Form.EDIT, target=1))
    assert plan(alert(major=False), held, concerned=True) == Plan((EDIT,), supersedes=(7,))


@pytest.mark.parametrize("form", [Form.CORRECTION, Form.RETRACTION])
def test_no_update_replaces_the_word_that_something_was_wrong(form: Form) -> None:
    held = (*OLDER, delivery(7, DeliveryState.WAITING, Form.EDIT, target=1), delivery(8, DeliveryState.WAITING, form))
    assert plan(alert(major=False), held, concerned=True).supersedes == (7,)
    assert plan(alert(Change.RETRACTION), held, concerned=True).supersedes == (7, 8)


@pytest.mark.parametrize("major", [True, False])
def test_an_update_that_was_to_ring_and_did_not_rings_with_the_newest(*, major: bool) -> None:
    held = (
        *OLDER,
        delivery(7, DeliveryState.WAITING, Form.EDIT, target=1),
        delivery(8, DeliveryState.WAITING, Form.UPDATE),
    )
    got = plan(alert(major=major), held, concerned=True, loud_at=alert().created_at)
    assert got == Plan((EDIT, PlannedAct(Form.UPDATE, answers=1)), supersedes=(7, 8))


def test_what_waits_of_a_newer_alert_is_left_alone() -> None:
    newer = replace(delivery(8, DeliveryState.WAITING, Form.UPDATE), alert=10)
    assert plan(alert(), (*OLDER, newer), concerned=True).supersedes == ()


@pytest.mark.parametrize("state", list(DeliveryState))
@pytest.mark.parametrize("target", [0, 1])
def test_only_what_is_being_sent_is_in_flight(target: int, state: DeliveryState) -> None:
    form = Form.EDIT if target else Form.UPDATE
    assert in_flight((*OLDER, delivery(2, state, form, target))) is (state is DeliveryState.SENDING)


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (OLDER, answered(Form.UPDATE, EDIT)),
        (UPDATED, answered(Form.UPDATE, EDIT, PlannedAct(Form.EDIT, target=2))),
        (DOUBTFUL, message(Form.UPDATE)),
        (WAITING, NEWEST),
    ],
)
def test_a_new_place_of_the_chats_own_or_an_event_it_follows_rings_however_small_the_change(
    held: tuple[Delivery, ...], expected: Plan
) -> None:
    minor = alert(Change.UPDATE, major=False)
    assert plan(minor, held, concerned=True, before=True, loud_at=minor.created_at, gained=True) == expected


def test_every_message_that_says_what_is_known_is_edited_and_no_correction_is() -> None:
    held = (*UPDATED, delivery(3, DeliveryState.SENT, Form.CORRECTION))
    acts = plan(alert(Change.UPDATE, major=False), held, concerned=True).acts
    assert acts == (EDIT, PlannedAct(Form.EDIT, target=2))
