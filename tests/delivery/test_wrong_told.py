"""The word that something was wrong: which message it names and answers, and how each message then reads."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.codes import Lang
from bot.domain.event import Change, Version
from bot.simulator import faults
from bot.simulator.refusals import BadRequest
from bot.store.engine import Store
from tests.delivery.staging import RunningDelivery, running_delivery
from tests.domain.making import NOON, claim, facts

EARLY, LATE = 1, 2


@pytest.fixture
async def place(store: Store) -> AsyncIterator[RunningDelivery]:
    async with running_delivery(store) as place:
        place.join(EARLY, places=("almaty",))
        yield place


async def hours_later(place: RunningDelivery, hours: int = 1) -> None:
    place.app.day.at += timedelta(hours=hours)
    place.app.wait(timedelta(hours=hours))
    await place.app.round()


async def changed(
    place: RunningDelivery, version: Version, change: Change, people: int = 0, *, major: bool = True
) -> Version:
    """An hour later the next version, with so many detained, told."""
    place.app.day.at += timedelta(hours=1)
    place.app.wait(timedelta(hours=1))
    said = replace(version.facts, said=facts(claims=(claim(people),)).said) if people else version.facts
    later = place.app.changed(replace(version, facts=said), change, major=major)
    await place.app.round()
    return later


async def test_a_correction_names_the_time_at_which_this_chat_was_told(place: RunningDelivery) -> None:
    event = place.app.news()  # at noon in Almaty
    await hours_later(place, 0)
    place.join(LATE, places=("almaty",))
    later = await changed(place, event, Change.UPDATE)
    await changed(place, later, Change.CORRECTION)
    named = [place.heard(chat)[-1].text.splitlines()[1] for chat in (EARLY, LATE)]
    assert place.app.day.at == NOON + timedelta(hours=2)
    assert [line.startswith("Our message of ") for line in named] == [True, True]
    assert ["12:00" in named[0], "13:00" in named[1]] == [True, True]


@pytest.mark.parametrize(("major", "named"), [(True, "13:00"), (False, "12:00, edited: 21 September 13:00")])
async def test_a_correction_names_the_message_that_came_to_say_what_was_wrong(
    place: RunningDelivery, *, major: bool, named: str
) -> None:
    event = place.app.news()  # at noon in Almaty
    await hours_later(place, 0)
    later = await changed(place, event, Change.UPDATE, 57, major=major)
    await changed(place, later, Change.UPDATE, 57)
    wrong = await changed(place, later, Change.CORRECTION, 67)
    assert wrong.number == 4
    told = place.heard(EARLY)[-1].text.splitlines()[1]
    assert told.replace(",", "").endswith(named.replace(",", ""))


async def test_a_chat_that_was_never_told_what_was_wrong_is_told_that(place: RunningDelivery) -> None:
    event = place.app.news()
    await hours_later(place, 0)
    told = await changed(place, event, Change.UPDATE, 57)
    with place.app.store.writing() as tx:  # a version that was never told: its alert waited for others
        newer = replace(told, facts=replace(told.facts, said=facts(claims=(claim(60),)).said))
        at = place.app.day()
        silent = tx.events.add_version(told.event, Change.UPDATE, newer.facts, at, major=False, reasons=())
    await changed(place, silent, Change.CORRECTION, 57)
    text = place.heard(EARLY)[-1].text
    assert "Our message to this chat did not have this error." in text
    assert "Wrong" not in text


async def test_what_was_wrong_is_what_this_chat_was_told(place: RunningDelivery) -> None:
    event = place.app.news()
    await hours_later(place, 0)
    told = await changed(place, event, Change.UPDATE, 57, major=False)
    with place.app.store.writing() as tx:  # a version that was never told: its alert waited for others
        newer = replace(told, facts=replace(told.facts, said=facts(claims=(claim(60),)).said))
        at = place.app.day()
        silent = tx.events.add_version(told.event, Change.UPDATE, newer.facts, at, major=False, reasons=())
    await changed(place, silent, Change.CORRECTION, 67)
    wrong, right = [line for line in place.heard(EARLY)[-1].text.splitlines() if line][2:4]
    assert "57" in wrong
    assert "67" in right


async def test_each_message_reads_right_after_a_second_correction_and_after_a_retraction(
    place: RunningDelivery,
) -> None:
    event = place.app.news()
    await hours_later(place, 0)
    version = await changed(place, event, Change.UPDATE, 57)
    version = await changed(place, version, Change.CORRECTION, 67)
    version = await changed(place, version, Change.CORRECTION, 76)
    await hours_later(place)
    first, update, correction, newest = place.heard(EARLY)
    assert first.text.splitlines()[0].startswith("Corrected")
    assert [line.split()[0] for line in update.text.splitlines()[:2]] == ["Corrected", "Almaty"]
    assert "what is known now" in update.text
    assert correction.text.startswith("Correction")
    wrong, right = correction.text.splitlines()[3:5]
    assert ("57 " in wrong, "67 " in right) == (True, True)
    assert correction.text.splitlines()[-1].startswith("Corrected")
    assert "67 people" in correction.text.splitlines()[-1]
    for message in (first, update):
        line = [text for text in message.text.splitlines() if "→" in text]
        assert len(line) == 2
        assert "57 people" in line[0]
        assert "76 people" in line[1]
    assert all("76" in message.text for message in (first, update, correction, newest))
    assert {one.reply_to for one in (update, correction, newest)} == {first.message_id}
    await changed(place, version, Change.RETRACTION)
    await hours_later(place)
    *told, retraction = place.heard(EARLY)
    assert [message.text.split()[:2] for message in told] == [["Message", "retracted"]] * 4
    assert not any("76" in message.text for message in place.heard(EARLY))
    assert retraction.reply_to == first.message_id


async def test_a_message_that_its_reader_deleted_is_not_said_to_be_edited(place: RunningDelivery) -> None:
    event = place.app.news()
    await hours_later(place, 0)
    place.simulator.faults.add(faults.refusing(BadRequest("message to edit not found")), method="editMessageText")
    await changed(place, event, Change.CORRECTION)
    answer = place.heard(EARLY)[-1]
    assert answer.text.startswith("Correction")
    assert "Our message of" in answer.text
    assert "edited" not in answer.text
    assert answer.reply_to is None


@pytest.mark.parametrize("lang", list(Lang))
async def test_two_chats_told_in_the_same_minute_share_one_text(place: RunningDelivery, lang: Lang) -> None:
    place.join(LATE, 3, lang=lang)
    event = place.app.news()
    await hours_later(place, 0)
    await changed(place, event, Change.CORRECTION)
    assert place.heard(LATE)[-1].text == place.heard(3)[-1].text
