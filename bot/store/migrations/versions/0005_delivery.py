"""Delivery: slots of the pace, holds of single chats, digests, topics and channels, and the inbox of updates."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STATE = ("waiting", "sending", "sent", "gone", "refused", "doubtful", "superseded")
MOMENT = sa.DateTime(timezone=True)
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    subscribers_are_more_than_private_chats()
    deliveries_may_be_merged()
    for column in (
        sa.Column("owed", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("flooded_at", MOMENT),
        sa.Column("flooded_by", sa.Integer),
    ):
        op.add_column("pace", column)
    op.create_table(
        "slots",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("free_at", MOMENT, nullable=False),
    )
    op.create_table(
        "inbox",
        sa.Column("update_id", BIG, primary_key=True, autoincrement=False),
        sa.Column("chat_index", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("fault", sa.Text, nullable=False),
    )
    partial_index("ix_inbox_waiting", "inbox", ["update_id"], "body IS NOT NULL")
    partial_index("ix_inbox_chat", "inbox", ["chat_index", "update_id"], "body IS NOT NULL")


def downgrade() -> None:
    op.drop_table("inbox")
    op.drop_table("slots")
    for column in ("flooded_by", "flooded_at", "owed"):
        op.drop_column("pace", column)
    op.drop_index("ix_deliveries_carried", "deliveries")
    op.drop_index("ix_deliveries_kept", "deliveries")
    op.execute("UPDATE deliveries SET state = 'superseded' WHERE state = 'merged'")
    states(STATE)
    op.drop_column("deliveries", "carrier")
    op.drop_column("deliveries", "queued_at")
    op.drop_index("ix_subscribers_closed", "subscribers")
    for column in ("next_at", "asked_at", "seen", "channel", "thread"):
        op.drop_column("subscribers", column)


def subscribers_are_more_than_private_chats() -> None:
    for column in (
        sa.Column("thread", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("channel", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("seen", sa.Text),
        sa.Column("asked_at", MOMENT),
        sa.Column("next_at", MOMENT),
    ):
        op.add_column("subscribers", column)
    partial_index("ix_subscribers_closed", "subscribers", ["closed_at"], "closed_at IS NOT NULL")


def deliveries_may_be_merged() -> None:
    states((*STATE, "merged"))
    op.add_column("deliveries", sa.Column("queued_at", MOMENT))
    op.add_column("deliveries", sa.Column("carrier", BIG, nullable=False, server_default=sa.text("0")))
    partial_index("ix_deliveries_kept", "deliveries", ["sent_at"], "message_id IS NOT NULL")
    partial_index("ix_deliveries_carried", "deliveries", ["carrier"], "carrier <> 0")


def states(allowed: tuple[str, ...]) -> None:
    """SQLite cannot change a CHECK: there the table is copied."""
    with op.batch_alter_table("deliveries", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.drop_constraint(op.f("ck_deliveries_state"), type_="check")
        table.create_check_constraint(op.f("ck_deliveries_state"), one_of("state", allowed))


def one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def partial_index(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
