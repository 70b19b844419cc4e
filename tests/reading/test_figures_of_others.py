"""A number of people who are not those who took part: kinds that misled the reader, in three languages."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.domain.codes import Lang, Stance
from bot.reading.reader import Reader
from tests.reading.making import article

DAY = date(2021, 7, 2)
OPENING = {
    "ru": "В Караганде 1 июля прошёл митинг. ",
    "en": "A rally was held in Karaganda on Thursday. ",
    "kk": "Қарағанды қаласында 1 шілдеде митинг өтті. ",
}
FILE = Path(__file__).with_name("figures_of_others.toml")
TOLD: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["told"]


@pytest.mark.parametrize("row", TOLD, ids=lambda row: f"{row['kind']}: {row['text'][:40]}")
def test_a_figure_of_others_is_no_claim(reader: Reader, row: dict[str, Any]) -> None:
    claims = reader.read(article("", OPENING[row["lang"]] + row["text"], DAY)).claims
    assert sorted(f"{c.field} {c.min or c.max}" for c in claims if c.stance is Stance.ASSERTS) == row["claims"]


def test_every_kind_has_sentences_in_every_language() -> None:
    kinds = {row["kind"] for row in TOLD}
    assert {(row["kind"], row["lang"]) for row in TOLD} == {(kind, lang.value) for kind in kinds for lang in Lang}
