"""Deaths, firearms, self-harm and minors: each kind needs two sources of its own, or an editor."""

from dataclasses import replace

import pytest

from bot.domain.codes import Action, ClaimantType, Field, Kind
from bot.domain.fingerprint import Fingerprint
from bot.domain.place import PlaceRef
from bot.domain.review import Grave, Mode, seconded
from tests.domain.making import claim, report
from tests.events.staging import Newsroom, figures

DEATH = claim(3, field=Field.KILLED_PARTICIPANTS, claimant="x", claimant_type=ClaimantType.ANONYMOUS_SOCIAL)
DEATHS = report(claims=(DEATH,))


def text(start: int, *alarms: Grave) -> Fingerprint:
    """An article of its own words; those of one start are one text."""
    return Fingerprint("en", words=dict.fromkeys(range(start, start + 40), 1.0), alarms=frozenset(alarms))


@pytest.mark.parametrize(
    ("voices", "kinds"),
    [
        ([], set()),
        ([("arna", {Grave.DEATHS})], set()),
        ([("arna", {Grave.DEATHS}), ("arna", {Grave.DEATHS})], set()),
        ([("arna", {Grave.DEATHS}), ("herald", {Grave.MINORS})], set()),
        ([("arna", {Grave.DEATHS}), ("herald", {Grave.DEATHS, Grave.MINORS})], {Grave.DEATHS}),
        ([("arna", {Grave.FIREARMS}), ("herald", set()), ("site", {Grave.FIREARMS})], {Grave.FIREARMS}),
    ],
)
def test_a_kind_is_seconded_when_two_sources_tell_that_kind(
    voices: list[tuple[str, set[Grave]]], kinds: set[Grave]
) -> None:
    assert seconded((group, frozenset(told)) for group, told in voices) == kinds


