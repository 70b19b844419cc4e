"""Bytes → files: whole or not at all."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from bot.domain.errors import Operational

#: Readable by everybody, as what is published should be.
_MODE = 0o644


class NotWritten(Operational):
    """A file that cannot be written; nothing of it is left."""


def write(path: Path, pieces: Iterable[bytes]) -> None:
    """A file of these pieces in place of what was there; NotWritten and no half of it, whatever happens."""
    with _unbroken(path):
        if path.exists() and not path.is_file():  # a pipe or a device is not to be replaced by a file
            with path.open("wb") as out:
                out.writelines(pieces)
        else:
            _replace(path, pieces)


def stream(out: IO[bytes], pieces: Iterable[bytes]) -> None:
    """Pieces into an open stream as they come; NotWritten when its reader has hung up or its disk is full."""
    try:
        for piece in pieces:
            out.write(piece)
        out.flush()
    except OSError as error:
        with suppress(OSError):  # what is still in the buffer would be complained of again at the end
            os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
        reason = "the reader has hung up" if isinstance(error, BrokenPipeError) else error.strerror
        raise NotWritten(f"standard output: {reason}") from None


def _replace(path: Path, pieces: Iterable[bytes]) -> None:
    with NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name[:40]}.", delete=False) as out:
        fresh = Path(out.name)
        try:
            out.writelines(pieces)
            out.flush()
            os.fchmod(out.fileno(), _MODE)
            fresh.replace(path)
        except BaseException:
            with suppress(OSError):
                fresh.unlink()
            raise


@contextmanager
def _unbroken(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NotWritten(f"{path}: {error.strerror}") from None
