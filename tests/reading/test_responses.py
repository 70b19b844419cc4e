"""What the state did, and did not, and what people ask for."""

from datetime import date

import pytest

from bot.domain.codes import Response
from bot.reading.reader import Reader
from tests.reading.making import article

DAY = date(2021, 7, 2)
OPENING = {
    "ru": "В Караганде 1 июля прошёл митинг. ",
    "en": "A rally was held in Karaganda on Thursday. ",
    "kk": "Қарағанды қаласында 1 шілдеде митинг өтті. ",
}
DONE = [
    ("ru", "В полиции сообщили, что двое участников уведены нарядом.", {Response.DETENTIONS}),
    ("ru", "Никого не задержали.", set()),
    ("en", "The party called on the mayor to come out.", set()),
    ("en", "His office denied that anyone had been detained.", set()),
    (
        "en",
        "An activist who unrolled a banner that was not in the notice was led to a patrol car.",
        {Response.DETENTIONS},
    ),
    ("ru", "Участникам могут грозить штрафы.", set()),
    ("kk", "Оларға айыппұл не басқа да жаза қолданылуы мүмкін.", set()),
    ("ru", "Акимат в согласовании отказал.", {Response.DENIED_PERMISSION}),
    ("en", "The akimat refused a permit.", {Response.DENIED_PERMISSION}),
    ("kk", "Әкімдік келісім бермеген.", {Response.DENIED_PERMISSION}),
    ("en", "The city administration had given its consent.", {Response.PERMITTED}),
    ("ru", "К людям вышел заместитель акима и пообещал ответ.", {Response.NEGOTIATION}),
    ("ru", "К людям вышел директор парка и пообещал ответ.", set()),
    ("kk", "Қала әкімінің орынбасары сыртқа шығып, жұртпен сөйлесті.", {Response.NEGOTIATION}),
    ("ru", "Люди требуют отменить приказ.", set()),
    ("ru", "Мобильный интернет в центре города не работал.", {Response.INTERNET_CUT}),
    ("en", "Mobile internet around the square was down until dawn.", {Response.INTERNET_CUT}),
    ("en", "In Moscow, Russia, 400 people were detained the same day.", set()),
]


@pytest.mark.parametrize(("lang", "told", "expected"), DONE)
def test_what_the_state_did(reader: Reader, lang: str, told: str, expected: set[Response]) -> None:
    assert set(reader.read(article("", OPENING[lang] + told, DAY)).responses) == expected


ASKED = [
    ("ru", "Люди с портретами требовали освободить политзаключённых.", ("political_prisoners",)),
    ("ru", "Пенсионеры просили провести честное голосование.", ("fair_elections",)),
    ("en", "Pensioners demanded that the smelter cut its emissions.", ("environment",)),
    ("kk", "Көпбалалы аналар баспана беруді талап етті.", ("benefits", "housing")),
    ("ru", "Участники скандировали: «Отпустите невиновных».", ("political_prisoners",)),
]


@pytest.mark.parametrize(("lang", "told", "expected"), ASKED)
def test_what_people_ask_for_stands_where_the_object_stands(
    reader: Reader, lang: str, told: str, expected: tuple[str, ...]
) -> None:
    assert reader.read(article("", OPENING[lang] + told, DAY)).demands == expected
