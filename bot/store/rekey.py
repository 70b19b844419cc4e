"""What a migration cannot do, for it has no key: done once, when a database of an older program is first opened.

Editors are known by a key of their own, topics by their chat, and groups as such.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Table, select, update

from bot.domain.errors import SubscribersUnreadable
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.connect import insert
from bot.store.schema import AnyRow
from bot.store.tables import doubts, drafts, meta, subscribers, versions

#: Names what was done; a later need gets another name.
_DONE = "keys apart"
_STEP = 10_000


def rekey(connection: Connection, encryption: ChatIdEncryption) -> None:
    """Bring what older programs wrote to the keys of this one; at any later opening nothing is left to do."""
    if connection.scalar(select(meta.c.value).where(meta.c.key == _DONE)):
        return
    _editors(connection, encryption)
    _chats(connection, encryption)
    connection.execute(insert(connection, meta).values(key=_DONE, value="1").on_conflict_do_nothing())


def _editors(connection: Connection, encryption: ChatIdEncryption) -> None:
    for table, column in ((drafts, drafts.c.editor_index), (versions, versions.c.author)):
        known = connection.scalars(select(column).where(column.is_not(None)).distinct()).all()
        for index in known:
            connection.execute(update(table).where(column == index).values({column.name: encryption.editor_of(index)}))
    for row in connection.execute(select(doubts.c.event_id, doubts.c.speaker, doubts.c.told)).all():
        if row.told:
            this = doubts.c.event_id == row.event_id, doubts.c.speaker == row.speaker
            told = sorted(encryption.editor_of(index) for index in row.told)
            connection.execute(update(doubts).where(*this).values(told=told))


def _chats(connection: Connection, encryption: ChatIdEncryption) -> None:
    """In steps, each of which reads some thousand chat ids and forgets them."""
    last = 0
    wanted = select(subscribers.c.id, subscribers.c.thread, subscribers.c.chat_cipher).where(
        subscribers.c.shared.is_(None)
    )
    while rows := connection.execute(
        wanted.where(subscribers.c.id > last).order_by(subscribers.c.id).limit(_STEP)
    ).all():
        chats = {row.id: chat for row in rows if (chat := _chat(row, encryption)) is not None}
        _set(connection, subscribers, [number for number, chat in chats.items() if chat < 0], shared=True)
        _set(connection, subscribers, [number for number, chat in chats.items() if chat >= 0], shared=False)
        for row in rows:
            if row.thread and row.id in chats:
                _set(connection, subscribers, [row.id], forum=encryption.forum(chats[row.id]))
        last = rows[-1].id


def _chat(row: AnyRow, encryption: ChatIdEncryption) -> int | None:
    """None for one that cannot be read: it is refused when something is to be sent to it."""
    try:
        return encryption.open(row.chat_cipher)
    except SubscribersUnreadable:
        return None


def _set(connection: Connection, table: Table, ids: Sequence[int], **values: object) -> None:
    for some in _parts(ids):
        connection.execute(update(table).where(table.c.id.in_(some)).values(values))


def _parts(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + 1000] for start in range(0, len(ids), 1000))
