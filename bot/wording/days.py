"""Days and hours as people write them. The patterns are own where CLDR's are American, abbreviated or capitalised."""

from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date

from bot.domain.clock import almaty
from bot.domain.codes import Lang
from bot.domain.report import Span
from bot.wording.gettext_markers import gettext_noop
from bot.wording.locale import Locale

#: Date patterns (Unicode TR 35), translated like any text: Kazakh puts the year first.
_FULL = gettext_noop("d MMMM y")
_SHORT = gettext_noop("d MMMM")
_MONTH = gettext_noop("LLLL y")


def day(t: Locale, when: date) -> str:
    """A day with its year: "21 September 2019"."""
    return _formatted(when, t.gettext(_FULL), t.lang)


def short_day(t: Locale, when: date) -> str:
    """A day of a year that goes without saying: "21 September"."""
    return _formatted(when, t.gettext(_SHORT), t.lang)


@lru_cache(maxsize=2048)
def _formatted(when: date, pattern: str, lang: Lang) -> str:
    """Babel takes as long for it as for the rest of a sentence."""
    return format_date(when, pattern, locale=lang)


def hour(moment: datetime) -> str:
    """Hours and minutes in Kazakhstan: "19:40"."""
    return _here(moment)[1]


@lru_cache(maxsize=1024)
def _here(moment: datetime) -> tuple[date, str]:
    """Day and clock in Kazakhstan: the same moment is told in three languages."""
    here = moment.astimezone(almaty())
    return here.date(), f"{here:%H:%M}"


def moment(t: Locale, at: datetime, *, beside: date | None = None) -> str:
    """Day and hour in Kazakhstan; the year is said unless it is that of the day beside it."""
    here, clock = _here(at)
    near = beside is not None and beside.year == here.year
    said = short_day(t, here) if near else day(t, here)
    return t.gettext("%(day)s, %(time)s", day=said, time=clock)


def month(t: Locale, when: date) -> str:
    """A month with its year: "September 2019"."""
    return _formatted(when, t.gettext(_MONTH), t.lang)


def span(t: Locale, when: Span) -> str:
    """The days of an event, as exactly as they are known (precision 1 day, 2 week, 3 month, 4 day of publication)."""
    if when.start is None:
        return t.gettext("day not known")
    days = _days(t, when.start, when.end or when.start)
    match when.precision:
        case 2:
            return t.gettext("about %(day)s", day=days)
        case 3:
            return month(t, when.start)
        case 4:
            return t.gettext("%(day)s (day of the report)", day=days)
        case _:
            return days


def near(t: Locale, when: Span, today: date) -> str:
    """As `span`, without the year where it goes without saying beside `today`."""
    start = when.start
    if start and start.year == today.year and when.precision == 1 and when.end in {None, start}:
        return short_day(t, start)
    return span(t, when)


def _days(t: Locale, first: date, last: date) -> str:
    if first >= last:
        return day(t, first)
    if (first.year, first.month) != (last.year, last.month):
        return t.gettext("%(first)s – %(last)s", first=day(t, first), last=day(t, last))
    named = format_date(first, "MMMM", locale=t.lang)
    return t.gettext(
        "%(first)s–%(last)s %(month)s %(year)s", first=first.day, last=last.day, month=named, year=first.year
    )
