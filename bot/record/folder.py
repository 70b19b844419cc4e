"""Planned pages → a folder: only what changed is written, each file whole, and what is no longer planned is gone first.

A manifest in the folder says what each file was made of. It names every file before it is written, so that a run
which was cut off leaves nothing behind that the next one would not find.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from filecmp import cmp
from pathlib import Path
from tempfile import NamedTemporaryFile

from bot.domain.errors import BadConfiguration, Operational
from bot.record.files import NotWritten

_MANIFEST, _LOCK = ".manifest.json", ".lock"
_MODE = 0o644


class FolderBusy(Operational):
    """Somebody else is writing this folder."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A file: its path within the folder, what it is made of in short, and how it is made."""

    path: str
    digest: str
    make: Callable[[], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Done:
    """How many files were written, how many were right already, how many are gone."""

    written: int = 0
    kept: int = 0
    gone: int = 0


def update(folder: Path, plan: Iterable[Planned], stop: Callable[[], bool] = lambda: False) -> Done:
    """Make the folder what is planned; asked to stop, it leaves the rest to the next time.

    Raises NotWritten when the disk is full or closed, Busy when another process writes it, BadConfiguration when
    something lies there that this program did not make.
    """
    try:
        with _held(folder):
            return _updated(folder, {one.path: one for one in plan}, stop)
    except OSError as error:
        raise NotWritten(f"{folder}: {error.strerror}") from None


def _updated(folder: Path, plan: Mapping[str, Planned], stop: Callable[[], bool]) -> Done:
    known = _manifest(folder)
    gone = [path for path in known if path not in plan]
    for path in gone:
        _remove(folder, path)
    known = {path: digest for path, digest in known.items() if path in plan}
    _write_manifest(folder, {path: known.get(path, "") for path in plan})
    written = 0
    for path, one in plan.items():
        if stop():
            break
        target = folder / path
        if known.get(path) != one.digest or not target.is_file():
            written += _written(target, one.make())
            known[path] = one.digest
    _write_manifest(folder, known)
    return Done(written, len(plan) - written, len(gone))


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    if folder.exists() and not folder.is_dir():
        raise BadConfiguration((f"--out: {folder} is not a folder",))
    if folder.is_dir() and not (folder / _MANIFEST).exists() and any(_strangers(folder)):
        raise BadConfiguration(
            (f"--out: {folder} has files in it that this program did not make; name an empty folder",)
        )
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise FolderBusy(f"{folder} is being written by another process") from None
        yield


def _strangers(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if path.name != _LOCK)


def _manifest(folder: Path) -> dict[str, str]:
    """What the files were made of; of a manifest that cannot be read nothing is believed but its files' names."""
    try:
        files: dict[str, str] = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))["files"]
        return {path: str(digest) for path, digest in files.items() if _within(path)}
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, AttributeError):
        found = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
        return {path.relative_to(folder).as_posix(): "" for path in found}


def _within(path: str) -> bool:
    """Whether a path stays in the folder: the manifest could have been written by anybody."""
    return not path.startswith("/") and ".." not in path.split("/")


def _write_manifest(folder: Path, files: Mapping[str, str]) -> None:
    text = json.dumps({"files": dict(sorted(files.items()))}, indent=0)
    _written(folder / _MANIFEST, (text.encode(),))


def _written(target: Path, pieces: Iterable[bytes]) -> bool:
    """Write a file whole; false when it stood there as it should."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("wb", dir=target.parent, prefix=".new.", delete=False) as out:
        fresh = Path(out.name)
        try:
            out.writelines(pieces)
            out.flush()
            if target.is_file() and cmp(fresh, target, shallow=False):
                fresh.unlink()
                return False
            os.fchmod(out.fileno(), _MODE)
            fresh.replace(target)
        except BaseException:
            with suppress(OSError):
                fresh.unlink()
            raise
    return True


def _remove(folder: Path, path: str) -> None:
    """A file and the folders that it leaves empty."""
    with suppress(FileNotFoundError):
        (folder / path).unlink()
    for parent in (folder / path).parents:
        if parent == folder or any(parent.iterdir()):
            return
        parent.rmdir()
