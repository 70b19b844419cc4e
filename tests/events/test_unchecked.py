"""Reports between the thresholds: asked about, listed, told silently, made certain by a second owner, or declined."""

from dataclasses import replace

import pytest

from bot.domain.codes import Field, Grave
from bot.domain.decision import OutletStanding, Thresholds
from bot.domain.event import Basis, Change
from bot.domain.place import PlaceRef, Precision
from bot.domain.record import Selection
from bot.domain.report import GraveMention, Report
from bot.domain.review import Mode, Resolution
from bot.services.editors.ask_editors import AskEditors
from bot.services.editors.queue import CannotBegin, NothingWaits
from tests.domain.making import claim, report
from tests.events.staging import Newsroom, figures
from tests.wording.examples import wording

LIMITS = Thresholds(ask=0.2, push=0.6, publish=dict.fromkeys(("kk", "ru", "en"), 0.7))
UNSURE = report(confidence=0.5, claims=(claim(57),))
WEAK = replace(UNSURE, confidence=0.3)
PUSHED = replace(UNSURE, confidence=0.65)
SURE = replace(UNSURE, confidence=0.9)
DEADLY = replace(SURE, claims=(claim(57), claim(3, field=Field.KILLED_UNSPECIFIED)))
CLEAR = replace(DEADLY, grave=(GraveMention(Grave.DEATHS, clear=True),))


@pytest.fixture(autouse=True)
def limits(newsroom: Newsroom) -> None:
    newsroom.thresholds = LIMITS


async def pass_time(newsroom: Newsroom, *, editors: frozenset[int] = frozenset({7}), **span: float) -> None:
    """Let time do what it does by itself; nobody is sent anything."""

    async def send(*_: object) -> None:
        raise AssertionError("not in this test")

    newsroom.pass_time(**span)
    questions = AskEditors(newsroom.desk, wording(), send, send, editors, lambda: newsroom.now)  # type: ignore[arg-type]  # never called
    with newsroom.store.writing() as tx:
        questions.pass_time(tx)


def resolution(newsroom: Newsroom, number: int = 1) -> Resolution | None:
    with newsroom.store.reading() as tx:
        review = tx.reviews.get(number)
    assert review is not None
    return review.resolution


async def test_an_unsure_report_is_seen_by_nobody_and_asked_about(newsroom: Newsroom) -> None:
    done = await newsroom.tell("herald", UNSURE)
    assert (done.event, done.alerted) == (1, False)
    assert (newsroom.to_readers(), newsroom.going_out()) == ([], [])
    assert newsroom.waiting() == [("low_confidence", 1)]
    assert newsroom.event(1).facts.said == ()


async def test_a_weak_report_rings_nobody_until_a_second_one_comes(newsroom: Newsroom) -> None:
    newsroom.thresholds = replace(LIMITS, ring=0.4)
    await newsroom.tell("herald", WEAK)
    assert newsroom.waiting() == [("low_confidence", 1)]
    with newsroom.store.reading() as tx:
        assert tx.reviews.not_notified(9) == ()
    await newsroom.tell("arna", replace(WEAK, claims=(claim(20),)))
    with newsroom.store.reading() as tx:
        assert [review.event for review in tx.reviews.not_notified(9)] == [1]


async def test_an_editor_publishes_it_in_full(newsroom: Newsroom) -> None:
    await newsroom.tell("herald", UNSURE)
    event = await newsroom.desk.publish(1)
    assert (event.facts.basis, figures(event), event.held) == (Basis.EDITORS, [57], False)
    assert newsroom.going_out() == [(1, 2)]
    with pytest.raises(NothingWaits):
        await newsroom.desk.publish(1)


async def test_an_editor_publishes_it_without_the_figures(newsroom: Newsroom) -> None:
    await newsroom.tell("herald", UNSURE)
    event = await newsroom.desk.publish(1, figures=False)
    assert (event.facts.said, event.facts.basis) == ((), Basis.EDITORS)
    assert resolution(newsroom) is Resolution.WITHOUT_FIGURES


async def test_what_is_declined_was_never_told(newsroom: Newsroom) -> None:
    await newsroom.tell("herald", UNSURE)
    await newsroom.desk.decline(1)
    await pass_time(newsroom, minutes=30)
    assert (newsroom.to_readers(), newsroom.going_out(), newsroom.waiting()) == ([], [], [])


async def test_a_second_owner_makes_it_certain_once(newsroom: Newsroom) -> None:
    await newsroom.tell("herald", UNSURE)
    done = await newsroom.tell("arna", UNSURE)
    assert (done.event, done.alerted) == (1, True)
    event = newsroom.event(1)
    assert (event.facts.basis, sorted(event.facts.groups)) == (Basis.OUTLETS, ["arna", "herald"])
    assert newsroom.going_out() == [(1, 2)]
    assert resolution(newsroom) is Resolution.SECONDED
    await newsroom.tell("dala", UNSURE)
    assert [number for number, _ in newsroom.going_out()] == [1]


