"""One outlet cannot speak for all: from a served feed to what three readers received and what the editor saw."""

from collections.abc import AsyncIterator, Iterator

import pytest

from bot.domain.codes import Lang
from bot.domain.decision import OutletStanding
from bot.domain.place import PlaceKind
from bot.store.engine import Purpose, Store
from tests.journey.staging import EDITOR, RunningApp, running_app

READERS = {1: Lang.EN, 2: Lang.RU, 3: Lang.KK}
OUTLETS = ("herald", "arna", "bulak", "hostile")
TITLE = "Police detain protesters at a rally in Almaty"
FIRST = (
    "People held a rally against the elections in Almaty on September 21. Police detained 57 people, the Interior "
    "Ministry said. Protesters on the square demanded a new vote."
)
SECOND = (
    "A rally for a new vote was held in Almaty on September 21. According to the Interior Ministry, police detained 57 "
    "protesters near the theatre. The crowd asked for fair elections."
)


@pytest.fixture
def store(database_url: str, subscriber_key: str) -> Iterator[Store]:
    """These are walked on both engines: what is told to whom is decided by each."""
    opened = Store.open(database_url, subscriber_key, purpose=Purpose.LIVE)
    yield opened
    opened.close()


@pytest.fixture
async def press(store: Store) -> AsyncIterator[RunningApp]:
    async with running_app(store, outlets=OUTLETS) as place:
        for reader, lang in READERS.items():
            await place.enrol(reader, lang, "kz")
        await place.enrol(EDITOR, Lang.EN)
        yield place


def rang(place: RunningApp) -> list[int]:
    """How many messages rang for each of the readers."""
    return [sum(not message.silent for message in place.heard(reader)) for reader in READERS]


def told(place: RunningApp, reader: int = 1) -> list[str]:
    """What stands in a reader's chat now."""
    return [message.text for message in place.heard(reader)]


async def two_owners_tell_of_57(place: RunningApp) -> None:
    await place.tell("herald", "a1", TITLE, FIRST)
    await place.tell("arna", "b1", "Rally for a new vote in Almaty", SECOND)
    await place.pass_time(minutes=11)
    assert rang(place) == [1, 1, 1]
    assert "Interior Ministry: 57 people detained" in told(place)[0]


async def test_an_outrageous_figure_in_the_name_of_a_ministry_changes_nothing_and_asks(press: RunningApp) -> None:
    await two_owners_tell_of_57(press)
    before = told(press)
    invented = FIRST.replace("57 people", "5,000 people").replace("on the square", "of the capital")
    await press.tell("hostile", "h1", "Thousands detained in Almaty", invented)
    await press.pass_time(minutes=11)
    assert rang(press) == [1, 1, 1]
    assert not [text for reader in READERS for text in told(press, reader) if "5,000" in text or "5 000" in text]
    assert "Interior Ministry: 57 people detained" in told(press)[0]
    question = press.heard(EDITOR)[-1].text
    assert "One outlet alone tells a figure far above the others'" in question
    assert "5,000 people detained" in question
    assert "Hostile Post" in question
    assert len(told(press)) == len(before)


async def test_an_editor_who_says_yes_adds_it_in_the_name_of_whoever_relays_it(press: RunningApp) -> None:
    await two_owners_tell_of_57(press)
    await press.tell("hostile", "h1", "Hundreds detained in Almaty", FIRST.replace("57 people", "570 people"))
    await press.tap(EDITOR, "q:publish:1")
    await press.pass_time(minutes=1)
    assert "Interior Ministry (Hostile Post): 570 people detained" in told(press)[-1]
    assert "Interior Ministry: 57 people detained" in told(press)[0]


async def test_a_second_owner_confirms_it_unless_it_only_quotes_the_first(press: RunningApp) -> None:
    await two_owners_tell_of_57(press)
    await press.tell("hostile", "h1", "Hundreds detained in Almaty", FIRST.replace("57 people", "570 people"))
    quoted = "A rally was held in Almaty on September 21. Police detained 570 people, Hostile Post reports."
    await press.tell("bulak", "c1", "Hostile Post: 570 detained in Almaty", quoted)
    assert not [text for text in told(press) if "570" in text]
    await press.tell(
        "herald", "a2", "Hundreds detained in Almaty", SECOND.replace("57 \n", "570 ").replace("57", "570")
    )
    await press.pass_time(minutes=1)
    assert "detained: 570, up from 57 – Interior Ministry\n" in told(press)[-1]
    assert "Interior Ministry: 570 people detained" in told(press)[0]
    assert "57 people detained" not in told(press)[0]


