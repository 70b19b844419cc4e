"""Progress: corrections under way, each with the message in which an editor sees how far it has come."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from bot.domain.delivery import DeliveryState
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.connect import insert
from bot.store.delivery_rows import CARRIERS, standing
from bot.store.tables import alerts, deliveries, progress


@dataclass(frozen=True, slots=True)
class Watched:
    """One correction under way; the chat is an editor's and must not be shown."""

    alert: int
    event: int
    version: int
    chat: int
    message_id: int
    shown: str
    at: datetime

    def __repr__(self) -> str:
        return f"Watched(alert={self.alert})"


@dataclass(frozen=True, slots=True)
class DeliveryCount:
    """How many messages of an alert stand where; edits of earlier messages count too."""

    sent: int = 0
    to_go: int = 0
    gone: int = 0
    doubtful: int = 0
    refused: int = 0
    #: Everybody whom it concerns is known.
    whole: bool = False
    stopped: bool = False

    @property
    def is_over(self) -> bool:
        """Whether nothing more can come."""
        return self.whole and not self.to_go


_GROUPS = {
    DeliveryState.SENT: "sent",
    DeliveryState.WAITING: "to_go",
    DeliveryState.SENDING: "to_go",
    DeliveryState.GONE: "gone",
    DeliveryState.DOUBTFUL: "doubtful",
    DeliveryState.REFUSED: "refused",
}


class ProgressRepository:
    """The progress rows of a transaction."""

    def __init__(self, connection: Connection, encryption: ChatIdEncryption) -> None:
        self._connection = connection
        self._encryption = encryption

    def watch(self, alert: int, chat: int, message_id: int, now: datetime) -> None:
        """A message of an editor says how far an alert has come."""
        fresh = {
            "cipher": self._encryption.seal(chat),
            "message_id": message_id,
            "shown": "",
            "at": now,
            "done_at": None,
        }
        row = insert(self._connection, progress).values(alert_id=alert, **fresh)
        self._connection.execute(row.on_conflict_do_update(index_elements=["alert_id"], set_=fresh))

    def open(self, limit: int = 20) -> tuple[Watched, ...]:
        """What is under way, oldest first."""
        wanted = (
            select(progress, alerts.c.event_id, alerts.c.version)
            .join(alerts, alerts.c.id == progress.c.alert_id)
            .where(progress.c.done_at.is_(None))
            .order_by(progress.c.alert_id)
            .limit(limit)
        )
        return tuple(
            Watched(
                row.alert_id,
                row.event_id,
                row.version,
                self._encryption.open(row.cipher),
                row.message_id,
                row.shown,
                row.at,
            )
            for row in self._connection.execute(wanted)
        )

    def show(self, alert: int, shown: str, now: datetime, *, done: bool) -> None:
        """The message says this; `done` when it is the last."""
        values = {"shown": shown, "done_at": now if done else None}
        self._connection.execute(update(progress).where(progress.c.alert_id == alert).values(values))

    def reached(self, alert: int) -> int:
        """How many chats an alert has reached: a message and an edit of one chat are one."""
        joined = deliveries.outerjoin(CARRIERS, CARRIERS.c.id == deliveries.c.carrier)
        wanted = select(func.count(deliveries.c.subscriber_id.distinct())).select_from(joined)
        sent = deliveries.c.alert_id == alert, standing() == DeliveryState.SENT
        return self._connection.scalar(wanted.where(*sent)) or 0

    def count(self, alert: int) -> DeliveryCount:
        """How far an alert has come."""
        joined = deliveries.outerjoin(CARRIERS, CARRIERS.c.id == deliveries.c.carrier)
        wanted = select(standing().label("state"), func.count().label("many")).select_from(joined)
        found: dict[str, int] = {}
        for row in self._connection.execute(wanted.where(deliveries.c.alert_id == alert).group_by(standing())):
            name = _GROUPS.get(DeliveryState(row.state))
            if name:
                found[name] = found.get(name, 0) + row.many
        state = self._connection.execute(select(alerts.c.done, alerts.c.stopped).where(alerts.c.id == alert)).one()
        return DeliveryCount(**found, whole=state.done, stopped=state.stopped)
