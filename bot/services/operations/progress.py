"""What a process last got done, part by part → whether its watchdog may be fed, and what is stuck when not.

Held in memory: it is about this process alone, and a restart begins it afresh.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import wraps
from typing import Any

#: Seconds without any attempt that came to an end: the part hangs.
HANGS = 300.0
#: Seconds without success: the world outside may be away, and then a restart does no harm; else it may help.
FRUITLESS = 3600.0


class ProcessPart(StrEnum):
    """What a process does again and again: fetch updates, poll feeds, send messages."""

    UPDATE = "update"
    POLL = "poll"
    SEND = "send"


@dataclass(frozen=True, slots=True)
class Progress:
    """The newest attempt and the newest success of each part, in seconds of a clock that is never set."""

    steady: Callable[[], float]
    _tried: dict[ProcessPart, float] = field(default_factory=dict)
    _done: dict[ProcessPart, float] = field(default_factory=dict)
    _sent: Counter[str] = field(default_factory=Counter)

    def begin(self, parts: Iterable[ProcessPart]) -> None:
        """From now on these parts are looked at."""
        for part in parts:
            self._tried[part] = self._done[part] = self.steady()

    def done(self, part: ProcessPart) -> None:
        """An attempt succeeded."""
        self._tried[part] = self._done[part] = self.steady()

    def failed(self, part: ProcessPart, rest: float = 0.0) -> None:
        """An attempt came to an end, with what success is not said; the next one is due after so many seconds."""
        self._tried[part] = max(self._tried.get(part, 0.0), self.steady() + rest)

    def sent(self, outcomes: Iterable[str]) -> None:
        """Messages were sent, or were not, each with the name of its outcome."""
        self._sent.update(outcomes)
        self.failed(ProcessPart.SEND)

    @property
    def messages(self) -> Mapping[str, int]:
        """How many messages of this process came to which outcome."""
        return dict(self._sent)

    def since_success(self) -> Mapping[ProcessPart, float]:
        """Seconds since each part last succeeded."""
        return {part: self.steady() - moment for part, moment in self._done.items()}

    def stuck(self) -> str:
        """Which part does not go on, in one line; empty when all do."""
        now = self.steady()
        for part, done in self._done.items():
            tried = self._tried[part]
            if now - tried > HANGS:
                return f"{part} hangs: no attempt ended for {now - tried:.0f} s"
            if now - done > FRUITLESS:
                return f"{part} did not succeed for {now - done:.0f} s"
        return ""

    def watching(self, part: ProcessPart, work: Callable[[], Awaitable[Any]]) -> Callable[[], Awaitable[Any]]:
        """The same work; its end is an attempt of this part, and a success when it raises nothing."""

        @wraps(work)
        async def watched() -> Any:
            try:
                result = await work()
            except Exception:
                self.failed(part)
                raise
            self.done(part)
            return result

        return watched
