"""The tables, one a noun. Of a reader: a keyed hash, a sealed chat id, language, places, and what else it chose."""

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
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from bot.domain.article import PagePolicy
from bot.domain.codes import DigestPace, Lang, ReportKind
from bot.domain.delivery import DeliveryState, Form
from bot.domain.digest_hours import DEFAULT_DAILY_HOUR
from bot.domain.event import Change
from bot.domain.feed import Confidence, FeedKind, PollFault, Scale
from bot.domain.subscriber import ClosedBy
from bot.store.event_tables import (
    doubts,
    drafts,
    event_places,
    event_terms,
    events,
    fingerprints,
    outlet_days,
    outlets,
    questions,
    reviews,
    unplaced,
    vectors,
    versions,
)
from bot.store.schema import BIG, DOCUMENT, Moment, code, metadata, partial_index
from bot.store.staff_tables import audit, holds, notice_messages, notices, progress, proposals, staff

__all__ = [
    "alerts",
    "articles",
    "audit",
    "bursts",
    "deferred",
    "deliveries",
    "doubts",
    "drafts",
    "entries",
    "event_places",
    "event_terms",
    "events",
    "feed_days",
    "feeds",
    "fingerprints",
    "holds",
    "inbox",
    "meta",
    "metadata",
    "notice_messages",
    "notices",
    "outlet_days",
    "outlets",
    "pace",
    "progress",
    "proposals",
    "questions",
    "reports",
    "reviews",
    "slots",
    "staff",
    "subscribers",
    "subscriptions",
    "unplaced",
    "vectors",
    "versions",
    "watches",
]

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
    Column("fault", code(PollFault, "fault")),
    Column("detail", Text, nullable=False),
    Column("slowest_s", Float),
    Column("kind", code(FeedKind, "kind"), nullable=False, server_default=FeedKind.FEED),
    Column("pages", code(PagePolicy, "pages"), nullable=False, server_default=PagePolicy.NEVER),
    Column("gate", Boolean, nullable=False, server_default=false()),
    Column("proxy", Text, nullable=False, server_default=text("''")),
    Column("scale", code(Scale, "scale"), nullable=False, server_default=Scale.NATIONAL),
    Column("confidence", code(Confidence, "confidence"), nullable=False, server_default=Confidence.LOW),
    #: By a command and not by the file: stays when the file says nothing of it.
    Column("added", Boolean, nullable=False, server_default=false()),
    Column("paused", Boolean, nullable=False, server_default=false()),
    Column("claimed_until", Moment),
    Column("body", Text, nullable=False, server_default=text("''")),
    Column("asked_at", Moment),
    Column("not_before", Moment),
    Column("last_entry", Moment),
    Column("failing_since", Moment),
    Column("dark_since", Moment),
    Column("polls", Integer, nullable=False, server_default=text("0")),
    Column("empties", Integer, nullable=False, server_default=text("0")),
    Column("days", DOCUMENT),
    Column("moved_to", Text, nullable=False, server_default=text("''")),
    Column("moves", Integer, nullable=False, server_default=text("0")),
    Column("whole_at", Moment),
    Column("is_deaf", Boolean, nullable=False, server_default=false()),
    Column("lags", DOCUMENT),
    Column("shape", DOCUMENT),
    #: Of its site, parted by spaces.
    Column("hosts", Text, nullable=False, server_default=text("''")),
    #: What an operator said of a move to another host: the address that is agreed to, and the one that is not.
    Column("agreed_to", Text, nullable=False, server_default=text("''")),
    Column("refused_to", Text, nullable=False, server_default=text("''")),
)

#: How often each feed was asked and answered on each day of Kazakhstan.
feed_days = Table(
    "feed_days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("feed_id", ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True),
    Column("polls", Integer, nullable=False),
    Column("answers", Integer, nullable=False),
    Column("entries", Integer, nullable=False),
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
    #: The address for readers; `url` is the one the article is known by.
    Column("link", Text, nullable=False, server_default=text("''")),
    Column("revision", SmallInteger, nullable=False, server_default=text("1")),
    #: Set while its page is still to be fetched; it is not read before.
    Column("page_due_at", Moment),
    Column("page_tries", SmallInteger, nullable=False, server_default=text("0")),
    Column("from_page", Boolean, nullable=False, server_default=false()),
    #: Nobody knows when it was published: nobody is notified of it.
    Column("undated", Boolean, nullable=False, server_default=false()),
    #: Why its page's text was not taken; empty when it was, or was not asked for.
    Column("page_fault", Text, nullable=False, server_default=text("''")),
    #: Of its revisions those after which its report was another.
    Column("changes", SmallInteger, nullable=False, server_default=text("0")),
    #: How many of the newest revisions, one after the other, changed no report.
    Column("idle", SmallInteger, nullable=False, server_default=text("0")),
    #: How often it changed readers' messages by an edit on its last such day.
    Column("mended_on", Date),
    Column("mended", SmallInteger, nullable=False, server_default=text("0")),
    partial_index("ix_articles_unread", "id", where="read_at IS NULL"),
    partial_index("ix_articles_turns", "source", "id", where="read_at IS NULL AND page_due_at IS NULL"),
    partial_index("ix_articles_paging", "page_due_at", where="page_due_at IS NOT NULL"),
    sqlite_autoincrement=True,
)

