"""An editor's day on a phone: hold, correct again, answer an alert, stop, reinstate, and what time does by itself."""

import re
import tomllib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.codes import Lang
from bot.simulator import ChatMessage
from bot.store.engine import Store
from tests.journey.staging import EDITOR, RunningApp, running_app

READER, RUSSIAN, KAZAKH, LATER = 1, 2, 3, 4
TWIN = tomllib.loads((Path(__file__).parents[1] / "corpus" / "seed-twin-en.toml").read_text(encoding="utf-8"))
WORDS = {KAZAKH: ("Түзету", "Түзетілді"), RUSSIAN: ("Исправление", "Исправлено"), READER: ("Correction", "Corrected")}


@pytest.fixture
async def told(store: Store) -> AsyncIterator[RunningApp]:
    """Readers of three languages and an editor are told of an event with a figure of 570."""
    async with running_app(store) as place:
        await place.enrol(READER, Lang.EN, "almaty")
        await place.enrol(RUSSIAN, Lang.RU, "almaty")
        await place.enrol(KAZAKH, Lang.KK, "astana")
        await place.enrol(EDITOR, Lang.EN, "almaty")
        await place.enrol(LATER, Lang.EN, "aktobe")
        place.publish("a1", TWIN["title"], TWIN["text"].replace("57", "570"))
        await place.app.round()
        yield place


def alert(place: RunningApp, chat: int) -> ChatMessage:
    """The first message about the event."""
    return next(message for message in place.heard(chat) if "570" in message.text or "orrected" in message.text)


async def press(place: RunningApp, label: str, chat: int = EDITOR) -> None:
    """Tap the newest button whose label has these words."""
    found = next(
        (message.message_id, data)
        for message in reversed(place.heard(chat))
        for text, data in message.buttons
        if data and label in text
    )
    await place.press(chat, *found)


async def say(place: RunningApp, text: str, *, to: ChatMessage | None = None) -> ChatMessage:
    """An editor writes, in answer to a message if one is given, and gets an answer."""
    before = len(place.heard(EDITOR))
    place.simulator.people.say(EDITOR, text, reply_to=to.message_id if to else None)
    await place.until(lambda: len(place.heard(EDITOR)) > before)
    return place.heard(EDITOR)[before]


async def correct(place: RunningApp, words: str) -> None:
    """Answer the alert with the wrong figure and the right one, give the reason, publish."""
    await say(place, words, to=alert(place, EDITOR))
    await press(place, "the source corrected its figure")
    await press(place, "Publish")
    await place.app.round()


async def test_every_text_says_as_of_when_and_opens_what_stands_now(told: RunningApp) -> None:
    await correct(told, "570 57")
    await press(told, "Retract")
    await press(told, "it did not happen")
    await press(told, "Publish")
    await told.app.round()
    for message in told.heard(READER):
        links = re.findall(r"https://t\.me/\w+\?start=event_1\b", str(message.body.entities))
        assert len(links) == 1, message.text
    assert "No. 1" in (await told.ask(READER, "/start event_1")).text


async def test_an_answer_to_an_alert_and_two_taps_correct_a_figure(told: RunningApp) -> None:
    await correct(told, "570 is wrong, 57")
    for chat, (word, _) in WORDS.items():
        answer = told.heard(chat)[-1]
        assert answer.text.startswith(word)
        assert answer.silent
        assert "570" in answer.text.splitlines()[3]
        assert "57 " in answer.text.splitlines()[4]
    assert told.heard(LATER) == []


async def test_from_an_alert_to_a_published_correction_it_is_five_taps(told: RunningApp) -> None:
    taps = ["Correct", "570 people detained", "57", "the source corrected its figure", "Publish"]
    for label in taps:
        await press(told, label)
    await told.app.round()
    assert told.heard(READER)[-1].text.startswith("Correction")
    assert len(taps) <= 6


async def test_a_second_correction_adds_to_the_first_and_the_original_shows_both(told: RunningApp) -> None:
    originals = {chat: alert(told, chat).message_id for chat in WORDS}
    await correct(told, "570 57")
    first = {chat: told.heard(chat)[-1] for chat in WORDS}
    await say(told, "/correct 1")
    await press(told, "The places")
    await say(told, "Almaty, Shymkent")
    await press(told, "the place was wrong")
    await press(told, "Publish")
    await told.app.round()
    for chat, (_, again) in WORDS.items():
        now = {message.message_id: message.text for message in told.heard(chat)}
        kept = now[first[chat].message_id]
        assert kept.startswith(first[chat].text)
        assert again in kept.splitlines()[-1]
        line = [text for text in now[originals[chat]].splitlines() if "→" in text]
        assert len(line) == 2
        assert "570" in line[0]
        assert "→" in line[1]


