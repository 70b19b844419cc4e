"""Questions: the messages by which editors were asked, each known by its editor's keyed index."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, select, update

from bot.store.connect import insert
from bot.store.tables import meta, questions, reviews
from bot.store.vault import Vault

_OPEN = ~questions.c.settled
_WHOLE = ~questions.c.shrunk
_MORNING = "morning list"


class EditorMessageRepository:
    """The questions of a transaction."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def sent(self, review: int, editor: int, message_id: int) -> None:
        """An editor was asked about a review by this message; a later one takes its place."""
        row = {"review_id": review, "editor": self._vault.editor(editor), "message_id": message_id, "settled": False}
        added = insert(self._connection, questions).values(row)
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
        wanted = select(questions.c.message_id).where(questions.c.editor == self._vault.editor(chat), _WHOLE)
        return tuple(self._connection.scalars(wanted))

    def forget(self, chat: int) -> None:
        """Nothing is asked or edited in this chat any more."""
        self._connection.execute(delete(questions).where(questions.c.editor == self._vault.editor(chat)))

    def later(self, review: int, chat: int, message_id: int, until: datetime) -> None:
        """A chat is asked again then, where it was asked by this message or another one."""
        row = {"review_id": review, "editor": self._vault.editor(chat), "message_id": message_id, "settled": False}
        added = insert(self._connection, questions).values(row | {"later_at": until})
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
        theirs = questions.c.review_id == review, questions.c.editor == self._vault.editor(chat)
        self._connection.execute(update(questions).where(*theirs).values(shrunk=True, settled=True))

    def to_settle(self, editors: frozenset[int], limit: int = 20) -> tuple[tuple[int, int, int], ...]:
        """Review, chat and message of questions that are decided and whose messages do not say so yet."""
        chats = self._chats(editors)
        decided = select(questions).join(reviews, reviews.c.id == questions.c.review_id)
        wanted = decided.where(_OPEN, reviews.c.decided_at.is_not(None), questions.c.editor.in_(chats))
        rows = self._connection.execute(wanted.order_by(questions.c.review_id).limit(limit))
        return tuple((row.review_id, chats[row.editor], row.message_id) for row in rows)

    def settle(self, review: int, editor: int) -> None:
        """The message of this editor says how the review ended."""
        theirs = questions.c.review_id == review, questions.c.editor == self._vault.editor(editor)
        self._connection.execute(update(questions).where(*theirs).values(settled=True))

    def rung(self, now: datetime, within: timedelta) -> int:
        """How many reviews editors were told of within this time."""
        wanted = select(func.count()).select_from(reviews).where(reviews.c.rung_at > now - within)
        return self._connection.scalar(wanted) or 0

    def begin_morning(self, morning: datetime) -> bool:
        """Whether nobody has begun the list of this morning yet; somebody has from now on."""
        value = morning.isoformat()
        added = insert(self._connection, meta).values(key=_MORNING, value=value)
        changed = added.on_conflict_do_update(
            index_elements=[meta.c.key], set_={"value": value}, where=meta.c.value < value
        )
        return self._connection.execute(changed.returning(meta.c.key)).scalar_one_or_none() is not None

    def _chats(self, editors: frozenset[int]) -> Mapping[str, int]:
        return {self._vault.editor(editor): editor for editor in editors}
