"""Subscribers: a number, a language, places, a pace; the chat id goes in and never comes out here."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, delete, func, or_, select, update

from bot.domain.codes import Lang, Pace
from bot.domain.subscriber import Addressee, Subscriber
from bot.store.columns import AnyRow
from bot.store.connect import insert
from bot.store.tables import subscribers, subscriptions
from bot.store.vault import Vault


class Subscribers:
    """The subscribers of a transaction."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def open(self, chat_id: int, lang: Lang, *, thread: int = 0, channel: bool = False) -> Subscriber:
        """The subscriber of a chat or topic, made or opened again; one that exists keeps its language and places."""
        kind = {"thread": thread, "channel": channel}
        row = {**self._sealed(chat_id, thread), "lang": lang, "pace": Pace.NOW, **kind}
        added = insert(self._connection, subscribers).values(row)
        opened = added.on_conflict_do_update(index_elements=["chat_index"], set_={"closed_at": None})
        number = self._connection.execute(opened.returning(subscribers.c.id)).scalar_one()
        return self._one(subscribers.c.id == number) or Subscriber(number, lang)

    def by_chat(self, chat_id: int, thread: int = 0) -> Subscriber | None:
        """The subscriber of a chat or topic, closed ones too."""
        return self._one(subscribers.c.chat_index == self._vault.index(chat_id, thread))

    def get(self, number: int) -> Subscriber | None:
        """The subscriber of a number, closed ones too."""
        return self._one(subscribers.c.id == number)

    def after(self, cursor: int, limit: int) -> tuple[Subscriber, ...]:
        """Open subscribers with numbers above the cursor, ascending."""
        open_ones = select(subscribers).where(subscribers.c.closed_at.is_(None), subscribers.c.id > cursor)
        rows = self._connection.execute(open_ones.order_by(subscribers.c.id).limit(limit)).all()
        last = rows[-1].id if rows else cursor
        places = self._places(subscriptions.c.subscriber_id > cursor, subscriptions.c.subscriber_id <= last)
        return tuple(_subscriber(row, places[row.id]) for row in rows)

    def save(self, subscriber: Subscriber, now: datetime) -> None:
        """Write a subscriber's choices; closed since `now` when it was open."""
        since = func.coalesce(subscribers.c.closed_at, now) if subscriber.closed else None
        choices = {"lang": subscriber.lang, "pace": subscriber.pace, "closed_at": since}
        self._connection.execute(update(subscribers).where(subscribers.c.id == subscriber.id).values(choices))
        self._choose(subscriber.id, subscriber.places)

    def close(self, number: int, now: datetime) -> None:
        """Tell this subscriber nothing any more, until it is opened again."""
        open_one = subscribers.c.id == number, subscribers.c.closed_at.is_(None)
        self._connection.execute(update(subscribers).where(*open_one).values(closed_at=now))

    def erase(self, number: int) -> None:
        """Keep nothing of a subscriber: its places and deliveries go with it."""
        self._connection.execute(delete(subscribers).where(subscribers.c.id == number))

    def rekey(self, number: int, chat_id: int) -> None:
        """The chat has moved to another id; when that one is a subscriber already, this one is erased."""
        moving = self.get(number)
        thread = moving.thread if moving else 0
        known = self.by_chat(chat_id, thread)
        if known and known.id != number:
            self.erase(number)
            return
        moved = update(subscribers).where(subscribers.c.id == number).values(self._sealed(chat_id, thread))
        self._connection.execute(moved)

    def reopen(self, number: int) -> None:
        """Tell a closed subscriber things again, with its old choices."""
        self._connection.execute(update(subscribers).where(subscribers.c.id == number).values(closed_at=None))

    def seen(self, number: int, month: str) -> None:
        """A person of this chat was there in this month."""
        other = or_(subscribers.c.seen.is_(None), subscribers.c.seen != month, subscribers.c.asked_at.is_not(None))
        here = update(subscribers).where(subscribers.c.id == number, other).values(seen=month, asked_at=None)
        self._connection.execute(here)

    def erase_closed(self, before: datetime, limit: int) -> int:
        """Erase those who closed before a moment, at most so many; answers how many."""
        wanted = subscribers.c.closed_at < before
        return self._erase_some(select(subscribers.c.id).where(wanted).order_by(subscribers.c.closed_at).limit(limit))

    def erase_silent(self, asked_before: datetime, limit: int) -> int:
        """Erase those who were asked before a moment whether they are there, and have not tapped since."""
        return self._erase_some(select(subscribers.c.id).where(subscribers.c.asked_at < asked_before).limit(limit))

    def ask(self, seen_before: str, now: datetime, limit: int) -> tuple[Addressee, ...]:
        """Those last seen before a month and not asked yet, marked as asked."""
        silent = subscribers.c.seen < seen_before, subscribers.c.asked_at.is_(None), subscribers.c.closed_at.is_(None)
        wanted = select(subscribers).where(*silent, ~subscribers.c.channel).order_by(subscribers.c.id).limit(limit)
        rows = self._connection.execute(wanted).all()
        asked = update(subscribers).where(subscribers.c.id.in_([row.id for row in rows])).values(asked_at=now)
        self._connection.execute(asked)
        return tuple(Addressee(_subscriber(row, ()), self._vault.open(row.chat_cipher)) for row in rows)

    def count_open(self) -> int:
        """How many are told things."""
        wanted = select(func.count()).select_from(subscribers).where(subscribers.c.closed_at.is_(None))
        return self._connection.scalar(wanted) or 0

    def _erase_some(self, which: Select[tuple[int]]) -> int:
        gone = delete(subscribers).where(subscribers.c.id.in_(which.scalar_subquery()))
        return self._connection.execute(gone).rowcount

    def _sealed(self, chat_id: int, thread: int) -> dict[str, str | bytes]:
        return {"chat_index": self._vault.index(chat_id, thread), "chat_cipher": self._vault.seal(chat_id)}

    def _one(self, which: ColumnElement[bool]) -> Subscriber | None:
        row = self._connection.execute(select(subscribers).where(which)).one_or_none()
        return _subscriber(row, self._places(subscriptions.c.subscriber_id == row.id)[row.id]) if row else None

    def _places(self, *which: ColumnElement[bool]) -> defaultdict[int, set[str]]:
        places: defaultdict[int, set[str]] = defaultdict(set)
        for row in self._connection.execute(select(subscriptions).where(*which)):
            places[row.subscriber_id].add(row.place_id)
        return places

    def _choose(self, number: int, places: Iterable[str]) -> None:
        self._connection.execute(delete(subscriptions).where(subscriptions.c.subscriber_id == number))
        rows = [{"subscriber_id": number, "place_id": place} for place in sorted(places)]
        if rows:
            self._connection.execute(insert(self._connection, subscriptions), rows)


def _subscriber(row: AnyRow, places: Iterable[str]) -> Subscriber:
    closed = row.closed_at is not None
    kind = {"thread": row.thread, "channel": row.channel}
    return Subscriber(row.id, row.lang, frozenset(places), row.pace, closed=closed, **kind)