@pytest.mark.parametrize("second", [("herald", UNSURE), ("arna", WEAK)])
async def test_neither_the_same_owner_nor_a_weak_report_makes_it_certain(
    newsroom: Newsroom, second: tuple[str, Report]
) -> None:
    await newsroom.tell("herald", UNSURE)
    await newsroom.tell(*second)
    assert (newsroom.to_readers(), newsroom.going_out()) == ([], [])
    assert newsroom.waiting() == [("low_confidence", 1)]


async def test_a_weak_report_does_not_lend_its_figures(newsroom: Newsroom) -> None:
    """What is sure is told; what an unsure report said beside it is not."""
    await newsroom.tell("herald", replace(WEAK, claims=(claim(900, claimant="akimat"),)))
    await newsroom.tell("arna", SURE)
    assert figures(newsroom.event(1)) == [57]


async def test_a_sure_report_is_not_hidden_by_an_unsure_one(newsroom: Newsroom) -> None:
    await newsroom.tell("herald", WEAK)
    done = await newsroom.tell("arna", SURE)
    assert done.alerted
    assert newsroom.to_readers() == [1]


async def test_nobody_answers_so_it_is_listed_without_figures(newsroom: Newsroom) -> None:
    await newsroom.tell("herald", UNSURE)
    await pass_time(newsroom, minutes=19)
    assert newsroom.to_readers() == []
    await pass_time(newsroom, minutes=1)
    assert newsroom.to_readers() == [1]
    assert newsroom.event(1).facts.basis is Basis.UNCHECKED
    with newsroom.store.reading() as tx:
        (alert,) = tx.alerts.unfinished(9)
    assert alert.digests
    assert newsroom.waiting() == [("low_confidence", 1)]


async def test_what_nobody_has_checked_is_not_in_the_record(newsroom: Newsroom) -> None:
    await newsroom.tell("herald", UNSURE)
    await pass_time(newsroom, minutes=20)
    with newsroom.store.reading() as tx:
        assert (list(tx.record.entries(Selection())), tx.record.leaves()) == ([], ())
    await newsroom.desk.publish(1)
    with newsroom.store.reading() as tx:
        assert [entry.event for entry in tx.record.entries(Selection())] == [1]
        assert [leaf.event for leaf in tx.record.leaves()] == [1]


async def test_a_probable_one_is_pushed_too(newsroom: Newsroom) -> None:
    await newsroom.tell("herald", PUSHED)
    await pass_time(newsroom, minutes=20)
    with newsroom.store.reading() as tx:
        (alert,) = tx.alerts.unfinished(9)
    assert not alert.digests


async def test_without_editors_it_is_listed_at_once(newsroom: Newsroom) -> None:
    await newsroom.tell("herald", UNSURE)
    await pass_time(newsroom, editors=frozenset())
    assert newsroom.to_readers() == [1]


async def test_review_mode_never_times_out(newsroom: Newsroom) -> None:
    newsroom.mode = Mode.REVIEW
    await newsroom.tell("herald", SURE)
    await pass_time(newsroom, hours=5)
    assert newsroom.to_readers() == []
    assert newsroom.waiting() == [("review_mode", 1)]


@pytest.mark.parametrize(
    "vague",
    [
        replace(UNSURE, places=(PlaceRef("almaty-region", Precision.REGION),)),
        replace(UNSURE, span=replace(UNSURE.span, precision=4)),
        replace(UNSURE, grave=(GraveMention(Grave.FIREARMS, clear=False),)),
    ],
)
async def test_what_is_vague_or_grave_is_not_listed(newsroom: Newsroom, vague: Report) -> None:
    await newsroom.tell("herald", vague)
    await pass_time(newsroom, minutes=21)
    assert (newsroom.to_readers(), newsroom.going_out()) == ([], [])


async def test_what_was_listed_and_is_declined_is_taken_back(newsroom: Newsroom) -> None:
    await newsroom.tell("herald", PUSHED)
    await pass_time(newsroom, minutes=20)
    await newsroom.desk.decline(1)
    event = newsroom.event(1)
    assert (event.retracted, event.version.change, event.version.reasons) == (
        True,
        Change.RETRACTION,
        ("not_a_protest",),
    )
    assert newsroom.to_readers() == []
    assert newsroom.going_out() == [(1, 2)]


async def test_an_editors_no_is_not_undone_by_a_sure_report(newsroom: Newsroom) -> None:
    await newsroom.tell("herald", UNSURE)
    await newsroom.desk.decline(1)
    await newsroom.tell("arna", SURE)
    assert newsroom.to_readers() == []
    assert newsroom.waiting() == [("unsure", 1)]


async def test_an_unsure_report_of_a_known_event_joins_it(newsroom: Newsroom) -> None:
    await newsroom.tell("herald", SURE)
    await newsroom.tell("arna", UNSURE)
    assert newsroom.event(1).facts.groups == {"herald", "arna"}
    assert newsroom.waiting() == []


