"""Reviews: an event waits because the only article that told of it tells of it no more."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WAIT = ("unsure", "low_confidence", "grave", "prevented", "review_mode")


def upgrade() -> None:
    reasons((*WAIT, "withdrawn"))


def downgrade() -> None:
    op.execute("UPDATE reviews SET reason = 'unsure' WHERE reason = 'withdrawn'")
    reasons(WAIT)


def reasons(allowed: tuple[str, ...]) -> None:
    """SQLite cannot change a CHECK: there the table is copied."""
    with op.batch_alter_table("reviews", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.drop_constraint(op.f("ck_reviews_reason"), type_="check")
        table.create_check_constraint(op.f("ck_reviews_reason"), one_of("reason", allowed))


def one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"
