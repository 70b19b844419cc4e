"""Deliveries: the queue of acts towards chats. Its other side, that of the senders, is bot/store/outbox.py."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, case, exists, func, insert, literal, null, select, update

from bot.domain.alert import Alert, Plan, PlannedAct, Rank
from bot.domain.clock import DAY, MINUTE, cut
from bot.domain.codes import DigestPace
from bot.domain.delivery import TOLD, Delivery, DeliveryState, Form
from bot.domain.subscriber import Wants
from bot.store import connect
from bot.store.delivery_plans import NOBODY, Simple, follow_told, follow_waiting, sort_out
from bot.store.delivery_rows import CARRIERS, NEWS, UNLEASED, arrived, delivery, is_, standing, waiting_row
from bot.store.outbox import Outbox
from bot.store.outbox_statements import PRIORITIES, SEAL
from bot.store.tables import alerts, deferred, deliveries, subscribers, subscriptions

#: The arguments of `Deliveries.add`: alert, subscriber, act, due at, priority, rank.
Due = tuple[Alert, int, PlannedAct, datetime, int] | tuple[Alert, int, PlannedAct, datetime, int, int]

#: Digests go when nothing else does.
_DIGESTS = PRIORITIES[-1]
#: So many are followed in one step: two rows each, and the writer is free after 0.1 s.
_MOST_SIMPLE = 1000
#: States of a message that came with sound or will.
_WITH_SOUND = (
    DeliveryState.WAITING,
    DeliveryState.SENDING,
    DeliveryState.SENT,
    DeliveryState.DOUBTFUL,
    DeliveryState.MERGED,
)
_DUE = ("due_at", "queued_at")
#: Acts of these states are all that a chat can have of an event and still hold nothing.
_NOTHING = (DeliveryState.GONE, DeliveryState.REFUSED, DeliveryState.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class SubscriberRange:
    """Subscribers above `after` up to `last`.

    Of those that have something of the event, most have one message of it: `simple`. The others are the `holders`.
    """

    after: int
    last: int
    holders: tuple[int, ...]
    #: Whether nobody comes after `last`.
    final: bool
    simple: Simple = NOBODY


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is concerned: those who chose one of `places`, without those who chose one of `but`.

    Of each place its rank is known.
    """

    places: Mapping[str, int]
    but: frozenset[str] = frozenset()
    #: Only those who want digests.
    digests: bool = False
    #: People were detained or hurt, or force was used: else those who want to hear of that alone are left out.
    forceful: bool = True


#: No hours of daily digests but the one that goes for all.
NO_HOURS: Mapping[int, datetime] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class SoundCap:
    """Whose phone rang for one of these alerts, its phone rings for no more of it: that comes when this is due."""

    alerts: tuple[int, ...]
    due: datetime


