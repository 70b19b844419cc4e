"""The senders' side of deliveries. The arrows (a) to (h) are those of bot/domain/delivery.py."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, case, func, literal, or_, select, update

from bot.domain.clock import DAY, cut
from bot.domain.codes import DigestPace as HowOften
from bot.domain.delivery import DeliveryState, Dispatch, Form, Settled, Telling
from bot.domain.errors import SubscribersUnreadable
from bot.domain.sending_pace import SendingPace
from bot.domain.subscriber import ClosedBy, Quiet
from bot.store import holds
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.delivery_plans import overtaken
from bot.store.delivery_rows import NEWS, UNLEASED, UNQUEUED, arrived, delivery, is_, message_of, outcome_values
from bot.store.outbox_statements import (
    BEGIN,
    FIRST_DUE,
    LAST_DUE,
    LEVELS,
    NEXT,
    OF_LEASE,
    REST,
    SENT,
    STAFF,
    TOLD_BEFORE,
    WORD_FORMS,
    setting,
)
from bot.store.schema import AnyRow
from bot.store.subscribers import muted
from bot.store.tables import alerts, deliveries, subscribers

#: Events in one digest: as many lines as fit into a message.
MOST_MERGED = 12
#: An act that is overtaken is looked at again after this: longer than a round waits for what is due soon.
_DECIDING = timedelta(seconds=5)
#: Forms that say what is other than the chat was told.
_AFTER = (Form.UPDATE, *WORD_FORMS)


@dataclass(frozen=True, slots=True)
class Addressed:
    """A row that is to go out, and the chat it goes to."""

    row: AnyRow
    chat_id: int

    def __repr__(self) -> str:
        return "Addressed()"


@dataclass(frozen=True, slots=True)
class Begun:
    """What is to be sent at once, and what is still leased for the next time."""

    dispatches: tuple[Dispatch, ...]
    left: tuple[int, ...]


class Outbox:
    """Leases, calls begun, and what became of them."""

    def __init__(self, connection: Connection, encryption: ChatIdEncryption) -> None:
        self._connection = connection
        self._encryption = encryption

    def lease(self, owner: str, now: datetime, until: datetime, limit: int) -> tuple[int, ...]:
        """Take waiting acts that are due and in nobody's hands, most urgent first; they are the owner's until then."""
        ids: list[int] = []
        due = self._connection.execute(FIRST_DUE).one()
        for (priority, rank), first in zip(LEVELS, due, strict=True):  # what waits for another day is not looked at
            if first and first <= now and len(ids) < limit:
                asked = {"priority": priority, "rank": rank, "now": now, "most": limit - len(ids)}
                ids += self._connection.scalars(NEXT, asked)
        self._set(ids, leased_by=owner, leased_until=until)
        return tuple(ids)

    def begin(self, ids: Sequence[int], owner: str, now: datetime, pace: SendingPace) -> Begun:
        """Arrow (a): mark the first of these as sending, in the given order, at most a batch.

        Only what is still waiting and this owner's. Pointless acts are superseded: an edit of a message that never
        came about, a message to a closed subscriber. An act to a chat that has to rest is put off, and one that is
        overtaken until that is decided. News that waited too long is merged with the chat's other news, arrow (h).
        A chat that cannot be read is refused, arrow (d). What is not settled when the lease is over is doubtful.
        """
        batch: dict[int, Addressed] = {}
        window, taken = ids[: 2 * pace.batch], 0
        mine = {"ids": window, "owner": owner, "now": now}
        rows = {row.id: row for row in self._connection.execute(OF_LEASE, mine)}
        resting: dict[int, datetime] = {}
        for number in window:
            taken += 1
            row = rows.get(number)
            if row is not None and self._may_go(row, resting, now):
                chat_id = self._chat(row)
                if chat_id is not None:
                    batch[row.id] = Addressed(row, chat_id)
                    resting[row.subscriber_id] = now + pace.rest(group=chat_id < 0)
            if len(batch) == pace.batch:
                break
        digests = self._merge([one.row for one in batch.values() if _comes_together(one.row, now, pace)])
        if batch:
            self._connection.execute(BEGIN, {"ids": list(batch), "until": now + pace.lease})
        self._let_rest(resting)
        told = self._told_before([one.row for one in batch.values()])
        desks = frozenset(self._connection.scalars(STAFF)) if batch else frozenset()
        dispatches = (self._dispatch(one, digests, told, now, pace, desks) for one in batch.values())
        return Begun(tuple(dispatches), tuple(ids[taken:]))

    def settle(self, number: int, settled: Settled, today: datetime) -> bool:
        """Arrows (b) to (f): what became of a sending act, and the subscriber closed (since `today`) if need be.

        False when it was not sending, for instance because its lease ran out: then nothing is written.
        """
        ended = update(deliveries).where(deliveries.c.id == number, is_(DeliveryState.SENDING))
        known = deliveries.c.subscriber_id, deliveries.c.carrier, deliveries.c.target
        found = self._connection.execute(
            ended.values(outcome_values(settled, today, self._encryption)).returning(*known)
        ).one_or_none()
        if found is None:
            return False
        if found.carrier:
            self._settle_carried(number, settled, today)
        if settled.vanished:
            self._set([found.target], message_id=None, sealed=None)
        if settled.close:
            closed = {"closed_at": cut(today, DAY), "closed_by": ClosedBy.GONE}
            open_one = subscribers.c.id == found.subscriber_id, subscribers.c.closed_at.is_(None)
            self._connection.execute(update(subscribers).where(*open_one).values(closed))
        return True

    def settle_sent(self, message_ids: Mapping[int, int], today: datetime) -> None:
        """Arrow (b) for many that carry nothing: delivery → its message."""
        told = sorted(message_ids.items())
        rows = [{"number": number} | arrived(message, today, self._encryption) for number, message in told]
        if rows:
            self._connection.execute(SENT, rows)

    def rest(self, subscriber_ids: Iterable[int], until: datetime) -> None:
        """Nothing more goes to these chats before then."""
        self._let_rest(dict.fromkeys(subscriber_ids, until))

    def again(self, subscriber_ids: Sequence[int], now: datetime) -> None:
        """What was put off because its chat refused goes out at once, or with the digest it was to go with."""
        if not subscriber_ids:
            return
        at_once = literal(now, deliveries.c.due_at.type)
        due = case((deliveries.c.queued_at > at_once, deliveries.c.queued_at), else_=at_once)
        theirs = deliveries.c.subscriber_id.in_(subscriber_ids), is_(DeliveryState.WAITING)
        put_off = deliveries.c.due_at > now, deliveries.c.due_at < holds.NEVER
        self._connection.execute(update(deliveries).where(*theirs, *put_off).values(due_at=due))

    def expire(self, now: datetime) -> int:
        """Arrow (e) for what a dead process left in sending; answers how many."""
        lost = update(deliveries).where(is_(DeliveryState.SENDING), deliveries.c.leased_until <= now)
        why = "the sender went away before the answer came"
        return self._connection.execute(lost.values(state=DeliveryState.DOUBTFUL, why=why, **UNLEASED)).rowcount

    def resume(self, now: datetime) -> None:
        """What was stopped because its event was held goes out when that is over."""
        due = self._connection.execute(LAST_DUE).one()
        holds.resume(
            self._connection, [level for level, last in zip(LEVELS, due, strict=True) if last == holds.NEVER], now
        )

    def release(self, ids: Sequence[int], owner: str) -> None:
        """Give back those of these that the owner has leased and not begun."""
        mine = deliveries.c.id.in_(ids), is_(DeliveryState.WAITING), deliveries.c.leased_by == owner
        self._connection.execute(update(deliveries).where(*mine).values(UNLEASED))

    def next_due(self) -> datetime | None:
        """When the next waiting act may be sent; none when nothing waits."""
        return min(filter(None, self._connection.execute(FIRST_DUE).one()), default=None)

    def idle(self, now: datetime) -> bool:
        """Whether nothing is being sent and nothing that waits is due."""
        sending = self._connection.scalar(select(deliveries.c.id).where(is_(DeliveryState.SENDING)).limit(1))
        next_due = self.next_due()
        return sending is None and (next_due is None or next_due > now)

    def _may_go(self, row: AnyRow, resting: Mapping[int, datetime], now: datetime) -> bool:
        if _is_pointless(row) or _is_unwanted(row, now):
            self._set([row.id], state=DeliveryState.SUPERSEDED, **UNLEASED)
            return False
        if row.stopped:
            self._set([row.id], due_at=holds.NEVER, **UNLEASED)
            return False
        if row.behind and row.form in WORD_FORMS:
            self._set([row.id], due_at=now + _DECIDING, **UNLEASED)
            return False
        until = now + _DECIDING if row.overtaken else resting.get(row.subscriber_id) or row.next_at
        if until and until > now:
            self._set([row.id], due_at=until, **UNLEASED)
            return False
        return True

    def _chat(self, row: AnyRow) -> int | None:
        """The chat of an act; none, and the act refused, when it cannot be read: the others are read all the same."""
        try:
            return self._encryption.open(row.chat_cipher)
        except SubscribersUnreadable as error:
            self._set([row.id], state=DeliveryState.REFUSED, why=type(error).__name__, **UNLEASED)
            return None

    def _told_before(self, batch: Sequence[AnyRow]) -> Mapping[int, tuple[Telling, ...]]:
        """For each that says what is new or was wrong: what its chat was told of its event before, oldest first."""
        ids = [row.id for row in batch if row.form in _AFTER or row.edited_form in WORD_FORMS]
        found: defaultdict[int, tuple[Telling, ...]] = defaultdict(tuple)
        words = {row.id for row in batch if row.form is not Form.UPDATE}  # an update does not say when
        for row in self._connection.execute(TOLD_BEFORE, {"ids": ids}) if ids else ():
            _, at = message_of(row, "earlier", self._encryption) if row.number in words else (None, None)
            found[row.number] += (Telling(row.version, at, edit=row.form is Form.EDIT),)
        return found

    def _let_rest(self, until: Mapping[int, datetime]) -> None:
        for moment in sorted(set(until.values())):
            chats = sorted(number for number, its in until.items() if its == moment)
            self._connection.execute(REST, {"ids": chats, "until": moment})

    def _merge(self, stale: Sequence[AnyRow]) -> dict[int, int]:
        """Arrow (h): a chat's other news into its stale one; answers delivery → the digest that carries it."""
        for row in stale:
            alike = deliveries.c.quiet.is_(bool(row.quiet))  # what goes without a sound goes with its like
            theirs = (
                deliveries.c.subscriber_id == row.subscriber_id,
                deliveries.c.id != row.id,
                is_(DeliveryState.WAITING),
                alike,
            )
            news = deliveries.c.form.in_(NEWS)
            unwanted = muted(deliveries.c.subscriber_id, deliveries.c.event_id)
            others = (
                select(deliveries.c.id)
                .where(*theirs, news, ~overtaken(), ~holds.is_held(deliveries.c.event_id), ~unwanted)
                .order_by(deliveries.c.id)
                .limit(MOST_MERGED - 1)
            )
            merged = tuple(self._connection.scalars(others.with_for_update(skip_locked=True)))
            if merged:
                self._set(merged, state=DeliveryState.MERGED, carrier=row.id, **UNLEASED)
                self._set([row.id], carrier=row.id)
        return {row.id: row.id for row in stale}

    def _settle_carried(self, number: int, settled: Settled, today: datetime) -> None:
        if settled.state is DeliveryState.WAITING:
            self._part([number])
            return
        carried = deliveries.c.carrier == number, is_(DeliveryState.MERGED)
        if settled.message_id:
            sent = arrived(settled.message_id, today, self._encryption)
            self._connection.execute(update(deliveries).where(*carried).values(sent | UNQUEUED))

    def _part(self, carriers: Sequence[int]) -> None:
        """What these digests carried waits again, each for itself."""
        theirs = deliveries.c.carrier.in_(carriers), is_(DeliveryState.MERGED)
        self._connection.execute(update(deliveries).where(*theirs).values(state=DeliveryState.WAITING, carrier=0))
        self._set(carriers, carrier=0)

    def _set(self, ids: Sequence[int], **values: Any) -> None:
        if ids:
            given = {f"_{name}": value for name, value in values.items()}
            self._connection.execute(setting(*values), {"ids": ids, **given})

    def _dispatch(  # noqa: PLR0917  # what a row means depends on all of it
        self,
        one: Addressed,
        digests: Mapping[int, int],
        told: Mapping[int, tuple[Telling, ...]],
        now: datetime,
        pace: SendingPace,
        desks: frozenset[str],
    ) -> Dispatch:
        row = one.row
        begun = delivery(row, state=DeliveryState.SENDING, attempts=row.attempts + 1)
        edits, _ = message_of(row, "edited", self._encryption)
        answers, told_at = message_of(row, "answered", self._encryption)
        carrier = row.edited_carrier or 0 if row.form is Form.EDIT else digests.get(row.id, 0)
        return Dispatch(
            begun,
            one.chat_id,
            row.lang,
            edits,
            answers,
            was=row.edited_form,
            told=told.get(row.id, ()),
            told_at=told_at,
            thread=row.thread,
            channel=row.channel,
            silent=bool(row.edited_quiet) if row.form is Form.EDIT else row.quiet,
            troubled=row.refusals > 0 or row.closed_by is ClosedBy.GONE,
            late=row.pace is HowOften.NOW and _is_stale(row, now, pace),
            paced=row.pace is not HowOften.NOW,
            quiet_hours=Quiet(row.quiet_from, row.quiet_to) if row.quiet_from is not None else None,
            discreet=row.discreet,
            desk=self._encryption.editor(one.chat_id) in desks,
            since=row.edited_version or 0,
            newest=row.newest or row.version,
            digest=self._carried(carrier) if carrier else (),
        )

    def _carried(self, carrier: int) -> tuple[tuple[int, int], ...]:
        """The events of a digest, each with its newest version told of; empty when there is only one."""
        members = or_(deliveries.c.carrier == carrier, deliveries.c.id == carrier)
        events = select(deliveries.c.event_id).where(members).distinct()
        newest = select(alerts.c.event_id, func.max(alerts.c.version).label("version"), func.max(alerts.c.id))
        rows = self._connection.execute(
            newest.where(alerts.c.event_id.in_(events.scalar_subquery()))
            .group_by(alerts.c.event_id)
            .order_by(func.max(alerts.c.id).desc())
        ).all()
        carried = tuple((row.event_id, row.version) for row in rows)
        return carried if len(carried) > 1 else ()


def _is_pointless(row: AnyRow) -> bool:
    if row.form is Form.EDIT:
        return row.edited_message is None and row.edited_sealed is None
    return row.closed_at is not None


def _is_unwanted(row: AnyRow, now: datetime) -> bool:
    """News that a chat wants none of: of this event, or of any for a while. What was wrong is said all the same."""
    rests = row.muted_until is not None and row.muted_until > now
    return row.form in NEWS and (row.muted or rests)


def _comes_together(row: AnyRow, now: datetime, pace: SendingPace) -> bool:
    """Whether an act takes its chat's other news along: the chat wants digests, or there is too much at once."""
    return row.form in NEWS and (row.quiet or row.pace is not HowOften.NOW or _is_stale(row, now, pace))


def _is_stale(row: AnyRow, now: datetime, pace: SendingPace) -> bool:
    return row.form in NEWS and row.queued_at is not None and now - row.queued_at > pace.patience
