"""An editor corrects or retracts what was told, by buttons, and exactly those who were told hear of it."""

import asyncio
import tomllib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.codes import Lang
from bot.simulator import ChatMessage, faults
from bot.store.engine import Store
from tests.journey.staging import EDITOR, RunningApp, running_app
from tests.patience import GUARD

KAZAKH, RUSSIAN, ENGLISH, ELSEWHERE, DOUBTFUL = 1, 2, 3, 4, 5
TWIN = tomllib.loads((Path(__file__).parents[1] / "corpus" / "seed-twin-en.toml").read_text(encoding="utf-8"))


@pytest.fixture
async def told(store: Store) -> AsyncIterator[RunningApp]:
    """Three readers told of an event, one of another place, one with a doubtful delivery, and an editor."""
    async with running_app(store) as place:
        await place.enrol(KAZAKH, Lang.KK, "kz")
        await place.enrol(RUSSIAN, Lang.RU, "almaty")
        await place.enrol(ENGLISH, Lang.EN, "shymkent")
        await place.enrol(ELSEWHERE, Lang.EN, "aktobe")
        await place.enrol(DOUBTFUL, Lang.EN, "astana")
        place.simulator.people.join(EDITOR, "Editor", language_code="en")
        await place.ask(EDITOR, "/start")
        place.simulator.faults.add(faults.answer_lost(), method="sendMessage", chat_id=DOUBTFUL)
        place.publish("a1", TWIN["title"], TWIN["text"].replace("57", "570"))
        await place.app.round()
        yield place


def button(message: ChatMessage, label: str) -> str:
    """The data of the button whose label has these words in it."""
    return next(data for text, data in message.buttons if data and label in text)


async def publish(place: RunningApp) -> None:
    """Press the newest button that publishes."""
    await place.tap(EDITOR, next(button(m, "Publish") for m in reversed(place.heard(EDITOR)) if m.buttons))


async def correct(place: RunningApp, typed: str, reason: str = "source_corrected") -> None:
    """From /correct to the confirmed correction of the figure of 570."""
    asked = await place.ask(EDITOR, "/correct 1")
    await place.tap(EDITOR, button(asked, "570"))
    await place.ask(EDITOR, typed)
    await place.tap(EDITOR, f"why:{reason}")


def lines(message: ChatMessage) -> list[str]:
    """The lines that say something."""
    return [line for line in message.text.splitlines() if line]


async def test_a_correction_edits_and_answers_every_message_that_told_the_wrong_thing(told: RunningApp) -> None:
    first = {chat: told.heard(chat)[-1] for chat in (KAZAKH, RUSSIAN, ENGLISH)}
    await correct(told, "57")
    await publish(told)
    await told.app.round()
    words = {KAZAKH: "Түзету", RUSSIAN: "Исправление", ENGLISH: "Correction"}
    for chat, original in first.items():
        *_, edited, answer = told.heard(chat)
        assert (edited.message_id, edited.edited, answer.reply_to) == (original.message_id, True, original.message_id)
        assert "570" not in edited.text
        assert answer.text.startswith(words[chat])
        assert "570" in lines(answer)[2]
        assert "57 " in lines(answer)[3]


async def test_who_was_not_told_hears_no_correction(told: RunningApp) -> None:
    before = len(told.heard(ELSEWHERE))
    await correct(told, "57")
    await publish(told)
    await told.app.round()
    assert len(told.heard(ELSEWHERE)) == before


async def test_who_may_have_been_told_gets_the_correction_as_a_message_of_its_own(told: RunningApp) -> None:
    await correct(told, "57")
    await publish(told)
    await told.app.round()
    answer = told.heard(DOUBTFUL)[-1]
    assert answer.text.startswith("Correction")
    assert answer.reply_to is None
    assert "Our message of" not in answer.text


async def test_a_reader_who_has_moved_away_is_still_corrected(told: RunningApp) -> None:
    await told.ask(ENGLISH, "/cities")
    await told.tap(ENGLISH, "place:shymkent:off:0")
    await told.tap(ENGLISH, "done")
    await correct(told, "57")
    await publish(told)
    await told.app.round()
    assert told.heard(ENGLISH)[-1].text.startswith("Correction")


