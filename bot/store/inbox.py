"""The inbox: updates as questions, sealed; erased when handled, only their numbers stay for a while.

Beside it, how much each chat has asked of late.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, func, select, update

from bot.domain.clock import HOUR, cut
from bot.domain.codes import Lang
from bot.domain.request import Burst, BurstVerdict, Request, RequestKind, StoredUpdate, TakenRequest, weighed
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.connect import insert
from bot.store.tables import bursts, inbox

_EMPTY: dict[str, Any] = {"body": None, "chat_index": ""}


def _oldest() -> Select[*tuple[Any, ...]]:
    earlier = inbox.alias("earlier")
    before = earlier.c.chat_index == inbox.c.chat_index, earlier.c.update_id < inbox.c.update_id
    first = ~select(earlier.c.update_id).where(*before, earlier.c.body.is_not(None)).exists()
    due = inbox.c.due_at <= bindparam("now", type_=inbox.c.due_at.type)
    waiting = select(inbox).where(inbox.c.body.is_not(None), due, first)
    return waiting.order_by(inbox.c.update_id).limit(1).with_for_update(of=inbox, skip_locked=True)


#: Statements of every answer, written once: to build one takes longer than the database takes to carry it out.
_OLDEST = _oldest()
_ONE = update(inbox).where(inbox.c.update_id == bindparam("number", type_=inbox.c.update_id.type))
_DUE = _ONE.values(due_at=bindparam("until", type_=inbox.c.due_at.type))
_HOUR = bindparam("hour", type_=inbox.c.at.type)
_OVER = {**_EMPTY, "at": _HOUR, "due_at": _HOUR, "fault": ""}
_LATER = _DUE.values(tries=inbox.c.tries + 1, begun=False)
_BEGUN = _ONE.where(inbox.c.body.is_not(None), ~inbox.c.begun).values(begun=True)
_DONE = _ONE.values(_OVER)
_PARKED = _ONE.values(_OVER | {"fault": bindparam("words", type_=inbox.c.fault.type)})


class InboxRepository:
    """The inbox of a transaction; moments are on the wire clock."""

    def __init__(self, connection: Connection, encryption: ChatIdEncryption) -> None:
        self._connection = connection
        self._encryption = encryption

    def keep(self, updates: Iterable[StoredUpdate], now: datetime) -> None:
        """Store updates; one that was stored before, handled or not, changes nothing."""
        rows = [self._row(one, now) for one in updates]
        if rows:
            self._connection.execute(insert(self._connection, inbox).on_conflict_do_nothing(), rows)

    def take(self, now: datetime, until: datetime) -> TakenRequest | None:
        """The oldest update of a chat none of whose updates is leased; it is the taker's until then."""
        row = self._connection.execute(_OLDEST, {"now": now}).one_or_none()
        if row is None:
            return None
        self._connection.execute(_DUE, {"number": row.update_id, "until": until})
        ask = replace(_ask(self._encryption.reveal(row.body)), update=row.update_id)
        return TakenRequest(row.update_id, ask, row.tries, begun=row.begun)

    def begin(self, update_id: int) -> bool:
        """Its answer is about to go; false when another answer to it was begun before."""
        return self._connection.execute(_BEGUN, {"number": update_id}).rowcount == 1

    def renew(self, update_id: int, until: datetime) -> None:
        """It stays leased until then."""
        self._connection.execute(_DUE, {"number": update_id, "until": until})

    def later(self, update_id: int, due_at: datetime) -> None:
        """It is to be handled again then."""
        self._connection.execute(_LATER, {"number": update_id, "until": due_at})

    def done(self, update_id: int, now: datetime) -> None:
        """Handled: only the number stays, so that a repeated update is not handled again, and the hour."""
        self._connection.execute(_DONE, {"number": update_id, "hour": cut(now, HOUR)})

    def park(self, update_id: int, fault: str, now: datetime) -> None:
        """It cannot be handled: the kind of the fault is kept for operators, and nothing of the update."""
        self._connection.execute(_PARKED, {"number": update_id, "words": fault[:80], "hour": cut(now, HOUR)})

    def free(self, now: datetime) -> int:
        """End all leases on what is not handled; for when it is certain that nobody handles anything."""
        return self._connection.execute(update(inbox).where(inbox.c.body.is_not(None)).values(due_at=now)).rowcount

    def waiting(self) -> int:
        """How many are still to be handled."""
        wanted = select(func.count()).select_from(inbox).where(inbox.c.body.is_not(None))
        return self._connection.scalar(wanted) or 0

    def next_due(self) -> datetime | None:
        """When the next that is still to be handled may be taken."""
        due: datetime | None = self._connection.scalar(
            select(func.min(inbox.c.due_at)).where(inbox.c.body.is_not(None))
        )
        return due

    def due_since(self, now: datetime) -> datetime | None:
        """Since when the oldest that nobody has leased waits."""
        waiting = inbox.c.body.is_not(None), inbox.c.due_at <= now
        since: datetime | None = self._connection.scalar(select(func.min(inbox.c.at)).where(*waiting))
        return since

    def parked(self) -> tuple[str, ...]:
        """Kind and fault of each update that could not be handled."""
        wanted = select(inbox.c.kind, inbox.c.fault).where(inbox.c.fault != "").order_by(inbox.c.update_id)
        return tuple(f"{row.kind}: {row.fault}" for row in self._connection.execute(wanted))

    def purge(self, before: datetime) -> int:
        """Forget the numbers of what came before a moment."""
        return self._connection.execute(delete(inbox).where(inbox.c.at < before, inbox.c.body.is_(None))).rowcount

    def _row(self, one: StoredUpdate, now: datetime) -> dict[str, Any]:
        body = self._encryption.hide(json.dumps(asdict(one.ask), ensure_ascii=False)) if one.ask else None
        chat = self._encryption.lane(one.ask.chat_id, one.ask.thread) if one.ask else ""
        moments = dict.fromkeys(("at", "due_at"), now if one.ask else cut(now, HOUR))
        kind = {"kind": one.kind[:40], "fault": one.fault[:80]}
        return {"update_id": one.update_id, "chat_index": chat, "body": body, **moments, **kind}


