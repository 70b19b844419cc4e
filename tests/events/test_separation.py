"""The separation rules, as they end in the database: which reports become one event, and which do not."""

from datetime import timedelta
from itertools import permutations

import pytest

from bot.domain.codes import Action, Field, Issue, Qualifier, Scope, Status
from bot.domain.correction import CorrectionField as What
from bot.domain.correction import Draft, corrected
from bot.domain.event import Change
from bot.domain.fingerprint import Fingerprint
from bot.domain.place import PlaceRef
from bot.domain.report import Report, Span
from bot.store.engine import Purpose, Store
from tests.domain.making import DAY, claim, report
from tests.events.staging import Newsroom, figures

NEXT = DAY + timedelta(days=1)
ASTANA, ALMATY = (PlaceRef("astana"),), (PlaceRef("almaty"),)
MINERS = Fingerprint("ru", {1: 1.4, 2: 1.4}, {}, {10: 1.0}, frozenset({100}))
DRIVERS = Fingerprint("ru", {3: 1.4, 4: 1.4}, {}, {20: 1.0}, frozenset({200}))
MINERS_IN_KAZAKH = Fingerprint("kk", {1: 1.4}, {}, {30: 1.0}, frozenset({100}))


def strike(day: int = 0, **more: object) -> Report:
    on = DAY + timedelta(days=day)
    return report(action=Action.STRIKE, issue=Issue.LABOUR, span=Span(on, on, 1), **more)


async def test_nine_reports_of_one_rally_are_one_event(newsroom: Newsroom) -> None:
    told = await newsroom.tell_all((f"outlet{n}", report(claims=(claim(10 + n),))) for n in range(9))
    assert {one.event for one in told} == {1}


async def test_a_second_picket_across_town_by_other_people_stays_separate(newsroom: Newsroom) -> None:
    first = await newsroom.tell("arna", report(action=Action.PICKET, issue=None), MINERS)
    second = await newsroom.tell("arna", report(action=Action.PICKET, issue=None), DRIVERS)
    assert first.event == 1
    assert second.event != 1


async def test_pickets_in_two_districts_of_a_city_are_not_joined_without_an_editor(newsroom: Newsroom) -> None:
    here, there = (PlaceRef("almaty-medeu"),), (PlaceRef("almaty-auezov"),)
    await newsroom.tell("arna", report(action=Action.PICKET, issue=None, places=here))
    assert (await newsroom.tell("arna", report(action=Action.PICKET, issue=None, places=there))).event is None


async def test_a_march_that_moves_through_districts_is_one_event(newsroom: Newsroom) -> None:
    start = report(action=Action.MARCH, places=(PlaceRef("almaty-medeu"),), organisers=("oyan",))
    end = report(action=Action.MARCH, places=(PlaceRef("almaty-auezov"),), organisers=("oyan",))
    await newsroom.tell("arna", start)
    assert (await newsroom.tell("herald", end)).event == 1
    assert newsroom.event(1).facts.place_ids == {"almaty-medeu", "almaty-auezov"}


