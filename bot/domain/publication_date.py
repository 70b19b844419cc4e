"""Dates as they are said → the moment an article counts as published, or none: then nobody is notified of it.

a stamp in one of Kazakhstan's zones ─► the day that the writer had
a clock that is wrong by whole hours ─► learnt from when its entries come, and put right
a stamp of after the poll ─► the moment of the poll
several dates ─► the oldest that is credible; a date of the last change is none
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

from bot.domain.article import Entry
from bot.domain.clock import almaty, local_day

#: Kazakhstan's offsets: west and east before 1 March 2024, and one for all since, which many servers do not know.
_HERE = frozenset({timedelta(hours=5), timedelta(hours=6)})
#: A page's date counts against the feed's when it is earlier by so much: below it is the same publication.
_EARLIER = timedelta(hours=12)
#: So many entries that came while the feed was asked often tell how wrong its clock is.
_LAGS_KEPT, _LAGS_NEEDED = 12, 5
#: In minutes: between publication and poll lie at most so many, and clocks differ by a few.
_SPREAD, _SLACK = 90, 5
#: The feed must have been asked so shortly before, or the lag tells nothing.
WATCHED = timedelta(minutes=90)
#: Beyond this no clock is wrong.
_WORST_CLOCK = 14

_A_YEAR = re.compile(r"(?:19|20)\d{2}")
_YEARS = r"(?:19|20)\d{2}"
_DAY_IN_PATH = re.compile(rf"(?:^|[/_-])({_YEARS})([/_-])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?=$|[/_.-])")
_DAY_FIRST_IN_PATH = re.compile(rf"(?:^|[/_-])(0?[1-9]|[12]\d|3[01])([/_-])(0?[1-9]|1[0-2])\2({_YEARS})(?=$|[/_.-])")
_MONTH_IN_PATH = re.compile(rf"(?:^|/)({_YEARS})/(0?[1-9]|1[0-2])(?=/)")
_EIGHT_FIGURES = re.compile(rf"(?:^|[/_-])({_YEARS})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=$|[/_.-])")


def counted(stamp: datetime, now: datetime, clock: timedelta = timedelta()) -> datetime:
    """When something that bears a stamp was published, in UTC; `clock` is what its outlet's clock is ahead by."""
    return min(as_meant(stamp - clock, now), now).astimezone(UTC)


def as_meant(stamp: datetime, now: datetime) -> datetime:
    """A stamp of +05 or +06 is the writer's wall time, whichever of the two a server believes in.

    Unless that lies ahead: then the server's clock is right and only its zone is old.
    """
    if stamp.utcoffset() not in _HERE:
        return stamp
    wall = stamp.replace(tzinfo=almaty())
    return wall if wall <= now or wall < stamp else stamp


def published(entry: Entry, now: datetime, clock: timedelta = timedelta()) -> datetime | None:
    """When an entry counts as published, by its own date and its address; none when neither tells."""
    said = counted(entry.published, now, clock) if entry.published else None
    if entry.is_change:
        return by_address(entry.link, None, now, latest=said)
    return by_address(entry.link, said, now)


def by_address(link: str, said: datetime | None, now: datetime, *, latest: datetime | None = None) -> datetime | None:
    """The date that was said, unless the address has an older day in it, at whose noon it then counts as published.

    A day more or less is a matter of zones. An address that has only the month, and an older one, makes the date
    doubtful: none. `latest` is when the article was last changed, before which it was published.
    """
    if not _A_YEAR.search(link):
        return said
    bound = said or latest or now
    day = day_in(link, loosely=said is None)
    if day is not None and day <= local_day(now):
        older = said is None or local_day(said) - day > timedelta(days=1)
        return _noon(day, bound) if older else said
    month = month_in(link)
    if said is not None and month is not None and month < _month(local_day(said - timedelta(days=1))):
        return None
    return said


def by_page(known: datetime | None, stamps: Iterable[datetime], now: datetime) -> datetime | None:
    """The same with the dates of publication that a page gives: the oldest wins."""
    found = min((counted(stamp, now) for stamp in stamps), default=None)
    if known is None or found is None:
        return known or found
    return found if known - found > _EARLIER else known


def day_in(link: str, *, loosely: bool = False) -> date | None:
    """The day that an address has in it, as 2024/05/18 or 18-05-2024; `loosely` also as eight figures."""
    path = urlsplit(link).path if link else ""
    if found := _DAY_IN_PATH.search(path):
        return _real(found[1], found[3], found[4])
    if found := _DAY_FIRST_IN_PATH.search(path):
        return _real(found[4], found[3], found[1])
    packed = _EIGHT_FIGURES.search(path) if loosely else None
    return _real(packed[1], packed[2], packed[3]) if packed else None


def month_in(link: str) -> tuple[int, int] | None:
    """Year and month that an address has in it, as 2024/05."""
    found = _MONTH_IN_PATH.search(urlsplit(link).path) if link else None
    return (int(found[1]), int(found[2])) if found else None


def lags(known: tuple[int, ...], stamps: Iterable[datetime], now: datetime) -> tuple[int, ...]:
    """In minutes, how long before they came the newest entries say that they were published, the newest last."""
    timed = (as_meant(stamp, now) for stamp in stamps if stamp.time() != time())  # midnight is a day without a time
    fresh = sorted((int((now - stamp) / timedelta(minutes=1)) for stamp in timed), reverse=True)
    return (*known, *fresh)[-_LAGS_KEPT:]


def clock(known: tuple[int, ...]) -> timedelta:
    """What an outlet's clock is ahead by, in whole hours, below zero when it is behind; nothing until it is plain."""
    if len(known) < _LAGS_NEEDED:
        return timedelta()
    ordered = sorted(known)
    least = ordered[len(ordered) // 6]
    hours = (least + _SLACK) // 60
    near = [lag for lag in ordered if 60 * hours - _SLACK <= lag <= 60 * hours + _SPREAD]
    if abs(hours) > _WORST_CLOCK or 5 * len(near) < 4 * len(ordered):
        return timedelta()
    return timedelta(hours=-hours)


def _noon(day: date, bound: datetime) -> datetime:
    return min(datetime.combine(day, time(12), almaty()).astimezone(UTC), bound.astimezone(UTC))


def _real(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
