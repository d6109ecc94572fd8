"""The first catalogue: libraries, articles, revisions, passages, tags."""

from __future__ import annotations

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table."""
    _libraries_and_articles()
    _revisions_and_passages()
    _marks()


def _libraries_and_articles() -> None:
    installation = op.create_table("installation", sa.Column("id", sa.String(), primary_key=True))
    # Tells this folder's collections from those of others on a shared Chroma server.
    op.bulk_insert(installation, [{"id": uuid4().hex}])
    op.create_table(
        "libraries",
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("embedding", sa.Text(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
    )
    op.create_table(
        "articles",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("library", sa.String(), sa.ForeignKey("libraries.name"), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("latest", sa.Integer(), nullable=False),
        sa.Column("indexed", sa.Integer()),
        sa.Column("copy_of", sa.String(), sa.ForeignKey("articles.id")),
        sa.Column("added_at", sa.String(), nullable=False),
        sa.Column("removed_at", sa.String()),
        sa.UniqueConstraint("library", "identity"),
    )
    op.create_index("articles_copy_of", "articles", ["copy_of"])


def _revisions_and_passages() -> None:
    op.create_table(
        "revisions",
        sa.Column(
            "article_id",
            sa.String(),
            sa.ForeignKey("articles.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body_start", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("source", sa.Text()),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("published", sa.String()),
        sa.Column("language", sa.String()),
        sa.Column("added_at", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )
    op.create_index("revisions_text_hash", "revisions", ["text_hash"])
    op.create_table(
        "passages",
        sa.Column("article_id", sa.String(), primary_key=True),
        sa.Column("revision", sa.Integer(), primary_key=True),
        sa.Column("ordinal", sa.Integer(), primary_key=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id", "revision"],
            ["revisions.article_id", "revisions.number"],
            ondelete="CASCADE",
        ),
    )


def _marks() -> None:
    op.create_table(
        "tags",
        sa.Column(
            "article_id",
            sa.String(),
            sa.ForeignKey("articles.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("tag", sa.String(), primary_key=True),
    )
    op.create_table(
        "reembedded",
        sa.Column(
            "article_id",
            sa.String(),
            sa.ForeignKey("articles.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("embedding", sa.String(), primary_key=True),
        sa.Column("revision", sa.Integer(), nullable=False),
    )
