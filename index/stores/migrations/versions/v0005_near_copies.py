"""Which articles are near or reworded copies of each other."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Create the table of pairs."""
    articles = {
        name: sa.ForeignKey("articles.id", ondelete="CASCADE") for name in ("this", "other")
    }
    op.create_table(
        "near_copies",
        sa.Column("article_id", sa.String(), articles["this"], primary_key=True),
        sa.Column("other_id", sa.String(), articles["other"], primary_key=True),
    )
    op.create_index("near_copies_other_id", "near_copies", ["other_id"])
