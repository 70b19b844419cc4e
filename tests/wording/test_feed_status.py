"""How each feed is, as editors are told it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.codes import Lang
from bot.domain.feed import CONFIRMED, Feed, FeedState, PollFault
from bot.domain.message import units
from tests.wording.examples import AT, wording

WORDING = wording()
NEVER = FeedState(Feed("lada", "https://lada.example/rss", "lada"), AT)
WELL = replace(NEVER, asked_at=AT, last_success=AT, last_entry=AT, days=((date(2019, 9, 21), 14),), polls=4, empties=1)
DARK = replace(
    WELL, fault=PollFault.HTTP_STATUS, detail="500", failures=7, failing_since=AT, dark_since=AT + timedelta(hours=2)
)


def named(state: FeedState, name: str) -> FeedState:
    return replace(state, feed=replace(state.feed, id=name))


STATES = (
    named(WELL, "vlast"),
    named(DARK, "lada"),
    named(replace(NEVER, fault=PollFault.TLS, failures=2, failing_since=AT), "orda"),
    named(replace(NEVER, moved_to="https://lada.example.evil.example/rss", moves=CONFIRMED), "time"),
    named(replace(WELL, paused=True), "nur"),
)

EXPECTED = {
    Lang.EN: """\
Sources answering: 2/5
Went dark: 1
• lada: HTTP status 500, 7 in a row since 21.09 19:40 · last entry 21.09 19:40 · 14 a day · empty answers 25%
Never worked: 1
• orda: TLS failure, 2 in a row since 21.09 19:40
Not asked yet: 1
• time: wants to move to lada.example.evil.example, an operator decides
Working: 1
• vlast: last entry 21.09 19:40 · 14 a day · empty answers 25%
Paused: 1
• nur: last entry 21.09 19:40 · 14 a day · empty answers 25%""",
    Lang.RU: """\
Ответили источники: 2/5
Замолчали: 1
• lada: код HTTP 500, подряд: 7, с 21.09 19:40 · последняя запись 21.09 19:40 · 14 в день · пустых ответов 25%
Не работали ни разу: 1
• orda: ошибка TLS, подряд: 2, с 21.09 19:40
Ещё не опрошены: 1
• time: переезжает на lada.example.evil.example, решает оператор
Работают: 1
• vlast: последняя запись 21.09 19:40 · 14 в день · пустых ответов 25%
Приостановлены: 1
• nur: последняя запись 21.09 19:40 · 14 в день · пустых ответов 25%""",
    Lang.KK: """\
Жауап берген дереккөздер: 2/5
Үнсіз қалды: 1
• lada: HTTP коды 500; қатарынан: 7; басталуы: 21.09 19:40 · соңғы жазба: 21.09 19:40 · күніне 14 · бос жауап: 25%
Ешқашан істемеген: 1
• orda: TLS қатесі; қатарынан: 2; басталуы: 21.09 19:40
Әлі сұралмаған: 1
• time: жаңа мекенжайы: lada.example.evil.example, шешім операторда
Істеп тұр: 1
• vlast: соңғы жазба: 21.09 19:40 · күніне 14 · бос жауап: 25%
Тоқтатылған: 1
• nur: соңғы жазба: 21.09 19:40 · күніне 14 · бос жауап: 25%""",
}


@pytest.mark.parametrize("lang", Lang)
def test_editors_see_the_troubled_feeds_first_and_what_is_wrong_with_each(lang: Lang) -> None:
    assert WORDING.health(STATES, lang).text == EXPECTED[lang]


def test_every_fault_has_words_in_three_languages() -> None:
    for fault in PollFault:
        texts = {WORDING.health((replace(DARK, fault=fault, detail=""),), lang).text.split(":")[3] for lang in Lang}
        assert all(fault.value not in text or "_" not in fault.value for text in texts)


@settings(max_examples=12)  # each lays out hundreds of lines many times
@given(st.integers(0, 300), st.sampled_from(Lang))
def test_any_number_of_feeds_fits_and_those_left_out_are_counted(many: int, lang: Lang) -> None:
    text = WORDING.health(tuple(named(DARK, f"feed-of-an-outlet-{n}") for n in range(many)), lang).text
    assert units(text) <= 4096
    shown = text.count("• ")
    assert shown == many or str(many - shown) in text.splitlines()[-1]
