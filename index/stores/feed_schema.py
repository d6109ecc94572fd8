"""The tables of feeds: what is looked at, and what each has told of."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from index.stores.schema import metadata

feeds = Table(
    "feeds",
    metadata,
    Column("id", String, primary_key=True),
    Column("library", String, ForeignKey("libraries.name"), nullable=False),
    Column("url", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("include", JSON, nullable=False),
    Column("exclude", JSON, nullable=False),
    Column("channel", String),
    Column("added_at", String, nullable=False),
    Column("fetched_url", Text),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("minutes", Integer),
    Column("checked_at", String, nullable=False),
    Column("rests_until", String),
    Column("failures", Integer, nullable=False),
    Column("error", Text),
    Column("gone_at", String),
    UniqueConstraint("library", "url"),
)
"""The feeds of libraries. ``channel`` is where new articles are announced, NULL for nowhere.

``fetched_url``, ``etag`` and ``last_modified`` are what the next request is conditional on, and
``minutes`` is how long the feed asks to be left alone. It was asked last at ``checked_at``, is left
alone until ``rests_until`` after ``failures`` in a row, and ``error`` says what is wrong with it.
"""

feed_entries = Table(
    "feed_entries",
    metadata,
    Column("feed_id", String, ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True),
    Column("entry", String, primary_key=True),
    Column("url", Text, nullable=False),
    Column("title", Text),
    Column("noted_at", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("try_at", String),
    Column("error", Text),
    Column("article_id", String),
    Column("announce", Boolean, nullable=False),
    Index("feed_entries_waiting", "feed_id", "try_at"),
)
"""What a feed has told of; ``entry`` is a hash of the id that the feed has for it.

An entry waits for its article where it has a ``try_at``. Without one it is done: its article is
there or was, nobody wants it, or after so many ``attempts`` it was given up for the ``error``.
``announce`` says that its article is still to be announced. Articles may be gone for good: an entry
outlives them, so that what a person removed does not come back.
"""
