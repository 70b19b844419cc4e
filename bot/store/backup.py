"""A database as one encrypted file, and back: an age file (age-encryption.org/v1) of packed lines of a dump.

To a public key: a plain age file, which the tool `age` opens too. To a passphrase: a line, a key under the passphrase,
and an age file to that key, since age keeps what it encrypts to a passphrase in memory.
"""

import json
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import pyrage
from pyrage import passphrase as by_passphrase
from pyrage import x25519

from bot.domain.errors import BadConfiguration, Operational
from bot.store import forgotten, transfer
from bot.store.dump import BadDump, Dump, Sum
from bot.store.transfer import Say, Target

_NAME = "protest-alerts-{:%Y%m%dT%H%M%SZ}.age"
_PATTERN = "protest-alerts-*.age"
_MARK = b"protest-alerts backup under a passphrase\n"
#: A line of a dump is never longer: 500 rows of at most some ten thousand letters each.
_LONGEST = 64 * 1024 * 1024
_WHOLE_KEY = 4096


class CannotOpen(Operational):
    """The key or passphrase does not open this file, or it is damaged."""


@dataclass(frozen=True, slots=True)
class Lock:
    """What a backup is encrypted to: a public key (age1…), or a passphrase."""

    recipient: str = ""
    passphrase: str = ""


def new_identity() -> tuple[str, str]:
    """A key pair: the public key, which may lie on the server, and the private one, which must not."""
    identity = x25519.Identity.generate()
    return str(identity.to_public()), str(identity)


def write(url: str, folder: Path, lock: Lock, now: datetime) -> Path:
    """One state of a live database as a new file in a folder; others go on reading and writing meanwhile."""
    recipient, head = _prepared(lock)
    path = folder / _NAME.format(now.astimezone(UTC))
    part = path.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(_private(part), "wb") as file:
            file.write(head)
            pyrage.encrypt_io(_Packed(transfer.lines(url, now)), file, [recipient])
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    except OSError as error:
        raise Operational(f"{folder}: {error.strerror}") from None
    finally:
        part.unlink(missing_ok=True)
    return path


def forget(folder: Path, before: datetime) -> tuple[Path, ...]:
    """Remove backups that were made before a moment, but never the newest; answers which."""
    known = sorted((made, path) for path in folder.glob(_PATTERN) if (made := _made(path)))
    old = tuple(path for made, path in known[:-1] if made < before)
    for path in old:
        path.unlink(missing_ok=True)
    return old


def oldest(folder: Path) -> datetime | None:
    """When the oldest backup of a folder was made."""
    return min((made for path in folder.glob(_PATTERN) if (made := _made(path))), default=None)


def newest(folder: Path) -> datetime | None:
    """When the newest backup of a folder was made."""
    return max((made for path in folder.glob(_PATTERN) if (made := _made(path))), default=None)


def restore(
    path: Path, key: str, url: str, now: datetime, said: Say, *, lost: bool = True, noted: Iterable[Path] = ()
) -> int:
    """Fill an empty database from a file; `key` is the private key or the passphrase. Answers how many rows.

    `noted` are folders in which it may be noted who was forgotten since: nothing is kept of them.
    CannotOpen, BadDump or Changed when the file is not whole: then nothing opens the database.
    """
    filled = _Filled(url, said)
    try:
        with path.open("rb") as file:
            pyrage.decrypt_io(file, filled, [_identity(file, key)])
        filled.end()
    except pyrage.DecryptError:
        raise CannotOpen(f"{path.name} is damaged, or was encrypted to another key") from None
    except OSError as error:
        raise Operational(f"{path}: {error.strerror or 'damaged'}") from None
    finally:
        filled.close()
    transfer.finish(url, now, lost=lost, forgotten=forgotten.since(noted, key, filled.made))
    return filled.rows


