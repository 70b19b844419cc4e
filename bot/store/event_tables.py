"""The tables of events: what is stored of them, what serves to recognise them, and what editors do with them."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    false,
    text,
    true,
)

from bot.domain.codes import Action, Status
from bot.domain.decision import OutletStanding
from bot.domain.event import Change
from bot.domain.review import Resolution, ReviewReason
from bot.store.schema import BIG, DOCUMENT, Moment, code, metadata, partial_index

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
    #: The event that this one was merged into; 0 for none.
    Column("redirect", Integer, nullable=False, server_default=text("0")),
    #: Whether an organiser is known: then reports of other places may tell of it.
    Column("organised", Boolean, nullable=False, server_default=true()),
    #: What an outlet reports and nobody has checked, by its newest version.
    Column("unchecked", Boolean, nullable=False, server_default=false()),
    Column("closed_at", Moment),
    Index("ix_events_newest", "day_end", "id"),
    partial_index("ix_events_open", "day_end", where="closed_at IS NULL"),
    sqlite_autoincrement=True,
)

#: Place-days, ACLED's unit, as ranges: the days of an event in each of its places.
event_places = Table(
    "event_places",
    metadata,
    Column("event_id", ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("place_id", Text, primary_key=True),
    Column("day_start", Date, nullable=False),
    Column("day_end", Date, nullable=False),
    Index("ix_event_places_days", "place_id", "day_end", "event_id"),
)

#: By what an event is searched for: terms of closed lists, never words of an article.
event_terms = Table(
    "event_terms",
    metadata,
    Column("event_id", ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("term", Text, primary_key=True),
    #: The event's, so that the newest of a term are found by the index alone.
    Column("day_end", Date, nullable=False),
    Index("ix_event_terms_newest", "term", "day_end", "event_id"),
    sqlite_with_rowid=False,
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
    #: An editor's own words for the readers of one language: {"lang", "text"}.
    Column("note", DOCUMENT),
)

#: Keyed hashes of articles, kept as long as reports of the same days may come; never names.
fingerprints = Table(
    "fingerprints",
    metadata,
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("event_id", Integer, nullable=False, index=True),
    Column("body", DOCUMENT, nullable=False),
    Column("at", Moment, nullable=False, index=True),
)

#: What the encoder made of articles, as long as reports of the same days may come; no body: to be read again.
vectors = Table(
    "vectors",
    metadata,
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("body", LargeBinary),
    Column("tries", SmallInteger, nullable=False),
    Column("at", Moment, nullable=False, index=True),
    partial_index("ix_vectors_lacking", "article_id", where="body IS NULL"),
)

#: Reports that no event is certain for, by the places and organisers they name: an event that grows finds them.
unplaced = Table(
    "unplaced",
    metadata,
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("term", Text, primary_key=True),
    Column("day_start", Date, nullable=False),
    Column("day_end", Date, nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Index("ix_unplaced_near", "term", "day_end", "article_id"),
)

#: What waits for an editor, and what waited: a report, or a whole event that is held (no article).
reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reason", code(ReviewReason, "reason"), nullable=False),
    Column("event_id", Integer, nullable=False),
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), index=True),
    Column("at", Moment, nullable=False),
    Column("decided_at", Moment),
    Column("decision", code(Resolution, "decision")),
    #: When editors were first told of it, and when it was listed because nobody had answered.
    Column("rung_at", Moment),
    Column("listed_at", Moment),
    #: Rings nobody: it is found in the list of what waits.
    Column("quiet", Boolean, nullable=False, server_default=false()),
    #: Who decided, by role and number; empty where time or a report did.
    Column("decided_by", Text, nullable=False, server_default=text("''")),
    #: When everybody was told because whoever is on duty had not answered.
    Column("spread_at", Moment),
    #: What it is about where that is no article: a feed, an outlet, a version, a figure.
    Column("subject", DOCUMENT),
    partial_index("ix_reviews_open", "event_id", "id", where="decided_at IS NULL"),
    sqlite_autoincrement=True,
)

#: Figures that are probably wrong, one for each event and speaker; editors are told of each once.
doubts = Table(
    "doubts",
    metadata,
    Column("event_id", ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("speaker", Text, primary_key=True),
    Column("stands", DOCUMENT, nullable=False),
    Column("against", DOCUMENT, nullable=False),
    Column("at", Moment, nullable=False),
    #: Keyed indexes of the editors who know, until all do.
    Column("told", DOCUMENT, nullable=False),
    Column("told_at", Moment),
    partial_index("ix_doubts_open", "at", where="told_at IS NULL"),
)

drafts = Table(
    "drafts",
    metadata,
    Column("editor_index", Text, primary_key=True),
    Column("body", DOCUMENT, nullable=False),
    Column("at", Moment, nullable=False),
)

#: The message by which an editor was asked: it is edited when somebody has decided. `editor` is a keyed index.
questions = Table(
    "questions",
    metadata,
    Column("review_id", ForeignKey("reviews.id", ondelete="CASCADE"), primary_key=True),
    Column("editor", Text, primary_key=True),
    Column("message_id", BIG, nullable=False),
    Column("settled", Boolean, nullable=False, server_default=false()),
    #: Asked again then in this chat.
    Column("later_at", Moment),
    #: The message says no more than that it is done.
    Column("shrunk", Boolean, nullable=False, server_default=false()),
    partial_index("ix_questions_open", "review_id", where="settled = false"),
)

#: Outlets whose standing is not "known".
outlets = Table(
    "outlets",
    metadata,
    Column("id", Text, primary_key=True),
    Column("standing", code(OutletStanding, "standing"), nullable=False),
    Column("at", Moment, nullable=False),
)

#: What became of each outlet's reports on each day of Kazakhstan: of what it alone told, of what others told too.
outlet_days = Table(
    "outlet_days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("outlet", Text, primary_key=True),
    *(
        Column(name, Integer, nullable=False, server_default=text("0"))
        for name in ("published", "asked", "begun", "confirmed", "taken_back")
    ),
    #: Editors were told that it reports far more than it usually does.
    Column("paged", Boolean, nullable=False, server_default=false()),
)
