"""What articles say of their own corrections, and which article corrects another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add notices to revisions, and the table of articles that correct others."""
    op.add_column("revisions", sa.Column("notices", sa.JSON()))
    op.add_column("citations", sa.Column("corrected_by", sa.JSON()))
    articles = {
        name: sa.ForeignKey("articles.id", ondelete="CASCADE") for name in ("this", "other")
    }
    op.create_table(
        "corrections",
        sa.Column("article_id", sa.String(), articles["this"], primary_key=True),
        sa.Column("other_id", sa.String(), articles["other"], primary_key=True),
    )
    op.create_index("corrections_other_id", "corrections", ["other_id"])
