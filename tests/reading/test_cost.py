"""What a text costs to read grows with its length and no faster, whatever it is made of.

Work is counted in calls, not timed: they are the same on every machine. Regular expressions are one call each; all of
them are linear, and words and sentences bounded, so that none is ever given more to search than its text has.
"""

from collections.abc import Callable, Sequence
from cProfile import Profile
from datetime import UTC, datetime
from itertools import cycle, islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.article import Article
from bot.domain.codes import Lang
from bot.domain.fingerprint import likeness
from bot.reading.fingerprint import Fingerprinter
from bot.reading.reader import Reader
from bot.resources import Knowledge

NOON = datetime(2024, 3, 5, 7, tzinfo=UTC)
#: Code points of the shorter text; the longer has twice as many.
SHORT = 800
#: Beyond twice the work: a text of twice the length may end in other words. A quadratic place doubles it once more.
RATIO, SLACK = 2.6, 2_700
LEADS = {
    Lang.RU: "На площади Республики в Алматы 5 марта прошел митинг, полиция задержала 20 человек. ",
    Lang.EN: "Police detained 20 people at a rally on Republic Square in Almaty on March 5. ",
    Lang.KK: "5 наурызда Алматыда Республика алаңында митинг өтті, полиция 20 адамды ұстады. ",
}
#: The same in every language.
SIGNS = (
    *("1", "1 ", "100 ", "000 ", "1.", "1,000,", "10-", "2011 ", "12:30 "),
    *(".", ". ", "…", "«", '"', "««а» ", "«а» ", "(", "(а) ", "- ", "— ", ":", "\n", "а\n", " ", "\u00a0 "),
    *(
        "А",
        "Аб ",
        "а",
        "а-",
        "а'",
        "a",
        "İ",
        "а\u0301",
        "🔥",
        "mitинг алмаty ",
        "<p><a href='x'>а</a></p>",
        "&amp;&lt;",
    ),
)
WORDS = {
    Lang.RU: (
        *("митинг ", "Прошел митинг. ", "Полиция задержала 5 человек в Алматы. ", "тысяч ", "сто ", "50 человек "),
        "По словам полиции, 5 задержано, 6 ранено, 7 убито, 8 арестовано, 9 оштрафовано, ",
        "в Алматы, Астане, Шымкенте и Актау задержали 5, 6, 7 и 8 человек; ",
        *("Алматы ", "Усть-Каменогорск-", "Алмалинский район ", "5 марта ", "в понедельник ", "в прошлом году "),
        *("Читайте также: митинг\n", "Читайте также", "сказал он. ", "сказал Иванов сообщил ", "МВД акимат суд "),
        *("полиция опровергла, не было митинга ", "на площади у здания акимата ", "около 11 часов утра ", "и "),
        *("ДВК «Оян, Қазақстан» ", "Иван Петров Сидоров ", "в Бишкеке ", "его родственники ", "вышли на дорогу "),
    ),
    Lang.EN: (
        *("rally ", "A rally took place. ", "Police detained 5 people in Almaty. ", "thousand ", "50 people "),
        "according to police 5 were detained, 6 injured, 7 killed, 8 arrested, 9 fined, ",
        "in Almaty, Astana, Shymkent and Aktau 5, 6, 7 and 8 people were detained; ",
        *(
            "Almaty ",
            "Almaty, ",
            "Ust-Kamenogorsk-",
            "Almaly district ",
            "March 5 ",
            "on Monday ",
            "last year in 2011 ",
        ),
        *("Read also: rally\n", "Read also", "he said. ", "said Smith told ", "Interior Ministry akimat court "),
        *("police denied there was no rally ", "on the square outside the akimat building ", "at around 3 p.m. "),
        *("and ", "DCK Oyan, Qazaqstan ", "John Peter Smith ", "in Bishkek ", "sat down on the road "),
    ),
    Lang.KK: (
        *("митинг ", "Митинг өтті. ", "Полиция Алматыда 5 адамды ұстады. ", "мың ", "жүз ", "50 адам "),
        "полицияның айтуынша 5 адам ұсталды, 6 адам жараланды, 7 адам қаза тапты, ",
        "Алматы, Астана, Шымкент пен Ақтауда 5, 6, 7 және 8 адам ұсталды; ",
        *("Алматыда ", "Өскемен-", "Алмалы ауданы ", "5 наурызда ", "дүйсенбіде ", "былтыр 2011 жылы "),
        *("Тағы оқыңыз: митинг\n", "Тағы оқыңыз", "деді ол. ", "деді хабарлады ", "ІІМ әкімдік сот "),
        *("полиция жоққа шығарды ", "әкімдік ғимараты алдында ", "сағат 11-де ", "және "),
        *("ҚДТ «Оян, Қазақстан» ", "Асқар Серік Болат ", "Бішкекте ", "жолға шықты "),
    ),
}
#: One of each alone in Russian, which has the most rules; of the others the words that have rules of their own.
HOSTILE = [
    *((Lang.RU, one) for one in (*WORDS[Lang.RU], *SIGNS)),
    *((lang, one) for lang in (Lang.EN, Lang.KK) for one in WORDS[lang][2:6]),
]