async def test_a_weak_report_of_a_known_event_asks(newsroom: Newsroom) -> None:
    await newsroom.tell("herald", SURE)
    await newsroom.tell("arna", WEAK)
    assert newsroom.event(1).facts.groups == {"herald"}
    assert newsroom.waiting() == [("low_confidence", 1)]


async def test_a_muted_outlet_tells_nothing(newsroom: Newsroom) -> None:
    await newsroom.tell("herald", UNSURE)
    assert await newsroom.desk.mute(1) == "herald"
    assert newsroom.waiting() == []
    await newsroom.tell("herald", SURE)
    assert (newsroom.to_readers(), newsroom.waiting()) == ([], [])
    with newsroom.store.reading() as tx:
        assert tx.outlets.all() == {"herald": OutletStanding.MUTED}


async def test_what_nobody_decides_expires(newsroom: Newsroom) -> None:
    await newsroom.tell("herald", WEAK)
    await pass_time(newsroom, days=3, minutes=1)
    assert resolution(newsroom) is Resolution.EXPIRED
    assert newsroom.to_readers() == []


async def test_a_report_without_day_cannot_be_published(newsroom: Newsroom) -> None:
    await newsroom.tell("herald", replace(SURE, action=None))
    assert newsroom.waiting() == [("incomplete", 0)]
    with pytest.raises(CannotBegin):
        await newsroom.desk.publish(1)
    assert newsroom.waiting() == [("incomplete", 0)]


async def test_deaths_wait_and_the_event_goes_out_without_them(newsroom: Newsroom) -> None:
    done = await newsroom.tell("herald", DEADLY)
    event = newsroom.event(1)
    assert (done.alerted, figures(event), event.facts.checking) == (True, [57], True)
    assert newsroom.waiting() == [("grave", 1)]


async def test_two_more_outlets_with_deaths_ring_no_second_question(newsroom: Newsroom) -> None:
    for outlet in ("herald", "arna", "dala"):
        await newsroom.tell(outlet, DEADLY)
    assert figures(newsroom.event(1)) == [57]
    assert newsroom.waiting() == [("grave", 1)]


async def test_an_editor_lets_the_deaths_out(newsroom: Newsroom) -> None:
    await newsroom.tell("herald", DEADLY)
    event = await newsroom.desk.publish(1)
    assert (figures(event), event.facts.checking) == ([3, 57], False)
    assert "first_deaths" in event.version.reasons
    await newsroom.tell("arna", DEADLY)
    assert newsroom.waiting() == []


async def test_an_editor_leaves_the_deaths_out(newsroom: Newsroom) -> None:
    await newsroom.tell("herald", DEADLY)
    await newsroom.desk.decline(1)
    event = newsroom.event(1)
    assert (figures(event), event.facts.checking, event.retracted) == ([57], False, False)
    await newsroom.tell("arna", DEADLY)
    assert newsroom.waiting() == []


async def test_three_owners_are_enough_for_the_kind_without_number(newsroom: Newsroom) -> None:
    for outlet in ("herald", "arna", "dala"):
        await newsroom.tell(outlet, CLEAR)
    await pass_time(newsroom, minutes=14)
    assert newsroom.event(1).facts.alleged == ()
    await pass_time(newsroom, minutes=1)
    event = newsroom.event(1)
    assert (event.facts.alleged, figures(event)) == ((Grave.DEATHS,), [57])
    version = event.version.number
    await pass_time(newsroom, minutes=10)
    assert newsroom.event(1).version.number == version


@pytest.mark.parametrize(
    "reports",
    [
        [("herald", CLEAR), ("arna", CLEAR)],
        [("herald", CLEAR), ("arna", CLEAR), ("dala", DEADLY)],
        [("herald", CLEAR), ("arna", CLEAR), ("herald", CLEAR)],
        [("herald", CLEAR), ("arna", CLEAR), ("dala", replace(CLEAR, confidence=0.6))],
    ],
    ids=["two", "one not clear", "one owner twice", "one not sure"],
)
async def test_fewer_are_not(newsroom: Newsroom, reports: list[tuple[str, Report]]) -> None:
    await newsroom.tell_all(reports)
    await pass_time(newsroom, hours=2)
    assert newsroom.event(1).facts.alleged == ()


async def test_an_unsure_deadly_report_is_neither_listed_nor_told_in_full_by_a_second(newsroom: Newsroom) -> None:
    await newsroom.tell("herald", replace(DEADLY, confidence=0.5))
    await pass_time(newsroom, minutes=30)
    assert newsroom.to_readers() == []
    await newsroom.tell("arna", replace(DEADLY, confidence=0.5))
    event = newsroom.event(1)
    assert (figures(event), event.facts.checking, event.held) == ([57], True, False)
    assert newsroom.waiting() == [("grave", 1)]
