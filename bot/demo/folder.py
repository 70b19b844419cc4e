"""The demo's folder: held by one demo at a time, and what an earlier one left in it."""

import fcntl
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from bot.domain.errors import BadConfiguration, Operational
from bot.installation import make_folder
from bot.simulator import BadSnapshot, Simulator, dump, load


class DemoUnplayable(Operational):
    """The demo cannot be played here, or not now."""


@contextmanager
def held(folder: Path, *, fresh: bool) -> Iterator[None]:
    """Keep the folder for this demo alone; `fresh` empties it first."""
    make_folder(folder)
    try:
        lock = (folder / "lock").open("w")
    except OSError as error:
        raise BadConfiguration((f"DATA_DIR: {folder}: {error.strerror}",)) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise DemoUnplayable(f"another demo is running in {folder}") from None
        if fresh:
            _empty(folder)
        yield


def moment(folder: Path) -> datetime | None:
    """The moment at which an earlier run stopped; none when there was none."""
    kept = _read(folder / "clock.json")
    return datetime.fromisoformat(kept["now"]) if kept else None


def restore(folder: Path, simulator: Simulator) -> None:
    """Bring back the chats that an earlier run kept, if one did."""
    kept = _read(folder / "simulator.json")
    if kept:
        try:
            load(simulator, kept)
        except BadSnapshot as error:
            raise DemoUnplayable(f"{folder / 'simulator.json'}: {error}; begin again with --fresh") from None


def keep(folder: Path, now: datetime, simulator: Simulator) -> None:
    """Write down moment and chats, each whole or not at all."""
    _write(folder / "simulator.json", dump(simulator))
    _write(folder / "clock.json", {"now": now.isoformat()})


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != "lock":
            path.unlink()


def _read(file: Path) -> dict[str, str] | None:
    try:
        kept: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError:
        raise DemoUnplayable(f"{file} cannot be read; begin again with --fresh") from None
    return kept


def _write(file: Path, content: object) -> None:
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    fresh.replace(file)
