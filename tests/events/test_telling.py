"""When readers hear of a version: at once, after a pause, or not at all."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.alert import PAUSE, SOUND_PAUSE, PlannedAct, plan
from bot.domain.codes import Action, Lang, Response, Status
from bot.domain.delivery import DeliveryState, Form
from bot.domain.event import Change
from bot.domain.place import PlaceRef
from bot.services.events.expire import MATCHING_WINDOW, QUIET_FOR, ExpireEvents
from tests.domain.making import NOON, alert, claim, delivery, report
from tests.events.staging import Newsroom

FIRST = report(claims=(claim(57),))
EDIT = PlannedAct(Form.EDIT, target=1)
HELD = (delivery(1, DeliveryState.SENT),)


async def test_minor_changes_are_collected_and_the_newest_tells_for_all(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", FIRST)
    newsroom.told()
    for many in (58, 59):
        await newsroom.tell("arna", report(claims=(claim(many),)))
        newsroom.pass_time(minutes=4)
    assert newsroom.going_out() == []
    newsroom.pass_time(seconds=(PAUSE - timedelta(minutes=8)).total_seconds())
    await newsroom.understand.round()
    assert newsroom.going_out() == [(1, 3)]


async def test_a_major_change_goes_at_once_and_takes_along_what_waited(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", FIRST)
    newsroom.told()
    await newsroom.tell("arna", report(claims=(claim(58),)))
    await newsroom.tell("arna", report(status=Status.ENDED, responses=(Response.CONCESSION,)))
    assert newsroom.going_out() == [(1, 3)]
    newsroom.told()
    newsroom.pass_time(hours=1)
    await newsroom.understand.round()
    assert newsroom.going_out() == []


async def test_a_place_that_is_new_to_readers_waits_for_nothing(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", report(organisers=("dvk",)))
    newsroom.told()
    await newsroom.tell("arna", report(organisers=("dvk",), places=(PlaceRef("astana"),)))
    assert newsroom.going_out() == [(1, 2)]


async def test_old_news_rings_no_phone_and_is_kept(newsroom: Newsroom) -> None:
    newsroom.pass_time(days=9)
    assert not (await newsroom.tell("arna", FIRST)).alerted
    assert newsroom.to_readers() == [1]
    assert newsroom.going_out() == []


async def test_an_event_without_news_is_closed_and_later_days_of_it_are_another_one(newsroom: Newsroom) -> None:
    strike = report(action=Action.STRIKE, issue=None)
    await newsroom.tell("arna", strike)
    close = ExpireEvents(newsroom.store, lambda: newsroom.now)
    assert (await close.round()).events == 0
    newsroom.pass_time(days=QUIET_FOR.days + 1)
    assert (await close.round()).events == 1
    assert newsroom.event(1).closed
    assert (await close.round()).events == 0


async def test_fingerprints_go_with_the_matching_window(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", FIRST)
    newsroom.pass_time(days=MATCHING_WINDOW.days + 1)
    assert (await ExpireEvents(newsroom.store, lambda: newsroom.now).round()).fingerprints == 1
    with newsroom.store.reading() as tx:
        assert tx.fingerprints.of_events([1]) == {}


def test_a_phone_rings_once_in_three_hours_for_one_event() -> None:
    loud, quiet = (EDIT, PlannedAct(Form.UPDATE, answers=1)), (EDIT,)
    assert plan(alert(), HELD, concerned=True).acts == loud
    assert plan(alert(), HELD, concerned=True, loud_at=NOON - SOUND_PAUSE).acts == loud
    assert plan(alert(), HELD, concerned=True, loud_at=NOON - SOUND_PAUSE / 2).acts == quiet


def test_deaths_and_firearms_ring_whatever_rang_before() -> None:
    acts = plan(replace(alert(), urgent=True), HELD, concerned=True, loud_at=NOON).acts
    assert PlannedAct(Form.UPDATE, answers=1) in acts


def test_who_could_have_been_told_before_and_was_not_hears_nothing_minor() -> None:
    assert plan(alert(major=False), (), concerned=True, before=True).acts == ()
    assert plan(alert(major=False), (), concerned=True).acts == (PlannedAct(Form.NEW),)
    assert plan(alert(), (), concerned=True, before=True).acts == (PlannedAct(Form.NEW),)


def test_who_was_told_of_both_of_two_merged_events_sees_both_messages_edited() -> None:
    both = (delivery(1, DeliveryState.SENT), delivery(2, DeliveryState.SENT))
    acts = plan(alert(Change.UPDATE, major=False), both, concerned=True).acts
    assert acts == (EDIT, PlannedAct(Form.EDIT, target=2))


async def test_when_a_phone_last_rang_is_the_moment_of_that_update(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", report())
    await newsroom.tell("arna", FIRST)
    with newsroom.store.writing() as tx:
        reader = tx.subscribers.open(7, Lang.EN)
        first, update = tx.alerts.unfinished(2)
        tx.deliveries.add(first, reader.id, PlannedAct(Form.NEW), NOON, 1)
        assert tx.alerts.last_loud(1, [reader.id]) == {}
        tx.deliveries.add(update, reader.id, PlannedAct(Form.UPDATE), NOON, 1)
        assert tx.alerts.last_loud(1, [reader.id]) == {reader.id: NOON}
