"""A database in memory with nothing in it: for replaying articles and storing nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine

from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.tables import metadata
from bot.store.transaction import Tx


@contextmanager
def in_memory() -> Iterator[Tx]:
    """One transaction on a fresh SQLite database in memory, with every table of the newest schema; gone at the end."""
    engine = create_engine("sqlite://")
    try:
        with engine.connect() as connection:
            metadata.create_all(connection)
            yield Tx(connection, ChatIdEncryption(ChatIdEncryption.new_key()))
    finally:
        engine.dispose()
