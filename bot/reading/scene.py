"""An article laid open: its words with every cue, number, day and place, and what each sentence is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.codes import Lang
from bot.reading.cues import Category, Cues
from bot.reading.dates import Day
from bot.reading.numbers import Number
from bot.reading.places import Mention
from bot.reading.text import Text
from bot.reading.words import CueKind, Strength

#: A day before this is background to news of a publication day.
RECENT = timedelta(days=9)
#: Without a day of publication any year that is spelled out marks the past: news of the day names none.
_ANY_YEAR = 2100
_OPENING = 5
_HEAD_SENTENCES, _HEAD_WORDS = 3, 90


@dataclass(frozen=True, slots=True)
class Scene:
    """All that was found in one article."""

    lang: Lang
    text: Text
    cues: Cues
    numbers: tuple[Number, ...]
    days: tuple[Day, ...]
    places: tuple[Mention, ...]
    published: date | None
    #: Months named without a day, by sentence.
    months: Mapping[int, frozenset[int]]

    @property
    def title(self) -> range:
        """Sentences of the title."""
        return range(self.text.sentence[self.text.body - 1] + 1) if self.text.body else range(0)

    @property
    def head(self) -> range:
        """Sentences of the title and the lead."""
        first = len(self.title)
        last = first
        while last < len(self.text.openings) and last < first + _HEAD_SENTENCES:
            if self.text.openings[last] - self.text.body > _HEAD_WORDS:
                break
            last += 1
        return range(last)

    @property
    def sentences(self) -> range:
        """All sentences."""
        return range(len(self.text.openings))

    def days_in(self, sentence: int) -> tuple[Day, ...]:
        """Days named in a sentence."""
        return tuple(day for day in self.days if self.text.sentence[day.first] == sentence)

    def places_in(self, sentence: int) -> tuple[Mention, ...]:
        """Places named in a sentence."""
        return tuple(place for place in self.places if self.text.sentence[place.first] == sentence)

    def is_recent(self, day: Day) -> bool:
        """Whether a day can be the day of the news."""
        if self.published is None:
            return not day.dated
        return day.exact is not None and self.published - RECENT <= day.exact <= self.published + timedelta(days=1)

    def is_background(self, sentence: int) -> bool:
        """A sentence about the past: an old day, another month, an anniversary."""
        days = self.days_in(sentence)
        if any(self.is_recent(day) for day in days):
            return False
        old_days = any(day.exact and self.published and day.exact < self.published - RECENT for day in days)
        old_days = old_days or any(day.dated for day in days if not self.published)
        return old_days or self._other_month(sentence) or self._old_year(sentence) or self._told_as_past(sentence)

    def is_past(self, sentence: int) -> bool:
        """Background for certain: an anniversary's words, or an old year."""
        return self.is_background(sentence) and (self._told_as_past(sentence) or self._old_year(sentence))

    def opens_with_past(self, sentence: int) -> bool:
        """Whether the first words of a sentence set it in the past: «Тридцать четыре года назад…»."""
        words = self.text.span(sentence)
        first = range(words.start, words.start + _OPENING)
        marked = any(c.first in first and c.tag[1] == "background" for c in self.cues.of(Category.MARKER, (sentence,)))
        return self.is_past(sentence) and (marked or any(n.first in first and self._is_year(n) for n in self.numbers))

    def is_before(self, sentence: int, start: date | None) -> bool:
        """Whether all days of a sentence lie before a day."""
        days = [day.exact for day in self.days_in(sentence) if day.exact]
        return bool(start and days and max(days) < start)

    def _told_as_past(self, sentence: int) -> bool:
        return self.cues.marked("background", sentence)

    def _other_month(self, sentence: int) -> bool:
        months = self.months.get(sentence)
        return bool(months) and self.published is not None and self.published.month not in (months or ())

    def _old_year(self, sentence: int) -> bool:
        """A year before that of publication, alone: «в 2011 году», "since 2019"."""
        words = self.text.span(sentence)
        this_year = self.published.year if self.published else _ANY_YEAR
        return any(
            number.first in words and 1900 <= number.value < this_year and self._is_year(number)
            for number in self.numbers
        )

    def _is_year(self, number: Number) -> bool:
        after = self.text.words[number.last + 1] if number.last + 1 < len(self.text) else ""
        before = self.text.words[number.first - 1] if number.first else ""
        if self.lang is Lang.EN:
            return before in {"in", "since", "of", "january", "december", "may", "until", "from", "by"} or after in {
                "and"
            }
        return after.startswith(("год", "г", "жыл", "ж"))

    def is_event(self, sentence: int) -> bool:
        """Whether a sentence tells of people acting: a strong cue, or a medium one with company; and no veto."""
        strong = self.cues.actions(sentence, Strength.S)
        medium = self.cues.actions(sentence, Strength.M)
        company = self._company(sentence)
        if not strong and not (medium and company):
            return False
        negative = any(self.cues.of(Category.NEGATIVE, (sentence,)))
        return not negative or (bool(strong) and company >= 2)

    def _company(self, sentence: int) -> int:
        strong = frozenset({Strength.S, Strength.M})
        return (
            self.cues.has(CueKind.RESPONSE, sentence, strengths=strong)
            + self.cues.has(CueKind.ACTOR, sentence)
            + (self.cues.has(CueKind.DEMAND, sentence) or self.cues.marked("demanding", sentence))
            + (len({cue.tag[1] for cue in self.cues.actions(sentence, *Strength)}) > 1)
        )

    def is_here(self, sentence: int) -> bool:
        """Whether a sentence names Kazakhstan or a place in it."""
        return bool(self.places_in(sentence)) or self.cues.marked("country", sentence)

    def is_abroad(self, sentence: int) -> bool:
        """Whether a sentence names another country and no place of this one."""
        return self.cues.marked("foreign", sentence) and not self.places_in(sentence)
