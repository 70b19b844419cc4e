"""The store: one thread that writes, a few that read, and whole transactions as the only way in."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Lock
from time import monotonic
from typing import Self, TypeVar

from bot.domain.errors import StoreUnavailable, WrongStore
from bot.store import connect, meta, migrate
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.meta import Purpose
from bot.store.rekey import rekey
from bot.store.transaction import Tx

__all__ = ["Purpose", "Store"]

log = logging.getLogger(__name__)

T = TypeVar("T")

_READERS = 4
#: In seconds: failures with less than this between them are of one outage, though something worked meanwhile.
_APART = 60.0


class Store:
    """An open database. `work` is a plain function of a Tx; it runs in a thread and commits whole or not at all."""

    def __init__(self, url: str, encryption: ChatIdEncryption) -> None:
        self._encryption = encryption
        self._fingerprint_key = encryption.fingerprint_key
        self._to_write, self._to_read = connect.writer(url), connect.reader(url, _READERS)
        self._writer = Writer()
        self._outages = Outages()
        self._readers = ThreadPoolExecutor(_READERS, "store-reader")

    @classmethod
    def open(cls, url: str, key: str | bytes, *, purpose: Purpose) -> Self:
        """Open a migrated database; WrongStore or SubscribersUnreadable before anything is read or written."""
        with connect.reachable():
            if connect.is_missing(url):
                raise WrongStore("no database there yet; run: protest-alerts migrate")
            store = cls(url, ChatIdEncryption(key))
            try:
                store._check(purpose)
            except BaseException:
                store.close()
                raise
        return store

    @property
    def fingerprint_key(self) -> bytes:
        """The key under which articles are hashed for matching."""
        return self._fingerprint_key

    async def write(self, work: Callable[[Tx], T], *, alone: str | None = None, urgent: bool = False) -> T:
        """Do this work in the writer thread; a cancelled caller leaves it to run to its end.

        What a person waits for is urgent: it goes before other work that has not begun.
        """

        def whole() -> T:
            with self.writing(alone=alone) as tx:
                return work(tx)

        return await asyncio.shield(asyncio.wrap_future(self._writer.submit(whole, urgent=urgent)))

    async def checkpoint(self) -> bool:
        """Let what was erased leave the database's log of changes too; false when somebody still reads it there."""

        def whole() -> bool:
            with self._outages.noted(), connect.available():
                return connect.checkpoint(self._to_write)

        return await asyncio.shield(asyncio.wrap_future(self._writer.submit(whole, urgent=False)))

    async def read(self, work: Callable[[Tx], T]) -> T:
        """Do this work in a reader thread, on one state of the database."""

        def whole() -> T:
            with self.reading() as tx:
                return work(tx)

        return await asyncio.get_running_loop().run_in_executor(self._readers, whole)

    @contextmanager
    def writing(self, *, alone: str | None = None) -> Iterator[Tx]:
        """One transaction: commits at the end of the block, or nothing has happened.

        `alone` names work that two processes must not do at once.
        """
        with self._outages.noted(), connect.available(), self._to_write.begin() as connection:
            if alone:
                connect.alone(connection, alone)
            yield Tx(connection, self._encryption)

    @contextmanager
    def reading(self) -> Iterator[Tx]:
        """One transaction that cannot write."""
        with self._outages.noted(), connect.available(), self._to_read.begin() as connection:
            yield Tx(connection, self._encryption)

    def close(self) -> None:
        """Finish what runs, then let go of threads and connections."""
        self._writer.shutdown()
        self._readers.shutdown()
        self._to_write.dispose()
        self._to_read.dispose()

    def _check(self, purpose: Purpose) -> None:
        with self._to_write.begin() as connection:
            meta.refuse_other(connection, purpose)
            migrate.refuse_other(connection)
            meta.claim(connection, purpose)
            meta.claim_key(connection, self._encryption)
            connect.alone(connection, "rekey")
            rekey(connection, self._encryption)
            self._fingerprint_key = meta.fingerprint_key(connection, self._encryption)


class Writer:
    """A thread with two queues; urgent work never waits for more than the piece that is being done."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "store-writer")
        self._urgent: deque[Callable[[], None]] = deque()
        self._rest: deque[Callable[[], None]] = deque()

    def submit(self, work: Callable[[], T], *, urgent: bool) -> Future[T]:
        """Have this done in its turn."""
        done: Future[T] = Future()

        def whole() -> None:
            try:
                done.set_result(work())
            except BaseException as error:  # noqa: BLE001  # it is the caller's, who is in another thread
                done.set_exception(error)

        (self._urgent if urgent else self._rest).append(whole)
        self._thread.submit(self._one)
        return done

    def shutdown(self) -> None:
        """Finish what was submitted."""
        self._thread.shutdown()

    def _one(self) -> None:
        """One piece for each that was submitted, though not always the same."""
        (self._urgent or self._rest).popleft()()


class Outages:
    """Counts what fails as one outage; used from the threads of the store."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._lock = Lock()
        self._last = -_APART

    @contextmanager
    def noted(self) -> Iterator[None]:
        """A block of work on the database: the first failure of an outage is logged, and every one goes on."""
        try:
            yield
        except StoreUnavailable as error:
            if self._is_first():
                log.warning("%s; what needs it waits until it answers", error)
            raise

    def _is_first(self) -> bool:
        with self._lock:
            before, self._last = self._last, self._now()
            return self._last - before >= _APART
