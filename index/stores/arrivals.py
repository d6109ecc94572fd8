"""The articles that feeds tell of: those still to come, and those still to be announced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, select, update

from index.stores.database import Database
from index.stores.feed_schema import feed_entries, feeds
from index.stores.revising import moment
from index.stores.rows import INFO, LATEST, read_info
from index.stores.schema import active, articles, revisions
from index.values import ArticleInfo

_NEWS = timedelta(days=1)
"""An article that came longer ago is no news any more."""


@dataclass(frozen=True, slots=True)
class Expected:
    """An entry of a feed whose article is still to be fetched; ``attempts`` have failed."""

    feed: str
    entry: str
    url: str
    title: str | None
    noted_at: str
    attempts: int


@dataclass(frozen=True, slots=True)
class News:
    """Articles of one feed that are to be announced in ``channel``, the first that came first."""

    feed: str
    title: str
    library: str
    channel: str
    entries: tuple[str, ...]
    articles: tuple[ArticleInfo, ...]


class Arrivals:
    """The entries of all feeds of one data folder. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def expected(self, feed: str) -> Expected | None:
        """The oldest entry of a feed whose article may be fetched now, None where there is none."""
        now = moment(datetime.now(UTC))
        columns = (getattr(feed_entries.c, name) for name in _EXPECTED)
        query = (
            select(*columns)
            .where(feed_entries.c.feed_id == feed, feed_entries.c.try_at <= now)
            .order_by(feed_entries.c.try_at, feed_entries.c.entry)
            .limit(1)
        )
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return None if row is None else Expected(*row)

    def is_removed(self, library: str, identity: str) -> bool:
        """Whether a person removed the article of this identity."""
        query = select(articles.c.id).where(
            articles.c.library == library,
            articles.c.identity == identity,
            articles.c.removed_at.is_not(None),
        )
        with self._database.read() as connection:
            return connection.execute(query).first() is not None

    def arrived(self, expected: Expected, article_id: str) -> None:
        """The article of an entry is stored; it is news only where it was not there before."""
        with self._database.write() as connection:
            query = select(articles.c.added_at).where(articles.c.id == article_id)
            added_at = connection.execute(query).scalar() or ""
            changed: dict[str, Any] = {"try_at": None, "error": None, "article_id": article_id}
            if added_at < expected.noted_at:
                changed["announce"] = False
            _set(connection, expected, changed)

    def passed_over(self, expected: Expected) -> None:
        """The article of an entry is not wanted after all."""
        with self._database.write() as connection:
            _set(connection, expected, {"try_at": None, "error": None, "announce": False})

    def missed(self, expected: Expected, error: str, again: timedelta | None) -> None:
        """The article of an entry could not be had; it is tried again then, or given up."""
        try_at = None if again is None else moment(datetime.now(UTC) + again)
        told = {"try_at": try_at, "error": error, "attempts": expected.attempts + 1}
        with self._database.write() as connection:
            _set(connection, expected, told if again else {**told, "announce": False})

    def news(self, feed: str | None = None) -> list[News]:
        """What a feed, or any, has to announce: what came within a day and nobody has removed.

        A copy of another article is no news.
        """
        since = moment(datetime.now(UTC) - _NEWS)
        of_feed = and_(feeds.c.id == feed_entries.c.feed_id, feeds.c.channel.is_not(None))
        query = (
            select(feeds.c.id, feeds.c.title.label("feed_title"), feeds.c.channel)
            .add_columns(feed_entries.c.entry, *INFO)
            .join_from(feed_entries, feeds, of_feed)
            .join(articles, articles.c.id == feed_entries.c.article_id)
            .join(revisions, LATEST)
            .where(
                feed_entries.c.announce,
                active(),
                articles.c.copy_of.is_(None),
                articles.c.added_at >= since,
            )
            .order_by(feeds.c.id, articles.c.added_at)
        )
        if feed is not None:
            query = query.where(feeds.c.id == feed)
        found: dict[str, list[Any]] = {}
        with self._database.read() as connection:
            for row in connection.execute(query):
                found.setdefault(row.id, []).append(row)
        return [_news(rows) for rows in found.values()]

    def announced(self, feed: str, entries: Sequence[str]) -> None:
        """These were announced and never are again."""
        told = feed_entries.c.feed_id == feed, feed_entries.c.entry.in_(entries)
        with self._database.write() as connection:
            connection.execute(update(feed_entries).where(*told).values(announce=False))


_EXPECTED = ("feed_id", "entry", "url", "title", "noted_at", "attempts")


def _set(connection: Connection, expected: Expected, values: dict[str, Any]) -> None:
    own = feed_entries.c.feed_id == expected.feed, feed_entries.c.entry == expected.entry
    connection.execute(update(feed_entries).where(*own).values(values))


def _news(rows: Sequence[Any]) -> News:
    first = rows[0]
    return News(
        first.id,
        first.feed_title,
        first.library,
        first.channel,
        tuple(row.entry for row in rows),
        tuple(map(read_info, rows)),
    )
