"""The tables of what happens in chat: answers, votes, watches, and how a server wants the bot.

Chat knows servers, channels and people by Discord's ids, kept as text.
"""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from index.stores.schema import metadata

answers = Table(
    "answers",
    metadata,
    Column("id", String, primary_key=True),
    Column("library", String, nullable=False),
    Column("asker", String, nullable=False),
    Column("asked_at", String, nullable=False),
    Column("question", Text, nullable=False),
    Column("filters", JSON, nullable=False),
    Column("private", Boolean, nullable=False),
    Column("mode", String),
    Column("claims", JSON, nullable=False),
    Column("nearest", JSON, nullable=False),
    Column("channel", String),
    Column("message", String),
    Column("asked_in", String),
    Column("follows", String),
    Column("remarks", JSON),
    Index("answers_message", "message"),
    Index("answers_asked_in", "asked_in"),
    Index("answers_library", "library", "asked_at"),
)
"""What was answered; ``mode`` is NULL where the articles did not say.

``message`` shows it, in ``channel``; ``asked_in`` is the message that asked, and ``follows`` the
answer that the question refers to. ``remarks`` are what people were told beside it.
"""

citations = Table(
    "citations",
    metadata,
    Column("answer_id", String, ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("article_id", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("context_start", Integer, nullable=False),
    Column("context_end", Integer, nullable=False),
    Column("highlights", JSON, nullable=False),
    Column("copies", JSON, nullable=False),
    Column("corrected_by", JSON),
)
"""Spans of revisions, which may be gone: an answer outlives the articles that it quotes."""

votes = Table(
    "votes",
    metadata,
    Column("answer_id", String, ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True),
    Column("voter", String, primary_key=True),
    Column("helpful", Boolean, nullable=False),
    Column("reason", String),
    Column("words", Text),
    Column("voted_at", String, nullable=False),
)

servers = Table(
    "servers",
    metadata,
    Column("library", String, primary_key=True),
    Column("preferences", JSON, nullable=False),
    Column("left_at", String),
)
"""The servers that the bot is or was in; ``left_at`` is when it had to leave."""

people = Table(
    "people",
    metadata,
    Column("person", String, primary_key=True),
    Column("library", String, nullable=False),
)
"""Whose articles a person asks about in direct messages."""

watches = Table(
    "watches",
    metadata,
    Column("id", String, primary_key=True),
    Column("library", String, nullable=False),
    Column("asker", String, nullable=False),
    Column("question", Text, nullable=False),
    Column("filters", JSON, nullable=False),
    Column("channel", String),
    Column("created_at", String, nullable=False),
    Column("seen_until", String, nullable=False),
    Index("watches_library", "library"),
)
"""Questions that wait for an article; what came up to ``seen_until`` did not answer."""