class _Packed:
    """Lines as a file of packed bytes, made as they are read."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._pack = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS | 16)
        self._ready = bytearray()
        self._ended = False

    def read(self, size: int = -1) -> bytes:
        while not self._ended and (size < 0 or len(self._ready) < size):
            line = next(self._lines, None)
            if line is None:
                self._ready += self._pack.flush()
                self._ended = True
            else:
                self._ready += self._pack.compress(line.encode() + b"\n")
        size = len(self._ready) if size < 0 else size
        piece = bytes(self._ready[:size])
        del self._ready[:size]
        return piece


class _Filled:
    """A file that, as it is written, fills a database."""

    def __init__(self, url: str, said: Say) -> None:
        self.rows = 0
        #: When the backup was made.
        self.made = datetime.max.replace(tzinfo=UTC)
        self._url, self._said = url, said
        self._unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._rest = bytearray()
        self._sums: dict[str, Sum] = {}
        self._ended = False
        self._filling: Any = None
        self._target: Target | None = None

    def write(self, piece: bytes) -> int:
        """Some more bytes; BadDump when they are no part of a dump."""
        try:
            self._rest += self._unpack.decompress(piece)
        except zlib.error:
            raise BadDump("this is no backup of this program") from None
        *whole, rest = self._rest.split(b"\n")
        self._rest = bytearray(rest)
        if len(rest) > _LONGEST:
            raise BadDump("a line of this backup is too long")
        for line in whole:
            self._read(bytes(line))
        return len(piece)

    def _read(self, line: bytes | bytearray) -> None:
        try:
            self._take(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise BadDump("this backup is written in a way that this program cannot read") from None

    def flush(self) -> None:
        """Nothing waits."""

    def end(self) -> None:
        """The file is over; BadDump when the dump is not."""
        if not self._ended:
            raise BadDump("this backup ends too early")

    def close(self) -> None:
        """Let go of the database."""
        if self._filling is not None:
            self._filling.__exit__(None, None, None)

    def _take(self, line: dict[str, Any]) -> None:
        if self._target is None:
            head = Dump.of(line)
            self.made = head.made
            self._filling = transfer.filling(self._url, head, self._said, fresh=True)
            self._target = self._filling.__enter__()
        elif "rows" in line:
            total = self._sums.setdefault(line["table"], Sum())
            for row in line["rows"]:
                total.add(row)
            self._target.put(line["table"], line["rows"])
            self.rows += len(line["rows"])
        elif "end" in line:
            self._compare(self._target, line)

    def _compare(self, target: Target, line: dict[str, Any]) -> None:
        said = {name: Sum(rows, int(checksum, 16)) for name, (rows, checksum) in line["end"].items()}
        if self._sums != {name: one for name, one in said.items() if one.rows}:
            raise BadDump("rows of this backup are not those that were written")
        target.check(said)
        target.count_on(line["counters"])
        self._ended = True


def _prepared(lock: Lock) -> tuple[x25519.Recipient, bytes]:
    """What to encrypt to, and what stands before the encrypted part."""
    if lock.recipient:
        try:
            return x25519.Recipient.from_str(lock.recipient), b""
        except pyrage.RecipientError:
            raise BadConfiguration(("BACKUP_RECIPIENT: is no public key such as age1…",)) from None
    if not lock.passphrase:
        raise BadConfiguration(("BACKUP_RECIPIENT or BACKUP_PASSPHRASE_FILE: one is needed; docs/operate.md",))
    public, private = new_identity()
    sealed = by_passphrase.encrypt(private.encode(), lock.passphrase)
    return x25519.Recipient.from_str(public), _MARK + len(sealed).to_bytes(4, "big") + sealed


def _identity(file: IO[bytes], key: str) -> x25519.Identity:
    """The private key that opens a file; its place is then where the encrypted part begins."""
    mark = file.read(len(_MARK))
    try:
        if mark != _MARK:
            file.seek(0)
            return x25519.Identity.from_str(key)
        size = int.from_bytes(file.read(4), "big")
        if size > _WHOLE_KEY:
            raise BadDump("this is no backup of this program")
        return x25519.Identity.from_str(by_passphrase.decrypt(file.read(size), key).decode())
    except pyrage.IdentityError:
        raise CannotOpen("what was given is no private key such as AGE-SECRET-KEY-1…") from None


def _made(path: Path) -> datetime | None:
    """By its name, for a copy of a file has another time; none of a file that is not one of ours."""
    try:
        return datetime.strptime(path.name, "protest-alerts-%Y%m%dT%H%M%SZ.age").replace(tzinfo=UTC)
    except ValueError:
        return None


def _private(path: Path) -> int:
    """A new file that only its owner may read."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
