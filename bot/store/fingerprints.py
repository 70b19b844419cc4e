"""Fingerprints: keyed hashes of the articles of each event, for as long as more reports of it may come."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from bot.domain.fingerprint import Fingerprint
from bot.store.connect import upsert
from bot.store.tables import fingerprints


class FingerprintRepository:
    """The fingerprints of a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, article_number: int, event_id: int, own: Fingerprint, now: datetime) -> None:
        """Keep an article's fingerprint beside its event, in place of an earlier one; event 0 while none is chosen.

        0 also for a copy, by which its event is no better known.
        """
        row = {"article_id": article_number, "event_id": event_id, "body": _to_json(own), "at": now}
        self._connection.execute(upsert(self._connection.dialect.name, fingerprints, "article_id"), row)

    def of_events(self, event_ids: Iterable[int]) -> Mapping[int, tuple[Fingerprint, ...]]:
        """The fingerprints of each of these events; one that has none is left out."""
        found: defaultdict[int, list[Fingerprint]] = defaultdict(list)
        chosen = fingerprints.c.event_id.in_(sorted(event_ids))
        wanted = select(fingerprints).where(chosen).order_by(fingerprints.c.article_id)
        for row in self._connection.execute(wanted):
            found[row.event_id].append(fingerprint_from_json(row.body, row.article_id))
        return {event: tuple(prints) for event, prints in found.items()}

    def of_articles(self, numbers: Iterable[int]) -> Mapping[int, Fingerprint]:
        """The fingerprints of these articles, as far as they are kept."""
        chosen = fingerprints.c.article_id.in_(sorted(numbers))
        rows = self._connection.execute(select(fingerprints.c.article_id, fingerprints.c.body).where(chosen))
        return {row.article_id: fingerprint_from_json(row.body, row.article_id) for row in rows}

    def forget(self, before: datetime) -> int:
        """Drop what was kept before this moment; answers how many."""
        return self._connection.execute(delete(fingerprints).where(fingerprints.c.at < before)).rowcount


def _to_json(own: Fingerprint) -> dict[str, Any]:
    return {
        "lang": own.lang,
        "names": list(own.names.items()),
        "numbers": list(own.numbers.items()),
        "words": list(own.words.items()),
        "who": sorted(own.who),
        "what": sorted(own.what),
        "day": own.day,
    }


def fingerprint_from_json(data: dict[str, Any], article: int) -> Fingerprint:
    """The fingerprint of an article as it was stored."""
    return Fingerprint(
        lang=data["lang"],
        names=dict(data["names"]),
        numbers=dict(data["numbers"]),
        words=dict(data["words"]),
        who=frozenset(data["who"]),
        what=frozenset(data["what"]),
        article=article,
        day=data.get("day", 0),
    )