async def test_the_preview_shows_three_languages_and_how_many_will_be_told(told: RunningApp) -> None:
    await correct(told, "57")
    kazakh, russian, english, question = told.heard(EDITOR)[-4:]
    assert kazakh.text.startswith("Түзету")
    assert russian.text.startswith("Исправление")
    assert english.text.startswith("Correction")
    assert "fewer than 20 chats" in question.text
    for preview in (kazakh, russian, english):  # when a reader was told is the reader's own
        assert lines(preview)[1].partition(":")[0] in {"Қате", "Неверно", "Wrong"}


async def test_nothing_is_told_before_it_is_confirmed_or_after_it_is_cancelled(told: RunningApp) -> None:
    before = {chat: told.heard(chat)[-1] for chat in (KAZAKH, RUSSIAN, ENGLISH)}
    await correct(told, "57")
    await told.tap(EDITOR, "cancel")
    await told.app.round()
    assert {chat: told.heard(chat)[-1] for chat in before} == before


async def test_a_confirmation_is_bound_to_the_version_that_was_previewed(told: RunningApp) -> None:
    await correct(told, "57")
    told.publish("a2", TWIN["title"], TWIN["text"].replace("57", "990"))
    await told.pass_time(minutes=10)
    await publish(told)
    await told.app.round()
    assert not any(message.text.startswith("Correction") for message in told.heard(ENGLISH))
    assert "Nothing was corrected" in told.heard(EDITOR)[-1].text


async def test_a_button_publishes_only_the_draft_it_stood_under(told: RunningApp) -> None:
    await correct(told, "57")
    first = told.heard(EDITOR)[-1]
    await correct(told, "75", "safety")
    await told.press(EDITOR, first.message_id, button(first, "Publish"))
    await told.app.round()
    assert not any(message.text.startswith("Correction") for message in told.heard(ENGLISH))
    assert "Nothing was corrected" in told.heard(EDITOR)[-1].text


async def test_a_mistyped_value_may_be_typed_again(told: RunningApp) -> None:
    asked = await told.ask(EDITOR, "/correct 1")
    await told.tap(EDITOR, button(asked, "570"))
    assert "20-30" in (await told.ask(EDITOR, "57abc")).text
    await told.ask(EDITOR, "58")
    await told.ask(EDITOR, "57")
    await told.tap(EDITOR, "why:our_reading")
    assert "Right: 57 people" in told.heard(EDITOR)[-2].text


async def test_words_typed_during_a_retraction_are_no_value(told: RunningApp) -> None:
    await told.ask(EDITOR, "/retract 1")
    idle = (await told.ask(ENGLISH, "whatever this is")).text
    assert (await told.ask(EDITOR, "never happened")).text == idle


async def test_confirming_twice_corrects_once(told: RunningApp) -> None:
    await correct(told, "57")
    question = told.heard(EDITOR)[-1]
    people = told.simulator.people
    taps = [people.press(EDITOR, question.message_id, button(question, "Publish")) for _ in range(2)]
    async with asyncio.timeout(GUARD):
        for tap in taps:
            await tap.answered()
    await told.app.round()
    assert sum(message.text.startswith("Correction") for message in told.heard(ENGLISH)) == 1
    assert not any("Nothing was corrected" in message.text for message in told.heard(EDITOR))


async def test_no_later_report_brings_the_corrected_figure_back(told: RunningApp) -> None:
    await correct(told, "57")
    await publish(told)
    await told.app.round()
    told.publish("a2", TWIN["title"], TWIN["text"].replace("57", "570"))
    await told.pass_time(minutes=10)
    latest = (await told.ask(ENGLISH, "/event 1")).text
    assert "570" not in latest
    assert "57 people detained" in latest
    assert "orrected" in latest


async def test_a_retraction_reaches_all_who_were_told_and_leaves_nothing_standing(told: RunningApp) -> None:
    await told.ask(EDITOR, "/retract 1")
    await told.tap(EDITOR, "why:not_a_protest")
    await publish(told)
    await told.app.round()
    for chat, word in {KAZAKH: "Хабарлама қайтарып алынды", RUSSIAN: "Сообщение отозвано"}.items():
        *_, edited, answer = told.heard(chat)
        assert answer.text.startswith(word)
        assert "570" not in edited.text
    assert "/event_1" not in (await told.ask(KAZAKH, "/latest")).text
    for again in ("/correct 1", "/retract 1"):
        assert "No. 1 was retracted" in (await told.ask(EDITOR, again)).text


