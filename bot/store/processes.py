"""Which processes run on this database, and when each last got something done; each writes its row twice a minute."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from bot.domain.clock import utc
from bot.store.meta import write
from bot.store.tables import meta

_PREFIX = "process "
#: A process that was not seen for so long is no longer there.
ALIVE = timedelta(minutes=2)
_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Process:
    """One process as it was last seen; `done` has the moment of the last success of each thing it does."""

    owner: str
    roles: tuple[str, ...]
    at: datetime
    done: Mapping[str, datetime] = field(default_factory=dict)


class ProcessRepository:
    """The processes of a transaction; moments are on the wire clock."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def seen(self, one: Process) -> None:
        """A process is there."""
        done = {name: utc(moment).isoformat() for name, moment in one.done.items()}
        value = json.dumps({"roles": one.roles, "at": utc(one.at).isoformat(), "done": done})
        write(self._connection, _PREFIX + one.owner, value)
        for other in self.all():
            if other.at < one.at - _KEPT:
                self.gone(other.owner)

    def probe(self, now: datetime) -> None:
        """Write something, to see whether anything can be written."""
        write(self._connection, "probe", utc(now).isoformat())

    def gone(self, owner: str) -> None:
        """A process has ended."""
        self._connection.execute(delete(meta).where(meta.c.key == _PREFIX + owner))

    def all(self) -> tuple[Process, ...]:
        """Every process of the last day that did not say that it ended."""
        wanted = select(meta).where(meta.c.key.startswith(_PREFIX)).order_by(meta.c.key)
        return tuple(_process(row.key, row.value) for row in self._connection.execute(wanted))

    def alive(self, now: datetime) -> tuple[Process, ...]:
        """Those that are there at present."""
        return tuple(one for one in self.all() if one.at > now - ALIVE)


def _process(key: str, value: str) -> Process:
    kept = json.loads(value)
    done = {name: datetime.fromisoformat(moment) for name, moment in kept["done"].items()}
    return Process(key.removeprefix(_PREFIX), tuple(kept["roles"]), datetime.fromisoformat(kept["at"]), done)