class DeliveryRepository(Outbox):
    """The deliveries of a transaction."""

    def held(self, event_id: int, subscriber_ids: Sequence[int]) -> Mapping[int, tuple[Delivery, ...]]:
        """What each of these subscribers has of an event, oldest first; one that has nothing is left out.

        What was merged into a digest stands as that digest does.
        """
        wanted = deliveries.c.event_id == event_id, deliveries.c.subscriber_id.in_(subscriber_ids)
        joined = deliveries.outerjoin(CARRIERS, CARRIERS.c.id == deliveries.c.carrier)
        rows = select(deliveries, standing().label("standing")).select_from(joined).where(*wanted)
        found: defaultdict[int, list[Delivery]] = defaultdict(list)
        for row in self._connection.execute(rows.order_by(deliveries.c.id)):
            found[row.subscriber_id].append(delivery(row, state=row.standing))
        return {subscriber: tuple(held) for subscriber, held in found.items()}

    def hold_still(self, event_id: int, subscriber_ids: Sequence[int]) -> None:
        """Until the transaction ends nobody begins or settles what these have of an event.

        SQLite lets nobody else write anyway.
        """
        if self._connection.dialect.name != "postgresql":
            return
        moving = deliveries.c.state.in_((DeliveryState.WAITING, DeliveryState.SENDING, DeliveryState.MERGED))
        theirs = deliveries.c.event_id == event_id, deliveries.c.subscriber_id.in_(subscriber_ids), moving
        rows = self._connection.execute(select(deliveries.c.id, deliveries.c.carrier).where(*theirs))
        ids = sorted({number for row in rows for number in (row.id, row.carrier)})
        still = select(deliveries.c.id).where(deliveries.c.id.in_(ids)).order_by(deliveries.c.id)
        self._connection.execute(still.with_for_update()).all()

    def add(  # noqa: PLR0917  # a row, column by column
        self,
        alert: Alert,
        subscriber_id: int,
        act: PlannedAct,
        due_at: datetime,
        priority: int,
        rank: int = Rank.COUNTRY,
    ) -> None:
        """Put one act into the queue; the same act again changes nothing."""
        self.add_all([(alert, subscriber_id, act, due_at, priority, rank)])

    def add_all(self, rows: Iterable[Due]) -> None:
        """As `add`, for many."""
        waiting = [waiting_row(*row) for row in rows]
        if waiting:
            self._connection.execute(connect.insert(self._connection, deliveries).on_conflict_do_nothing(), waiting)

    def stretch(  # from where, and how much
        self, event_id: int, after: int, most: int, most_holders: int, before: int | None = None
    ) -> SubscriberRange:
        """The next subscribers of an expansion: at most so many, and at most so many with more than one message.

        Messages of the alert `before` and of later ones are not simple.
        """
        beyond = subscribers.c.id > after
        step = select(subscribers.c.id).where(beyond).order_by(subscribers.c.id).limit(most).subquery()
        count, last = self._connection.execute(select(func.count(), func.max(step.c.id))).one()
        reached = last or after
        simple, holders = sort_out(self._connection, event_id, range(after + 1, reached + 1), before)
        ends = (holders[most_holders - 1] if len(holders) > most_holders else None, simple.last_of(_MOST_SIMPLE))
        end = min(filter(None, ends), default=None)
        if end:
            some = holders[: bisect_right(holders, end)]
            return SubscriberRange(after, end, some, final=False, simple=simple.up_to(end))
        return SubscriberRange(after, reached, holders, final=count < most, simple=simple)

    def follow(  # what, for whom, and when
        self,
        alert: Alert,
        simple: Simple,
        due: Mapping[DigestPace, datetime],
        priority: int,
        daily: Mapping[int, datetime] = NO_HOURS,
    ) -> None:
        """What an alert means for those who have one message of its event, as bot/domain/alert.py says in `plan`."""
        follow_waiting(self._connection, alert, simple, queued(due, priority, daily))
        follow_told(self._connection, alert, simple, queued(due, priority, daily), due[DigestPace.NOW], priority)

    def tell_new(  # noqa: PLR0917  # what, to whom, and when
        self,
        alert: Alert,
        stretch: SubscriberRange,
        to: Audience,
        due: Mapping[DigestPace, datetime],
        priority: int,
        daily: Mapping[int, datetime] = NO_HOURS,
        quiet: SoundCap | None = None,
    ) -> None:
        """One NEW message for each open subscriber of the stretch that the audience has and that holds nothing."""
        empty = (~_holding(alert.event),) if stretch.holders or stretch.simple else ()
        row = waiting_row(alert, 0, PlannedAct(Form.NEW), due[DigestPace.NOW], priority)
        values = {name: _said(name, value) for name, value in row.items()} | {"subscriber_id": subscribers.c.id}
        values |= queued(due, priority, daily) | {"rank": _rank(to.places).label("rank")}
        values |= _later(values, quiet) if quiet else {}
        chosen = select(*values.values()).where(*_concerned(stretch, to), *empty).order_by(subscribers.c.id)
        self._connection.execute(insert(deliveries).from_select(list(values), chosen))

    def had_sound(self, subscriber_ids: Sequence[int], quiet: SoundCap) -> frozenset[int]:
        """Those of these who want news at once and whose phones rang, or are to ring, for one of those alerts."""
        theirs = subscribers.c.id.in_(subscriber_ids), _had_sound(quiet)
        return frozenset(self._connection.scalars(select(subscribers.c.id).where(*theirs)))

    def concerned(self, holders: Sequence[int], places: Collection[str], *, forceful: bool = True) -> frozenset[int]:
        """Those of these subscribers who chose one of these places; `forceful` as in Audience."""
        theirs = subscriptions.c.subscriber_id.in_(holders), subscriptions.c.place_id.in_(places)
        wanted = select(subscriptions.c.subscriber_id).where(*theirs)
        if not forceful:
            wanted = wanted.join(subscribers, subscribers.c.id == subscriptions.c.subscriber_id).where(_wants_all())
        return frozenset(self._connection.scalars(wanted))

    def ranks(self, holders: Sequence[int], places: Mapping[str, int]) -> Mapping[int, int]:
        """The rank of each of these subscribers."""
        wanted = select(subscribers.c.id, _rank(places).label("rank")).where(subscribers.c.id.in_(holders))
        return {row.id: row.rank for row in self._connection.execute(wanted)}

    def plan(  # noqa: PLR0917  # what, for whom, and when
        self,
        alert: Alert,
        plans: Mapping[int, Plan],
        due: Mapping[DigestPace, datetime],
        priority: int,
        ranks: Mapping[int, int] | None = None,
        daily: Mapping[int, datetime] = NO_HOURS,
        *,
        quiet_due: datetime | None = None,
    ) -> None:
        """Write down what an alert means for each of these subscribers: acts to do, waiting ones made pointless.

        News waits for the subscriber's pace, quiet news until that is due; nothing else waits.
        """
        before = self._waited([number for plan in plans.values() for number in plan.supersedes])
        self.supersede([number for plan in plans.values() for number in plan.supersedes])
        acts = [(who, act) for who, plan in plans.items() for act in plan.acts]
        paces, rank = self._paces([who for who, act in acts if act.form in NEWS]), ranks or {}
        at_once = DigestPace.NOW, 0
        chosen = ((who, act, *(paces.get(who, at_once) if act.form in NEWS else at_once)) for who, act in acts)
        self.add_all(
            (
                *(
                    alert,
                    who,
                    act,
                    (quiet_due if act.quiet else None)
                    or _not_later(daily.get(hour, due[pace]) if pace is DigestPace.DAILY else due[pace], before, who),
                ),
                *(_priority(pace, priority), rank.get(who, Rank.COUNTRY)),
            )
            for who, act, pace, hour in chosen
        )

    def hasten(self, subscriber_id: int, now: datetime) -> None:
        """News that waits for a digest waits no longer."""
        later = is_(DeliveryState.WAITING), deliveries.c.due_at > now, deliveries.c.priority == _DIGESTS
        theirs = deliveries.c.subscriber_id == subscriber_id
        self._connection.execute(update(deliveries).where(theirs, *later).values(due_at=now, queued_at=now))

    def _waited(self, ids: Sequence[int]) -> Mapping[int, datetime]:
        """Until when the news of these deliveries was to wait: what replaces it waits no longer."""
        news = deliveries.c.id.in_(ids), deliveries.c.form.in_(NEWS), is_(DeliveryState.WAITING)
        first = select(deliveries.c.subscriber_id, func.min(deliveries.c.due_at).label("at")).where(*news)
        rows = self._connection.execute(first.group_by(deliveries.c.subscriber_id)) if ids else ()
        return {row.subscriber_id: row.at for row in rows}

    def _paces(self, subscriber_ids: Sequence[int]) -> Mapping[int, tuple[DigestPace, int]]:
        """Those of these who want no news at once: their pace, and their hour of the day."""
        slow = subscribers.c.id.in_(subscriber_ids), subscribers.c.pace != DigestPace.NOW
        wanted = select(subscribers.c.id, subscribers.c.pace, subscribers.c.daily_hour).where(*slow)
        rows = self._connection.execute(wanted) if subscriber_ids else ()
        return {row.id: (row.pace, row.daily_hour) for row in rows}

    def supersede(self, ids: Iterable[int]) -> None:
        """Arrow (g): these are not to be sent any more; what is no longer waiting stays as it is."""
        still = is_(DeliveryState.WAITING), deliveries.c.id.in_(sorted(ids))
        self._connection.execute(update(deliveries).where(*still).values(state=DeliveryState.SUPERSEDED, **UNLEASED))

    def counts(self) -> Mapping[DeliveryState, int]:
        """How many stand where; every state is named."""
        counted = select(deliveries.c.state, func.count().label("many")).group_by(deliveries.c.state)
        found = {row.state: row.many for row in self._connection.execute(counted)}
        return {state: found.get(state, 0) for state in DeliveryState}

    def troubled(self, since: datetime) -> tuple[int, int]:
        """Of the messages that were due since a moment, how many are doubtful or refused, and how many are settled."""
        bad = deliveries.c.state.in_([DeliveryState.DOUBTFUL, DeliveryState.REFUSED])
        counted = select(bad.label("bad"), func.count().label("many")).where(
            bad | is_(DeliveryState.SENT), deliveries.c.due_at >= since
        )
        found = {bool(row.bad): row.many for row in self._connection.execute(counted.group_by(bad))}
        return found.get(True, 0), sum(found.values())

    def due_since(self, now: datetime) -> datetime | None:
        """Since when the oldest act that may go waits."""
        since = self.next_due()
        return since if since and since <= now else None

    def told(self, event_id: int) -> int:
        """How many chats were told of an event, as far as anybody knows."""
        joined = deliveries.outerjoin(CARRIERS, CARRIERS.c.id == deliveries.c.carrier)
        chats = select(func.count(deliveries.c.subscriber_id.distinct())).select_from(joined)
        return self._connection.scalar(chats.where(deliveries.c.event_id == event_id, standing().in_(TOLD))) or 0

    def concerned_afresh(self, event_id: int, places: Collection[str]) -> int:
        """How many open subscribers chose one of these places and hold nothing of an event."""
        chats = select(func.count()).select_from(subscribers)
        here = subscribers.c.closed_at.is_(None), _chose(places), ~_holding(event_id)
        return self._connection.scalar(chats.where(*here)) or 0

    def about(self, chat_id: int, message_id: int, limit: int = 3000) -> tuple[int, ...]:
        """The events of which a message in a chat tells, by the message's number; newest messages are looked at."""
        theirs = subscribers.c.chat_index == self._encryption.index(chat_id)
        sealed = select(deliveries.c.id, deliveries.c.event_id, deliveries.c.sealed)
        wanted = sealed.join(subscribers, subscribers.c.id == deliveries.c.subscriber_id)
        kept = theirs, deliveries.c.sealed.is_not(None), deliveries.c.target == 0
        rows = self._connection.execute(wanted.where(*kept).order_by(deliveries.c.id.desc()).limit(limit))
        found = (row.event_id for row in rows if self._encryption.open_message(row.sealed)[0] == message_id)
        return tuple(dict.fromkeys(found))

    def doubtful(self, limit: int) -> tuple[Delivery, ...]:
        """Acts of which nobody knows whether they arrived, newest first."""
        wanted = select(deliveries).where(is_(DeliveryState.DOUBTFUL)).order_by(deliveries.c.id.desc()).limit(limit)
        return tuple(delivery(row) for row in self._connection.execute(wanted))

    def resend(self, ids: Collection[int] | None, now: datetime) -> int:
        """Let an operator send doubtful acts again, these or all; answers how many.

        News that a later message has overtaken is left as it is; other news goes as the newest version tells it.
        """
        which = [is_(DeliveryState.DOUBTFUL), ~_is_old_news(), *([deliveries.c.id.in_(ids)] if ids is not None else [])]
        found = tuple(self._connection.scalars(select(deliveries.c.id).where(*which).order_by(deliveries.c.id)))
        for start in range(0, len(found), 500):
            some = found[start : start + 500]
            self._set(some, state=DeliveryState.WAITING, due_at=now, why="", **UNLEASED)
            self._part(some)
            self._decide_anew(some)
        return len(found)

    def refusals(self) -> Mapping[str, int]:
        """Why acts were refused, and how many for each reason."""
        counted = select(deliveries.c.why, func.count().label("many")).where(is_(DeliveryState.REFUSED))
        return {row.why: row.many for row in self._connection.execute(counted.group_by(deliveries.c.why))}

    def purge(self, before: datetime, limit: int) -> int:
        """Forget the numbers of messages that were sent on days before a moment: they can be corrected no more."""
        kept = deliveries.c.sent_at < before, deliveries.c.sealed.is_not(None)
        old = select(deliveries.c.id).where(*kept).order_by(deliveries.c.sent_at).limit(limit)
        forgotten = update(deliveries).where(deliveries.c.id.in_(old.scalar_subquery())).values(sealed=None)
        return self._connection.execute(forgotten).rowcount

    def seal(self, limit: int) -> int:
        """Seal what an older program left in clear; answers how many that were, at most so many."""
        clear = select(deliveries.c.id, deliveries.c.message_id, deliveries.c.sent_at)
        wanted = clear.where(deliveries.c.message_id.is_not(None)).order_by(deliveries.c.sent_at).limit(limit)
        rows = self._connection.execute(wanted).all()
        kept = [{"number": row.id} | arrived(row.message_id, row.sent_at, self._encryption) for row in rows]
        if kept:
            self._connection.execute(SEAL, kept)
        return len(rows)

    def recent(self, subscriber_id: int, since: datetime) -> tuple[int, ...]:
        """The numbers of the messages that a chat got since a moment, by the world's clock."""
        theirs = deliveries.c.subscriber_id == subscriber_id, deliveries.c.target == 0
        kept = deliveries.c.sealed.is_not(None), deliveries.c.sent_at >= cut(since, DAY)
        opened = map(
            self._encryption.open_message, self._connection.scalars(select(deliveries.c.sealed).where(*theirs, *kept))
        )
        return tuple(sorted({number for number, at in opened if at >= cut(since, MINUTE)}))

    def _decide_anew(self, ids: Sequence[int]) -> None:
        """What the newest alert of their events means for the chats of these is to be decided again."""
        later = alerts.c.event_id == deliveries.c.event_id, alerts.c.id > deliveries.c.alert_id
        past = alerts.c.cursor >= deliveries.c.subscriber_id
        newest = select(deliveries.c.subscriber_id, func.max(alerts.c.id)).join(alerts, and_(*later, past))
        chosen = newest.where(deliveries.c.id.in_(ids), deliveries.c.form.in_(NEWS))
        decide = connect.insert(self._connection, deferred).from_select(
            ["subscriber_id", "alert_id"], chosen.group_by(deliveries.c.subscriber_id, deliveries.c.event_id)
        )
        self._connection.execute(decide.on_conflict_do_nothing())


