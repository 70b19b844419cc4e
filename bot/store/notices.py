"""Notices: messages about no event, and what became of each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, exists, func, insert, literal, or_, select, update

from bot.domain.codes import Lang
from bot.domain.delivery import DeliveryState
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.tables import notice_messages, notices, subscribers, subscriptions

#: So many chats are written down in one step.
_STEP = 2000


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice that is still to be written down for everybody."""

    id: int
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AddressedNotice:
    """One message that is to go out; the chat must not be shown."""

    notice: int
    subscriber: int
    chat_id: int
    thread: int
    lang: Lang
    body: Mapping[str, Any]
    attempts: int

    def __repr__(self) -> str:
        return f"AddressedNotice(notice={self.notice})"


class NoticeRepository:
    """The notices of a transaction."""

    def __init__(self, connection: Connection, encryption: ChatIdEncryption) -> None:
        self._connection = connection
        self._encryption = encryption

    def add(self, body: Mapping[str, Any], now: datetime) -> int:
        """A notice is to be sent; answers its number."""
        row = {"body": dict(body), "at": now}
        return int(self._connection.execute(insert(notices).values(row).returning(notices.c.id)).scalar_one())

    def get(self, number: int) -> tuple[Mapping[str, Any], datetime] | None:
        """What a notice says, and since when; none of this number."""
        row = self._connection.execute(select(notices.c.body, notices.c.at).where(notices.c.id == number)).one_or_none()
        return (row.body, row.at) if row else None

    def unfinished(self) -> Notice | None:
        """The oldest that is not yet written down for everybody."""
        wanted = select(notices.c.id, notices.c.body).where(~notices.c.done).order_by(notices.c.id).limit(1)
        row = self._connection.execute(wanted).one_or_none()
        return Notice(row.id, row.body) if row else None

    def reach(self, places: Collection[str] | None, langs: Collection[Lang] | None) -> int:
        """How many open chats chose one of these places (none: any) and speak one of these languages."""
        wanted = select(func.count()).select_from(subscribers).where(*_reached(places, langs))
        return self._connection.scalar(wanted) or 0

    def expand(
        self, number: int, places: Collection[str] | None, langs: Collection[Lang] | None, now: datetime
    ) -> bool:
        """A notice for the next chats; whether it is written down for everybody."""
        cursor = self._connection.scalar(select(notices.c.cursor).where(notices.c.id == number)) or 0
        count, last = self._stretch(cursor)
        within = subscribers.c.id > cursor, subscribers.c.id <= (last or cursor)
        values = {
            "notice_id": literal(number),
            "subscriber_id": subscribers.c.id,
            "state": literal(DeliveryState.WAITING, notice_messages.c.state.type),
            "due_at": literal(now, notice_messages.c.due_at.type),
        }
        chosen = select(*(value.label(name) for name, value in values.items()))
        chosen = chosen.where(*within, *_reached(places, langs))
        self._connection.execute(insert(notice_messages).from_select(list(values), chosen))
        done: bool = count < _STEP
        this = update(notices).where(notices.c.id == number)
        self._connection.execute(this.values(cursor=last or cursor, done=done))
        return done

    def begin(self, now: datetime, until: datetime, limit: int) -> tuple[AddressedNotice, ...]:
        """Mark the next messages as being sent; what is not settled until then is doubtful."""
        waiting = notice_messages.c.state == DeliveryState.WAITING, notice_messages.c.due_at <= now
        rested = or_(subscribers.c.next_at.is_(None), subscribers.c.next_at <= now)
        wanted = (
            select(notice_messages, notices.c.body, subscribers.c.chat_cipher, subscribers.c.thread, subscribers.c.lang)
            .join(notices, notices.c.id == notice_messages.c.notice_id)
            .join(subscribers, subscribers.c.id == notice_messages.c.subscriber_id)
            .where(*waiting, rested, subscribers.c.closed_at.is_(None))
            .order_by(notice_messages.c.notice_id, notice_messages.c.subscriber_id)
            .limit(limit)
            .with_for_update(of=notice_messages, skip_locked=True)
        )
        rows = self._connection.execute(wanted).all()
        for row in rows:
            self._set(
                row.notice_id, row.subscriber_id, state=DeliveryState.SENDING, due_at=until, attempts=row.attempts + 1
            )
        return tuple(
            AddressedNotice(
                row.notice_id,
                row.subscriber_id,
                self._encryption.open(row.chat_cipher),
                row.thread,
                row.lang,
                row.body,
                row.attempts + 1,
            )
            for row in rows
        )

    def settle(self, one: AddressedNotice, state: DeliveryState, due_at: datetime) -> None:
        """What became of a message; one that waits is due then."""
        self._set(one.notice, one.subscriber, state=state, due_at=due_at)

    def expire(self, now: datetime) -> None:
        """What a dead process was sending may have arrived."""
        lost = notice_messages.c.state == DeliveryState.SENDING, notice_messages.c.due_at <= now
        self._connection.execute(update(notice_messages).where(*lost).values(state=DeliveryState.DOUBTFUL))

    def any(self) -> bool:
        """Whether a notice is to be sent, or it is still known to whom one went."""
        known = select(notice_messages.c.notice_id).limit(1)
        to_do = select(notices.c.id).where(~notices.c.done).limit(1)
        return any(self._connection.scalar(one) is not None for one in (known, to_do))

    def counts(self, number: int) -> Mapping[DeliveryState, int]:
        """How many messages of a notice stand where."""
        counted = select(notice_messages.c.state, func.count().label("many"))
        rows = counted.where(notice_messages.c.notice_id == number).group_by(notice_messages.c.state)
        return {row.state: row.many for row in self._connection.execute(rows)}

    def purge(self, before: datetime) -> None:
        """Forget to whom notices went that are older than a moment."""
        old = select(notices.c.id).where(notices.c.at < before)
        self._connection.execute(delete(notice_messages).where(notice_messages.c.notice_id.in_(old)))

    def _stretch(self, cursor: int) -> Sequence[Any]:
        step = select(subscribers.c.id).where(subscribers.c.id > cursor).order_by(subscribers.c.id).limit(_STEP)
        found = step.subquery()
        return self._connection.execute(select(func.count(), func.max(found.c.id))).one()

    def _set(self, notice: int, subscriber: int, **values: Any) -> None:
        this = notice_messages.c.notice_id == notice, notice_messages.c.subscriber_id == subscriber
        self._connection.execute(update(notice_messages).where(*this).values(values))


def _reached(places: Collection[str] | None, langs: Collection[Lang] | None) -> tuple[ColumnElement[bool], ...]:
    here = subscriptions.c.subscriber_id == subscribers.c.id
    chose = () if places is None else (exists().where(here, subscriptions.c.place_id.in_(sorted(places))),)
    speak = () if langs is None else (subscribers.c.lang.in_(sorted(langs)),)
    return subscribers.c.closed_at.is_(None), *chose, *speak
