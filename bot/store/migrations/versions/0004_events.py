"""Events: redirects and closing, fingerprints of articles, the queue of editors, alerts that pause."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WAIT = ("unsure", "low_confidence", "grave", "prevented", "review_mode")
DECISION = ("published", "declined", "seconded")
MOMENT = sa.DateTime(timezone=True)


def code(name: str, values: tuple[str, ...], *, nullable: bool = False) -> sa.Column[Any]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=nullable)


def of_article(**more: Any) -> sa.Column[Any]:
    return sa.Column("article_id", sa.Integer, sa.ForeignKey("articles.id", ondelete="CASCADE"), **more)


def partial_index(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def upgrade() -> None:
    op.add_column("events", sa.Column("redirect", sa.Integer, nullable=False, server_default=sa.text("0")))
    op.add_column("events", sa.Column("organised", sa.Boolean, nullable=False, server_default=sa.true()))
    op.add_column("events", sa.Column("closed_at", MOMENT))
    partial_index("ix_events_open", "events", ["day_end"], "closed_at IS NULL")
    op.drop_index("ix_event_places_days", "event_places")
    op.create_index("ix_event_places_days", "event_places", ["place_id", "day_end", "event_id"])
    op.add_column("alerts", sa.Column("urgent", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("alerts", sa.Column("due_at", MOMENT))
    partial_index("ix_alerts_pausing", "alerts", ["due_at"], "due_at IS NOT NULL")
    op.create_table(
        "fingerprints",
        of_article(primary_key=True),
        sa.Column("event_id", sa.Integer, nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index("ix_fingerprints_event_id", "fingerprints", ["event_id"])
    op.create_index("ix_fingerprints_at", "fingerprints", ["at"])
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer, primary_key=True),
        code("reason", WAIT),
        sa.Column("event_id", sa.Integer, nullable=False),
        of_article(index=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("decided_at", MOMENT),
        code("decision", DECISION, nullable=True),
        sqlite_autoincrement=True,
    )
    partial_index("ix_reviews_open", "reviews", ["event_id", "id"], "decided_at IS NULL")


def downgrade() -> None:
    op.drop_table("reviews")
    op.drop_table("fingerprints")
    op.drop_index("ix_alerts_pausing", "alerts")
    op.drop_column("alerts", "due_at")
    op.drop_column("alerts", "urgent")
    op.drop_index("ix_event_places_days", "event_places")
    op.create_index("ix_event_places_days", "event_places", ["place_id", "day_end", "day_start"])
    op.drop_index("ix_events_open", "events")
    op.drop_column("events", "closed_at")
    op.drop_column("events", "organised")
    op.drop_column("events", "redirect")
