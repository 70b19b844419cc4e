"""The simulator's chats between two runs, beside the clock: an unfinished day goes on with its messages."""

import json
from pathlib import Path

from bot.simulator import Simulator, dump, load


def restore(file: Path, simulator: Simulator) -> None:
    """Bring back the chats that an earlier run kept, if one did."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return
    load(simulator, kept)


def keep(file: Path, simulator: Simulator) -> None:
    """Write the chats down, whole or not at all."""
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(dump(simulator), ensure_ascii=False), encoding="utf-8")
    fresh.replace(file)