def _had_sound(quiet: SoundCap) -> ColumnElement[bool]:
    """Whether a subscriber of now rings for one of these alerts already."""
    earlier = deliveries.alias("earlier")
    theirs = earlier.c.subscriber_id == subscribers.c.id, earlier.c.alert_id.in_(quiet.alerts), earlier.c.target == 0
    had_sound = select(earlier.c.id).where(*theirs, earlier.c.quiet.is_(False), earlier.c.state.in_(_WITH_SOUND))
    return and_(subscribers.c.pace == DigestPace.NOW, had_sound.correlate(subscribers).exists())


def _later(values: Mapping[str, ColumnElement[Any]], quiet: SoundCap) -> Mapping[str, ColumnElement[Any]]:
    """The same values, but without a sound and later for whom an outlet has rung already."""
    had_sound = _had_sound(quiet)
    due = {name: case((had_sound, _said(name, quiet.due)), else_=values[name]).label(name) for name in _DUE}
    return due | {"quiet": had_sound.label("quiet")}


def _not_later(due: datetime, before: Mapping[int, datetime], who: int) -> datetime:
    """A digest that waits is not put off by what is new."""
    return min(due, before.get(who, due))


def _priority(pace: DigestPace, priority: int) -> int:
    return priority if pace is DigestPace.NOW else _DIGESTS


