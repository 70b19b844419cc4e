"""As a reader: three taps to subscribe, an answer to everything, and what rings."""

from collections.abc import AsyncIterator

import pytest

from bot.domain.codes import Lang
from bot.simulator import ChatMessage
from bot.store.engine import Store
from tests.journey.staging import RunningApp, running_app

READER, OTHER, THIRD = 11, 12, 13
RALLY = (
    "People held a rally in Almaty",
    (
        "Several hundred people held a rally in Almaty on September 21 against the elections. "
        "Police detained 57 people, the Interior Ministry said."
    ),
)
LANGS = [(Lang.KK, "Алматы: "), (Lang.RU, "Алматы: "), (Lang.EN, "Almaty: ")]


@pytest.fixture
async def place(store: Store) -> AsyncIterator[RunningApp]:
    async with running_app(store) as place:
        yield place


@pytest.fixture
async def told(place: RunningApp) -> RunningApp:
    """A rally in Almaty is known; nobody was there to be told."""
    place.publish("a1", *RALLY)
    await place.app.round()
    return place


def labels(message: ChatMessage) -> list[str]:
    return [label for label, _ in message.buttons]


@pytest.mark.parametrize(("lang", "alert"), LANGS)
async def test_three_taps_and_the_next_event_is_told(place: RunningApp, lang: Lang, alert: str) -> None:
    place.join(READER, lang.value)
    greeting = await place.ask(READER, "/start")
    assert greeting.buttons[0][1] == f"lang:{lang}"  # the language of the client stands first
    for tap in (f"lang:{lang}", "begin:almaty", "go:now"):
        await place.tap(READER, tap)
    done, keys = place.heard(READER)[-2:]
    assert "/stop" in done.text
    assert len(keys.markup.reply_keyboard["keyboard"][0]) == 2
    place.publish("a1", *RALLY)
    await place.app.round()
    assert place.heard(READER)[-1].text.startswith(alert)


TYPED = {
    "shimkent": "Shymkent",
    "Кызыл-Орда": "Kyzylorda",
    "Нурсултан": "Astana",
    "алматинской области": "Almaty Region",
    "Алматы сегодня": "Almaty",
    "Актауда": "Aktau",
    "janaozen": "Zhanaozen",
}


async def test_a_first_place_may_be_typed_in_any_spelling(place: RunningApp) -> None:
    for reader, (typed, chosen) in enumerate(TYPED.items(), 100):
        place.join(reader)
        await place.ask(reader, "/start")
        await place.tap(reader, "lang:en")
        answer = await place.ask(reader, typed)
        assert answer.text.splitlines()[0] == f"You get alerts about: {chosen}"
    await place.tap(reader, "go:daily")
    assert "once a day, at nine in the morning" in place.heard(reader)[-2].text


async def test_a_location_becomes_a_place_and_its_region_is_one_tap_more(place: RunningApp) -> None:
    place.join(READER)
    await place.ask(READER, "/start")
    place.simulator.people.share_location(READER, 43.3412, 52.8619)
    await place.until(lambda: len(place.heard(READER)) == 2)
    answer = place.heard(READER)[-1]
    assert answer.text.startswith("You get alerts about: Zhanaozen")
    await place.tap(READER, "begin:also:mangystau-region")
    assert "Mangystau Region" in place.heard(READER)[-1].text
    place.simulator.people.share_location(READER, 55.75, 37.62)
    await place.until(lambda: len(place.heard(READER)) == 3)
    assert "no town or village of Kazakhstan" in place.heard(READER)[-1].text


async def test_links_lead_to_a_city_and_to_an_event(told: RunningApp) -> None:
    told.join(READER)
    assert "Almaty" in (await told.ask(READER, "/start city_almaty")).text.splitlines()[0]
    assert "57 people detained" in (await told.ask(READER, "/start event_1")).text


async def test_the_places_of_a_region_are_found_by_buttons(place: RunningApp) -> None:
    place.join(READER)
    await place.ask(READER, "/start")
    await place.tap(READER, "lang:en")
    await place.tap(READER, "begin:regions")
    await place.tap(READER, "begin:in:mangystau-region")
    assert "Zhanaozen" in labels(place.heard(READER)[-1])
    await place.tap(READER, "begin:zhanaozen")
    assert place.heard(READER)[-1].text.startswith("You get alerts about: Zhanaozen")


