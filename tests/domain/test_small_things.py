"""Values that cross every room: messages, feeds' next polls, outcomes of sending, reports as JSON."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clock import local_day, utc
from bot.domain.codes import Field, Qualifier, ReportKind
from bot.domain.delivery import DeliveryState, Doubtful, Gone, Later, Moved, Outcome, Refused, Sent, Settled, settle
from bot.domain.message import Button, Piece, bold, joined, link, units
from bot.domain.report import DateMention, Mentions, NumberMention, PlaceMention, from_json, mentions_to_json, to_json
from tests.domain.making import DAY, NOON, claim, report


@given(st.lists(st.tuples(st.text(), st.sampled_from(["plain", "bold", "link"])), max_size=6))
def test_offsets_count_utf16_units(parts: list[tuple[str, str]]) -> None:
    made: dict[str, Callable[[str], Piece | str]] = {
        "plain": str,
        "bold": bold,
        "link": lambda text: link(text, "https://a.example"),
    }
    message = joined(made[how](text) for text, how in parts)
    raw = message.text.encode("utf-16-le", "surrogatepass")
    styled = [text for text, how in parts if how != "plain" and text]
    assert [raw[2 * e.offset : 2 * (e.offset + e.length)].decode("utf-16-le") for e in message.entities] == styled


def test_a_link_without_an_address_is_plain_text() -> None:
    assert joined([link("Arna", "")], ((Button("OK", "ok"),),)).entities == ()


def test_an_emoji_is_two_units() -> None:
    assert units("ә😀") == 3


@pytest.mark.parametrize(
    ("outcome", "settled"),
    [
        (Sent(7), Settled(DeliveryState.SENT, message_id=7)),
        (Later(timedelta(seconds=5)), Settled(DeliveryState.WAITING, due_at=NOON + timedelta(seconds=5))),
        (Moved(-100), Settled(DeliveryState.WAITING, due_at=NOON)),
        (Gone("blocked"), Settled(DeliveryState.GONE, why="blocked", close=True)),
        (Refused("too long"), Settled(DeliveryState.REFUSED, why="too long")),
        (Doubtful("ReadTimeout"), Settled(DeliveryState.DOUBTFUL, why="ReadTimeout")),
    ],
)
def test_an_outcome_settles_a_delivery(outcome: Outcome, settled: Settled) -> None:
    assert settle(outcome, NOON) == settled


def test_a_report_survives_its_own_json() -> None:
    told = report(claims=(claim(20, field=Field.FINED, qualifier=Qualifier.AT_LEAST, as_of=DAY), claim(3)))
    assert from_json(json.loads(json.dumps(to_json(told)))) == told
    quiet = report(kind=ReportKind.NOT_PROTEST, action=None, issue=None, span=replace(told.span, start=None, end=None))
    assert from_json(json.loads(json.dumps(to_json(quiet)))) == quiet


def test_mentions_tell_their_text_and_an_unknown_year_leaves_month_and_day() -> None:
    mentions = Mentions(
        places=(PlaceMention("almaty", 0, 6, in_title=True),),
        numbers=(NumberMention(57, Qualifier.EXACT, 3, 5),),
        dates=(DateMention(DAY, 9, 21, 0, 4), DateMention(None, 9, 21, 7, 9)),
    )
    assert mentions_to_json(mentions) == {
        "places": [{"id": "almaty", "start": 0, "end": 6, "in": "title"}],
        "numbers": [{"value": 57, "qualifier": "exact", "start": 3, "end": 5}],
        "dates": [{"date": "2019-09-21", "start": 0, "end": 4}, {"month": 9, "day": 21, "start": 7, "end": 9}],
    }


def test_days_are_counted_in_kazakhstan() -> None:
    assert local_day(datetime(2026, 11, 21, 19, 30, tzinfo=UTC)).isoformat() == "2026-11-22"
    with pytest.raises(ValueError, match="naive"):
        utc(datetime(2026, 11, 21))  # noqa: DTZ001  # the fault under test
