"""Rows of articles ↔ values, and what is known of a feed's entries before they are stored."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.domain.article import Article, Entry
from bot.store.columns import AnyRow


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article under its number; `quiet` when what it tells must ring no phone."""

    number: int
    article: Article
    quiet: bool
    seen_at: datetime
    #: Counts up when the outlet edits it.
    revision: int = 1
    #: The event that its earlier revision was joined to.
    event: int | None = None


@dataclass(frozen=True, slots=True)
class NewEntry:
    """One entry of a feed, to be stored unless it is known."""

    entry: Entry
    article: Article
    quiet: bool = False
    #: Not to be read before its page was fetched.
    page: bool = False
    #: Nobody knows when it was published.
    undated: bool = False


@dataclass(slots=True)
class KnownEntries:
    """What the store knows of some entries."""

    by_key: dict[str, tuple[int, str]] = field(default_factory=dict)
    by_url: dict[str, int] = field(default_factory=dict)
    by_digest: dict[str, int] = field(default_factory=dict)
    #: Key and digest that this feed last had for an article.
    own: dict[int, tuple[str, str]] = field(default_factory=dict)

    def number(self, entry: Entry) -> int | None:
        """The article of an entry: by its key, else its identity, else its words."""
        by_words = self.by_digest.get(entry.digest) if entry.telling else None
        by_key = self.by_key.get(entry.key)
        return by_key[0] if by_key else self.by_url.get(entry.identity, by_words)

    def is_as_it_was(self, entry: Entry) -> bool:
        """Whether nothing of it has to be written."""
        return self.by_key.get(entry.key, (0, ""))[1] == entry.digest

    def is_edited(self, entry: Entry) -> bool:
        """Whether this feed had other words for the same article."""
        number = self.number(entry)
        before = self.by_key.get(entry.key) or self.own.get(number or 0)
        return before is not None and before[1] not in {"", entry.digest}


def newest_first(items: Iterable[NewEntry]) -> list[NewEntry]:
    """By date; the undated come last, in the order of the feed."""
    return sorted(items, key=lambda item: -item.entry.published.timestamp() if item.entry.published else 0)


def row_of(item: NewEntry, now: datetime) -> dict[str, Any]:
    """A new article's row."""
    article = item.article
    return {
        "identity": article.id,
        "url": item.entry.identity or None,
        "link": article.url,
        "title": article.title,
        "text": article.text,
        "source": article.source,
        "lang": article.lang,
        "published": article.published,
        "seen_at": now,
        "quiet": item.quiet,
        "undated": item.undated,
        "page_due_at": now if item.page else None,
    }


def stored_of(row: AnyRow) -> StoredArticle:
    """The article of a row, and the event of its report."""
    article = Article(
        id=row.identity,
        title=row.title,
        text=row.text or "",
        url=row.link or row.url or "",
        source=row.source,
        lang=row.lang,
        published=row.published,
    )
    return StoredArticle(row.id, article, row.quiet or row.undated, row.seen_at, row.revision, row.event_id)
