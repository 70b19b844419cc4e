"""Reviews: what waits for an editor, the messages by which editors were asked, and proposals that need a second one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.domain.audit import Deed
from bot.domain.review import BY_EDITORS, Resolution, Review, ReviewReason
from bot.store import connect
from bot.store.chat_id_encryption import ChatIdEncryption
from bot.store.schema import AnyRow
from bot.store.tables import meta, proposals, questions, reviews

_OPEN = reviews.c.decided_at.is_(None)


class ReviewRepository:
    """The reviews of a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ask(
        self,
        reason: ReviewReason,
        now: datetime,
        *,
        event: int = 0,
        article: int | None = None,
        quiet: bool = False,
        subject: Mapping[str, Any] | None = None,
    ) -> int:
        """Something waits from now on; an article that waits already goes on waiting, for this reason.

        Of what is quiet nobody is notified; `subject` is what it is about where that is no article.
        """
        if article is not None:
            waiting = update(reviews).where(reviews.c.article_id == article, _OPEN)
            self._connection.execute(waiting.values(event_id=event, reason=reason, quiet=quiet))
            again = select(reviews.c.id).where(reviews.c.article_id == article, _OPEN)
            if known := self._connection.scalar(again):
                return int(known)
        row = {"reason": reason, "event_id": event, "article_id": article, "at": now, "quiet": quiet}
        row["subject"] = dict(subject) if subject else None
        return int(self._connection.execute(insert(reviews).values(row).returning(reviews.c.id)).scalar_one())

    def get(self, number: int) -> Review | None:
        """One review by its number, decided or not."""
        row = self._connection.execute(select(reviews).where(reviews.c.id == number)).one_or_none()
        return _review(row) if row else None

    def open(self, limit: int = 100) -> tuple[Review, ...]:
        """What waits, longest first."""
        wanted = select(reviews).where(_OPEN).order_by(reviews.c.id).limit(limit)
        return tuple(_review(row) for row in self._connection.execute(wanted))

    def count(self) -> int:
        """How many wait."""
        return self._connection.scalar(select(func.count()).select_from(reviews).where(_OPEN)) or 0

    def of_event(self, event_id: int) -> tuple[Review, ...]:
        """What waits about one event: the event itself, or reports that may belong to it."""
        wanted = select(reviews).where(reviews.c.event_id == event_id, _OPEN).order_by(reviews.c.id)
        return tuple(_review(row) for row in self._connection.execute(wanted))

    def about(self, event_id: int) -> tuple[Review, ...]:
        """What waits or waited about one event."""
        wanted = select(reviews).where(reviews.c.event_id == event_id).order_by(reviews.c.id)
        return tuple(_review(row) for row in self._connection.execute(wanted))

    def decide(self, number: int, resolution: Resolution, now: datetime, by: str = "") -> bool:
        """The wait is over; false when it was before: a decided one stays as it was decided. `by` is who decided."""
        ended = update(reviews).where(reviews.c.id == number, _OPEN)
        values = {"decision": resolution, "decided_at": now, "decided_by": by}
        return self._connection.execute(ended.values(values)).rowcount == 1

    def end(
        self,
        reasons: Iterable[ReviewReason],
        how: Resolution,
        now: datetime,
        *,
        event: int = 0,
        article: int = 0,
        itself: bool = False,
    ) -> None:
        """What waits for these reasons about an event or an article is over; `itself`: about no article."""
        about = reviews.c.article_id == article if article else reviews.c.event_id == event
        which = (
            _OPEN,
            about,
            reviews.c.reason.in_(sorted(reasons)),
            *([reviews.c.article_id.is_(None)] if itself else []),
        )
        values = {"decision": how, "decided_at": now, "decided_by": ""}
        self._connection.execute(update(reviews).where(*which).values(values))

    def decided_by(self, number: int, by: str) -> None:
        """Who decided what is decided."""
        self._connection.execute(update(reviews).where(reviews.c.id == number, ~_OPEN).values(decided_by=by))

    def narrow(self, number: int, subject: Mapping[str, Any]) -> None:
        """What a wait is about has become less."""
        self._connection.execute(update(reviews).where(reviews.c.id == number, _OPEN).values(subject=dict(subject)))

    def waiting_for(self, reason: ReviewReason) -> tuple[Review, ...]:
        """What waits for this reason."""
        wanted = select(reviews).where(_OPEN, reviews.c.reason == reason).order_by(reviews.c.id)
        return tuple(_review(row) for row in self._connection.execute(wanted))

    def to_spread(self, before: datetime, limit: int) -> tuple[Review, ...]:
        """What was asked before a moment of those on duty alone and is not decided."""
        asked = _OPEN, reviews.c.rung_at <= before, reviews.c.spread_at.is_(None)
        wanted = select(reviews).where(*asked).order_by(reviews.c.id).limit(limit)
        return tuple(_review(row) for row in self._connection.execute(wanted))

    def spread(self, number: int, now: datetime) -> None:
        """Everybody was asked."""
        self._connection.execute(update(reviews).where(reviews.c.id == number).values(spread_at=now))

    def not_notified(self, limit: int) -> tuple[Review, ...]:
        """What waits, is not quiet and no editor was told of, longest first."""
        wanted = (
            select(reviews)
            .where(_OPEN, reviews.c.rung_at.is_(None), reviews.c.quiet.is_(False))
            .order_by(reviews.c.id)
            .limit(limit)
        )
        return tuple(_review(row) for row in self._connection.execute(wanted))

    def notify(self, event_id: int) -> None:
        """Editors are notified of what waits about an event, if it was quiet."""
        self._connection.execute(update(reviews).where(reviews.c.event_id == event_id, _OPEN).values(quiet=False))

    def notified(self, number: int, now: datetime) -> None:
        """Editors were told of it."""
        self._connection.execute(update(reviews).where(reviews.c.id == number).values(rung_at=now))

    def listed(self, number: int, now: datetime) -> None:
        """Nobody answered in time: it was listed as not checked, or was found to be nothing to list."""
        self._connection.execute(update(reviews).where(reviews.c.id == number).values(listed_at=now))

    def unanswered(self, before: datetime, reasons: Iterable[ReviewReason], limit: int) -> tuple[Review, ...]:
        """What waits for these reasons since before a moment and was not listed, longest first."""
        waiting = _OPEN, reviews.c.at <= before, reviews.c.reason.in_(sorted(reasons)), reviews.c.listed_at.is_(None)
        wanted = select(reviews).where(*waiting).order_by(reviews.c.id).limit(limit)
        return tuple(_review(row) for row in self._connection.execute(wanted))

    def since(self, moment: datetime, limit: int = 100) -> tuple[Review, ...]:
        """What waits since after a moment, longest first."""
        wanted = select(reviews).where(_OPEN, reviews.c.at > moment).order_by(reviews.c.id).limit(limit)
        return tuple(_review(row) for row in self._connection.execute(wanted))

    def older(self, than: datetime, limit: int) -> tuple[Review, ...]:
        """What waits since before a moment, longest first."""
        wanted = select(reviews).where(_OPEN, reviews.c.at < than).order_by(reviews.c.id).limit(limit)
        return tuple(_review(row) for row in self._connection.execute(wanted))

    def ended(self, event_id: int, reason: ReviewReason) -> tuple[Review, ...]:
        """What waited about an event for this reason, and is decided."""
        wanted = select(reviews).where(reviews.c.event_id == event_id, reviews.c.reason == reason, ~_OPEN)
        return tuple(_review(row) for row in self._connection.execute(wanted.order_by(reviews.c.id)))

    def move(self, event_id: int, to: int) -> None:
        """What waits about an event waits about another one."""
        self._connection.execute(update(reviews).where(reviews.c.event_id == event_id, _OPEN).values(event_id=to))

    def times(self, since: datetime) -> tuple[timedelta, ...]:
        """How long each decision of an editor since then took, shortest first."""
        by_editor = reviews.c.decided_at >= since, reviews.c.decision.in_(sorted(BY_EDITORS))
        wanted = select(reviews.c.at, reviews.c.decided_at).where(*by_editor)
        return tuple(sorted(row.decided_at - row.at for row in self._connection.execute(wanted)))


