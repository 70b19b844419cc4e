"""Rule 5 for captions: a picture may have words under it, which are edited as a caption and not as a text."""

from typing import Any

import pytest

from bot.simulator import Simulator

from .conftest import READER
from .driving import Api

KEYBOARD = {"inline_keyboard": [[{"text": "Толығырақ", "callback_data": "more"}]]}


async def send(api: Api, photo: str = "AgAC", **parameters: object) -> dict[str, Any]:
    message: dict[str, Any] = (await api.call("sendPhoto", chat_id=READER, photo=photo, **parameters)).result
    return message


async def test_a_picture_carries_a_caption_and_no_text(api: Api) -> None:
    sent = await send(api, caption="<b>Алаң</b> жабық", parse_mode="HTML")
    assert (sent["caption"], sent["photo"][0]["file_id"]) == ("Алаң жабық", "AgAC")
    assert sent["caption_entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    assert not {"text", "entities"} & sent.keys()


async def test_a_picture_needs_no_caption(api: Api) -> None:
    assert "caption" not in await send(api)


async def test_the_same_address_is_the_same_picture(api: Api) -> None:
    one, same = [await send(api, photo="https://example.kz/map.png") for _ in range(2)]
    other = await send(api, photo="https://example.kz/other.png")
    assert one["photo"] == same["photo"] != other["photo"]


@pytest.mark.parametrize("caption", ["қ" * 1024, "🙂" * 1024, "\n" + "a" * 1024 + "  "])
async def test_1024_code_points_after_trimming_are_not_too_long(api: Api, caption: str) -> None:
    assert (await send(api, caption=caption))["caption"] == caption.strip()


@pytest.mark.parametrize(
    ("wrong", "description"),
    [
        ({"caption": "қ" * 1025}, "message caption is too long"),
        ({"caption": "қ" * 16385}, "text is too long"),
        ({"photo": ""}, "there is no photo in the request"),
        (
            {"caption": "<b>x", "parse_mode": "HTML"},
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
    ],
)
async def test_a_picture_is_refused(api: Api, wrong: dict[str, object], description: str) -> None:
    answer = await api.call("sendPhoto", **{"chat_id": READER, "photo": "AgAC", **wrong})
    assert answer.refusal == (400, f"Bad Request: {description}")


async def test_a_caption_is_edited_and_may_go(api: Api, simulator: Simulator) -> None:
    sent = await send(api, caption="570", reply_markup=KEYBOARD)
    where = {"chat_id": READER, "message_id": sent["message_id"]}
    edited = (await api.call("editMessageCaption", **where, caption="57")).result
    assert (edited["caption"], "reply_markup" in edited) == ("57", False)
    assert "caption" not in (await api.call("editMessageCaption", **where)).result
    assert simulator.people.history(READER)[-1].edited


async def test_a_caption_is_no_text_and_a_text_no_caption(api: Api) -> None:
    picture, text = await send(api, caption="570"), (await api.call("sendMessage", chat_id=READER, text="570")).result
    wrong = await api.call("editMessageText", chat_id=READER, message_id=picture["message_id"], text="57")
    assert wrong.refusal == (400, "Bad Request: there is no text in the message to edit")
    wrong = await api.call("editMessageCaption", chat_id=READER, message_id=text["message_id"], caption="57")
    assert wrong.refusal == (400, "Bad Request: there is no caption in the message to edit")


async def test_the_same_caption_is_not_modified(api: Api) -> None:
    sent = await send(api, caption="57")
    same = await api.call("editMessageCaption", chat_id=READER, message_id=sent["message_id"], caption="57")
    assert same.refusal[1].startswith("Bad Request: message is not modified")
