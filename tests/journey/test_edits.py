"""An outlet edits its article: the same event grows, and nobody is told of a second one."""

from collections.abc import AsyncIterator

import pytest

from bot.domain.codes import Lang
from bot.store.engine import Store
from tests.journey.staging import RunningApp, running_app
from tests.journey.test_first_day import TWIN

READER = 1


@pytest.fixture
async def place(store: Store) -> AsyncIterator[RunningApp]:
    async with running_app(store) as place:
        yield place


async def test_an_edited_article_changes_its_own_event_and_makes_no_other(place: RunningApp) -> None:
    await place.enrol(READER, Lang.EN, "kz")
    place.publish("a1", TWIN["title"], TWIN["text"])
    await place.app.round()
    first = place.heard(READER)[-1]
    place.publish("a1", TWIN["title"], TWIN["text"].replace("57", "157"))
    await place.pass_time(minutes=10)
    assert place.heard(READER)[-1].reply_to == first.message_id
    assert "detained: 157, up from 57" in place.heard(READER)[-1].text
    assert await place.app.store.read(lambda tx: tx.events.count()) == 1
    heard = len(place.heard(READER))
    await place.pass_time(minutes=10)
    assert len(place.heard(READER)) == heard
