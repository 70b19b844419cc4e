"""Whose a correspondent is: the article's own, a known outlet's, another's; and what may stand as a label."""

from datetime import date

import pytest

from bot.domain.codes import Lang
from bot.domain.names import Name, NameKind
from bot.reading.correspondents import as_written
from bot.reading.reader import Reader
from bot.resources import load, load_resources
from tests.reading.making import article

NAMES = load().names
DAY = date(2021, 7, 2)
OPENING = {
    "ru": "В Караганде 1 июля прошёл митинг. ",
    "en": "A rally was held in Karaganda on Thursday. ",
    "kk": "Қарағанды қаласында 1 шілдеде митинг өтті. ",
}
WHOSE = [
    ("ru", "По данным нашего корреспондента, задержаны 20 человек.", ""),
    ("ru", "Задержаны 20 человек, передаёт корреспондент агентства.", ""),
    ("ru", "Корреспондент Азаттыка насчитал 20 человек.", "azattyq"),
    ("ru", "По данным корреспондента газеты «Неизвестная», задержаны 20 человек.", "Неизвестная"),
    ("ru", "По данным корреспондента местной газеты, задержаны 20 человек.", "another outlet"),
    ("ru", "По данным корреспондента газеты «Марат Жыланбаев», задержаны 20 человек.", "another outlet"),
    ("en", "A correspondent in the square saw 20 people being detained.", ""),
    ("en", "A correspondent from the scene reported that 20 people were detained.", ""),
    ("en", "A Vlast correspondent saw 20 people being detained.", "vlast"),
    ("en", "A correspondent for the Herald website saw 20 people being detained.", "Herald"),
    ("en", "A Herald correspondent saw 20 people being detained.", "Herald"),
    ("en", "A correspondent for a local newspaper saw 20 people being detained.", "another outlet"),
    ("kk", "Тілшіміз 20 адам ұсталғанын көрді.", ""),
    ("kk", "Азаттық тілшісі 20 адам ұсталғанын көрді.", "azattyq"),
    ("kk", "«Белгісіз» газетінің тілшісі 20 адам ұсталғанын көрді.", "Белгісіз"),
    ("kk", "Жергілікті газет тілшісінің айтуынша, 20 адам ұсталды.", "another outlet"),
]


@pytest.mark.parametrize(("lang", "told", "whose"), WHOSE)
def test_a_correspondent_is_of_the_outlet_that_stands_beside(reader: Reader, lang: str, told: str, whose: str) -> None:
    (claim,) = reader.read(article("", OPENING[lang] + told, DAY)).claims
    assert (claim.claimant_type.value, claim.claimant) == ("journalist_on_scene", whose)


def test_an_outlet_without_forms_is_known_by_its_names() -> None:
    names = {Lang.KK: "Таң хабары", Lang.RU: "Тан хабары", Lang.EN: "Tan Khabary (in English)"}
    resources = load_resources((Name("tan", NameKind.OUTLET, names),))
    text = OPENING["ru"] + "По данным корреспондента издания «Таң хабары», задержаны 20 человек."
    assert [claim.claimant for claim in resources.reader.read(article("", text, DAY)).claims] == ["tan"]
    known = Name("tan", NameKind.OUTLET, names, forms={})
    assert as_written(known) is known


LABELS = [
    ("Каражанбасмунай", True),
    ("Жанартау", True),
    ("Союз работников нефтегазового сектора", True),
    ("Kazakhmys Smelting", False),
    ("Марат Жыланбаев", False),
    ("Жыланбаев", False),
    ("Маржан Аспандиярқызы", False),
    ("Erlan Serikov", False),
    ("evil.kz/x @lozh /retract_4", False),
    ("evil.kz", False),
    ("t:me", False),
    ("a\\b", False),
    ("", False),
]


@pytest.mark.parametrize(("written", "fit"), LABELS)
def test_an_address_or_what_may_be_a_person_is_no_label(written: str, fit: bool) -> None:
    assert NAMES.is_label(written) is fit


UNFIT = [
    ("ru", "Работодатель, «evil.kz/x @lozh /retract_4», насчитал 20 бастующих."),
    ("ru", "Компания «Марат Жыланбаев» заявила, что бастуют 20 человек."),
    ("en", "The company “Marat Zhylanbayev” said 20 people were on strike."),
    ("kk", "«Марат Жыланбаев» компаниясы 20 адам ереуілге шықты деп мәлімдеді."),
]


@pytest.mark.parametrize(("lang", "told"), UNFIT)
def test_an_unfit_label_falls_back_to_the_role(reader: Reader, lang: str, told: str) -> None:
    claims = reader.read(article("", OPENING[lang] + told, DAY)).claims
    assert [(claim.min, claim.claimant) for claim in claims] == [(20, "employer")]