async def test_a_reprint_of_a_report_that_waits_is_no_second_source(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", report(), text(1000))
    newsroom.told()
    await newsroom.tell("statenews", DEATHS, text(0))
    await newsroom.tell("reprint", DEATHS, text(0))
    assert newsroom.waiting() == [("grave", 1), ("grave", 1)]
    assert (figures(newsroom.event(1)), newsroom.going_out()) == ([], [])
    await newsroom.tell("herald", DEATHS, text(2000))
    assert newsroom.waiting() == []
    assert figures(newsroom.event(1)) == [3]
    assert newsroom.event(1).facts.groups == {"arna", "statenews", "herald"}


async def test_what_waits_is_no_second_source_of_the_text_that_it_copies(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", report(), text(0))
    await newsroom.tell("reprint", DEATHS, text(0))
    await newsroom.tell("arna", DEATHS, text(1000))
    assert newsroom.waiting() == [("grave", 1), ("grave", 1)]
    assert newsroom.event(1).facts.groups == {"arna"}


async def test_two_kinds_each_told_by_one_source_both_wait(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", report(), text(1000))
    await newsroom.tell("statenews", DEATHS, text(0))
    await newsroom.tell("herald", report(), text(2000, Grave.MINORS))
    assert newsroom.waiting() == [("grave", 1), ("grave", 1)]
    assert figures(newsroom.event(1)) == []


async def test_what_is_seconded_goes_and_what_is_not_goes_on_waiting(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", report(), text(1000))
    await newsroom.tell("statenews", DEATHS, text(0))
    newsroom.told()
    await newsroom.tell("herald", DEATHS, text(2000, Grave.MINORS))
    assert newsroom.waiting() == [("grave", 1)]
    assert figures(newsroom.event(1)) == [3]
    assert newsroom.event(1).facts.groups == {"arna", "statenews"}
    assert newsroom.going_out() != []
    await newsroom.tell("site", report(), text(3000, Grave.MINORS))
    assert newsroom.waiting() == []


async def test_a_held_event_is_not_shown_because_its_one_source_repeats_itself(newsroom: Newsroom) -> None:
    await newsroom.tell("statenews", DEATHS, text(0))
    await newsroom.tell("arna", report(), text(1000))
    await newsroom.tell("statenews", DEATHS, text(3000))
    assert newsroom.waiting() == [("grave", 1)]
    assert (newsroom.to_readers(), newsroom.going_out()) == ([], [])
    await newsroom.tell("herald", DEATHS, text(4000))
    assert newsroom.waiting() == []
    assert newsroom.to_readers() == [1]


async def test_a_held_event_is_shown_when_every_kind_it_tells_is_seconded(newsroom: Newsroom) -> None:
    await newsroom.tell("statenews", DEATHS, text(0))
    await newsroom.tell("arna", report(), text(1000, Grave.FIREARMS))
    await newsroom.tell("herald", DEATHS, text(2000))
    assert newsroom.to_readers() == []
    await newsroom.tell("herald", report(), text(3000, Grave.FIREARMS))
    assert newsroom.to_readers() == [1]


async def test_when_nothing_goes_without_an_editor_a_second_source_shows_nothing(newsroom: Newsroom) -> None:
    await newsroom.tell("statenews", DEATHS, text(0))
    newsroom.mode = Mode.REVIEW
    await newsroom.tell("herald", DEATHS, text(1000))
    assert newsroom.to_readers() == []


async def test_deaths_that_an_editor_struck_out_wait_when_another_source_tells_them(newsroom: Newsroom) -> None:
    await newsroom.tell("statenews", DEATHS, text(0))
    event = await newsroom.desk.publish(1)
    struck = replace(event.facts, said=tuple(replace(one, fixed=True, dropped=True) for one in event.facts.said))
    with newsroom.store.writing() as tx:
        tx.events.add_version(1, event.version.change, struck, newsroom.now, major=False, reasons=())
    await newsroom.tell("herald", report(claims=(replace(DEATH, claimant="y"),)), text(1000))
    assert newsroom.waiting() == [("grave", 1)]


async def test_self_harm_that_readers_were_told_waits_no_more(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", report(), text(0))
    await newsroom.tell("herald", report(), text(1000, Grave.SELF_HARM))
    await newsroom.desk.publish(1)
    await newsroom.tell("site", report(claims=(claim(5),)), text(2000, Grave.SELF_HARM))
    assert newsroom.waiting() == []
    assert figures(newsroom.event(1)) == [5]


async def test_deaths_that_one_court_tells_of_wait_too(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", report(), text(0))
    court = report(kind=Kind.COURT_FOLLOWUP, action=None, claims=(DEATH, claim(12, field=Field.CONVICTED)))
    await newsroom.tell("herald", court, text(1000))
    assert newsroom.waiting() == [("grave", 1)]
    assert figures(newsroom.event(1)) == []
    await newsroom.desk.publish(1)
    assert figures(newsroom.event(1)) == [3, 12]


async def test_a_roundup_does_not_carry_deaths_of_a_held_event_into_a_published_one(newsroom: Newsroom) -> None:
    people = {"organisers": ("dvk",)}
    await newsroom.tell("arna", report(**people), text(1000))
    newsroom.told()
    hunger = report(**people, action=Action.HUNGER_STRIKE, places=(PlaceRef("astana"),), claims=(DEATH,))
    await newsroom.tell("statenews", hunger, text(0))
    both = (PlaceRef("almaty"), PlaceRef("astana"))
    await newsroom.tell("roundup", report(**people, places=both), text(4000))
    assert newsroom.to_readers() == [1]
    assert figures(newsroom.event(1)) == []
    assert newsroom.event(2).held


async def test_an_event_is_no_better_known_by_a_copy_and_its_group_stays(newsroom: Newsroom) -> None:
    await newsroom.tell("agency", report(), text(0))
    for outlet in ("arna", "herald", "site"):
        await newsroom.tell(outlet, report(), text(0))
    await newsroom.tell("own", report(), text(100))
    with newsroom.store.reading() as tx:
        assert [own.article for own in tx.reports.views([1]).prints[1]] == [1, 5]
    assert newsroom.event(1).facts.groups == {"agency", "own"}
