from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from bot.simulator import Address, Simulator, running

from .driving import Api, HandClock, HandSleep

READER = 7


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def nap(clock: HandClock) -> HandSleep:
    return HandSleep(clock)


@pytest.fixture
def simulator(clock: HandClock, nap: HandSleep) -> Simulator:
    """A simulator with one reader, Kazakh by language, who has pressed Start."""
    simulator = Simulator(clock, sleep=nap)
    simulator.people.join(READER, "Kazakh reader", language_code="kk", started=True)
    return simulator


@pytest.fixture
async def address(simulator: Simulator) -> AsyncIterator[Address]:
    async with running(simulator) as address:
        yield address


@pytest.fixture
async def api(simulator: Simulator, address: Address) -> AsyncIterator[Api]:
    async with ClientSession() as session:
        yield Api(session, address, simulator.token)
