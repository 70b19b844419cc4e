"""Days that a search asks for: a day, a month or a year among its words, in figures or by the month's name."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

_EARLIEST = 1986
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_MONTH = re.compile(r"(\d{1,2})[./](\d{4})")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(r"[12]?\d|3[01]")
#: As it is written again into a button: 20240301-20240331.
_WRITTEN = re.compile(r"(\d{8})-(\d{8})")
#: Letters that may follow the beginning of a month's name: «мартта», «марта».
_ENDING = 7


@dataclass(frozen=True, slots=True)
class Period:
    """Days, bounds inclusive."""

    first: date
    last: date

    @property
    def code(self) -> str:
        """In a word that `read` understands."""
        return f"{self.first:%Y%m%d}-{self.last:%Y%m%d}"


def read(text: str, months: Sequence[Sequence[str]], today: date) -> tuple[str, Period | None]:
    """A text without its days, and the days; a month without a year is the last one that has begun."""
    rest: list[str] = []
    year = month = day = None
    for word in text.lower().replace(",", " ").split():
        whole = _whole(word)
        if whole:
            return " ".join([*rest, *text.lower().split()[len(rest) + 1 :]]), whole
        named = _named(word, months)
        if _YEAR.fullmatch(word) and year is None:
            year = int(word)
        elif named and month is None:
            month = named
        elif _DAY.fullmatch(word) and day is None:
            day = int(word)
        else:
            rest.append(word)
    if year is None and month is None:
        return text, None
    found = _period(year, month, day, today)
    return (" ".join(rest), found) if found else (text, None)


def _whole(word: str) -> Period | None:
    """Days written in one word."""
    written = _WRITTEN.fullmatch(word)
    try:
        if written:
            first, last = (date(int(w[:4]), int(w[4:6]), int(w[6:])) for w in written.groups())
            return Period(first, last)
        if found := _DOTTED.fullmatch(word):
            return _month(int(found[3]), int(found[2]), int(found[1]))
        if found := _MONTH.fullmatch(word):
            return _month(int(found[2]), int(found[1]))
        if found := _ISO.fullmatch(word):
            return _month(int(found[1]), int(found[2]), int(found[3]) if found[3] else None)
    except ValueError:
        return None
    return None


def _named(word: str, months: Sequence[Sequence[str]]) -> int | None:
    for number, names in enumerate(months, 1):
        if any(word.startswith(name) and len(word) - len(name) <= (_ENDING if len(name) > 3 else 1) for name in names):
            return number
    return None


def _period(year: int | None, month: int | None, day: int | None, today: date) -> Period | None:
    if year is not None and not _EARLIEST <= year <= today.year + 1:
        return None
    if month is None:
        return Period(date(year, 1, 1), date(year, 12, 31)) if year else None
    its_year = year or (today.year if month <= today.month else today.year - 1)
    try:
        return _month(its_year, month, day)
    except ValueError:
        return None


def _month(year: int, month: int, day: int | None = None) -> Period:
    if day:
        return Period(date(year, month, day), date(year, month, day))
    return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
