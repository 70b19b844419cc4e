"""An update becomes a question that holds what was meant and nothing of what was written, shown or pointed at."""

from dataclasses import asdict
from functools import cache
from typing import Any

import pytest
from telegram import Bot, Update

from bot.domain.codes import Lang
from bot.domain.plain_message import PlainMessageReader
from bot.domain.request import Request, RequestKind
from bot.resources import load_resources
from bot.search_words import plain_message_reader
from bot.services.editors.channels import addressed
from handlers.requests import ADDED, question
from tests.wording.examples import wording

READER, EDITOR, GROUP = 7, 8, -1009
BOT = Bot("1:sample")
PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
FILE = {"file_id": "f", "file_unique_id": "u"}
CHANNEL = {"type": "channel", "date": 1, "message_id": 5, "chat": {"id": -1001234567890, "type": "channel"}}


@cache
def plain_messages() -> PlainMessageReader:
    resources = load_resources()
    return plain_message_reader(resources.known.gazetteer, resources.reader.known_place)


def asked(key: str = "message", chat: int = READER, kind: str = "private", **what: Any) -> Request | None:
    message = {"message_id": 1, "date": 1, "chat": {"id": chat, "type": kind}, "from": _person(chat), **what}
    return question(Update.de_json({"update_id": 1, key: message}, BOT), "sample_bot", {EDITOR}, plain_messages())


def _person(number: int) -> dict[str, Any]:
    return {"id": number, "is_bot": False, "first_name": "Sample", "language_code": "ru"}


@pytest.mark.parametrize(
    ("what", "heard"),
    [
        ({"photo": PHOTO, "caption": "Алматы secret"}, "photo:"),
        ({"voice": {**FILE, "duration": 1}}, "voice:"),
        ({"video_note": {**FILE, "duration": 1, "length": 1}}, "voice:"),
        (
            {"sticker": {**FILE, "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}},
            "sticker:",
        ),
        ({"document": {**FILE, "file_name": "secret.pdf"}}, "file:"),
        ({"contact": {"phone_number": "+7 secret", "first_name": "Secret"}}, "file:"),
        ({"location": {"latitude": 43.2567, "longitude": 76.9286}}, "place:almaty"),
        ({"text": "secret Алматы"}, "place:almaty"),
        ({"text": "опасно ли в Шымкенте, secret"}, "safe:shymkent"),
    ],
)
def test_nothing_goes_further_than_what_was_meant(what: dict[str, Any], heard: str) -> None:
    ask = asked(**what)
    assert ask is not None
    assert (ask.kind, ask.heard, ask.words) == (RequestKind.WORDS, heard, "")
    assert not any(part in str(asdict(ask)).lower() for part in ("secret", "43.2", "76.9", "sample"))


def test_an_edit_is_answered_and_a_location_that_moves_is_not() -> None:
    edited = asked("edited_message", text="Алматы", edit_date=2)
    assert edited is not None
    assert edited.heard == "edited:"
    assert asked("edited_message", location={"latitude": 43.2, "longitude": 76.9}, edit_date=2) is None


def test_words_work_as_commands_and_an_editors_words_stay() -> None:
    stop, typed = asked(text="Стоп!"), asked(chat=EDITOR, text="57")
    assert stop is not None
    assert (stop.kind, stop.command) == (RequestKind.COMMAND, "stop")
    assert typed is not None
    assert (typed.kind, typed.words) == (RequestKind.WORDS, "57")


def test_a_forwarded_post_of_a_channel_means_that_channel_to_an_editor_alone() -> None:
    editors, readers = (asked(chat=chat, text="news", forward_origin=CHANNEL) for chat in (EDITOR, READER))
    assert editors is not None
    assert (editors.heard, editors.words) == ("channel:-1001234567890", "")
    assert readers is not None
    assert not readers.heard.startswith("channel")


def test_plain_words_of_a_group_ask_nothing() -> None:
    assert asked(chat=GROUP, kind="supergroup", text="Алматы") is None
    assert asked(chat=GROUP, kind="supergroup", photo=PHOTO) is None


@pytest.mark.parametrize(("old", "new", "command"), [("left", "member", ADDED), ("member", "administrator", "")])
def test_a_group_that_the_bot_was_added_to_is_told_from_one_that_changed_its_rights(
    old: str, new: str, command: str
) -> None:
    bot = {"id": 1, "is_bot": True, "first_name": "Sample"}
    rights = dict.fromkeys(
        (
            *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
            *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users"),
            *("can_post_stories", "can_edit_stories", "can_delete_stories"),
        ),
        False,
    )
    states = [{"user": bot, "status": status, **(rights if status == "administrator" else {})} for status in (old, new)]
    change = {
        "chat": {"id": GROUP, "type": "supergroup"},
        "from": _person(READER),
        "date": 1,
        "old_chat_member": states[0],
        "new_chat_member": states[1],
    }
    ask = question(Update.de_json({"update_id": 1, "my_chat_member": change}, BOT), "sample_bot", (), plain_messages())
    assert ask is not None
    assert (ask.words, ask.command) == (new, command)


@pytest.mark.parametrize("lang", Lang)
def test_the_two_buttons_say_what_is_understood(lang: Lang) -> None:
    keys = wording().keyboard(lang).keyboard
    assert [plain_messages().words(label).command for label in keys] == ["latest", "settings"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("@sample_almaty", "@sample_almaty"),
        ("sample_almaty", "@sample_almaty"),
        ("https://t.me/sample_almaty", "@sample_almaty"),
        ("t.me/s/sample_almaty/", "@sample_almaty"),
        ("-1001234567890", "-1001234567890"),
        ("сәлем", "сәлем"),
    ],
)
def test_a_channel_is_found_by_name_link_or_number(typed: str, name: str) -> None:
    assert addressed(typed) == name