async def test_a_hold_under_an_alert_stops_all_at_once_and_ends_by_release(told: RunningApp) -> None:
    assert not any("hold:" in data for _, data in alert(told, READER).buttons if data)
    before = len(told.heard(READER))
    await press(told, "Hold")
    assert told.heard(EDITOR)[-1].text.startswith("No. 1 is held. Nothing more is sent about it.\nNo message is on its")
    told.publish("a2", TWIN["title"], TWIN["text"].replace("57", "990"))
    await told.pass_time(minutes=6)
    await told.pass_time(minutes=9)
    assert "Still held: No. 1" in told.heard(EDITOR)[-1].text
    assert len(told.heard(READER)) == before
    await press(told, "Release")
    await told.pass_time(minutes=11)
    assert any("990" in message.text for message in told.heard(READER))
    audit = (await told.ask(EDITOR, "/audit 1")).text
    assert [line.split(" · ")[2] for line in audit.splitlines()[1:]] == ["released", "held"]
    assert "owner 1" in audit
    assert str(EDITOR) not in audit


async def test_a_correction_ends_a_hold(told: RunningApp) -> None:
    await press(told, "Hold")
    await correct(told, "570 57")
    assert told.heard(READER)[-1].text.startswith("Correction")
    assert "Nothing is held" in (await told.ask(EDITOR, "/hold")).text


async def test_when_everything_is_held_nothing_is_sent_about_anything(told: RunningApp) -> None:
    assert (await told.ask(EDITOR, "/hold all")).text.startswith("Everything is held.")
    told.publish("b1", "Strike in Aktobe", "Miners went on strike in Aktobe on September 21, demanding higher pay.")
    await told.pass_time(minutes=6)
    assert told.heard(LATER) == []
    await told.ask(EDITOR, "/release all")
    await told.app.round()
    assert "Aktobe" in told.heard(LATER)[-1].text


async def test_several_fields_are_corrected_in_one_go(told: RunningApp) -> None:
    await told.ask(EDITOR, "/correct 1")
    await press(told, "570")
    await press(told, "57")
    await press(told, "Change something else too")
    assert "✓" in told.heard(EDITOR)[-1].text
    await press(told, "What people did")
    await press(told, "people held a picket")
    await press(told, "our program misread the source")
    await press(told, "Publish")
    await told.app.round()
    lines = told.heard(READER)[-1].text.splitlines()
    assert "570" in lines[3]
    assert "picket" in lines[4]
    assert "57 " in lines[4]
    assert not told.heard(READER)[-1].silent


async def test_what_police_did_is_chosen_and_no_report_brings_it_back(told: RunningApp) -> None:
    await told.ask(EDITOR, "/correct 1")
    await press(told, "What police did")
    for mark in [text for text, _ in told.heard(EDITOR)[-1].buttons if text.startswith("✓")]:
        await press(told, mark)
    await press(told, "fines were imposed")
    await press(told, "Done")
    await press(told, "our program misread the source")
    await press(told, "Publish")
    told.publish("a2", TWIN["title"], TWIN["text"])
    await told.pass_time(minutes=11)
    text = (await told.ask(READER, "/event 1")).text
    assert "Fines were imposed" in text
    assert "broke up" not in text


async def test_a_figure_that_has_grown_is_told_as_an_update(told: RunningApp) -> None:
    await told.ask(EDITOR, "/correct 1")
    await press(told, "570")
    await press(told, "It has grown since")
    await say(told, "900")
    await told.until(lambda: "will get the update" in told.heard(EDITOR)[-1].text)
    await press(told, "Publish")
    await told.app.round()
    assert "detained: 900, up from 570" in told.heard(READER)[-1].text
    assert not any("orrect" in message.text for message in told.heard(READER))


async def test_a_figure_about_other_places_is_moved_there(told: RunningApp) -> None:
    await told.ask(EDITOR, "/correct 1")
    await press(told, "570")
    await press(told, "Other places")
    await say(told, "Shymkent")
    await press(told, "the place was wrong")
    await press(told, "Publish")
    await told.app.round()
    assert "Shymkent" in told.heard(READER)[-1].text.splitlines()[4]


