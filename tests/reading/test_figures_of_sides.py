"""Figures that two sides give, that grow, that stand without their noun: field, bounds and who says so."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.reading.reader import Reader
from tests.reading.making import article

DAY = date(2021, 7, 2)
OPENING = {
    "ru": "В Караганде 1 июля прошёл митинг. ",
    "en": "A rally was held in Karaganda on Thursday. ",
    "kk": "Қарағанды қаласында 1 шілдеде митинг өтті. ",
}
TOLD = tomllib.loads((Path(__file__).parent / "sides.toml").read_text(encoding="utf-8"))["told"]


def shown(reader: Reader, text: str) -> list[str]:
    claims = reader.read(article("", text, DAY)).claims
    bounds = [("-" if c.min is None else c.min, "-" if c.max is None else c.max) for c in claims]
    return [f"{c.field} {low} {high} {c.claimant_type}" for c, (low, high) in zip(claims, bounds, strict=True)]


@pytest.mark.parametrize("row", TOLD, ids=lambda row: row["text"][:40])
def test_a_figure_has_its_field_its_bounds_and_its_claimant(reader: Reader, row: dict[str, Any]) -> None:
    assert shown(reader, OPENING[row["lang"]] + row["text"]) == row["claims"]


NOBODY = [
    ("ru", "В полиции заявили, что задержанных среди бастующих нет."),
    ("en", "The regional police said that no one had been detained."),
    ("kk", "Қалалық полиция басқармасы бұзақылық болмағанын, ұсталған адам жоғын айтты."),
]


@pytest.mark.parametrize(("lang", "told"), NOBODY)
def test_where_nobody_is_held_the_state_did_not_detain(reader: Reader, lang: str, told: str) -> None:
    report = reader.read(article("", OPENING[lang] + told, DAY))
    assert [(c.field, c.min, c.stance) for c in report.claims] == [("detained", None, "denies")]
    assert "detentions" not in report.responses


UNCOUNTED = [
    ("ru", "Собравшихся по одному уводили в автобусы."),
    ("ru", "Одного за другим их уводили в автобусы."),
    ("en", "They were led away one by one."),
    ("en", "They were led to buses one after another."),
    ("kk", "Оларды бір-бірлеп автобусқа әкетті."),
    ("kk", "Оларды бірінен соң бірін автобусқа әкетті."),
    ("en", "The police said the rally had not been authorised."),
    ("en", "A petition with the same demands has been signed by 1,400 people, residents said."),
    ("ru", "По словам самих медиков, без зарплаты остались более 180 человек."),
    ("ru", "Полицейские составили протоколы на шестерых участников."),
    ("ru", "Среди задержанных в городе — журналист и двое правозащитников, сообщили в МВД."),
    ("en", "A rights group said on Friday that around 50 activists were fined over earlier rallies."),
]


@pytest.mark.parametrize(("lang", "told"), UNCOUNTED)
def test_an_order_a_background_or_a_part_is_no_figure(reader: Reader, lang: str, told: str) -> None:
    assert shown(reader, OPENING[lang] + told) == []
