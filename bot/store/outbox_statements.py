"""The senders' statements, each written once: to build one takes longer than the database takes to carry it out."""

from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Update,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.types import TypeEngine

from bot.domain.alert import Rank
from bot.domain.delivery import TOLD, DeliveryState, Form
from bot.store.delivery_plans import overtaken
from bot.store.delivery_rows import UNLEASED, UNQUEUED, is_
from bot.store.holds import NEVER, stopped_act
from bot.store.staff import GROUP
from bot.store.subscribers import muted
from bot.store.tables import deliveries, events, meta, staff, subscribers


def _given(name: str, kind: TypeEngine[Any]) -> BindParameter[Any]:
    return bindparam(name, type_=kind)


def _among(column: ColumnElement[int], name: str) -> ColumnElement[bool]:
    return column.in_(bindparam(name, expanding=True, type_=column.type))


_NOW = _given("now", deliveries.c.due_at.type)
_OWNER = _given("owner", deliveries.c.leased_by.type)
_UNTIL = _given("until", deliveries.c.leased_until.type)

#: Forms that say something was wrong.
WORD_FORMS = (Form.CORRECTION, Form.RETRACTION)
#: Words that something was wrong, news, quiet edits, digests that were asked for.
PRIORITIES = range(4)
#: In the order in which they are sent.
LEVELS = tuple((priority, rank.value) for priority in PRIORITIES for rank in Rank)


def _of_level(what: ColumnElement[Any], priority: int, rank: int) -> ColumnElement[Any]:
    level = deliveries.c.priority == priority, deliveries.c.rank == rank
    return select(what).where(is_(DeliveryState.WAITING), *level).scalar_subquery()


#: Of each level, when the first is due and when the last: what is stopped is due at the end of time.
FIRST_DUE = select(
    *(_of_level(func.min(deliveries.c.due_at), *level).label(f"due_{n}") for n, level in enumerate(LEVELS))
)
LAST_DUE = select(
    *(_of_level(func.max(deliveries.c.due_at), *level).label(f"due_{n}") for n, level in enumerate(LEVELS))
)

#: Of `priority` and `rank`, at most `most` waiting acts that are due `now` and in nobody's hands.
NEXT: Select[tuple[int]] = (
    select(deliveries.c.id)
    .where(
        is_(DeliveryState.WAITING),
        deliveries.c.priority == _given("priority", deliveries.c.priority.type),
        deliveries.c.rank == _given("rank", deliveries.c.rank.type),
        deliveries.c.due_at <= _NOW,
        or_(deliveries.c.leased_until.is_(None), deliveries.c.leased_until <= _NOW),
    )
    .order_by(deliveries.c.due_at, deliveries.c.id)
    .limit(_given("most", Integer()))
    .with_for_update(skip_locked=True)
)

#: `ids` are sending `until` then.
BEGIN: Update = (
    update(deliveries)
    .where(_among(deliveries.c.id, "ids"))
    .values(state=DeliveryState.SENDING, leased_until=_UNTIL, attempts=deliveries.c.attempts + 1)
)

#: Nothing more goes to the chats of these subscribers before `until`.
REST: Update = (
    update(subscribers)
    .where(_among(subscribers.c.id, "ids"))
    .values(next_at=_given("until", subscribers.c.next_at.type))
)

#: `number`, which is still sending, arrived: `sealed` says as what and when, `sent_at` on which day.
SENT: Update = (
    update(deliveries)
    .where(
        deliveries.c.id == _given("number", deliveries.c.id.type),
        deliveries.c.state == DeliveryState.SENDING,
    )
    .values(
        state=DeliveryState.SENT,
        sealed=_given("sealed", deliveries.c.sealed.type),
        sent_at=_given("sent_at", deliveries.c.sent_at.type),
        due_at=_given("due_at", deliveries.c.due_at.type),
        why="",
        **UNLEASED,
        **UNQUEUED,
    )
)


#: What an older program left in clear of `number`.
SEAL: Update = (
    update(deliveries)
    .where(deliveries.c.id == _given("number", deliveries.c.id.type))
    .values(
        sealed=_given("sealed", deliveries.c.sealed.type),
        sent_at=_given("sent_at", deliveries.c.sent_at.type),
        due_at=_given("due_at", deliveries.c.due_at.type),
        message_id=None,
        **UNQUEUED,
    )
)


