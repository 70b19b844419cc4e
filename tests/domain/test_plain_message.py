"""What plain messages mean, in three languages, and what they cost."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.plain_message import MessageMeaning, PlainMessageReader, Sense, meaning_of
from bot.resources import load_resources
from bot.search_words import plain_message_reader


@cache
def plain_messages() -> PlainMessageReader:
    resources = load_resources()
    return plain_message_reader(resources.known.gazetteer, resources.reader.known_place)


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
    assert plain_messages().words(said) == MessageMeaning(sense, place)


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
    assert plain_messages().words(said).command == command


def test_a_point_becomes_the_nearest_town_or_nothing() -> None:
    assert plain_messages().point(43.3412, 52.8619) == MessageMeaning(Sense.PLACE, "zhanaozen")
    assert plain_messages().point(55.75, 37.62) == MessageMeaning(Sense.NOWHERE)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_whatever_is_written_has_a_meaning_that_says_nothing_of_it(text: str) -> None:
    meant = plain_messages().words(text)
    assert meant.command or meaning_of(meant.code) == meant
    assert not meant.place or meant.place in plain_messages().gazetteer
