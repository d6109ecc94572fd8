"""The pages that articles were fetched from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table of pages."""
    op.create_table(
        "pages",
        sa.Column(
            "article_id",
            sa.String(),
            sa.ForeignKey("articles.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column("asked_at", sa.String(), nullable=False),
        sa.Column("gone_at", sa.String()),
    )
