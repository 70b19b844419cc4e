"""entry → article: one item of a feed as it came, and the same made ours."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.codes import Lang


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed, parsed but not yet trusted for anything."""

    #: guid, else link, else a hash of title and text: unique within the feed.
    key: str
    link: str
    title: str
    text: str
    #: As the feed says, in UTC; none when it says nothing or nonsense.
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """Plain text with a stable identity, ready to be read."""

    id: str
    title: str
    text: str
    url: str = ""
    #: Id of the outlet in the names table.
    source: str = ""
    #: What the feed or the caller says; reading decides for itself and uses this to break ties.
    lang: Lang | None = None
    published: datetime | None = None
