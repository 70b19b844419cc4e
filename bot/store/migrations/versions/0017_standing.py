"""What one outlet alone says: alerts and deliveries that are its sole word, its days, an article's edits of a day."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

WAITS_BEFORE = (
    *("unsure", "low_confidence", "another_kind", "incomplete", "roundup", "grave_act", "probation", "grave"),
    *("prevented", "review_mode", "withdrawn"),
)
WAITS = (*WAITS_BEFORE, "jump", "over_budget", "edited")


def _one_of(values: tuple[str, ...]) -> str:
    return f"reason IN ({', '.join(repr(value) for value in values)})"


def _allow(waits: tuple[str, ...]) -> None:
    # SQLite cannot change a CHECK of a table: there it is copied
    with op.batch_alter_table("reviews", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.drop_constraint(op.f("ck_reviews_reason"), type_="check")
        table.create_check_constraint(op.f("ck_reviews_reason"), _one_of(waits))


def upgrade() -> None:
    _allow(WAITS)
    for name in ("outlet", "owner"):
        op.add_column("alerts", sa.Column(name, sa.Text, nullable=False, server_default=sa.text("''")))
    alone = sa.text("outlet <> ''")
    op.create_index("ix_alerts_alone", "alerts", ["created_at"], sqlite_where=alone, postgresql_where=alone)
    op.add_column("deliveries", sa.Column("quiet", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("articles", sa.Column("mended_on", sa.Date))
    op.add_column("articles", sa.Column("mended", sa.SmallInteger, nullable=False, server_default=sa.text("0")))
    counts = ("published", "asked", "begun", "confirmed", "taken_back")
    op.create_table(
        "outlet_days",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("outlet", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Integer, nullable=False, server_default=sa.text("0")) for name in counts),
        sa.Column("paged", sa.Boolean, nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_table("outlet_days")
    op.drop_column("articles", "mended")
    op.drop_column("articles", "mended_on")
    op.drop_column("deliveries", "quiet")
    op.drop_index("ix_alerts_alone", "alerts")
    op.drop_column("alerts", "owner")
    op.drop_column("alerts", "outlet")
    op.execute(f"DELETE FROM reviews WHERE NOT ({_one_of(WAITS_BEFORE)})")  # noqa: S608  # no input
    _allow(WAITS_BEFORE)
