"""Time as an argument: what a clock is, and the one zone in which Kazakhstan's days are counted."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Protocol
from zoneinfo import ZoneInfo

#: Asked once per piece of work; answers an aware moment in UTC.
Clock = Callable[[], datetime]


@cache
def almaty() -> ZoneInfo:
    """The zone of all Kazakhstan: UTC+5 since 1 March 2024 (tzdata 2024a), UTC+6 in Almaty before."""
    return ZoneInfo("Asia/Almaty")


def local_day(moment: datetime) -> date:
    """The calendar day in Kazakhstan at a moment."""
    return moment.astimezone(almaty()).date()


#: All that is kept of when somebody did something.
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


def cut(moment: datetime, to: timedelta) -> datetime:
    """The beginning of the minute, hour or day (in UTC) that a moment lies in."""
    return moment - (moment - _BEGINNING) % to


def utc(moment: datetime) -> datetime:
    """The same moment in UTC; a naive one is an error of the caller (ValueError)."""
    if moment.tzinfo is None:
        raise ValueError(f"naive moment {moment!r}")
    return moment.astimezone(UTC)


class Steps:
    """Notices that a clock was set back; one for each process and clock."""

    def __init__(self) -> None:
        self._last: datetime | None = None

    def back(self, now: datetime) -> timedelta | None:
        """By how much the clock has gone back since the last look; zero at the first look, none when it has not."""
        last, self._last = self._last, now
        if last is None:
            return timedelta()
        return last - now if now < last - _TREMBLING else None


#: Two threads may look at one clock in the other order.
_TREMBLING = timedelta(seconds=1)


class Wire(Protocol):
    """The clock of timeouts, leases and pace: never scaled, and able to wait."""

    def now(self) -> datetime:
        """The present moment in UTC."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Come back after so many seconds."""
        ...
