"""Another web page in the same browser cannot drive the simulator, nor look into it."""

import pytest
from aiohttp import ClientSession

from bot.simulator import Address, Simulator
from bot.simulator.page_access import FOREIGN, REBOUND, objection_to

from .conftest import READER
from .driving import Api

OWN = "127.0.0.1:8080"


@pytest.mark.parametrize(
    ("method", "path", "host", "headers", "objection"),
    [
        ("POST", "/botT/sendMessage", OWN, {}, None),  # a bot, no browser
        ("POST", "/page/say", OWN, {"Origin": f"http://{OWN}", "Sec-Fetch-Site": "same-origin"}, None),
        ("POST", "/page/say", "localhost:8080", {"Origin": "http://localhost:8080"}, None),
        ("POST", "/page/say", "[::1]:8080", {"Origin": "http://[::1]:8080"}, None),
        ("GET", "/", OWN, {"Sec-Fetch-Site": "none"}, None),  # typed into the address bar
        ("GET", "/", OWN, {"Sec-Fetch-Site": "cross-site"}, None),  # a link
        ("GET", "/articles/1", OWN, {"Sec-Fetch-Site": "cross-site"}, None),
        ("POST", "/page/say", OWN, {"Origin": "https://example.org"}, FOREIGN),
        ("POST", "/page/say", OWN, {"Origin": "null"}, FOREIGN),
        ("POST", "/page/say", OWN, {"Origin": "http://127.0.0.1:9999"}, FOREIGN),
        ("POST", "/page/say", OWN, {"Origin": f"https://{OWN}"}, FOREIGN),
        ("POST", "/page/say", OWN, {"Sec-Fetch-Site": "cross-site"}, FOREIGN),
        ("POST", "/page/say", "localhost:8080", {"Sec-Fetch-Site": "same-site"}, FOREIGN),
        ("POST", "/", OWN, {"Sec-Fetch-Site": "cross-site"}, FOREIGN),
        ("GET", "/page/chats", OWN, {"Sec-Fetch-Site": "cross-site"}, FOREIGN),
        ("GET", "/page/events", OWN, {"Sec-Fetch-Site": "cross-site"}, FOREIGN),
        ("GET", "/botT/sendMessage", OWN, {"Sec-Fetch-Site": "cross-site"}, FOREIGN),  # an image's address
        ("POST", "/page/say", "evil.example:8080", {"Origin": "http://evil.example:8080"}, REBOUND),
        ("GET", "/page/chats", "evil.example:8080", {}, REBOUND),
        ("GET", "/", "127.0.0.1.evil.example", {}, REBOUND),
        ("GET", "/", "[::1", {}, REBOUND),
        ("GET", "/", "", {}, REBOUND),
    ],
)
def test_who_may_ask(method: str, path: str, host: str, headers: dict[str, str], objection: str | None) -> None:
    assert objection_to(method, path, host, headers) == objection


@pytest.mark.parametrize("headers", [{"Origin": "https://example.org"}, {"Sec-Fetch-Site": "cross-site"}])
async def test_another_page_cannot_speak_for_a_reader(
    simulator: Simulator, address: Address, headers: dict[str, str]
) -> None:
    body = {"chat": READER, "text": "/forget"}
    async with (
        ClientSession() as session,
        session.post(f"{address.root}/page/say", json=body, headers=headers) as response,
    ):
        assert (response.status, await response.json()) == (403, {"error": FOREIGN})
    assert simulator.people.history(READER) == ()


async def test_another_page_cannot_speak_for_the_bot(simulator: Simulator, api: Api) -> None:
    form = {"chat_id": str(READER), "text": "Митинг"}
    headers = {"Origin": "https://example.org"}
    async with api.session.post(api.url("sendMessage"), data=form, headers=headers) as response:
        assert response.status == 403
    assert simulator.people.history(READER) == ()
