"""What was answered, with which quotations, and what people thought of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables of answers."""
    op.create_table(
        "answers",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("library", sa.String(), nullable=False),
        sa.Column("asker", sa.String(), nullable=False),
        sa.Column("asked_at", sa.String(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("mode", sa.String()),
        sa.Column("claims", sa.JSON(), nullable=False),
        sa.Column("nearest", sa.JSON(), nullable=False),
        sa.Column("channel", sa.String()),
        sa.Column("message", sa.String()),
    )
    op.create_index("answers_message", "answers", ["message"])
    op.create_table(
        "citations",
        _answer(),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("article_id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("context_start", sa.Integer(), nullable=False),
        sa.Column("context_end", sa.Integer(), nullable=False),
        sa.Column("highlights", sa.JSON(), nullable=False),
        sa.Column("copies", sa.JSON(), nullable=False),
    )
    op.create_table(
        "votes",
        _answer(),
        sa.Column("voter", sa.String(), primary_key=True),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String()),
        sa.Column("words", sa.Text()),
        sa.Column("voted_at", sa.String(), nullable=False),
    )


def _answer() -> sa.Column[str]:
    return sa.Column(
        "answer_id",
        sa.String(),
        sa.ForeignKey("answers.id", ondelete="CASCADE"),
        primary_key=True,
    )