WORDS = [
    (Lang.KK, "Алматы", "Алматы: соңғы оқиғалар"),
    (Lang.KK, "Алматыда қауіпсіз бе?", "Ол жердің қауіпсіз"),
    (Lang.KK, "ертең митинг бола ма", "Алдағы акцияларды жарияламаймыз"),
    (Lang.KK, "соңғы", "Соңғы оқиғалар"),
    (Lang.KK, "көмек", "Не сұрауға болады"),
    (Lang.KK, "тоқта", "Енді хабарлама келмейді"),
    (Lang.RU, "что происходит в Алматы?", "Алматы: последние события"),
    (Lang.RU, "опасно ли в Алматы", "Безопасно ли там"),
    (Lang.RU, "завтра будет митинг?", "Мы не анонсируем"),
    (Lang.RU, "последние", "Последние события"),
    (Lang.RU, "стоп", "Сообщений больше не будет"),
    (Lang.RU, "Настройки", "Настройки"),
    (Lang.EN, "is it safe in Shymkent today", "Whether it is safe"),
    (Lang.EN, "will there be a protest tomorrow?", "We do not announce"),
    (Lang.EN, "what's happening", "Latest"),
    (Lang.EN, "stop", "You will get no more messages"),
    (Lang.EN, "blah blah", "We did not understand"),
    (Lang.EN, "long words " * 400, "The message is too long"),
    (Lang.EN, "\u200f\u202eAlmaty\u202c", "Almaty: latest"),
    (Lang.EN, "/nonsense", "This command is not known"),
]


async def test_plain_words_get_the_sensible_answer(told: RunningApp) -> None:
    for reader, (lang, said, answer) in enumerate(WORDS, 100):
        await told.enrol(reader, lang, "astana")
        assert (await told.ask(reader, said)).text.startswith(answer)


async def test_a_place_not_chosen_is_offered(told: RunningApp) -> None:
    await told.enrol(READER, Lang.EN, "astana")
    answer = await told.ask(READER, "Almaty")
    assert "/event_1" in answer.text
    assert "News sites read" in answer.text.splitlines()[-1]
    await told.tap(READER, "begin:almaty")
    assert told.heard(READER)[-1].text.startswith("You get alerts about: Almaty, Astana")


async def test_an_edited_message_is_answered_in_one_line(told: RunningApp) -> None:
    await told.enrol(READER, Lang.EN, "almaty")
    message = told.simulator.people.say(READER, "Almaty")
    await told.until(lambda: len(told.heard(READER)) == 1)
    told.simulator.people.edit(READER, message.message_id, "Astana")
    await told.until(lambda: len(told.heard(READER)) == 2)
    assert "edited" in told.heard(READER)[-1].text


async def test_forty_questions_at_once_get_a_few_answers_and_one_wait(told: RunningApp) -> None:
    await told.enrol(READER, Lang.EN, "almaty")
    for _ in range(40):
        told.simulator.people.say(READER, "Almaty")
    await told.until(lambda: any("Please wait" in message.text for message in told.heard(READER)))
    await told.ask(READER, "/stop")  # always heard
    texts = [message.text for message in told.heard(READER)]
    assert sum("Please wait" in text for text in texts) == 1
    assert len(texts) <= 12


async def test_settings_are_one_message_that_edits_itself(told: RunningApp) -> None:
    await told.enrol(READER, Lang.EN, "almaty")
    await told.ask(READER, "/settings")
    for tap in ("set:quiet", "set:quiet:23-7", "set:more", "set:wants:force", "set:discreet:on", "set:pause:on"):
        await told.tap(READER, tap)
    (message,) = told.heard(READER)
    for line in ("Quiet hours: 23:00–07:00", "only detentions and force", "Text is hidden", "No news until"):
        assert line in message.text
    await told.tap(READER, "set:back")
    await told.tap(READER, "set:pace")
    await told.tap(READER, "set:pace:daily:18")
    await told.tap(READER, "set:lang")
    await told.tap(READER, "set:lang:kk")
    assert "күн сайын кешкі алтыда" in told.heard(READER)[0].text


async def test_quiet_hours_make_no_sound_and_hidden_text_is_hidden(place: RunningApp) -> None:
    await place.enrol(READER, Lang.EN, "almaty")
    await place.enrol(OTHER, Lang.EN, "almaty")
    await place.ask(READER, "/settings")
    for tap in ("set:quiet", "set:quiet:22-7", "set:more", "set:discreet:on"):
        await place.tap(READER, tap)
    place.day.at = place.day.at.replace(hour=20)  # two in the morning in Almaty
    place.publish("a1", *RALLY)
    await place.app.round()
    quiet, loud = place.heard(READER)[-1], place.heard(OTHER)[-1]
    assert (quiet.silent, loud.silent) == (True, False)
    assert quiet.text.startswith("A new message. Tap the text to read it.\nAlmaty: ")
    assert quiet.entities[0].kind == "spoiler"


