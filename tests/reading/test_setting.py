"""Venue and hour: of what has happened, in the article's words, and never a person's name."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes import Lang, ReportKind
from bot.domain.report import in_words
from bot.reading.reader import Reader
from bot.resources import load
from tests.reading.making import article

READERS = load().lexicon.hours
#: A Thursday.
DAY = date(2019, 6, 13)
VENUES = {
    Lang.RU: [
        "на площади Республики",
        "у здания акимата",
        "на проспекте Назарбаева",
        "на улице Толе би",
        "на Старой площади",
        "в сквере имени 28 гвардейцев-панфиловцев",
        "у консульства Китая",
        "рядом с монументом Независимости",
        "перед Министерством внутренних дел",
        "у входа в министерство труда",
        "на площади у акимата",
    ],
    Lang.EN: [
        "outside the Chinese consulate",
        "on Republic Square",
        "in front of the city hall",
        "on Nazarbayev Avenue",
        "at the Ministry of Labour and Social Protection",
        "near the Independence monument",
        "on the square outside the akimat",
    ],
    Lang.KK: [
        "әкімдік алдында",
        "Республика алаңында",
        "Назарбаев даңғылында",
        "қала әкімдігінің алдында",
        "Қытай консулдығының алдында",
        "Тәуелсіздік монументінің жанында",
        "Энергетика министрлігінің ғимараты алдында",
        "ескі алаңда",
    ],
}
#: Told of an event that happened; the place is no closed kind, or what stands beside it may be somebody's name.
NO_VENUE = {
    Lang.RU: [
        *("на площади", "на улице", "у дома Ермека Нурланова", "на проспекте Нурланов", "в офисе Динары Асановой"),
        *(
            "напротив ТРЦ «Мега»",
            "у здания партии «Аманат»",
            "у памятника «Нурланов вор»",
            "в сквере имени «Нурланова»",
        ),
        *("на улице Абая, 45", "на улице Абая 45", "на проспекте Назарбаева, дом 12", "у дома 5 на улице Абая"),
        *("в квартире на проспекте Назарбаева", "на улице Толе би № 7, кв. 3", "у здания акимата Ермек Нурланов"),
        *("Ермек Нурланов у здания акимата", "у подъезда на улице Абая"),
    ],
    Lang.EN: [
        *("on the square", "outside Serik Baimuratov's office", "at Serik's house", "in court"),
        *(
            'near the "Serik is a thief" monument',
            "at 45 Abai Street",
            "on Abai Street, 45",
            "at the house on Abai Street",
        ),
        *(
            "for Serik Baimuratov outside the akimat",
            "outside the akimat building Serik Baimuratov",
        ),
        "at a flat near Republic Square",
    ],
    Lang.KK: [
        *("алаңда", "Ермек алаңда", "Серік Нұрлановтың үйінің алдында", "«Мега» сауда орталығының алдында"),
        *("«Нұрланов кетсін» ескерткішінің жанында", "Серік Нұрланов әкімдік алдында", "Абай көшесінде 45-үйде"),
        *("Абай көшесіндегі үй жанында әкімдік алдында",),
    ],
}
#: A name that no list has: kept, and told to readers once two owners tell it.
UNLISTED = [
    ("В Алматы вчера рабочие вышли на митинг {} в центре города.", "на проспекте Баймуратова", "bmrtv"),
    ("Workers held a rally {} in Almaty on Wednesday.", "on Baimuratov Avenue", "bmrtv"),
    ("Алматыда кеше {} жұмысшылар митинг өткізді.", "Баймұратов көшесінде", "bmrtv"),
    ("Workers held a rally {} in Almaty on Wednesday.", "on Republic Square", ""),
]
TOLD = {
    Lang.RU: ("Митинг в Алматы", "Вчера в Алматы {} прошёл митинг рабочих."),
    Lang.EN: ("Rally in Almaty", "Workers held a rally {} in Almaty on Wednesday."),
    Lang.KK: ("Алматыда митинг өтті", "Алматыда кеше {} жұмысшылар митинг өткізді."),
}
HOURS = [
    (Lang.RU, "собрались в 11:00 на площади", "в 11:00"),
    (Lang.RU, "вышли около полудня", "около полудня"),
    (Lang.RU, "начался в 11 часов утра", "в 11 часов утра"),
    (Lang.RU, "к семи вечера пришли", "к семи вечера"),
    (Lang.RU, "в шесть утра на въезде", "в шесть утра"),
    (Lang.RU, "во вторник около одиннадцати часов", "около одиннадцати часов"),
    (Lang.RU, "стояли около трёх часов", ""),
    (Lang.RU, "через 2 часа, в течение 3 часов, в 24 часа", ""),
    (Lang.RU, "до 15:00, в 25:00, в 11.06.2019", ""),
    (Lang.EN, "gathered at around 3 p.m. outside", "at around 3 p.m."),
    (Lang.EN, "began around noon", "around noon"),
    (Lang.EN, "at 11:00 on Friday", "at 11:00"),
    (Lang.EN, "from ten in the morning until two", "from ten in the morning"),
    (Lang.EN, "for three hours, at 11 schools, at 35:00", ""),
    (Lang.KK, "сағат 11-де жиналды", "сағат 11-де"),
    (Lang.KK, "сағат 15:30 шамасында", "сағат 15:30 шамасында"),
    (Lang.KK, "таңғы тоғызда келген", "таңғы тоғызда"),
    (Lang.KK, "сағат он бірде", "сағат он бірде"),
    (Lang.KK, "үш сағат бойы, сағат 11-ге дейін, екі сағатта", ""),
]
#: Nothing of what is to be, was hindered, or is only called for.
TO_COME = [
    (
        "Активисты планируют митинг",
        "Активисты намерены провести митинг в Алматы 20 июня в 11:00 на площади Республики.",
    ),
    ("Акимат отказал в митинге", "Акимат Алматы отказал активистам в митинге 20 июня в 11:00 на площади Республики."),
    (
        "Митинг в Алматы",
        "Вчера в Алматы прошёл митинг. Завтра в 11:00 рабочие снова соберутся на площади Республики.",
    ),
    ("Митинг в Алматы", "Вчера прошёл митинг в Алматы. Они призвали выйти в 11:00 на площадь Республики."),
    (
        "Полиция не допустила митинг в Алматы",
        "Митинг в 11:00 на площади Республики в Алматы не состоялся: активистов вчера задержали по дороге.",
    ),
    ("Rally in Almaty", "A rally was held in Almaty on Wednesday. The next will begin at noon on Republic Square."),
    ("Алматыда митинг өтті", "Алматыда кеше митинг өтті. Ертең сағат 11-де Республика алаңында тағы жиналады."),
]
CASES = [(lang, venue) for lang, venues in VENUES.items() for venue in venues]
NONE = [(lang, venue) for lang, venues in NO_VENUE.items() for venue in venues]


@pytest.mark.parametrize(("lang", "venue"), CASES)
def test_a_venue_is_kept_as_the_article_has_it(reader: Reader, lang: Lang, venue: str) -> None:
    title, text = TOLD[lang]
    assert reader.read(article(title, text.format(venue), DAY)).venue == venue


@pytest.mark.parametrize(("lang", "venue"), NONE)
def test_what_may_name_a_person_or_tells_nothing_is_no_venue(reader: Reader, lang: Lang, venue: str) -> None:
    title, text = TOLD[lang]
    report = reader.read(article(title, text.format(venue), DAY))
    assert (report.kind, report.venue) == (ReportKind.EVENT_REPORT, "")


@pytest.mark.parametrize(("text", "venue", "unlisted"), UNLISTED)
def test_a_name_that_no_list_has_is_known_as_such(reader: Reader, text: str, venue: str, unlisted: str) -> None:
    report = reader.read(article("", text.format(venue), DAY))
    assert (report.venue, report.unlisted) == (venue, unlisted)


@pytest.mark.parametrize(
    "said",
    [
        "Вчера в Алматы прошёл митинг. «Мы стояли на площади Республики в 11:00», — сказал рабочий.",
        "Вчера в Алматы прошёл митинг: «Рабочие. Вышли на митинг на площади Республики в 11:00. Все».",
        'Вчера в Алматы прошёл митинг: "рабочие вышли на митинг на площадь Республики в 11:00',
        "Вчера в Алматы прошёл митинг. Приходите на площадь Республики в 11:00!",
    ],
)
def test_nothing_in_quotation_marks_and_no_call_is_a_place_or_an_hour(reader: Reader, said: str) -> None:
    report = reader.read(article("Митинг в Алматы", said, DAY))
    assert (report.kind, report.venue, report.hour) == (ReportKind.EVENT_REPORT, "", "")


@pytest.mark.parametrize(
    ("lang", "words", "moment"),
    [
        (Lang.RU, "в 11:00", "11:00"),
        (Lang.RU, "в 11 часов утра", "11:00"),
        (Lang.RU, "в 11 часов", "23:00"),
        (Lang.RU, "к семи вечера", "19:00"),
        (Lang.RU, "в 6:30 вечера", "18:30"),
        (Lang.RU, "в час дня", "13:00"),
        (Lang.RU, "в 2 часа ночи", "02:00"),
        (Lang.RU, "в 11 ночи", "23:00"),
        (Lang.RU, "около полудня", "12:00"),
        (Lang.RU, "в полночь", "24:00"),
        (Lang.EN, "at around 3 p.m.", "15:00"),
        (Lang.EN, "at 3am", "03:00"),
        (Lang.EN, "at 12 a.m.", "00:00"),
        (Lang.EN, "at 6:30", "18:30"),
        (Lang.EN, "at 18:30", "18:30"),
        (Lang.EN, "from ten in the morning", "10:00"),
        (Lang.EN, "at three in the afternoon", "15:00"),
        (Lang.EN, "around noon", "12:00"),
        (Lang.EN, "at midnight", "24:00"),
        (Lang.KK, "сағат 15:30 шамасында", "15:30"),
        (Lang.KK, "сағат 11-де", "23:00"),
        (Lang.KK, "таңғы тоғызда", "09:00"),
        (Lang.KK, "кешкі сағат алтыда", "18:00"),
        (Lang.KK, "сағат он бірде", "23:00"),
        (Lang.KK, "түсте", "12:00"),
    ],
)
def test_the_latest_moment_that_an_hour_may_mean(lang: Lang, words: str, moment: str) -> None:
    minutes = READERS[lang].latest(words)
    assert f"{minutes // 60:02}:{minutes % 60:02}" == moment


@pytest.mark.parametrize(
    ("published", "kept"),
    [
        (datetime(2019, 6, 12, 4, 59, tzinfo=UTC), ""),
        (datetime(2019, 6, 12, 5, 0, tzinfo=UTC), "в 11:00"),
        (datetime(2019, 6, 13, 5, 0, tzinfo=UTC), "в 11:00"),
        (None, ""),
    ],
)
def test_an_hour_is_kept_once_it_is_past(reader: Reader, published: datetime | None, kept: str) -> None:
    text = "В Алматы 12 июня 2019 года в 11:00 рабочие вышли на митинг у здания акимата."
    report = reader.read(replace(article("Митинг в Алматы", text), published=published))
    assert report.hour == kept


@pytest.mark.parametrize("name", ["Ермек Нурланов", "Динара Асанова"])
def test_a_name_behind_a_bare_square_stays_out(reader: Reader, name: str) -> None:
    report = reader.read(article("Митинг в Алматы", f"В Алматы вчера на площади {name} провёл митинг.", DAY))
    assert (report.kind, report.venue) == (ReportKind.EVENT_REPORT, "")


@pytest.mark.parametrize(("lang", "text", "expected"), HOURS)
def test_an_hour_is_kept_as_the_article_has_it(lang: Lang, text: str, expected: str) -> None:
    assert READERS[lang].hour(text) == expected


def test_an_hour_and_a_venue_stand_in_the_report(reader: Reader) -> None:
    text = "В Алматы 12 июня в 11:00 рабочие вышли на митинг у здания акимата."
    report = reader.read(article("Митинг в Алматы", text, DAY))
    assert (report.venue, report.hour) == ("у здания акимата", "в 11:00")


@pytest.mark.parametrize(("title", "text"), TO_COME)
def test_no_place_and_no_hour_of_what_is_planned_or_prevented_is_read(reader: Reader, title: str, text: str) -> None:
    report = reader.read(article(title, text, DAY))
    assert (report.venue, report.hour) == ("", "")


@given(st.text(max_size=200))
def test_words_that_are_kept_are_one_short_line_without_markup(text: str) -> None:
    kept = in_words(text)
    assert len(kept) <= 80
    assert kept.isprintable()
    assert not set("<>[]{}&*_`@") & set(kept)
    assert in_words(kept) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("на  площади\nРеспублики", "на площади Республики"),
        ("у здания <b>акимата</b>", ""),
        ("ж" * 81, ""),
        ("у акимата\u202e", ""),
        (None, ""),
    ],
)
def test_words_that_cannot_be_kept_are_none(written: str | None, kept: str) -> None:
    assert in_words(written) == kept