@pytest.fixture(scope="module")
def hashed(knowledge: Knowledge) -> Fingerprinter:
    return knowledge.fingerprinter(b"k" * 32)


def calls(work: Callable[[], object]) -> int:
    """How many functions are called while something is done, those written in C too."""
    profile = Profile()
    profile.runcall(work)
    return sum(one.callcount for one in profile.getstats())


def filled(parts: Sequence[str], length: int, *, numbered: bool = False) -> str:
    """So many code points of these again and again, with a number of its own behind each when wanted."""
    made = (part + (f"{7 * at + 13} " if numbered else "") for at, part in enumerate(cycle(parts)))
    return "".join(islice(made, length))[:length]


def read_and_hashed(reader: Reader, hashed: Fingerprinter, lang: Lang, text: str) -> None:
    article = Article("one", text[:100], LEADS[lang] + text, lang=lang, published=NOON)
    reader.read(article)
    one = hashed(article, lang)
    likeness(one, one)


def assert_linear(work: Callable[[str], object], fill: Callable[[int], str]) -> None:
    short, long = fill(SHORT), fill(2 * SHORT)
    work(long)  # what is remembered of words is remembered by now
    once, twice = calls(lambda: work(short)), calls(lambda: work(long))
    assert twice <= RATIO * once + SLACK, (once, twice)


@pytest.mark.parametrize(("lang", "part"), HOSTILE)
def test_twice_the_text_is_twice_the_work(reader: Reader, hashed: Fingerprinter, lang: Lang, part: str) -> None:
    assert_linear(lambda text: read_and_hashed(reader, hashed, lang, text), lambda n: filled([part], n))


@given(data=st.data(), lang=st.sampled_from(list(Lang)), numbered=st.booleans())
@settings(max_examples=6)
def test_whatever_is_mixed_into_it(
    reader: Reader, hashed: Fingerprinter, data: st.DataObject, lang: Lang, *, numbered: bool
) -> None:
    parts = data.draw(st.lists(st.sampled_from((*WORDS[lang], *SIGNS)), min_size=1, max_size=5))
    work = lambda text: read_and_hashed(reader, hashed, lang, text)  # noqa: E731  # it is read once, beside its use
    assert_linear(work, lambda n: filled(parts, n, numbered=numbered))


def test_no_article_counts_people_endlessly(reader: Reader) -> None:
    """What is made of figures is compared with each other."""
    text = LEADS[Lang.RU] + "".join(f"В Алматы полиция задержала {n} человек. " for n in range(21, 900, 7))
    report = reader.read(Article("one", "", text, lang=Lang.RU, published=NOON))
    assert 40 < len(report.claims) <= 60


@pytest.mark.parametrize("length", [45, 1_005, 100_001])
def test_the_end_of_a_row_of_digits_is_no_number(reader: Reader, length: int) -> None:
    found = reader.mentions(Article("one", "", f"Задержаны {'7' * length} человек и ещё 25."))
    assert [number.value for number in found.numbers] == [25]


def test_one_endless_word_is_read(reader: Reader) -> None:
    text = LEADS[Lang.RU] + "митинг" * 20_000
    assert reader.read(Article("one", "", text, lang=Lang.RU, published=NOON)).is_protest


@pytest.mark.parametrize(
    "around",
    [
        "<p>{}</p><br/><a href='x'>&nbsp;</a>",
        "{} 🪧🔥👮 ❗❗",
        "{} Таrаздa миtинг жоқ, no такой.",
        "{}" + "\nТаразда бүгін күн ашық болды." * 40_000,
    ],
    ids=["html left in", "emoji", "mixed scripts", "one megabyte"],
)
def test_what_else_stands_in_a_text_hides_no_event(reader: Reader, around: str) -> None:
    told = around.format("В Таразе 4 марта рабочие вышли на митинг и потребовали повысить зарплату.")
    assert reader.read(Article("one", "", told, lang=Lang.RU, published=NOON)).is_protest


@pytest.mark.parametrize("text", ["🪧🔥👮" * 50, "<b></b>" * 50, "\n" * 1_000_000, "й" * 1_000_000])
def test_a_text_without_words_tells_nothing(reader: Reader, text: str) -> None:
    assert not reader.read(Article("one", "", text, published=NOON)).is_protest
