"""Alerts that wait, for single chats, until what is on its way there has arrived or not."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deferred",
        sa.Column("subscriber_id", sa.Integer, sa.ForeignKey("subscribers.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("alert_id", sa.Integer, sa.ForeignKey("alerts.id", ondelete="CASCADE"), primary_key=True),
    )
    op.create_index("ix_deferred_alert_id", "deferred", ["alert_id"])


def downgrade() -> None:
    op.drop_table("deferred")
