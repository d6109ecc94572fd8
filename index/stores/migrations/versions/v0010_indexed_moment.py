"""When an article was indexed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the moment; what is indexed by then counts as indexed when it was stored."""
    op.add_column("articles", sa.Column("indexed_at", sa.String()))
    op.execute(
        "UPDATE articles SET indexed_at = (SELECT added_at FROM revisions WHERE "
        "revisions.article_id = articles.id AND revisions.number = articles.indexed) "
        "WHERE indexed = latest"
    )
