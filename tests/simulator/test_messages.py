"""Rules 5 and 6: what a message may say, and what may become of it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.simulator import Simulator
from bot.simulator.entities import MessageEntity, utf16_length, with_commands

from .conftest import READER
from .driving import Api, HandClock

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
KEYBOARD = {"inline_keyboard": [[{"text": "Толығырақ", "callback_data": "more"}]]}


async def send(api: Api, text: str = "Митинг", **parameters: object) -> dict[str, Any]:
    message: dict[str, Any] = (await api.call("sendMessage", chat_id=READER, text=text, **parameters)).result
    return message


async def refused(api: Api, **parameters: object) -> str:
    code, description = (await api.call("sendMessage", chat_id=READER, **parameters)).refusal
    assert code == 400
    return description


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("", "message text is empty"),
        ("  \n ", "text must be non-empty"),
        ("қ" * 4097, "message is too long"),
        ("🙂" * 4097, "message is too long"),
        ("қ" * 16385, "text is too long"),
        ("\ud83d", "strings must be encoded in UTF-8"),
    ],
)
async def test_text_is_refused_by_its_length(api: Api, text: str, description: str) -> None:
    assert await refused(api, text=text) == f"Bad Request: {description}"


@pytest.mark.parametrize("text", ["қ" * 4096, "🙂" * 4096, "\n" + "a" * 4096 + "  "])
async def test_4096_code_points_after_trimming_are_not_too_long(api: Api, text: str) -> None:
    assert (await send(api, text))["text"] == text.strip()


@pytest.mark.parametrize(
    ("mode", "description"),
    [
        ("XML", "unsupported parse_mode"),
        ("MarkdownV2", "this simulator does not read Markdown; use HTML or entities"),
        ("Markdown", "this simulator does not read Markdown; use HTML or entities"),
    ],
)
async def test_a_parse_mode_other_than_html_is_refused(api: Api, mode: str, description: str) -> None:
    assert await refused(api, text="*x*", parse_mode=mode) == f"Bad Request: {description}"


async def test_entities_count_in_utf16_units(api: Api, simulator: Simulator) -> None:
    bold = {"type": "bold", "offset": 3, "length": 6}
    message = await send(api, "🙂 Алматы", entities=[bold])
    assert message["entities"] == [bold]
    assert simulator.people.history(READER)[0].entities == (MessageEntity("bold", 3, 6),)


async def test_trimming_moves_the_entities(api: Api) -> None:
    message = await send(api, "  🙂 Алматы ", entities=[{"type": "bold", "offset": 0, "length": 12}])
    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 9}]


@pytest.mark.parametrize(
    ("entity", "description"),
    [
        (
            {"type": "bold", "offset": 0, "length": 7},
            "entity beginning at UTF-16 offset 0 ends after the end of the text",
        ),
        ({"type": "bold", "offset": 6, "length": 1}, "entity begins after the end of the text at UTF-16 offset 6"),
        ({"type": "bold", "offset": 1, "length": 2}, "entity begins in a middle of a UTF-16 symbol at byte offset 0"),
        (
            {"type": "bold", "offset": 0, "length": 1},
            "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16",
        ),
        ({"type": "bold", "offset": -1, "length": 1}, "receive an entity with incorrect offset -1"),
        ({"type": "shiny", "offset": 0, "length": 2}, "can't parse MessageEntity: Unsupported type specified"),
        ({"type": "bold", "length": 2}, "can't parse MessageEntity: Can't find field \"offset\""),
        ({"type": "text_link", "offset": 0, "length": 2}, "can't parse MessageEntity: Can't find field \"url\""),
        (
            {"type": "text_link", "offset": 0, "length": 2, "url": "ftp://a.kz"},
            "entity URL 'ftp://a.kz' is invalid: Unsupported URL protocol",
        ),
        (
            {"type": "text_link", "offset": 0, "length": 2, "url": "http://[a"},
            "entity URL 'http://[a' is invalid: Wrong HTTP URL",
        ),
    ],
)
async def test_an_entity_that_does_not_fit_is_refused(api: Api, entity: dict[str, object], description: str) -> None:
    assert (await refused(api, text="🙂 abc", entities=[entity])).startswith(f"Bad Request: {description}")


async def test_entities_that_telegram_finds_by_itself_are_ignored_when_given(api: Api) -> None:
    given = [{"type": "hashtag", "offset": 0, "length": 2}]
    assert "entities" not in await send(api, "abc", entities=given)


async def test_a_moment_of_time_is_an_entity(api: Api) -> None:
    moment = {"type": "date_time", "offset": 0, "length": 5, "unix_time": 1569045600, "date_time_format": "t"}
    assert (await send(api, "12:00", entities=[moment]))["entities"] == [moment]


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("/start", [(0, 6)]),
        ("🙂 /latest Алматы", [(3, 7)]),
        ("/event_12 және /event_13.", [(0, 9), (15, 9)]),
        ("/latest@protest_alerts_bot", [(0, 26)]),
        ("a/b және 1/2", []),
        ("http://a.kz/b", []),
        ("/қала", []),
    ],
)
def test_commands_are_marked_as_telegram_marks_them(text: str, commands: list[tuple[int, int]]) -> None:
    marked = with_commands(text).entities
    assert [(entity.offset, entity.length) for entity in marked] == commands
    assert all(entity.kind == "bot_command" for entity in marked)


@given(st.text())
def test_utf16_length_is_what_the_codec_says(text: str) -> None:
    assert utf16_length(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


@pytest.mark.parametrize(
    ("data", "accepted"), [("a" * 64, True), ("қ" * 32, True), ("a" * 65, False), ("қ" * 33, False)]
)
async def test_callback_data_is_64_bytes_at_most(api: Api, data: str, *, accepted: bool) -> None:
    keyboard = {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}
    answer = await api.call("sendMessage", chat_id=READER, text="x", reply_markup=keyboard)
    assert answer.body.get("description") == (None if accepted else "Bad Request: BUTTON_DATA_INVALID")


@pytest.mark.parametrize(
    ("keyboard", "description"),
    [
        ([[{"text": "x"}]], "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ([[{"text": "x", "callback_data": ""}]], "can't parse inline keyboard button: Text buttons are unallowed"),
        ([[{"callback_data": "x"}]], "can't parse inline keyboard button: Can't find field \"text\""),
        ([[{"text": "", "callback_data": "x"}]], "inline keyboard button text must be non-empty"),
        ([{"text": "x"}], 'field "inline_keyboard" must be an Array of Arrays'),
        ("x", 'field "inline_keyboard" must be of type Array'),
        ([[{"text": "x", "url": "http://localhost"}]], "inline keyboard button URL 'http://localhost' is invalid"),
    ],
)
async def test_a_keyboard_that_is_none_is_refused(api: Api, keyboard: object, description: str) -> None:
    given = {"inline_keyboard": keyboard}
    assert (await refused(api, text="x", reply_markup=given)).startswith(f"Bad Request: {description}")


async def test_buttons_stand_under_the_message(api: Api, simulator: Simulator) -> None:
    assert (await send(api, reply_markup=KEYBOARD))["reply_markup"] == KEYBOARD
    assert simulator.people.history(READER)[0].buttons == (("Толығырақ", "more"),)


async def test_a_reply_shows_what_it_answers(api: Api, simulator: Simulator) -> None:
    asked = simulator.people.say(READER, "/latest")
    sent = await send(api, reply_parameters={"message_id": asked.message_id})
    assert sent["reply_to_message"]["text"] == "/latest"
    assert simulator.people.history(READER)[-1].reply_to == asked.message_id


async def test_a_reply_to_nothing_is_refused_unless_that_is_allowed(api: Api) -> None:
    refusal = await refused(api, text="x", reply_parameters={"message_id": 999})
    assert refusal == "Bad Request: message to be replied not found"
    sent = await send(api, reply_parameters={"message_id": 999, "allow_sending_without_reply": True})
    assert "reply_to_message" not in sent


async def test_a_thread_is_not_found_in_a_private_chat(api: Api) -> None:
    assert await refused(api, text="x", message_thread_id=5) == "Bad Request: message thread not found"


async def test_silence_protection_and_the_link_preview_are_kept(api: Api, simulator: Simulator) -> None:
    no_preview = {"is_disabled": True}
    sent = await send(api, disable_notification=True, protect_content=True, link_preview_options=no_preview)
    assert sent["link_preview_options"] == no_preview
    assert sent["has_protected_content"] is True
    assert simulator.people.history(READER)[0].silent


async def edit(api: Api, message: dict[str, Any], **parameters: object) -> dict[str, Any]:
    target = {"chat_id": READER, "message_id": message["message_id"]}
    edited: dict[str, Any] = (await api.call("editMessageText", **target, **parameters)).result
    return edited


async def test_an_edit_changes_the_text_and_dates_it(api: Api, simulator: Simulator, clock: HandClock) -> None:
    message = await send(api, "57 ұсталды")
    clock.advance(days=30)
    edited = await edit(api, message, text="100 ұсталды")
    assert (edited["text"], edited["edit_date"]) == ("100 ұсталды", int(clock().timestamp()))
    assert edited["date"] == message["date"]
    assert [(seen.text, seen.edited) for seen in simulator.people.history(READER)] == [("100 ұсталды", True)]


async def test_an_edit_without_buttons_takes_them_away(api: Api) -> None:
    message = await send(api, reply_markup=KEYBOARD)
    assert "reply_markup" not in await edit(api, message, text="Митинг")


async def test_an_edit_that_changes_nothing_is_refused(api: Api) -> None:
    bold = [{"type": "bold", "offset": 0, "length": 6}]
    message = await send(api, entities=bold, reply_markup=KEYBOARD)
    same = {"chat_id": READER, "message_id": message["message_id"], "reply_markup": KEYBOARD}
    refusal = (await api.call("editMessageText", **same, text="Митинг", entities=bold)).refusal
    assert refusal == (400, NOT_MODIFIED)
    assert (await api.call("editMessageReplyMarkup", **same)).refusal == (400, NOT_MODIFIED)


@pytest.mark.parametrize("change", [{"entities": []}, {"text": "Митинг!"}, {"reply_markup": None}])
async def test_text_entities_and_buttons_each_make_an_edit(api: Api, change: dict[str, object]) -> None:
    whole = {"text": "Митинг", "entities": [{"type": "bold", "offset": 0, "length": 6}], "reply_markup": KEYBOARD}
    message = (await api.call("sendMessage", chat_id=READER, **whole)).result
    edited = await edit(api, message, **{**whole, **change})
    assert edited["edit_date"]


async def test_new_buttons_alone_show_no_edit_to_the_reader(api: Api, simulator: Simulator) -> None:
    message = await send(api, reply_markup=KEYBOARD)
    target = {"chat_id": READER, "message_id": message["message_id"]}
    edited = (await api.call("editMessageReplyMarkup", **target)).result
    assert "reply_markup" not in edited
    seen = simulator.people.history(READER)[0]
    assert (seen.buttons, seen.edited) == ((), False)


async def test_what_others_wrote_cannot_be_edited(api: Api, simulator: Simulator) -> None:
    said = simulator.people.say(READER, "сәлем")
    answer = await api.call("editMessageText", chat_id=READER, message_id=said.message_id, text="x")
    assert answer.refusal == (400, "Bad Request: message can't be edited")


async def test_a_message_with_a_reply_keyboard_cannot_be_edited(api: Api) -> None:
    message = await send(api, reply_markup={"keyboard": [[{"text": "Алматы"}]]})
    answer = await api.call("editMessageText", chat_id=READER, message_id=message["message_id"], text="x")
    assert answer.refusal == (400, "Bad Request: message can't be edited")


@pytest.mark.parametrize(
    ("method", "what"), [("editMessageText", "edit"), ("editMessageReplyMarkup", "edit"), ("deleteMessage", "delete")]
)
async def test_a_message_that_is_not_there_is_not_found(api: Api, method: str, what: str) -> None:
    answer = await api.call(method, chat_id=READER, message_id=99, text="x")
    assert answer.refusal == (400, f"Bad Request: message to {what} not found")


async def test_a_message_must_be_named(api: Api) -> None:
    answer = await api.call("editMessageText", chat_id=READER, text="x")
    assert answer.refusal == (400, "Bad Request: message identifier is not specified")


async def test_a_deleted_message_is_gone(api: Api, simulator: Simulator) -> None:
    message = await send(api)
    assert (await api.call("deleteMessage", chat_id=READER, message_id=message["message_id"])).result is True
    assert simulator.people.history(READER) == ()


@pytest.mark.parametrize(("hours", "deleted"), [(47.9, True), (48, False)])
async def test_a_message_can_be_deleted_for_48_hours(
    api: Api, clock: HandClock, hours: float, *, deleted: bool
) -> None:
    message = await send(api)
    clock.advance(hours=hours)
    answer = await api.call("deleteMessage", chat_id=READER, message_id=message["message_id"])
    assert answer.body.get("description") == (None if deleted else "Bad Request: message can't be deleted")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("reply_markup", "{"),
        ("reply_markup", "[" * 100_000),
        ("reply_markup", "[]"),
        ("entities", "{}"),
        ("entities", '[{"type": 1, "offset": 0, "length": 1}]'),
        ("entities", '[{"type": "bold", "offset": "0", "length": 1}]'),
        ("link_preview_options", "7"),
    ],
)
async def test_a_parameter_of_another_shape_is_refused(api: Api, name: str, value: str) -> None:
    form = {"chat_id": READER, "text": "x", name: value}
    async with api.session.post(api.url("sendMessage"), data=form) as response:
        assert response.status == 400


async def test_an_empty_parameter_is_a_missing_one(api: Api) -> None:
    form = {"chat_id": READER, "text": "x", "reply_markup": "", "entities": "", "reply_parameters": " "}
    async with api.session.post(api.url("sendMessage"), data=form) as response:
        assert response.status == 200


async def test_an_edit_takes_inline_buttons_only(api: Api) -> None:
    message = await send(api)
    keyboard = {"keyboard": [[{"text": "Алматы"}]]}
    target = {"chat_id": READER, "message_id": message["message_id"]}
    answer = await api.call("editMessageReplyMarkup", **target, reply_markup=keyboard)
    assert answer.refusal == (400, "Bad Request: inline keyboard expected")
