"""A report that came before those that make it sure: it waits, and ends where it would had it come last."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from bot.domain.codes import Field, ReportKind
from bot.domain.event import Change
from bot.domain.fingerprint import Fingerprint
from bot.domain.place import PlaceRef
from bot.domain.report import Span
from bot.domain.review import Mode, Resolution
from bot.services.events.expire import ExpireEvents
from bot.store.engine import Purpose, Store
from tests.domain.making import DAY, claim, report
from tests.events.staging import Newsroom, figures

WEEK = Span(DAY, DAY + timedelta(days=6), 2)
DETAINED, FINED = claim(57), claim(43, field=Field.FINED)
SHARP = report()
#: Of the rally's week and town: it may tell of it.
VAGUE = report(span=WEEK, claims=(DETAINED,))
#: Tells of the same rally, and has the vague one's figure.
LINK = report(claims=(DETAINED, FINED))
COURT = report(
    kind=ReportKind.COURT_FOLLOWUP,
    confidence=0.1,
    action=None,
    claims=(claim(12, field=Field.CONVICTED, claimant="court"),),
)


def decisions(newsroom: Newsroom) -> list[Resolution | None]:
    with newsroom.store.reading() as tx:
        found = [tx.reviews.get(number) for number in range(1, 9)]
    return [review.resolution for review in found if review]


def articles(newsroom: Newsroom, event: int = 1) -> list[int]:
    with newsroom.store.reading() as tx:
        return [told.article for told in tx.reports.told(event)]


async def test_a_report_joins_by_itself_when_another_one_makes_it_sure(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", SHARP)
    assert (await newsroom.tell("herald", VAGUE)).event is None
    assert newsroom.waiting() == [("unsure", 1)]
    assert (await newsroom.tell("agency", LINK)).event == 1
    assert newsroom.waiting() == []
    assert decisions(newsroom) == [Resolution.JOINED]
    assert articles(newsroom) == [1, 2, 3]
    assert {source.outlet for source in newsroom.event(1).facts.sources} == {"arna", "herald", "agency"}


async def test_one_that_joins_makes_the_next_one_sure(newsroom: Newsroom) -> None:
    fined = report(span=WEEK, claims=(FINED,))
    both = report(span=WEEK, claims=(DETAINED, FINED))
    await newsroom.tell_all((("arna", SHARP), ("herald", fined), ("agency", both)))
    assert newsroom.waiting() == [("unsure", 1), ("unsure", 1)]
    await newsroom.tell("site", report(claims=(DETAINED,)))
    assert newsroom.waiting() == []
    assert articles(newsroom) == [1, 2, 3, 4]


async def test_what_a_court_made_of_a_protest_waits_for_the_protest(newsroom: Newsroom) -> None:
    assert (await newsroom.tell("court", COURT)).event is None
    assert newsroom.waiting() == []
    await newsroom.tell("arna", report(places=(PlaceRef("astana"),)))
    await newsroom.tell("herald", SHARP)
    assert figures(newsroom.event(1)) == []
    assert figures(newsroom.event(2)) == [12]
    assert articles(newsroom, 2) == [1, 3]
    with newsroom.store.reading() as tx:
        history = tx.events.history(2)
    assert [(version.change, version.major) for version in history] == [(Change.NEW, True), (Change.UPDATE, False)]


@pytest.mark.parametrize("order", list(permutations(range(4))))
async def test_in_whichever_order_they_come_they_end_as_one_event(
    order: tuple[int, ...], sqlite_url: str, subscriber_key: str
) -> None:
    store = Store.open(sqlite_url, subscriber_key, purpose=Purpose.LIVE)
    newsroom = Newsroom(store)
    told = (("arna", SHARP), ("herald", VAGUE), ("agency", LINK), ("court", COURT))
    await newsroom.tell_all(told[number] for number in order)
    ended = newsroom.event(1)
    seen = newsroom.to_readers(), newsroom.waiting(), figures(ended), len(ended.facts.sources), articles(newsroom)
    store.close()
    assert seen == ([1], [], [12, 43, 57], 4, [1, 2, 3, 4])


async def test_readers_are_told_of_what_joined(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", SHARP)
    await newsroom.tell("herald", replace(VAGUE, claims=(DETAINED, claim(9, field=Field.INJURED_UNSPECIFIED))))
    newsroom.told()
    done = await newsroom.tell("agency", report(claims=(DETAINED,)))
    assert done.alerted
    with newsroom.store.reading() as tx:
        reasons = [version.reasons for version in tx.events.history(1)]
    assert reasons == [(), ("first_detentions",), ("first_injuries",)]


async def test_a_death_that_is_told_in_a_report_that_waited_is_asked_about(newsroom: Newsroom) -> None:
    death = claim(1, field=Field.KILLED_PARTICIPANTS)
    await newsroom.tell("arna", SHARP)
    await newsroom.tell("herald", replace(VAGUE, claims=(DETAINED, death)))
    await newsroom.tell("agency", LINK)
    assert newsroom.waiting() == [("grave", 1)]
    assert figures(newsroom.event(1)) == [43, 57]
    await newsroom.desk.publish(2)
    assert figures(newsroom.event(1)) == [1, 43, 57]


async def test_when_nothing_is_published_without_an_editor_what_waited_does_not_join_either(store: Store) -> None:
    newsroom = Newsroom(store)
    await newsroom.tell("arna", SHARP)
    await newsroom.tell("herald", VAGUE)
    newsroom.mode = Mode.REVIEW
    await newsroom.tell("agency", LINK)
    assert newsroom.waiting() == [("unsure", 1), ("review_mode", 1)]
    await newsroom.desk.publish(2)
    assert newsroom.waiting() == [("unsure", 1)]
    assert articles(newsroom) == [1, 3]


async def test_what_an_editor_joins_makes_others_sure(newsroom: Newsroom) -> None:
    names = Fingerprint("en", {1: 1.4, 2: 1.4})
    await newsroom.tell("arna", SHARP)
    await newsroom.tell("herald", report(span=WEEK), names)
    await newsroom.tell("agency", report(span=WEEK), names)
    assert newsroom.waiting() == [("unsure", 1), ("unsure", 1)]
    await newsroom.desk.publish(1)
    assert newsroom.waiting() == []
    assert articles(newsroom) == [1, 2, 3]


async def test_an_editor_may_choose_an_event_that_came_after_the_question(newsroom: Newsroom) -> None:
    women: dict[str, Any] = {"organisers": ("feminita",)}
    await newsroom.tell("arna", report(organisers=("dvk",)))
    await newsroom.tell("herald", report(span=WEEK))
    await newsroom.tell("agency", report(**women))
    with newsroom.store.reading() as tx:
        (told,) = tx.reports.of_articles([2])
    assert told.asks == (1, 2)


async def test_what_an_editor_declined_does_not_join(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", SHARP)
    await newsroom.tell("herald", VAGUE)
    await newsroom.desk.decline(1)
    await newsroom.tell("agency", LINK)
    assert articles(newsroom) == [1, 3]


async def test_after_the_matching_window_only_an_editor_decides(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", SHARP)
    await newsroom.tell("herald", VAGUE)
    newsroom.pass_time(days=15)
    await ExpireEvents(newsroom.store, lambda: newsroom.now).round()
    await newsroom.tell("agency", LINK)
    assert newsroom.waiting() == [("unsure", 1)]
    assert articles(newsroom) == [1, 3]