def _message(of: FromClause, name: str) -> tuple[ColumnElement[Any], ...]:
    """What `message_of` reads."""
    return (
        of.c.sealed.label(f"{name}_sealed"),
        of.c.message_id.label(f"{name}_message"),
        of.c.sent_at.label(f"{name}_at"),
    )


def _behind() -> ColumnElement[bool]:
    """Whether an earlier word that something was wrong still waits for the same chat: it comes first."""
    earlier = deliveries.alias("earlier_word")
    same = (
        earlier.c.event_id == deliveries.c.event_id,
        earlier.c.subscriber_id == deliveries.c.subscriber_id,
        earlier.c.alert_id < deliveries.c.alert_id,
    )
    waits = earlier.c.state == DeliveryState.WAITING, earlier.c.form.in_(WORD_FORMS), earlier.c.due_at < NEVER
    return exists().where(*same, *waits).correlate(deliveries)


def _of_lease() -> Select[*tuple[Any, ...]]:
    edited, answered = deliveries.alias("edited"), deliveries.alias("answered")
    messages = (*_message(edited, "edited"), *_message(answered, "answered"))
    newest = select(events.c.version).where(events.c.id == deliveries.c.event_id).scalar_subquery()
    about = (
        edited.c.form.label("edited_form"),
        edited.c.quiet.label("edited_quiet"),
        edited.c.version.label("edited_version"),
        newest.label("newest"),
    )
    waits = overtaken().label("overtaken"), stopped_act().label("stopped")
    behind = _behind().label("behind")
    chat = subscribers.c.chat_cipher, subscribers.c.lang, subscribers.c.closed_at
    more = (
        subscribers.c.pace,
        subscribers.c.thread,
        subscribers.c.channel,
        subscribers.c.next_at,
        subscribers.c.refusals,
        subscribers.c.closed_by,
        subscribers.c.quiet_from,
        subscribers.c.quiet_to,
        subscribers.c.discreet,
        subscribers.c.muted_until,
        muted(deliveries.c.subscriber_id, deliveries.c.event_id).label("muted"),
        edited.c.carrier.label("edited_carrier"),
    )
    return (
        select(deliveries, *chat, *more, *messages, *about, *waits, behind)
        .join(subscribers, subscribers.c.id == deliveries.c.subscriber_id)
        .outerjoin(edited, edited.c.id == deliveries.c.target)
        .outerjoin(answered, answered.c.id == deliveries.c.answers)
        .where(
            _among(deliveries.c.id, "ids"),
            is_(DeliveryState.WAITING),
            deliveries.c.leased_by == _OWNER,
            deliveries.c.leased_until > _NOW,
        )
        .order_by(deliveries.c.id)
        .with_for_update(of=deliveries)
    )


#: Those of `ids` that wait in the owner's hands, with their chats and the messages that they are about.
OF_LEASE = _of_lease()


def _told_before() -> Select[*tuple[Any, ...]]:
    earlier, carriers = deliveries.alias("earlier"), deliveries.alias("carrying")
    same = (
        earlier.c.event_id == deliveries.c.event_id,
        earlier.c.subscriber_id == deliveries.c.subscriber_id,
        earlier.c.version < deliveries.c.version,
    )
    told = earlier.c.sent_at.is_not(None) | earlier.c.state.in_(TOLD) | carriers.c.state.in_(TOLD)
    return (
        select(deliveries.c.id.label("number"), earlier.c.version, *_message(earlier, "earlier"), earlier.c.form)
        .join(earlier, and_(*same))
        .outerjoin(carriers, and_(carriers.c.id == earlier.c.carrier, earlier.c.state == DeliveryState.MERGED))
        .where(_among(deliveries.c.id, "ids"), told)
        .order_by(earlier.c.version, earlier.c.form == Form.EDIT, earlier.c.id)
    )


#: What the chats of `ids` were told of their events before: a message of a version counts more than an edit.
TOLD_BEFORE = _told_before()


#: Whose chats are editors': under what they are told stand their buttons.
STAFF = union_all(
    select(staff.c.person).where(staff.c.removed_at.is_(None)), select(meta.c.value).where(meta.c.key == GROUP)
)


@lru_cache(maxsize=32)
def setting(*names: str) -> Update:
    """`ids` get other values in these columns; each value is given under its column's name after an underscore."""
    values = {name: _given(f"_{name}", deliveries.c[name].type) for name in names}
    return update(deliveries).where(_among(deliveries.c.id, "ids")).values(values)
