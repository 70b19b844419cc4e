"""Words that people type mean places, actions, organisers, demands and outlets, in any spelling; never a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes import ClaimantType
from bot.domain.search import LONGEST_ASKED, Vocabulary, fold, terms
from bot.resources import load
from bot.search_words import words_of
from tests.domain.making import claim, facts


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    known = load()
    return words_of(known.gazetteer, known.names)


@pytest.mark.parametrize(
    ("spellings", "term"),
    [
        (("Жаңаөзенде", "Жанаозене", "Zhanaozen", "Janaozen"), "place:zhanaozen"),
        (("Нұр-Сұлтан", "Нур-Султане", "Nur-Sultan", "Астанада", "astana"), "place:astana"),
        (("Қарағанды", "Караганде", "Qaragandy", "Karaganda"), "place:karaganda"),
        (("Уральске", "Оралда", "Oral", "Uralsk"), "place:oral"),
        (("ереуілі", "забастовки", "strikes"), "action:strike"),
        (("аштық жариялау", "голодовки", "hunger strike"), "action:hunger_strike"),
        (("ДВК", "Демократический выбор Казахстана", "DVK"), "organiser:dvk"),
        (("китайские инвестиции", "қытай инвестициясы", "Chinese investment"), "demand:chinese_investment"),
        (("Азаттық", "Азаттык"), "outlet:azattyq"),
    ],
)
def test_one_thing_is_found_under_any_of_its_names(words: Vocabulary, spellings: tuple[str, ...], term: str) -> None:
    for spelling in spellings:
        asked = words.understand(spelling)
        assert any(term in group for group in asked.groups), spelling
        assert asked.unknown == ()


def test_a_region_is_asked_for_by_its_whole_name_and_a_city_by_its_own(words: Vocabulary) -> None:
    (city,) = words.understand("Алматы").groups
    (region,) = words.understand("Алматы облысында").groups
    assert "place:konaev" not in city
    assert {"place:konaev", "place:almaty-region"} <= region
    assert "place:almaty" not in region


def test_each_thing_asked_for_is_a_group_of_its_own(words: Vocabulary) -> None:
    assert len(words.understand("забастовки в Жанаозене").groups) == 2


def test_the_whole_country_narrows_nothing(words: Vocabulary) -> None:
    asked = words.understand("Казахстан")
    assert (asked.groups, asked.unknown) == ((), ())


def test_a_word_that_stands_for_nothing_is_told(words: Vocabulary) -> None:
    assert words.understand("Алматы крокодил").unknown == ("krokodil",)


def test_a_claimant_as_written_is_no_term() -> None:
    private = claim(3, claimant="Айгуль Серикова", claimant_type=ClaimantType.RELATIVE_LAWYER)
    assert terms(facts(claims=(private,), organisers=("dvk",))) == {
        "place:almaty",
        "action:rally",
        "issue:political",
        "organiser:dvk",
        "outlet:herald",
    }


@given(st.text(max_size=200))
def test_any_text_is_folded_to_plain_letters_and_fits_into_a_button(text: str) -> None:
    asked = Vocabulary({}).understand(text)
    assert len(asked.words) <= LONGEST_ASKED
    assert all(word.isascii() and word.isalnum() for word in fold(text))
    assert Vocabulary({}).understand(asked.words).words == asked.words
