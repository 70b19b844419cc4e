"""The simulated Telegram alone, as the command starts it."""

import asyncio
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.cli.main import status
from bot.simulator import Address, RateLimits, Simulator, faults, running, standalone

from .driving import Api, HandClock, HandSleep


async def test_the_limits_are_on_and_faults_wait(unused_tcp_port: int) -> None:
    file = '[[fault]]\nkind = "internal_error"\nmethod = "getMe"'
    stage = standalone.prepared(strict=True, faults=file, stars=3)
    stage.people.join(7, "Reader", started=True)
    assert stage.gate.limits == RateLimits.telegram()
    async with running(stage) as address, ClientSession() as session:
        api = Api(session, address, stage.token)
        assert (await api.call("getMe")).status == 500
        assert (await api.call("getMe")).status == 200
        assert (await api.call("sendMessage", chat_id=7, text="x", colour="red")).status == 400
        assert (await api.call("getMyStarBalance")).result == {"amount": 3}


async def test_latency_befalls_every_answer_and_no_fault_takes_it_away(clock: HandClock, nap: HandSleep) -> None:
    simulator = Simulator(clock, sleep=nap, latency=0.05)
    simulator.faults.add(faults.internal_error())
    simulator.faults.clear()
    async with running(simulator) as address, ClientSession() as session:
        asking = asyncio.create_task(Api(session, address, simulator.token).call("getMe"))
        await nap.begun()
        assert nap.asked == [0.05]
        nap.end()
        assert (await asking).status == 200


@pytest.mark.parametrize(
    "arguments", [["--faults", "nowhere.toml"], ["--latency", "-1"], ["--port", "99999"], ["--stars", "-1"]]
)
def test_wrong_usage_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert status(["simulator", *arguments]) == 2
    assert capsys.readouterr().err.startswith("protest-alerts: ")


def test_a_faults_file_that_is_none_ends_with_2_and_says_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "faults.toml"
    file.write_text('[[fault]]\nkind = "flood"', encoding="utf-8")
    assert status(["simulator", "--faults", str(file)]) == 2
    assert "fault 1: kind must be one of" in capsys.readouterr().err


async def test_a_taken_port_is_told(address: Address) -> None:
    stage = standalone.prepared()
    with pytest.raises(standalone.PortTaken, match="in use"):
        await standalone.serve(stage, address.port, print)
