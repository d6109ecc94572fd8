"""Which feeds each library has, and how each fared when it was looked at."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, case, delete, func, insert, or_, select, update

from index.errors import InvalidInput, UnknownFeed
from index.feeds.kept import KeptFeed, Reading, Wishes
from index.fetch.pages import Validators
from index.stores.database import Database
from index.stores.feed_schema import feed_entries, feeds
from index.stores.noting import note_entries
from index.stores.revising import moment

_FAILED_ENTRY = and_(feed_entries.c.try_at.is_(None), feed_entries.c.error.is_not(None))


class FeedBook:
    """The feeds of all libraries of one data folder. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, library: str, url: str, wishes: Wishes, reading: Reading, most: int) -> KeptFeed:
        """Keep a feed that was just read; what it tells of by now is never announced.

        The library must exist. Raises ``InvalidInput`` where it has this feed already, or has as
        many as ``most``.
        """
        now = datetime.now(UTC)
        row = {
            "id": feed_id(library, url),
            "library": library,
            "url": url,
            "tags": list(wishes.tags),
            "include": list(wishes.include),
            "exclude": list(wishes.exclude),
            "channel": wishes.channel,
            "added_at": moment(now),
            **_read_values(reading, now),
        }
        told, wanted = reading.feed.entries, reading.wanted
        with self._database.write() as connection:
            _check_room(_all(connection, feeds.c.library == library), url, most)
            connection.execute(insert(feeds).values(row))
            note_entries(connection, row["id"], told, wanted, now, announce=False)
            return _all(connection, feeds.c.id == row["id"])[0]

    def check_room(self, library: str, url: str, most: int) -> None:
        """Raise what ``add`` would, before anything is fetched."""
        with self._database.read() as connection:
            _check_room(_all(connection, feeds.c.library == library), url, most)

    def feeds(self, library: str) -> list[KeptFeed]:
        """The feeds of a library, the first added first."""
        with self._database.read() as connection:
            return _all(connection, feeds.c.library == library)

    def feed(self, library: str, feed: str) -> KeptFeed:
        """One feed by its address, its id, an unambiguous prefix of the id, or its title.

        Raises ``UnknownFeed``, or ``InvalidInput`` where several are called so.
        """
        named = or_(feeds.c.url == feed, feeds.c.id.startswith(feed, autoescape=True))
        # After all ids, since a feed that somebody else writes may have any title.
        titled = func.casefold(feeds.c.title) == " ".join(feed.split()).casefold()
        kinds = ((named, "ids that begin with"), (titled, "the title"))
        with self._database.read() as connection:
            for condition, what in kinds if feed.strip() else ():
                found = _all(connection, and_(feeds.c.library == library, condition))
                if len(found) > 1:
                    raise InvalidInput(f"Several feeds have {what} {feed!r}; give more of an id.")
                if found:
                    return found[0]
        raise UnknownFeed(f"No feed here is {feed!r}; choose one of those that are listed.")

    def remove(self, kept: KeptFeed) -> None:
        """Forget a feed and what it has told of; its articles stay."""
        with self._database.write() as connection:
            connection.execute(delete(feeds).where(feeds.c.id == kept.id))

    def due(self, every: timedelta) -> list[KeptFeed]:
        """The feeds that were looked at longer ago and are not left alone.

        The first of each library come before the second of any, so that a library with many feeds
        keeps no other waiting.
        """
        now = datetime.now(UTC)
        place = func.row_number().over(partition_by=feeds.c.library, order_by=feeds.c.checked_at)
        query = (
            _feeds()
            .where(
                feeds.c.gone_at.is_(None),
                feeds.c.checked_at <= moment(now - every),
                or_(feeds.c.rests_until.is_(None), feeds.c.rests_until <= moment(now)),
            )
            .order_by(place, feeds.c.checked_at)
        )
        with self._database.read() as connection:
            kept = [_read(row) for row in connection.execute(query)]
        return [one for one in kept if _is_rested(one, now)]

    def read(self, kept: KeptFeed, reading: Reading) -> None:
        """A feed was read: what is new of that which is wanted is to be fetched from now on."""
        now = datetime.now(UTC)
        announce = kept.wishes.channel is not None
        told, wanted = reading.feed.entries, reading.wanted
        with self._database.write() as connection:
            # It may have been removed while it was fetched.
            if _set(connection, kept.id, _read_values(reading, now)):
                note_entries(connection, kept.id, told, wanted, now, announce=announce)

    def unchanged(self, kept: KeptFeed, validators: Validators) -> None:
        """A feed is as it was."""
        now = datetime.now(UTC)
        with self._database.write() as connection:
            _set(connection, kept.id, {**_told(validators), **_well(now)})

    def troubled(self, kept: KeptFeed, error: str) -> None:
        """A feed is well, but not all of its articles can be added."""
        with self._database.write() as connection:
            _set(connection, kept.id, {"error": error})

    def failed(self, kept: KeptFeed, error: str, rest: timedelta, *, gone: bool = False) -> None:
        """A feed could not be read and is left alone for a while, for good where it is gone."""
        now = datetime.now(UTC)
        since = case((feeds.c.gone_at.is_(None), moment(now)), else_=feeds.c.gone_at)
        changed: dict[str, Any] = {
            "checked_at": moment(now),
            "rests_until": moment(now + rest),
            "failures": feeds.c.failures + 1,
            "error": error,
            **({"gone_at": since} if gone else {}),
        }
        with self._database.write() as connection:
            _set(connection, kept.id, changed)