async def test_another_figure_stands_beside_that_of_the_others_with_its_outlet(press: RunningApp) -> None:
    await two_owners_tell_of_57(press)
    await press.tell("hostile", "h1", "More detained in Almaty", FIRST.replace("57 people", "70 people"))
    await press.pass_time(minutes=11)
    stands = press.heard(1)[0].text
    assert "Interior Ministry: 57 people detained" in stands
    assert "Interior Ministry (Hostile Post): 70 people detained" in stands
    assert rang(press) == [1, 1, 1]


async def test_force_that_one_outlet_alone_tells_is_asked_about_and_then_told_of_two(press: RunningApp) -> None:
    await two_owners_tell_of_57(press)
    beaten = "Police used batons and tear gas against the protesters at the rally in Almaty on September 21."
    await press.tell("hostile", "h1", TITLE, f"{FIRST} {beaten}")
    assert rang(press) == [1, 1, 1]
    assert not [text for text in told(press) if "force" in text]
    assert "or the use of force" in press.heard(EDITOR)[-1].text
    seen = "Officers fired tear gas and beat demonstrators with batons as they broke up the gathering, witnesses said."
    rally = "An opposition rally against the elections met in Almaty on September 21. Buses took 57 away, the Interior "
    await press.tell("arna", "b2", "Tear gas at the rally in Almaty", f"{rally}Ministry said. {seen}")
    await press.pass_time(minutes=1)
    assert told(press)[-1].startswith("Almaty · police used force\n")


async def test_an_invention_that_another_quotes_is_no_second_source_for_deaths(press: RunningApp) -> None:
    shot = "A rally was held in Almaty on September 21. Thirty people were killed when police opened fire on the crowd."
    await press.tell("hostile", "h1", "Thirty killed at a rally in Almaty", shot)
    await press.tell("bulak", "c1", "Hostile Post: thirty killed in Almaty", f"As Hostile Post writes, {shot}")
    await press.tell("arna", "b1", "Thirty killed in Almaty, Hostile Post says", f"Hostile Post reports: {shot}")
    await press.pass_time(minutes=30)
    assert not [text for reader in READERS for text in told(press, reader) if "30" in text or "deaths" in text]
    assert [len(press.heard(reader)) for reader in READERS] == [1, 1, 1]
    assert "one source" in told(press)[0]
    assert "30 people killed" in press.heard(EDITOR)[0].text


async def test_three_dead_in_one_outlet_hide_nothing_that_others_report(press: RunningApp) -> None:
    await two_owners_tell_of_57(press)
    await press.tell(
        "hostile",
        "h1",
        "Three killed at the rally in Almaty",
        f"{FIRST} Police opened fire on the crowd and three people were killed.",
    )
    await press.pass_time(minutes=11)
    assert "Interior Ministry: 57 people detained" in told(press)[0]
    assert "Almaty" in (await press.ask(1, "/latest")).text
    assert "killed" not in "".join(told(press))
    question = press.heard(EDITOR)[-1].text
    assert "Also told: deaths" in question
    assert "Hostile Post" in question


TOWNS = ("Aktobe", "Karaganda", "Pavlodar", "Kostanay", "Taraz", "Semey", "Atyrau", "Aktau", "Taldykorgan", "Turkistan")


def invented(town: str, crowd: str = "People") -> tuple[str, str]:
    """A protest of its own town and aims."""
    return (
        f"{crowd} rally in {town}",
        f"{crowd} held a rally in {town} on September 21 against the elections. Police detained people in {town}.",
    )


async def flood(place: RunningApp, feed: str, towns: tuple[str, ...] = TOWNS) -> None:
    for name in towns:
        place.publish(f"{feed}-{name}", *invented(name), feed=feed)
    await place.pass_time(minutes=6)


async def test_of_a_flood_of_inventions_one_rings_the_rest_is_one_silent_message_or_asked(press: RunningApp) -> None:
    await flood(press, "hostile")
    assert rang(press) == [1, 1, 1]
    await press.wire.sleep(3700)
    await press.pass_time(minutes=60)
    assert rang(press) == [1, 1, 1]
    assert [len(press.heard(reader)) for reader in READERS] == [2, 2, 2]
    merged = press.heard(1)[-1]
    assert merged.silent
    assert "What one outlet alone tells comes together and without a sound." in merged.text
    assert merged.text.count("Hostile Post: ") == 4
    page = press.heard(EDITOR)
    assert len(page) == 1
    assert "This outlet reports far more than it usually does." in page[0].text
    table = await press.ask(EDITOR, "/feeds")
    assert "• Hostile Post: published 5 · asked about 5" in table.text
    await press.tap(EDITOR, "outlet:muted:hostile")
    await press.pass_time(minutes=1)
    assert "• Hostile Post: muted · published 5 · asked about 5 · taken back 5" in press.heard(EDITOR)[-1].text
    assert not [text for text in told(press)[:1] if "rally" in text and "retracted" not in text]
    assert (await press.ask(1, "/latest")).text.count("Aktobe") == 0


