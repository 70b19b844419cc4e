"""The sample day of bot/data/day, its whole articles read and joined as the service does: six protests and no more."""

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from bot.demo import script
from bot.domain.article import Article, Entry
from bot.domain.codes import Field, Lang, Scope
from bot.domain.event import Change
from bot.domain.feed import Feed
from bot.domain.review import KILLED, ReviewReason
from bot.resources import load_resources
from bot.services.understanding.understand import Understand
from bot.store.engine import Purpose, Store
from bot.store.transaction import Tx
from tests.conftest import FakeClock

RALLIES = (
    "arai-0921-02",
    "karagach-0921-01",
    "arai-0921-03",
    "saryzhel-en-0922-01",
    "karagach-0923-02",
    "arai-0923-01",
)
OTHERS = ("saryzhel-0921-02", "karagach-0922-01", "arai-0924-01")
KIN_OF_THE_KILLED = ("arai-0924-03", "kovyl-0924-03", "saxaul-0924-03")
QUESTION = "karagach-0921-00"


@dataclass(frozen=True)
class Day:
    """The event of each article, and what stands in the database."""

    events: dict[str, int | None]
    store: Store


@pytest.fixture(scope="module")
def day(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, subscriber_key: str) -> Iterator[Day]:
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("day") / "day.db")
    store = Store.open(f"sqlite:///{path}", subscriber_key, purpose=Purpose.LIVE)
    yield Day(asyncio.run(played(store)), store)
    store.close()


async def played(store: Store) -> dict[str, int | None]:
    play = script.load()
    resources = load_resources(outlet.name for outlet in play.outlets)
    known, joined, clock = resources.known, dict[str, int | None](), FakeClock(play.begins)
    hashed = known.fingerprinter(store.fingerprint_key)
    understand = Understand(
        store,
        resources.reader.read,
        known.names,
        clock,
        hashed,
        known.gazetteer,
        thresholds=known.thresholds,
        match_score=known.match_score,
    )
    for item in (item for item in play.items if item.entry == item.id):
        clock.now = item.at
        await store.write(partial(publish, item=item))
        (done,) = await understand.round()
        joined[item.id] = done.event
    return joined


def publish(tx: Tx, item: script.SampleArticle) -> None:
    home, url = f"https://{item.outlet}.example/rss", f"https://{item.outlet}.example/{item.id}"
    tx.feeds.sync((Feed(item.outlet, home, item.outlet),), item.at)
    article = Article(item.id, item.title, item.text, url, item.outlet, None, item.at)
    tx.articles.add(item.outlet, Entry(item.id, url, item.title, item.text, item.at), article, item.at)


def test_the_rallies_of_three_cities_are_one_event_and_every_other_protest_its_own(day: Day) -> None:
    assert {day.events[name] for name in RALLIES} == {1}
    apart = [day.events[name] for name in (*OTHERS, QUESTION, KIN_OF_THE_KILLED[0])]
    assert None not in apart
    assert len({1, *apart}) == 6
    assert {event for event in day.events.values() if event} == {1, *apart}


def test_a_rally_of_the_kin_of_the_killed_is_told_in_three_languages_as_one_without_deaths(day: Day) -> None:
    assert len({day.events[name] for name in KIN_OF_THE_KILLED}) == 1
    with day.store.reading() as tx:
        facts = tx.events.history(day.events[KIN_OF_THE_KILLED[0]] or 0)[-1].facts
    assert {source.lang for source in facts.sources} == set(Lang)
    assert {(one.claim.field, one.claim.min) for one in facts.said} == {(Field.PARTICIPANTS, 20)}


def test_the_round_up_brings_no_deaths_of_another_year(day: Day) -> None:
    for event in filter(None, set(day.events.values())):
        with day.store.reading() as tx:
            facts = tx.events.history(event)[-1].facts
        assert not {one.claim.field for one in facts.said} & KILLED


def test_the_question_is_told_to_nobody_before_an_editor_answers_or_time_is_up(day: Day) -> None:
    with day.store.reading() as tx:
        event = tx.events.get(day.events[QUESTION] or 0)
        assert event is not None
        assert event.held
        assert [review.reason for review in tx.reviews.of_event(event.id)] == [ReviewReason.LOW_CONFIDENCE]


def test_the_ministers_figure_stands_beside_the_others_and_corrects_nobody(day: Day) -> None:
    with day.store.reading() as tx:
        history = tx.events.history(day.events["karagach-0923-02"] or 0)
    assert Change.CORRECTION not in {version.change for version in history}
    said = [one.claim for one in history[-1].facts.said]
    assert [claim.min for claim in said if claim.scope is Scope.NATIONWIDE] == [100]
    assert any(claim.places == ("shymkent",) and claim.min == 20 for claim in said)
    assert not {claim.min for claim in said} & {57 + 20, 57 + 100, 57 + 20 + 100}


def test_the_one_figure_that_is_false_stands_beside_the_others_as_its_outlets(day: Day) -> None:
    with day.store.reading() as tx:
        facts = tx.events.history(day.events["kovyl-0921-04"] or 0)[-1].facts
        asked = [one.reason for one in tx.reviews.open()]
    ministry = {one.claim.min: one.groups for one in facts.said if one.claim.claimant == "mvd"}
    assert ministry[167] == ("kovyl",)
    assert len(ministry[57]) > 1
    assert ReviewReason.JUMP not in asked
