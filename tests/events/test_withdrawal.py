"""An outlet edits its article and takes back what it said: its claims leave the event, or an editor is asked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.article import Article, Entry
from bot.domain.codes import Field, Lang, ReportKind, Response
from bot.domain.correction import CorrectionField as What
from bot.domain.correction import Draft, corrected
from bot.domain.decision import Thresholds
from bot.domain.delivery import Outcome
from bot.domain.event import Change, Event
from bot.domain.feed import Feed
from bot.domain.names import Name, NameKind, Names
from bot.domain.place import PlaceRef
from bot.domain.report import Claim, Report, Span
from bot.domain.review import ReviewReason
from bot.domain.understanding.context import Context
from bot.services.editors.ask_editors import AskEditors
from bot.services.editors.queue import EditorQueue
from bot.services.understanding.process_report import Understood
from bot.services.understanding.understand import Understand
from bot.store.engine import Store
from bot.store.transaction import Tx
from tests.domain.making import DAY, NOON, claim, report
from tests.wording.examples import wording

NAMES = Names({name: Name(name, NameKind.OUTLET, {}, group=name) for name in ("arna", "beta")})
LIMITS = Thresholds(ask=0.1, push=0.9, publish=dict.fromkeys(Lang, 0.9))
NOT_A_PROTEST = report(kind=ReportKind.NOT_PROTEST, confidence=0.05, action=None, places=(), claims=())


class Press:
    """Two outlets with one article each; `says` what a text is read as."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.says: dict[str, Report] = {}
        self.stage = Understand(store, lambda article: self.says[article.text], NAMES, lambda: NOON)
        feeds = [Feed(name, f"https://{name}.example/rss", name) for name in ("arna", "beta")]
        with store.writing() as tx:
            tx.feeds.sync(feeds, NOON)

    async def writes(self, outlet: str, said: Report) -> Understood:
        """The outlet's one article says this from now on."""
        text = f"text {len(self.says)}"
        self.says[text] = said
        url = f"https://{outlet}.example/one"
        article = Article(url, "title", text, url, outlet, None, NOON)

        def work(tx: Tx) -> None:
            tx.articles.add(outlet, Entry(url, url, "title", text, NOON, identity=url), article, NOON)

        await self.store.write(work)
        (done,) = await self.stage.round()
        return done

    async def event(self) -> Event:
        event = await self.store.read(lambda tx: tx.events.get(1))
        assert event
        return event

    async def waits(self) -> list[ReviewReason]:
        return [review.reason for review in await self.store.read(lambda tx: tx.reviews.open())]


@pytest.fixture
def press(store: Store) -> Press:
    return Press(store)


def figures(event: Event) -> set[tuple[Field, int | None, str]]:
    return {(said.claim.field, said.claim.min, said.claim.claimant or "") for said in event.facts.claims}


POLICE = claim(57, claimant="mvd")
ORGANISERS = claim(90, claimant="organisers")


async def test_a_claim_that_only_this_article_had_goes_and_those_who_were_told_hear_of_it(press: Press) -> None:
    await press.writes("arna", report(claims=(POLICE,)))
    await press.writes("beta", report(claims=(POLICE, replace(ORGANISERS, field=Field.PARTICIPANTS))))
    done = await press.writes("beta", report(claims=(POLICE,)))
    event = await press.event()
    assert figures(event) == {(Field.DETAINED, 57, "mvd")}
    assert (event.version.change, event.version.reasons) == (Change.CORRECTION, ("source_withdrew",))
    assert done.alerted
    assert len(event.facts.sources) == 2


