"""Quiet hours, hours of the daily digest, and what counts as force."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.codes import Action, Field, Lang, Qualifier, Response
from bot.domain.contacts import STALE, Contacts
from bot.domain.digest_hours import DAILY_HOURS, until_hour
from bot.domain.event import Facts, Said, is_forceful, tells_of_detentions
from bot.domain.report import Claim, Span
from bot.domain.subscriber import Quiet

CALM = Facts(Action.RALLY, Span(date(2026, 11, 30), None, 1), ())


@pytest.mark.parametrize(
    ("quiet", "hour", "covered"),
    [
        (Quiet(23, 7), 22, False),
        (Quiet(23, 7), 23, True),
        (Quiet(23, 7), 6, True),
        (Quiet(23, 7), 7, False),
        (Quiet(0, 8), 0, True),
        (Quiet(0, 8), 8, False),
    ],
)
def test_quiet_hours_are_those_of_kazakhstan_and_may_go_over_midnight(quiet: Quiet, hour: int, covered: bool) -> None:
    there = datetime(2026, 11, 30, hour, 30, tzinfo=UTC) - timedelta(hours=5)
    assert quiet.covers(there) is covered


@pytest.mark.parametrize("hour", DAILY_HOURS)
def test_the_next_hour_of_a_digest_lies_within_a_day(hour: int) -> None:
    now = datetime(2026, 11, 30, 7, 10, tzinfo=UTC)
    at = now + until_hour(now, hour)
    assert now < at <= now + timedelta(days=1)
    assert (at + timedelta(hours=5)).hour == hour


def test_force_is_what_the_state_did_or_who_was_hurt_and_never_a_crowd() -> None:
    crowd = Said(Claim(Field.PARTICIPANTS, 500, 500, Qualifier.EXACT), "herald")
    hurt = Said(Claim(Field.INJURED_UNSPECIFIED, 2, 2, Qualifier.EXACT), "herald")
    assert not is_forceful(replace(CALM, said=(crowd,), responses=(Response.NEGOTIATION,)))
    assert is_forceful(replace(CALM, said=(hurt,)))
    assert is_forceful(replace(CALM, responses=(Response.FORCE,)))
    assert tells_of_detentions(replace(CALM, responses=(Response.DETENTIONS,)))
    assert not tells_of_detentions(replace(CALM, responses=(Response.FORCE,)))


def test_contacts_that_nobody_has_checked_for_too_long_are_shown_no_more() -> None:
    contacts = Contacts(date(2026, 1, 1), dict.fromkeys(Lang, "Call a lawyer."))
    assert contacts.on(date(2026, 1, 1) + STALE, Lang.KK) == "Call a lawyer."
    assert not contacts.on(date(2026, 1, 2) + STALE, Lang.KK)
