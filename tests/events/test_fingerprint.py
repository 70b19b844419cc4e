"""One name in three languages is one skeleton; what is kept of an article names nobody."""

from dataclasses import asdict

import pytest

from bot.domain.article import Article
from bot.domain.fingerprint import is_copy, likeness, shared
from bot.reading.fingerprint import Fingerprinter
from bot.resources import load

KNOWN = load()
RUSSIAN = Article(
    "ru",
    "Шахтёры не вышли из забоя",
    "Рабочие шахты в посёлке отказались подняться. По словам Ерлана Куанышалина, под землёй 187 человек. "
    "Директор Марат Жыланбаев пообещал поднять оклад на 38 процентов.",
)
KAZAKH = Article(
    "kk",
    "Кеншілер жер астынан шықпай қойды",
    "Шахта жұмысшылары жоғары көтерілуден бас тартты. Ерлан Қуанышәлиннің айтуынша, жер астында 187 адам отыр. "
    "Директор Марат Жыланбаев айлықты 38 пайызға көтеруге уәде берді.",
)
OTHERS = Article(
    "ru",
    "Водители автобусов ждут денег",
    "В парке стоят 42 автобуса. Водители, по словам Айгуль Сериковой, не получали зарплату с мая. Владелец парка "
    "Тимур Оспанов обещает 61 миллион.",
)


@pytest.fixture(scope="module")
def hashed() -> Fingerprinter:
    return KNOWN.fingerprinter(b"one key")


@pytest.mark.parametrize(
    "spellings",
    [
        (("Токаева", "ru"), ("Тоқаевтың", "kk"), ("Tokayev", "en"), ("Toqaev", "en")),
        (("Жыланбаевым", "ru"), ("Жыланбаевқа", "kk"), ("Zhylanbayev", "en")),
        (("Куанышалину", "ru"), ("Қуанышәлин", "kk"), ("Kuanyshalin", "en")),
    ],
)
def test_a_surname_is_one_skeleton_in_any_spelling_and_case(spellings: tuple[tuple[str, str], ...]) -> None:
    assert len({KNOWN.lexicon.skeletons.of(word, lang) for word, lang in spellings}) == 1


def test_two_articles_of_one_strike_are_alike_across_languages(hashed: Fingerprinter) -> None:
    russian, kazakh, others = (hashed(article, article.id) for article in (RUSSIAN, KAZAKH, OTHERS))
    assert likeness(russian, kazakh) > 0 > likeness(russian, others)
    assert russian.who & kazakh.who
    assert not russian.who & others.who


def test_no_word_of_an_article_is_kept(hashed: Fingerprinter) -> None:
    kept = str(asdict(hashed(RUSSIAN, "ru"))).lower()
    assert not any(word in kept for word in ("куанышалин", "knshln", "жыланбаев", "шахт"))


def test_without_the_key_nothing_can_be_compared(hashed: Fingerprinter) -> None:
    assert shared(hashed(RUSSIAN, "ru"), KNOWN.fingerprinter(b"another key")(RUSSIAN, "ru")) == 0


def test_a_text_that_another_site_prints_with_another_title_is_a_copy(hashed: Fingerprinter) -> None:
    reprint = Article("ru", "Шахтёры остались под землёй", RUSSIAN.text)
    assert is_copy(hashed(RUSSIAN, "ru"), hashed(reprint, "ru"))
    assert not is_copy(hashed(RUSSIAN, "ru"), hashed(KAZAKH, "kk"))
    assert not is_copy(hashed(RUSSIAN, "ru"), hashed(OTHERS, "ru"))
