"""What a figure counts: its verb, its participle, the noun it stands by; some of those who were counted before."""

from datetime import date

import pytest

from bot.domain.codes import Field, Qualifier
from bot.reading.reader import Reader
from tests.reading.making import article

DAY = date(2021, 7, 2)
OPENING = {
    "ru": "В Караганде 1 июля прошёл митинг. ",
    "en": "A rally was held in Karaganda on Thursday. ",
    "kk": "Қарағанды қаласында 1 шілдеде митинг өтті. ",
}


def counted(reader: Reader, lang: str, told: str) -> list[tuple[Field, int | None]]:
    return [(c.field, c.min or c.max) for c in reader.read(article("", OPENING[lang] + told, DAY)).claims]


ROLES = [
    ("ru", "Корреспондент насчитал не менее 20 человек, уведённых полицией.", [(Field.DETAINED, 20)]),
    ("ru", "Корреспондент насчитал не менее 20 человек, которых увезли полицейские.", [(Field.DETAINED, 20)]),
    ("en", "Police said 23 protesters had been taken to police stations.", [(Field.DETAINED, 23)]),
    ("en", "Our reporter saw ten people, all of whom were detained.", [(Field.DETAINED, 10)]),
    ("ru", "Все 18 задержанных отпущены к вечеру, сообщили в полиции.", [(Field.RELEASED, 18)]),
    ("kk", "Ұсталған 18 адамның бәрі босатылды, деді полиция өкілі.", [(Field.RELEASED, 18)]),
    ("kk", "Полиция мәліметінше, 22 адам өтемақы алып кеткен.", [(Field.PARTICIPANTS, 22)]),
    ("en", "The hospital said one protester was injured when police used tear gas.", [(Field.INJURED_PARTICIPANTS, 1)]),
    (
        "ru",
        "В полиции сообщили: двое задержаны, один арестован на 10 суток.",
        [(Field.DETAINED, 2), (Field.ARRESTED_ADMIN, 1)],
    ),
]


@pytest.mark.parametrize(("lang", "told", "expected"), ROLES)
def test_a_figure_is_of_what_befell_those_it_counts(
    reader: Reader, lang: str, told: str, expected: list[tuple[Field, int]]
) -> None:
    assert counted(reader, lang, told) == expected


NONE = [
    ("en", "The union said 400 of the 1,200 miners stopped work.", 1200),
    ("ru", "В профсоюзе заявили: работу остановили 400 из 1200 сотрудников шахты.", 1200),
    ("en", "Police said 60 people were arrested, including eight journalists.", 8),
    ("ru", "В прокуратуре сообщили, что бастует 51 водитель, а долг перед 112 работниками не погашен.", 112),
    ("en", "The hospital said it admitted 26 patients.", 26),
    ("en", "Rights monitors put the number of policemen at 160.", 160),
    ("kk", "Әкімдік хабарлағандай, өтінімде 500 адам көрсетілген.", 500),
    ("kk", "Тілшінің айтуынша, сағат 10-да адамдар келді.", 10),
]


@pytest.mark.parametrize(("lang", "told", "figure"), NONE)
def test_a_figure_of_others_is_not_claimed(reader: Reader, lang: str, told: str, figure: int) -> None:
    assert figure not in {number for _, number in counted(reader, lang, told)}


BOUNDS = [
    ("kk", "Тілшінің айтуынша, алаңда екі жүзден кем емес адам тұрды.", 200, None, Qualifier.AT_LEAST),
    ("kk", "Әкімдік хабарламасында 150-ден 200-ге дейін адам қатысты делінген.", 150, 200, Qualifier.RANGE),
    ("kk", "Полиция 90-нан артық емес адам келді деп хабарлады.", None, 90, Qualifier.AT_MOST),
    ("ru", "Очевидцы говорят, что стояло под сотню человек.", 100, 100, Qualifier.APPROX),
    ("en", "City police said the crowd of protesters did not exceed 120.", None, 120, Qualifier.AT_MOST),
]


@pytest.mark.parametrize(("lang", "told", "low", "high", "bound"), BOUNDS)
def test_a_bound_is_read(
    reader: Reader, lang: str, told: str, low: int | None, high: int | None, bound: Qualifier
) -> None:
    found = reader.read(article("", OPENING[lang] + told, DAY)).claims
    assert [(c.min, c.max, c.qualifier) for c in found] == [(low, high, bound)]


def test_a_year_said_aside_does_not_make_a_figure_old(reader: Reader) -> None:
    told = "Two drivers were fined, police said, one of them the owner of a car that has not run since 2009."
    assert counted(reader, "en", told) == [(Field.FINED, 2)]


def test_what_an_earlier_version_said_is_no_claim(reader: Reader) -> None:
    told = "В прежней версии говорилось о 570 задержанных. По данным МВД, задержаны 57 человек."
    assert counted(reader, "ru", told) == [(Field.DETAINED, 57)]
