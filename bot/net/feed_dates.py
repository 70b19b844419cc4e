"""Written dates → moments: what feeds, sitemaps and pages say, in RFC 822, ISO 8601 or something like them.

A moment keeps the offset that it was written with; one without any is wall time in Kazakhstan. What it is taken for is
decided in `bot/domain/publication_date.py`.
"""

import re
import tomllib
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from pathlib import Path

from bot.domain.clock import almaty

#: Nothing on the web was published earlier; such a date is a fault of the feed, not a date.
EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
_LATEST_YEAR = 2199
#: No date is longer; what is longer is not looked at.
_LONGEST = 80
_CALENDAR = Path(__file__).parent.parent / "data" / "calendar.toml"

_MAIL = re.compile(
    r"(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) ([+-]\d{4}|GMT)", re.ASCII
)
_ISO = re.compile(r"(\d{4})([-./])(\d{1,2})\2(\d{1,2})(?!\d)[T,\s_]*")
_RFC = re.compile(r"(?:[^\W\d_]{2,12}\.?,?\s+)?(\d{1,2})[\s-]+([^\W\d_]{3,12})\.?,?[\s-]+(\d{4})(?!\d),?\s*")
_NUMERIC = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)[,\s]*")
_STAMP = re.compile(r"\d{10}(?:\d{3})?")
_TIME = re.compile(
    r"(?<![\d:.])(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d{1,9})?)?\s*([AaPp]\.?[Mm]\b\.?)?"
    r"\s*(?:(?P<name>[A-Za-z]{1,5}(?:/[A-Za-z_]{1,20})?)(?![A-Za-z]))?\s*(?P<offset>[+\u2212-]\s?\d{1,2}(?::?\d{2})?(?!\d))?"
)
_OFFSET = re.compile(r"([+\u2212-])\s?(\d{1,2}):?(\d{2})?")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_WORD = re.compile(r"[^\W\d_]{3,}")
_NEAR_DAY = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[\s.,-]{0,2}$")
_DAY_AFTER = re.compile(r"[\s.,-]{0,2}(\d{1,2})(?:st|nd|rd|th)?(?!\d)")
#: Hours of the names in use in mail (RFC 822, 5.1) and hereabouts; other names tell nothing.
_NAMED = {
    **dict.fromkeys(("Z", "UT", "UTC", "GMT", "WET"), 0),
    **dict.fromkeys(("EST", "CDT"), -5),
    **dict.fromkeys(("CST", "MDT"), -6),
    **dict.fromkeys(("MST", "PDT"), -7),
    "EDT": -4,
    "PST": -8,
    "BST": 1,
    "CET": 1,
    "CEST": 2,
    "EET": 2,
    "EEST": 3,
    "MSK": 3,
    "UZT": 5,
    "KGT": 6,
}


def moment(said: object) -> datetime | None:
    """A moment, or none for anything that is no date of the web's time."""
    if not isinstance(said, str) or not said:
        return None
    try:
        found = _by_the_standard(said) or _read(" ".join(said[:_LONGEST].split()))
    except (ValueError, OverflowError):
        return None
    return found if found and found >= EARLIEST else None


def _by_the_standard(said: str) -> datetime | None:
    """What nearly all feeds write, at a fifth of the price."""
    mail = _MAIL.fullmatch(said)
    if mail is None:
        return None
    day, name, *rest, offset = mail.groups()
    year, hour, minute, second = map(int, rest)
    month = _months().get(name.lower())
    minutes = 0 if offset == "GMT" else 60 * int(offset[:3]) + int(offset[0] + offset[3:])
    return datetime(year, month, int(day), hour, minute, second, tzinfo=_fixed(minutes)) if month else None


def _read(said: str) -> datetime | None:
    if iso := _ISO.match(said):
        return _at(int(iso[1]), int(iso[3]), int(iso[4]), said[iso.end() :])
    if rfc := _RFC.match(said):
        month = _month(rfc[2])
        return _at(int(rfc[3]), month, int(rfc[1]), said[rfc.end() :]) if month else None
    if _STAMP.fullmatch(said):
        return datetime.fromtimestamp(int(said[:10]), UTC)
    if numeric := _NUMERIC.match(said):
        return _day_first(numeric, said[numeric.end() :])
    return _loose(said) or _packed(said)


