"""Collecting: a feed's settings, rhythm and health; an article's revisions and its page; what an entry last said."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LANG = ("kk", "ru", "en")
FAULT_BEFORE = ("unreachable", "http_status", "too_large", "empty", "not_a_feed")
FAULT = (
    *("unreachable", "timeout", "tls", "forbidden_address", "redirects", "http_status", "too_large", "encoding"),
    *("empty", "not_a_feed", "silent", "ours"),
)
KIND = ("feed", "sitemap")
PAGES = ("always", "on_cue", "never")
SCALE = ("local", "national", "international")
CONFIDENCE = ("high", "medium", "low")
MOMENT = sa.DateTime(timezone=True)


def code(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def with_default(name: str, kind: Any, default: Any) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False, server_default=default)


def feed_columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("slowest_s", sa.Float),
        with_default("kind", code("kind", KIND), "feed"),
        with_default("pages", code("pages", PAGES), "never"),
        with_default("gate", sa.Boolean(), sa.false()),
        with_default("proxy", sa.Text(), sa.text("''")),
        with_default("scale", code("scale", SCALE), "national"),
        with_default("confidence", code("confidence", CONFIDENCE), "low"),
        with_default("added", sa.Boolean(), sa.false()),
        with_default("paused", sa.Boolean(), sa.false()),
        sa.Column("claimed_until", MOMENT),
        with_default("body", sa.Text(), sa.text("''")),
        sa.Column("asked_at", MOMENT),
        sa.Column("not_before", MOMENT),
        sa.Column("last_entry", MOMENT),
        sa.Column("failing_since", MOMENT),
        sa.Column("dark_since", MOMENT),
        with_default("polls", sa.Integer(), sa.text("0")),
        with_default("empties", sa.Integer(), sa.text("0")),
        sa.Column("days", sa.JSON()),
        with_default("moved_to", sa.Text(), sa.text("''")),
        with_default("moves", sa.Integer(), sa.text("0")),
    )


def article_columns() -> tuple[sa.Column[Any], ...]:
    return (
        with_default("link", sa.Text(), sa.text("''")),
        with_default("revision", sa.SmallInteger(), sa.text("1")),
        sa.Column("page_due_at", MOMENT),
        with_default("page_tries", sa.SmallInteger(), sa.text("0")),
        with_default("from_page", sa.Boolean(), sa.false()),
    )


def upgrade() -> None:
    with op.batch_alter_table("feeds", copy_from=feeds()) as batch:
        batch.alter_column(
            "fault", existing_type=code("fault", FAULT_BEFORE), type_=code("fault", FAULT), existing_nullable=True
        )
        for column in feed_columns():
            batch.add_column(column)
    for column in article_columns():
        op.add_column("articles", column)
    wanted = sa.text("page_due_at IS NOT NULL")
    op.create_index("ix_articles_paging", "articles", ["page_due_at"], sqlite_where=wanted, postgresql_where=wanted)
    op.add_column("entries", with_default("digest", sa.Text(), sa.text("''")))
    op.create_index("ix_entries_feed_id_digest", "entries", ["feed_id", "digest"])


def downgrade() -> None:
    op.drop_index("ix_entries_feed_id_digest", "entries")
    op.drop_column("entries", "digest")
    op.drop_index("ix_articles_paging", "articles")
    for column in article_columns():
        op.drop_column("articles", column.name)
    unknown = ", ".join(f"'{fault}'" for fault in FAULT if fault not in FAULT_BEFORE)
    op.execute(sa.text(f"UPDATE feeds SET fault = 'unreachable' WHERE fault IN ({unknown})"))  # noqa: S608  # constants
    with op.batch_alter_table("feeds", copy_from=feeds(*feed_columns(), fault=FAULT)) as batch:
        batch.alter_column(
            "fault", existing_type=code("fault", FAULT), type_=code("fault", FAULT_BEFORE), existing_nullable=True
        )
        for column in feed_columns():
            batch.drop_column(column.name)


def feeds(*more: sa.Column[Any], fault: tuple[str, ...] = FAULT_BEFORE) -> sa.Table:
    """The table as it is before; SQLite alters it by copying and cannot tell its own CHECKs."""
    return sa.Table(
        "feeds",
        sa.MetaData(naming_convention={"ck": "ck_%(table_name)s_%(constraint_name)s", "pk": "pk_%(table_name)s"}),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("outlet", sa.Text, nullable=False),
        sa.Column("lang", code("lang", LANG)),
        sa.Column("interval_s", sa.Float, nullable=False),
        sa.Column("configured", sa.Boolean, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("etag", sa.Text, nullable=False),
        sa.Column("last_modified", sa.Text, nullable=False),
        sa.Column("last_success", MOMENT),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("fault", code("fault", fault)),
        sa.Column("detail", sa.Text, nullable=False),
        *more,
    )
