"""What a feed's clock, validators and entries are worth; undated articles, and how many edits changed a report."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feeds", sa.Column("whole_at", sa.DateTime(timezone=True)))
    op.add_column("feeds", sa.Column("is_deaf", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("feeds", sa.Column("lags", sa.JSON))
    op.add_column("feeds", sa.Column("shape", sa.JSON))
    op.add_column("articles", sa.Column("undated", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("articles", sa.Column("page_fault", sa.Text, nullable=False, server_default=sa.text("''")))
    op.add_column("articles", sa.Column("changes", sa.SmallInteger, nullable=False, server_default=sa.text("0")))
    op.add_column("articles", sa.Column("idle", sa.SmallInteger, nullable=False, server_default=sa.text("0")))
    op.execute("UPDATE articles SET changes = revision - 1")


def downgrade() -> None:
    for name in ("idle", "changes", "page_fault", "undated"):
        op.drop_column("articles", name)
    for name in ("shape", "lags", "is_deaf", "whole_at"):
        op.drop_column("feeds", name)
