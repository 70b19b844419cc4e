"""Publish, ask or drop: why a report waits, questions to editors, outlets' standing, alerts for digests alone."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

WAITS_BEFORE = ("unsure", "low_confidence", "grave", "prevented", "review_mode", "withdrawn")
WAITS = (
    *("unsure", "low_confidence", "another_kind", "incomplete", "roundup", "grave_act", "probation", "grave"),
    *("prevented", "review_mode", "withdrawn"),
)
ENDS_BEFORE = ("published", "declined", "seconded", "joined")
ENDS = (*("published", "without_figures", "declined", "muted", "seconded", "joined", "expired", "withdrawn"),)


def _code(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _allow(waits: tuple[str, ...], ends: tuple[str, ...]) -> None:
    # SQLite cannot change a CHECK of a table: there it is copied
    with op.batch_alter_table("reviews", table_kwargs={"sqlite_autoincrement": True}) as table:
        for column, values in (("reason", waits), ("decision", ends)):
            table.drop_constraint(op.f(f"ck_reviews_{column}"), type_="check")
            table.create_check_constraint(op.f(f"ck_reviews_{column}"), _one_of(column, values))


def upgrade() -> None:
    _allow(WAITS, ENDS)
    op.add_column("reviews", sa.Column("rung_at", sa.DateTime(timezone=True)))
    op.add_column("reviews", sa.Column("listed_at", sa.DateTime(timezone=True)))
    op.add_column("events", sa.Column("unchecked", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("reviews", sa.Column("quiet", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_table(
        "questions",
        sa.Column("review_id", sa.Integer, sa.ForeignKey("reviews.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("editor", sa.Text, primary_key=True),
        sa.Column("message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("settled", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    where = sa.text("settled = false")
    op.create_index("ix_questions_open", "questions", ["review_id"], sqlite_where=where, postgresql_where=where)
    op.create_table(
        "outlets",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("standing", _code(("known", "probation", "muted"), "standing"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.add_column("reports", sa.Column("decision", sa.Text))
    op.create_index("ix_reports_decision", "reports", ["decision", "at"])
    op.add_column("alerts", sa.Column("digests", sa.Boolean, nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("alerts", "digests")
    op.drop_index("ix_reports_decision", "reports")
    op.drop_column("reports", "decision")
    op.drop_table("outlets")
    op.drop_table("questions")
    op.drop_column("reviews", "listed_at")
    op.drop_column("reviews", "quiet")
    op.drop_column("events", "unchecked")
    op.drop_column("reviews", "rung_at")
    op.execute(f"DELETE FROM reviews WHERE NOT ({_one_of('reason', WAITS_BEFORE)})")  # noqa: S608  # no input
    op.execute(f"UPDATE reviews SET decision = 'declined' WHERE NOT ({_one_of('decision', ENDS_BEFORE)})")  # noqa: S608  # no input
    _allow(WAITS_BEFORE, ENDS_BEFORE)
