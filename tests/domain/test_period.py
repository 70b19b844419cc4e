"""Days, months and years among the words of a search."""

from datetime import date

import pytest

from bot.domain.period import Period, read

MONTHS = [["январ", "january", "қаңтар"], ["феврал", "february", "ақпан"], ["март", "march", "наурыз"]]
TODAY = date(2026, 2, 10)


@pytest.mark.parametrize(
    ("text", "rest", "first", "last"),
    [
        ("almaty 2024", "almaty", date(2024, 1, 1), date(2024, 12, 31)),
        ("алматы наурыз 2024", "алматы", date(2024, 3, 1), date(2024, 3, 31)),
        ("strike january", "strike", date(2026, 1, 1), date(2026, 1, 31)),
        ("забастовка в марте", "забастовка в", date(2025, 3, 1), date(2025, 3, 31)),
        ("5 января 2022", "", date(2022, 1, 5), date(2022, 1, 5)),
        ("oral 2022-01", "oral", date(2022, 1, 1), date(2022, 1, 31)),
        ("21.01.2022", "", date(2022, 1, 21), date(2022, 1, 21)),
        ("oral 20240301-20240331", "oral", date(2024, 3, 1), date(2024, 3, 31)),
    ],
)
def test_days_are_read_out_of_a_search(text: str, rest: str, first: date, last: date) -> None:
    assert read(text, MONTHS, TODAY) == (rest, Period(first, last))


@pytest.mark.parametrize("text", ["almaty", "1850", "31.02.2022", "12 people"])
def test_what_is_no_day_stays_a_word(text: str) -> None:
    assert read(text, MONTHS, TODAY) == (text, None)


def test_days_written_into_a_button_are_read_again() -> None:
    period = Period(date(2024, 3, 1), date(2024, 3, 31))
    assert read(f"oral {period.code}", MONTHS, TODAY) == ("oral", period)
