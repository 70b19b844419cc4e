"""Rule 7: pressed buttons."""

import asyncio
from typing import Any

import pytest

from bot.simulator import CannotDo, HistoryKind, Simulator, Tap, TapAnswer

from .conftest import READER
from .driving import Api, HandClock

TOO_OLD = (400, "Bad Request: query is too old and response timeout expired or query ID is invalid")


async def pressed(api: Api, simulator: Simulator) -> tuple[Tap, dict[str, Any]]:
    keyboard = {"inline_keyboard": [[{"text": "Толығырақ", "callback_data": "more"}]]}
    sent = (await api.call("sendMessage", chat_id=READER, text="Митинг", reply_markup=keyboard)).result
    tap = simulator.people.press(READER, sent["message_id"], "more")
    return tap, (await api.call("getUpdates")).result[-1]["callback_query"]


async def test_a_press_tells_who_what_and_where(api: Api, simulator: Simulator) -> None:
    tap, query = await pressed(api, simulator)
    assert (query["id"], query["data"]) == (tap.query_id, "more")
    assert query["chat_instance"]
    assert query["from"] == {"id": READER, "is_bot": False, "first_name": "Kazakh reader", "language_code": "kk"}
    assert query["message"]["text"] == "Митинг"


async def test_the_answer_reaches_who_pressed(api: Api, simulator: Simulator) -> None:
    tap, query = await pressed(api, simulator)
    waiting = asyncio.create_task(tap.answered())
    await api.call("answerCallbackQuery", callback_query_id=query["id"], text="Міне", show_alert=True)
    assert await waiting == TapAnswer("Міне", show_alert=True)
    assert tap.answer == TapAnswer("Міне", show_alert=True)
    assert [act.deed for act in simulator.record.acts(HistoryKind.PRESSED, HistoryKind.ANSWERED)] == [
        HistoryKind.PRESSED,
        HistoryKind.ANSWERED,
    ]


async def test_a_press_is_answered_once(api: Api, simulator: Simulator) -> None:
    _, query = await pressed(api, simulator)
    assert (await api.call("answerCallbackQuery", callback_query_id=query["id"])).result is True
    assert (await api.call("answerCallbackQuery", callback_query_id=query["id"])).refusal == TOO_OLD


@pytest.mark.parametrize(("seconds", "in_time"), [(149, True), (150, False)])
async def test_a_press_is_answered_within_150_seconds(
    api: Api, simulator: Simulator, clock: HandClock, seconds: int, *, in_time: bool
) -> None:
    tap, _ = await pressed(api, simulator)
    clock.advance(seconds=seconds)
    answer = await api.call("answerCallbackQuery", callback_query_id=tap.query_id)
    assert answer.body.get("description") == (None if in_time else TOO_OLD[1])
    assert (tap.answer is not None) == in_time


async def test_an_unknown_press_cannot_be_answered(api: Api) -> None:
    assert (await api.call("answerCallbackQuery", callback_query_id="0")).refusal == TOO_OLD


@pytest.mark.parametrize(("length", "status"), [(200, 200), (201, 400)])
async def test_a_notice_has_200_characters_at_most(api: Api, simulator: Simulator, length: int, status: int) -> None:
    tap, _ = await pressed(api, simulator)
    answer = await api.call("answerCallbackQuery", callback_query_id=tap.query_id, text="қ" * length)
    assert answer.status == status


async def test_only_a_button_that_stands_there_can_be_pressed(api: Api, simulator: Simulator) -> None:
    tap, _ = await pressed(api, simulator)
    await api.call("editMessageReplyMarkup", chat_id=READER, message_id=tap.message_id)
    with pytest.raises(CannotDo, match="no such button"):
        simulator.people.press(READER, tap.message_id, "more")