def _ask(text: str) -> Request:
    fields = json.loads(text)
    return Request(**fields | {"lang": Lang(fields["lang"]), "kind": RequestKind(fields["kind"])})


class Bursts:
    """How much each chat has asked of late, so that one keeps no other waiting; moments are on the wire clock.

    The generic cell rate algorithm (ITU-T I.371): one moment a chat, at which all that it asked is paid off. A chat is
    kept as its keyed hash, and only until then.
    """

    def __init__(self, connection: Connection, encryption: ChatIdEncryption) -> None:
        self._connection = connection
        self._encryption = encryption

    def ask(self, chat_id: int, cost: float, now: datetime) -> BurstVerdict:
        """Whether one more question of a chat is answered; what it cost is noted."""
        chat = self._encryption.lane(chat_id, 0)
        row = self._connection.execute(select(bursts).where(bursts.c.chat_index == chat)).one_or_none()
        burst, verdict = weighed(Burst(row.paid_at, told=row.told) if row else None, cost, now)
        values = {"chat_index": chat, "paid_at": burst.paid_at, "told": burst.told}
        noted = insert(self._connection, bursts).values(values)
        changed = {"paid_at": burst.paid_at, "told": burst.told}
        self._connection.execute(noted.on_conflict_do_update(index_elements=["chat_index"], set_=changed))
        return verdict

    def drop(self, chat_id: int) -> None:
        """Forget a chat."""
        self._connection.execute(delete(bursts).where(bursts.c.chat_index == self._encryption.lane(chat_id, 0)))

    def purge(self, now: datetime) -> None:
        """Forget chats that have asked nothing for a while."""
        self._connection.execute(delete(bursts).where(bursts.c.paid_at <= now))
