"""One report is understood in three steps: load, decide, write."""

import sys
from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from types import FrameType

import pytest

from bot.domain.article import Article, Entry
from bot.domain.codes import Field
from bot.domain.event import Event
from bot.domain.names import Names
from bot.domain.report import Report
from bot.domain.understanding.context import Context, ReadArticle
from bot.services.understanding.process_report import record
from bot.store.memory import in_memory
from bot.store.transaction import Tx
from tests.domain.making import GAZETTEER, NOON, claim, report, source
from tests.rules.test_layers import part_of

UNDERSTANDING = "bot.services.understanding", "bot.services.events"
RULES = Context(Names({}), GAZETTEER)
STEPS = ["bot.store", "bot.domain", "bot.store"]


def told(tx: Tx, outlet: str, report: Report) -> list[str]:
    """The parts that understanding calls while one article's report is stored, each run of calls once."""
    called: list[str] = []

    def see(frame: FrameType, event: str, _: object) -> None:
        caller = frame.f_back.f_globals.get("__name__", "") if frame.f_back else ""
        module = str(frame.f_globals.get("__name__", ""))
        ours = event == "call" and not frame.f_code.co_filename.startswith("<") and module.startswith("bot.")
        if ours and str(caller).startswith(UNDERSTANDING) and not module.startswith("bot.services"):
            called.append(part_of(module))

    article = Article(outlet, outlet, outlet, f"https://{outlet}.example/1", outlet, None, NOON)
    tx.articles.add(outlet, Entry(outlet, article.url, outlet, outlet, NOON), article, NOON)
    (stored,) = tx.articles.unread(1)
    reading = ReadArticle(stored.number, replace(report, id=outlet), source(outlet))
    sys.setprofile(see)
    try:
        record(tx, stored, reading, RULES, NOON + timedelta(minutes=1))
    finally:
        sys.setprofile(None)
    return [part for part, _ in groupby(called)]


def events(tx: Tx) -> tuple[Event, ...]:
    return tx.events.newest(9)


@pytest.mark.parametrize("first", [report(), report(confidence=0.4), report(confidence=0.1)])
def test_a_report_that_begins_an_event_asks_or_is_dropped_takes_three_steps(first: Report) -> None:
    with in_memory() as tx:
        assert told(tx, "arna", first) == STEPS


def test_one_that_joins_takes_three_and_something_grave_one_more_look() -> None:
    with in_memory() as tx:
        told(tx, "arna", report(claims=(claim(20),)))
        assert told(tx, "bulak", report(claims=(claim(20),))) == STEPS
        assert told(tx, "kovyl", report(claims=(claim(2, field=Field.KILLED_PARTICIPANTS),))) == [*STEPS[:2], *STEPS]
        (event,) = events(tx)
        assert len(event.facts.sources) == 3
