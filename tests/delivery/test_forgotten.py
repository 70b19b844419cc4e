"""What was forgotten is in no file of the database."""

from pathlib import Path

from sqlalchemy import select

from bot.domain.codes import Lang
from bot.store import tables
from bot.store.engine import Purpose, Store
from tests.delivery.staging import running_delivery

READER = 77


async def test_who_was_erased_leaves_sqlites_log_of_changes_at_the_next_round(
    sqlite_url: str, subscriber_key: str
) -> None:
    store = Store.open(sqlite_url, subscriber_key, purpose=Purpose.LIVE)
    async with running_delivery(store) as place:
        one = await store.write(lambda tx: tx.subscribers.open(READER, Lang.KK))
        sealed = await store.read(
            lambda tx: tx.subscribers._connection.scalar(
                select(tables.subscribers.c.chat_cipher).where(tables.subscribers.c.id == one.id)
            )
        )
        assert sealed
        await store.write(lambda tx: tx.subscribers.erase(one.id))
        folder = Path(sqlite_url.removeprefix("sqlite:///")).parent
        assert [file.name for file in folder.iterdir() if sealed in file.read_bytes()] == ["store.db-wal"]
        await place.app.telegram.retention_sweep.round()
        assert [file.name for file in folder.iterdir() if sealed in file.read_bytes()] == []
    store.close()