entries = Table(
    "entries",
    metadata,
    Column("feed_id", ForeignKey("feeds.id"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("digest", Text, nullable=False, server_default=text("''")),
    Index("ix_entries_feed_id_digest", "feed_id", "digest"),
)

reports = Table(
    "reports",
    metadata,
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("body", DOCUMENT, nullable=False),
    Column("kind", code(ReportKind, "kind"), nullable=False),
    Column("event_id", ForeignKey("events.id"), index=True),
    Column("asks", DOCUMENT),
    Column("at", Moment, nullable=False),
    #: Publish, ask or drop, as the report was judged when it came; none of reports that came before there was a rule.
    Column("decision", Text),
    Index("ix_reports_decision", "decision", "at"),
)

subscribers = Table(
    "subscribers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat_index", Text, nullable=False, unique=True),
    Column("chat_cipher", LargeBinary, nullable=False),
    Column("lang", code(Lang, "lang"), nullable=False),
    Column("pace", code(DigestPace, "pace"), nullable=False),
    Column("closed_at", Moment),
    Column("closed_by", code(ClosedBy, "closed_by")),
    Column("thread", Integer, nullable=False, server_default=text("0")),
    Column("channel", Boolean, nullable=False, server_default=false()),
    Column("seen", Text),
    Column("asked_at", Moment),
    #: Until when the chat is left alone; nothing soon after, for it tells when somebody was there.
    Column("next_at", Moment),
    #: Of a topic: what its chat is looked up by, so that the topics of a chat are found with it.
    Column("forum", Text),
    #: A group or channel: many read it. None while nobody has looked since there is such a column.
    Column("shared", Boolean),
    #: On so many days Telegram refused to take a message to the chat, last on this day and with these words.
    Column("refusals", SmallInteger, nullable=False, server_default=text("0")),
    Column("refused_on", Moment),
    Column("refused_why", Text, nullable=False, server_default=text("''")),
    #: Of a channel: what editors were told of its refusals, as bot/domain/subscriber.py numbers it.
    Column("reported", SmallInteger, nullable=False, server_default=text("0")),
    #: Hours of Kazakhstan's day between which messages come without a sound.
    Column("quiet_from", SmallInteger),
    Column("quiet_to", SmallInteger),
    #: As bot/domain/subscriber.py names it: Wants.
    Column("wants", Text, nullable=False, server_default=text("'all'")),
    Column("daily_hour", SmallInteger, nullable=False, server_default=text(str(DEFAULT_DAILY_HOUR))),
    #: What is said is hidden until it is tapped.
    Column("discreet", Boolean, nullable=False, server_default=false()),
    #: No news before then, on the wire clock.
    Column("muted_until", Moment),
    #: Of a public channel: its @name, for readers of its places.
    Column("handle", Text, nullable=False, server_default=text("''")),
    partial_index("ix_subscribers_forum", "forum", where="forum IS NOT NULL"),
    partial_index("ix_subscribers_refusing", "id", where="refusals > 0"),
    Index("ix_subscribers_channels", "id", sqlite_where=text("channel = 1"), postgresql_where=text("channel")),
    partial_index("ix_subscribers_resting", "next_at", where="next_at IS NOT NULL"),
    partial_index("ix_subscribers_open", "id", where="closed_at IS NULL"),
    partial_index("ix_subscribers_closed", "closed_at", where="closed_at IS NOT NULL"),
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
    Column("urgent", Boolean, nullable=False, server_default=false()),
    #: For readers of digests only: nobody's phone rings for what no editor has answered.
    Column("digests", Boolean, nullable=False, server_default=false()),
    #: The outlet and its owner whose sole word it is; empty where a second owner, or an editor, says so too.
    Column("outlet", Text, nullable=False, server_default=text("''")),
    Column("owner", Text, nullable=False, server_default=text("''")),
    #: An editor stopped it on its way.
    Column("stopped", Boolean, nullable=False, server_default=false()),
    #: Set while a minor change waits for others, on the world's clock; it is not expanded before.
    Column("due_at", Moment),
    partial_index("ix_alerts_alone", "created_at", where="outlet <> ''"),
    partial_index("ix_alerts_pausing", "due_at", where="due_at IS NOT NULL"),
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
    Column("state", code(DeliveryState, "state"), nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("leased_by", Text),
    Column("leased_until", Moment),
    #: In clear only in rows of an older program, until they are sealed.
    Column("message_id", BIG),
    Column("attempts", SmallInteger, nullable=False),
    #: The day; the minute is sealed with the message's number.
    Column("sent_at", Moment),
    Column("why", Text, nullable=False),
    Column("queued_at", Moment),
    Column("carrier", BIG, nullable=False, server_default=text("0")),
    #: Who is told first among those of one priority: bot/domain/alert.py.
    Column("rank", SmallInteger, nullable=False, server_default=text("3")),
    #: Goes without a sound, with others like it: an outlet's sole word rang for its chat less than an hour before.
    Column("quiet", Boolean, nullable=False, server_default=false()),
    #: The message's number and the minute in which it arrived: nobody but a sender needs them.
    Column("sealed", LargeBinary),
    UniqueConstraint("subscriber_id", "alert_id", "target"),
    Index("ix_deliveries_event_id_subscriber_id", "event_id", "subscriber_id"),
    partial_index("ix_deliveries_waiting", "priority", "rank", "due_at", "id", where="state = 'waiting'"),
    partial_index("ix_deliveries_sending", "leased_until", where="state = 'sending'"),
    partial_index("ix_deliveries_doubtful", "id", where="state = 'doubtful'"),
    partial_index("ix_deliveries_kept", "sent_at", where="message_id IS NOT NULL"),
    partial_index("ix_deliveries_sealed", "sent_at", where="sealed IS NOT NULL"),
    partial_index("ix_deliveries_carried", "carrier", where="carrier <> 0"),
    sqlite_autoincrement=True,
)

#: Alerts whose meaning for a chat is not decided: something of the event was on its way to it.
deferred = Table(
    "deferred",
    metadata,
    Column("subscriber_id", ForeignKey("subscribers.id", ondelete="CASCADE"), primary_key=True),
    Column("alert_id", ForeignKey("alerts.id", ondelete="CASCADE"), primary_key=True, index=True),
)

#: What a chat wants of one event; forgotten when the event is over.
watches = Table(
    "watches",
    metadata,
    Column("subscriber_id", ForeignKey("subscribers.id", ondelete="CASCADE"), primary_key=True),
    Column("event_id", Integer, primary_key=True, autoincrement=False),
    #: As bot/domain/subscriber.py names it.
    Column("wish", Text, nullable=False),
    #: The day.
    Column("since", Moment, nullable=False),
    Index("ix_watches_event_id", "event_id", "subscriber_id"),
)

#: How much a chat has asked of late; forgotten some seconds after it stops.
bursts = Table(
    "bursts",
    metadata,
    Column("chat_index", Text, primary_key=True),
    Column("paid_at", Moment, nullable=False),
    Column("told", Boolean, nullable=False, server_default=false()),
)

pace = Table(
    "pace",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("next_at", Moment, nullable=False),
    Column("held_until", Moment, nullable=False),
    Column("owed", Integer, nullable=False, server_default=text("0")),
    Column("flooded_at", Moment),
    Column("flooded_by", Integer),
    #: The minute in which the last message to anybody arrived.
    Column("told_at", Moment),
    CheckConstraint("id = 1", name="one_row"),
)

slots = Table(
    "slots",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("free_at", Moment, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BIG, primary_key=True, autoincrement=False),
    Column("chat_index", Text, nullable=False),
    Column("body", LargeBinary),
    Column("at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("kind", Text, nullable=False),
    Column("fault", Text, nullable=False),
    #: Of an answer that its chat was to get later.
    Column("tries", SmallInteger, nullable=False, server_default=text("0")),
    #: Its answer is on its way, or was when the process died: it is not answered again.
    Column("begun", Boolean, nullable=False, server_default=false()),
    partial_index("ix_inbox_waiting", "update_id", where="body IS NOT NULL"),
    partial_index("ix_inbox_chat", "chat_index", "update_id", where="body IS NOT NULL"),
)
