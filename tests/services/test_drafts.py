"""A correction in the making is finished within a day or begun again."""

from datetime import timedelta

import pytest

from bot.domain.correction import DRAFT_KEPT, CorrectionField, Reason
from bot.domain.errors import Expired, OutOfDate
from bot.services.editors.correct import Correct
from bot.store.engine import Store
from tests.domain.making import claim, report
from tests.events.staging import MAP, Newsroom

EDITOR = 7


@pytest.fixture
async def newsroom(store: Store) -> Newsroom:
    newsroom = Newsroom(store)
    await newsroom.tell("arna", report(claims=(claim(570),)))
    desk = at_desk(newsroom)
    await desk.begin(EDITOR, 1)
    await desk.choose(EDITOR, CorrectionField.CLAIM)
    return newsroom


def at_desk(newsroom: Newsroom) -> Correct:
    return Correct(newsroom.store, MAP, lambda asked: asked, lambda: newsroom.now)


async def test_a_draft_may_be_finished_within_a_day(newsroom: Newsroom) -> None:
    newsroom.now += DRAFT_KEPT
    await at_desk(newsroom).value(EDITOR, "57")
    await at_desk(newsroom).reason(EDITOR, Reason.OUR_READING)
    preview = await at_desk(newsroom).preview(EDITOR)
    assert (await at_desk(newsroom).confirm(EDITOR, 1, preview.draft.mark)).number == 2


async def test_a_draft_confirmed_again_answers_what_it_became_and_another_is_out_of_date(newsroom: Newsroom) -> None:
    await at_desk(newsroom).value(EDITOR, "57")
    await at_desk(newsroom).reason(EDITOR, Reason.OUR_READING)
    mark = (await at_desk(newsroom).preview(EDITOR)).draft.mark
    first, again = [await at_desk(newsroom).confirm(EDITOR, 1, mark) for _ in range(2)]
    assert first == again
    assert await at_desk(newsroom).draft(EDITOR) is None
    with pytest.raises(OutOfDate):
        await at_desk(newsroom).confirm(EDITOR, 1, "another")


async def test_a_draft_that_was_left_for_longer_is_given_up(newsroom: Newsroom) -> None:
    newsroom.now += DRAFT_KEPT + timedelta(minutes=1)
    for step in (at_desk(newsroom).draft(EDITOR), at_desk(newsroom).value(EDITOR, "57")):
        with pytest.raises(Expired):
            await step
    await at_desk(newsroom).begin(EDITOR, 1)
    assert (await at_desk(newsroom).draft(EDITOR)) is not None
