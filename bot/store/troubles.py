"""Times of trouble that operators are told of once, whichever process notices: kept as one value."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.clock import utc
from bot.domain.trouble import Spell, Trouble, Turn, turn, untold
from bot.store import meta

_KEY = "outage spells"


class TroubleRepository:
    """The spells of a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def turn(self, present: Collection[Trouble], now: datetime, more: Mapping[Trouble, Spell]) -> Turn:
        """Look once: what is told of now is known from here on. `more` was noticed while nothing could be written."""
        turned = turn({**self._all(), **more}, present, now)
        self._keep(turned.spells)
        return turned

    def untold(self, troubles: Iterable[Trouble]) -> None:
        """Nobody could be told of these: they are told of again."""
        self._keep(untold(self._all(), troubles))

    def _all(self) -> dict[Trouble, Spell]:
        kept = json.loads(meta.read(self._connection, _KEY) or "{}")
        return {Trouble(name): _spell(*values) for name, values in kept.items()}

    def _keep(self, spells: Mapping[Trouble, Spell]) -> None:
        values = {
            one.value: [utc(spell.since).isoformat(), utc(spell.seen).isoformat(), spell.told]
            for one, spell in spells.items()
        }
        meta.write(self._connection, _KEY, json.dumps(values))


def _spell(since: str, seen: str, told: bool) -> Spell:  # noqa: FBT001  # as the row has it
    return Spell(datetime.fromisoformat(since), datetime.fromisoformat(seen), told)
