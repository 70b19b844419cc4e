"""Sentence → the hour it tells, in its own words: «около 11 часов утра», "at around 3 p.m.", «сағат 11-де»."""

import re

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
