"""What readers choose: quiet hours, what to be told, an hour of the day; wishes about events; how much a chat asks."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def of_subscribers() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("quiet_from", sa.SmallInteger),
        sa.Column("quiet_to", sa.SmallInteger),
        sa.Column("wants", sa.Text, nullable=False, server_default=sa.text("'all'")),
        sa.Column("daily_hour", sa.SmallInteger, nullable=False, server_default=sa.text("9")),
        sa.Column("discreet", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("muted_until", MOMENT),
        sa.Column("handle", sa.Text, nullable=False, server_default=sa.text("''")),
    )


def upgrade() -> None:
    for column in of_subscribers():
        op.add_column("subscribers", column)
    op.create_table(
        "watches",
        sa.Column("subscriber_id", sa.Integer, sa.ForeignKey("subscribers.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("event_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("wish", sa.Text, nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Index("ix_watches_event_id", "event_id", "subscriber_id"),
    )
    op.create_table(
        "bursts",
        sa.Column("chat_index", sa.Text, primary_key=True),
        sa.Column("paid_at", MOMENT, nullable=False),
        sa.Column("told", sa.Boolean, nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_table("bursts")
    op.drop_table("watches")
    for column in reversed(of_subscribers()):
        op.drop_column("subscribers", column.name)
