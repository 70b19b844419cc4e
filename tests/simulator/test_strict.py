"""Rule 11: in strict mode nothing passes that Telegram does not know."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.simulator import Simulator, running
from bot.simulator.methods import METHODS
from bot.simulator.strict import Catalogue

from .conftest import READER
from .driving import Api, HandClock

SPECIFICATION = Path(__file__).parents[3] / "shared" / "telegram-bot-api.json"


@pytest.fixture
async def strict(clock: HandClock) -> AsyncIterator[Api]:
    simulator = Simulator(clock, strict=True)
    simulator.people.join(READER, "Reader", started=True)
    async with running(simulator) as address, ClientSession() as session:
        yield Api(session, address, simulator.token)


async def test_an_unknown_parameter_is_refused(strict: Api) -> None:
    answer = await strict.call("sendMessage", chat_id=READER, text="x", colour="red", shade=1)
    assert answer.refusal == (400, "Bad Request: strict simulator: sendMessage has no parameter colour, shade")


async def test_an_unknown_method_is_refused(strict: Api) -> None:
    assert (await strict.call("sendHologram")).refusal == (404, "Not Found: method not found")


async def test_a_method_that_only_telegram_has_is_told_apart(strict: Api) -> None:
    code, words = (await strict.call("sendDice", chat_id=READER)).refusal
    assert (code, words) == (501, "Not Implemented: the simulator does not have this method of the Bot API")


async def test_what_telegram_knows_passes(strict: Api) -> None:
    whole = {"text": "x", "parse_mode": "HTML", "disable_notification": True, "allow_paid_broadcast": False}
    assert (await strict.call("sendMessage", chat_id=READER, **whole)).status == 200


async def test_otherwise_an_unknown_parameter_is_passed_over_as_telegram_does(api: Api) -> None:
    assert (await api.call("sendMessage", chat_id=READER, text="x", colour="red")).status == 200


def test_every_method_of_the_simulator_is_one_of_telegrams() -> None:
    assert METHODS.keys() | {"getupdates"} <= Catalogue.read().methods.keys()


@pytest.mark.skipif(not SPECIFICATION.exists(), reason="the machine-readable Bot API is not beside the repository")
def test_the_table_agrees_with_the_specification() -> None:
    methods = json.loads(SPECIFICATION.read_text(encoding="utf-8"))["methods"]
    expected = {name.lower(): {field["name"] for field in whole.get("fields", [])} for name, whole in methods.items()}
    assert {name: set(parameters) for name, parameters in Catalogue.read().methods.items()} == expected
