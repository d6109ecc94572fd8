"""What feeds have told of: noted once, however often they tell it again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, or_, select
from sqlalchemy.sql.elements import ColumnElement

from index.feeds.feed import FeedEntry
from index.stores.feed_schema import feed_entries
from index.stores.revising import moment

_APART = timedelta(microseconds=1)
_KEPT = 5_000
"""How many entries are remembered of a feed that it does not tell of any more."""


def note_entries(
    connection: Connection,
    feed: str,
    entries: Sequence[FeedEntry],
    wanted: Sequence[FeedEntry],
    now: datetime,
    *,
    announce: bool,
) -> None:
    """Note the entries that are new, told by id and by address.

    The articles of those that are ``wanted`` are to be fetched from now on, the oldest first.
    """
    known = _known(connection, feed, entries)
    chosen = {entry.id for entry in wanted}
    fresh = [
        {
            "feed_id": feed,
            "entry": entry_key(entry.id),
            "url": entry.url,
            "title": entry.title,
            "noted_at": moment(now),
            "attempts": 0,
            # A little apart, since they are fetched in the order of their moments.
            "try_at": moment(now - place * _APART) if entry.id in chosen else None,
            "announce": announce and entry.id in chosen,
        }
        for place, entry in enumerate(entries)
        if not {entry_key(entry.id), entry.url} & known
    ]
    if fresh:
        connection.execute(insert(feed_entries), fresh)
        _forget_old(connection, feed, entries)


def entry_key(entry_id: str) -> str:
    """What an entry is known by, however long its own id is."""
    return hashlib.sha256(entry_id.encode()).hexdigest()[:16]


def _known(connection: Connection, feed: str, entries: Sequence[FeedEntry]) -> set[str]:
    query = select(feed_entries.c.entry, feed_entries.c.url).where(
        feed_entries.c.feed_id == feed, _among(entries)
    )
    return {told for row in connection.execute(query) for told in row}


def _forget_old(connection: Connection, feed: str, entries: Sequence[FeedEntry]) -> None:
    own = feed_entries.c.feed_id == feed
    absent = select(feed_entries.c.entry).where(
        own, ~_among(entries), feed_entries.c.try_at.is_(None)
    )
    old = absent.order_by(feed_entries.c.noted_at.desc(), feed_entries.c.entry).offset(_KEPT)
    connection.execute(delete(feed_entries).where(own, feed_entries.c.entry.in_(old)))


def _among(entries: Sequence[FeedEntry]) -> ColumnElement[bool]:
    return or_(
        feed_entries.c.entry.in_([entry_key(entry.id) for entry in entries]),
        feed_entries.c.url.in_([entry.url for entry in entries]),
    )
