"""The tables of the editors' desk: who may decide, what was done, what is held, and what is under way."""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, LargeBinary, Table, Text, false, text

from bot.domain.audit import Deed
from bot.domain.delivery import DeliveryState
from bot.domain.staff import Role
from bot.store.schema import BIG, DOCUMENT, Moment, code, metadata, partial_index

#: Owners and editors; numbers are never given again. `person` is a keyed index, `cipher` the sealed chat.
staff = Table(
    "staff",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("role", code(Role, "role"), nullable=False),
    Column("person", Text, nullable=False, unique=True),
    Column("cipher", LargeBinary, nullable=False),
    #: Named by the configuration, not by an owner.
    Column("configured", Boolean, nullable=False, server_default=false()),
    Column("on_duty", Boolean, nullable=False, server_default=false()),
    Column("at", Moment, nullable=False),
    Column("removed_at", Moment),
    sqlite_autoincrement=True,
)

#: Rows are only added: a trigger refuses every change.
audit = Table(
    "audit",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("actor", Text, nullable=False),
    Column("deed", code(Deed, "deed"), nullable=False),
    Column("event_id", Integer, nullable=False, server_default=text("0"), index=True),
    Column("before", Integer, nullable=False, server_default=text("0")),
    Column("after", Integer, nullable=False, server_default=text("0")),
    Column("review_id", Integer, nullable=False, server_default=text("0")),
    Column("subject", Text, nullable=False, server_default=text("''")),
    Column("reason", Text, nullable=False, server_default=text("''")),
    Column("fields", DOCUMENT, nullable=False),
    Column("reached", Integer),
    sqlite_autoincrement=True,
)

#: Events that an editor holds, and since when; event 0 stands for all of them.
holds = Table(
    "holds",
    metadata,
    Column("event_id", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("actor", Text, nullable=False),
    Column("reminded_at", Moment),
)

#: Corrections under way: the message in which an editor sees how far each has come.
progress = Table(
    "progress",
    metadata,
    Column("alert_id", ForeignKey("alerts.id", ondelete="CASCADE"), primary_key=True),
    Column("cipher", LargeBinary, nullable=False),
    Column("message_id", BIG, nullable=False),
    #: What the message says, as a short hash: it is edited only when that changes.
    Column("shown", Text, nullable=False, server_default=text("''")),
    Column("at", Moment, nullable=False),
    Column("done_at", Moment),
    partial_index("ix_progress_open", "alert_id", where="done_at IS NULL"),
)

#: What waits for a second person, or for ten minutes where there is no second one; its review is in the queue.
proposals = Table(
    "proposals",
    metadata,
    Column("review_id", ForeignKey("reviews.id", ondelete="CASCADE"), primary_key=True),
    Column("deed", code(Deed, "proposed"), nullable=False),
    Column("body", DOCUMENT, nullable=False),
    Column("actor", Text, nullable=False),
    Column("at", Moment, nullable=False),
    #: By itself, then; none where a second person must agree.
    Column("due_at", Moment),
    Column("done_at", Moment),
    partial_index("ix_proposals_due", "due_at", where="done_at IS NULL"),
)

#: Notices: messages about no event, to everybody whom their body names.
notices = Table(
    "notices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("body", DOCUMENT, nullable=False),
    Column("at", Moment, nullable=False),
    #: Up to which subscriber its messages are written down.
    Column("cursor", Integer, nullable=False, server_default=text("0")),
    Column("done", Boolean, nullable=False, server_default=false()),
    sqlite_autoincrement=True,
)

notice_messages = Table(
    "notice_messages",
    metadata,
    Column("notice_id", ForeignKey("notices.id", ondelete="CASCADE"), primary_key=True),
    Column("subscriber_id", ForeignKey("subscribers.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("state", code(DeliveryState, "state"), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    partial_index("ix_notice_messages_waiting", "due_at", where="state = 'waiting'"),
)
