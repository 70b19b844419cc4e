"""Refusals counted before a chat is closed; topics found with their chat; who is told first; message numbers sealed."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NONE, LAST = sa.text("0"), sa.text("3")


def of_subscribers() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("forum", sa.Text),
        sa.Column("shared", sa.Boolean),
        sa.Column("refusals", sa.SmallInteger, nullable=False, server_default=NONE),
        sa.Column("refused_on", MOMENT),
        sa.Column("refused_why", sa.Text, nullable=False, server_default=sa.text("''")),
        sa.Column("reported", sa.SmallInteger, nullable=False, server_default=NONE),
    )


def of_deliveries() -> tuple[sa.Column[Any], ...]:
    rank = sa.Column("rank", sa.SmallInteger, nullable=False, server_default=LAST)
    return rank, sa.Column("sealed", sa.LargeBinary)


def upgrade() -> None:
    for table, columns in (("subscribers", of_subscribers()), ("deliveries", of_deliveries())):
        for column in columns:
            op.add_column(table, column)
    op.add_column("inbox", sa.Column("begun", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("pace", sa.Column("told_at", MOMENT))
    partial_index("ix_subscribers_forum", "subscribers", ["forum"], "forum IS NOT NULL")
    partial_index("ix_subscribers_refusing", "subscribers", ["id"], "refusals > 0")
    op.create_index(
        "ix_subscribers_channels",
        "subscribers",
        ["id"],
        sqlite_where=sa.text("channel = 1"),
        postgresql_where=sa.text("channel"),
    )
    partial_index("ix_deliveries_sealed", "deliveries", ["sent_at"], "sealed IS NOT NULL")
    waiting("priority", "rank", "due_at", "id")


def downgrade() -> None:
    """What was sealed cannot be opened here: those messages can be edited and answered no more."""
    waiting("priority", "due_at", "id")
    op.drop_index("ix_deliveries_sealed", "deliveries")
    for name in ("channels", "refusing", "forum"):
        op.drop_index(f"ix_subscribers_{name}", "subscribers")
    op.drop_column("pace", "told_at")
    op.drop_column("inbox", "begun")
    for table, columns in (("deliveries", of_deliveries()), ("subscribers", of_subscribers())):
        for column in reversed(columns):
            op.drop_column(table, column.name)


def waiting(*columns: str) -> None:
    op.drop_index("ix_deliveries_waiting", "deliveries")
    partial_index("ix_deliveries_waiting", "deliveries", list(columns), "state = 'waiting'")


def partial_index(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
