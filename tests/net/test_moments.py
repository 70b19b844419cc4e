"""Dates as feeds, sitemaps and pages write them; each kind once, the references in docs/field-cases.md."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.clock import almaty
from bot.net.feed_dates import EARLIEST, moment

#: 20:25 in Almaty.
SAID = datetime(2026, 12, 2, 15, 25, tzinfo=UTC)


@pytest.mark.parametrize(
    "said",
    [
        # offsets in every form, with and without a name
        *("Wed, 02 Dec 2026 20:25:00 +0500", "Wed, 02 Dec 2026 20:25:00 +05", "Wed, 02 Dec 2026 20:25:00 +05:00"),
        *("Wed, 02 Dec 2026 20:25:00 +5", "Wed, 02 Dec 2026 20:25:00 GMT+5", "Wed, 02 Dec 2026 20:25:00 UTC+05:00"),
        *("2026-12-02T20:25:00+05", "2026-12-02T20:25:00+05:00[Asia/Almaty]", "2026-12-02T20:25+0500"),
        *("2026-12-02T20:25:00.364419679+05:00", "2026-12-02 20:25:00.364 +0500 ALMT", "2026-12-02T10:25:00\u22125:00"),
        # names of zones
        *("Wed, 02 Dec 2026 20:25:00 ALMT", "Wed, 02 Dec 2026 20:25:00 Asia/Almaty", "Wed, 02 Dec 2026 18:25:00 MSK"),
        *("Wed, 02 Dec 2026 15:25:00 GMT", "2026-12-02T15:25:00Z", "20261202T152500Z", "Wed, 02 Dec 2026 10:25 EST"),
        # none
        *("2026-12-02 20:25:00", "Wed, 02 Dec 2026 20:25:00", "02.12.2026 20:25", "2026/12/02 20:25"),
        # months by name, in three languages and in any order
        *("Ср, 02 дек 2026 20:25:00 +0500", "2 декабря 2026, 20:25", "2 желтоқсан 2026 20:25"),
        *("2026 жылғы 2 желтоқсан, 20:25", "Dec 2, 2026 at 8:25 pm", "Wed, Dec 02 2026 20:25:00 +0500"),
        *("Wed Dec  2 20:25:00 2026", "02 Dec 26 20:25 +0500", "026, 02 Dec 2026 20:25:00 +0500"),
        *("Wed, 02 Decem. 2026 20:25:0 +0500", "Wed, 2 Dec 2026 08:25 PM", "  Wed,\n02 Dec 2026  20:25:00 +0500 "),
        "1796225100",
        "1796225100000",
    ],
)
def test_a_moment_is_the_same_in_every_form(said: str) -> None:
    found = moment(said)
    assert found is not None
    assert found.replace(second=0, microsecond=0) == SAID


@pytest.mark.parametrize(
    "said",
    [
        *("", "x", "today", "сегодня, 20:25", "0000-00-00", "Mon, 01 Jan 0001 00:00:00 GMT", "1970-01-01T00:00:00Z"),
        *("02/12/2026", "2026-13-01", "31 февраля 2026", "12:30", "2 Foo 2026", "99999999999999999999", "9999-12-31"),
        *("Wed, 02 Dec 2026 25:25:00 +0500", "2026-12-02T20:25:00+99:00", "-" * 5000),
    ],
)
def test_what_is_no_date_of_the_webs_time_is_none(said: str) -> None:
    assert moment(said) is None


def test_a_day_alone_begins_in_kazakhstan() -> None:
    assert moment("2026-12-02") == datetime(2026, 12, 2, tzinfo=almaty())
    assert moment("Aug 15, 2019") == datetime(2019, 8, 15, tzinfo=almaty())
    assert moment("12/25/2026") == moment("25/12/2026") == datetime(2026, 12, 25, tzinfo=almaty())


@given(
    st.datetimes(datetime(1996, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001  # without a zone
    st.integers(-14 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters))),
)
def test_what_is_written_by_the_standards_is_read_as_it_was_meant(when: datetime, zone: timezone) -> None:
    meant = when.replace(microsecond=0, tzinfo=zone)
    mail = f"{meant:%a, %d %b %Y %H:%M:%S %z}"
    for said in (mail, mail[5:], meant.isoformat(), meant.isoformat(" "), f"{meant:%Y-%m-%dT%H:%M:%S%z}"):
        found = moment(said)
        assert found == meant
        assert found is not None
        assert found.utcoffset() == meant.utcoffset()


@given(st.one_of(st.text(max_size=90), st.from_regex(r"[0-9A-Za-zа-я:+ ,./-]{0,40}", fullmatch=True)))
def test_no_text_raises_and_every_moment_is_aware(said: str) -> None:
    found = moment(said)
    assert found is None or (found.tzinfo is not None and found >= EARLIEST)
