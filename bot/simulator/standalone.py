"""The simulated Telegram alone, for load tests and other bots: limits on, until interrupted."""

import asyncio
import gc
import os
from collections.abc import Callable
from datetime import UTC, datetime

from bot.simulator.fault_orders import BadFaults, read_file
from bot.simulator.limits import RateLimits
from bot.simulator.server import running
from bot.simulator.simulator import Simulator

__all__ = ["BadFaults", "PortTaken", "prepared", "serve"]

RARELY = (50_000, 50, 1000)
"""Thresholds of the three generations of Python's collector."""


class PortTaken(Exception):
    """Another program listens there."""


def prepared(*, latency: float = 0.0, strict: bool = False, faults: str = "", stars: int = 0) -> Simulator:
    """A simulator on the machine's clock; `latency` in seconds befalls every call, `faults` is the text of a file.

    Raises BadFaults: when the text is no faults file.
    """
    orders = read_file(faults)
    limits = RateLimits.telegram()
    simulator = Simulator(lambda: datetime.now(UTC), limits=limits, strict=strict, stars=stars, latency=latency)
    for order in orders:
        simulator.faults.order(order)
    return simulator


async def serve(simulator: Simulator, port: int, say: Callable[[str], None]) -> None:
    """Until cancelled; says where it is to be found.

    Raises PortTaken: when the port is not to be had.
    """
    try:
        await _serve(simulator, port, say)
    except OSError as error:
        raise PortTaken(os.strerror(error.errno or 0)) from error


async def _serve(simulator: Simulator, port: int, say: Callable[[str], None]) -> None:
    # What the record keeps is kept on purpose: looking through it for garbage takes a third of a busy server's time.
    gc.set_threshold(*RARELY)
    async with running(simulator, port=port) as address:
        say(f"Bot API: {address.base_url}TOKEN/METHOD with the token {simulator.token}")
        say(f"Chats: {address.root}/  Scripts: {address.root}/script/")
        await asyncio.Event().wait()
