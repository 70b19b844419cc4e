"""Outlets with a standing: what a muted one alone said is taken back, probation ends, more than usual asks."""

from bot.domain.codes import Action, Issue
from bot.domain.decision import OutletStanding
from bot.domain.event import Change
from bot.domain.outlet import CONFIRMED
from bot.domain.place import PlaceRef
from bot.domain.report import Report
from bot.domain.review import ReviewReason
from tests.domain.making import claim, report
from tests.events.staging import Newsroom, figures

PLACES = ("almaty", "astana", "konaev")


def other(number: int) -> Report:
    """A protest unlike the others: of its own place, action and aim."""
    place, issue = PLACES[number % 3], (Issue.HOUSING, Issue.LABOUR, Issue.LAND)[number // 3 % 3]
    action = (Action.HUNGER_STRIKE, Action.ROAD_BLOCK)[number // 9]
    return report(places=(PlaceRef(place),), issue=issue, action=action)


async def test_what_a_muted_outlet_alone_said_is_corrected_and_what_it_alone_told_retracted(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", report(claims=(claim(57),)))
    await newsroom.tell("hostile", report(claims=(claim(90),)))
    await newsroom.tell("hostile", other(1))
    newsroom.told()
    await newsroom.desk.trust("hostile", OutletStanding.MUTED)
    first, second = newsroom.event(1), newsroom.event(2)
    assert (first.version.change, first.version.reasons) == (Change.CORRECTION, ("outlet_muted",))
    assert figures(first) == [57]
    assert {source.outlet for source in first.facts.sources} == {"arna"}
    assert (second.retracted, second.version.reasons) == (True, ("outlet_muted",))
    assert newsroom.going_out() == [(1, 3), (2, 2)]
    assert (await newsroom.tell("hostile", report(claims=(claim(99),)))).event is None
    await newsroom.tell("arna", other(1))
    assert newsroom.to_readers() == [3, 1]


async def test_what_an_editor_published_of_a_muted_outlet_stands(newsroom: Newsroom) -> None:
    with newsroom.store.writing() as tx:
        tx.outlets.set("hostile", OutletStanding.PROBATION, newsroom.now)
    await newsroom.tell("hostile", report(claims=(claim(57),)))
    await newsroom.desk.publish(1)
    await newsroom.desk.trust("hostile", OutletStanding.MUTED)
    assert newsroom.to_readers() == [1]
    assert not newsroom.event(1).retracted


async def test_probation_ends_when_other_owners_confirmed_enough(newsroom: Newsroom) -> None:
    with newsroom.store.writing() as tx:
        tx.outlets.set("young", OutletStanding.PROBATION, newsroom.now)
    for number in range(CONFIRMED):
        first, second = ("young", "arna") if number % 2 else ("arna", "young")
        await newsroom.tell(first, other(number))
        await newsroom.tell(second, other(number))
    assert len(newsroom.to_readers()) == CONFIRMED
    done = await newsroom.tell("young", report())
    assert done.alerted
    with newsroom.store.reading() as tx:
        assert tx.outlets.all() == {}


async def test_more_than_usual_asks_rings_editors_once_and_a_second_owner_tells_it(newsroom: Newsroom) -> None:
    for number in range(8):
        await newsroom.tell("hostile", other(number))
    assert len(newsroom.to_readers()) == 5
    assert [reason for reason, _ in newsroom.waiting()] == [ReviewReason.OVER_BUDGET.value] * 3
    with newsroom.store.reading() as tx:
        assert len(tx.reviews.not_notified(9)) == 1
    await newsroom.tell("arna", other(7))
    assert len(newsroom.to_readers()) == 6
    newsroom.pass_time(minutes=61)
    assert (await newsroom.tell("hostile", other(8))).alerted


async def test_what_became_of_reports_is_counted_by_outlet(newsroom: Newsroom) -> None:
    for outlet in ("arna", "herald"):
        await newsroom.tell(outlet, report(claims=(claim(57),)))
    await newsroom.tell("arna", report(confidence=0.3))
    with newsroom.store.reading() as tx:
        seen = {one.outlet: one.counts for one in tx.outlets.seen(newsroom.now.date())}
        usual = tx.outlets.usual("arna", newsroom.now.date())
    assert (seen["arna"].published, seen["arna"].begun, seen["arna"].confirmed, seen["arna"].asked) == (1, 1, 1, 1)
    assert (seen["herald"].published, seen["herald"].begun, seen["herald"].confirmed) == (1, 0, 1)
    assert usual == 0
