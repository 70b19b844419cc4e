"""The chat page over HTTP: its files, the chats as JSON, and what a reader does."""

from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from aiohttp import ClientSession

from bot.simulator import Address, HistoryEntry, HistoryKind, Simulator, running

from .conftest import READER
from .driving import Api
from .paging import Browser, HandControls


@pytest.fixture
def browser(api: Api, address: Address) -> Browser:
    return Browser(api.session, address)


@pytest.fixture
def controls() -> HandControls:
    return HandControls()


@pytest.fixture
async def steered(simulator: Simulator, controls: HandControls) -> AsyncIterator[Browser]:
    async with running(simulator, controls=controls) as address, ClientSession() as session:
        yield Browser(session, address)


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/", "text/html"), ("/page/page.css", "text/css"), ("/page/main.js", "text/javascript")],
)
async def test_the_page_and_its_files_may_load_nothing_from_elsewhere(browser: Browser, path: str, kind: str) -> None:
    async with browser.session.get(browser.address.root + path) as response:
        assert (response.status, response.content_type) == (200, kind)
        policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("name", ["missing.js", "..%2Fserver.py", "..%2F..%2F..%2Fpyproject.toml", "%00", "page.py"])
async def test_no_other_file_is_given_away(browser: Browser, name: str) -> None:
    async with browser.session.get(f"{browser.address.root}/page/{name}") as response:
        assert response.status == 404


async def test_the_chats_come_in_the_order_of_their_coming(browser: Browser, simulator: Simulator) -> None:
    simulator.people.join(9, "Russian reader", language_code="ru")
    chats = (await browser.chats())["chats"]
    assert [(chat["name"], chat["lang"], chat["standing"]) for chat in chats] == [
        ("Kazakh reader", "kk", "active"),
        ("Russian reader", "ru", "never started"),
    ]


async def test_a_message_is_told_with_all_that_a_reader_sees(browser: Browser, api: Api, simulator: Simulator) -> None:
    asked = simulator.people.say(READER, "/latest")
    row = [{"text": "Толығырақ", "callback_data": "more"}, {"text": "Дереккөз", "url": "https://example.org/"}]
    await api.call(
        "sendMessage",
        chat_id=READER,
        text="Түзету",
        entities=[{"type": "bold", "offset": 0, "length": 6}],
        reply_markup={"inline_keyboard": [row]},
        reply_parameters={"message_id": asked.message_id},
    )
    question, answer = (await browser.chats())["chats"][0]["messages"]
    assert (question["from_bot"], question["entities"]) == (False, [{"type": "bot_command", "offset": 0, "length": 7}])
    assert answer == {
        "id": 2,
        "from_bot": True,
        "by": None,
        "thread": None,
        "extra": {},
        "at": "2019-09-21T06:00:00+00:00",
        "text": "Түзету",
        "entities": [{"type": "bold", "offset": 0, "length": 6}],
        "buttons": [
            [
                {"text": "Толығырақ", "action": "callback_data", "value": "more", "style": ""},
                {"text": "Дереккөз", "action": "url", "value": "https://example.org/", "style": ""},
            ]
        ],
        "keys": [],
        "reply_to": 1,
        "edited": False,
    }


async def test_the_buttons_below_the_input_field_are_told_by_their_labels(browser: Browser, api: Api) -> None:
    keyboard = {"keyboard": [[{"text": "Соңғы хабар"}, "Баптау"]], "resize_keyboard": True}
    await api.call("sendMessage", chat_id=READER, text="Төменде", reply_markup=keyboard)
    (message,) = (await browser.chats())["chats"][0]["messages"]
    assert (message["keys"], message["buttons"]) == (["Соңғы хабар", "Баптау"], [])


async def test_a_reader_sees_the_bot_and_its_menu_in_his_language(browser: Browser, api: Api) -> None:
    commands = [{"command": "latest", "description": "Соңғы оқиғалар"}]
    await api.call("setMyName", name="Наразылық хабарлары", language_code="kk")
    await api.call("setMyDescription", description="Шолу", language_code="kk")
    await api.call("setMyCommands", commands=commands, language_code="kk")
    chat = (await browser.chats())["chats"][0]
    assert (chat["bot"], chat["about"], chat["menu"]) == ("Наразылық хабарлары", "Шолу", commands)


async def test_what_a_reader_types_reaches_the_bot(browser: Browser, api: Api, simulator: Simulator) -> None:
    assert await browser.post("say", {"chat": READER, "text": "  /latest Алматы\n"}) == (200, {"message": 1})
    assert (await api.call("getUpdates")).result[-1]["message"]["text"] == "/latest Алматы"
    assert simulator.people.history(READER)[-1].text == "/latest Алматы"


async def test_a_pressed_button_reaches_the_bot(browser: Browser, api: Api) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Толығырақ", "callback_data": "more"}]]}
    await api.call("sendMessage", chat_id=READER, text="Митинг", reply_markup=keyboard)
    status, answer = await browser.post("press", {"chat": READER, "message": 1, "data": "more"})
    query = (await api.call("getUpdates")).result[-1]["callback_query"]
    assert (status, answer) == (200, {"query": query["id"]})
    assert query["data"] == "more"


