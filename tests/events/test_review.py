"""What waits for an editor, and how each wait ends."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.alert import PlannedAct
from bot.domain.codes import Field, Lang, ReportKind
from bot.domain.correction import CorrectionField as What
from bot.domain.correction import Draft, corrected
from bot.domain.delivery import DeliveryState, Form, Sent, settle
from bot.domain.event import Change
from bot.domain.fingerprint import Fingerprint
from bot.domain.place import PlaceRef
from bot.domain.report import Report, Span
from bot.domain.review import Mode
from bot.services.editors.queue import NothingWaits
from bot.store.engine import Store
from tests.domain.making import DAY, claim, report
from tests.events.staging import Newsroom, figures
from tests.store.samples import begun

UNSURE = report(confidence=0.4)
WEEK = Span(DAY, DAY + timedelta(days=6), 2)


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (report(confidence=0.3, roundup=True), "roundup"),
        (report(kind=ReportKind.PREVENTED_EVENT, claims=(claim(20),)), "another_kind"),
    ],
)
async def test_what_is_not_sure_makes_nothing_by_itself(newsroom: Newsroom, told: Report, reason: str) -> None:
    assert (await newsroom.tell("arna", told)).event is None
    assert newsroom.waiting() == [(reason, 0)]
    event = await newsroom.desk.publish(1)
    assert newsroom.to_readers() == [event.id]


@pytest.mark.parametrize(("into", "event"), [(None, 1), (1, 1), (0, 2)])
async def test_an_editor_decides_where_an_unsure_report_belongs(
    newsroom: Newsroom, into: int | None, event: int
) -> None:
    await newsroom.tell("arna", report())
    await newsroom.tell("herald", report(span=WEEK, claims=(claim(8),)))
    assert newsroom.waiting() == [("unsure", 1)]
    assert (await newsroom.desk.publish(1, into)).id == event
    assert figures(newsroom.event(event)) == [8]
    assert newsroom.waiting() == []


async def test_what_is_declined_makes_nothing_and_cannot_be_decided_again(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", UNSURE)
    await newsroom.desk.decline(1)
    assert (newsroom.waiting(), newsroom.to_readers()) == ([], [])
    with pytest.raises(NothingWaits):
        await newsroom.desk.publish(1)


async def test_in_review_mode_nothing_is_published_without_an_editor(store: Store) -> None:
    newsroom = Newsroom(store, Mode.REVIEW)
    await newsroom.tell("arna", report())
    assert newsroom.to_readers() == []
    await newsroom.desk.publish(1)
    assert newsroom.to_readers() == [1]
    newsroom.told()
    await newsroom.tell("herald", report(claims=(claim(50),)))
    assert (figures(newsroom.event(1)), newsroom.going_out()) == ([], [])
    assert newsroom.waiting() == [("review_mode", 1)]
    await newsroom.desk.publish(2)
    assert figures(newsroom.event(1)) == [50]
    assert newsroom.going_out() == [(1, 3)]


async def test_the_time_to_each_decision_is_kept(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", UNSURE)
    asked = newsroom.now
    newsroom.pass_time(minutes=14)
    await newsroom.desk.publish(1)
    with newsroom.store.reading() as tx:
        assert tx.reviews.times(asked) == (timedelta(minutes=14),)


async def test_a_held_event_gathers_and_tells_once_when_it_is_released(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", report())
    newsroom.told()
    await newsroom.desk.hold(1)
    for many in (30, 57):
        await newsroom.tell("herald", report(claims=(claim(many),)))
    assert (newsroom.to_readers(), newsroom.going_out()) == ([], [])
    await newsroom.desk.release(1)
    assert newsroom.to_readers() == [1]
    assert newsroom.going_out() == [(1, 3)]


async def test_two_events_that_an_editor_merges_answer_as_the_lower_one(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", report(claims=(claim(30),)))
    await newsroom.tell("arna", report(places=(PlaceRef("astana"),), claims=(claim(20),)))
    newsroom.told()
    merged = await newsroom.desk.merge([2, 1])
    assert (merged.id, newsroom.event(2).id, newsroom.to_readers()) == (1, 1, [1])
    assert figures(newsroom.event(1)) == [20, 30]
    assert newsroom.going_out() == [(1, 2)]
    with newsroom.store.reading() as tx:
        assert len(tx.reports.told(1)) == 2


async def test_an_event_that_an_editor_splits_is_corrected_and_the_other_one_is_new(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", report(places=(PlaceRef("almaty"),), organisers=("dvk",), claims=(claim(30),)))
    await newsroom.tell("herald", report(places=(PlaceRef("astana"),), organisers=("dvk",), claims=(claim(20),)))
    newsroom.told()
    left, fresh = await newsroom.desk.split(1, [2])
    assert [set(event.facts.place_ids) for event in (left, fresh)] == [{"almaty"}, {"astana"}]
    assert (figures(left), figures(fresh)) == ([30], [20])
    assert (left.version.change, fresh.version.change) == (Change.CORRECTION, Change.NEW)
    assert newsroom.going_out() == [(1, 3), (2, 1)]


async def test_a_split_leaves_voices_and_corrected_places_as_they_were(newsroom: Newsroom) -> None:
    words = ((*range(-25, 0), *range(start, start + 25)) for start in (0, 100))
    own, agency = (Fingerprint("ru", {}, {}, dict.fromkeys(some, 1.0)) for some in words)
    for outlet, text in (("arna", own), ("agency", agency), ("site", agency)):
        await newsroom.tell(outlet, report(), text)
    moved = corrected(newsroom.event(1).facts, Draft(1, 1, What.PLACES), places=(PlaceRef("astana"),))
    with newsroom.store.writing() as tx:
        tx.events.add_version(1, Change.CORRECTION, moved, newsroom.now, major=True, reasons=())
    left, fresh = await newsroom.desk.split(1, [1])
    assert [sorted(event.facts.groups) for event in (left, fresh)] == [["agency"], ["arna"]]
    assert [sorted(event.facts.place_ids) for event in (left, fresh)] == [["astana"], ["almaty"]]
    assert left.facts.pinned == ("places",)


async def test_what_a_court_made_of_a_known_protest_is_a_quiet_update(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", report())
    newsroom.told()
    fined: dict[str, Any] = {
        "kind": ReportKind.COURT_FOLLOWUP,
        "action": None,
        "claims": (claim(12, field=Field.FINED),),
    }
    followed = await newsroom.tell("herald", report(**fined))
    assert followed.event == 1
    assert followed.version is not None
    assert not followed.version.major
    assert figures(newsroom.event(1)) == [12]
    assert newsroom.going_out() == []
    assert (await newsroom.tell("herald", report(**fined, places=(PlaceRef("konaev"),)))).event is None


async def test_what_was_sent_of_two_merged_events_counts_as_sent_of_the_one(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", report())
    await newsroom.tell("arna", report(places=(PlaceRef("astana"),)))
    with newsroom.store.writing() as tx:
        reader = tx.subscribers.open(7, Lang.EN)
        for one in tx.alerts.unfinished(2):
            tx.deliveries.add(one, reader.id, PlannedAct(Form.NEW), newsroom.now, 1)
        first, second = begun(tx, now=newsroom.now)
        tx.deliveries.settle(first.delivery.id, settle(Sent(101), newsroom.now), newsroom.now)
        tx.deliveries.settle(second.delivery.id, settle(Sent(102), newsroom.now), newsroom.now)
    await newsroom.desk.merge([1, 2])
    with newsroom.store.reading() as tx:
        held = tx.deliveries.held(1, [reader.id])[reader.id]
        assert [(one.event, one.state) for one in held] == [(1, DeliveryState.SENT), (1, DeliveryState.SENT)]
        assert tx.deliveries.held(2, [reader.id]) == {}


async def test_what_still_waited_about_a_merged_event_is_not_sent(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", report())
    await newsroom.tell("arna", report(places=(PlaceRef("astana"),)))
    with newsroom.store.writing() as tx:
        reader = tx.subscribers.open(7, Lang.EN)
        (_, second) = tx.alerts.unfinished(2)
        tx.deliveries.add(second, reader.id, PlannedAct(Form.NEW), newsroom.now, 1)
    await newsroom.desk.merge([1, 2])
    with newsroom.store.reading() as tx:
        assert [one.state for one in tx.deliveries.held(1, [reader.id])[reader.id]] == [DeliveryState.SUPERSEDED]
