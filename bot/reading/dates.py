"""Text → the days it names: absolute, relative, weekdays; three languages (language.md §4)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from bot.domain.codes import Lang
from bot.reading.numbers import Number
from bot.reading.phrases import PhraseIndex
from bot.reading.text import Text
from bot.reading.words import Calendar

#: A day without a year lies at most so long before publication, or so long after it.
_BACK, _AHEAD = timedelta(days=340), timedelta(days=60)
_ISO = re.compile(r"\b(20\d\d|19\d\d)-(\d\d)-(\d\d)\b|\b(\d{1,2})\.(\d{1,2})\.(20\d\d|19\d\d)\b")
_DASHES = frozenset({"-", "–", "—"})
_YEARS = range(1900, 2100)
_NEAR = 8
_SHORTEST_MONTH, _LONGEST_MONTH = 3, 31
_REMEMBERED = 1024
#: Days counted back reach no further; what is told in weeks is so far back that no day of the news is meant.
_FURTHEST, _WEEKS = 3650, 9


@dataclass(frozen=True, slots=True)
class Day:
    """A day named in a text, by words `first` to `last` inclusive."""

    month: int
    day: int
    first: int
    last: int
    start: int
    end: int
    exact: date | None = None
    #: Said with its month, not as "yesterday" or a weekday.
    absolute: bool = True
    #: The year stands in the text.
    dated: bool = False
    #: Only from it, until it or after it something is told: «с 9 июня», "by Friday".
    bound: bool = False


@dataclass(frozen=True, slots=True)
class _Month:
    number: int
    #: Its first word, and the last, beside which its day stands: «қараша айының 6-сы».
    first: int
    at: int
    #: Kazakh genitive: «тамыздың 19-ы», the day follows.
    genitive: bool = False


@dataclass(frozen=True, slots=True)
class _Ends:
    """Numerals by their first and by their last word."""

    first: dict[int, Number]
    last: dict[int, Number]


class DateReader:
    """Days of one language."""

    def __init__(self, lang: Lang, calendar: Calendar) -> None:
        self._lang = lang
        self._months = tuple(enumerate(calendar.months[lang], 1))
        self._short = {name: number for number, name in enumerate(calendar.abbreviations[lang], 1)}
        self._starts = frozenset(name[:2] for name in (*calendar.months[lang], *calendar.abbreviations[lang]))
        self._words = calendar.words
        self._endings = calendar.endings
        self._ru_endings = calendar.month_endings_ru
        adjectives = enumerate(calendar.weekday_adjectives[lang])
        self._weekdays = (*enumerate(calendar.weekdays[lang]), *adjectives)
        self._not_weekday = calendar.weekday_not[lang]
        self._relative = PhraseIndex[int](
            (days, stem) for days, stems in calendar.relative.items() for stem in stems[lang]
        )
        self._counted_back = {word: days for days, words in calendar.counted_back.items() for word in words[lang]}
        self._ago = calendar.ago[lang]
        self._month_of = lru_cache(_REMEMBERED)(self._month_word)
        self._weekday_of = lru_cache(_REMEMBERED)(self._weekday_word)
        self._future = PhraseIndex[str](("future", stem) for stem in calendar.future[lang])

    def find(self, text: Text, numbers: Sequence[Number], published: date | None) -> list[Day]:
        """Every day of a text in order; without a day of publication only absolute ones, the year if it is said."""
        found = [*self._absolute(text, numbers, published), *_numeric(text)]
        if published is not None:
            taken = {i for day in found for i in range(day.first, day.last + 1)}
            told = (*self._told(text, published), *self._counted(text, numbers, published))
            found += [day for day in told if day.first not in taken]
        return sorted(found, key=lambda day: day.start)

    def bare_months(self, text: Text, days: Sequence[Day]) -> dict[int, dict[int, int]]:
        """Months named without a day, by sentence and word: «в марте», "in March"."""
        taken = {i for day in days for i in range(day.first, day.last + 1)}
        found: dict[int, dict[int, int]] = {}
        for i in range(len(text)):
            if i not in taken and (text.capital(i) or self._lang is not Lang.EN):
                month = self._month(text, i)
                if month is not None and len(text.words[i]) >= _SHORTEST_MONTH and self._is_in_month(text, i):
                    found.setdefault(text.sentence[i], {})[i] = month.number
        return found

    def _is_in_month(self, text: Text, i: int) -> bool:
        if self._lang is Lang.KK:
            return text.words[i].endswith(self._words.kk_in_month) or (
                i + 1 < len(text) and text.words[i + 1].startswith(self._words.kk_month)
            )
        before = text.words[i - 1] if i else ""
        return before in self._words.in_month

    def _absolute(self, text: Text, numbers: Sequence[Number], published: date | None) -> Iterator[Day]:
        ends = _Ends({n.first: n for n in numbers}, {n.last: n for n in numbers})
        for i in range(len(text)):
            month = self._month(text, i)
            number = self._day_number(text, month, ends) if month else None
            if month and number:
                end = self._dated(text, (month, number), ends, published)
                yield end
                yield from self._range_start(text, end, number, ends, published)
                yield from self._range_end(text, end, number, ends, published)

    def _range_start(self, text: Text, last: Day, number: Number, ends: _Ends, published: date | None) -> Iterator[Day]:
        """The first day of «с 4 по 5 января», «4–5 января»."""
        earlier = ends.last.get(number.first - 2) or ends.last.get(number.first - 1)
        if earlier is None or earlier is number or not 1 <= earlier.value < number.value:
            return
        between = text.raw[earlier.end : number.start].strip()
        if between in _DASHES or between in self._words.range:
            year = last.exact.year if last.exact else None
            day = _complete(year, last.month, earlier.value, published, future=False)
            yield Day(last.month, earlier.value, earlier.first, earlier.last, earlier.start, earlier.end, day)

    def _range_end(self, text: Text, first: Day, number: Number, ends: _Ends, published: date | None) -> Iterator[Day]:
        """The last day of "May 10-11", "May 10 to 12", "on May 10 and 11,"; not of "On May 10 and 11 people came"."""
        later = ends.first.get(number.last + 2) or ends.first.get(number.last + 1)
        if self._lang is not Lang.EN or number.last != first.last or later is None:
            return
        if not number.value < later.value <= _LONGEST_MONTH or later.last - later.first:
            return
        between, behind = text.raw[number.end : later.start].strip(), text.raw[later.end : later.end + 1]
        parted = between in self._words.range and behind in {"", ".", ",", ";", ":"}
        if between in _DASHES or parted:
            day = _complete(
                first.exact.year if first.exact else None, first.month, later.value, published, future=False
            )
            yield Day(first.month, later.value, later.first, later.last, later.start, later.end, day)

    def _month(self, text: Text, i: int) -> _Month | None:
        found = self._month_of(text.words[i])
        if found is None:
            return None
        if self._lang is Lang.KK and self._is_of_month(text.words[i + 1 : i + 2]):
            return _Month(found[0], i, i + 1, genitive=True)
        return _Month(found[0], i, i, genitive=found[1])

    def _is_of_month(self, after: Sequence[str]) -> bool:
        """«қараша айының»: the word for month in the genitive."""
        return any(w.startswith(self._words.kk_month) and w.endswith(tuple(self._words.kk_genitive)) for w in after)

    def _month_word(self, word: str) -> tuple[int, bool] | None:
        """The number of a month, and whether it stands in the Kazakh genitive."""
        if word[:2] not in self._starts:
            return None
        for number, stem in self._months:
            if word.startswith(stem):
                rest = word[len(stem) :]
                if self._lang is Lang.KK and self._endings.month.fullmatch(rest):
                    return number, rest in self._words.kk_genitive
                if (self._lang is Lang.RU and rest in self._ru_endings) or (self._lang is Lang.EN and not rest):
                    return number, False
        short = self._short.get(word)
        return (short, False) if short and self._lang is not Lang.KK else None

    def _day_number(self, text: Text, month: _Month, ends: _Ends) -> Number | None:
        before, after = ends.last.get(month.at - 1), ends.first.get(month.at + 1)
        if self._lang is Lang.EN and (month.at > 1 and text.words[month.at - 1] in self._words.of_month):
            before = ends.last.get(month.at - 2)
        takes_after = month.genitive if self._lang is Lang.KK else self._lang is Lang.EN
        for number in (before, after if takes_after else None):
            abbreviated = number is after and text.words[month.at] in self._short  # "Feb. 25"
            marks = " \xa0-—–." if abbreviated else " \xa0-—–"
            if number and 1 <= number.value <= _LONGEST_MONTH and not text.gap(min(number.last, month.at)).strip(marks):
                return number
        return None

    def _dated(self, text: Text, named: tuple[_Month, Number], ends: _Ends, published: date | None) -> Day:
        month, number = named
        first, last = min(number.first, month.first), max(number.last, month.at)
        year_number = _year_after(text, last, ends) or (
            self._kk_year_before(text, first, ends) if self._lang is Lang.KK else None
        )
        year = year_number.value if year_number else None
        if year_number:
            first, last = min(first, year_number.first), max(last, year_number.last)
        future = self._is_future(text, month.at)
        day = _complete(year, month.number, number.value, published, future=future)
        return Day(
            month.number, number.value, first, last, text.starts[first], text.ends[last], day, dated=year is not None
        )

    def _kk_year_before(self, text: Text, first: int, ends: _Ends) -> Number | None:
        """«2011 жылғы 16 желтоқсан», «2011 жылдың желтоқсанының 16-сы»."""
        word = text.words[first - 1] if first > 1 else ""
        if word.startswith(self._words.kk_year) or word == self._words.kk_year_short:
            number = ends.last.get(first - 2)
            return number if number and number.value in _YEARS else None
        return None

    def _told(self, text: Text, published: date) -> Iterator[Day]:
        for hit in self._relative.find(text):
            day = published + timedelta(days=hit.tag)
            yield _told_day(text, hit.first, hit.last, day)
        for i in range(len(text)):
            weekday = self._weekday_of(text.words[i])
            if weekday is not None:
                yield _told_day(text, i, i, self._nearest(text, i, weekday, published))

    def _counted(self, text: Text, numbers: Sequence[Number], published: date) -> Iterator[Day]:
        """«сто дней назад», "three weeks ago", «екі ай бұрын»: of weeks and months no exact day is meant."""
        for number in numbers:
            unit, ago = number.last + 1, number.last + 2
            if ago >= len(text) or text.words[ago] not in self._ago or text.gap(number.last).strip(" \xa0"):
                continue
            length = self._counted_back.get(text.words[unit], 0)
            if 0 < number.value * length <= _FURTHEST and (length == 1 or number.value * length > _WEEKS):
                day = published - timedelta(days=number.value * length)
                yield _told_day(text, number.first, ago, day)

    def _weekday_word(self, word: str) -> int | None:
        for number, stem in self._weekdays:
            if word.startswith(stem) and not word.startswith(self._not_weekday):
                rest = word[len(stem) :]
                if self._lang is Lang.KK and not self._endings.noun.fullmatch(rest):
                    continue
                if self._lang is Lang.RU and len(rest) > 3:
                    continue
                if self._lang is Lang.EN and rest and rest not in self._words.weekday_endings:
                    continue
                return number
        return None

    def _nearest(self, text: Text, i: int, weekday: int, published: date) -> date:
        back = (published.weekday() - weekday) % 7
        if self._is_future(text, i) or self._is_bound(text, i):
            return published + timedelta(days=(weekday - published.weekday()) % 7)
        return published - timedelta(days=back)

    def _is_bound(self, text: Text, i: int) -> bool:
        """A day by which something is to be: «до пятницы», "by Friday", «жұмаға дейін»."""
        before = text.words[i - 1] if i else ""
        return before in self._words.until_before or not self._words.until_after.isdisjoint(text.words[i + 1 : i + 2])

    def _is_future(self, text: Text, i: int) -> bool:
        words = text.span(text.sentence[i])
        near = self._future.find(text, max(words.start, i - _NEAR), min(words.stop, i + _NEAR))
        return bool(near)


def _numeric(text: Text) -> Iterator[Day]:
    for match in _ISO.finditer(text.raw):
        year, month, day, d2, m2, y2 = match.groups()
        parts = (int(year), int(month), int(day)) if year else (int(y2), int(m2), int(d2))
        exact = _real(*parts)
        if exact:
            first = text.word_at(match.start())
            last = max(first, text.word_at(match.end() - 1))
            yield Day(exact.month, exact.day, first, last, match.start(), match.end(), exact, dated=True)


def _year_after(text: Text, last: int, ends: _Ends) -> Number | None:
    number = ends.first.get(last + 1)
    if number and number.value in _YEARS and not number.in_words and text.gap(last).strip(" \xa0") in {"", ","}:
        return number
    return None


def _complete(year: int | None, month: int, day: int, published: date | None, *, future: bool) -> date | None:
    if year is not None:
        return _real(year, month, day)
    if published is None:
        return None
    candidates = [_real(published.year + step, month, day) for step in (-1, 0, 1)]
    ahead = _AHEAD if future else timedelta(days=1)
    fitting = [d for d in candidates if d and published - _BACK <= d <= published + ahead]
    later = [d for d in candidates if d and published - _BACK <= d <= published + _AHEAD]
    return max(fitting or later, default=None)


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _told_day(text: Text, first: int, last: int, day: date) -> Day:
    return Day(day.month, day.day, first, last, text.starts[first], text.ends[last], day, absolute=False)
