"""Articles: each stored once, whichever feeds bring it, and read once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from bot.domain.article import Article, Entry
from bot.store.columns import AnyRow
from bot.store.connect import insert
from bot.store.tables import articles, entries, feeds


@dataclass(frozen=True, slots=True)
class Stored:
    """An article under its number; `quiet` when what it tells must ring no phone."""

    number: int
    article: Article
    quiet: bool
    seen_at: datetime


class Articles:
    """The articles of a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, feed_id: str, entry: Entry, article: Article, now: datetime, *, quiet: bool = False) -> bool:
        """Store what a feed brought; true when the article is new, by the feed's key and by its address."""
        self._take_turns(feed_id)
        if self._known(feed_id, entry.key):
            return False
        row = _row(article, now, quiet=quiet)
        added = insert(self._connection, articles).values(row).on_conflict_do_nothing(index_elements=["url"])
        number = self._connection.scalar(added.returning(articles.c.id))
        place = {"feed_id": feed_id, "key": entry.key, "article_id": number or self._at(article.url)}
        self._connection.execute(insert(self._connection, entries).values(place))
        return number is not None

    def unread(self, limit: int) -> tuple[Stored, ...]:
        """Articles that nobody has read, oldest first."""
        wanted = select(articles).where(articles.c.read_at.is_(None)).order_by(articles.c.id).limit(limit)
        return tuple(_stored(row) for row in self._connection.execute(wanted))

    def is_read(self, number: int) -> bool:
        """Whether a report of this article is stored."""
        return self._connection.scalar(select(articles.c.read_at).where(articles.c.id == number)) is not None

    def get(self, number: int) -> Stored | None:
        """One article by its number."""
        row = self._connection.execute(select(articles).where(articles.c.id == number)).one_or_none()
        return _stored(row) if row else None

    def drop_text(self, before: datetime) -> int:
        """Forget the text of articles first seen before this moment, read or not; answers how many."""
        old = articles.c.text.is_not(None), articles.c.seen_at < before
        return self._connection.execute(update(articles).where(*old).values(text=None)).rowcount

    def _take_turns(self, feed_id: str) -> None:
        """Two processes that poll one feed must not both find an entry missing; SQLite has one writer anyway."""
        self._connection.execute(select(feeds.c.id).where(feeds.c.id == feed_id).with_for_update())

    def _known(self, feed_id: str, key: str) -> bool:
        known = select(entries.c.article_id).where(entries.c.feed_id == feed_id, entries.c.key == key)
        return self._connection.scalar(known) is not None

    def _at(self, url: str) -> int | None:
        return self._connection.scalar(select(articles.c.id).where(articles.c.url == url))


def _row(article: Article, now: datetime, *, quiet: bool) -> dict[str, Any]:
    return {
        "identity": article.id,
        "url": article.url or None,
        "title": article.title,
        "text": article.text,
        "source": article.source,
        "lang": article.lang,
        "published": article.published,
        "seen_at": now,
        "quiet": quiet,
    }


def _stored(row: AnyRow) -> Stored:
    article = Article(
        id=row.identity,
        title=row.title,
        text=row.text or "",
        url=row.url or "",
        source=row.source,
        lang=row.lang,
        published=row.published,
    )
    return Stored(row.id, article, row.quiet, row.seen_at)
