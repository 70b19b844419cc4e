import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes import Lang, Qualifier
from bot.reading.numbers import Number, NumberReader
from bot.reading.text import parse
from bot.resources import Knowledge, load

Q = Qualifier
CASES = [
    (Lang.RU, "около двух тысяч пятисот человек", 2500, Q.APPROX),
    (Lang.RU, "не менее 1 200 человек", 1200, Q.AT_LEAST),
    (Lang.RU, "свыше 50 человек", 50, Q.MORE_THAN),
    (Lang.RU, "примерно в 80 человек", 80, Q.APPROX),
    (Lang.RU, "полторы тысячи человек", 1500, Q.EXACT),
    (Lang.RU, "пять десятков человек", 50, Q.EXACT),
    (Lang.RU, "сотни людей", 200, Q.VAGUE),
    (Lang.RU, "двадцать один человек", 21, Q.EXACT),
    (Lang.RU, "19-го сентября", 19, Q.EXACT),
    (Lang.EN, "at least twenty-one people", 21, Q.AT_LEAST),
    (Lang.EN, "more than 1,200 people", 1200, Q.MORE_THAN),
    (Lang.EN, "some 50 people", 50, Q.APPROX),
    (Lang.EN, "up to 300 people", 300, Q.AT_MOST),
    (Lang.EN, "a hundred and fifty people", 100, Q.EXACT),
    (Lang.EN, "two dozen people", 24, Q.EXACT),
    (Lang.KK, "300-ге жуық адам", 300, Q.APPROX),
    (Lang.KK, "елуден астам адам", 50, Q.MORE_THAN),
    (Lang.KK, "50 адамнан астам", 50, Q.MORE_THAN),
    (Lang.KK, "кемінде 20 адам", 20, Q.AT_LEAST),
    (Lang.KK, "50 адамға дейін", 50, Q.AT_MOST),
    (Lang.KK, "үш жарым мың адам", 3500, Q.EXACT),
    (Lang.KK, "екі мың жиырма бесінші жыл", 2025, Q.EXACT),
    (Lang.KK, "жетеуі ұсталды", 7, Q.EXACT),
]


@pytest.fixture(scope="module")
def readers(knowledge: Knowledge) -> dict[Lang, NumberReader]:
    return {lang: NumberReader(lang, knowledge.numerals.langs[lang]) for lang in Lang}


@pytest.mark.parametrize(("lang", "text", "value", "qualifier"), CASES)
def test_a_numeral_is_read_with_its_bound(
    readers: dict[Lang, NumberReader], lang: Lang, text: str, value: int, qualifier: Qualifier
) -> None:
    first = readers[lang].find(parse(text))[0]
    assert (first.floor or first.value, first.qualifier) == (value, qualifier)


@pytest.mark.parametrize("text", ["бірге келді", "мен үшін", "оның айтуынша", "дүние жүзінде", "алтын алды"])
def test_a_word_that_begins_like_a_numeral_is_none(readers: dict[Lang, NumberReader], text: str) -> None:
    assert readers[Lang.KK].find(parse(text)) == []


def test_a_range_knows_both_ends(readers: dict[Lang, NumberReader]) -> None:
    first, second = readers[Lang.RU].find(parse("10–15 человек"))
    assert (first.value, first.upper, first.qualifier, second.value) == (10, 15, Q.RANGE, 15)


@pytest.mark.parametrize(
    ("lang", "text"),
    [(Lang.RU, "15 суток"), (Lang.RU, "20 МРП"), (Lang.KK, "7 тәулік"), (Lang.EN, "15 days"), (Lang.EN, "40 percent")],
)
def test_money_and_time_are_no_people(readers: dict[Lang, NumberReader], lang: Lang, text: str) -> None:
    parsed = parse(text)
    assert readers[lang].counts_things(parsed, readers[lang].find(parsed)[0])


READERS = {Lang(lang): NumberReader(Lang(lang), words) for lang, words in load().numerals.langs.items()}
KK_UNITS = ("", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз")
KK_TENS = ("", "он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан")
RU_UNITS = ("", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять")
RU_TEENS = (
    *("десять", "одиннадцать", "двенадцать", "тринадцать", "четырнадцать"),
    *("пятнадцать", "шестнадцать", "семнадцать", "восемнадцать", "девятнадцать"),
)
RU_TENS = (
    *("", "", "двадцать", "тридцать", "сорок", "пятьдесят"),
    *("шестьдесят", "семьдесят", "восемьдесят", "девяносто"),
)
RU_HUNDREDS = (
    *("", "сто", "двести", "триста", "четыреста", "пятьсот"),
    *("шестьсот", "семьсот", "восемьсот", "девятьсот"),
)
EN_SMALL = (
    *("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
EN_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def _kk(n: int) -> list[str]:
    hundreds, rest = divmod(n, 100)
    lead = [KK_UNITS[hundreds] if hundreds > 1 else "", "жүз"] if hundreds else []
    return [*lead, KK_TENS[rest // 10], KK_UNITS[rest % 10]]


def _ru(n: int) -> list[str]:
    hundreds, rest = divmod(n, 100)
    small = [RU_TEENS[rest - 10]] if 10 <= rest < 20 else [RU_TENS[rest // 10], RU_UNITS[rest % 10]]
    return [RU_HUNDREDS[hundreds], *small]


def _en(n: int) -> list[str]:
    hundreds, rest = divmod(n, 100)
    small = [EN_SMALL[rest]] if rest < 20 else ["-".join(p for p in (EN_TENS[rest // 10], EN_SMALL[rest % 10]) if p)]
    return [*([EN_SMALL[hundreds], "hundred"] if hundreds else []), *small]


SPELL = {Lang.KK: (_kk, "мың"), Lang.RU: (_ru, "тысяч"), Lang.EN: (_en, "thousand")}


@given(n=st.integers(1, 99_999), lang=st.sampled_from(list(Lang)))
def test_every_numeral_spelled_out_is_read_back(n: int, lang: Lang) -> None:
    spell, thousand = SPELL[lang]
    high, low = divmod(n, 1000)
    words = [w for w in [*([*spell(high), thousand] if high else []), *spell(low)] if w]
    found = READERS[lang].find(parse(" ".join(words)))
    assert [number.value for number in found] == [n]


@given(n=st.integers(0, 10**12), lang=st.sampled_from(list(Lang)), separator=st.sampled_from(["", " ", ",", "\xa0"]))
def test_digits_are_one_number_however_they_are_grouped(n: int, lang: Lang, separator: str) -> None:
    found: list[Number] = READERS[lang].find(parse(f"{n:,}".replace(",", separator)))
    assert [number.value for number in found] == [n]