@pytest.mark.parametrize(
    ("before", "after", "stands"),
    [
        (claim(150, claimant="mvd"), POLICE, {57}),
        (POLICE, claim(90, claimant="mvd"), {57, 90}),
        (claim(150, claimant="mvd"), replace(POLICE, max=None), {57, 150}),
        (claim(150, claimant="mvd"), claim(57, claimant="prosecutors"), {57, 150}),
        (POLICE, claim(5, claimant="mvd"), {5, 57}),
    ],
    ids=["lowered", "grown", "at_least", "another_claimant", "carried_by_another_too"],
)
async def test_an_outlet_that_lowers_its_own_figure_takes_the_old_one_back(
    press: Press, before: Claim, after: Claim, stands: set[int]
) -> None:
    await press.writes("arna", report(claims=(POLICE,)))
    await press.writes("beta", report(claims=(before,)))
    await press.writes("beta", report(claims=(after,)))
    event = await press.event()
    assert {low for _, low, whose in figures(event) if whose == "mvd"} == stands
    assert (event.version.change is Change.CORRECTION) == (stands in ({57}, {5, 57}))


async def test_another_outlet_that_says_less_takes_nothing_back(press: Press) -> None:
    await press.writes("arna", report(claims=(claim(150, claimant="mvd"),)))
    await press.writes("beta", report(claims=(POLICE,)))
    assert figures(await press.event()) == {(Field.DETAINED, 57, "mvd"), (Field.DETAINED, 150, "mvd")}


async def test_an_article_that_is_no_report_any_more_takes_its_claims_its_source_and_its_responses_along(
    press: Press,
) -> None:
    await press.writes("arna", report(claims=(POLICE,), responses=()))
    await press.writes("beta", report(claims=(ORGANISERS,), responses=(Response.FORCE,)))
    await press.writes("beta", NOT_A_PROTEST)
    event = await press.event()
    assert figures(event) == {(Field.DETAINED, 57, "mvd")}
    assert [source.outlet for source in event.facts.sources] == ["arna"]
    assert event.facts.responses == ()
    assert not event.held
    assert await press.waits() == []


async def test_what_another_report_says_too_stays_at_the_figure_that_stands(press: Press) -> None:
    await press.writes("arna", report(claims=(claim(36, claimant="mvd"),)))
    await press.writes("beta", report(claims=(POLICE,)))
    assert {low for _, low, _ in figures(await press.event())} == {36, 57}
    await press.writes("beta", NOT_A_PROTEST)
    assert figures(await press.event()) == {(Field.DETAINED, 36, "mvd")}


async def test_when_nothing_is_left_the_event_is_retracted_for_those_who_were_told(press: Press) -> None:
    await press.writes("arna", report(claims=(POLICE,)))
    done = await press.writes("arna", NOT_A_PROTEST)
    assert not done.alerted
    assert await press.waits() == [ReviewReason.WITHDRAWN]
    assert await press.store.read(lambda tx: tx.events.latest(None, 9)) == ()
    await time_passes(press, 15)
    event = await press.event()
    assert (event.retracted, event.held, event.version.reasons) == (True, False, ("source_withdrew",))
    assert [alert.version for alert in await press.store.read(lambda tx: tx.alerts.unfinished(9))] == [2]
    assert await press.waits() == []
    assert await press.store.read(lambda tx: tx.events.latest(None, 9)) == ()


@pytest.mark.parametrize("minutes", [0, 15], ids=["while editors are asked", "afterwards"])
async def test_what_its_only_source_took_back_others_may_tell_of(press: Press, minutes: int) -> None:
    await press.writes("arna", report(claims=(POLICE,)))
    await press.writes("arna", NOT_A_PROTEST)
    await time_passes(press, minutes)
    done = await press.writes("beta", report(claims=(POLICE,)))
    assert (done.event, done.alerted) == (2, True)
    await time_passes(press, 15)
    assert (await press.event()).retracted


@pytest.mark.parametrize("less", [NOT_A_PROTEST, report(claims=())], ids=["all", "two figures"])
async def test_what_an_article_says_again_is_hidden_no_longer(press: Press, less: Report) -> None:
    whole = report(claims=(POLICE, claim(500, claimant="akimat", field=Field.PARTICIPANTS)))
    for said in (whole, less, whole):
        done = await press.writes("arna", said)
    event = await press.event()
    assert (done.event, event.held, len(figures(event))) == (1, False, 2)
    assert await press.waits() == []
    await time_passes(press, 15)
    assert (await press.event()).version == event.version


