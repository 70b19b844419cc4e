"""The one thread that writes: work is done in its order, but what somebody waits for goes first."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


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
