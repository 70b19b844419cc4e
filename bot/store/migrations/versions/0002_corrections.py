"""Corrections: editors' drafts, who made a version, and whether anything in it was ever corrected."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("editor_index", sa.Text, primary_key=True),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.add_column("versions", sa.Column("author", sa.Text))
    op.add_column("versions", sa.Column("corrected", sa.Boolean, nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("versions", "corrected")
    op.drop_column("versions", "author")
    op.drop_table("drafts")