CROWD = claim(500, claimant="akimat", field=Field.PARTICIPANTS)
FINED = claim(9, claimant="mvd", field=Field.FINED)


@pytest.mark.parametrize("less", [NOT_A_PROTEST, report(claims=())], ids=["all", "three figures"])
async def test_of_what_is_said_again_in_part_only_the_rest_goes(press: Press, less: Report) -> None:
    for said in (report(claims=(POLICE, CROWD, FINED)), less, report(claims=(POLICE,))):
        await press.writes("arna", said)
    assert (await press.event()).held
    await time_passes(press, 15)
    event = await press.event()
    assert (event.held, event.version.change, figures(event)) == (
        False,
        Change.CORRECTION,
        {(Field.DETAINED, 57, "mvd")},
    )
    assert await press.waits() == []


@pytest.mark.parametrize("less", [NOT_A_PROTEST, report(claims=())], ids=["all", "three figures"])
async def test_when_one_figure_alone_is_not_said_again_it_goes_at_once(press: Press, less: Report) -> None:
    for said in (report(claims=(POLICE, CROWD, FINED)), less, report(claims=(POLICE, CROWD))):
        await press.writes("arna", said)
    event = await press.event()
    assert (event.held, event.version.change, len(figures(event))) == (False, Change.CORRECTION, 2)
    assert await press.waits() == []


async def test_figures_that_are_taken_back_go_at_once_when_a_second_owner_tells_of_the_event(press: Press) -> None:
    akimat = claim(500, claimant="akimat", field=Field.PARTICIPANTS)
    await press.writes("arna", report(claims=(POLICE, akimat)))
    await press.writes("arna", report(claims=()))
    done = await press.writes("beta", report(claims=(POLICE,)))
    event = await press.event()
    assert (done.alerted, event.held, event.version.change) == (True, False, Change.CORRECTION)
    assert figures(event) == {(Field.DETAINED, 57, "mvd")}
    assert await press.waits() == []


async def test_an_article_changes_messages_twice_a_day_and_then_an_editor_is_asked(press: Press) -> None:
    for figure in (57, 70, 90, 100, 110):
        await press.writes("arna", report(claims=(claim(figure, claimant="mvd"),)))
    assert {low for _, low, _ in figures(await press.event())} == {90}
    assert await press.waits() == [ReviewReason.EDITED]
    desk = EditorQueue(press.store, Context(NAMES), lambda: NOON)
    await desk.publish(1)
    (done,) = await press.stage.round()
    assert done.version
    assert {low for _, low, _ in figures(await press.event())} == {110}
    assert await press.waits() == []


async def test_an_article_that_is_a_report_and_none_by_turns_hides_its_event_once_a_day(press: Press) -> None:
    told = [await press.writes("arna", said) for said in (report(), NOT_A_PROTEST, report(), NOT_A_PROTEST, report())]
    assert [one.alerted for one in told] == [True, False, False, False, False]
    assert await press.waits() == [ReviewReason.EDITED]
    assert not (await press.event()).held


@pytest.mark.parametrize(
    "again",
    [
        report(claims=(POLICE,)),
        report(claims=(replace(POLICE, claimant="", text="police"),)),
        report(claims=(claim(97, claimant="mvd"),)),
        report(claims=(POLICE,), confidence=0.3),
    ],
    ids=["the same", "in other words", "grown", "doubtful"],
)
async def test_an_edit_that_takes_nothing_back_corrects_nothing(press: Press, again: Report) -> None:
    await press.writes("arna", report(claims=(POLICE,)))
    await press.writes("arna", again)
    history = await press.store.read(lambda tx: tx.events.history(1))
    assert Change.CORRECTION not in {version.change for version in history}
    assert not (await press.event()).held


