"""Search: the terms of closed lists by which an event is found; for stored events made of their newest version."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

AT_ONCE = 1000


def upgrade() -> None:
    op.create_table(
        "event_terms",
        sa.Column("event_id", sa.Integer, sa.ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("term", sa.Text, primary_key=True),
        sa.Column("day_end", sa.Date, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_event_terms_newest", "event_terms", ["term", "day_end", "event_id"])
    for rows in made(op.get_bind()):
        op.bulk_insert(TERMS, rows)


def downgrade() -> None:
    op.drop_table("event_terms")


TERMS = sa.table(
    "event_terms", sa.column("event_id", sa.Integer), sa.column("term", sa.Text), sa.column("day_end", sa.Date)
)
EVENTS = sa.table(
    "events",
    sa.column("id", sa.Integer),
    sa.column("version", sa.Integer),
    sa.column("redirect", sa.Integer),
    sa.column("day_end", sa.Date),
)
VERSIONS = sa.table(
    "versions", sa.column("event_id", sa.Integer), sa.column("number", sa.Integer), sa.column("facts", sa.JSON)
)


def made(connection: sa.Connection) -> Iterator[list[dict[str, Any]]]:
    newest = sa.and_(VERSIONS.c.event_id == EVENTS.c.id, VERSIONS.c.number == EVENTS.c.version)
    wanted = sa.select(EVENTS.c.id, EVENTS.c.day_end, VERSIONS.c.facts).join(VERSIONS, newest)
    last = 0
    while stored := connection.execute(
        wanted.where(EVENTS.c.id > last, EVENTS.c.redirect == 0).order_by(EVENTS.c.id).limit(AT_ONCE)
    ).all():
        yield [{"event_id": row.id, "term": t, "day_end": row.day_end} for row in stored for t in terms(row.facts)]
        last = stored[-1].id


def terms(said: dict[str, Any]) -> set[str]:
    kinds = {
        "place": [place["id"] for place in said["places"]],
        "action": [said["action"]],
        "issue": [said["issue"]] if said["issue"] else [],
        "response": said["responses"],
        "organiser": said["organisers"],
        "demand": said["demands"],
        "outlet": [source["outlet"] for source in said["sources"]],
    }
    return {f"{kind}:{code}" for kind, codes in kinds.items() for code in codes}