async def test_a_counter_protest_is_another_event(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", report(issue=Issue.WOMEN, demands=("womens_rights",), organisers=("feminita",)))
    other = await newsroom.tell("arna", report(issue=Issue.WOMEN, demands=("ban_lifting",), organisers=("alga",)))
    assert other.event == 2


async def test_a_strike_that_goes_on_is_one_event_with_its_days(newsroom: Newsroom) -> None:
    for day in range(4):
        assert (await newsroom.tell(f"outlet{day}", strike(day, demands=("pay_rise",)), MINERS)).event == 1
    span = newsroom.event(1).facts.span
    assert (span.start, span.end) == (DAY, DAY + timedelta(days=3))


async def test_another_strike_in_the_same_town_and_week_is_another_event(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", strike(0), MINERS)
    assert (await newsroom.tell("arna", strike(1), DRIVERS)).event != 1
    assert (await newsroom.tell("herald", strike(1), MINERS_IN_KAZAKH)).event == 1


async def test_a_strike_that_had_ended_does_not_go_on(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", strike(0, status=Status.ENDED))
    assert (await newsroom.tell("arna", strike(2))).event != 1


async def test_a_rally_of_the_next_day_is_another_event(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", report())
    assert (await newsroom.tell("arna", report(span=Span(NEXT, NEXT, 1)))).event == 2


async def test_one_organiser_on_one_day_is_one_event_in_all_its_cities(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", report(places=ASTANA, organisers=("dvk",)))
    assert (await newsroom.tell("herald", report(places=ALMATY, organisers=("dvk",)))).event == 1


async def test_a_report_that_names_an_organiser_makes_two_events_one(newsroom: Newsroom) -> None:
    first = report(places=ASTANA, claims=(claim(30),), issue=None)
    second = report(places=ALMATY, claims=(claim(20),), issue=None)
    await newsroom.tell("arna", first)
    await newsroom.tell("arna", second)
    await newsroom.tell("herald", report(places=ASTANA, organisers=("dvk",)))
    await newsroom.tell("herald", report(places=ALMATY, organisers=("dvk",), action=Action.MARCH))
    round_up = await newsroom.tell("agency", report(places=(*ASTANA, *ALMATY), organisers=("dvk",)))
    assert round_up.event == 1
    assert newsroom.event(2).id == 1
    assert newsroom.to_readers() == [1]
    assert newsroom.event(1).facts.place_ids == {"astana", "almaty"}


async def test_a_roundup_adds_to_each_event_what_it_says_of_its_places_and_merges_none(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", report(places=ASTANA))
    await newsroom.tell("arna", report(places=ALMATY))
    said = (claim(30, places=("astana",)), claim(20, places=("almaty",)), claim(70, scope=Scope.NATIONWIDE))
    await newsroom.tell("agency", report(places=(*ASTANA, *ALMATY), claims=said))
    assert newsroom.to_readers() == [2, 1]
    assert (figures(newsroom.event(1)), figures(newsroom.event(2))) == ([30, 70], [20, 70])
    with newsroom.store.reading() as tx:
        rung = [tx.events.history(number)[-1].reasons for number in (1, 2)]
    assert rung == [("first_detentions",), ("first_detentions",)]


async def test_after_a_roundup_each_event_goes_on_gathering_its_own_reports(newsroom: Newsroom) -> None:
    await newsroom.tell_all((("arna", report(places=ASTANA)), ("arna", report(places=ALMATY))))
    await newsroom.tell("agency", report(places=(*ASTANA, *ALMATY)))
    assert (await newsroom.tell("herald", report(places=ALMATY))).event == 2
    assert (await newsroom.tell("herald", report(places=ASTANA))).event == 1
    assert [event.place_ids for event in (newsroom.event(1).facts, newsroom.event(2).facts)] == [{"astana"}, {"almaty"}]


async def test_a_figure_of_the_whole_country_is_beside_an_event_and_rings_for_none(newsroom: Newsroom) -> None:
    await newsroom.tell_all((("arna", report(places=ASTANA)), ("arna", report(places=ALMATY))))
    told = report(places=(*ASTANA, *ALMATY), claims=(claim(70, scope=Scope.NATIONWIDE),))
    assert (await newsroom.tell("agency", told)).event == 1
    ended = newsroom.event(1), newsroom.event(2)
    assert [figures(event) for event in ended] == [[70], [70]]
    assert not any(event.version.major for event in ended)


async def test_one_agencys_text_on_five_sites_is_one_voice(newsroom: Newsroom) -> None:
    text = Fingerprint("ru", {}, {}, dict.fromkeys(range(50), 1.0))
    for n in range(5):
        await newsroom.tell(f"site{n}", report(), text)
    assert len(newsroom.event(1).facts.groups) == 1
    assert len(newsroom.event(1).facts.sources) == 5


async def test_a_reprint_is_the_voice_of_the_text_that_it_prints(newsroom: Newsroom) -> None:
    words = ((*range(-25, 0), *range(start, start + 25)) for start in (0, 100))
    own, agency = (Fingerprint("ru", {}, {}, dict.fromkeys(some, 1.0)) for some in words)
    for outlet, text in (("arna", own), ("agency", agency), ("site", agency)):
        await newsroom.tell(outlet, report(), text)
    groups = {source.outlet: source.group for source in newsroom.event(1).facts.sources}
    assert groups == {"arna": "arna", "agency": "agency", "site": "agency"}


async def test_a_place_that_an_editor_corrected_does_not_split_the_event_again(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", report(places=ASTANA, issue=None, claims=(claim(57),)))
    moved = corrected(newsroom.event(1).facts, Draft(1, 1, What.PLACES, value="Almaty"), places=ALMATY)
    with newsroom.store.writing() as tx:
        tx.events.add_version(1, Change.CORRECTION, moved, newsroom.now, major=True, reasons=())
    wrong = await newsroom.tell("herald", report(places=ASTANA, issue=None, claims=(claim(60),)))
    right = await newsroom.tell("agency", report(places=ALMATY, issue=None, claims=(claim(60),)))
    assert (wrong.event, right.event) == (1, 1)
    after = newsroom.event(1).facts
    assert after.place_ids == {"almaty"}
    assert figures(newsroom.event(1)) == [60]
    assert {said.claim.places for said in after.said} == {("almaty",)}
    with newsroom.store.reading() as tx:
        assert tx.events.latest(frozenset({"astana"}), 9) == ()
        assert tx.search.find((frozenset({"place:astana"}),), 9).events == ()


async def test_a_day_that_an_editor_corrected_does_not_split_the_event_again(newsroom: Newsroom) -> None:
    await newsroom.tell("arna", report(span=Span(NEXT, NEXT, 1)))
    dated = corrected(newsroom.event(1).facts, Draft(1, 1, What.DAY, value=DAY.isoformat()))
    with newsroom.store.writing() as tx:
        tx.events.add_version(1, Change.CORRECTION, dated, newsroom.now, major=True, reasons=())
    wrong = await newsroom.tell("herald", report(span=Span(NEXT, NEXT, 1)))
    right = await newsroom.tell("agency", report())
    assert (wrong.event, right.event) == (1, 1)
    assert newsroom.event(1).facts.span.start == newsroom.event(1).facts.span.end == DAY


@pytest.mark.parametrize("days", [2, 5, 40])
async def test_a_day_corrected_by_many_does_not_split_the_event_either(newsroom: Newsroom, days: int) -> None:
    far = DAY + timedelta(days=days)
    await newsroom.tell("arna", report(span=Span(far, far, 1)))
    dated = corrected(newsroom.event(1).facts, Draft(1, 1, What.DAY, value=DAY.isoformat()))
    with newsroom.store.writing() as tx:
        tx.events.add_version(1, Change.CORRECTION, dated, newsroom.now, major=True, reasons=())
    assert (await newsroom.tell("herald", report(span=Span(far, far, 1)))).event == 1
    assert (await newsroom.tell("agency", report(places=ASTANA, span=Span(far, far, 1)))).event == 2


async def test_the_real_sequel_leaves_all_figures_standing_and_corrects_nobody(newsroom: Newsroom) -> None:
    both = (*ASTANA, *ALMATY)
    dvk = ("dvk",)
    ministry = claim(57, places=("astana", "almaty"))
    minister = claim(100, qualifier=Qualifier.APPROX, scope=Scope.NATIONWIDE, as_of=DAY + timedelta(days=2))
    police = claim(50, qualifier=Qualifier.APPROX, places=("astana",), claimant="police")
    await newsroom.tell("herald", report(places=both, organisers=dvk, claims=(ministry,)))
    newsroom.pass_time(days=2)
    await newsroom.tell("arna", report(places=both, organisers=dvk, claims=(minister,)))
    await newsroom.tell("agency", report(places=ASTANA, organisers=dvk, claims=(police,)))
    with newsroom.store.reading() as tx:
        history = tx.events.history(1)
    assert [version.change.value for version in history] == ["new", "update", "update"]
    assert figures(newsroom.event(1)) == [50, 57, 100]
    assert not newsroom.event(1).version.corrected


REPORTS = {
    "rally": report(organisers=("dvk",), claims=(claim(57),)),
    "same rally elsewhere": report(organisers=("dvk",), places=ASTANA, claims=(claim(20, claimant="police"),)),
    "same rally, no organiser": report(claims=(claim(60),)),
    "strike": report(action=Action.STRIKE, issue=Issue.LABOUR, places=(PlaceRef("konaev"),)),
    "next day": report(span=Span(NEXT, NEXT, 1), claims=(claim(4, field=Field.PARTICIPANTS),)),
}


@pytest.mark.parametrize("order", list(permutations(REPORTS))[::6])
async def test_the_order_of_arrival_does_not_change_the_outcome(
    order: tuple[str, ...], sqlite_url: str, subscriber_key: str
) -> None:
    store = Store.open(sqlite_url, subscriber_key, purpose=Purpose.LIVE)
    newsroom = Newsroom(store)
    told = {name: await newsroom.tell(name.replace(" ", "").replace(",", ""), REPORTS[name]) for name in order}
    ended = {name: newsroom.event(one.event or 0).id for name, one in told.items()}
    groups = {frozenset(n for n in order if ended[n] == ended[name]) for name in order}
    rally = frozenset({"rally", "same rally elsewhere", "same rally, no organiser"})
    store.close()
    assert groups == {rally, frozenset({"strike"}), frozenset({"next day"})}


async def test_reading_the_same_report_twice_changes_nothing(newsroom: Newsroom) -> None:
    first = await newsroom.tell("arna", report(claims=(claim(57),)))
    again = await newsroom.tell("arna", report(claims=(claim(57),)))
    assert again.event == first.event
    assert newsroom.event(1).facts.said == (first.version.facts.said if first.version else None)
