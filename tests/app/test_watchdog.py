"""What the service manager hears, and when it hears nothing."""

import asyncio
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.scheduler import Job, Schedule
from bot.services.operations.progress import FRUITLESS, HANGS, ProcessPart, Progress
from bot.systemd_notify import Manager, watched


@dataclass
class Steady:
    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Listener:
    """A service manager."""

    line: socket.socket

    def heard(self) -> list[str]:
        return self.line.recv(1000).decode().splitlines()


@pytest.fixture
def listener(tmp_path: Path) -> Iterator[Listener]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(tmp_path / "notify"))
        line.settimeout(60)
        yield Listener(line)


@pytest.fixture
def manager(listener: Listener) -> Manager:
    return Manager.of({"NOTIFY_SOCKET": listener.line.getsockname(), "WATCHDOG_USEC": "20000"}, 1)


async def test_ready_alive_and_stopping(listener: Listener, manager: Manager) -> None:
    async with watched(manager, Progress(Steady())):
        assert listener.heard() == ["READY=1", "STATUS=running"]
        await asyncio.sleep(0)
        assert listener.heard() == ["WATCHDOG=1", "STATUS=running"]
    while (heard := listener.heard())[0] == "WATCHDOG=1":
        pass
    assert heard == ["STOPPING=1", "STATUS=finishing what runs"]


async def test_a_part_that_hangs_feeds_no_watchdog(listener: Listener, manager: Manager) -> None:
    steady = Steady()
    progress = Progress(steady)
    progress.begin([ProcessPart.SEND])
    steady.seconds = HANGS + 1
    async with watched(manager, progress):
        assert listener.heard()[0] == "READY=1"
        await asyncio.sleep(0)
        assert listener.heard() == ["STATUS=send hangs: no attempt ended for 301 s"]


def test_a_watchdog_of_another_process_is_not_fed() -> None:
    assert Manager.of({"WATCHDOG_USEC": "4000000", "WATCHDOG_PID": "2"}, 1).every == 0
    assert Manager.of({"WATCHDOG_USEC": "4000000", "WATCHDOG_PID": "1"}, 1).every == 2
    assert Manager.of({"WATCHDOG_USEC": "x"}, 1) == Manager()


def test_nobody_listens_and_nothing_happens() -> None:
    Manager().tell("READY=1")
    Manager("/nowhere/at/all").tell("READY=1")


def test_a_manager_that_does_not_read_stops_nobody(listener: Listener, manager: Manager) -> None:
    for _ in range(10_000):
        manager.tell("WATCHDOG=1")
    assert listener.heard() == ["WATCHDOG=1"]


def test_an_outage_outside_is_no_hanging_part_until_it_lasts() -> None:
    steady = Steady()
    progress = Progress(steady)
    progress.begin([ProcessPart.UPDATE])
    while steady.seconds < FRUITLESS:
        progress.failed(ProcessPart.UPDATE, rest=30)
        assert progress.stuck() == ""
        steady.seconds += 60
    steady.seconds += 60
    progress.failed(ProcessPart.UPDATE)
    assert progress.stuck().startswith("update did not succeed for")
    progress.done(ProcessPart.UPDATE)
    assert progress.stuck() == ""


def test_only_what_a_process_does_is_looked_at() -> None:
    steady = Steady()
    progress = Progress(steady)
    progress.begin([ProcessPart.POLL])
    progress.failed(ProcessPart.SEND)
    steady.seconds = HANGS
    progress.done(ProcessPart.POLL)
    steady.seconds += HANGS
    assert progress.stuck() == ""


async def test_work_that_ends_is_an_attempt_and_its_failure_no_success() -> None:
    steady = Steady(5)
    progress = Progress(steady)
    progress.begin([ProcessPart.POLL])

    async def good() -> int:
        return 1

    async def bad() -> None:
        raise LookupError

    steady.seconds = 10
    with pytest.raises(LookupError):
        await progress.watching(ProcessPart.POLL, bad)()
    assert progress.since_success() == {ProcessPart.POLL: 5}
    assert await progress.watching(ProcessPart.POLL, good)() == 1
    assert progress.since_success() == {ProcessPart.POLL: 0}


async def test_what_hangs_at_the_end_is_cut_off() -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def hangs() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    schedule = Schedule((Job("hangs", hangs, 0.01),))
    schedule.start()
    await begun.wait()
    await schedule.stop(0)
    assert ended.is_set()
