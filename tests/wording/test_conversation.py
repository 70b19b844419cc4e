"""What the bot says when it is spoken to."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.domain.codes import ClaimantType, Field, Lang, Qualifier
from bot.domain.errors import (
    AlreadyDecided,
    BadConfiguration,
    CannotPost,
    Expired,
    LastOwner,
    NeedsAnother,
    NoSuchEvent,
    NotAdministrator,
    NotAllowed,
    NotBound,
    NotUnderstood,
    OutOfDate,
    Retracted,
    Sayable,
    Stopped,
    TooLate,
    UnknownPlace,
)
from bot.domain.event import Event
from bot.domain.message import Button
from bot.domain.place import COUNTRY, Gazetteer, PlaceKind, PlaceRef
from bot.domain.report import Span
from bot.domain.subscriber import Subscriber
from bot.wording.catalogs import Catalogs
from bot.wording.wording import Wording
from tests.wording.examples import AT, GAZETTEER, LOCALES, MINISTRY, NAMES, SEED, catalogs, event, place, wording

WORDING = wording()

LANGUAGES = {
    Lang.KK: ((Button("Қазақша", "lang:kk"),), (Button("Русский", "lang:ru"), Button("English", "lang:en"))),
    Lang.RU: ((Button("Русский", "lang:ru"),), (Button("Қазақша", "lang:kk"), Button("English", "lang:en"))),
    Lang.EN: ((Button("English", "lang:en"),), (Button("Қазақша", "lang:kk"), Button("Русский", "lang:ru"))),
}

SORRY = [
    UnknownPlace("Атлантида"),
    NoSuchEvent(99),
    Retracted(3),
    NotUnderstood("?"),
    OutOfDate(),
    Expired(),
    CannotPost("@x"),
    NotBound("@x"),
    NotAdministrator(),
    Stopped(),
    LastOwner(),
    NotAllowed(),
    AlreadyDecided(),
    NeedsAnother(),
    TooLate(),
]


@pytest.mark.parametrize("lang", Lang)
def test_the_three_languages_are_always_offered_in_themselves_the_clients_first(lang: Lang) -> None:
    assert WORDING.start(lang).buttons == LANGUAGES[lang]
    assert WORDING.languages(lang).buttons == LANGUAGES[lang]


@pytest.mark.parametrize(
    ("lang", "first", "kept"),
    [
        (Lang.KK, "Қазақстандағы наразылықтар туралы БАҚ хабарларына шолу.", "Сақтаймыз: чат нөмірі (шифрланған),"),
        (Lang.RU, "Обзор сообщений СМИ о протестах в Казахстане.", "Храним: номер чата (зашифрован), язык, города."),
        (
            Lang.EN,
            "A summary of media reports on protests in Kazakhstan.",
            "We keep: chat number (encrypted), language,",
        ),
    ],
)
def test_the_greeting_says_who_we_are_and_what_is_kept(lang: Lang, first: str, kept: str) -> None:
    lines = [line for line in WORDING.start(lang).text.splitlines() if line]
    assert lines[0].startswith(first)
    assert lines[1].startswith(kept)


def test_every_error_that_can_be_said_has_a_sentence_in_three_languages() -> None:
    assert {type(error) for error in SORRY} == set(Sayable.__subclasses__())
    for error in SORRY:
        assert len({WORDING.sorry(error, lang).text for lang in Lang}) == 3
    for lang in Lang:
        assert len({WORDING.sorry(error, lang).text for error in SORRY}) == len(SORRY)


def test_an_unknown_place_offers_the_nearest_ones() -> None:
    message = WORDING.sorry(UnknownPlace("Алмата", ("almaty", "oral", "nowhere")), Lang.RU)
    assert "«Алмата»" in message.text
    assert message.buttons == ((Button("Алматы", "latest:almaty:0"),), (Button("Уральск", "latest:oral:0"),))


@pytest.mark.parametrize("lang", Lang)
def test_a_place_like_none_that_is_known_leads_to_the_list(lang: Lang) -> None:
    message = WORDING.sorry(UnknownPlace("Нарния"), lang)
    assert "Нарния" in message.text
    assert message.text.endswith(": /cities")


def test_places_are_the_country_and_the_cities_from_the_largest() -> None:
    rows = WORDING.places(frozenset({"astana"}), Lang.EN).buttons
    assert rows == (
        (Button("The whole country", "place:kz:on:0"),),
        (Button("Almaty", "place:almaty:on:0"), Button("✓ Astana", "place:astana:off:0")),
        (Button("Shymkent", "place:shymkent:on:0"), Button("Oral", "place:oral:on:0")),
        (Button("Done", "done"),),
    )


@pytest.mark.parametrize(
    ("page", "turning"),
    [
        (0, (Button("›", "page:1"),)),
        (1, (Button("‹", "page:0"), Button("›", "page:2"))),
        (2, (Button("‹", "page:1"),)),
        (99, (Button("‹", "page:1"),)),
        (-5, (Button("›", "page:1"),)),
    ],
)
def test_a_long_list_of_cities_is_turned_page_by_page(page: int, turning: tuple[Button, ...]) -> None:
    towns = {f"t{i}": place(f"t{i}", PlaceKind.CITY, "Қ", "Г", f"Town {i}", population=i) for i in range(25)}
    many = Wording(catalogs(), Gazetteer(towns), NAMES)
    rows = many.places(frozenset(), Lang.EN, page).buttons
    assert rows[-2] == turning
    assert 1 <= sum(button.data.startswith("place:") for row in rows for button in row) <= 10


def test_regions_are_chosen_on_pages_of_their_own() -> None:
    regions = {
        f"r{i}": place(f"r{i}", PlaceKind.REGION, f"{i} облысы", f"{i} область", f"Region {i:02}") for i in range(12)
    }
    country = Wording(catalogs(), Gazetteer({**GAZETTEER.places, **regions}), NAMES)
    cities = country.places(frozenset(), Lang.EN).buttons
    assert (Button("Regions", "page:r0"),) in cities
    first = country.places(frozenset({"r1"}), Lang.EN, regions=True).buttons
    assert first[0] == (Button("The whole country", "place:kz:on:r0"),)
    assert first[1] == (Button("Region 00", "place:r0:on:r0"), Button("✓ Region 01", "place:r1:off:r0"))
    assert (Button("›", "page:r1"),) in first
    assert (Button("Cities", "page:0"),) in first
    assert len(country.places(frozenset(), Lang.EN, 1, regions=True).buttons) == 5


def test_the_choice_is_repeated_after_done() -> None:
    assert "Алматы, Орал" in WORDING.chosen(Subscriber(1, Lang.KK, frozenset({"oral", "almaty"}))).text
    assert "вся страна" in WORDING.chosen(Subscriber(1, Lang.RU, frozenset({COUNTRY}))).text
    assert "/cities" in WORDING.chosen(Subscriber(1, Lang.EN)).text


@pytest.mark.parametrize("lang", Lang)
def test_the_menu_and_the_descriptions_keep_within_telegrams_limits(lang: Lang) -> None:
    commands = WORDING.commands(lang, editor=True)
    assert all(name.isascii() and name.islower() and 1 <= len(name) <= 32 for name, _ in commands)
    assert all(1 <= len(text) <= 256 for _, text in commands)
    assert set(WORDING.commands(lang)) < set(commands)
    assert 0 < len(WORDING.description(lang)) <= 512
    assert 0 < len(WORDING.short_description(lang)) <= 120


@pytest.mark.parametrize("lang", Lang)
def test_help_names_every_command_of_the_menu(lang: Lang) -> None:
    text = WORDING.help(lang).text
    assert not [name for name, _ in WORDING.commands(lang) if f"/{name}" not in text and name != "help"]


@pytest.mark.parametrize("lang", Lang)
def test_help_names_the_editors_commands_to_editors_only(lang: Lang) -> None:
    readers, editors = WORDING.help(lang).text, WORDING.help(lang, editor=True).text
    names = {name for name, _ in WORDING.commands(lang, editor=True)} - {name for name, _ in WORDING.commands(lang)}
    assert [name for name in names if f"/{name} " not in editors] == []
    assert [name for name in names if f"/{name}" in readers] == []


@pytest.mark.parametrize(
    ("command", "kk", "ru", "en"),
    [
        ("event", "Оқиға нөмірін жазыңыз: ", "Укажите номер события: ", "Give the number of the event: "),
        ("correct", "Оқиға нөмірін жазыңыз: ", "Укажите номер события: ", "Give the number of the event: "),
        (
            "bind",
            "Арнаны, тілді және жерлерді жазыңыз: ",
            "Укажите канал, язык и места: ",
            "Give the channel, the language and the places: ",
        ),
        ("unbind", "Арнаны жазыңыз: ", "Укажите канал: ", "Give the channel: "),
    ],
)
def test_a_command_that_needs_words_says_which(command: str, kk: str, ru: str, en: str) -> None:
    for lang, expected in ((Lang.KK, kk), (Lang.RU, ru), (Lang.EN, en)):
        message = WORDING.usage(command, lang)
        assert message is not None
        assert message.text.startswith(f"{expected}/{command} ")
    assert WORDING.usage("stop", Lang.EN) is None


@pytest.mark.parametrize(("lang", "head"), [(Lang.KK, "Іздеу"), (Lang.RU, "Поиск"), (Lang.EN, "Search")])
def test_a_search_that_finds_nothing_is_not_headed_found(lang: Lang, head: str) -> None:
    assert WORDING.found("", (), lang).text.splitlines()[0] == head
    assert WORDING.found("крокодил", (), lang).text.splitlines()[0] == head
    assert WORDING.found("митинг", (event(),), lang).text.splitlines()[0] != head


@pytest.mark.parametrize("lang", Lang)
def test_privacy_says_that_answers_are_not_corrected_and_how_to_erase(lang: Lang) -> None:
    text = WORDING.privacy(lang).text
    assert "/latest" in text
    assert "/forget" in text


def test_the_same_thing_is_said_differently_in_each_language() -> None:
    for say in (WORDING.stopped, WORDING.help, WORDING.privacy, WORDING.unknown, WORDING.thanks_for_report,
                WORDING.forget, WORDING.forgotten):  # fmt: skip
        assert len({say(lang).text for lang in Lang}) == 3


RALLY = replace(
    SEED,
    span=Span(date(2019, 9, 9), date(2019, 9, 9), 1),
    places=(PlaceRef("almaty"),),
    responses=(),
    organisers=(),
    said=tuple(
        replace(MINISTRY, claim=replace(MINISTRY.claim, field=Field.PARTICIPANTS, places=(), **changes))
        for changes in (
            {"min": 100, "max": 100},
            {
                "min": None,
                "max": 500,
                "qualifier": Qualifier.AT_MOST,
                "claimant": "organisers",
                "claimant_type": ClaimantType.ORGANISER,
            },
        )
    ),
)


@pytest.mark.parametrize("lang", Lang)
def test_the_latest_events_of_a_city_lead_on_to_earlier_ones(lang: Lang) -> None:
    message = WORDING.latest("almaty", (event(), event(RALLY, 37)), AT, 19, 24, lang, earlier=37)
    assert message.text.index("/event_42") < message.text.index("/event_37")
    assert [button.data for row in message.buttons for button in row] == ["latest:almaty:37"]


def test_the_latest_events_of_all_places_say_where_they_were() -> None:
    message = WORDING.latest(None, (event(RALLY, 37),), AT, 19, 24, Lang.EN, earlier=37)
    assert message.text.splitlines()[2].startswith("9 September · Almaty · people held a rally")
    assert message.buttons[0][0].data == "latest:-:37"


@pytest.mark.parametrize(
    ("figures", "differ"),
    [
        ([("astana", 100), ("almaty", 90), ("almaty", 20)], True),  # the third is not shown
        ([("almaty", 100), ("almaty", 20), ("astana", 90)], True),
        ([("astana", 100), ("almaty", 90), ("almaty", 90)], False),
        ([("astana", 100), ("almaty", 90)], False),
        ([("almaty", 100)], False),
    ],
)
def test_figures_differ_by_all_that_is_said_and_not_by_what_a_list_has_room_for(
    figures: list[tuple[str, int]], *, differ: bool
) -> None:
    said = tuple(
        replace(MINISTRY, claim=replace(MINISTRY.claim, min=many, max=many, places=(where,), claimant=f"{number}"))
        for number, (where, many) in enumerate(figures)
    )
    message = WORDING.latest(None, (event(replace(SEED, said=said), 37),), AT, 19, 24, Lang.EN)
    assert ("figures differ" in message.text) is differ


def test_an_event_of_another_year_is_listed_with_its_year() -> None:
    old = replace(RALLY, span=Span(date(2018, 9, 9), date(2018, 9, 9), 1))
    assert "9 September 2018 · " in WORDING.latest("almaty", (event(old),), AT, 19, 24, Lang.EN).text


def test_nothing_known_and_nothing_checked_is_said_plainly() -> None:
    message = WORDING.latest("oral", (), None, 0, 24, Lang.EN)
    assert [line for line in message.text.splitlines() if line] == [
        "Oral: latest",
        "Whether there are protests is not known here yet.",
        "News sites have not been read yet.",
    ]
    assert not message.buttons


@pytest.mark.parametrize(
    ("events", "answering", "said"),
    [
        ((), 1, "We found no reports of protests in the media we read."),
        ((), 0, "None of the sites we read opens at present: whether there are protests is not known here."),
        ((event(),), 0, "None of the sites we read opens at present: what is newer is not known here."),
    ],
)
def test_who_heard_no_source_does_not_say_that_nothing_happened(
    events: tuple[Event, ...], answering: int, said: str
) -> None:
    lines = [line for line in WORDING.latest("oral", events, AT, answering, 1, Lang.EN).text.splitlines() if line]
    assert lines[-2:] == [said, f"News sites read at 19:40: {answering} of 1 could be opened"]


def test_a_missing_catalog_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration) as caught:
        Catalogs.load(tmp_path)
    assert [fault.split(":")[0].endswith("bot.po") for fault in caught.value.faults] == [True] * 3


def test_a_broken_catalog_is_named(tmp_path: Path) -> None:
    shutil.copytree(LOCALES, tmp_path, dirs_exist_ok=True)
    (tmp_path / "ru" / "LC_MESSAGES" / "bot.po").write_bytes(b'msgid "Done"\nmsgstr "\xff"\n')
    with pytest.raises(BadConfiguration) as caught:
        Catalogs.load(tmp_path)
    assert ["ru" in fault for fault in caught.value.faults] == [True]
