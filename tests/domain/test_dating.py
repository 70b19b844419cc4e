"""Which day an article has: by its stamp, its outlet's clock, its address and its page."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import publication_date
from bot.domain.article import Entry
from bot.domain.clock import almaty, local_day

#: 20:30 in Almaty.
NOW = datetime(2026, 12, 2, 15, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


def zone(hours: float) -> timezone:
    return timezone(timedelta(hours=hours))


def entry(published: datetime | None = None, link: str = "", *, is_change: bool = False) -> Entry:
    return Entry("k", link, "t", "", published, is_change=is_change)


BOUNDS = datetime(1996, 1, 1), datetime(2099, 1, 1)  # noqa: DTZ001  # without a zone
moments = st.datetimes(*BOUNDS).map(lambda at: at.replace(microsecond=0))


@given(moments, st.sampled_from([5, 6]), st.timedeltas(timedelta(hours=2), timedelta(days=900)))
def test_a_stamp_in_a_zone_of_kazakhstan_keeps_the_day_that_the_writer_had(
    wall: datetime, hours: int, later: timedelta
) -> None:
    stamp = wall.replace(tzinfo=zone(hours))
    assert local_day(publication_date.counted(stamp, (stamp + later).astimezone(UTC))) == wall.date()


@given(moments, st.integers(-14, 14), st.timedeltas(timedelta(days=-900), timedelta(days=900)), st.integers(-14, 14))
def test_nothing_is_published_after_the_poll_that_brought_it(
    wall: datetime, hours: int, before: timedelta, clock: int
) -> None:
    stamp = wall.replace(tzinfo=zone(hours))
    now = (stamp + before).astimezone(UTC)
    assert publication_date.counted(stamp, now, clock * HOUR) <= now


@given(moments, st.integers(-14, 14).filter(lambda hours: hours not in {5, 6}))
def test_a_stamp_of_elsewhere_is_the_moment_it_says(wall: datetime, hours: int) -> None:
    stamp = wall.replace(tzinfo=zone(hours))
    assert publication_date.counted(stamp, stamp + HOUR) == stamp


def test_half_past_midnight_by_old_zone_data_is_not_yesterday() -> None:
    now = datetime(2026, 12, 2, 19, 40, tzinfo=UTC)  # 00:40 of the third
    assert local_day(publication_date.counted(datetime(2026, 12, 3, 0, 30, tzinfo=zone(6)), now)) == date(2026, 12, 3)
    ahead = datetime(2026, 12, 3, 1, 30, tzinfo=zone(6))  # a clock that is right, with the zone of before 2024
    assert publication_date.counted(ahead, now) == datetime(2026, 12, 2, 19, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("link", "day"),
    [
        ("https://o.example/2024/05/18/miting", date(2024, 5, 18)),
        ("https://o.example/news/2024-05-18-miting.html", date(2024, 5, 18)),
        ("https://o.example/news/2024/5/8/miting/", date(2024, 5, 8)),
        ("https://o.example/18-05-2024/miting", date(2024, 5, 18)),
        ("https://o.example/news/miting-20240518.html", date(2024, 5, 18)),
        ("https://o.example/2024/13/18/miting", None),
        ("https://o.example/2024/02/31/miting", None),
        ("https://o.example/news/2024/miting-378123", None),
        ("https://o.example/?d=2024/05/18", None),
        ("", None),
    ],
)
def test_the_day_in_an_address(link: str, day: date | None) -> None:
    assert publication_date.day_in(link, loosely=True) == day


@pytest.mark.parametrize(
    ("said", "link", "day"),
    [
        (None, "https://o.example/2024/05/18/a", date(2024, 5, 18)),
        (NOW, "https://o.example/2024/05/18/a", date(2024, 5, 18)),
        (NOW, "https://o.example/2026/12/02/a", date(2026, 12, 2)),
        (NOW, "https://o.example/2026/12/01/a", date(2026, 12, 2)),  # a day is a matter of zones
        (NOW, "https://o.example/2027/01/01/a", date(2026, 12, 2)),  # one to come is no date of publication
        (NOW, "https://o.example/2026/12/a", date(2026, 12, 2)),
        (NOW, "https://o.example/2024/05/a", None),
        (NOW, "https://o.example/a-20240518.html", date(2026, 12, 2)),  # may be a number
        (None, "https://o.example/a-20240518.html", date(2024, 5, 18)),
        (None, "https://o.example/a", None),
        (NOW + timedelta(days=900), "https://o.example/a", date(2026, 12, 2)),
    ],
)
def test_the_oldest_of_stamp_and_address_counts(said: datetime | None, link: str, day: date | None) -> None:
    found = publication_date.published(entry(said, link), NOW)
    assert (found and local_day(found)) == day
    assert found is None or found <= NOW


def test_the_moment_of_the_last_change_is_no_date_of_publication() -> None:
    assert publication_date.published(entry(NOW, "https://o.example/a", is_change=True), NOW) is None
    found = publication_date.published(entry(NOW, "https://o.example/2024/05/18/a", is_change=True), NOW)
    assert found == datetime(2024, 5, 18, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("known", "page", "counts"),
    [
        (None, [NOW - HOUR], NOW - HOUR),
        (None, [], None),
        (NOW, [NOW - HOUR], NOW),  # the same publication
        (NOW, [NOW - timedelta(days=400), NOW], NOW - timedelta(days=400)),
        (NOW - timedelta(days=400), [NOW], NOW - timedelta(days=400)),
        (None, [NOW + 9 * HOUR], NOW),
    ],
)
def test_the_oldest_of_feed_and_page_counts(
    known: datetime | None, page: list[datetime], counts: datetime | None
) -> None:
    assert publication_date.by_page(known, page, NOW) == counts


@pytest.mark.parametrize(
    ("lags", "hours"),
    [
        ((3, 7, 1, 9, 4), 0),
        ((3, 70, 1, 9, 55), 0),
        ((-297, -291, -299, -280, -295), 5),
        ((303, 309, 301, 325, 304, 306), -5),
        ((-297, -291, -299, -280), 0),  # too few
        ((-297, 3, -299, 5, -280, 9), 0),  # not constant
        ((3, 7, 1, -1440, 9, 4, 8), 0),  # one that was announced
        ((-9000,) * 9, 0),
    ],
)
def test_a_clock_that_is_wrong_by_whole_hours_is_learnt(lags: tuple[int, ...], hours: int) -> None:
    assert publication_date.clock(lags) == hours * HOUR


def test_what_is_learnt_of_a_clock_puts_its_stamps_right() -> None:
    lags: tuple[int, ...] = ()
    for n in range(5):
        now = NOW + n * HOUR
        lags = publication_date.lags(lags, [now - timedelta(minutes=4) + 5 * HOUR, now.replace(hour=0, minute=0)], now)
    assert publication_date.clock(lags) == 5 * HOUR
    stamp = datetime(2026, 12, 3, 1, 25, tzinfo=UTC)
    assert publication_date.counted(stamp, NOW + timedelta(days=1), publication_date.clock(lags)) == stamp - 5 * HOUR


def test_midnight_is_a_day_without_a_time_and_tells_nothing_of_a_clock() -> None:
    assert publication_date.lags((), [datetime(2026, 12, 2, tzinfo=almaty())] * 6, NOW) == ()
