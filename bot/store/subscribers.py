"""Subscribers: a number, a language, places, a pace; the chat id goes in and never comes out here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    case,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)

from bot.domain.clock import DAY, cut
from bot.domain.codes import DigestPace, Lang
from bot.domain.subscriber import (
    Addressee,
    ChannelStatus,
    ChannelTurn,
    ClosedBy,
    Quiet,
    Refusals,
    Subscriber,
    Wants,
    Watch,
)
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.connect import insert
from bot.store.schema import AnyRow
from bot.store.tables import events, subscribers, subscriptions, watches

#: Statements of every answer, written once: to build one takes longer than the database takes to carry it out.
_RESTED = (
    update(subscribers)
    .where(subscribers.c.next_at <= bindparam("now", type_=subscribers.c.next_at.type))
    .values(next_at=None)
)
_NUMBER = bindparam("number", type_=subscribers.c.id.type)
_BY_NUMBER = select(subscribers).where(subscribers.c.id == _NUMBER)
_INDEX = bindparam("index", type_=subscribers.c.chat_index.type)
_BY_CHAT = select(subscribers).where(subscribers.c.chat_index == _INDEX)
_PLACES = select(subscriptions.c.place_id).where(subscriptions.c.subscriber_id == _NUMBER)
_MONTH = bindparam("month", type_=subscribers.c.seen.type)
_TAKES_MESSAGES = {"refusals": 0, "refused_on": None, "refused_why": ""}
_OPEN = {"closed_at": None, "closed_by": None, **_TAKES_MESSAGES}
_OTHER = or_(subscribers.c.seen.is_(None), subscribers.c.seen != _MONTH, subscribers.c.asked_at.is_not(None))
_SEEN = update(subscribers).where(subscribers.c.id == _NUMBER, _OTHER).values(seen=_MONTH, asked_at=None)

#: Choices that are kept as they are.
_CHOICES = ("wants", "daily_hour", "discreet", "muted_until", "handle")
#: Of Telegram's words so many letters are kept.
_LONGEST_WHY = 200


class SubscriberRepository:
    """The subscribers of a transaction."""

    def __init__(self, connection: Connection, encryption: ChatIdEncryption) -> None:
        self._connection = connection
        self._encryption = encryption

    def open(self, chat_id: int, lang: Lang, *, thread: int = 0, channel: bool = False) -> Subscriber:
        """The subscriber of a chat or topic, made or opened again; one that exists keeps its language and places."""
        kind = {"thread": thread, "channel": channel}
        row = {**self._sealed(chat_id, thread), "lang": lang, "pace": DigestPace.NOW, **kind}
        added = insert(self._connection, subscribers).values(row)
        opened = added.on_conflict_do_update(
            index_elements=["chat_index"], set_=_OPEN | {"reported": ChannelStatus.WELL}
        )
        number = self._connection.execute(opened.returning(subscribers.c.id)).scalar_one()
        return self.get(number) or Subscriber(number, lang)

    def lang_of(self, chat: int) -> Lang:
        """The language in which a chat is written to; English where it has chosen none."""
        known = self.by_chat(chat)
        return known.lang if known else Lang.EN

    def by_chat(self, chat_id: int, thread: int = 0) -> Subscriber | None:
        """The subscriber of a chat or topic, closed ones too."""
        row = self._connection.execute(_BY_CHAT, {"index": self._encryption.index(chat_id, thread)}).one_or_none()
        return self._whole(row) if row else None

    def index(self, chat_id: int, thread: int = 0) -> str:
        """What a chat or topic is looked up by."""
        return self._encryption.index(chat_id, thread)

    def get(self, number: int) -> Subscriber | None:
        """The subscriber of a number, closed ones too."""
        row = self._connection.execute(_BY_NUMBER, {"number": number}).one_or_none()
        return self._whole(row) if row else None

    def after(self, cursor: int, limit: int) -> tuple[Subscriber, ...]:
        """Open subscribers with numbers above the cursor, ascending."""
        open_ones = select(subscribers).where(subscribers.c.closed_at.is_(None), subscribers.c.id > cursor)
        rows = self._connection.execute(open_ones.order_by(subscribers.c.id).limit(limit)).all()
        last = rows[-1].id if rows else cursor
        places = self._places(subscriptions.c.subscriber_id > cursor, subscriptions.c.subscriber_id <= last)
        return tuple(_subscriber(row, places[row.id]) for row in rows)

    def save(self, subscriber: Subscriber, now: datetime) -> None:
        """Write a subscriber's choices; closed since `now` when it was open."""
        since = func.coalesce(subscribers.c.closed_at, cut(now, DAY)) if subscriber.closed else None
        why = func.coalesce(subscribers.c.closed_by, _wish()) if subscriber.closed else None
        quiet = subscriber.quiet
        choices: dict[str, Any] = {"lang": subscriber.lang, "pace": subscriber.pace}
        choices |= {"closed_at": since, "closed_by": why}
        choices |= {"quiet_from": quiet.since if quiet else None, "quiet_to": quiet.until if quiet else None}
        choices |= {name: getattr(subscriber, name) for name in _CHOICES}
        self._connection.execute(update(subscribers).where(subscribers.c.id == subscriber.id).values(choices))
        self._choose(subscriber.id, subscriber.places)

    def close(self, number: int, now: datetime, by: ClosedBy = ClosedBy.WISH) -> None:
        """Tell this subscriber nothing any more, until it is opened again; a wish outlasts a chat that was gone."""
        one = subscribers.c.id == number
        which = one if by is ClosedBy.WISH else one & subscribers.c.closed_at.is_(None)
        since = func.coalesce(subscribers.c.closed_at, cut(now, DAY))
        self._connection.execute(update(subscribers).where(which).values(closed_at=since, closed_by=by))

    def erase(self, number: int) -> None:
        """Keep nothing of a subscriber: its places and deliveries go with it."""
        self._connection.execute(delete(subscribers).where(subscribers.c.id == number))

    def rekey(self, number: int, chat_id: int) -> None:
        """The chat has moved to another id; when that one is a subscriber already, this one is erased."""
        moving = self.get(number)
        thread = moving.thread if moving else 0
        known = self.by_chat(chat_id, thread)
        if known and known.id != number:
            self.erase(number)
            return
        moved = update(subscribers).where(subscribers.c.id == number).values(self._sealed(chat_id, thread))
        self._connection.execute(moved)

    def lose(self, chat_id: int, now: datetime) -> None:
        """A chat has shut the bot out, and with it its topics: told nothing until it takes the bot back."""
        gone = {"closed_at": cut(now, DAY), "closed_by": ClosedBy.GONE, "refused_why": ""}
        theirs = self._of_chat(chat_id), subscribers.c.closed_at.is_(None)
        self._connection.execute(update(subscribers).where(*theirs).values(gone))

    def reopen(self, chat_id: int, thread: int | None = None) -> tuple[int, ...]:
        """A chat takes messages again: it and its topics, or one topic, are told things with their old choices.

        One that was closed by wish stays so. Answers which had been closed or refused.
        """
        which = (
            self._of_chat(chat_id)
            if thread is None
            else subscribers.c.chat_index == self._encryption.index(chat_id, thread)
        )
        gone = subscribers.c.closed_by == ClosedBy.GONE
        shut = subscribers.c.closed_at.is_(None) & (subscribers.c.refusals > 0)
        opened = update(subscribers).where(which, or_(gone, shut)).values(_OPEN | {"next_at": None})
        return tuple(self._connection.scalars(opened.returning(subscribers.c.id)))

    def refuse(self, number: int, why: str, now: datetime) -> bool:
        """Telegram did not take a message to this chat; whether that was so on days enough to close it."""
        known = select(subscribers.c.refusals, subscribers.c.refused_on).where(subscribers.c.id == number)
        row = self._connection.execute(known.with_for_update()).one_or_none()
        if row is None:
            return False
        refusals = Refusals(row.refusals, row.refused_on).once_more(now)
        values = {"refusals": refusals.days, "refused_on": refusals.on, "refused_why": why[:_LONGEST_WHY]}
        self._connection.execute(update(subscribers).where(subscribers.c.id == number).values(values))
        return refusals.enough

    def refusing(self, *, channels: bool) -> Mapping[str, int]:
        """Why Telegram takes no messages to open chats, or to channels (closed ones too), and to how many of them."""
        shut = subscribers.c.refusals > 0, subscribers.c.closed_at.is_(None)
        wanted = (_channel(), _standing() != ChannelStatus.WELL) if channels else (~subscribers.c.channel, *shut)
        counted = select(subscribers.c.refused_why, func.count().label("many")).where(*wanted)
        rows = self._connection.execute(counted.group_by(subscribers.c.refused_why))
        return {row.refused_why: row.many for row in rows}

    def channel_ids(self) -> tuple[int, ...]:
        """The chat ids of bound channels that are told news."""
        wanted = select(subscribers.c.chat_cipher).where(subscribers.c.channel, subscribers.c.closed_at.is_(None))
        return tuple(
            self._encryption.open(sealed) for sealed in self._connection.scalars(wanted.order_by(subscribers.c.id))
        )

    def turned(self) -> tuple[ChannelTurn, ...]:
        """The channels of which editors were told something else than what is true now."""
        standing = _standing().label("standing")
        rows = self._connection.execute(
            select(subscribers, standing).where(_channel(), standing != subscribers.c.reported)
        )
        return tuple(
            ChannelTurn(
                row.id, self._encryption.open(row.chat_cipher), row.lang, ChannelStatus(row.standing), row.refused_why
            )
            for row in rows
        )

    def report(self, number: int, report: ChannelStatus) -> None:
        """Editors were told how this channel takes messages."""
        self._connection.execute(update(subscribers).where(subscribers.c.id == number).values(reported=report))

    def _of_chat(self, chat_id: int) -> ColumnElement[bool]:
        whole = subscribers.c.chat_index == self._encryption.index(chat_id)
        return or_(whole, subscribers.c.forum == self._encryption.forum(chat_id))

    def rested(self, now: datetime) -> None:
        """Forget until when chats were left alone, where that is over."""
        self._connection.execute(_RESTED, {"now": now})

    def seen(self, number: int, month: str) -> None:
        """A person of this chat was there in this month."""
        self._connection.execute(_SEEN, {"number": number, "month": month})

    def erase_closed(self, before: datetime, limit: int) -> int:
        """Erase those who closed before a moment, at most so many; answers how many."""
        wanted = subscribers.c.closed_at < before
        return self._erase_some(select(subscribers.c.id).where(wanted).order_by(subscribers.c.closed_at).limit(limit))

    def erase_silent(self, asked_before: datetime, limit: int) -> int:
        """Erase those who were asked before a moment whether they are there, and have not tapped since."""
        return self._erase_some(select(subscribers.c.id).where(subscribers.c.asked_at < asked_before).limit(limit))

    def ask(self, seen_before: str, now: datetime, limit: int) -> tuple[Addressee, ...]:
        """Those last seen before a month and not asked yet, marked as asked."""
        silent = subscribers.c.seen < seen_before, subscribers.c.asked_at.is_(None), subscribers.c.closed_at.is_(None)
        wanted = select(subscribers).where(*silent, ~subscribers.c.channel).order_by(subscribers.c.id).limit(limit)
        rows = self._connection.execute(wanted).all()
        asked = update(subscribers).where(subscribers.c.id.in_([row.id for row in rows])).values(asked_at=cut(now, DAY))
        self._connection.execute(asked)
        return tuple(Addressee(_subscriber(row, ()), self._encryption.open(row.chat_cipher)) for row in rows)

    def channels(self, places: Iterable[str], lang: Lang) -> tuple[str, ...]:
        """The @names of public channels that are told of one of these places in a language."""
        told = subscriptions.c.subscriber_id == subscribers.c.id, subscriptions.c.place_id.in_(sorted(places))
        named = subscribers.c.handle != "", subscribers.c.closed_at.is_(None), subscribers.c.lang == lang
        wanted = select(subscribers.c.handle).where(_channel(), *named, select(subscriptions).where(*told).exists())
        return tuple(self._connection.scalars(wanted.order_by(subscribers.c.id)))

    def count_open(self) -> int:
        """How many are told things."""
        wanted = select(func.count()).select_from(subscribers).where(subscribers.c.closed_at.is_(None))
        return self._connection.scalar(wanted) or 0

    def _erase_some(self, which: Select[tuple[int]]) -> int:
        gone = delete(subscribers).where(subscribers.c.id.in_(which.scalar_subquery()))
        return self._connection.execute(gone).rowcount

    def _sealed(self, chat_id: int, thread: int) -> dict[str, str | bytes | bool | None]:
        return {
            "chat_index": self._encryption.index(chat_id, thread),
            "chat_cipher": self._encryption.seal(chat_id),
            "forum": self._encryption.forum(chat_id) if thread else None,
            "shared": chat_id < 0,
        }

    def _whole(self, row: AnyRow) -> Subscriber:
        return _subscriber(row, self._connection.scalars(_PLACES, {"number": row.id}))

    def _places(self, *which: ColumnElement[bool]) -> defaultdict[int, set[str]]:
        places: defaultdict[int, set[str]] = defaultdict(set)
        for row in self._connection.execute(select(subscriptions).where(*which)):
            places[row.subscriber_id].add(row.place_id)
        return places

    def _choose(self, number: int, places: Iterable[str]) -> None:
        self._connection.execute(delete(subscriptions).where(subscriptions.c.subscriber_id == number))
        rows = [{"subscriber_id": number, "place_id": place} for place in sorted(places)]
        if rows:
            self._connection.execute(insert(self._connection, subscriptions), rows)


