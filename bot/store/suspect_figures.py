"""Doubts: figures that are probably wrong, and which editors were told of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select, update

from bot.domain.figures import SuspectFigure
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.connect import insert
from bot.store.facts_json import said_from_json, said_to_json
from bot.store.schema import AnyRow
from bot.store.tables import doubts


@dataclass(frozen=True, slots=True)
class NotedFigure:
    """A doubt about a figure of an event, and the keyed indexes of the editors who know."""

    event: int
    doubt: SuspectFigure
    told: frozenset[str]


class SuspectFigureRepository:
    """The doubts of a transaction."""

    def __init__(self, connection: Connection, encryption: ChatIdEncryption) -> None:
        self._connection = connection
        self._encryption = encryption

    def note(self, event_id: int, doubt: SuspectFigure, now: datetime) -> None:
        """A figure of this event is in doubt; of one speaker that is noted once."""
        row = {"stands": said_to_json(doubt.stands), "against": said_to_json(doubt.against), "at": now, "told": []}
        added = insert(self._connection, doubts).values(row | {"event_id": event_id, "speaker": doubt.stands.speaker})
        self._connection.execute(added.on_conflict_do_nothing())

    def open(self, since: datetime, limit: int = 20) -> tuple[NotedFigure, ...]:
        """What was noted since then and not every editor knows, oldest first."""
        wanted = select(doubts).where(doubts.c.told_at.is_(None), doubts.c.at >= since).order_by(doubts.c.at)
        return tuple(_noted(row) for row in self._connection.execute(wanted.limit(limit)))

    def unaware(self, noted: NotedFigure, editors: Iterable[int]) -> tuple[int, ...]:
        """Which of these editors' chats were not told of a doubt."""
        return tuple(editor for editor in editors if self._encryption.editor(editor) not in noted.told)

    def told(self, noted: NotedFigure, editor: int) -> None:
        """An editor knows of it."""
        known = self._connection.scalar(select(doubts.c.told).where(*_is(noted)))
        now_known = sorted({*(known or ()), self._encryption.editor(editor)})
        self._connection.execute(update(doubts).where(*_is(noted)).values(told=now_known))

    def close(self, noted: NotedFigure, now: datetime) -> None:
        """Every editor knows of it, or there is nothing to tell any more."""
        self._connection.execute(update(doubts).where(*_is(noted)).values(told_at=now, told=[]))


def _is(noted: NotedFigure) -> tuple[ColumnElement[bool], ...]:
    return doubts.c.event_id == noted.event, doubts.c.speaker == noted.doubt.stands.speaker


def _noted(row: AnyRow) -> NotedFigure:
    doubt = SuspectFigure(said_from_json(row.stands), said_from_json(row.against))
    return NotedFigure(row.event_id, doubt, frozenset(row.told))
