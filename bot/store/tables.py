"""The tables, one a noun. Of a reader: a keyed hash, a sealed chat id, language, places, pace; nothing else."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from bot.domain.codes import Action, Kind, Lang, Pace, Status
from bot.domain.delivery import Form, State
from bot.domain.event import Change
from bot.domain.feed import Fault
from bot.store.columns import BIG, DOCUMENT, Moment, code

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _some(name: str, *columns: str, where: str) -> Index:
    """An index over the few rows that somebody looks for again and again."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

feeds = Table(
    "feeds",
    metadata,
    Column("id", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("lang", code(Lang, "lang")),
    Column("interval_s", Float, nullable=False),
    Column("configured", Boolean, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("last_success", Moment),
    Column("failures", Integer, nullable=False),
    Column("fault", code(Fault, "fault")),
    Column("detail", Text, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("identity", Text, nullable=False),
    Column("url", Text, unique=True),
    Column("title", Text, nullable=False),
    Column("text", Text),
    Column("source", Text, nullable=False),
    Column("lang", code(Lang, "lang")),
    Column("published", Moment),
    Column("seen_at", Moment, nullable=False, index=True),
    Column("quiet", Boolean, nullable=False),
    Column("read_at", Moment),
    _some("ix_articles_unread", "id", where="read_at IS NULL"),
    sqlite_autoincrement=True,
)

entries = Table(
    "entries",
    metadata,
    Column("feed_id", ForeignKey("feeds.id"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True),
)

reports = Table(
    "reports",
    metadata,
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("body", DOCUMENT, nullable=False),
    Column("kind", code(Kind, "kind"), nullable=False),
    Column("event_id", ForeignKey("events.id"), index=True),
    Column("asks", DOCUMENT),
    Column("at", Moment, nullable=False),
    _some("ix_reports_asking", "article_id", where="asks IS NOT NULL"),
)

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("action", code(Action, "action"), nullable=False),
    Column("day_start", Date, nullable=False),
    Column("day_end", Date, nullable=False),
    Column("status", code(Status, "status"), nullable=False),
    Column("retracted", Boolean, nullable=False),
    Column("held", Boolean, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Index("ix_events_newest", "day_end", "id"),
    sqlite_autoincrement=True,
)

event_places = Table(
    "event_places",
    metadata,
    Column("event_id", ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("place_id", Text, primary_key=True),
    Column("day_start", Date, nullable=False),
    Column("day_end", Date, nullable=False),
    Index("ix_event_places_days", "place_id", "day_end", "day_start"),
)

versions = Table(
    "versions",
    metadata,
    Column("event_id", ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("change", code(Change, "change"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("major", Boolean, nullable=False),
    Column("reasons", DOCUMENT, nullable=False),
    Column("facts", DOCUMENT, nullable=False),
    Column("author", Text),
    Column("corrected", Boolean, nullable=False, server_default=false()),
)

drafts = Table(
    "drafts",
    metadata,
    Column("editor_index", Text, primary_key=True),
    Column("body", DOCUMENT, nullable=False),
    Column("at", Moment, nullable=False),
)

subscribers = Table(
    "subscribers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat_index", Text, nullable=False, unique=True),
    Column("chat_cipher", LargeBinary, nullable=False),
    Column("lang", code(Lang, "lang"), nullable=False),
    Column("pace", code(Pace, "pace"), nullable=False),
    Column("closed_at", Moment),
    _some("ix_subscribers_open", "id", where="closed_at IS NULL"),
    sqlite_autoincrement=True,
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("subscriber_id", ForeignKey("subscribers.id", ondelete="CASCADE"), primary_key=True),
    Column("place_id", Text, primary_key=True, index=True),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("event_id", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("change", code(Change, "change"), nullable=False),
    Column("major", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("cursor", Integer, nullable=False),
    Column("done", Boolean, nullable=False),
    UniqueConstraint("event_id", "version"),
    ForeignKeyConstraint(["event_id", "version"], ["versions.event_id", "versions.number"], ondelete="CASCADE"),
    # as SQLAlchemy writes "not done" for each: SQLite compares the words
    Index("ix_alerts_unfinished", "id", sqlite_where=text("done = 0"), postgresql_where=text("NOT done")),
    sqlite_autoincrement=True,
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("subscriber_id", ForeignKey("subscribers.id", ondelete="CASCADE"), nullable=False),
    Column("alert_id", ForeignKey("alerts.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("event_id", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("form", code(Form, "form"), nullable=False),
    Column("target", BIG, nullable=False),
    Column("answers", BIG, nullable=False),
    Column("priority", SmallInteger, nullable=False),
    Column("state", code(State, "state"), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("leased_by", Text),
    Column("leased_until", Moment),
    Column("message_id", BIG),
    Column("attempts", SmallInteger, nullable=False),
    Column("sent_at", Moment),
    Column("why", Text, nullable=False),
    UniqueConstraint("subscriber_id", "alert_id", "target"),
    Index("ix_deliveries_event_id_subscriber_id", "event_id", "subscriber_id"),
    _some("ix_deliveries_waiting", "priority", "due_at", "id", where="state = 'waiting'"),
    _some("ix_deliveries_sending", "leased_until", where="state = 'sending'"),
    _some("ix_deliveries_doubtful", "id", where="state = 'doubtful'"),
    sqlite_autoincrement=True,
)

pace = Table(
    "pace",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("next_at", Moment, nullable=False),
    Column("held_until", Moment, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)