@pytest.mark.slow
async def test_of_125_inventions_in_one_poll_one_rings_and_the_editors_are_paged_once(press: RunningApp) -> None:
    towns = [one.names[Lang.EN] for one in press.app.gazetteer.places.values() if one.kind is PlaceKind.CITY]
    crowds = ("People", "Miners", "Oil workers", "Teachers")
    many = [(town, crowd) for crowd in crowds for town in towns][:125]
    assert len(many) == 125
    for number, (name, crowd) in enumerate(many):
        press.publish(f"hostile-{number}", *invented(name, crowd), feed="hostile")
    await press.pass_time(minutes=6)
    assert rang(press) == [1, 1, 1]
    assert [len(press.heard(reader)) for reader in READERS] == [1, 1, 1]
    await press.wire.sleep(3700)
    await press.pass_time(minutes=60)
    assert rang(press) == [1, 1, 1]
    assert [len(press.heard(reader)) for reader in READERS] == [2, 2, 2]
    pages = [message for message in press.heard(EDITOR) if "reports far more than it usually does" in message.text]
    assert len(pages) == 1


async def test_what_a_second_owner_confirms_rings_before_the_hour_is_over(press: RunningApp) -> None:
    await flood(press, "hostile", TOWNS[:3])
    assert rang(press) == [1, 1, 1]
    seen = (
        "Several hundred residents came to Aktobe's square on September 21 for a rally against the elections. Police "
        "detained some of those who spoke."
    )
    await press.tell("herald", "a1", "Rally against the elections in Aktobe", seen)
    await press.pass_time(minutes=11)
    assert rang(press) == [2, 2, 2]
    assert "Aktobe" in told(press)[-1]


async def test_when_three_others_tell_of_three_places_nobody_is_kept_quiet(press: RunningApp) -> None:
    for outlet, name in zip(("herald", "arna", "bulak"), ("Shymkent", "Oral", "Kokshetau"), strict=True):
        press.publish(f"{outlet}-1", *invented(name), feed=outlet)
    await press.pass_time(minutes=6)
    assert rang(press) == [3, 3, 3]
    await flood(press, "hostile", TOWNS[:3])
    assert rang(press) == [6, 6, 6]


async def test_edits_to_and_fro_tell_readers_twice_and_what_was_withdrawn_is_taken_back(press: RunningApp) -> None:
    await press.tell("hostile", "h1", TITLE, FIRST)
    assert rang(press) == [1, 1, 1]
    await press.tell("hostile", "h1", "Weather in Almaty", "Rain is expected in Almaty on September 21.")
    await press.pass_time(minutes=16)
    assert "retracted" in told(press)[0].lower()
    assert "Retraction" in told(press)[-1]
    for number in range(3):
        await press.tell("hostile", "h1", TITLE, FIRST.replace("57", str(60 + number)))
        await press.tell("hostile", "h1", "Weather in Almaty", f"Rain {number} is expected in Almaty on September 21.")
    await press.pass_time(minutes=11)
    assert [len(press.heard(reader)) for reader in READERS] == [2, 2, 2]
    assert "edited several times today" in press.heard(EDITOR)[-1].text
    await press.tell("herald", "a1", "Rally for a new vote in Almaty", SECOND)
    await press.pass_time(minutes=11)
    assert "Dala Herald" in told(press)[-1]


async def test_an_outlet_added_later_asks_until_an_editor_trusts_it(press: RunningApp) -> None:
    with press.app.store.writing() as tx:
        tx.outlets.set("hostile", OutletStanding.PROBATION, press.day())
    await press.tell("hostile", "h1", TITLE, FIRST)
    assert [len(press.heard(reader)) for reader in READERS] == [0, 0, 0]
    assert "This outlet does not publish by itself yet." in press.heard(EDITOR)[-1].text
    await press.pass_time(minutes=30)
    assert [len(press.heard(reader)) for reader in READERS] == [0, 0, 0]
    await press.tell("herald", "a1", "Rally for a new vote in Almaty", SECOND)
    assert rang(press) == [1, 1, 1]
