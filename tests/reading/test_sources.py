"""Who gives a figure: reporting verbs and nouns, courts and prosecutors, offices named in short, lists of places."""

from datetime import date

import pytest

from bot.domain.codes import ClaimantType as Who
from bot.domain.codes import Field, Stance
from bot.domain.report import Claim
from bot.reading.reader import Reader
from tests.reading.making import article

DAY = date(2021, 7, 2)
OPENING = {
    "ru": "В Караганде 1 июля прошёл митинг. ",
    "en": "A rally was held in Karaganda on Thursday. ",
    "kk": "Қарағанды қаласында 1 шілдеде митинг өтті. ",
}


def claims(reader: Reader, text: str) -> tuple[Claim, ...]:
    return reader.read(article("", text, DAY)).claims


SOURCES = [
    (
        "ru",
        "Задержаны 15 человек, сообщает бюро по правам человека. МВД подтвердило задержание десяти.",
        Who.POLICE_MVD,
    ),
    ("ru", "Адвокат задержанных говорит, что в изоляторе остаются семеро.", Who.RELATIVE_LAWYER),
    ("ru", "Корреспондент насчитал у дверей акимата около сотни человек.", Who.JOURNALIST_ON_SCENE),
    ("ru", "Департамент полиции в релизе ограничился фразой «до 90 граждан».", Who.POLICE_MVD),
    ("ru", "Бюро по правам человека к вечеру знало минимум о 57 доставленных в отделы.", Who.NGO_MONITOR),
    ("en", "A Post correspondent who spent the night in the hall counted 71.", Who.JOURNALIST_ON_SCENE),
    ("en", 'The company that runs the camp gave a figure of "up to 150 employees".', Who.EMPLOYER),
    ("kk", "Ұсталғандардың саны 20-дан асады, дейді адвокат.", Who.RELATIVE_LAWYER),
    ("kk", "Тілші алаңда жүз адамды санады. Саудагерлердің өздері екі жүз болдық дейді.", Who.PARTICIPANT_EYEWITNESS),
]


@pytest.mark.parametrize(("lang", "told", "who"), SOURCES)
def test_the_last_figure_is_theirs(reader: Reader, lang: str, told: str, who: Who) -> None:
    assert claims(reader, OPENING[lang] + told)[-1].claimant_type is who


ACTS = [
    ("ru", "Суд арестовал шестерых участников на 10 суток, ещё восьмерым назначил штрафы.", Who.COURT),
    ("en", "A court jailed four protesters for 15 days and fined seven others.", Who.COURT),
    ("kk", "Сот үш белсендіні 15 тәулікке қамады.", Who.COURT),
    ("en", "By Friday the prosecutor's office had charged two men.", Who.PROSECUTOR),
]


@pytest.mark.parametrize(("lang", "told", "who"), ACTS)
def test_what_a_court_or_a_prosecutor_decides_is_its_own_word(reader: Reader, lang: str, told: str, who: Who) -> None:
    assert {claim.claimant_type for claim in claims(reader, OPENING[lang] + told)} == {who}


@pytest.mark.parametrize(
    "text",
    [
        "В Астане 1 июля прошёл митинг. Глава МВД выступил в пятницу. Министерство отчиталось о 57 задержанных.",
        "Астанада 1 шілдеде митинг өтті. Ішкі істер министрі сөз алды. Министрлік 57 адам ұсталғанын мәлімдеген.",
        "A rally was held in Astana on Thursday. The interior minister spoke. The ministry reported 57 detained.",
    ],
)
def test_a_ministry_named_in_short_is_the_one_named_before(reader: Reader, text: str) -> None:
    assert [(claim.min, claim.claimant) for claim in claims(reader, text)] == [(57, "mvd")]


def test_a_list_gives_each_figure_its_place(reader: Reader) -> None:
    text = (
        "В Алматы и Астане 1 июля прошли митинги. По данным бюро по правам человека, задержали 61 человека. "
        "В Алматы в списке бюро 39 имён, в Астане — 22."
    )
    assert {(c.min, c.places) for c in claims(reader, text)} == {(61, ()), (39, ("almaty",)), (22, ("astana",))}


DENIED = [
    ("ru", "«Никто из участников не оштрафован», — подчеркнули в прокуратуре.", Field.FINED, Who.PROSECUTOR),
    ("ru", "Полицейские приехали, но, по словам самих водителей, никого не увезли.", Field.DETAINED, None),
    (
        "kk",
        "Полиция мәліметінше, ұсталғандар да, жараланғандар да болмаған.",
        Field.DETAINED,
        Who.POLICE_MVD,
    ),
]


@pytest.mark.parametrize(("lang", "told", "field", "who"), DENIED)
def test_what_befell_nobody_is_a_denial(reader: Reader, lang: str, told: str, field: Field, who: Who | None) -> None:
    found = [(c.field, c.claimant_type) for c in claims(reader, OPENING[lang] + told) if c.stance is Stance.DENIES]
    assert (field, who or Who.PARTICIPANT_EYEWITNESS) in found


def test_police_of_one_city_deny_for_that_city(reader: Reader) -> None:
    text = "В Алматы и Актобе 1 июля прошли митинги. Полиция Актобе заявила, что никого не задерживали."
    assert [c.places for c in claims(reader, text)] == [("aktobe",)]
