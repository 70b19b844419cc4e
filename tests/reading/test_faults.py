"""Kinds of fault that real news showed, in made-up sentences: alike words, governed deeds, crowds, places, days."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.domain.article import Article
from bot.domain.codes import Lang
from bot.domain.place import COUNTRY
from bot.domain.report import Report
from bot.reading.reader import Reader
from tests.reading.making import article

FILE = Path(__file__).with_name("faults.toml")
CASES: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["case"]
#: A Thursday.
DAY = date(2021, 7, 1)


def told(report: Report, case: dict[str, Any]) -> dict[str, Any]:
    """What a report says of the things that a case asks for, in the case's own terms."""
    places = sorted(report.place_ids - {COUNTRY})
    return {
        "protest": report.is_protest,
        "kind": [report.kind.value] if report.kind.value not in case.get("kind", ()) else case["kind"],
        "places": places,
        "not_places": [place for place in case.get("not_places", ()) if place not in places],
        "action": report.action.value if report.action else "",
        "start": report.span.start,
    }


def asked(case: dict[str, Any]) -> dict[str, Any]:
    found = {key: case[key] for key in ("protest", "kind", "not_places", "action", "start") if key in case}
    return found | ({"places": sorted(case["places"])} if "places" in case else {})


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['fault']}: {case.get('title') or case['text'][:40]}")
def test_a_sentence_of_a_known_kind_of_fault_is_read(reader: Reader, case: dict[str, Any]) -> None:
    written: Article = article(case.get("title", ""), case["text"], case.get("day", DAY), case.get("lang"))
    found = told(reader.read(written), case)
    wanted = asked(case)
    assert {key: found[key] for key in wanted} == wanted


def test_every_kind_has_sentences_in_every_language() -> None:
    seen = {(case["fault"], _language(case["text"])) for case in CASES}
    faults = {case["fault"] for case in CASES}
    assert faults == {"alike", "govern", "crowd", "missing", "places", "days", "action", "pages"}
    assert {(fault, lang) for fault in faults for lang in Lang} == seen


def _language(text: str) -> Lang:
    low = text.lower()
    if any(letter in low for letter in "әғқңөұүһі"):
        return Lang.KK
    return Lang.RU if any("а" <= letter <= "я" for letter in low) else Lang.EN
