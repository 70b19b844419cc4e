"""Sentence → the hour it tells, in its own words: «около 11 часов утра», "at around 3 p.m.", «сағат 11-де»."""

import re
from collections.abc import Mapping

from bot.domain.codes import Lang

_CLOCK = r"(?:[01]?\d|2[0-3])[:.][0-5]\d(?![.:\d])"
_NUMBER = r"(?:1\d|2[0-3]|\d)"
_RU_WORDS = (
    r"(?:час|двух?|два|тр[её]х|три|четыр[её]х|четыре|пяти?|пять|шести?|шесть|семи?|семь|восьми|восемь|девяти?|девять"
    r"|десяти?|десять|одиннадцати?|одиннадцать|двенадцати?|двенадцать)"
)
_RU_PART = r"(?:утра|дня|вечера|ночи)"
_RU_OF_DAY = rf"(?:\s+час(?:а|ов|ам)?)?\s+{_RU_PART}"
_RU_DAY = r"(?:понедельник|вторник|сред[уы]|четверг|пятниц[уы]|суббот[уы]|воскресенье|сегодня|вчера|накануне)"
_KK_WORDS = r"(?:бір|екі|үш|төрт|бес|алты|жеті|сегіз|тоғыз|он(?:\s(?:бір|екі))?)(?:[дт][ае]н?|н[ае]н|[гғқ][ае])"
_KK_END = r"(?:-?(?:[дт][ае]н?|н[ае]н|[гғкқ][ае]))"
_KK_PART = r"(?:таңғы|түскі|кешкі|түнгі)"
_KK_ABOUT = r"(?:\s(?:шамасында|кезінде|шамасы|жарымда|жарымнан))"
_EN_ABOUT = r"(?:at|around|about|from|by|since|shortly\safter|just\safter|shortly\sbefore|before|after)"
_EN_WORDS = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
#: Each is linear: no part of it may be empty twice over.
_HOURS = {
    Lang.RU: re.compile(
        r"(?<![\w-])(?:в|во|около|примерно\sв|ровно\sв|к|ко|с|со|после)\s"
        rf"(?:полдень|полдня|полудню|полудня|полночь|полуночи|{_CLOCK}(?:\s+час(?:а|ов))?(?:\s+{_RU_PART})?"
        rf"|(?:{_NUMBER}|{_RU_WORDS}){_RU_OF_DAY})(?!\w)"
        rf"|(?<![\w-])(?:в|во|примерно\sв|ровно\sв|к)\s(?:{_NUMBER}|{_RU_WORDS})\s+час(?:а|ов|ам)(?!\w)"
        rf"|{_RU_DAY}\s(?P<about>около\s{_RU_WORDS}\s+часов)",
        re.IGNORECASE,
    ),
    Lang.EN: re.compile(
        rf"\b{_EN_ABOUT}\s(?:(?:around|about|exactly)\s)?"
        rf"(?:noon|midday|midnight|(?:{_NUMBER}|{_CLOCK}|{_EN_WORDS})\s?(?:a\.m\.|p\.m\.|am\b|pm\b|o['’]clock)"
        rf"|{_CLOCK}|{_EN_WORDS}\sin\sthe\s(?:morning|afternoon|evening))",
        re.IGNORECASE,
    ),
    Lang.KK: re.compile(
        rf"(?<![\w-])(?:{_KK_PART}\s)?сағат\s(?:{_CLOCK}{_KK_END}|{_NUMBER}{_KK_END}|{_KK_WORDS}"
        rf"|(?:{_CLOCK}|{_NUMBER}){_KK_ABOUT})(?!\w|\s[дш]ейін)"
        rf"|(?<![\w-]){_KK_PART}\s(?:{_NUMBER}{_KK_END}|{_CLOCK}{_KK_END}|{_KK_WORDS})(?!\w|\s[дш]ейін)"
        r"|(?<![\w-])(?:түс|түн\sортасы)\s(?:кезінде|шамасында)(?!\w)|(?<![\w-])(?:түсте|түн\sортасында)(?!\w)",
        re.IGNORECASE,
    ),
}


def hour(sentence: str, lang: Lang) -> str:
    """The first hour of a sentence as written, on one line; a duration or the time of a bus is not asked for here."""
    found = _HOURS[lang].search(sentence)
    named = found.groupdict().get("about") if found else None
    return " ".join((named or found.group()).split()) if found else ""


DAY_LONG = 24 * 60
_FIGURES = re.compile(r"(\d{1,2})(?:[:.](\d\d))?")
#: Longest first: «он екі» is not «он».
_NAMED: Mapping[Lang, tuple[tuple[str, int], ...]] = {
    Lang.RU: (
        *(("одиннадцат", 11), ("двенадцат", 12), ("десят", 10), ("девят", 9), ("восем", 8), ("восьм", 8), ("сем", 7)),
        *(("шест", 6), ("пят", 5), ("четыр", 4), ("тр", 3), ("дв", 2), ("час", 1)),
    ),
    Lang.EN: (
        *(("twelve", 12), ("eleven", 11), ("ten", 10), ("nine", 9), ("eight", 8), ("seven", 7), ("six", 6)),
        *(("five", 5), ("four", 4), ("three", 3), ("two", 2), ("one", 1)),
    ),
    Lang.KK: (
        *(("он бір", 11), ("он екі", 12), ("он", 10), ("тоғыз", 9), ("сегіз", 8), ("жеті", 7), ("алты", 6)),
        *(("бес", 5), ("төрт", 4), ("үш", 3), ("екі", 2), ("бір", 1)),
    ),
}
_MIDDAY = re.compile(r"noon|midday|полдень|полдня|полудн|түсте|түс кезінде|түс шамасында")
_MIDNIGHT = re.compile(r"midnight|полноч|полуноч|түн ортасы")
_MORNING = re.compile(r"утра|a\.m\.|(?<![a-z])am\b|morning|таңғы")
_LATER = re.compile(r"дня|вечера|p\.m\.|(?<![a-z])pm\b|afternoon|evening|түскі|кешкі")
_NIGHT = re.compile(r"ночи|түнгі")
_HALF = re.compile(r"жарым")
_NOON, _LATE = 12, 9


def latest(words: str, lang: Lang) -> int:
    """The latest minute of the day that an hour may mean; the end of the day when that is unclear.

    A time such as 11:00 is of a clock with twenty-four hours but in English; «в 6 часов» may be in the evening.
    """
    low = words.lower().replace("ё", "е")
    figures = _FIGURES.search(low)
    named = next((n for word, n in _NAMED[lang] if re.search(rf"\b{word}", low)), None)
    if _MIDNIGHT.search(low):
        return DAY_LONG
    if figures is None and named is None:
        return _NOON * 60 if _MIDDAY.search(low) else DAY_LONG
    hours = int(figures[1]) if figures else named or 0
    minutes = int(figures[2] or 0) if figures else 0
    exact = bool(figures and figures[2]) and lang is not Lang.EN
    return min(_of_day(hours, low, exact=exact) * 60 + minutes + 30 * bool(_HALF.search(low)), DAY_LONG)


def _of_day(hours: int, low: str, *, exact: bool) -> int:
    """An hour of the twenty-four, the later one when words leave two."""
    if hours > _NOON:
        return hours
    if _MORNING.search(low):
        return hours % _NOON
    if _NIGHT.search(low):
        return hours if hours < _LATE else hours + _NOON
    if exact and not _LATER.search(low):
        return hours
    return hours % _NOON + _NOON