def queued(
    due: Mapping[DigestPace, datetime], priority: int, daily: Mapping[int, datetime] = NO_HOURS
) -> dict[str, ColumnElement[Any]]:
    """When news goes to a subscriber, and before what: by the subscriber's pace, and hour of the day."""
    values = {name: _by_pace(name, due, daily) for name in ("due_at", "queued_at")}
    return values | {"priority": _by_pace("priority", {pace: _priority(pace, priority) for pace in due})}


def _rank(places: Mapping[str, int]) -> ColumnElement[int]:
    """Groups and channels first, then by the nearest place that a subscriber chose."""
    many = subscribers.c.shared.is_(True) | subscribers.c.channel
    near = {rank: [place for place, its in places.items() if its == rank] for rank in (Rank.PLACE, Rank.REGION)}
    chosen = [(_chose(there), literal(int(rank), Integer)) for rank, there in near.items() if there]
    return case((many, literal(int(Rank.MANY), Integer)), *chosen, else_=literal(int(Rank.COUNTRY), Integer))


def _by_pace(name: str, values: Mapping[DigestPace, Any], daily: Mapping[int, Any] = NO_HOURS) -> ColumnElement[Any]:
    its_hour = subscribers.c.pace == DigestPace.DAILY
    hours = [(and_(its_hour, subscribers.c.daily_hour == hour), _said(name, at)) for hour, at in daily.items()]
    slow = [
        (subscribers.c.pace == pace, _said(name, value)) for pace, value in values.items() if pace is not DigestPace.NOW
    ]
    return case(*hours, *slow, else_=_said(name, values[DigestPace.NOW])).label(name)


