"""Feeds that new articles come from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the tables of feeds and of what they have told of."""
    op.create_table(
        "feeds",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("library", sa.String(), sa.ForeignKey("libraries.name"), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("include", sa.JSON(), nullable=False),
        sa.Column("exclude", sa.JSON(), nullable=False),
        sa.Column("channel", sa.String()),
        sa.Column("added_at", sa.String(), nullable=False),
        sa.Column("fetched_url", sa.Text()),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column("minutes", sa.Integer()),
        sa.Column("checked_at", sa.String(), nullable=False),
        sa.Column("rests_until", sa.String()),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text()),
        sa.Column("gone_at", sa.String()),
        sa.UniqueConstraint("library", "url"),
    )
    of_feed = sa.ForeignKey("feeds.id", ondelete="CASCADE")
    op.create_table(
        "feed_entries",
        sa.Column("feed_id", sa.String(), of_feed, primary_key=True),
        sa.Column("entry", sa.String(), primary_key=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("noted_at", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("try_at", sa.String()),
        sa.Column("error", sa.Text()),
        sa.Column("article_id", sa.String()),
        sa.Column("announce", sa.Boolean(), nullable=False),
    )
    op.create_index("feed_entries_waiting", "feed_entries", ["feed_id", "try_at"])