async def test_what_an_editor_fixed_no_outlet_takes_back(press: Press) -> None:
    await press.writes("arna", report(claims=(POLICE,)))
    await press.writes("beta", report(claims=(ORGANISERS,)))
    event = await press.event()
    fixed = tuple(replace(said, fixed=True) for said in event.facts.said)

    def fix(tx: Tx) -> None:
        tx.events.add_version(
            1, Change.CORRECTION, replace(event.facts, said=fixed), NOON, major=True, reasons=("our_reading",)
        )

    await press.store.write(fix)
    await press.writes("beta", NOT_A_PROTEST)
    assert len(figures(await press.event())) == 2


async def test_a_claim_that_an_editor_moved_to_the_right_place_is_found_when_its_outlet_takes_it_back(
    press: Press,
) -> None:
    await press.writes("arna", report(claims=(ORGANISERS,)))
    await press.writes("beta", report(claims=(POLICE,)))
    moved = corrected((await press.event()).facts, Draft(1, 1, What.PLACES), places=(PlaceRef("astana"),))

    def move(tx: Tx) -> None:
        tx.events.add_version(1, Change.CORRECTION, moved, NOON, major=True, reasons=("wrong_place",))

    await press.store.write(move)
    await press.writes("beta", NOT_A_PROTEST)
    event = await press.event()
    assert figures(event) == {(Field.DETAINED, 90, "organisers")}
    assert {said.claim.places for said in event.facts.said} == {("astana",)}


async def test_an_edit_that_makes_sure_where_an_article_belongs_ends_its_wait(press: Press) -> None:
    week = Span(DAY, DAY + timedelta(days=6), 2)
    await press.writes("arna", report())
    await press.writes("beta", report(span=week))
    assert await press.waits() == [ReviewReason.UNSURE]
    await press.writes("beta", report())
    assert await press.waits() == []
    assert len((await press.event()).facts.sources) == 2


async def time_passes(press: Press, minutes: int) -> None:
    """Time does what it does by itself; nobody is sent anything."""
    context = Context(NAMES, thresholds=LIMITS)
    clock = NOON + timedelta(minutes=minutes)

    async def send(*_: object) -> Outcome:
        raise AssertionError("not in this test")

    editors = EditorQueue(press.store, context, lambda: clock)
    questions = AskEditors(editors, wording(), send, send, frozenset({7}), lambda: clock)
    with press.store.writing() as tx:
        questions.pass_time(tx)


async def test_what_only_this_outlet_told_is_taken_back_after_fifteen_minutes(press: Press) -> None:
    await press.writes("arna", report(claims=(POLICE,)))
    await press.writes("arna", NOT_A_PROTEST)
    await time_passes(press, 14)
    assert (await press.event()).version.change is not Change.RETRACTION
    assert (await press.event()).held
    await time_passes(press, 15)
    event = await press.event()
    assert (event.version.change, event.retracted, event.held) == (Change.RETRACTION, True, False)
    assert event.version.reasons == ("source_withdrew",)
    assert await press.waits() == []
    with press.store.reading() as tx:
        assert [(one.deed.value, one.actor) for one in tx.audit.of_event(1)] == [("retracted", "source")]


async def test_several_figures_that_only_this_outlet_told_go_after_fifteen_minutes(press: Press) -> None:
    akimat = claim(500, claimant="akimat", field=Field.PARTICIPANTS)
    await press.writes("arna", report(claims=(POLICE, akimat)))
    await press.writes("arna", report(claims=()))
    assert (await press.event()).held
    assert len(figures(await press.event())) == 2
    await time_passes(press, 15)
    event = await press.event()
    assert (event.version.change, event.held, figures(event)) == (Change.CORRECTION, False, set())


async def test_an_editor_keeps_what_an_outlet_takes_back(press: Press) -> None:
    await press.writes("arna", report(claims=(POLICE,)))
    await press.writes("arna", NOT_A_PROTEST)
    number = (await press.store.read(lambda tx: tx.reviews.open()))[0].id
    await EditorQueue(press.store, Context(NAMES), lambda: NOON).publish(number, by="editor 2")
    await time_passes(press, 20)
    event = await press.event()
    assert (event.held, event.retracted) == (False, False)
