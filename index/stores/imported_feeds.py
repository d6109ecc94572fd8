"""Feeds taken from a portable library, so that they go on from where they were there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert as upsert

from index.portable.records import FeedEntryRecord, FeedRecord
from index.stores.database import Database
from index.stores.feed_schema import feed_entries, feeds
from index.stores.feedbook import feed_id
from index.stores.imported import Places


def write_feeds(
    database: Database, library: str, told: Sequence[FeedRecord], places: Places, *, here: bool
) -> int:
    """Take feeds in, all of them or none; how many were new.

    What is here already stays; what a feed told of is joined, so that nothing comes twice. Unless
    the file is of a library of this name, its channels mean nothing ``here``.
    """
    if not told:
        return 0
    with database.write() as connection:
        return sum(_write(connection, library, one, places, here=here) for one in told)


def _write(
    connection: Connection, library: str, told: FeedRecord, places: Places, *, here: bool
) -> int:
    name = feed_id(library, told.url)
    row = told.model_dump(mode="json", exclude={"kind", "entries"})
    row |= {"id": name, "library": library, "channel": told.channel if here else None}
    added = connection.execute(upsert(feeds).values(row).on_conflict_do_nothing()).rowcount
    rows = [_entry(name, one, places, here=here) for one in told.entries]
    if rows:
        connection.execute(upsert(feed_entries).on_conflict_do_nothing(), rows)
    return added


def _entry(feed: str, one: FeedEntryRecord, places: Places, *, here: bool) -> dict[str, Any]:
    row = {"feed_id": feed, **one.model_dump(), "announce": one.announce and here}
    return row | {"article_id": one.article_id and places.article(one.article_id)}
