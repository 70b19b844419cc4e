"""What operators are told: lines that a running process shows until it takes them back, and times of trouble.

Times of trouble are kept as one value, so that operators are told of each once, whichever process notices.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.domain.clock import utc
from bot.domain.trouble import Trouble, TroublePeriod, Turn, turn, untold
from bot.store import meta
from bot.store.connect import insert
from bot.store.tables import meta as values

_PREFIX = "sign "


@dataclass(frozen=True, slots=True)
class OperatorWarning:
    """One line, and since when it holds."""

    subject: str
    text: str
    since: datetime
    #: Something is missing, and all goes on without it.
    mild: bool = False


class OperatorWarningRepository:
    """What a running process wants operators to know, one line for each subject."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def show(self, subject: str, text: str, now: datetime, *, mild: bool = False) -> None:
        """Show a line in place of another of its subject; the same again keeps its moment. No text takes it back."""
        if text == next((one.text for one in self.all() if one.subject == subject), ""):
            return
        key = _PREFIX + subject
        self._connection.execute(delete(values).where(values.c.key == key))
        if text:
            value = json.dumps({"text": text, "since": utc(now).isoformat(), "mild": mild}, ensure_ascii=False)
            self._connection.execute(insert(self._connection, values).values(key=key, value=value))

    def keep(self, subject: str, text: str, now: datetime) -> None:
        """As `show`, but what is shown stays as it was first said until it is taken back."""
        up = self._connection.scalar(select(values.c.key).where(values.c.key == _PREFIX + subject))
        if bool(up) != bool(text):
            self.show(subject, text, now)

    def all(self) -> tuple[OperatorWarning, ...]:
        """Every line, by subject."""
        wanted = select(values).where(values.c.key.startswith(_PREFIX)).order_by(values.c.key)
        return tuple(_warning(row.key, row.value) for row in self._connection.execute(wanted))


def _warning(key: str, value: str) -> OperatorWarning:
    kept = json.loads(value)
    return OperatorWarning(
        key.removeprefix(_PREFIX), kept["text"], datetime.fromisoformat(kept["since"]), kept.get("mild", False)
    )


_KEY = "outage spells"


class TroubleRepository:
    """Times of trouble, each told once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def turn(self, present: Collection[Trouble], now: datetime, more: Mapping[Trouble, TroublePeriod]) -> Turn:
        """Look once: what is told of now is known from here on. `more` was noticed while nothing could be written."""
        turned = turn({**self._all(), **more}, present, now)
        self._keep(turned.periods)
        return turned

    def untold(self, troubles: Iterable[Trouble]) -> None:
        """Nobody could be told of these: they are told of again."""
        self._keep(untold(self._all(), troubles))

    def _all(self) -> dict[Trouble, TroublePeriod]:
        kept = json.loads(meta.read(self._connection, _KEY) or "{}")
        known = {one.value: one for one in Trouble}  # a name that an older program gave is known no more
        return {known[name]: _period(*values) for name, values in kept.items() if name in known}

    def _keep(self, periods: Mapping[Trouble, TroublePeriod]) -> None:
        values = {
            one.value: [utc(period.since).isoformat(), utc(period.seen).isoformat(), period.told]
            for one, period in periods.items()
        }
        meta.write(self._connection, _KEY, json.dumps(values))


def _period(since: str, seen: str, told: bool) -> TroublePeriod:  # noqa: FBT001  # as the row has it
    return TroublePeriod(datetime.fromisoformat(since), datetime.fromisoformat(seen), told)
