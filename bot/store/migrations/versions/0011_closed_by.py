"""Why a chat was closed; until when it is left alone, found by an index and soon forgotten; tries of an update."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

CLOSED_BY = ("wish", "gone")


def upgrade() -> None:
    code = sa.Enum(*CLOSED_BY, name="closed_by", native_enum=False, create_constraint=True, length=32)
    # SQLite cannot add a CHECK to a table: there it is copied
    with op.batch_alter_table("subscribers", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.add_column(sa.Column("closed_by", code))
    op.execute("UPDATE subscribers SET next_at = NULL")
    where = sa.text("next_at IS NOT NULL")
    op.create_index("ix_subscribers_resting", "subscribers", ["next_at"], sqlite_where=where, postgresql_where=where)
    op.add_column("inbox", sa.Column("tries", sa.SmallInteger, nullable=False, server_default=sa.text("0")))


def downgrade() -> None:
    op.drop_column("inbox", "tries")
    op.drop_index("ix_subscribers_resting", "subscribers")
    with op.batch_alter_table("subscribers", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.drop_constraint(op.f("ck_subscribers_closed_by"), type_="check")
        table.drop_column("closed_by")