def _channel() -> ColumnElement[bool]:
    """Written so that both planners use the index of channels."""
    return subscribers.c.channel == literal(True, subscribers.c.channel.type, literal_execute=True)  # noqa: FBT003  # the value itself


def _standing() -> ColumnElement[int]:
    """How a channel takes messages; one that was unbound is nobody's trouble."""
    gone = subscribers.c.closed_by == ClosedBy.GONE
    refuses = subscribers.c.closed_at.is_(None) & (subscribers.c.refusals > 0)
    return case(
        (gone, ChannelStatus.CLOSED.value), (refuses, ChannelStatus.REFUSES.value), else_=ChannelStatus.WELL.value
    )


def _wish() -> ColumnElement[ClosedBy]:
    return literal(ClosedBy.WISH, subscribers.c.closed_by.type)


def _subscriber(row: AnyRow, places: Iterable[str]) -> Subscriber:
    closed = row.closed_at is not None
    troubled = row.refusals > 0 or row.closed_by is ClosedBy.GONE
    quiet = Quiet(row.quiet_from, row.quiet_to) if row.quiet_from is not None and row.quiet_to is not None else None
    kind = {"thread": row.thread, "channel": row.channel, "troubled": troubled, "quiet": quiet}
    chosen = {name: getattr(row, name) for name in _CHOICES} | {"wants": Wants(row.wants)}
    return Subscriber(row.id, row.lang, frozenset(places), row.pace, closed=closed, **kind, **chosen)


