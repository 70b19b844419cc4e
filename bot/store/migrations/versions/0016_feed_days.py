"""Which feeds answered on which day, for the record: silence must not be read as calm."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feed_days",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("feed_id", sa.Text, sa.ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("polls", sa.Integer, nullable=False),
        sa.Column("answers", sa.Integer, nullable=False),
        sa.Column("entries", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("feed_days")
