"""The figures of reading against what the product needs, on real text by others when it is beside the project."""

import sys

import pytest

from bot.reading.reader import Reader
from bot.resources import Knowledge, load
from tests.benchmarks import reading
from tests.benchmarks.reading import SETS, Figure

pytestmark = [
    pytest.mark.bench,
    pytest.mark.skipif(not SETS.exists(), reason="the evaluation sets are not beside the project"),
]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> Reader:
    return knowledge.reader()


def show(figure: Figure) -> Figure:
    errors = (f"    {error}" for error in figure.errors)
    sys.stdout.write("\n".join([f"\n{figure.name:52} {figure.got:10.3f}   wanted {figure.wanted}", *errors]))
    return figure


@pytest.mark.parametrize(
    ("name", "lang", "allowed"),
    [("news3", "kk", 1), ("news3", "ru", 1), ("news3", "en", 1), ("kk_history", "kk", 2), ("sent3", None, 2)],
)
def test_false_alarms_are_rare(reader: Reader, name: str, lang: str | None, allowed: int) -> None:
    assert show(reading.false_alarms(reader, name, lang, allowed)).got <= allowed


def test_cities_are_found_under_inflection(reader: Reader, knowledge: Knowledge) -> None:
    every, labelled = map(show, reading.cities_under_inflection(reader, knowledge))
    assert every.got >= 0.98
    assert labelled.got >= 0.99


def test_the_same_cities_are_found_in_two_languages(reader: Reader, knowledge: Knowledge) -> None:
    assert show(reading.cities_in_two_languages(reader, knowledge)).got >= 0.97


def test_numbers_are_read_in_words_and_digits(reader: Reader) -> None:
    value, bound = map(show, reading.numbers(reader))
    assert value.got >= 0.98
    assert bound.got >= 0.95


def test_days_and_months_are_read(reader: Reader) -> None:
    assert show(reading.days(reader)).got >= 0.97


def test_speed_and_memory_are_shown(reader: Reader) -> None:
    figures = [show(figure) for figure in (*reading.speed(reader), *reading.process())]
    assert figures[-1].got < 150
