"""What a database says of itself: whether it is the demo's or the live one, and which key its subscribers need."""

from enum import StrEnum

from sqlalchemy import Connection, inspect, select

from bot.domain.errors import SubscribersUnreadable, WrongStore
from bot.store import tables
from bot.store.connect import insert
from bot.store.vault import Vault


class Purpose(StrEnum):
    """Demo and live data never share a database."""

    DEMO = "demo"
    LIVE = "live"


def claim(connection: Connection, purpose: Purpose) -> None:
    """Write the purpose of a fresh database; WrongStore when it has another one."""
    _refuse_other(_kept(connection, "purpose", purpose.value), purpose)


def refuse_other(connection: Connection, purpose: Purpose) -> None:
    """WrongStore when the database has another purpose; one without tables has none."""
    if inspect(connection).has_table(tables.meta.name):
        _refuse_other(_read(connection, "purpose") or purpose.value, purpose)


def claim_key(connection: Connection, vault: Vault) -> None:
    """Remember the key at first sight; SubscribersUnreadable when the database knows another one."""
    if _kept(connection, "key_mark", vault.mark) != vault.mark:
        raise SubscribersUnreadable("SUBSCRIBER_KEY is not the key this database was made with")


def _refuse_other(found: str, purpose: Purpose) -> None:
    if found != purpose:
        raise WrongStore(f"this database is for {found}, not for {purpose}")


def _kept(connection: Connection, key: str, value: str) -> str:
    """The value already there, else this one, written."""
    connection.execute(insert(connection, tables.meta).values(key=key, value=value).on_conflict_do_nothing())
    return _read(connection, key) or value


def _read(connection: Connection, key: str) -> str | None:
    return connection.scalar(select(tables.meta.c.value).where(tables.meta.c.key == key))
