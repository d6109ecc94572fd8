"""The tables of the catalogue, the only source of truth.

An article is *wanted* in the derived stores at its ``latest`` revision unless it is removed or a
copy of another; ``indexed`` is the revision that they hold. Where the two differ the article is
pending, and whoever owns the folder makes them equal. Nothing else says what remains to be done,
so a crash at any moment leaves a state from which the work simply goes on.

``indexed_at`` is since when the latest revision could be found, NULL where it could not yet or the
article left the derived stores; making them anew changes nothing of it.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    case,
    null,
)
from sqlalchemy.sql.elements import ColumnElement

HEAD = "0012"
"""The migration that these tables correspond to."""

metadata = MetaData()

installation = Table("installation", metadata, Column("id", String, primary_key=True))

libraries = Table(
    "libraries",
    metadata,
    Column("name", String, primary_key=True),
    Column("embedding", Text, nullable=False),
    Column("created_at", String, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("id", String, primary_key=True),
    Column("library", String, ForeignKey("libraries.name"), nullable=False),
    Column("identity", Text, nullable=False),
    Column("latest", Integer, nullable=False),
    Column("indexed", Integer),
    Column("indexed_at", String),
    Column("copy_of", String, ForeignKey("articles.id")),
    Column("added_at", String, nullable=False),
    Column("removed_at", String),
    UniqueConstraint("library", "identity"),
    Index("articles_copy_of", "copy_of"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("article_id", String, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("text_hash", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("body_start", Integer, nullable=False),
    Column("url", Text),
    Column("source", Text),
    Column("authors", JSON, nullable=False),
    Column("published", String),
    Column("language", String),
    Column("added_at", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("pages", JSON),
    Column("notices", JSON),
    Index("revisions_text_hash", "text_hash"),
)
"""``notices`` are told from the text when it is stored, NULL where nobody has looked yet."""

passages = Table(
    "passages",
    metadata,
    Column("article_id", String, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    ForeignKeyConstraint(
        ["article_id", "revision"],
        ["revisions.article_id", "revisions.number"],
        ondelete="CASCADE",
    ),
)

tags = Table(
    "tags",
    metadata,
    Column("article_id", String, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("tag", String, primary_key=True),
)

pages = Table(
    "pages",
    metadata,
    Column("article_id", String, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("url", Text, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("asked_at", String, nullable=False),
    Column("gone_at", String),
)
"""The page that an article was fetched from: when it was asked last, and since when it is gone.

``url``, ``etag`` and ``last_modified`` are what the next request is conditional on.
"""

near_copies = Table(
    "near_copies",
    metadata,
    Column("article_id", String, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("other_id", String, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Index("near_copies_other_id", "other_id"),
)
"""Pairs of indexed articles that tell one story, each in both directions.

Derived: an article's pairs are found when it is indexed and dropped when it no longer is, so a
story, which is what pairs connect, needs no upkeep of its own.
"""

corrections = Table(
    "corrections",
    metadata,
    Column("article_id", String, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("other_id", String, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Index("corrections_other_id", "other_id"),
)
"""Which article, itself nothing but a correction, corrects which other. Derived, as pairs are."""

reembedded = Table(
    "reembedded",
    metadata,
    Column("article_id", String, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("embedding", String, primary_key=True),
    Column("revision", Integer, nullable=False),
)


def active() -> ColumnElement[bool]:
    """Articles that a person sees: not removed."""
    return articles.c.removed_at.is_(None)


def wanted() -> ColumnElement[int | None]:
    """The revision that the derived stores should hold of an article, or NULL."""
    return case(
        (and_(active(), articles.c.copy_of.is_(None)), articles.c.latest),
        else_=null(),
    )


def pending() -> ColumnElement[bool]:
    """Articles whose derived state is not the wanted one."""
    return articles.c.indexed.is_distinct_from(wanted())
