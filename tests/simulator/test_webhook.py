"""Rule 9: webhooks, with the schedule and the order of the real server."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from bot.simulator import HistoryKind, Simulator
from bot.simulator.webhook import next_delay

from .conftest import READER
from .driving import Api, HandClock, HandSleep

OTHER = 8


@dataclass
class Receiver:
    """A bot's side of a webhook: answers what it is told to answer, and remembers."""

    url: str = ""
    updates: list[dict[str, Any]] = field(default_factory=list)
    headers: list[Any] = field(default_factory=list)
    answers: list[web.Response] = field(default_factory=list)
    gates: dict[str, asyncio.Event] = field(default_factory=dict)
    under_way: int = 0
    most_under_way: int = 0
    _arrived: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def receive(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.updates.append(update)
        self.headers.append(request.headers)
        self.under_way += 1
        self.most_under_way = max(self.under_way, self.most_under_way)
        async with self._arrived:
            self._arrived.notify_all()
        gate = self.gates.get(update.get("message", {}).get("text", ""))
        if gate:
            await gate.wait()
        self.under_way -= 1
        return self.answers.pop(0) if self.answers else web.Response()

    async def until(self, count: int) -> None:
        async with asyncio.timeout(10), self._arrived:
            await self._arrived.wait_for(lambda: len(self.updates) >= count)

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.updates]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    application = web.Application()
    application.router.add_post("/hook", receiver.receive)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    for gate in receiver.gates.values():
        gate.set()
    await runner.cleanup()


async def waiting(api: Api) -> int:
    return int((await api.call("getWebhookInfo")).result["pending_update_count"])


async def until_none_waits(simulator: Simulator) -> None:
    """The bot's answers have arrived; each leaves a line in nobody's record, so the queue itself is asked."""
    async with asyncio.timeout(10):
        while simulator.state.updates.pending():
            await simulator.courier.delivered.next()


async def test_updates_come_with_the_secret_and_are_done_with_200(
    api: Api, simulator: Simulator, receiver: Receiver
) -> None:
    simulator.people.say(READER, "before")
    answer = await api.call("setWebhook", url=receiver.url, secret_token="s-e_c")
    assert answer.body == {"ok": True, "result": True, "description": "Webhook was set"}
    simulator.people.say(READER, "after")
    await receiver.until(2)
    assert receiver.texts == ["before", "after"]
    assert {headers["X-Telegram-Bot-Api-Secret-Token"] for headers in receiver.headers} == {"s-e_c"}
    await until_none_waits(simulator)


async def test_without_a_secret_there_is_no_header(api: Api, simulator: Simulator, receiver: Receiver) -> None:
    await api.call("setWebhook", url=receiver.url)
    simulator.people.say(READER, "x")
    await receiver.until(1)
    assert "X-Telegram-Bot-Api-Secret-Token" not in receiver.headers[0]


async def test_a_chat_is_in_order_while_others_go_ahead(api: Api, simulator: Simulator, receiver: Receiver) -> None:
    simulator.people.join(OTHER, "Another")
    receiver.gates["1"] = asyncio.Event()
    await api.call("setWebhook", url=receiver.url)
    for chat_id, text in ((READER, "1"), (READER, "2"), (OTHER, "a"), (OTHER, "b")):
        simulator.people.say(chat_id, text)
    await receiver.until(3)
    assert sorted(receiver.texts) == ["1", "a", "b"]
    receiver.gates["1"].set()
    await receiver.until(4)
    orders = defaultdict(list)
    for update in receiver.updates:
        orders[update["message"]["chat"]["id"]].append(update["message"]["text"])
    assert orders == {READER: ["1", "2"], OTHER: ["a", "b"]}


async def test_no_more_than_max_connections_are_under_way(api: Api, simulator: Simulator, receiver: Receiver) -> None:
    receiver.gates["x"] = asyncio.Event()
    await api.call("setWebhook", url=receiver.url, max_connections=2)
    for person in range(100, 105):
        simulator.people.join(person, "Reader")
        simulator.people.say(person, "x")
    await receiver.until(2)
    assert (await api.call("getWebhookInfo")).result["max_connections"] == 2
    receiver.gates["x"].set()
    await receiver.until(5)
    assert receiver.most_under_way == 2


@pytest.mark.parametrize(
    ("fails", "delay", "retry_after", "chance", "expected"),
    [
        (0, 1, 0, 0, (0, 1)),
        (1, 1, 0, 0, (2, 2)),
        (2, 2, 0, 0, (4, 4)),
        (3, 4, 0, 0, (8, 8)),
        (6, 32, 0, 0, (60, 60)),
        (6, 32, 0, 0.9, (64, 64)),
        (7, 64, 0, 0.5, (90, 90)),
        (9, 90, 0, 1, (120, 120)),
        (0, 1, 17, 0, (17, 1)),
        (5, 32, 9999, 0, (3600, 32)),
    ],
)
def test_a_failed_update_is_tried_again_later_and_later(
    fails: int, delay: float, retry_after: int, chance: float, expected: tuple[float, float]
) -> None:
    assert next_delay(fails, delay, retry_after, chance) == expected


async def test_a_refused_update_is_repeated_at_once_and_then_after_two_seconds(
    api: Api, simulator: Simulator, receiver: Receiver, nap: HandSleep
) -> None:
    receiver.answers = [web.Response(status=500), web.Response(status=403)]
    await api.call("setWebhook", url=receiver.url)
    simulator.people.say(READER, "x")
    await receiver.until(2)
    await nap.begun()
    assert nap.asked == [2]
    info = (await api.call("getWebhookInfo")).result
    assert info["last_error_message"] == "Wrong response from the webhook: 403 Forbidden"
    assert info["last_error_date"]
    assert info["pending_update_count"] == 1
    nap.end()
    await receiver.until(3)
    assert receiver.texts == ["x", "x", "x"]
    assert {update["update_id"] for update in receiver.updates} == {1}
    await until_none_waits(simulator)


