"""Memory that a process has freed, given back to the system: the C library keeps it otherwise."""

import asyncio
import ctypes
from contextlib import suppress


async def give_back() -> None:
    """Let the system have what is free: some milliseconds, in a thread; nothing where the C library is not glibc."""
    await asyncio.to_thread(_trim)


def _trim() -> None:
    with suppress(AttributeError, OSError):  # no glibc
        ctypes.CDLL(None).malloc_trim(0)
