"""Scripts over HTTP: every example of the documentation, and what a script gets wrong."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientError

from bot.simulator import Address, MemberStatus, Simulator
from bot.simulator.fault_orders import KINDS, BadFaults, read_file
from bot.simulator.scripting import SCRIPTS

from .conftest import READER
from .driving import Api, HandClock

DOCUMENT = (Path(__file__).parents[2] / "docs" / "simulator.md").read_text(encoding="utf-8")
EXAMPLES = [line for block in re.findall(r"```sh\n(.*?)```", DOCUMENT, re.DOTALL) for line in block.splitlines()]


def read(example: str) -> tuple[str, str, Any]:
    """The method, path and body of a curl command."""
    words = shlex.split(example.replace("localhost:8081", ""))
    path = next(word for word in words if word.startswith("/"))
    body = json.loads(words[words.index("--json") + 1]) if "--json" in words else None
    method = words[words.index("-X") + 1] if "-X" in words else "POST" if body is not None else "GET"
    return method, path, body


async def asked(api: Api, method: str, path: str, body: object = None) -> tuple[int, Any]:
    async with api.session.request(method, f"{api.address.root}{path}", json=body) as answer:
        return answer.status, await answer.json()


async def script(api: Api, name: str, /, **body: object) -> tuple[int, Any]:
    return await asked(api, "POST", f"/script/{name}", body)


@pytest.fixture
def simulator(clock: HandClock) -> Simulator:
    return Simulator(clock)


async def test_the_examples_of_the_documentation_do_what_they_say(api: Api, simulator: Simulator) -> None:
    for example in EXAMPLES:
        status, answer = await asked(api, *read(example))
        assert status == 200, (example, answer)
    people = simulator.people
    assert [message.text for message in people.history(7)] == [
        "/start city_almaty",
        "/latest Almaty",
        "",
        "A rally",
        "Almaty: nothing today",
    ]
    assert simulator.state.chat(-5).standing is MemberStatus.MIGRATED
    assert [topic.name for topic in people.topics(-1001)] == ["Almaty"]
    assert simulator.gate.limits.per_second == 1000
    assert simulator.gate.limits.burst == 3
    assert simulator.gate.tenths == 250


def test_every_script_has_an_example() -> None:
    shown = {(method, path.split("?")[0].removeprefix("/script/")) for method, path, _ in map(read, EXAMPLES)}
    assert {place for place in shown if place in SCRIPTS} == SCRIPTS.keys()


def test_every_kind_of_fault_is_documented() -> None:
    described = DOCUMENT.split("## Faults")[1]
    assert {kind for kind in KINDS if f"`{kind}`" in described} == KINDS.keys()


def test_the_faults_file_of_the_documentation_is_read() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", DOCUMENT, re.DOTALL)
    first, second = read_file(example)
    assert (first.name, first.method, first.share, first.left) == ("answer_lost", "sendMessage", 0.01, None)
    assert (second.name, second.fault.delay, second.left) == ("late", 2.5, 3)


async def test_figures_counted_by_hand(api: Api, simulator: Simulator, clock: HandClock) -> None:
    for chat_id in (READER, 8):
        simulator.people.join(chat_id, "Reader", started=True)
    for chat_id, text, later in [(READER, "1", 0.5), (8, "1", 0.4), (READER, "2", 0.2), (READER, "1", 0.0)]:
        await api.call("sendMessage", chat_id=chat_id, text=text)
        clock.advance(seconds=later)
    await api.call("sendMessage", chat_id=99, text="x")
    status, figures = await asked(api, "GET", "/script/figures?window=1")
    assert (status, figures) == (
        200,
        {
            "sends": 4,
            "chats": 2,
            "window": 1.0,
            "most_in_window": 3,  # at 0.0, 0.5 and 0.9; the fourth is at 1.1
            "duplicates": [{"chat": READER, "text": "1", "times": 2}],
            "statuses": {"sendmessage": {"200": 4, "400": 1}},
            "dropped": 0,
        },
    )
    _, own = await asked(api, "GET", f"/script/figures?window=0.3&chat={READER}")
    assert (own["sends"], own["most_in_window"]) == (3, 2)  # at 0.9 and 1.1
    assert await asked(api, "GET", f"/script/order?chat={READER}") == (200, {"texts": ["1", "2", "1"]})


async def test_a_lost_answer_counts_as_lost(api: Api, simulator: Simulator) -> None:
    simulator.people.join(READER, "Reader", started=True)
    await script(api, "faults", kind="answer_lost", method="getMe")
    with pytest.raises(ClientError):
        await api.call("getMe")
    _, figures = await asked(api, "GET", "/script/figures")
    assert figures["statuses"] == {"getme": {"lost": 1}}


async def test_an_ordered_fault_befalls_and_can_be_cleared(api: Api) -> None:
    status, told = await script(api, "faults", kind="too_many_requests", retry_after=9, times=2)
    assert (status, told["faults"]) == (
        200,
        [{"kind": "too_many_requests", "method": None, "chat": None, "times": 2, "share": 1.0}],
    )
    assert (await api.call("getMe")).refusal == (429, "Too Many Requests: retry after 9")
    _, told = await asked(api, "DELETE", "/script/faults")
    assert told["faults"] == []
    assert (await api.call("getMe")).status == 200


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [
        ("people", {"chat": 0}, 400),
        ("people", {"chat": 1, "count": 200_001}, 400),
        ("people", {"chat": READER}, 409),
        ("groups", {"chat": 5}, 400),
        ("groups", {"chat": -1, "members": [404]}, 404),
        ("groups", {"chat": -1, "kind": "party"}, 400),
        ("say", {"chat": 404, "text": "x"}, 404),
        ("say", {"chat": READER}, 400),
        ("say", {"chat": READER, "text": "\ud83d"}, 400),
        ("start", {"chat": READER, "payload": "a b"}, 409),
        ("location", {"chat": READER, "latitude": 91, "longitude": 0}, 400),
        ("location", {"chat": READER, "latitude": "43", "longitude": 0}, 400),
        ("edit", {"chat": READER, "message": 9, "text": "x"}, 409),
        ("press", {"chat": READER, "message": 9, "data": "x"}, 409),
        ("topics", {"chat": READER, "name": "x"}, 409),
        ("choose", {"query": "9", "result": "1", "chat": READER}, 404),
        ("standing", {"chat": READER, "do": "kick"}, 409),
        ("standing", {"chat": READER, "do": "dance"}, 400),
        ("faults", {"kind": "flood"}, 400),
        ("faults", {"kind": "late", "seconds": -1}, 400),
        ("faults", {"kind": "late", "seconds": 1, "method": 3}, 400),
        ("faults", {"kind": "internal_error", "times": -1}, 400),
        ("limits", {"preset": "whatsapp"}, 400),
        ("limits", {"per_minute": 3}, 400),
        ("limits", {"in_flight": None}, 400),
        ("stars", {"stars": -1}, 400),
    ],
)
async def test_what_cannot_be_is_told(api: Api, simulator: Simulator, name: str, body: object, status: int) -> None:
    simulator.people.join(READER, "Reader", started=True)
    answered, told = await asked(api, "POST", f"/script/{name}", body)
    assert (answered, told.keys()) == (status, {"error"})


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/script/nope"), ("POST", "/script/"), ("GET", "/script/say"), ("PUT", "/script/a/b")]
)
async def test_what_is_no_script_is_told_as_json_too(api: Api, method: str, path: str) -> None:
    assert await asked(api, method, path) == (404, {"error": f"there is no {method} {path}"})


async def test_a_script_speaks_json(api: Api) -> None:
    async with api.session.post(f"{api.address.root}/script/say", data={"chat": "7"}) as answer:
        assert answer.status == 415


async def test_another_web_page_cannot_script(api: Api, address: Address) -> None:
    headers = {"Origin": "https://example.org"}
    async with api.session.post(f"{address.root}/script/people", json={"chat": 1}, headers=headers) as answer:
        assert answer.status == 403


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("[[fault]\n", "not TOML"),
        ("[limits]\nper_second = 3", "only [[fault]] tables"),
        ("fault = 3", "only [[fault]] tables"),
        ("fault = [3]", "fault 1: the body must be an object"),
        ('[[fault]]\nkind = "late"\nsecond = 2', "fault 1: unknown: second"),
        ('[[fault]]\nkind = "late"\nseconds = 2\n[[fault]]\n', "fault 2: kind must be text"),
    ],
)
def test_a_faults_file_that_is_none_is_told_in_a_line(content: str, fault: str) -> None:
    with pytest.raises(BadFaults) as refusal:
        read_file(content)
    assert fault in str(refusal.value)
