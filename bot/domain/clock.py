"""Time as an argument: what a clock is, and the one zone in which Kazakhstan's days are counted."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Protocol
from zoneinfo import ZoneInfo

#: Asked once per piece of work; answers an aware moment in UTC.
Clock = Callable[[], datetime]


#: What all Kazakhstan is ahead of UTC by since 1 March 2024.
OFFSET = timedelta(hours=5)
ZONE = "Asia/Almaty"


@cache
def almaty() -> ZoneInfo:
    """The zone of all Kazakhstan: UTC+5 since 1 March 2024 (tzdata 2024a), UTC+6 in Almaty before.

    As the package `tzdata` has it: a machine's own zone data may be older than the change.
    """
    try:
        with files("tzdata.zoneinfo").joinpath(*ZONE.split("/")).open("rb") as data:
            return ZoneInfo.from_file(data, key=ZONE)
    except (ModuleNotFoundError, FileNotFoundError):
        return ZoneInfo(ZONE)


def local_day(moment: datetime) -> date:
    """The calendar day in Kazakhstan at a moment."""
    return moment.astimezone(almaty()).date()


#: Hours in Kazakhstan between which editors sleep.
NIGHT_FROM, NIGHT_TO = 22, 7


def is_night(moment: datetime) -> bool:
    """Whether editors sleep at a moment."""
    hour = moment.astimezone(almaty()).hour
    return hour >= NIGHT_FROM or hour < NIGHT_TO


def last_morning(moment: datetime) -> datetime:
    """The newest moment, this one at the latest, at which a night ended."""
    here = moment.astimezone(almaty())
    today = here.replace(hour=NIGHT_TO, minute=0, second=0, microsecond=0)
    return (today if today <= here else today - timedelta(days=1)).astimezone(UTC)


def is_of_the_night(moment: datetime, told: datetime) -> bool:
    """Whether something of a night is told on the day after it."""
    morning = last_morning(told)
    evening = morning - timedelta(hours=24 + NIGHT_TO - NIGHT_FROM)
    return not is_night(told) and evening <= moment < morning


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