def feed_id(library: str, url: str) -> str:
    """What names a feed: the same whenever it is added again."""
    return hashlib.sha256(f"feed\0{library}\0{url}".encode()).hexdigest()[:12]


def _check_room(known: Sequence[KeptFeed], url: str, most: int) -> None:
    for one in known:
        if one.url == url:
            raise InvalidInput(
                f"This feed is here already, as {one.id}; remove it first to change it."
            )
    if len(known) >= most:
        count = "1 feed is" if len(known) == 1 else f"{len(known)} feeds are"
        raise InvalidInput(f"{count} here already, which is the most; remove one first.")


def _read_values(reading: Reading, now: datetime) -> dict[str, Any]:
    about = {"title": reading.feed.title, "minutes": reading.feed.minutes}
    return {**about, **_told(reading.validators), **_well(now)}


def _told(known: Validators | None) -> dict[str, str | None]:
    if known is None:
        return dict.fromkeys(("fetched_url", "etag", "last_modified"))
    told = {"etag": known.etag, "last_modified": known.last_modified}
    return {"fetched_url": known.url, **told}


def _well(now: datetime) -> dict[str, Any]:
    nothing = dict.fromkeys(("rests_until", "error", "gone_at"))
    return {"checked_at": moment(now), "failures": 0, **nothing}


def _set(connection: Connection, name: str, values: dict[str, Any]) -> bool:
    changed = connection.execute(update(feeds).where(feeds.c.id == name).values(values))
    return changed.rowcount > 0


def _is_rested(kept: KeptFeed, now: datetime) -> bool:
    asked = timedelta(minutes=kept.minutes or 0)
    return datetime.fromisoformat(kept.checked_at) + asked <= now


def _feeds() -> Select[Any]:
    of_feed = feed_entries.c.feed_id == feeds.c.id
    counts = {"waiting": feed_entries.c.try_at.is_not(None), "failed": _FAILED_ENTRY}
    counted = (
        select(func.count()).where(of_feed, what).correlate(feeds).scalar_subquery().label(name)
        for name, what in counts.items()
    )
    return select(*feeds.c, *counted)


def _all(connection: Connection, condition: Any) -> list[KeptFeed]:
    query = _feeds().where(condition).order_by(feeds.c.added_at, feeds.c.id)
    return [_read(row) for row in connection.execute(query)]


def _read(row: Any) -> KeptFeed:
    known = Validators(row.fetched_url, row.etag, row.last_modified) if row.fetched_url else None
    wishes = Wishes(tuple(row.tags), tuple(row.include), tuple(row.exclude), row.channel)
    names = ("id", "library", "url", "title", "added_at", "checked_at", "minutes", "rests_until")
    more = ("failures", "error", "gone_at", "waiting", "failed")
    told = {name: getattr(row, name) for name in (*names, *more)}
    return KeptFeed(**told, wishes=wishes, validators=known)
