import pytest

from bot.domain.codes import Lang
from bot.resources import load

KNOWN = load().languages

CASES = [
    ("Алматыда митинг болды", "kk"),
    ("Полиция 20 адамды босатты", "kk"),
    ("Жұмысшылар жалақыны көтеруді талап етті, ереуіл жалғасып жатыр", "kk"),
    ("Забастовка на «Қазақмыс» продолжается", "ru"),
    ("В Актау рабочие вышли на площадь", "ru"),
    ("Police detain 20 protesters in Almaty", "en"),
    ("Workers of the plant have gone on strike over unpaid wages in the west of Kazakhstan", "en"),
    (
        "Бишкекте өкмөттүн отставкасын талап кылган митинг өтүп, ага миңден ашуун киши катышты, деп билдирди милиция",
        "other",
    ),
    ("Toshkentda norozilik namoyishi boʻlib oʻtdi va odamlar maydonga chiqdi", "other"),
    ("У Києві відбувся мітинг проти підвищення цін, його учасники вийшли на площу", "other"),
    ("Казанда митинг узды, анда җыелган кешеләр үз таләпләрен әйтте һәм резолюция кабул итте", "other"),
    ("抗议者聚集在广场上", "other"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_text_is_known_by_its_letters_and_words(text: str, expected: str) -> None:
    assert KNOWN.detect(text) == expected


def test_kazakh_in_latin_letters_is_kazakh_and_marked() -> None:
    text = "Almaty qalasynda narazylyq şarasy ötti, jūmysşylar jalaqyny köterudi talap etti"
    assert KNOWN.detect(text) == "kk"
    assert KNOWN.is_kazakh_latin(text)
    assert not KNOWN.is_kazakh_latin("Алматыда митинг болды")


def test_a_text_without_letters_takes_what_the_feed_says() -> None:
    assert KNOWN.detect("2019: 57 + 20", Lang.KK) == "kk"
    assert KNOWN.detect("2019: 57 + 20") == "other"
