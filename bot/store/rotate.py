"""Another SUBSCRIBER_KEY for a database: what the old one hides is hidden anew, step by step.

    key mark "old" ─► "old>new" (nothing opens the database) ─► rows, some thousand a transaction ─► "new"

Each step commits with how far it has come, so whoever dies in the middle is followed by the same command with the same
two keys. Hashes of articles cannot be made anew without their texts: their key is carried on, sealed under the new one.
"""

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, Table, bindparam, delete, func, select, update

from bot.domain.errors import SubscribersUnreadable
from bot.store import connect, meta
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.schema import AnyRow
from bot.store.tables import deliveries, doubts, drafts, inbox, questions, subscribers, versions
from bot.store.tables import meta as metas

_STEP = 5000
_PROGRESS = "rotating "

#: Called with a table's name, how many of its rows are done, and how many there are.
Say = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Keys:
    """The key that the database has, and the one that it gets."""

    old: ChatIdEncryption
    new: ChatIdEncryption

    @property
    def mark(self) -> str:
        """What the database is marked with meanwhile."""
        return f"{self.old.mark}{meta.CHANGING}{self.new.mark}"


def rotate(url: str, keys: Keys, editors: Iterable[int], said: Say, step: int = _STEP) -> bool:
    """Hide everything anew; false when that was done before. SubscribersUnreadable when neither key is the database's.

    `editors` are chats whose work stays theirs, besides those of subscribers.
    """
    with connect.reachable():
        engine = connect.writer(url)
        try:
            return _rotated(engine, keys, editors, said, step)
        finally:
            engine.dispose()


def _rotated(engine: Engine, keys: Keys, editors: Iterable[int], said: Say, step: int) -> bool:
    with engine.begin() as connection:
        found = meta.read(connection, meta.KEY_MARK)
        if found == keys.new.mark:
            return False
        if found not in {keys.old.mark, keys.mark}:
            raise SubscribersUnreadable("neither key is the one this database was made with")
        if found == keys.old.mark:
            _begin(connection, keys, editors)
    for table, anew in ((subscribers, _subscriber), (deliveries, _delivery)):
        _all(engine, table, partial(anew, keys=keys), said=said, step=step)
    with engine.begin() as connection:
        meta.write(connection, meta.KEY_MARK, keys.new.mark)
        connection.execute(delete(metas).where(metas.c.key.startswith(_PROGRESS)))
    connect.checkpoint(engine)
    return True


def _begin(connection: Connection, keys: Keys, editors: Iterable[int]) -> None:
    """Everything of which there is little, in one transaction with the mark."""
    carried = meta.fingerprint_key(connection, keys.old)
    meta.write(connection, meta.FINGERPRINT_KEY, _sealed(carried, keys.new))
    _editors(connection, keys, editors)
    for row in connection.execute(select(inbox.c.update_id, inbox.c.body).where(inbox.c.body.is_not(None))).all():
        text = keys.old.reveal(row.body)
        ask = json.loads(text)
        lane = keys.new.lane(ask["chat_id"], ask.get("thread") or 0)
        values = {"body": keys.new.hide(text), "chat_index": lane}
        connection.execute(update(inbox).where(inbox.c.update_id == row.update_id).values(values))
    meta.write(connection, meta.KEY_MARK, keys.mark)


def _editors(connection: Connection, keys: Keys, editors: Iterable[int]) -> None:
    """An editor is known by a hash that cannot be undone: those whose chats are known keep their work."""
    renamed = {keys.old.editor(chat): keys.new.editor(chat) for chat in (*editors, *_private(connection, keys.old))}
    for table, column in (
        (drafts, drafts.c.editor_index),
        (versions, versions.c.author),
        (questions, questions.c.editor),
    ):
        known = connection.scalars(select(column).where(column.is_not(None)).distinct()).all()
        for index in known:
            if index in renamed:
                connection.execute(update(table).where(column == index).values({column.name: renamed[index]}))
    for row in connection.execute(select(doubts.c.event_id, doubts.c.speaker, doubts.c.told)).all():
        told = sorted(renamed.get(index, index) for index in row.told)
        this = doubts.c.event_id == row.event_id, doubts.c.speaker == row.speaker
        connection.execute(update(doubts).where(*this).values(told=told))


def _private(connection: Connection, encryption: ChatIdEncryption) -> Iterator[int]:
    wanted = select(subscribers.c.chat_cipher).where(subscribers.c.shared.is_not(True))
    for sealed in connection.scalars(wanted):
        try:
            yield encryption.open(sealed)
        except SubscribersUnreadable:  # refused when something is to be sent to it
            continue


def _all(engine: Engine, table: Table, anew: Callable[[AnyRow], dict[str, Any]], *, said: Say, step: int) -> None:
    """Every row of a table, from where an earlier attempt stopped."""
    while _some(engine, table, anew, said=said, step=step):
        pass


def _some(engine: Engine, table: Table, anew: Callable[[AnyRow], dict[str, Any]], *, said: Say, step: int) -> bool:
    """The next rows of a table; false when there are none."""
    key = _PROGRESS + table.name
    with engine.begin() as connection:
        cursor = int(meta.read(connection, key) or 0)
        rows = connection.execute(select(table).where(table.c.id > cursor).order_by(table.c.id).limit(step)).all()
        if not rows:
            return False
        _write(connection, table, [values for row in rows if (values := anew(row))])
        meta.write(connection, key, str(rows[-1].id))
        count = select(func.count()).select_from(table)
        done, all_ = connection.scalar(count.where(table.c.id <= rows[-1].id)), connection.scalar(count)
    said(table.name, done or 0, all_ or 0)
    return True


def _write(connection: Connection, table: Table, changed: list[Mapping[str, Any]]) -> None:
    if not changed:
        return
    names = [name for name in changed[0] if name != "number"]
    values = {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in names}
    written = [{"number": row["number"]} | {f"new_{name}": row[name] for name in names} for row in changed]
    connection.execute(update(table).where(table.c.id == bindparam("number")).values(values), written)


def _subscriber(row: AnyRow, keys: Keys) -> dict[str, Any]:
    try:
        chat = keys.old.open(row.chat_cipher)
    except SubscribersUnreadable:  # refused when something is to be sent to it
        return {}
    hidden = {"chat_index": keys.new.index(chat, row.thread), "chat_cipher": keys.new.seal(chat)}
    return {"number": row.id, "forum": keys.new.forum(chat) if row.forum else None, **hidden}


def _delivery(row: AnyRow, keys: Keys) -> dict[str, Any]:
    if row.sealed is None:
        return {}
    return {"number": row.id, "sealed": keys.new.seal_message(*keys.old.open_message(row.sealed))}


def _sealed(secret: bytes, encryption: ChatIdEncryption) -> str:
    return base64.b64encode(encryption.hide(secret.hex())).decode()
