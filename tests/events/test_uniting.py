"""Events are made one by themselves only when both stand before readers; otherwise an editor decides."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.errors import Operational
from bot.domain.event import Change
from bot.domain.fingerprint import Fingerprint
from bot.domain.place import PlaceRef
from bot.domain.report import Span
from bot.domain.review import Mode
from bot.domain.understanding.merge_split import CannotMerge
from tests.domain.making import DAY, claim, report
from tests.events.staging import Newsroom, figures

ALMATY, ASTANA = (PlaceRef("almaty"),), (PlaceRef("astana"),)
BOTH: dict[str, Any] = {"organisers": ("dvk",), "places": ALMATY + ASTANA}


def text(start: int) -> Fingerprint:
    return Fingerprint("en", words=dict.fromkeys((*range(-25, 0), *range(start, start + 25)), 1.0))


def retract(newsroom: Newsroom, number: int) -> None:
    facts = newsroom.event(number).facts
    with newsroom.store.writing() as tx:
        tx.events.add_version(number, Change.RETRACTION, facts, newsroom.now, major=True, reasons=())


async def test_a_roundup_of_their_organiser_unites_what_readers_see(newsroom: Newsroom) -> None:
    await newsroom.tell_all((("arna", report(places=ALMATY)), ("herald", report(places=ASTANA))))
    await newsroom.tell("agency", report(**BOTH))
    assert newsroom.to_readers() == [1]
    assert newsroom.event(2).id == 1


async def test_no_live_event_vanishes_into_a_retracted_one(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", report(places=ALMATY), text(0))
    await newsroom.tell("herald", report(places=ASTANA), text(100))
    retract(newsroom, 1)
    newsroom.told()
    await newsroom.tell("agency", report(**BOTH), text(200))
    assert newsroom.to_readers() == [2]
    assert newsroom.event(2).id == 2
    assert newsroom.waiting() == [("unsure", 1)]
    assert (await newsroom.desk.publish(1)).id == 2
    assert newsroom.event(2).facts.organisers == ("dvk",)


async def test_no_report_is_published_into_a_retracted_event(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", report(places=ALMATY), text(0))
    await newsroom.tell("herald", report(places=ASTANA), text(100))
    retract(newsroom, 1)
    await newsroom.tell("agency", report(**BOTH), text(200))
    with pytest.raises(Operational, match="event 1 was retracted"):
        await newsroom.desk.publish(1, into=1)
    assert newsroom.waiting() == [("unsure", 1)]


async def test_no_live_event_vanishes_into_a_held_one_and_nothing_leaves_that(newsroom: Newsroom) -> None:
    await newsroom.tell("statenews", report(places=ALMATY, claims=(claim(3),)), text(0))
    await newsroom.desk.hold(1)
    await newsroom.tell("arna", report(places=ASTANA), text(100))
    await newsroom.tell("agency", report(**BOTH), text(200))
    assert newsroom.to_readers() == [2]
    assert newsroom.going_out() == [(2, 1)]
    assert newsroom.waiting() == [("unsure", 1)]
    assert figures(newsroom.event(2)) == []


async def test_what_could_not_be_united_is_when_an_editor_has_shown_the_other(newsroom: Newsroom) -> None:
    await newsroom.tell("statenews", report(places=ALMATY, claims=(claim(3),)), text(0))
    await newsroom.desk.hold(1)
    await newsroom.tell("arna", report(places=ASTANA), text(100))
    await newsroom.tell("agency", report(**BOTH), text(200))
    await newsroom.desk.release(1)
    await newsroom.tell("site", report(places=ASTANA, claims=(claim(5),)), text(300))
    assert newsroom.waiting() == []
    assert newsroom.to_readers() == [1]
    assert figures(newsroom.event(1)) == [3, 5]


async def test_where_nothing_goes_without_an_editor_nothing_is_united(store: Any) -> None:
    newsroom = Newsroom(store, mode=Mode.REVIEW)
    await newsroom.tell("arna", report(places=ALMATY), text(0))
    await newsroom.desk.publish(1)
    newsroom.told()
    await newsroom.tell("herald", report(places=ASTANA, claims=(claim(999),)), text(100))
    await newsroom.tell("agency", report(**BOTH), text(200))
    assert (newsroom.to_readers(), newsroom.going_out()) == ([1], [])
    assert newsroom.waiting() == [("review_mode", 2), ("review_mode", 1)]
    assert figures(newsroom.event(1)) == []


@pytest.mark.parametrize("numbers", [(1, 2), (2, 1)])
async def test_an_editor_is_told_why_a_held_event_is_not_merged_with_one_that_is_shown(
    newsroom: Newsroom, numbers: tuple[int, int]
) -> None:
    await newsroom.tell("arna", report(places=ALMATY), text(0))
    await newsroom.tell("herald", report(places=ASTANA), text(100))
    hidden, shown = numbers
    await newsroom.desk.hold(hidden)
    with pytest.raises(CannotMerge, match=f"event {hidden} is held"):
        await newsroom.desk.merge([1, 2])
    assert newsroom.to_readers() == [shown]
    await newsroom.desk.release(hidden)
    assert (await newsroom.desk.merge([1, 2])).id == 1


async def test_two_held_events_are_merged_and_stay_held(newsroom: Newsroom) -> None:
    await newsroom.tell("statenews", report(places=ALMATY, claims=(claim(3),)), text(0))
    await newsroom.desk.hold(1)
    await newsroom.tell("arna", report(places=ASTANA), text(100))
    newsroom.told()
    await newsroom.desk.hold(2)
    assert (await newsroom.desk.merge([1, 2])).held
    assert (newsroom.to_readers(), newsroom.going_out()) == ([], [])
    await newsroom.desk.release(1)
    assert newsroom.to_readers() == [1]


async def test_an_editor_is_told_that_a_retracted_event_is_merged_with_nothing(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", report(places=ALMATY), text(0))
    await newsroom.tell("herald", report(places=ASTANA), text(100))
    retract(newsroom, 1)
    with pytest.raises(CannotMerge, match="event 1 was retracted"):
        await newsroom.desk.merge([1, 2])
    assert newsroom.to_readers() == [2]


async def test_what_waits_does_not_vanish_into_a_retracted_event(newsroom: Newsroom) -> None:
    detained = (claim(57),)
    await newsroom.tell("arna", report())
    await newsroom.tell("herald", report(span=Span(DAY, DAY + timedelta(days=6), 2), claims=detained))
    assert newsroom.waiting() == [("unsure", 1)]
    retract(newsroom, 1)
    await newsroom.tell("agency", report(claims=detained))
    assert newsroom.waiting() == [("unsure", 1)]
