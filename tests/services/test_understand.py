"""What may make an event by itself, what may ring, and what one article adds."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.domain.article import Article, Entry
from bot.domain.codes import Action, ReportKind
from bot.domain.event import Change
from bot.domain.feed import Feed
from bot.domain.names import Name, NameKind, Names
from bot.domain.report import Report, Span
from bot.services.understanding.understand import Understand
from bot.store.engine import Store
from tests.domain.making import DAY, NOON, claim, report

NOBODY = Names({"arna": Name("arna", NameKind.OUTLET, {}, group="arna-media")})


@pytest.mark.parametrize(
    ("age", "quiet", "ring"),
    [
        (timedelta(0), False, True),
        (timedelta(days=3), False, True),
        (timedelta(days=4), False, False),
        (timedelta(0), True, False),
    ],
)
async def test_old_news_and_a_first_poll_are_stored_and_ring_no_phone(
    store: Store, age: timedelta, *, quiet: bool, ring: bool
) -> None:
    await collected(store, "one", quiet=quiet)
    (done,) = await understanding(store, lambda _: report(), NOON + age).round()
    assert done.version is not None
    assert done.alerted is ring


async def collected(store: Store, *names: str, quiet: bool = False) -> None:
    """Articles of one feed, stored and not read."""
    feed = Feed("arna", "https://arna.example/rss", "arna")

    def work(tx: Any) -> None:
        tx.feeds.sync((feed,), NOON)
        for name in names:
            url = f"https://arna.example/{name}"
            entry = Entry(name, url, name, "text", NOON)
            tx.articles.add("arna", entry, Article(name, name, "text", url, "arna", None, NOON), NOON, quiet=quiet)

    await store.write(work)


def understanding(store: Store, read: Callable[[Article], Report], now: datetime = NOON) -> Understand:
    return Understand(store, read, NOBODY, lambda: now)


async def test_the_first_report_begins_an_event_and_the_next_joins_it(store: Store) -> None:
    reports = {"one": report(claims=(claim(36),)), "two": report(claims=(claim(57),))}
    await collected(store, "one", "two")
    first, second = await understanding(store, lambda article: reports[article.title]).round()
    assert first.version
    assert second.version
    assert (first.version.change, second.version.change) == (Change.NEW, Change.UPDATE)
    assert second.version.reasons == ("count_grew",)
    assert first.event == second.event
    assert second.version.facts.groups == {"arna-media"}


async def test_an_article_is_read_once(store: Store) -> None:
    await collected(store, "one")
    stage = understanding(store, lambda _: report())
    assert len(await stage.round()) == 1
    assert await stage.round() == ()


async def test_a_report_of_something_else_is_kept_and_makes_nothing(store: Store) -> None:
    await collected(store, "one")
    (done,) = await understanding(
        store, lambda _: report(kind=ReportKind.NOT_PROTEST, confidence=0.05, action=None)
    ).round()
    assert (done.event, done.version, done.alerted) == (None, None, False)


async def test_a_report_that_may_belong_to_an_event_waits_for_an_editor(store: Store) -> None:
    week = Span(DAY, DAY + timedelta(days=6), 2)
    reports = {"one": report(), "two": report(span=week)}
    await collected(store, "one", "two")
    first, second = await understanding(store, lambda article: reports[article.title]).round()
    assert second.asks == (first.event,)
    assert second.version is None


async def test_what_was_retracted_no_other_report_brings_back(store: Store) -> None:
    await collected(store, "one")
    stage = understanding(store, lambda _: report())
    (first,) = await stage.round()
    assert first.version
    facts = first.version.facts

    def retract(tx: Any) -> None:
        tx.events.add_version(first.event, Change.RETRACTION, facts, NOON, major=True, reasons=("not_a_protest",))

    await store.write(retract)
    await collected(store, "two")
    (later,) = await understanding(store, lambda _: replace(report(), action=Action.MARCH)).round()
    assert later.event == first.event
    assert later.version is None