def _packed(said: str) -> datetime | None:
    """20261202T202500Z and what else ISO 8601 has; ValueError for anything else."""
    found = datetime.fromisoformat(said)
    return found if found.tzinfo else found.replace(tzinfo=almaty())


def _day_first(found: re.Match[str], rest: str) -> datetime | None:
    """02.12.2026 begins with the day; 02/12/2026 tells nothing unless one of the two can be no month."""
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    if found[2] == "/" and first <= 12 and second <= 12 and first != second:
        return None
    day, month = (second, first) if found[2] == "/" and second > 12 else (first, second)
    return _at(year, month, day, rest)


def _loose(said: str) -> datetime | None:
    """A day with the name of its month, in any order: "Tue, Jan 23 2018 …", «2026 жылғы 2 желтоқсан»."""
    time = _TIME.search(said)
    words = said if time is None else f"{said[: time.start()]} {said[time.end() :]}"
    for word in _WORD.finditer(words):
        month = _month(word[0])
        day = month and (_NEAR_DAY.search(words[: word.start()]) or _DAY_AFTER.match(words, word.end()))
        if month and day:
            year = _year(words, day[1], word.end())
            return _at(year, month, int(day[1]), time[0] if time else "") if year else None
    return None


def _year(words: str, day: str, after: int) -> int:
    """The year that stands in four figures anywhere, else in two behind the month; 0 for none."""
    if whole := _YEAR.search(words):
        return int(whole[1])
    short = re.search(r"(?<!\d)(\d{2})(?!\d)", words[after:])
    if short is None or short[1] == day:
        return 0
    return int(short[1]) + (2000 if int(short[1]) < 70 else 1900)


def _at(year: int, month: int, day: int, rest: str) -> datetime | None:
    """That day at the time which `rest` begins with, or at its beginning."""
    if not year <= _LATEST_YEAR:
        return None
    time = _TIME.match(rest)
    if time is None:
        return datetime(year, month, day, tzinfo=almaty())
    hour = _hour(int(time[1]), (time[4] or "")[:1].lower())
    late = hour == 24 and not int(time[2])
    zone = _zone(time["name"] or "", time["offset"] or "")
    begin = datetime(year, month, day, 0 if late else hour, int(time[2]), min(int(time[3] or 0), 59), tzinfo=zone)
    return begin + timedelta(days=late)


def _hour(hour: int, half: str) -> int:
    if not half:
        return hour
    return hour % 12 + (12 if half == "p" else 0)


@cache
def _fixed(minutes: int) -> tzinfo:
    return timezone(timedelta(minutes=minutes)) if minutes else UTC


def _zone(name: str, offset: str) -> tzinfo:
    """The zone of an offset, with or without GMT before it; of a name in use; else Kazakhstan's."""
    if found := _OFFSET.match(offset):
        hours, minutes = int(found[2]), int(found[3] or 0)
        if hours > 14 or minutes > 59:
            raise ValueError(offset)
        return _fixed((60 * hours + minutes) * (1 if found[1] == "+" else -1))
    hours_of_name = _NAMED.get(name.upper())
    return almaty() if hours_of_name is None else _fixed(60 * hours_of_name)


def _month(word: str) -> int:
    """The month that a word names in one of the languages read; 0 for none."""
    return _months().get(word[:3].casefold(), 0)


@cache
def _months() -> dict[str, int]:
    """Months by the first three letters of their names, which differ in all three languages; «мая» is May too."""
    calendar = tomllib.loads(_CALENDAR.read_text(encoding="utf-8"))
    short, more = calendar["abbreviations"].values(), calendar["other_abbreviations"]
    return {name: number for names in short for number, name in enumerate(names, 1)} | dict(more)
