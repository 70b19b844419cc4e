from datetime import date

import pytest

from bot.domain.codes import Lang
from bot.reading.dates import DateReader
from bot.reading.numbers import NumberReader
from bot.reading.text import parse
from bot.resources import Knowledge

#: A Saturday.
PUBLISHED = date(2019, 9, 21)
CASES = [
    (Lang.RU, "Вчера вечером", ["2019-09-20"]),
    (Lang.RU, "в субботу, 21 сентября,", ["2019-09-21", "2019-09-21"]),
    (Lang.RU, "16 декабря 2011 года", ["2011-12-16"]),
    (Lang.RU, "с 4 по 5 января 2022 года", ["2022-01-04", "2022-01-05"]),
    (Lang.RU, "митинг состоится 26 октября", ["2019-10-26"]),
    (Lang.RU, "в минувшую пятницу", ["2019-09-20"]),
    (Lang.RU, "арестован на 15 суток, май, 2011 год", []),
    (Lang.EN, "on Saturday, September 21, police", ["2019-09-21", "2019-09-21"]),
    (Lang.EN, "on December 16, 2011", ["2011-12-16"]),
    (Lang.EN, "16 December 2011", ["2011-12-16"]),
    (Lang.EN, "scheduled for October 26", ["2019-10-26"]),
    (Lang.EN, "last Friday", ["2019-09-20"]),
    (Lang.EN, "they may march for 15 days", []),
    (Lang.KK, "21 қыркүйекте", ["2019-09-21"]),
    (Lang.KK, "2011 жылғы 16 желтоқсанда", ["2011-12-16"]),
    (Lang.KK, "тамыздың 19-ында", ["2019-08-19"]),
    (Lang.KK, "он екінші қыркүйекте", ["2019-09-12"]),
    (Lang.KK, "сенбі күні кешегі", ["2019-09-21", "2019-09-20"]),
    (Lang.KK, "26 қазанда өтеді", ["2019-10-26"]),
    (Lang.KK, "қазан аударды", []),
]


@pytest.mark.parametrize(("lang", "text", "expected"), CASES)
def test_days_are_found_and_completed(knowledge: Knowledge, lang: Lang, text: str, expected: list[str]) -> None:
    assert _days(knowledge, lang, text, PUBLISHED) == expected


def test_without_a_day_of_publication_only_month_and_day_are_known(knowledge: Knowledge) -> None:
    parsed = parse("21 қыркүйекте, кеше")
    numbers = NumberReader(Lang.KK, knowledge.numerals.langs[Lang.KK]).find(parsed)
    found = DateReader(Lang.KK, knowledge.numerals.calendar).find(parsed, numbers, None)
    assert [(day.exact, day.month, day.day) for day in found] == [(None, 9, 21)]


def test_a_day_that_does_not_exist_has_no_date(knowledge: Knowledge) -> None:
    assert _days(knowledge, Lang.EN, "on February 30, 2019", PUBLISHED) == ["None"]


def _days(knowledge: Knowledge, lang: Lang, text: str, published: date) -> list[str]:
    parsed = parse(text)
    numbers = NumberReader(lang, knowledge.numerals.langs[lang]).find(parsed)
    return [str(day.exact) for day in DateReader(lang, knowledge.numerals.calendar).find(parsed, numbers, published)]