@pytest.mark.parametrize(
    ("field", "typed", "wrong", "right"),
    [
        ("The places", "Алматы, Шымкент", "Astana", "Almaty, Shymkent"),
        ("The day", "20.09.2019", "21 September 2019", "20 September 2019"),
    ],
)
async def test_other_fields_are_corrected_alike(
    told: RunningApp, field: str, typed: str, wrong: str, right: str
) -> None:
    asked = await told.ask(EDITOR, "/correct 1")
    await told.tap(EDITOR, button(asked, field))
    await told.ask(EDITOR, typed)
    await told.tap(EDITOR, "why:our_reading")
    await publish(told)
    await told.app.round()
    said = lines(told.heard(ENGLISH)[-1])
    assert wrong in said[2]
    assert right in said[3]


async def test_what_people_did_is_chosen_by_a_button(told: RunningApp) -> None:
    asked = await told.ask(EDITOR, "/correct 1")
    await told.tap(EDITOR, button(asked, "What people did"))
    await told.tap(EDITOR, "value:picket")
    await told.tap(EDITOR, "why:our_reading")
    await publish(told)
    await told.app.round()
    assert "picket" in told.heard(ENGLISH)[-1].text


@pytest.mark.parametrize("typed", ["many", "570", ""])
async def test_a_value_that_means_nothing_is_refused_and_the_draft_stays(told: RunningApp, typed: str) -> None:
    asked = await told.ask(EDITOR, "/correct 1")
    await told.tap(EDITOR, button(asked, "570"))
    await told.ask(EDITOR, typed or "-1")
    await told.ask(EDITOR, "57")
    assert told.heard(EDITOR)[-1].has_button("why:source_corrected")


@pytest.mark.parametrize("typed", ["/correct 1", "/retract 1", "/correct", "/why 1", "/bind"])
async def test_to_everybody_else_the_editors_commands_do_not_exist(told: RunningApp, typed: str) -> None:
    unknown = (await told.ask(ENGLISH, "/nonsense")).text
    assert (await told.ask(ENGLISH, typed)).text == unknown


async def test_plain_words_are_answered_with_what_can_be_asked(told: RunningApp) -> None:
    for typed in ("hello", "57"):
        assert "/help" in (await told.ask(ENGLISH, typed)).text


@pytest.mark.parametrize("command", ["event", "correct", "retract", "why", "bind", "unbind"])
async def test_a_bare_command_is_answered_with_how_it_is_written(told: RunningApp, command: str) -> None:
    answer = (await told.ask(EDITOR, f"/{command}")).text
    assert answer.startswith("Give the ")
    assert f"/{command} " in answer


async def test_help_names_the_editors_commands_to_an_editor_only(told: RunningApp) -> None:
    assert "/retract" in (await told.ask(EDITOR, "/help")).text
    assert "/retract" not in (await told.ask(ENGLISH, "/help")).text


async def test_an_editor_sees_the_editors_menu_and_a_reader_does_not(told: RunningApp) -> None:
    assert {"correct", "retract"} <= {command.name for command in told.simulator.people.menu(EDITOR)}
    assert not {"correct", "retract"} & {command.name for command in told.simulator.people.menu(ENGLISH)}


async def test_an_editors_menu_that_cannot_be_set_is_no_fault_of_the_greeting(told: RunningApp) -> None:
    told.simulator.faults.add(faults.bad_gateway(), method="setMyCommands", times=None)
    assert (await told.ask(EDITOR, "/start")).text
    assert (await told.ask(EDITOR, "/correct 1")).buttons
    assert not await told.app.store.read(lambda tx: tx.inbox.parked())


@pytest.mark.parametrize("typed", ["/correct 99", "/correct x", "/retract"])
async def test_an_event_that_is_not_there_cannot_be_corrected(told: RunningApp, typed: str) -> None:
    assert (await told.ask(EDITOR, typed)).text
    assert not told.heard(EDITOR)[-1].buttons


async def test_the_first_reader_who_finds_an_error_is_heard_by_the_editors(told: RunningApp) -> None:
    for reader in (KAZAKH, ENGLISH):
        await told.tap(reader, "err:1")
    await told.until(lambda: any("finds an error in No. 1" in message.text for message in told.heard(EDITOR)))
    assert sum("finds an error" in message.text for message in told.heard(EDITOR)) == 1
    assert (await told.ask(EDITOR, "/correct_1")).buttons


async def test_an_editor_is_told_why_an_article_was_read_as_it_was(told: RunningApp) -> None:
    answer = (await told.ask(EDITOR, "/why 1")).text
    assert answer.startswith("No. 1 · how it was read\n")
    assert "Dala Herald: report of a protest · " in answer
    assert "• rally: rallies" in answer
