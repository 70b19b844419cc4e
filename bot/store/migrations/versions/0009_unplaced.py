"""Reports that wait for their event, by what they are found when it grows; a wait that another report ended."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

DECISION = ("published", "declined", "seconded")


def upgrade() -> None:
    op.create_table(
        "unplaced",
        sa.Column("article_id", sa.Integer, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("term", sa.Text, primary_key=True),
        sa.Column("day_start", sa.Date, nullable=False),
        sa.Column("day_end", sa.Date, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_unplaced_near", "unplaced", ["term", "day_end", "article_id"])
    op.create_index("ix_unplaced_at", "unplaced", ["at"])
    op.drop_index("ix_reports_asking", "reports")
    decisions((*DECISION, "joined"))


def downgrade() -> None:
    op.execute("UPDATE reviews SET decision = 'seconded' WHERE decision = 'joined'")
    decisions(DECISION)
    where = sa.text("asks IS NOT NULL")
    op.create_index("ix_reports_asking", "reports", ["article_id"], sqlite_where=where, postgresql_where=where)
    op.drop_table("unplaced")


def decisions(allowed: tuple[str, ...]) -> None:
    """SQLite cannot change a CHECK: there the table is copied."""
    with op.batch_alter_table("reviews", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.drop_constraint(op.f("ck_reviews_decision"), type_="check")
        table.create_check_constraint(op.f("ck_reviews_decision"), one_of("decision", allowed))


def one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"
