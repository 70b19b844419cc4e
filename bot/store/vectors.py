"""Vectors: what the encoder made of articles, for as long as more reports of their events may come.

A row without a vector is of an article that was read while the encoder was absent.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from bot.domain.vector import Vector, packed, unpacked
from bot.store.connect import insert
from bot.store.tables import articles, vectors

#: An article is read again so often for want of a vector, and no more: its text may be what ends the worker.
MOST_TRIES = 3


class Vectors:
    """The vectors of a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, number: int, vector: Vector | None, now: datetime) -> None:
        """Keep an article's vector in place of an earlier one; none: it lacks one and is to be read again."""
        row = {"body": packed(vector) if vector is not None else None, "at": now}
        added = insert(self._connection, vectors).values(article_id=number, tries=0, **row)
        self._connection.execute(added.on_conflict_do_update(index_elements=["article_id"], set_=row))

    def drop(self, number: int) -> None:
        """An article that was edited wants no vector any more."""
        self._connection.execute(delete(vectors).where(vectors.c.article_id == number))

    def of_articles(self, numbers: Iterable[int]) -> Mapping[int, Vector]:
        """The vectors of these articles, as far as they are kept."""
        chosen = vectors.c.article_id.in_(sorted(numbers)), vectors.c.body.is_not(None)
        rows = self._connection.execute(select(vectors.c.article_id, vectors.c.body).where(*chosen))
        return {row.article_id: unpacked(row.body) for row in rows}

    def lacking(self, limit: int) -> tuple[int, ...]:
        """Articles that were read without a vector, have their text still and were not tried too often; the oldest."""
        lacks = vectors.c.body.is_(None), vectors.c.tries < MOST_TRIES
        there = articles.c.text.is_not(None), articles.c.read_at.is_not(None)
        joined = select(vectors.c.article_id).join(articles, articles.c.id == vectors.c.article_id)
        return tuple(self._connection.scalars(joined.where(*lacks, *there).order_by(vectors.c.article_id).limit(limit)))

    def read_again(self, numbers: Collection[int]) -> None:
        """Let these articles be read once more, as edited ones are."""
        here, again = vectors.c.article_id.in_(numbers), articles.c.id.in_(numbers)
        self._connection.execute(update(vectors).where(here).values(tries=vectors.c.tries + 1))
        values = {"read_at": None, "revision": articles.c.revision + 1}
        self._connection.execute(update(articles).where(again).values(values))

    def forget(self, before: datetime) -> int:
        """Drop what was kept before this moment; answers how many."""
        return self._connection.execute(delete(vectors).where(vectors.c.at < before)).rowcount
