"""What the encoder made of articles; a row without a vector is of one that is to be read again."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vectors",
        sa.Column("article_id", sa.Integer, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("body", sa.LargeBinary),
        sa.Column("tries", sa.SmallInteger, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_vectors_at", "vectors", ["at"])
    where = sa.text("body IS NULL")
    op.create_index("ix_vectors_lacking", "vectors", ["article_id"], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    op.drop_table("vectors")
