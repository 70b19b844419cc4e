"""Articles are read by turns of their outlets; a feed's hosts, and its move to another."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

OF_FEEDS = ("hosts", "agreed_to", "refused_to")


def upgrade() -> None:
    where = sa.text("read_at IS NULL AND page_due_at IS NULL")
    op.create_index("ix_articles_turns", "articles", ["source", "id"], sqlite_where=where, postgresql_where=where)
    for name in OF_FEEDS:
        op.add_column("feeds", sa.Column(name, sa.Text, nullable=False, server_default=sa.text("''")))


def downgrade() -> None:
    for name in reversed(OF_FEEDS):
        op.drop_column("feeds", name)
    op.drop_index("ix_articles_turns", "articles")