async def test_a_wish_to_come_later_is_honoured(
    api: Api, simulator: Simulator, receiver: Receiver, nap: HandSleep
) -> None:
    receiver.answers = [web.Response(status=503, headers={"Retry-After": "40"})]
    await api.call("setWebhook", url=receiver.url)
    simulator.people.say(READER, "x")
    await nap.begun()
    assert nap.asked == [40]
    nap.end()
    await receiver.until(2)


async def test_an_update_that_would_be_too_old_is_given_up(api: Api, simulator: Simulator, receiver: Receiver) -> None:
    keyboard = {"inline_keyboard": [[{"text": "x", "callback_data": "more"}]]}
    sent = (await api.call("sendMessage", chat_id=READER, text="x", reply_markup=keyboard)).result
    receiver.answers = [web.Response(status=503, headers={"Retry-After": "151"})]
    await api.call("setWebhook", url=receiver.url)
    simulator.people.press(READER, sent["message_id"], "more")  # lives for 150 s
    await until_none_waits(simulator)
    assert len(receiver.updates) == 1


async def test_nobody_at_the_address_is_an_error_that_is_told(
    api: Api, simulator: Simulator, nap: HandSleep, unused_tcp_port: int
) -> None:
    await api.call("setWebhook", url=f"http://127.0.0.1:{unused_tcp_port}/hook")
    simulator.people.say(READER, "x")
    await nap.begun()
    assert (await api.call("getWebhookInfo")).result["last_error_message"] == "Connection refused"


async def test_an_answer_may_carry_a_method_call(api: Api, simulator: Simulator, receiver: Receiver) -> None:
    receiver.answers = [
        web.json_response({"method": "sendMessage", "chat_id": READER, "text": "Сәлем"}),
        web.json_response({"method": "deleteWebhook"}),
        web.json_response({"method": "getMe"}),
    ]
    await api.call("setWebhook", url=receiver.url)
    for text in ("1", "2", "3"):
        simulator.people.say(READER, text)
    async with asyncio.timeout(10):
        await simulator.record.until(lambda: bool(simulator.record.acts(HistoryKind.SENT)))
    await receiver.until(3)
    await until_none_waits(simulator)
    assert [message.text for message in simulator.people.history(READER) if message.from_bot] == ["Сәлем"]
    assert (await api.call("getWebhookInfo")).result["url"] == receiver.url
    assert simulator.record.calls("getMe") == ()


async def test_polling_and_a_webhook_exclude_each_other(
    api: Api, simulator: Simulator, receiver: Receiver, clock: HandClock, nap: HandSleep
) -> None:
    poll = asyncio.create_task(api.call("getUpdates", timeout=30))
    await nap.begun()
    await api.call("setWebhook", url=receiver.url)
    assert (await poll).refusal == (409, "Conflict: terminated by setWebhook request")
    active = (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    assert (await api.call("getUpdates")).refusal == (409, active)
    clock.advance(seconds=2)
    assert (await api.call("deleteWebhook")).body["description"] == "Webhook was deleted"
    simulator.people.say(READER, "x")
    assert len((await api.call("getUpdates")).result) == 1


async def test_a_webhook_is_set_once_a_second_at_most(api: Api, receiver: Receiver, clock: HandClock) -> None:
    await api.call("setWebhook", url=receiver.url)
    clock.advance(seconds=0.9)
    assert (await api.call("setWebhook", url=receiver.url)).refusal == (429, "Too Many Requests: retry after 1")
    clock.advance(seconds=0.2)
    assert (await api.call("setWebhook", url=receiver.url)).body["description"] == "Webhook is already set"


async def test_what_waits_can_be_dropped_and_kinds_left_out(api: Api, simulator: Simulator, receiver: Receiver) -> None:
    simulator.people.say(READER, "old")
    await api.call("setWebhook", url=receiver.url, drop_pending_updates=True, allowed_updates=["message"])
    simulator.people.block(READER)
    simulator.people.unblock(READER)
    simulator.people.say(READER, "new")
    await receiver.until(1)
    assert receiver.texts == ["new"]
    assert (await api.call("getWebhookInfo")).result["allowed_updates"] == ["message"]


@pytest.mark.parametrize(
    ("webhook", "description"),
    [
        ({"url": "ftp://a.kz/"}, "invalid webhook URL specified"),
        ({"url": "http://"}, "invalid webhook URL specified"),
        ({"url": "http://a.kz:99999/"}, "invalid webhook URL specified"),
        ({"url": "https://a.kz/", "secret_token": "a b"}, "secret token contains unallowed characters"),
        ({"url": "https://a.kz/", "secret_token": "a" * 257}, "secret token is too long"),
    ],
)
async def test_a_webhook_that_cannot_be_is_refused(api: Api, webhook: dict[str, str], description: str) -> None:
    assert (await api.call("setWebhook", **webhook)).refusal == (400, f"Bad Request: {description}")


async def test_an_empty_address_deletes_the_webhook(api: Api, receiver: Receiver, clock: HandClock) -> None:
    await api.call("setWebhook", url=receiver.url)
    clock.advance(seconds=2)
    assert (await api.call("setWebhook", url="")).body["description"] == "Webhook was deleted"
    assert await waiting(api) == 0
    assert (await api.call("getWebhookInfo")).result["url"] == ""