@pytest.mark.parametrize(
    ("path", "body", "status", "reason"),
    [
        ("say", {"chat": 404, "text": "/start"}, 404, "there is no such chat"),
        ("say", {"chat": "7", "text": "/start"}, 400, "chat must be a whole number"),
        ("say", {"chat": True, "text": "/start"}, 400, "chat must be a whole number"),
        ("say", {"chat": READER, "text": 5}, 400, "text must be text"),
        ("say", {"chat": READER, "text": " \n "}, 400, "text is empty"),
        ("say", {"chat": READER, "text": "қ" * 4097}, 400, "text is longer than 4096 characters"),
        ("say", {"chat": READER, "text": "\ud800"}, 400, "text has half a character in it"),
        ("say", {"chat": READER, "text": "/start", "reply_to": "1"}, 400, "reply_to must be a whole number"),
        ("say", {"chat": 9, "text": "/start"}, 409, "the chat is blocked"),
        ("say", ["/start"], 400, "the body must be an object"),
        ("press", {"chat": 404, "message": 1, "data": "more"}, 404, "there is no such chat"),
        ("press", {"chat": READER, "message": 1, "data": "more"}, 409, "no such button under message 1"),
        ("press", {"chat": READER, "message": 10**400, "data": "more"}, 409, f"no such button under message {10**400}"),
        ("press", {"chat": READER, "message": None, "data": "more"}, 400, "message must be a whole number"),
        ("press", {"chat": READER, "message": 1}, 400, "data must be text"),
        ("day", {"do": "pause"}, 404, "there is no day to steer"),
    ],
)
async def test_what_cannot_be_done_is_refused_in_plain_words(
    browser: Browser, simulator: Simulator, path: str, body: object, status: int, reason: str
) -> None:
    simulator.people.join(9, "Blocked reader", started=True)
    simulator.people.block(9)
    before = simulator.record.acts()
    assert await browser.post(path, body) == (status, {"error": reason})
    assert simulator.record.acts() == before


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"", "application/json", 400),
        (b'{"chat": 7, "text": "/start"}', "text/plain", 415),
        (b"chat=7&text=/start", "application/x-www-form-urlencoded", 415),
    ],
)
async def test_a_body_that_is_no_json_is_refused(
    browser: Browser, simulator: Simulator, body: bytes, kind: str, status: int
) -> None:
    headers = {"Content-Type": kind}
    async with browser.session.post(f"{browser.address.root}/page/say", data=body, headers=headers) as response:
        assert response.status == status
        assert "error" in await response.json()
    assert simulator.record.acts(HistoryKind.SAID) == ()


async def test_a_huge_body_is_refused(browser: Browser, simulator: Simulator) -> None:
    body = BytesIO(b'{"chat": 7, "text": "' + b"x" * 2_000_000 + b'"}')
    headers = {"Content-Type": "application/json"}
    async with browser.session.post(f"{browser.address.root}/page/say", data=body, headers=headers) as response:
        assert (response.status, await response.json()) == (413, {"error": "the body is too large"})
    assert simulator.record.acts(HistoryKind.SAID) == ()


async def test_without_controls_there_is_no_day(browser: Browser) -> None:
    assert (await browser.chats())["day"] is None


async def test_the_day_is_steered_from_the_page(steered: Browser, controls: HandControls) -> None:
    assert (await steered.chats())["day"] == controls.state()
    steps: list[dict[str, object]] = [{"do": "pause"}, {"do": "resume"}, {"do": "next"}, {"do": "speed", "speed": 960}]
    for step in steps:
        assert await steered.post("day", step) == (200, controls.state())
    assert controls.told == ["pause", "resume", "next", 960.0]


@pytest.mark.parametrize(
    "body",
    [
        {"do": "stop"},
        {"do": ["pause"]},
        {},
        *({"do": "speed", "speed": speed} for speed in (0, -1, True, "60", None, 1e9, float("inf"), float("nan"))),
    ],
)
async def test_a_day_cannot_be_steered_wrongly(steered: Browser, controls: HandControls, body: object) -> None:
    status, answer = await steered.post("day", body)
    assert (status, list(answer)) == (400, ["error"])
    assert controls.told == []


async def test_the_screen_has_a_clock_of_its_own(simulator: Simulator) -> None:
    played = Simulator(simulator.state.clock, screen=lambda: simulator.state.clock().replace(hour=19))
    played.people.join(READER, "Kazakh reader")
    async with running(played) as address, ClientSession() as session:
        said = played.people.say(READER, "/start")
        chats = (await Browser(session, address).chats())["chats"]
    assert chats[0]["messages"][0]["at"] == "2019-09-21T19:00:00+00:00"
    assert said.sent_at.hour == 6
    assert isinstance(played.record.since(0)[-1], HistoryEntry)
