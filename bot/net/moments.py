"""Written dates → moments: what JSON Feeds and sitemaps say, which is ISO 8601 or something like it."""

from datetime import UTC, datetime

#: Nothing on the web was published earlier; such a date is a fault of the feed, not a date.
EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)


def moment(said: object) -> datetime | None:
    """A moment in UTC, or none for anything that is no date of the web's time; a date without a zone is UTC."""
    if not isinstance(said, str):
        return None
    try:
        found = datetime.fromisoformat(said.strip())
        found = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found if found >= EARLIEST else None
