"""Rule 1: the envelope, and every way of passing parameters."""

import pytest
from aiohttp import FormData

from bot.simulator import Simulator, faults
from bot.simulator.refusals import BadRequest, Conflict, Forbidden, MethodNotFound, MigratedChat, TooManyRequests

from .conftest import READER
from .driving import Api


async def test_a_result_comes_with_ok(api: Api) -> None:
    answer = await api.call("getMe")
    assert answer.status == 200
    assert answer.body["ok"] is True
    assert answer.result["is_bot"] is True


async def test_the_http_status_of_a_refusal_is_its_error_code(api: Api) -> None:
    answer = await api.call("sendMessage", chat_id=1, text="Сәлем")
    assert answer.status == 400
    assert answer.body == {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}


async def test_a_429_says_when_to_come_back_in_body_and_header(api: Api, simulator: Simulator) -> None:
    simulator.faults.add(faults.too_many_requests(17), method="sendMessage")
    answer = await api.call("sendMessage", chat_id=READER, text="x")
    assert answer.status == 429
    assert answer.headers["Retry-After"] == "17"
    assert answer.refusal == (429, "Too Many Requests: retry after 17")
    assert answer.body["parameters"] == {"retry_after": 17}


async def test_another_token_is_unauthorized(api: Api) -> None:
    async with api.session.get(f"{api.address.base_url}1:other/getMe") as response:
        assert response.status == 401
        assert await response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_an_unknown_method_is_not_found(api: Api) -> None:
    assert (await api.call("sendHologram")).refusal == (404, "Not Found: method not found")


@pytest.mark.parametrize("spelling", ["sendMessage", "sendmessage", "SENDMESSAGE"])
async def test_method_names_ignore_case(api: Api, spelling: str) -> None:
    assert (await api.call(spelling, chat_id=READER, text="x")).result["text"] == "x"


async def test_parameters_come_in_the_query(api: Api) -> None:
    async with api.session.get(api.url("sendMessage"), params={"chat_id": READER, "text": "сұрау"}) as response:
        assert (await response.json())["result"]["text"] == "сұрау"


async def test_parameters_come_as_a_form(api: Api) -> None:
    async with api.session.post(api.url("sendMessage"), data={"chat_id": READER, "text": "форма"}) as response:
        assert (await response.json())["result"]["text"] == "форма"


async def test_parameters_come_as_multipart(api: Api) -> None:
    form = FormData({"chat_id": str(READER), "text": "бөліктер"}, default_to_multipart=True)
    async with api.session.post(api.url("sendMessage"), data=form) as response:
        assert (await response.json())["result"]["text"] == "бөліктер"


async def test_parameters_come_as_json(api: Api) -> None:
    assert (await api.call("sendMessage", chat_id=READER, text="json")).result["text"] == "json"


@pytest.mark.parametrize("body", [b"{", b"[]", b'"text"', b"[" * 100_000])
async def test_a_json_body_that_is_no_object_is_refused(api: Api, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    async with api.session.post(api.url("getMe"), data=body, headers=headers) as response:
        assert response.status == 400


@pytest.mark.parametrize(
    ("refusal", "description"),
    [
        (BadRequest("Message is too long"), "Bad Request: message is too long"),
        (BadRequest("BUTTON_DATA_INVALID"), "Bad Request: BUTTON_DATA_INVALID"),
        (BadRequest("Q_INVALID"), "Bad Request: Q_INVALID"),
        (Forbidden("bot was blocked by the user"), "Forbidden: bot was blocked by the user"),
        (MethodNotFound(), "Not Found: method not found"),
        (Conflict("x"), "Conflict: x"),
        (TooManyRequests(5), "Too Many Requests: retry after 5"),
        (MigratedChat(-1009), "Bad Request: group chat was upgraded to a supergroup chat"),
    ],
)
def test_a_description_is_a_prefix_and_the_message_with_its_first_letter_lowered(
    refusal: Exception, description: str
) -> None:
    assert str(refusal) == description


def test_a_migrated_group_names_its_new_id() -> None:
    assert MigratedChat(-1009).parameters == {"migrate_to_chat_id": -1009}
