"""Many small pieces of work → few transactions: what comes while one is being written goes together into the next."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from bot.store.engine import Store
from bot.store.transaction import Tx

T = TypeVar("T")
R = TypeVar("R")

#: Pieces in one transaction: few enough that other writers get their turn.
_MOST = 64


class Batch(Generic[T, R]):
    """`work` takes pieces in their order and answers each; it must stand being done again.

    When it fails, each piece of its transaction is done again alone.
    """

    def __init__(self, store: Store, work: Callable[[Tx, Sequence[T]], Sequence[R]]) -> None:
        self._store = store
        self._work = work
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def write(self, piece: T) -> R:
        """Have this piece written, perhaps together with others."""
        done: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((piece, done))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        return await done

    async def _write(self) -> None:
        while self._waiting:
            now, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
            try:
                answers = await self._done([piece for piece, _ in now])
            except Exception:  # noqa: BLE001  # whose it is is found out next
                await self._each_alone(now)
            else:
                for (_, done), answer in zip(now, answers, strict=True):
                    _settle(done, answer)

    async def _each_alone(self, pieces: list[tuple[T, asyncio.Future[R]]]) -> None:
        """A named entry point: the one that fails learns of it, and the others are written all the same."""
        for piece, done in pieces:
            try:
                _settle(done, (await self._done([piece]))[0])
            except Exception as error:  # noqa: BLE001  # handed to whoever asked for it
                if not done.cancelled():
                    done.set_exception(error)

    async def _done(self, pieces: Sequence[T]) -> Sequence[R]:
        return await self._store.write(lambda tx: self._work(tx, pieces))


def _settle(done: asyncio.Future[R], answer: R) -> None:
    if not done.cancelled():
        done.set_result(answer)
