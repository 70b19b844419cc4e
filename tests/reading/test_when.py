"""The day of the event, told from days that only bound what is told."""

from datetime import date

import pytest

from bot.domain.codes import Lang
from bot.reading.date_bounds import Bounds
from bot.reading.dates import DateReader
from bot.reading.numbers import NumberReader
from bot.reading.reader import Reader
from bot.reading.text import parse
from bot.resources import Knowledge
from tests.reading.making import article

#: A Thursday.
PUBLISHED = date(2019, 6, 13)
BOUNDS = [
    (Lang.RU, "с 9 июня задержаны, 12 июня вышли", [True, False]),
    (Lang.RU, "до пятницы, после 9 июня, к среде", [True, True, True]),
    (Lang.RU, "с прошлого понедельника, 10 июня, бастуют", [True, True]),
    (Lang.RU, "с 10 по 12 июня", [False, False]),
    (Lang.RU, "с утра 12 июня", [False]),
    (Lang.RU, "не платят с 9 июня, 12 июня вышли", [True, False]),
    (Lang.EN, "since Monday, June 10, by June 11, on June 12", [True, True, True, False]),
    (Lang.EN, "from June 10 to June 12", [False, False]),
    (Lang.EN, "until last Friday", [True]),
    (Lang.KK, "9 маусымнан бері, 12 маусымда", [True, False]),
    (Lang.KK, "дүйсенбі күнінен бастап, бейсенбіге дейін", [True, True]),
    (Lang.KK, "10 маусымнан 12 маусымға дейін", [False, False]),
    (Lang.KK, "12 маусымда таңнан бері", [False]),
]
PLAINER = [
    (
        "Полиция разогнала митинг в Алматы",
        "С 9 июня на митингах задержаны 957 человек, сообщило МВД. В Алматы 12 июня полиция разогнала митинг.",
    ),
    ("Митинг в Актау", "Рабочие, которым не платят с 9 июня, 12 июня вышли на митинг в Актау."),
    ("Митинг в Актау", "После 10 июня, когда подняли цены, жители Актау 12 июня вышли на митинг."),
    (
        "Police break up rally in Almaty",
        "Since June 9, police have detained 957 people, the ministry said. Police broke up a rally in Almaty June 12.",
    ),
    ("Rally in Aktau", "Unpaid since June 9, oil workers in Aktau rallied on June 12, demanding wages."),
    ("Rally in Aktau", "Workers in Aktau rallied on June 12 and demanded an answer promised by June 11."),
    (
        "Алматыда митинг күшпен таратылды",
        (
            "9 маусымнан бері митингілерде 957 адам ұсталды, деп хабарлады ІІМ. "
            "Алматыда 12 маусымда митинг өтіп, полиция оны таратты."
        ),
    ),
    ("Ақтауда митинг өтті", "9 маусымнан бастап жалақы алмаған жұмысшылар 12 маусымда Ақтауда митингіге шықты."),
    ("Ақтауда митинг өтті", "10 маусымға дейін жауап күткен тұрғындар 12 маусымда Ақтауда митингіге шықты."),
]
FROM_A_DAY = [
    ("Забастовка", "Рабочие в Жанаозене с понедельника, 10 июня, бастуют и требуют поднять зарплату.", 10, 13),
    ("Strike", "Oil workers in Zhanaozen have been on strike since Monday, June 10, demanding higher pay.", 10, 13),
    ("Ереуіл", "Жаңаөзенде мұнайшылар 10 маусымнан бері ереуілде, жалақыны көтеруді талап етеді.", 10, 13),
    ("Перекрыли дорогу", "С 10 июня жители перекрыли дорогу под Актау и требуют воду.", 10, 10),
    (
        "Матери ночуют в министерстве",
        (
            "Матери, пришедшие во вторник в министерство в Астане, отказались уходить и провели там ночь. "
            "Утром 12 июня они были на месте."
        ),
        11,
        12,
    ),
]


@pytest.mark.parametrize(("lang", "text", "expected"), BOUNDS)
def test_a_day_that_only_bounds_what_is_told_is_marked(
    knowledge: Knowledge, lang: Lang, text: str, expected: list[bool]
) -> None:
    parsed = parse(text)
    numbers = NumberReader(lang, knowledge.numerals.langs[lang]).find(parsed)
    days = DateReader(lang, knowledge.numerals.calendar).find(parsed, numbers, PUBLISHED)
    assert [day.bound for day in Bounds(lang, knowledge.numerals.calendar).mark(parsed, days)] == expected


@pytest.mark.parametrize(("title", "text"), PLAINER)
def test_a_plainer_day_goes_before_one_that_bounds(reader: Reader, title: str, text: str) -> None:
    span = reader.read(article(title, text, PUBLISHED)).span
    assert (span.start, span.end) == (date(2019, 6, 12), date(2019, 6, 12))


@pytest.mark.parametrize(("title", "text", "first", "last"), FROM_A_DAY)
def test_what_goes_on_from_a_day_began_on_it(reader: Reader, title: str, text: str, first: int, last: int) -> None:
    span = reader.read(article(title, text, PUBLISHED)).span
    assert (span.start, span.end) == (date(2019, 6, first), date(2019, 6, last))