class Watches:
    """Which chats follow an event, and which want to hear no more of it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def set(self, subscriber_id: int, event_id: int, wish: Watch, now: datetime) -> None:
        """A chat's wish about an event; a later one replaces it."""
        row = {"subscriber_id": subscriber_id, "event_id": event_id, "wish": wish, "since": cut(now, DAY)}
        added = insert(self._connection, watches).values(row)
        again = added.on_conflict_do_update(index_elements=["subscriber_id", "event_id"], set_={"wish": wish})
        self._connection.execute(again)

    def drop(self, subscriber_id: int, event_id: int) -> None:
        """The chat has no wish about this event any more."""
        one = watches.c.subscriber_id == subscriber_id, watches.c.event_id == event_id
        self._connection.execute(delete(watches).where(*one))

    def of(self, subscriber_id: int, event_id: int) -> Watch | None:
        """A chat's wish about an event."""
        one = watches.c.subscriber_id == subscriber_id, watches.c.event_id == event_id
        wish: str | None = self._connection.scalar(select(watches.c.wish).where(*one))
        return Watch(wish) if wish else None

    def followers(self, event_id: int, after: int, last: int) -> tuple[int, ...]:
        """Open subscribers above `after` up to `last` who follow an event, ascending."""
        within = watches.c.subscriber_id > after, watches.c.subscriber_id <= last
        wanted = select(watches.c.subscriber_id).join(subscribers, subscribers.c.id == watches.c.subscriber_id)
        theirs = watches.c.event_id == event_id, watches.c.wish == Watch.FOLLOW, subscribers.c.closed_at.is_(None)
        return tuple(self._connection.scalars(wanted.where(*within, *theirs).order_by(watches.c.subscriber_id)))

    def among(self, event_id: int, subscriber_ids: Sequence[int]) -> frozenset[int]:
        """Those of these subscribers who follow an event."""
        theirs = watches.c.event_id == event_id, watches.c.subscriber_id.in_(subscriber_ids)
        wanted = select(watches.c.subscriber_id).where(*theirs, watches.c.wish == Watch.FOLLOW)
        return frozenset(self._connection.scalars(wanted))

    def purge(self, before: datetime, limit: int) -> int:
        """Forget wishes about events that are over, and those older than a moment; answers how many."""
        over = exists().where(events.c.id == watches.c.event_id, events.c.closed_at.is_not(None))
        old = (
            select(watches.c.subscriber_id, watches.c.event_id).where(or_(over, watches.c.since < before)).limit(limit)
        )
        rows = self._connection.execute(old).all()
        for row in rows:
            self.drop(row.subscriber_id, row.event_id)
        return len(rows)


def muted(subscriber_id: ColumnElement[int], event_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a chat wants to hear no more of an event."""
    return exists().where(
        watches.c.subscriber_id == subscriber_id, watches.c.event_id == event_id, watches.c.wish == Watch.MUTE
    )
