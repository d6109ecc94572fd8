"""How a server wants the bot, whose articles a person asks about, and what is watched."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the tables of servers, people and watches, and tell more of an answer."""
    # Added in place: a table made anew would take the rows that refer to it along.
    filters = sa.Column("filters", sa.JSON(), nullable=False, server_default="{}")
    for column in (filters, sa.Column("asked_in", sa.String()), sa.Column("follows", sa.String())):
        op.add_column("answers", column)
    op.create_index("answers_asked_in", "answers", ["asked_in"])
    op.create_index("answers_library", "answers", ["library", "asked_at"])
    op.create_table(
        "servers",
        sa.Column("library", sa.String(), primary_key=True),
        sa.Column("preferences", sa.JSON(), nullable=False),
        sa.Column("left_at", sa.String()),
    )
    op.create_table(
        "people",
        sa.Column("person", sa.String(), primary_key=True),
        sa.Column("library", sa.String(), nullable=False),
    )
    op.create_table(
        "watches",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("library", sa.String(), nullable=False),
        sa.Column("asker", sa.String(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("channel", sa.String()),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("seen_until", sa.String(), nullable=False),
    )
    op.create_index("watches_library", "watches", ["library"])
