"""What the service manager is told, by the protocol of sd_notify(3): ready, alive, stopping, and how it goes.

Without NOTIFY_SOCKET nobody is told, and nothing else changes.
"""

import asyncio
import logging
import os
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from bot.services.operations.progress import Progress

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Manager:
    """The service manager's socket (empty: none), and how often it wants to hear in seconds (0: never)."""

    address: str = ""
    every: float = 0.0

    @classmethod
    def of(cls, environment: Mapping[str, str], process: int) -> "Manager":
        """As the service manager set it for a process of this number; half its patience is how often it hears."""
        mine = environment.get("WATCHDOG_PID", str(process)) == str(process)
        microseconds = environment.get("WATCHDOG_USEC", "")
        every = int(microseconds) / 2_000_000 if mine and microseconds.isdecimal() else 0.0
        return cls(environment.get("NOTIFY_SOCKET", ""), every)

    def tell(self, *states: str) -> None:
        """Send some states, such as READY=1; a manager that does not listen changes nothing."""
        if not self.address:
            return
        address = f"\0{self.address[1:]}" if self.address.startswith("@") else self.address
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
            line.settimeout(0)  # a manager that does not read must not stop the service
            line.connect(address)
            line.send("\n".join(states).encode())


@asynccontextmanager
async def watched(manager: Manager, progress: Progress) -> AsyncIterator[None]:
    """Ready from here on, and alive while everything goes on; stopping at the end of the block."""
    manager.tell("READY=1", "STATUS=running")
    feeding = asyncio.create_task(_feed(manager, progress)) if manager.every else None
    try:
        yield
    finally:
        manager.tell("STOPPING=1", "STATUS=finishing what runs")
        if feeding:
            feeding.cancel()
            await asyncio.gather(feeding, return_exceptions=True)


async def _feed(manager: Manager, progress: Progress) -> None:
    """The watchdog hears while all parts go on; who is stuck is said once, then the manager restarts the process."""
    said = ""
    while True:
        stuck = progress.stuck()
        if stuck and stuck.partition(":")[0] != said.partition(":")[0]:
            log.error("%s; the service manager will restart this process", stuck)
        said = stuck
        manager.tell(*([f"STATUS={stuck}"] if stuck else ["WATCHDOG=1", "STATUS=running"]))
        await asyncio.sleep(manager.every)


def manager() -> Manager:
    """The service manager of this process."""
    return Manager.of(os.environ, os.getpid())