async def test_a_pause_and_a_muted_event_are_silent_and_corrections_are_not(place: RunningApp) -> None:
    for reader in (READER, OTHER, THIRD):
        await place.enrol(reader, Lang.EN, "almaty")
    await place.ask(READER, "/settings")
    await place.tap(READER, "set:more")
    await place.tap(READER, "set:pause:on")
    before = len(place.heard(READER))
    place.publish("a1", *RALLY)
    await place.app.round()
    assert len(place.heard(READER)) == before
    await place.tap(OTHER, "watch:mute:1")
    heard = len(place.heard(OTHER))
    place.publish("a2", RALLY[0], RALLY[1].replace("57", "157"))
    await place.pass_time(minutes=10)
    assert len(place.heard(OTHER)) == heard
    assert "157" in place.heard(OTHER)[0].text  # what it has is right all the same
    assert place.heard(THIRD)[-1].text.startswith("Almaty · detained: 157, up from 57 – Interior Ministry")


async def test_who_follows_an_event_elsewhere_hears_of_every_change(told: RunningApp) -> None:
    await told.enrol(READER, Lang.EN, "astana")
    await told.ask(READER, "/event 1")
    await told.tap(READER, "watch:follow:1")
    before = len(told.heard(READER))
    told.publish("a2", RALLY[0], RALLY[1].replace("57", "60"))
    await told.pass_time(minutes=6)
    await told.pass_time(minutes=10)
    assert len(told.heard(READER)) == before + 1
    assert "60 people detained" in told.heard(READER)[-1].text
    await told.tap(READER, "watch:none:1")
    told.publish("a3", RALLY[0], RALLY[1].replace("57", "62"))
    await told.pass_time(minutes=6)
    await told.pass_time(minutes=10)
    assert told.heard(READER)[-1].text.startswith("We write about No. 1 as usual again")


async def test_the_history_of_an_event_tells_from_what_to_what(told: RunningApp) -> None:
    told.publish("a2", RALLY[0], RALLY[1].replace("57", "97"))
    await told.pass_time(minutes=10)
    await told.enrol(READER, Lang.EN, "almaty")
    await told.ask(READER, "/event 1")
    await told.tap(READER, "log:1")
    log = told.heard(READER)[-1].text
    assert "first report" in log
    assert "detained: 97, up from 57 – Interior Ministry" in log


async def test_who_wants_force_alone_is_told_of_nothing_else(place: RunningApp) -> None:
    await place.enrol(READER, Lang.EN, "almaty")
    await place.ask(READER, "/settings")
    await place.tap(READER, "set:more")
    await place.tap(READER, "set:wants:force")
    before = len(place.heard(READER))
    calm = "Several hundred people held a rally in Almaty on September 21 against the elections."
    place.publish("a1", RALLY[0], calm)
    await place.app.round()
    assert len(place.heard(READER)) == before
    place.publish("a2", *RALLY)
    await place.pass_time(minutes=10)
    assert "57 people detained" in place.heard(READER)[-1].text


@pytest.mark.parametrize("data", ["forget:yes", "forget:all"])
async def test_erasing_deletes_our_messages_where_asked(place: RunningApp, data: str) -> None:
    await place.enrol(READER, Lang.RU, "almaty")
    place.publish("a1", *RALLY)
    await place.app.round()
    await place.ask(READER, "/forget")
    await place.tap(READER, data)
    texts = [message.text for message in place.heard(READER)]
    assert texts[-1].startswith("Стёрто.")
    assert any("57" in text for text in texts) is (data == "forget:yes")
    assert await place.app.telegram.deliver.store.read(lambda tx: tx.subscribers.by_chat(READER)) is None


async def test_a_search_takes_days_months_and_years(told: RunningApp) -> None:
    told.join(READER)
    for words in ("Almaty rally 2019", "митинг сентябрь 2019", "қыркүйек 2019", "21.09.2019"):
        assert "/event_1" in (await told.ask(READER, f"/search {words}")).text
    for words in ("Almaty 2018", "October"):
        assert "/event_1" not in (await told.ask(READER, f"/search {words}")).text


async def test_latest_takes_how_many(told: RunningApp) -> None:
    told.join(READER)
    assert (await told.ask(READER, "/latest Almaty 1")).text.startswith("Almaty: latest")
    assert "/event_1" in (await told.ask(READER, "/latest 3")).text
