"""What a chat gets of an alert: the table of the design's 'Delivery states', cell by cell."""

import pytest

from bot.domain.alert import Act, Plan, plan
from bot.domain.delivery import Delivery, Form, State
from bot.domain.event import Change
from tests.domain.making import alert, delivery

NOTHING: tuple[Delivery, ...] = ()
WAITING = (delivery(1, State.WAITING),)
SENDING = (delivery(1, State.SENDING),)
OLDER = (delivery(1, State.SENT),)
UPDATED = (delivery(1, State.SENT), delivery(2, State.SENT, Form.UPDATE))
DOUBTFUL = (delivery(1, State.DOUBTFUL),)
GONE = (delivery(1, State.GONE),)

NEW = Plan((Act(Form.NEW),))
NEWEST = Plan((Act(Form.NEW),), supersedes=(1,))
EDIT = Act(Form.EDIT, target=1)


def message(form: Form) -> Plan:
    return Plan((Act(form),))


def answered(form: Form, *edits: Act) -> Plan:
    return Plan((*edits, Act(form, answers=1)))


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
        (UPDATED, Change.CORRECTION, True, answered(Form.CORRECTION, EDIT, Act(Form.EDIT, target=2))),
        (DOUBTFUL, Change.UPDATE, True, message(Form.UPDATE)),
        (DOUBTFUL, Change.UPDATE, False, Plan()),
        (DOUBTFUL, Change.CORRECTION, True, message(Form.CORRECTION)),
        (DOUBTFUL, Change.RETRACTION, True, message(Form.RETRACTION)),
        (SENDING, Change.RETRACTION, True, message(Form.RETRACTION)),
        (SENDING, Change.CORRECTION, True, message(Form.CORRECTION)),
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
    held = (*OLDER, delivery(7, State.WAITING, Form.EDIT, target=1))
    assert plan(alert(major=False), held, concerned=True) == Plan((EDIT,), supersedes=(7,))


@pytest.mark.parametrize("form", [Form.CORRECTION, Form.RETRACTION])
def test_no_update_replaces_the_word_that_something_was_wrong(form: Form) -> None:
    held = (*OLDER, delivery(7, State.WAITING, Form.EDIT, target=1), delivery(8, State.WAITING, form))
    assert plan(alert(major=False), held, concerned=True).supersedes == (7,)
    assert plan(alert(Change.RETRACTION), held, concerned=True).supersedes == (7, 8)
