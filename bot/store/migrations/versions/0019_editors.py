"""The editors' desk: staff, an audit that is only added to, holds, progress, proposals, notices."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

WAITS_BEFORE = (
    *("unsure", "low_confidence", "another_kind", "incomplete", "roundup", "grave_act", "probation", "grave"),
    *("prevented", "review_mode", "withdrawn", "jump", "over_budget", "edited"),
)
WAITS = (*WAITS_BEFORE, "complaint", "slip", "dark", "wild", "approval")
ENDS_BEFORE = ("published", "without_figures", "declined", "muted", "seconded", "joined", "expired", "withdrawn")
ENDS = (*ENDS_BEFORE, "seen", "corrected", "approved", "cancelled", "back")
DEEDS = (
    *("held", "released", "corrected", "updated", "retracted", "reinstated", "merged", "split", "decided"),
    *("proposed", "approved", "cancelled", "notice", "stopped", "resumed", "finished", "erased"),
    *("role_given", "role_taken", "resigned"),
)
STATES = ("waiting", "sending", "sent", "gone", "refused", "doubtful", "superseded", "merged")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
#: Nobody changes what stands in the audit, not even this program.
REFUSES_ON_SQLITE = (
    "CREATE TRIGGER audit_{when} BEFORE {what} ON audit BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END"
)
FUNCTION_ON_POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the audit is only added to'; END $$"
)
REFUSES_ON_POSTGRESQL = (
    "CREATE TRIGGER audit_{when} BEFORE {what} ON audit FOR EACH ROW EXECUTE FUNCTION audit_refuses()"
)


def _code(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _allow(waits: tuple[str, ...], ends: tuple[str, ...]) -> None:
    with op.batch_alter_table("reviews", table_kwargs={"sqlite_autoincrement": True}) as table:
        for column, values in (("reason", waits), ("decision", ends)):
            table.drop_constraint(op.f(f"ck_reviews_{column}"), type_="check")
            table.create_check_constraint(op.f(f"ck_reviews_{column}"), _one_of(column, values))


def upgrade() -> None:
    _allow(WAITS, ENDS)
    op.add_column("reviews", sa.Column("decided_by", sa.Text, nullable=False, server_default=sa.text("''")))
    op.add_column("reviews", sa.Column("spread_at", MOMENT))
    op.add_column("reviews", sa.Column("subject", sa.JSON))
    op.add_column("questions", sa.Column("later_at", MOMENT))
    op.add_column("questions", sa.Column("shrunk", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("alerts", sa.Column("stopped", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("versions", sa.Column("note", sa.JSON))
    _make_staff()
    _make_audit()
    _make_notices()


def _make_staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("role", _code(("owner", "editor"), "role"), nullable=False),
        sa.Column("person", sa.Text, nullable=False, unique=True),
        sa.Column("cipher", sa.LargeBinary, nullable=False),
        sa.Column("configured", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("on_duty", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "holds",
        sa.Column("event_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("reminded_at", MOMENT),
    )
    op.create_table(
        "progress",
        sa.Column("alert_id", sa.Integer, sa.ForeignKey("alerts.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("cipher", sa.LargeBinary, nullable=False),
        sa.Column("message_id", BIG, nullable=False),
        sa.Column("shown", sa.Text, nullable=False, server_default=sa.text("''")),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT),
    )
    _index("ix_progress_open", "progress", "alert_id", "done_at IS NULL")
    op.create_table(
        "proposals",
        sa.Column("review_id", sa.Integer, sa.ForeignKey("reviews.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("deed", _code(DEEDS, "proposed"), nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT),
        sa.Column("done_at", MOMENT),
    )
    _index("ix_proposals_due", "proposals", "due_at", "done_at IS NULL")


def _make_notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("cursor", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("done", sa.Boolean, nullable=False, server_default=sa.false()),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "notice_messages",
        sa.Column("notice_id", sa.Integer, sa.ForeignKey("notices.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("subscriber_id", sa.Integer, sa.ForeignKey("subscribers.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("state", _code(STATES, "state"), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False, server_default=sa.text("0")),
    )
    op.create_index("ix_notice_messages_subscriber_id", "notice_messages", ["subscriber_id"])
    _index("ix_notice_messages_waiting", "notice_messages", "due_at", "state = 'waiting'")


def _index(name: str, table: str, column: str, where: str) -> None:
    op.create_index(name, table, [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _make_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("deed", _code(DEEDS, "deed"), nullable=False),
        *(
            sa.Column(name, sa.Integer, nullable=False, server_default=sa.text("0"))
            for name in ("event_id", "before", "after", "review_id")
        ),
        *(sa.Column(name, sa.Text, nullable=False, server_default=sa.text("''")) for name in ("subject", "reason")),
        sa.Column("fields", sa.JSON, nullable=False),
        sa.Column("reached", sa.Integer),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_event_id", "audit", ["event_id"])
    statement = REFUSES_ON_SQLITE
    if op.get_bind().dialect.name == "postgresql":
        op.execute(FUNCTION_ON_POSTGRESQL)
        statement = REFUSES_ON_POSTGRESQL
    for what in ("UPDATE", "DELETE"):
        op.execute(statement.replace("{when}", what.lower()).replace("{what}", what))


def downgrade() -> None:
    for table in ("notice_messages", "notices", "proposals", "progress", "holds", "audit", "staff"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_refuses()")
    op.drop_column("versions", "note")
    op.drop_column("alerts", "stopped")
    op.drop_column("questions", "shrunk")
    op.drop_column("questions", "later_at")
    for column in ("subject", "spread_at", "decided_by"):
        op.drop_column("reviews", column)
    op.execute(f"DELETE FROM reviews WHERE NOT ({_one_of('reason', WAITS_BEFORE)})")  # noqa: S608  # no input
    op.execute(f"UPDATE reviews SET decision = 'declined' WHERE NOT ({_one_of('decision', ENDS_BEFORE)})")  # noqa: S608  # no input
    _allow(WAITS_BEFORE, ENDS_BEFORE)
