"""Signs: what a running process wants operators to know, one line for each subject, until it takes it back."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.domain.clock import utc
from bot.store.connect import insert
from bot.store.tables import meta

_PREFIX = "sign "


@dataclass(frozen=True, slots=True)
class OperatorAlert:
    """One line, and since when it holds."""

    subject: str
    text: str
    since: datetime
    #: Something is missing, and all goes on without it.
    mild: bool = False


class OperatorAlertRepository:
    """The signs of a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def show(self, subject: str, text: str, now: datetime, *, mild: bool = False) -> None:
        """Put up a sign in place of another of its subject; the same again keeps its moment. No text takes it down."""
        if text == next((sign.text for sign in self.all() if sign.subject == subject), ""):
            return
        key = _PREFIX + subject
        self._connection.execute(delete(meta).where(meta.c.key == key))
        if text:
            value = json.dumps({"text": text, "since": utc(now).isoformat(), "mild": mild}, ensure_ascii=False)
            self._connection.execute(insert(self._connection, meta).values(key=key, value=value))

    def keep(self, subject: str, text: str, now: datetime) -> None:
        """As `show`, but what is put up stays as it was first said until it is taken down."""
        up = self._connection.scalar(select(meta.c.key).where(meta.c.key == _PREFIX + subject))
        if bool(up) != bool(text):
            self.show(subject, text, now)

    def all(self) -> tuple[OperatorAlert, ...]:
        """Every sign, by subject."""
        wanted = select(meta).where(meta.c.key.startswith(_PREFIX)).order_by(meta.c.key)
        return tuple(_sign(row.key, row.value) for row in self._connection.execute(wanted))


def _sign(key: str, value: str) -> OperatorAlert:
    kept = json.loads(value)
    return OperatorAlert(
        key.removeprefix(_PREFIX), kept["text"], datetime.fromisoformat(kept["since"]), kept.get("mild", False)
    )
