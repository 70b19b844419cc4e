"""What a chat hears of an event over its life, against the simulator, on both engines."""

from datetime import timedelta

import pytest

from bot.domain.codes import Lang
from bot.domain.delivery import DeliveryState
from bot.domain.event import Change
from bot.store.engine import Store
from tests.delivery.staging import RunningDelivery, running_delivery

ONE, TWO, ELSEWHERE = 1, 2, 3


async def started(place: RunningDelivery) -> None:
    place.join(ONE, TWO, places=("almaty",))
    place.join(ELSEWHERE, places=("astana",), lang=Lang.RU)


async def test_an_event_is_told_once_to_each_who_chose_its_place(store: Store) -> None:
    async with running_delivery(store) as place:
        await started(place)
        place.app.news()
        await place.app.round()
        await place.app.round()
        assert [len(place.heard(chat)) for chat in (ONE, TWO, ELSEWHERE)] == [1, 1, 0]
        assert place.app.counts() == {DeliveryState.SENT: 2}


async def test_a_correction_edits_the_message_and_answers_it_after_the_chat_has_rested(store: Store) -> None:
    async with running_delivery(store) as place:
        await started(place)
        event = place.app.news()
        await place.app.round()
        place.app.changed(event, Change.CORRECTION)
        told = await place.app.round()
        assert [one.delivery.form.value for one in told if one.delivery.subscriber == 1] == ["edit", "correction"]
        first, answer = place.heard(ONE)
        assert first.edited
        assert answer.reply_to == first.message_id


async def test_a_minor_update_edits_and_is_no_news_to_who_could_have_been_told_before(store: Store) -> None:
    async with running_delivery(store) as place:
        place.join(ONE, places=("almaty",))
        event = place.app.news()
        await place.app.round()
        place.join(TWO, places=("almaty",))
        place.app.changed(event, major=False)
        await place.app.round()
        assert [len(place.heard(chat)) for chat in (ONE, TWO)] == [1, 0]
        place.app.changed(event, major=True)
        await place.app.round()
        assert [len(place.heard(chat)) for chat in (ONE, TWO)] == [2, 1]


async def test_who_only_waits_is_told_the_newest_version_alone(store: Store) -> None:
    async with running_delivery(store) as place:
        await started(place)
        event = place.app.news()
        await place.app.deliver.expand()
        place.app.changed(event)
        await place.app.round()
        assert len(place.heard(ONE)) == 1
        assert " as of 12:01 · " in place.heard(ONE)[0].text
        assert place.app.counts() == {DeliveryState.SENT: 2, DeliveryState.SUPERSEDED: 2}


async def test_a_retraction_reaches_who_was_told_and_nobody_else(store: Store) -> None:
    async with running_delivery(store) as place:
        await started(place)
        event = place.app.news()
        await place.app.round()
        place.join(4, places=("almaty",))
        place.app.changed(event, Change.RETRACTION)
        await place.app.round()
        assert [len(place.heard(chat)) for chat in (ONE, TWO, ELSEWHERE, 4)] == [2, 2, 0, 0]


async def test_messages_are_edited_until_their_ids_are_purged(store: Store) -> None:
    async with running_delivery(store) as place:
        await started(place)
        event = place.app.news()
        await place.app.round()
        place.app.day.at += timedelta(days=31)
        await place.app.telegram.retention_sweep.round()
        place.app.changed(event, Change.CORRECTION)
        await place.app.round()
        first, answer = place.heard(ONE)
        assert not first.edited
        assert answer.reply_to is None
        assert answer.text.startswith("Correction")


@pytest.mark.parametrize(("lang", "word"), [(Lang.KK, "Хабарлама"), (Lang.RU, "Сообщение"), (Lang.EN, "Retraction")])
async def test_each_is_told_in_their_language(store: Store, lang: Lang, word: str) -> None:
    async with running_delivery(store) as place:
        place.join(ONE, lang=lang)
        event = place.app.news()
        await place.app.round()
        place.app.changed(event, Change.RETRACTION)
        await place.app.round()
        assert place.heard(ONE)[1].text.startswith(word)
