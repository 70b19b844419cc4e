"""Days → which of them only bound what is told: «с 9 июня», "until Friday", «9 маусымнан бері»."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.domain.codes import Lang
from bot.reading.dates import Day
from bot.reading.phrases import PhrasePart, parts
from bot.reading.text import Text
from bot.reading.words import Calendar

#: How far such a word may stand from its day, «с прошлого понедельника»; how far the ends of a range from each other.
_REACH, _JOINED = 2, 2


class Bounds:
    """The words of one language that make a day a bound."""

    def __init__(self, lang: Lang, calendar: Calendar) -> None:
        self._before = frozenset(calendar.bound_before[lang])
        self._after = frozenset(calendar.bound_after[lang])
        self._between: tuple[PhrasePart, ...] = tuple(parts(stem)[0] for stem in calendar.bound_between[lang])

    def mark(self, text: Text, days: Sequence[Day]) -> list[Day]:
        """The days, each told whether it is a bound; what holds of "Monday" holds of "October 18" beside it.

        Both ends of a range are days of their own: «с 4 по 5 января».
        """
        marked = [replace(day, bound=self._is_bound(text, day)) for day in days]
        for i in range(1, len(marked)):
            one, two = marked[i - 1], marked[i]
            if (one.bound or two.bound) and 0 < two.first - one.last <= _JOINED:
                same = (one.month, one.day) == (two.month, two.day)
                if same or not set(",;.:") & set(text.raw[one.end : two.start]):
                    marked[i - 1 : i + 1] = [replace(one, bound=same), replace(two, bound=same)]
        return marked

    def _is_bound(self, text: Text, day: Day) -> bool:
        span = text.span(text.sentence[day.first])
        back = range(day.first - 1, max(span.start, day.first - _REACH) - 1, -1)
        ahead = range(day.last + 1, min(span.stop, day.last + 1 + _REACH))
        return self._leads(text, back, self._before) or self._leads(text, ahead, self._after)

    def _leads(self, text: Text, indices: Iterable[int], known: frozenset[str]) -> bool:
        for i in indices:
            if text.words[i] in known:
                return True
            if not any(part.fits(text.words[i]) for part in self._between):
                return False
        return False
