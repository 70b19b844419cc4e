"""What a database says of itself: whether it is the demo's or the live one, and which key its subscribers need."""

import base64
from enum import StrEnum

from sqlalchemy import Connection, inspect, select

from bot.domain.errors import SubscribersUnreadable, WrongStore
from bot.store import tables
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.connect import insert

#: Which key the database's subscribers need; between two marks while the key is being changed.
KEY_MARK = "key_mark"
CHANGING = ">"
#: The key of articles' hashes when it is not derived from SUBSCRIBER_KEY any more, sealed.
FINGERPRINT_KEY = "fingerprint key"
#: After a restore: articles of before this moment ring nobody, for readers may have been told of them.
TOLD_UNTIL = "told until"


class Purpose(StrEnum):
    """Demo and live data never share a database; one that is being filled, or was left, is opened by nobody."""

    DEMO = "demo"
    LIVE = "live"
    FILLING = "an unfinished move or restore"
    LEFT = "nobody any more: its content was moved elsewhere"


def claim(connection: Connection, purpose: Purpose) -> None:
    """Write the purpose of a fresh database; WrongStore when it has another one."""
    _refuse_other(_kept(connection, "purpose", purpose.value), purpose)


def refuse_other(connection: Connection, purpose: Purpose) -> None:
    """WrongStore when the database has another purpose; one without tables has none."""
    if inspect(connection).has_table(tables.meta.name):
        _refuse_other(read(connection, "purpose") or purpose.value, purpose)


def claim_key(connection: Connection, encryption: ChatIdEncryption) -> None:
    """Remember the key at first sight; SubscribersUnreadable when the database knows another one."""
    found = _kept(connection, KEY_MARK, encryption.mark)
    if CHANGING in found:
        raise SubscribersUnreadable("a change of SUBSCRIBER_KEY is unfinished; go on with: protest-alerts rotate-key")
    if found != encryption.mark:
        raise SubscribersUnreadable("SUBSCRIBER_KEY is not the key this database was made with")


def fingerprint_key(connection: Connection, encryption: ChatIdEncryption) -> bytes:
    """The key under which this database's articles are hashed."""
    carried = read(connection, FINGERPRINT_KEY)
    return bytes.fromhex(encryption.reveal(base64.b64decode(carried))) if carried else encryption.fingerprint_key


def has_tables(connection: Connection) -> bool:
    """Whether the database has tables of ours."""
    return inspect(connection).has_table(tables.meta.name)


def read(connection: Connection, key: str) -> str | None:
    """What is kept under a key; none when nothing is."""
    return connection.scalar(select(tables.meta.c.value).where(tables.meta.c.key == key))


def write(connection: Connection, key: str, value: str) -> None:
    """Keep a value in place of the one before."""
    added = insert(connection, tables.meta).values(key=key, value=value)
    connection.execute(added.on_conflict_do_update(index_elements=["key"], set_={"value": value}))


def _refuse_other(found: str, purpose: Purpose) -> None:
    if found != purpose:
        raise WrongStore(f"this database is for {found}, not for {purpose}")


def _kept(connection: Connection, key: str, value: str) -> str:
    """The value already there, else this one, written."""
    connection.execute(insert(connection, tables.meta).values(key=key, value=value).on_conflict_do_nothing())
    return read(connection, key) or value
