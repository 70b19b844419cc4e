"""What a person may type between a command and its words."""

import pytest
from telegram import Update

from bot.domain.request import Request
from handlers.requests import question


def asked(text: str) -> Request | None:
    chat = {"id": 5, "type": "private", "first_name": "Sample"}
    message = {"message_id": 1, "date": 1, "chat": chat, "text": text}
    return question(Update.de_json({"update_id": 1, "message": message}, None), "sample_bot", frozenset())


@pytest.mark.parametrize(
    ("text", "command", "words"),
    [
        ("/latest Алматы", "latest", "Алматы"),
        ("/latest\nАлматы", "latest", "Алматы"),
        ("/latest\r\n\r\nАлматы\n", "latest", "Алматы"),
        ("/latest@sample_bot\nАлматы", "latest", "Алматы"),
        ("/latest\u00a0Алматы", "latest", "Алматы"),
        ("/LATEST", "latest", ""),
        ("/event_42", "event", "42"),
    ],
)
def test_a_command_and_its_words_may_be_parted_by_any_space(text: str, command: str, words: str) -> None:
    found = asked(text)
    assert found is not None
    assert (found.command, found.words) == (command, words)


def test_what_is_said_to_another_bot_is_not_for_this_one() -> None:
    assert asked("/latest@other_bot Almaty") is None
