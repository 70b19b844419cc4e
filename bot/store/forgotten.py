"""Who wrote /forget since a backup was made, so that a restore does not bring them back: sealed lines, one file a day.

Each line is an age file to the public key of the backups, which the server cannot open: it names the chat by what the
database looked it up by, and the moment. The files lie outside the database and live as long as the oldest backup.
"""

import base64
import binascii
import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyrage
from pyrage import x25519
from sqlalchemy import Connection, delete

from bot.store.tables import subscribers

log = logging.getLogger(__name__)

#: Beside the database, and beside the backups.
FOLDER = "forgotten"
_NAME = "forgotten-{:%Y%m%d}.age"
_PATTERN = "forgotten-*.age"
#: No line is longer; what is, was not written by us.
_LONGEST = 2_000
_STEP = 500
#: It is noted before it is erased, and a backup may be begun between the two.
_BETWEEN = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class ForgottenList:
    """Where it is noted, and the public key of the backups; without one no list is kept."""

    folder: Path
    recipient: str

    def note(self, index: str, now: datetime) -> None:
        """Note that a chat wants nothing kept of it. That it cannot be noted keeps nobody from being forgotten."""
        if not self.recipient:
            return
        moment = now.astimezone(UTC)
        said = f"{moment:%Y-%m-%dT%H:%M:%S} {index}".encode()
        try:
            sealed = pyrage.encrypt(said, [x25519.Recipient.from_str(self.recipient)])
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _append(self.folder / _NAME.format(moment), base64.b64encode(sealed) + b"\n")
        except (OSError, pyrage.RecipientError) as error:
            why = getattr(error, "strerror", None) or "BACKUP_RECIPIENT is no public key"
            log.warning("a reader who was forgotten could not be noted for a restore: %s", why)


def _append(path: Path, line: bytes) -> None:
    """In one write, so that lines of several processes do not mix; on the disk when it returns."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(file, line)
        os.fsync(file)
    finally:
        os.close(file)


def copy(folder: Path, to: Path) -> None:
    """Bring what is noted in one folder to another, where its copies are older."""
    for path in sorted(folder.glob(_PATTERN)):
        to.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = (to / path.name).with_suffix(".part")
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(path.read_bytes())
        part.rename(to / path.name)


def purge(folder: Path, before: datetime) -> None:
    """Remove the files of days that ended before a moment: no backup is as old."""
    for path in folder.glob(_PATTERN):
        day = _day(path)
        if day and day + timedelta(days=1) < before.astimezone(UTC).date():
            path.unlink(missing_ok=True)


def since(folders: Iterable[Path], key: str, made: datetime) -> frozenset[str]:
    """The chats that were forgotten after a backup was made, by the files of some folders and the private key.

    What the key does not open, or is no line of ours, is left out; one that was cut off by a crash too.
    """
    with suppress(pyrage.IdentityError):
        identity, after = x25519.Identity.from_str(key), made - _BETWEEN
        files = [path for folder in folders for path in sorted(folder.glob(_PATTERN)) if _day(path)]
        return frozenset(index for path in files for moment, index in _opened(path, identity) if moment >= after)
    return frozenset()


def erase(connection: Connection, indexes: frozenset[str]) -> int:
    """Keep nothing of these chats; answers how many were there."""
    known, gone = sorted(indexes), 0
    for start in range(0, len(known), _STEP):
        some = subscribers.c.chat_index.in_(known[start : start + _STEP])
        gone += connection.execute(delete(subscribers).where(some)).rowcount
    return gone


def _opened(path: Path, identity: x25519.Identity) -> Iterator[tuple[datetime, str]]:
    with path.open("rb") as file:
        while line := file.readline(_LONGEST):
            with suppress(pyrage.DecryptError, binascii.Error, ValueError):
                opened = pyrage.decrypt(base64.b64decode(line), [identity]).decode()
                said, _, index = opened.partition(" ")
                yield datetime.fromisoformat(said).replace(tzinfo=UTC), index


def _day(path: Path) -> date | None:
    try:
        return datetime.strptime(path.name, "forgotten-%Y%m%d.age").replace(tzinfo=UTC).date()
    except ValueError:
        return None
