"""What plain messages mean, in three languages, and what they cost."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.hearing import Heard, Hearing, Sense, heard
from bot.resources import load_resources
from bot.search_words import hearing_of


@cache
def hearing() -> Hearing:
    resources = load_resources()
    return hearing_of(resources.known.gazetteer, resources.reader.known_place)


@pytest.mark.parametrize(
    ("said", "sense", "place"),
    [
        ("что происходит в Алматы?", Sense.PLACE, "almaty"),
        ("Чимкент", Sense.PLACE, "shymkent"),
        ("БҚО", Sense.PLACE, "west-kazakhstan"),
        ("в Карагандинской области", Sense.PLACE, "karaganda-region"),
        ("Алматы облысында", Sense.PLACE, "almaty-region"),
        ("Алма-Ате", Sense.PLACE, "almaty"),
        ("из Тараза", Sense.PLACE, "taraz"),
        ("Экибас", Sense.NEARLY, "ekibastuz"),
        ("\u200fАлматы\u200f", Sense.PLACE, "almaty"),
        ("Шымкентте қауіпсіз бе?", Sense.SAFE, "shymkent"),
        ("can I go out, is it dangerous in Astana now", Sense.SAFE, "astana"),
        ("когда будет следующий митинг", Sense.FUTURE, ""),
        ("ертең Ақтөбеде митинг бола ма?", Sense.FUTURE, "aktobe"),
        ("брата задержали, что делать", Sense.DETAINED, ""),
        ("спасибо!", Sense.THANKS, ""),
        ("сәлем", Sense.HELLO, ""),
        ("что там с газом", Sense.NOW, ""),
        ("менің атым Айдар", Sense.UNKNOWN, ""),
        ("Москва", Sense.UNKNOWN, ""),
        ("😀", Sense.UNKNOWN, ""),
        ("", Sense.UNKNOWN, ""),
        ("ж" * 4000, Sense.LONG, ""),
    ],
)
def test_a_message_means_what_a_person_would_take_it_for(said: str, sense: Sense, place: str) -> None:
    assert hearing().words(said) == Heard(sense, place)


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("Тоқта!", "stop"),
        ("стоп", "stop"),
        ("не присылайте мне больше", "stop"),
        ("please stop sending me this", "stop"),
        ("Соңғы хабар", "latest"),
        ("Последние", "latest"),
        ("Баптау", "settings"),
        ("КӨМЕК", "help"),
    ],
)
def test_words_work_as_commands(said: str, command: str) -> None:
    assert hearing().words(said).command == command


def test_a_point_becomes_the_nearest_town_or_nothing() -> None:
    assert hearing().point(43.3412, 52.8619) == Heard(Sense.PLACE, "zhanaozen")
    assert hearing().point(55.75, 37.62) == Heard(Sense.NOWHERE)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_whatever_is_written_has_a_meaning_that_says_nothing_of_it(text: str) -> None:
    meant = hearing().words(text)
    assert meant.command or heard(meant.code) == meant
    assert not meant.place or meant.place in hearing().gazetteer