async def test_progress_is_shown_and_ends_with_a_report(told: RunningApp) -> None:
    await say(told, "570 57", to=alert(told, EDITOR))
    await press(told, "the source corrected its figure")
    assert "fewer than 20 chats" in told.heard(EDITOR)[-1].text
    shown = told.heard(EDITOR)[-1].message_id
    await press(told, "Publish")
    await told.app.round()
    report = next(message for message in told.heard(EDITOR) if message.message_id == shown)
    assert report.text.startswith("Done: No. 1, version 2.")
    assert report.text.splitlines()[1] == "fewer than 40 messages"


async def test_a_correction_is_stopped_and_goes_on(told: RunningApp) -> None:
    await say(told, "570 57", to=alert(told, EDITOR))
    await press(told, "the source corrected its figure")
    await press(told, "Publish")
    await press(told, "Stop")
    assert "Stopped." in told.heard(EDITOR)[-1].text
    await told.app.round()
    assert not any(message.text.startswith("Correction") for message in told.heard(READER))
    await press(told, "Go on")
    await told.app.round()
    assert told.heard(READER)[-1].text.startswith("Correction")


async def test_a_retraction_is_taken_back_after_ten_minutes_by_a_lone_editor(told: RunningApp) -> None:
    originals = {chat: alert(told, chat).message_id for chat in WORDS}
    await correct(told, "570 57")
    await press(told, "Retract")
    await press(told, "it did not happen")
    await press(told, "Publish")
    await told.app.round()
    assert told.heard(READER)[-1].text.startswith("Retraction · No. 1")
    assert not told.heard(READER)[-1].silent
    assert "it happens at" in (await told.ask(EDITOR, "/reinstate 1")).text
    await told.pass_time(minutes=10)
    for chat, word in {READER: "Reinstated", RUSSIAN: "Восстановлено", KAZAKH: "Қалпына келтірілді"}.items():
        now = {message.message_id: message.text for message in told.heard(chat)}
        assert told.heard(chat)[-1].text.startswith(f"{word} · ")
        assert word in now[originals[chat]].splitlines()[0]
        assert "570" not in now[originals[chat]].splitlines()[-1]
        assert not any("no longer stands" in text for text in now.values())
    assert "/event_1" in (await told.ask(READER, "/latest")).text


async def test_what_endangers_people_is_not_told_again_and_is_erased(told: RunningApp) -> None:
    await told.ask(EDITOR, "/retract 1")
    await press(told, "people's safety")
    await press(told, "Publish")
    await told.app.round()
    text = told.heard(READER)[-1].text
    assert text.startswith("Retraction · No. 1\n")
    assert "It told of: place, day, detained" in text
    assert "Almaty" not in text
    with told.app.store.reading() as tx:
        assert [version.facts.said for version in tx.events.history(1)] == [(), ()]
    assert "for one day" in (await told.ask(EDITOR, "/reinstate 1")).text


async def test_an_event_that_is_another_one_joins_it(told: RunningApp) -> None:
    told.publish("b1", "Strike in Aktobe", "Miners went on strike in Aktobe on September 21, demanding higher pay.")
    await told.pass_time(minutes=6)
    await told.ask(EDITOR, "/correct 2")
    await press(told, "It is a duplicate")
    await say(told, "1")
    assert told.heard(EDITOR)[-1].text.startswith("No. 2 becomes part of No. 1")
    await press(told, "Publish")
    await told.app.round()
    assert "No. 1 ·" in (await told.ask(READER, "/event 2")).text


async def test_readers_see_what_was_changed_in_an_event(told: RunningApp) -> None:
    await correct(told, "570 57")
    await told.ask(READER, "/event 1")
    await press(told, "History", READER)
    lines = told.heard(READER)[-1].text.splitlines()
    assert lines[0] == "No. 1 · what changed"
    assert "first report" in lines[2]
    assert "the source corrected its figure" in lines[4]
    assert "570 people detained → 57 people detained" in lines[5]
    assert "owner" not in told.heard(READER)[-1].text


async def test_a_reader_finds_an_error_and_the_editor_has_nothing_to_do(told: RunningApp) -> None:
    await told.tap(READER, "err:1")
    await told.until(lambda: "finds an error" in told.heard(EDITOR)[-1].text)
    assert "Questions that wait: 1" in (await told.ask(EDITOR, "/queue")).text
    await press(told, "Nothing is wrong")
    await told.until(lambda: any("nothing to do · owner 1" in message.text for message in told.heard(EDITOR)))
    assert "Questions that wait: 0" in (await told.ask(EDITOR, "/queue")).text
