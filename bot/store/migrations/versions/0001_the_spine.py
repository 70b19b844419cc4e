"""The first tables: feeds, articles, reports, events, subscribers, alerts, deliveries and the sending pace."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

LANG = ("kk", "ru", "en")
FAULT = ("unreachable", "http_status", "too_large", "empty", "not_a_feed")
KIND = (
    *("event_report", "planned_event", "prevented_event", "court_followup"),
    *("historical_mention", "foreign_event", "opinion", "not_protest"),
)
ACTION = (
    *("gathering", "rally", "march", "picket", "single_person_picket", "strike", "hunger_strike"),
    *("road_block", "sit_in", "camp", "riot", "self_immolation", "other"),
)
STATUS = ("ongoing", "ended", "unknown")
CHANGE = ("new", "update", "correction", "retraction")
PACE = ("now", "hourly", "daily")
FORM = ("new", "update", "correction", "retraction", "edit")
STATE = ("waiting", "sending", "sent", "gone", "refused", "doubtful", "superseded")

MOMENT = sa.DateTime(timezone=True)
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def code(name: str, values: tuple[str, ...], *, nullable: bool = False) -> sa.Column[Any]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=nullable)


def required(name: str, kind: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def refers(name: str, target: str, *, on_delete: str | None = None, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, sa.ForeignKey(target, ondelete=on_delete), nullable=nullable)


def partial_index(name: str, table: str, columns: list[str], where: str, *, on_sqlite: str = "") -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(on_sqlite or where), postgresql_where=sa.text(where))


def upgrade() -> None:
    op.create_table("meta", sa.Column("key", sa.Text, primary_key=True), required("value", sa.Text))
    create_feeds_and_articles()
    create_events()
    create_reports()
    create_subscribers()
    create_alerts()
    create_deliveries()
    create_pace()


def downgrade() -> None:
    for table in (
        *("pace", "deliveries", "alerts", "subscriptions", "subscribers", "reports", "versions", "event_places"),
        *("events", "entries", "articles", "feeds", "meta"),
    ):
        op.drop_table(table)


def create_feeds_and_articles() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", sa.Text, primary_key=True),
        required("url", sa.Text),
        required("outlet", sa.Text),
        code("lang", LANG, nullable=True),
        required("interval_s", sa.Float),
        required("configured", sa.Boolean),
        required("due_at", MOMENT),
        required("etag", sa.Text),
        required("last_modified", sa.Text),
        sa.Column("last_success", MOMENT),
        required("failures", sa.Integer),
        code("fault", FAULT, nullable=True),
        required("detail", sa.Text),
    )
    op.create_table(
        "articles",
        sa.Column("id", sa.Integer, primary_key=True),
        required("identity", sa.Text),
        sa.Column("url", sa.Text, unique=True),
        required("title", sa.Text),
        sa.Column("text", sa.Text),
        required("source", sa.Text),
        code("lang", LANG, nullable=True),
        sa.Column("published", MOMENT),
        required("seen_at", MOMENT),
        required("quiet", sa.Boolean),
        sa.Column("read_at", MOMENT),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_articles_seen_at", "articles", ["seen_at"])
    partial_index("ix_articles_unread", "articles", ["id"], "read_at IS NULL")
    op.create_table(
        "entries",
        sa.Column("feed_id", sa.Text, sa.ForeignKey("feeds.id"), primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        refers("article_id", "articles.id", on_delete="CASCADE"),
    )
    op.create_index("ix_entries_article_id", "entries", ["article_id"])


def create_events() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Integer, primary_key=True),
        required("version", sa.Integer),
        code("action", ACTION),
        required("day_start", sa.Date),
        required("day_end", sa.Date),
        code("status", STATUS),
        required("retracted", sa.Boolean),
        required("held", sa.Boolean),
        required("updated_at", MOMENT),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_newest", "events", ["day_end", "id"])
    op.create_table(
        "event_places",
        sa.Column("event_id", sa.Integer, sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("place_id", sa.Text, primary_key=True),
        required("day_start", sa.Date),
        required("day_end", sa.Date),
    )
    op.create_index("ix_event_places_days", "event_places", ["place_id", "day_end", "day_start"])
    op.create_table(
        "versions",
        sa.Column("event_id", sa.Integer, sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        code("change", CHANGE),
        required("at", MOMENT),
        required("major", sa.Boolean),
        required("reasons", sa.JSON),
        required("facts", sa.JSON),
    )


def create_reports() -> None:
    op.create_table(
        "reports",
        sa.Column("article_id", sa.Integer, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
        required("body", sa.JSON),
        code("kind", KIND),
        refers("event_id", "events.id", nullable=True),
        sa.Column("asks", sa.JSON),
        required("at", MOMENT),
    )
    op.create_index("ix_reports_event_id", "reports", ["event_id"])
    partial_index("ix_reports_asking", "reports", ["article_id"], "asks IS NOT NULL")


def create_subscribers() -> None:
    op.create_table(
        "subscribers",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("chat_index", sa.Text, nullable=False, unique=True),
        required("chat_cipher", sa.LargeBinary),
        code("lang", LANG),
        code("pace", PACE),
        sa.Column("closed_at", MOMENT),
        sqlite_autoincrement=True,
    )
    partial_index("ix_subscribers_open", "subscribers", ["id"], "closed_at IS NULL")
    op.create_table(
        "subscriptions",
        sa.Column("subscriber_id", sa.Integer, sa.ForeignKey("subscribers.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("place_id", sa.Text, primary_key=True),
    )
    op.create_index("ix_subscriptions_place_id", "subscriptions", ["place_id"])


def create_alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", sa.Integer, primary_key=True),
        required("event_id", sa.Integer),
        required("version", sa.Integer),
        code("change", CHANGE),
        required("major", sa.Boolean),
        required("created_at", MOMENT),
        required("cursor", sa.Integer),
        required("done", sa.Boolean),
        sa.UniqueConstraint("event_id", "version"),
        sa.ForeignKeyConstraint(["event_id", "version"], ["versions.event_id", "versions.number"], ondelete="CASCADE"),
        sqlite_autoincrement=True,
    )
    partial_index("ix_alerts_unfinished", "alerts", ["id"], "NOT done", on_sqlite="done = 0")


def create_deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", BIG, primary_key=True),
        refers("subscriber_id", "subscribers.id", on_delete="CASCADE"),
        refers("alert_id", "alerts.id", on_delete="CASCADE"),
        required("event_id", sa.Integer),
        required("version", sa.Integer),
        code("form", FORM),
        required("target", BIG),
        required("answers", BIG),
        required("priority", sa.SmallInteger),
        code("state", STATE),
        required("due_at", MOMENT),
        sa.Column("leased_by", sa.Text),
        sa.Column("leased_until", MOMENT),
        sa.Column("message_id", BIG),
        required("attempts", sa.SmallInteger),
        sa.Column("sent_at", MOMENT),
        required("why", sa.Text),
        sa.UniqueConstraint("subscriber_id", "alert_id", "target"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deliveries_alert_id", "deliveries", ["alert_id"])
    op.create_index("ix_deliveries_event_id_subscriber_id", "deliveries", ["event_id", "subscriber_id"])
    partial_index("ix_deliveries_waiting", "deliveries", ["priority", "due_at", "id"], "state = 'waiting'")
    partial_index("ix_deliveries_sending", "deliveries", ["leased_until"], "state = 'sending'")
    partial_index("ix_deliveries_doubtful", "deliveries", ["id"], "state = 'doubtful'")


def create_pace() -> None:
    table = op.create_table(
        "pace",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        required("next_at", MOMENT),
        required("held_until", MOMENT),
        sa.CheckConstraint("id = 1", name="one_row"),
    )
    long_ago = datetime(2000, 1, 1, tzinfo=UTC)
    op.bulk_insert(table, [{"id": 1, "next_at": long_ago, "held_until": long_ago}])