def _said(name: str, value: Any) -> ColumnElement[Any]:
    column = deliveries.c[name]
    return null() if value is None else literal(value, column.type).label(name)


def _concerned(stretch: SubscriberRange, to: Audience) -> tuple[ColumnElement[bool], ...]:
    within = subscribers.c.id > stretch.after, subscribers.c.id <= stretch.last
    others = (~_chose(to.but),) if to.but else ()
    paced = (subscribers.c.pace != DigestPace.NOW,) if to.digests else ()
    wants = () if to.forceful else (_wants_all(),)
    return *within, subscribers.c.closed_at.is_(None), _chose(to.places), *others, *paced, *wants


def _wants_all() -> ColumnElement[bool]:
    return subscribers.c.wants == Wants.ALL.value


def _chose(places: Collection[str]) -> ColumnElement[bool]:
    here = subscriptions.c.subscriber_id == subscribers.c.id, subscriptions.c.place_id.in_(sorted(places))
    return exists().where(*here)


def _is_old_news() -> ColumnElement[bool]:
    """Whether a delivery is news of an event of which its chat was sent, or is to be sent, a later message."""
    later = deliveries.alias("later")
    same = later.c.event_id == deliveries.c.event_id, later.c.subscriber_id == deliveries.c.subscriber_id
    message = later.c.target == 0, later.c.alert_id > deliveries.c.alert_id, later.c.state.not_in(_NOTHING)
    return and_(deliveries.c.form.in_(NEWS), exists().where(*same, *message).correlate(deliveries))


def _holding(event_id: int) -> ColumnElement[bool]:
    theirs = deliveries.c.event_id == event_id, deliveries.c.subscriber_id == subscribers.c.id
    inner: Select[Any] = select(deliveries.c.id).where(*theirs, deliveries.c.target == 0)
    return inner.where(deliveries.c.state.not_in(_NOTHING)).correlate(subscribers).exists()
