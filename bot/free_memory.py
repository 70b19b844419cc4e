"""Memory that a process has freed, given back to the system, and memory that it keeps for good."""

import asyncio
import ctypes
import gc
from contextlib import suppress


def keep_for_good() -> None:
    """Never again look through what there is now for garbage: each look took 0.07 s, in which nobody is answered."""
    gc.collect()
    gc.freeze()


async def give_back() -> None:
    """Let the system have what is free: some milliseconds, in a thread; nothing where the C library is not glibc.

    The C library keeps it otherwise.
    """
    await asyncio.to_thread(_trim)


def _trim() -> None:
    with suppress(AttributeError, OSError):  # no glibc
        ctypes.CDLL(None).malloc_trim(0)