def _review(row: AnyRow) -> Review:
    return Review(
        id=row.id,
        reason=row.reason,
        at=row.at,
        event=row.event_id,
        article=row.article_id or 0,
        decided_at=row.decided_at,
        resolution=row.decision,
        notified_at=row.rung_at,
        listed_at=row.listed_at,
        decided_by=row.decided_by,
        subject=row.subject or {},
    )


_UNSETTLED = ~questions.c.settled
_WHOLE = ~questions.c.shrunk
_MORNING = "morning list"


class EditorMessageRepository:
    """The messages by which editors were asked, each known by its editor's keyed index."""

    def __init__(self, connection: Connection, encryption: ChatIdEncryption) -> None:
        self._connection = connection
        self._encryption = encryption

    def sent(self, review: int, editor: int, message_id: int) -> None:
        """An editor was asked about a review by this message; a later one takes its place."""
        row = {
            "review_id": review,
            "editor": self._encryption.editor(editor),
            "message_id": message_id,
            "settled": False,
        }
        added = connect.insert(self._connection, questions).values(row)
        fresh = {"message_id": message_id, "settled": False, "later_at": None, "shrunk": False}
        keys = [questions.c.review_id, questions.c.editor]
        self._connection.execute(added.on_conflict_do_update(index_elements=keys, set_=fresh))

    def asked(self, review: int, editors: frozenset[int]) -> frozenset[int]:
        """Which of these editors were asked about a review."""
        chats = self._chats(editors)
        wanted = select(questions.c.editor).where(questions.c.review_id == review, questions.c.editor.in_(chats))
        return frozenset(chats[index] for index in self._connection.scalars(wanted))

    def of_chat(self, chat: int) -> tuple[int, ...]:
        """The messages of a chat's questions that say more than that they are done."""
        wanted = select(questions.c.message_id).where(questions.c.editor == self._encryption.editor(chat), _WHOLE)
        return tuple(self._connection.scalars(wanted))

    def forget(self, chat: int) -> None:
        """Nothing is asked or edited in this chat any more."""
        self._connection.execute(delete(questions).where(questions.c.editor == self._encryption.editor(chat)))

    def later(self, review: int, chat: int, message_id: int, until: datetime) -> None:
        """A chat is asked again then, where it was asked by this message or another one."""
        row = {"review_id": review, "editor": self._encryption.editor(chat), "message_id": message_id, "settled": False}
        added = connect.insert(self._connection, questions).values(row | {"later_at": until})
        keys = [questions.c.review_id, questions.c.editor]
        self._connection.execute(added.on_conflict_do_update(index_elements=keys, set_={"later_at": until}))

    def again(self, chats: frozenset[int], now: datetime) -> tuple[tuple[int, int], ...]:
        """Review and chat of what is to be asked again, because it was put off until now."""
        known = self._chats(chats)
        put_off = select(questions).join(reviews, reviews.c.id == questions.c.review_id)
        wanted = put_off.where(questions.c.later_at <= now, reviews.c.decided_at.is_(None))
        rows = self._connection.execute(wanted.where(questions.c.editor.in_(known)).order_by(questions.c.review_id))
        return tuple((row.review_id, known[row.editor]) for row in rows)

    def to_shrink(self, chats: frozenset[int], before: datetime) -> tuple[tuple[int, int, int], ...]:
        """Review, chat and message of what was decided before a moment and still says what."""
        known = self._chats(chats)
        decided = select(questions).join(reviews, reviews.c.id == questions.c.review_id)
        old = questions.c.settled, _WHOLE, reviews.c.decided_at <= before, questions.c.editor.in_(known)
        rows = self._connection.execute(decided.where(*old).order_by(questions.c.review_id).limit(20))
        return tuple((row.review_id, known[row.editor], row.message_id) for row in rows)

    def shrink(self, review: int, chat: int) -> None:
        """The message says no more than that it is done."""
        theirs = questions.c.review_id == review, questions.c.editor == self._encryption.editor(chat)
        self._connection.execute(update(questions).where(*theirs).values(shrunk=True, settled=True))

    def to_settle(self, editors: frozenset[int], limit: int = 20) -> tuple[tuple[int, int, int], ...]:
        """Review, chat and message of questions that are decided and whose messages do not say so yet."""
        chats = self._chats(editors)
        decided = select(questions).join(reviews, reviews.c.id == questions.c.review_id)
        wanted = decided.where(_UNSETTLED, reviews.c.decided_at.is_not(None), questions.c.editor.in_(chats))
        rows = self._connection.execute(wanted.order_by(questions.c.review_id).limit(limit))
        return tuple((row.review_id, chats[row.editor], row.message_id) for row in rows)

    def settle(self, review: int, editor: int) -> None:
        """The message of this editor says how the review ended."""
        theirs = questions.c.review_id == review, questions.c.editor == self._encryption.editor(editor)
        self._connection.execute(update(questions).where(*theirs).values(settled=True))

    def count_notified(self, now: datetime, within: timedelta) -> int:
        """How many reviews editors were told of within this time."""
        wanted = select(func.count()).select_from(reviews).where(reviews.c.rung_at > now - within)
        return self._connection.scalar(wanted) or 0

    def begin_morning(self, morning: datetime) -> bool:
        """Whether nobody has begun the list of this morning yet; somebody has from now on."""
        value = morning.isoformat()
        added = connect.insert(self._connection, meta).values(key=_MORNING, value=value)
        changed = added.on_conflict_do_update(
            index_elements=[meta.c.key], set_={"value": value}, where=meta.c.value < value
        )
        return self._connection.execute(changed.returning(meta.c.key)).scalar_one_or_none() is not None

    def _chats(self, editors: frozenset[int]) -> Mapping[str, int]:
        return {self._encryption.editor(editor): editor for editor in editors}


