"""Sentence → the hour it tells, in its own words: «около 11 часов утра», "at around 3 p.m.", «сағат 11-де»."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.alphabet import without_yo
from bot.domain.codes import Lang
from bot.reading.patterns import compiled, exactly, expanded

DAY_LONG = 24 * 60
_FIGURES = re.compile(r"(\d{1,2})(?:[:.](\d\d))?")
_NOON, _LATE = 12, 9
_MEANINGS = ("hour", "midday", "midnight", "morning", "later", "night", "half")


@dataclass(frozen=True, slots=True)
class HourReader:
    """Hours in the words of one language, by the patterns of bot/data/times_of_day.toml."""

    lang: Lang
    patterns: Mapping[str, re.Pattern[str]]
    #: How the words of an hour begin, and which hour it is, in the order in which they are looked for.
    numbers: tuple[tuple[re.Pattern[str], int], ...]

    def hour(self, sentence: str) -> str:
        """The first hour of a sentence as written, on one line; durations and the times of buses are not asked for."""
        found = self.patterns["hour"].search(sentence)
        named = found.groupdict().get("about") if found else None
        return " ".join((named or found.group()).split()) if found else ""

    def latest(self, words: str) -> int:
        """The latest minute of the day that an hour may mean; the end of the day when that is unclear.

        A time such as 11:00 is of a clock with twenty-four hours but in English; «в 6 часов» may be in the evening.
        """
        low = without_yo(words.lower())
        figures = _FIGURES.search(low)
        named = next((n for pattern, n in self.numbers if pattern.search(low)), None)
        if self._is("midnight", low):
            return DAY_LONG
        if figures is None and named is None:
            return _NOON * 60 if self._is("midday", low) else DAY_LONG
        hours = int(figures[1]) if figures else named or 0
        minutes = int(figures[2] or 0) if figures else 0
        exact = bool(figures and figures[2]) and self.lang is not Lang.EN
        return min(self._of_day(hours, low, exact=exact) * 60 + minutes + 30 * self._is("half", low), DAY_LONG)

    def _of_day(self, hours: int, low: str, *, exact: bool) -> int:
        """An hour of the twenty-four, the later one when words leave two."""
        if hours > _NOON:
            return hours
        if self._is("morning", low):
            return hours % _NOON
        if self._is("night", low):
            return hours if hours < _LATE else hours + _NOON
        if exact and not self._is("later", low):
            return hours
        return hours % _NOON + _NOON

    def _is(self, meaning: str, low: str) -> bool:
        return self.patterns[meaning].search(low) is not None


def hours_of(data: Mapping[str, Any]) -> dict[Lang, HourReader]:
    """What reads hours in each language, from times_of_day.toml; ValueError when a pattern is missing or wrong."""
    exactly(data, ("pieces", *Lang))
    shared = expanded(data["pieces"])
    return {lang: _hours(lang, data[lang.value], shared) for lang in Lang}


def _hours(lang: Lang, data: Mapping[str, Any], shared: Mapping[str, str]) -> HourReader:
    exactly(data, ("pieces", "meaning", "numbers"))
    exactly(data["meaning"], _MEANINGS)
    pieces = expanded(data["pieces"], shared)
    written = expanded(data["meaning"], pieces)
    patterns = {name: compiled(name, written[name], re.IGNORECASE) for name in _MEANINGS}
    numbers = tuple((compiled(word, rf"\b{word}"), int(n)) for word, n in data["numbers"].items())
    return HourReader(lang, patterns, numbers)
