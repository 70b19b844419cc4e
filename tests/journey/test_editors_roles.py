"""Who may decide: several editors, a second opinion, who is on duty, and everybody else, to whom none of it exists."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.domain.codes import Lang
from bot.simulator import ChatMessage
from bot.store.engine import Store
from handlers.correction_commands import CorrectionCommands
from handlers.editor_commands import EditorLookups
from handlers.hold_commands import HoldCommands
from handlers.queue_commands import QueueCommands
from handlers.staff_commands import StaffCommands
from tests.journey.staging import DOUBTFUL, EDITOR, RunningApp, running_app
from tests.journey.test_asking import RALLY, SHOOTING

READER, SECOND, GROUP = 1, 7002, -100500
COMMANDS = (
    *("queue", "hold", "release", "correct", "retract", "reinstate", "why", "feeds", "bind", "unbind", "notice"),
    *("duty", "stats", "audit", "admin", "resign"),
)
VERBS = (
    *("hold:1", "release:1", "correct:1", "retract:1", "retract:1:safety", "reinstate:1", "fix:claim:0", "fix:more:0"),
    *("value:57", "resp:fines", "resp:done", "why:safety", "note", "publish:1:0123456789ab", "cancel", "run:stop:1:1"),
    *("run:go:1:1", "q:publish:1", "q:bare:1", "q:no:1", "q:mute:1", "q:join:1:1", "q:new:1", "q:later:1", "q:show:1"),
    *("q:list:0", "q:seen:1", "q:approve:1", "q:cancel:1", "audit:0:0", "notice:send", "outlet:muted:herald"),
)


async def press(place: RunningApp, label: str, chat: int = EDITOR) -> None:
    found = next(
        (message.message_id, data)
        for message in reversed(place.heard(chat))
        for text, data in message.buttons
        if data and label in text
    )
    await place.press(chat, *found)


def newest(place: RunningApp, words: str, chat: int) -> ChatMessage:
    return next(message for message in reversed(place.heard(chat)) if words in message.text)


@pytest.fixture
async def two(store: Store) -> AsyncIterator[RunningApp]:
    """An owner and an editor whom the owner has added; nothing is sure enough to go out by itself."""
    async with running_app(store, thresholds=DOUBTFUL) as place:
        for chat in (READER, EDITOR, SECOND):
            await place.enrol(chat, Lang.EN, "almaty")
        assert "editor 2 may decide" in (await place.ask(EDITOR, f"/admin add {SECOND}")).text
        yield place


async def test_both_are_asked_the_first_decides_and_the_other_sees_who(two: RunningApp) -> None:
    two.publish("a1", *RALLY)
    await two.app.round()
    await press(two, "Publish", SECOND)
    await press(two, "Not a protest", EDITOR)
    await two.app.round()
    for chat in (EDITOR, SECOND):
        assert newest(two, "Question 1", chat).text.startswith("Question 1: published · editor 2")
    assert "57 people detained" in two.heard(READER)[-1].text
    await two.pass_time(minutes=61)
    for chat in (EDITOR, SECOND):
        assert two.heard(chat)[0].text == "done · 1" or two.heard(chat)[1].text == "done · 1"
    stats = (await two.ask(SECOND, "/stats")).text
    assert "7 days: 1 decided" in stats


async def test_who_is_on_duty_is_asked_first_and_everybody_after_ten_minutes(two: RunningApp) -> None:
    assert "On duty: editor 2." in (await two.ask(SECOND, "/duty on")).text
    before = len(two.heard(EDITOR))
    two.publish("a1", *RALLY)
    await two.app.round()
    assert "Question 1" in two.heard(SECOND)[-1].text
    await two.pass_time(minutes=9)
    assert len(two.heard(EDITOR)) == before
    await two.pass_time(minutes=2)
    assert "Question 1" in two.heard(EDITOR)[-1].text


async def test_what_is_put_off_is_asked_again_in_that_chat(two: RunningApp) -> None:
    two.publish("a1", *RALLY)
    await two.app.round()
    await press(two, "Later", SECOND)
    assert newest(two, "Question 1", SECOND).text.startswith("Question 1: later")
    asked = len(two.heard(EDITOR))
    await two.pass_time(minutes=31)
    assert newest(two, "Question 1", SECOND).text.startswith("Question 1\n")
    assert len(two.heard(EDITOR)) == asked


async def test_a_grave_figure_needs_the_second_one_and_taking_it_out_does_not(store: Store) -> None:
    async with running_app(store) as place:
        for chat in (EDITOR, SECOND):
            await place.enrol(chat, Lang.EN)
        await place.enrol(READER, Lang.EN, "almaty")
        await place.ask(EDITOR, f"/admin add {SECOND}")
        place.publish("a1", *SHOOTING)
        await place.app.round()
        await press(place, "Publish")
        await press(place, "Publish")
        await place.pass_time(minutes=11)
        assert "killed" not in place.heard(READER)[-1].text
        assert "owner 1 wants to publish something serious." in newest(place, "wants", SECOND).text
        await place.tap(EDITOR, "q:approve:2")
        assert "You proposed this yourself" in place.heard(EDITOR)[-1].text
        await place.tap(SECOND, "q:approve:2")
        await place.pass_time(minutes=1)
        assert "3 people killed" in place.heard(READER)[-1].text


async def test_own_words_go_to_readers_of_their_language_when_a_second_one_agrees(two: RunningApp) -> None:
    await two.enrol(3, Lang.RU, "almaty")
    two.publish("a1", *RALLY)
    await two.app.round()
    await press(two, "Publish")
    await two.app.round()
    await two.ask(EDITOR, "/correct 1 57 75")
    await press(two, "our program misread the source")
    await press(two, "Add your own words")
    await two.ask(EDITOR, "We are sorry for the slip.")
    await two.until(lambda: "needs a second editor" in two.heard(EDITOR)[-1].text)
    await press(two, "Publish")
    await two.app.round()
    assert not any("Correction" in message.text for message in two.heard(READER))
    assert "en: We are sorry for the slip." in newest(two, "wants", SECOND).text
    await press(two, "Approve", SECOND)
    await two.app.round()
    assert "The editors: We are sorry for the slip." in two.heard(READER)[-1].text
    assert "sorry" not in two.heard(3)[-1].text
    assert two.heard(3)[-1].text.startswith("Исправление")


async def test_a_notice_goes_to_whom_it_names_once(two: RunningApp) -> None:
    await two.enrol(3, Lang.RU, "almaty")
    await two.enrol(4, Lang.EN, "aktobe")
    look = (await two.ask(EDITOR, "/notice en Almaty: The bot moves house tonight.")).text
    assert "It would go to fewer than 20 chats." in look
    await press(two, "Send")
    await two.app.round()
    assert "en: The bot moves house tonight." in newest(two, "wants", SECOND).text
    await press(two, "Approve", SECOND)
    for _ in range(3):
        await two.app.round()
    heard = {chat: sum("moves house" in m.text for m in two.heard(chat)) for chat in (READER, 3, 4)}
    assert heard == {READER: 1, 3: 0, 4: 0}
    assert two.heard(READER)[-1].text.startswith("Notice from the editors\nThe bot moves house tonight.\n")
    assert two.heard(READER)[-1].text.endswith(" · open in the bot")
    again = (await two.ask(READER, "/start notice_1")).text
    assert again == two.heard(READER)[-1].text
    assert "moves house" in again


async def test_a_notice_says_to_each_language_its_own_text(two: RunningApp) -> None:
    await two.enrol(3, Lang.RU, "almaty")
    await two.enrol(4, Lang.KK, "almaty")
    long = "слово " * 120
    look = (await two.ask(EDITOR, f"/notice all\nru: Бот переезжает. {long}\nen: The bot moves house.")).text
    assert "ru:\nСообщение редакции\nБот переезжает." in look
    assert "en:\nNotice from the editors\nThe bot moves house." in look
    await press(two, "Send")
    await two.app.round()
    await press(two, "Approve", SECOND)
    for _ in range(3):
        await two.app.round()
    assert "The bot moves house." in two.heard(READER)[-1].text
    assert "Бот переезжает." in two.heard(3)[-1].text
    assert long.strip() in two.heard(3)[-1].text
    assert not any("переезжает" in m.text or "moves" in m.text for m in two.heard(4))


async def test_a_role_that_was_taken_away_leaves_buttons_that_do_nothing(two: RunningApp) -> None:
    two.publish("a1", *RALLY)
    await two.app.round()
    assert "Only an owner may do this." in (await two.ask(SECOND, "/admin remove 1")).text
    assert "only owner" in (await two.ask(EDITOR, "/admin remove 1")).text
    await two.ask(EDITOR, "/admin remove 2")
    await press(two, "Publish", SECOND)
    await two.app.round()
    assert two.heard(READER) == []
    unknown = (await two.ask(SECOND, "/nonsense")).text
    assert (await two.ask(SECOND, "/queue")).text == unknown


async def test_who_resigns_keeps_no_question(two: RunningApp) -> None:
    two.publish("a1", *RALLY)
    await two.app.round()
    assert "Almaty" in two.heard(SECOND)[-1].text
    await two.ask(SECOND, "/resign")
    assert not any("Almaty" in message.text for message in two.heard(SECOND))
    unknown = (await two.ask(SECOND, "/nonsense")).text
    assert (await two.ask(SECOND, "/audit")).text == unknown
    assert "gave up the own role" in (await two.ask(EDITOR, "/audit")).text


async def test_in_the_editors_group_members_of_the_staff_decide_and_nobody_else(store: Store) -> None:
    async with running_app(store, thresholds=DOUBTFUL, group=GROUP) as place:
        for chat in (READER, EDITOR, SECOND):
            await place.enrol(chat, Lang.EN, "almaty")
        place.simulator.groups.create(GROUP, "Editors", [EDITOR, READER])
        place.simulator.groups.add_bot(GROUP)
        place.publish("a1", *RALLY)
        await place.app.round()
        question = place.heard(GROUP)[-1]
        assert "Question 1" in question.text
        assert place.heard(EDITOR) == []
        people = place.simulator.people
        await place.press(GROUP, question.message_id, "q:publish:1", by=READER)
        await place.app.round()
        assert place.heard(READER) == []
        await place.press(GROUP, question.message_id, "q:publish:1", by=EDITOR)
        await place.app.round()
        assert "57 people detained" in place.heard(READER)[-1].text
        before = len(place.heard(GROUP))
        people.say(GROUP, "/correct 1", by=READER)
        people.say(GROUP, "/correct 1", by=EDITOR)
        await place.until(lambda: len(place.heard(GROUP)) > before)
        assert "What is wrong?" in place.heard(GROUP)[-1].text
        data = next(data for text, data in place.heard(GROUP)[-1].buttons if data and "57" in text)
        await place.press(GROUP, place.heard(GROUP)[-1].message_id, data, by=EDITOR)
        asked = place.heard(GROUP)[-1]
        people.say(GROUP, "75", by=EDITOR, reply_to=asked.message_id)
        await place.until(lambda: place.heard(GROUP)[-1].text == "Why?")
        assert len(place.heard(GROUP)) == before + 3


def test_the_lists_above_name_every_command_and_button_of_editors() -> None:
    nothing: Any = None
    parts = (
        CorrectionCommands(*[nothing] * 4),
        HoldCommands(*[nothing] * 2),
        QueueCommands(*[nothing] * 4),
        StaffCommands(*[nothing] * 6),
        EditorLookups(*[nothing] * 4),
    )
    assert set(COMMANDS) == {name for part in parts for name in part.commands()}
    assert {data.partition(":")[0] for data in VERBS} == {verb for part in parts for verb in part.verbs()}


#: What may stand after the first word of a button, well formed or not.
_ARGUMENTS = ("", "1", "0:1", "all", "-1", "9" * 20, "on:1:2:3:4", "\u202e\u0000", "true:false", "claim:0")


async def test_no_button_of_editors_answers_a_reader_whatever_stands_in_it(two: RunningApp) -> None:
    two.publish("a1", *RALLY)
    await two.app.round()
    await two.ask(READER, "/nonsense")
    before = await two.app.store.read(lambda tx: (tx.reviews.open(), tx.staff.all(), tx.audit.newest(9)))
    wrong = (await _forged(two, "nonsense:1")).text
    verbs = sorted({data.partition(":")[0] for data in VERBS})
    for number, verb in enumerate(verbs):
        for shift in range(3):
            await two.wire.sleep(1)
            arguments = _ARGUMENTS[(number * 3 + shift) % len(_ARGUMENTS)]
            assert (await _forged(two, f"{verb}:{arguments}"[:64])).text == wrong
    after = await two.app.store.read(lambda tx: (tx.reviews.open(), tx.staff.all(), tx.audit.newest(9)))
    assert before == after


async def test_nothing_that_anybody_else_types_or_taps_decides_anything(two: RunningApp) -> None:
    two.publish("a1", *RALLY)
    await two.app.round()
    unknown = (await two.ask(READER, "/nonsense")).text
    for name in COMMANDS:
        for words in (f"/{name}", f"/{name} 1", f"/{name} all"):
            await two.wire.sleep(3)  # nobody is told to wait
            assert (await two.ask(READER, words)).text == unknown
    before = await two.app.store.read(lambda tx: (tx.reviews.open(), tx.staff.all(), tx.events.newest(9)))
    wrong = (await _forged(two, "nonsense:1")).text
    for data in VERBS:
        await two.wire.sleep(1)
        assert (await _forged(two, data)).text == wrong
    after = await two.app.store.read(lambda tx: (tx.reviews.open(), tx.staff.all(), tx.events.newest(9)))
    assert before == after
    assert await two.app.store.read(lambda tx: tx.drafts.get(READER)) is None


async def _forged(place: RunningApp, data: str) -> ChatMessage:
    """A tap with data that no button in the reader's chat carries, as a client of one's own may send it."""
    before = len(place.heard(READER))
    state = place.simulator.people._state
    message = place.simulator.people.history(READER)[-1]
    tap = state.taps.press(READER, message.message_id, data, state.clock(), READER)
    state.announce("callback_query", place.simulator.people._query_json(tap, state.chat(READER), message))
    await place.until(lambda: len(place.heard(READER)) > before)
    return place.heard(READER)[-1]
