"""Response headers → spans of time; what cannot be read is as if it had not been sent."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9,"
    " text/html;q=0.8, */*;q=0.5"
)
_MAX_AGE = re.compile(r"(?:^|[\s,])(?:s-maxage|max-age)\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_MOST = timedelta(days=366)


def retry_after(head: Mapping[str, str]) -> timedelta | None:
    """Retry-After (RFC 9110, 10.2.3), in seconds or as a date counted from the server's own Date."""
    said = head.get("Retry-After", "").strip()
    if said.isascii() and said.isdigit() and len(said) < 10:
        return min(timedelta(seconds=int(said)), _MOST)
    until, since = _date(said), _date(head.get("Date", ""))
    return min(max(until - since, timedelta()), _MOST) if until and since else None


def max_age(head: Mapping[str, str]) -> timedelta | None:
    """How long an answer is fresh: Cache-Control (RFC 9111, 5.2.2), else Expires minus Date."""
    said = head.get("Cache-Control", "")
    if "no-cache" in said or "no-store" in said:
        return None
    ages = [int(age) for age in _MAX_AGE.findall(said)]
    if ages:
        return timedelta(seconds=max(ages))
    until, since = _date(head.get("Expires", "")), _date(head.get("Date", ""))
    return max(until - since, timedelta()) if until and since and until > since else None


def _date(said: str) -> datetime | None:
    if not said:
        return None
    try:
        moment = parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
