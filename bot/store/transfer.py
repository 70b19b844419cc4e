"""A whole database into an empty one, of any engine: the rows of a dump, or of another database.

    empty ─► of no purpose that anything opens ─► rows ─► counts and checksums compared ─► newest schema ─► live

Who dies in the middle leaves a database that nothing opens; the same command begins again, and a move goes on where
it stopped.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, func, inspect, select, text, update

from bot.domain.delivery import DeliveryState
from bot.domain.errors import Operational, WrongStore
from bot.store import connect, dump, meta, migrate, tables
from bot.store.dump import BadDump, Dump, Sum, TableShape
from bot.store.forgotten import erase
from bot.store.meta import Purpose
from bot.store.tables import alerts, deferred, deliveries, feeds, inbox
from bot.store.tables import meta as metas

_FILLED = "filled "
#: Tables of very many rows: a move that died goes on after the last of them.
_LONG = frozenset({"articles", "subscribers", "deliveries"})
#: What a restored delivery says of itself: nobody knows whether it went out after the backup was made.
RESTORED = "restored from a backup: it may have been sent since"

#: Called with a table's name and how many of its rows are there.
Say = Callable[[str, int], None]


class Changed(Operational):
    """Count or checksum of a table are not those of where it came from."""


class Target:
    """A database that is being filled."""

    def __init__(self, engine: Engine, head: Dump, said: Say) -> None:
        self._engine = engine
        self._head = head
        self._said = said
        self._begun: set[str] = set()
        self._rows: dict[str, int] = {}

    def put(self, name: str, rows: list[list[Any]]) -> None:
        """Some rows of a table, in a transaction of their own; what stood there before the first of them goes."""
        shape = self._shape(name)
        table = shape.table(name)
        with self._engine.begin() as connection:
            if name not in self._begun:
                _empty(connection, name, table)
                self._begun.add(name)
            connection.execute(table.insert(), dump.values(rows, shape))
        self._rows[name] = self._rows.get(name, 0) + len(rows)
        self._said(name, self._rows[name])

    def is_done(self, name: str) -> bool:
        """Whether an earlier attempt has filled a table."""
        with self._engine.begin() as connection:
            done = meta.read(connection, _FILLED + name) is not None
        if done:
            self._begun.add(name)
        return done

    def done(self, name: str) -> None:
        """A table is filled: a later attempt leaves it as it is."""
        with self._engine.begin() as connection:
            meta.write(connection, _FILLED + name, "")

    def goes_on(self, name: str) -> int | None:
        """After which number a table goes on; none when it begins from its first row."""
        if name not in _LONG:
            return None
        table = self._shape(name).table(name)
        with self._engine.begin() as connection:
            last: int | None = connection.scalar(select(func.max(table.c.id)))
            self._rows[name] = connection.scalar(select(func.count()).select_from(table)) or 0
        if last is not None:
            self._begun.add(name)
        return last

    def check(self, sums: Mapping[str, Sum]) -> None:
        """Everything is there, and nothing else; Changed when not."""
        with self._engine.begin() as connection:
            for name, shape in self._head.shapes.items():
                table = shape.table(name)
                if name not in self._begun:
                    _empty(connection, name, table)
                found, wanted = dump.summed(connection, name, shape), sums.get(name, Sum())
                if found != wanted:
                    raise Changed(f"table {name}: {found.rows} rows are there, {wanted.rows} were there, or others")

    def count_on(self, counters: Mapping[str, int]) -> None:
        """Numbers that were given are not given again."""
        with self._engine.begin() as connection:
            known = {name: last for name, last in counters.items() if name in self._head.shapes}
            dump.set_counters(connection, known)

    def _shape(self, name: str) -> TableShape:
        if name not in self._head.shapes:
            raise BadDump(f"a table {name[:40]} that its beginning does not name")
        return self._head.shapes[name]


def _empty(connection: Connection, name: str, table: Table) -> None:
    """A fresh schema has a row or two of its own."""
    if name != metas.name:
        connection.execute(delete(table))
        return
    mine = table.c.key.startswith(_FILLED) | (table.c.key == "purpose")
    connection.execute(delete(table).where(~mine))


@contextmanager
def filling(url: str, head: Dump, said: Say, *, fresh: bool = False) -> Iterator[Target]:
    """A database that is filled in the block, then brought to the newest schema; WrongStore when it has content.

    `fresh` throws away what an unfinished fill has left there.
    """
    if not migrate.knows(head.schema):
        raise BadDump(f"this backup is of schema {head.schema[:20]}, which a newer program made: update this one")
    with connect.reachable():
        _prepare(url, head.schema, fresh=fresh)
        engine = connect.migrator(url)
        try:
            yield Target(engine, head, said)
        finally:
            engine.dispose()


def finish(url: str, now: datetime, *, lost: bool, forgotten: frozenset[str] = frozenset()) -> None:
    """The newest schema, and live. `lost`: the machine it comes from went on, and what it told is not known.

    `forgotten` are the chats, by what they are looked up by, that were forgotten since.
    """
    migrate.upgrade(url, Purpose.FILLING)
    engine = connect.migrator(url)
    try:
        with engine.begin() as connection:
            if lost:
                _tell_nobody_twice(connection, now)
            erase(connection, forgotten)
            connection.execute(update(feeds).values(claimed_until=None))
            connection.execute(delete(metas).where(metas.c.key.startswith(_FILLED)))
            meta.write(connection, "purpose", Purpose.LIVE)
    finally:
        engine.dispose()


def leave(url: str) -> None:
    """What was moved elsewhere is opened by nobody any more: two services would tell everything twice."""
    engine = connect.migrator(url)
    try:
        with engine.begin() as connection:
            meta.write(connection, "purpose", Purpose.LEFT)
    finally:
        engine.dispose()


def _prepare(url: str, schema: str, *, fresh: bool) -> None:
    found = migrate.current(url)
    if found and not _is_being_filled(url):
        raise WrongStore("the target has content of its own; name an empty database")
    if found and (fresh or found != schema):
        migrate.downgrade(url, "base")
        found = None
    if not found:
        migrate.upgrade(url, Purpose.FILLING, schema)


def _is_being_filled(url: str) -> bool:
    engine = connect.migrator(url)
    try:
        with engine.begin() as connection:
            has = inspect(connection).has_table(metas.name)
            return not has or meta.read(connection, "purpose") == Purpose.FILLING
    finally:
        engine.dispose()


def _tell_nobody_twice(connection: Connection, now: datetime) -> None:
    """What waited when the backup was made may have been told since: an operator decides about it."""
    going = deliveries.c.state.in_([DeliveryState.WAITING, DeliveryState.SENDING])
    unleased = {"leased_by": None, "leased_until": None}
    connection.execute(update(deliveries).where(going).values(state=DeliveryState.DOUBTFUL, why=RESTORED, **unleased))
    connection.execute(update(alerts).where(~alerts.c.done).values(done=True, due_at=None))
    connection.execute(delete(deferred))
    connection.execute(update(inbox).where(inbox.c.body.is_not(None)).values(body=None, chat_index=""))
    meta.write(connection, meta.TOLD_UNTIL, now.isoformat())


def count(url: str) -> int:
    """How many rows a live database has."""
    with _snapshot(url) as connection:
        _schema(connection)
        return sum(
            connection.scalar(select(func.count()).select_from(one)) or 0 for one in tables.metadata.sorted_tables
        )


def lines(url: str, now: datetime) -> Iterator[str]:
    """One state of a live database as the lines of a dump, while others go on reading and writing."""
    with _snapshot(url) as connection:
        head = dump.present(_schema(connection), now)
        yield head.line()
        for name, shape in head.shapes.items():
            head.sums[name] = Sum()
            for rows in dump.batches(connection, name, shape):
                for row in rows:
                    head.sums[name].add(row)
                yield json.dumps({"table": name, "rows": rows}, ensure_ascii=False)
        end = {name: [total.rows, f"{total.checksum:016x}"] for name, total in head.sums.items()}
        yield json.dumps({"end": end, "counters": dump.counters(connection)})


def move(source: str, target: str, now: datetime, said: Say, *, fresh: bool = False) -> int:
    """All rows of one database into another; answers how many. The source is read as one state, and then left."""
    with _snapshot(source) as connection:
        head = dump.present(_schema(connection), now)
        with filling(target, head, said, fresh=fresh) as to:
            for name, shape in head.shapes.items():
                _fill(connection, to, name, shape)
            sums = {name: dump.summed(connection, name, shape) for name, shape in head.shapes.items()}
            to.check(sums)
            to.count_on(dump.counters(connection))
    finish(target, now, lost=False)
    leave(source)
    return sum(total.rows for total in sums.values())


def _fill(connection: Connection, to: Target, name: str, shape: TableShape) -> None:
    if to.is_done(name):
        return
    for rows in dump.batches(connection, name, shape, after=to.goes_on(name)):
        to.put(name, rows)
    to.done(name)


@contextmanager
def _snapshot(url: str) -> Iterator[Connection]:
    with connect.reachable():
        if connect.is_missing(url):
            raise WrongStore("there is no database")
        engine = connect.reader(url, 1)
        try:
            with connect.available(), engine.begin() as connection:
                yield connection
        finally:
            engine.dispose()


def _schema(connection: Connection) -> str:
    """Live and of the newest schema; WrongStore when not."""
    meta.refuse_other(connection, Purpose.LIVE)
    found = migrate.revision_of(connection)
    if found != migrate.head():
        raise WrongStore(f"schema {found or 'none'}, wanted {migrate.head()}; run: protest-alerts migrate")
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL statement_timeout = 0"))
    return found or ""
