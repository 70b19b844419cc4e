"""Doubts: figures that are probably wrong, and the editors who know."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "doubts",
        sa.Column("event_id", sa.Integer, sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("speaker", sa.Text, primary_key=True),
        sa.Column("stands", sa.JSON, nullable=False),
        sa.Column("against", sa.JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told", sa.JSON, nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True)),
    )
    where = sa.text("told_at IS NULL")
    op.create_index("ix_doubts_open", "doubts", ["at"], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    op.drop_table("doubts")