_UNDECIDED = proposals.c.done_at.is_(None)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One deed that waits; `due_at` when it happens by itself, none where a second person must agree."""

    review: int
    deed: Deed
    body: Mapping[str, Any]
    actor: str
    at: datetime
    due_at: datetime | None = None


class Proposals:
    """What an editor wants to do that needs a second one; each stands under the number of its review."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, one: Proposal) -> None:
        """Something waits under this review."""
        row = {"review_id": one.review, "deed": one.deed, "body": dict(one.body), "actor": one.actor}
        self._connection.execute(insert(proposals).values(row | {"at": one.at, "due_at": one.due_at}))

    def get(self, review: int) -> Proposal | None:
        """What waits, or waited, under a review."""
        row = self._connection.execute(select(proposals).where(proposals.c.review_id == review)).one_or_none()
        return _proposal(row) if row else None

    def done(self, review: int, now: datetime) -> bool:
        """It is decided; false when it was before."""
        ended = update(proposals).where(proposals.c.review_id == review, _UNDECIDED).values(done_at=now)
        return self._connection.execute(ended).rowcount == 1

    def due(self, now: datetime) -> tuple[Proposal, ...]:
        """What may happen by itself now."""
        wanted = select(proposals).where(_UNDECIDED, proposals.c.due_at <= now).order_by(proposals.c.review_id)
        return tuple(_proposal(row) for row in self._connection.execute(wanted))

    def open(self) -> tuple[Proposal, ...]:
        """All that waits."""
        return tuple(_proposal(row) for row in self._connection.execute(select(proposals).where(_UNDECIDED)))


def _proposal(row: AnyRow) -> Proposal:
    return Proposal(row.review_id, row.deed, row.body, row.actor, row.at, row.due_at)
