"""Copies of the database and its key: backup, restore, move, another key. Behind the commands of bot/cli/backup.py."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bot import config, secret_files
from bot.app import make_place
from bot.domain.errors import BadConfiguration, Operational
from bot.store import backup, connect, forgotten, meta, rotate, transfer
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.processes import ProcessRepository

Say = Callable[[str], None]
#: Called with a table's name, how many of its rows are done, and how many rows there are in all tables (0: unknown).
Progress = Callable[[str, int, int], None]


class StillRunning(Operational):
    """A service works on the database at this moment."""


def new_keys() -> tuple[str, str]:
    """A public and a private key for backups."""
    return backup.new_identity()


def backed_up(folder: Path, keep_days: int | None) -> tuple[Path, tuple[Path, ...]]:
    """A new backup, and those that were removed because they are older than that; none: than BACKUP_DAYS."""
    settings, now = config.for_record(), datetime.now(UTC)
    oldest = now - timedelta(days=keep_days or settings.backup_days)
    lock = backup.Lock(settings.backup_recipient, _given("BACKUP_PASSPHRASE", settings.data_dir))
    made = backup.write(settings.database(), folder, lock, now)
    gone, noted = backup.forget(folder, oldest), settings.data_dir / forgotten.FOLDER
    forgotten.copy(noted, folder)
    for place in (noted, folder):
        forgotten.purge(place, backup.oldest(folder) or oldest)
    return made, gone


def restored(file: Path, said: Progress, *, stopped: bool) -> int:
    """The database of this installation from a backup; answers how many rows."""
    settings = config.for_record()
    key = _without_comments(_given("BACKUP_KEY", settings.data_dir)) or _given("BACKUP_PASSPHRASE", settings.data_dir)
    if not key:
        raise BadConfiguration(("BACKUP_KEY_FILE or BACKUP_PASSPHRASE_FILE: one is needed to open a backup",))
    make_place(settings.database())
    return backup.restore(
        file,
        key,
        settings.database(),
        datetime.now(UTC),
        partial(_without_total, said),
        lost=not stopped,
        noted=(file.parent, settings.data_dir / forgotten.FOLDER),
    )


def moved(source: str, target: str, said: Progress, *, fresh: bool) -> int:
    """A database of this program into an empty one; answers how many rows."""
    source, target = config.database(source, "FROM"), config.database(target, "TO")
    if source == target:
        raise BadConfiguration(("TO: is the same database as FROM",))
    _nobody_runs(source)
    make_place(target)
    total = transfer.count(source)
    return transfer.move(source, target, datetime.now(UTC), lambda table, rows: said(table, rows, total), fresh=fresh)


def with_new_key(file: Path, said: Progress) -> bool:
    """The database under the key of a file in place of SUBSCRIBER_KEY; false when it is already."""
    settings = config.read()
    if settings.subscriber_key is None:
        raise BadConfiguration(("SUBSCRIBER_KEY: the present key is needed, to open what it hides",))
    name = "NEW_SUBSCRIBER_KEY"
    found, faults = secret_files.contents({f"{name}_FILE": str(file)}, (name,), settings.data_dir)
    if faults:
        raise BadConfiguration(faults)
    keys = rotate.Keys(ChatIdEncryption(settings.subscriber_key.get_secret_value()), ChatIdEncryption(found[name]))
    _nobody_runs(settings.database())
    editors = {*settings.admin_ids, *settings.operator_ids}
    return rotate.rotate(settings.database(), keys, editors, lambda table, done, _: said(table, done, 0))


def _without_total(said: Progress, table: str, rows: int) -> None:
    said(table, rows, 0)


def _given(name: str, data: Path) -> str:
    """A secret of backups: in a file that NAME_FILE names, or in NAME."""
    found, faults = secret_files.contents(os.environ, (name,), data)
    if faults:
        raise BadConfiguration(faults)
    return found.get(name) or os.environ.get(name, "")


def _without_comments(text: str) -> str:
    """The key of a file as `backup --new-key` prints it, and age-keygen."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("#")).strip()


def _nobody_runs(url: str) -> None:
    """StillRunning when a service was seen on the database a moment ago."""
    if connect.is_missing(url):
        raise BadConfiguration((f"{connect.shown(url)}: there is no database",))
    with connect.reachable():
        engine = connect.reader(url, 1)
        try:
            with engine.begin() as connection:
                alive = ProcessRepository(connection).alive(datetime.now(UTC)) if meta.has_tables(connection) else ()
        finally:
            engine.dispose()
    if alive:
        seen = max(one.at for one in alive).astimezone(UTC)
        raise StillRunning(f"a service was there at {seen:%H:%M:%S} UTC: stop it; after a crash wait two minutes")
