"""How each server wants the bot, which servers it had to leave, and what people chose."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, null, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from index.stores.chat_schema import people, servers
from index.stores.database import Database
from index.stores.revising import moment

KEEP_DAYS = 90


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a server chose.

    ``channels`` are those where the bot may answer, all of them where it is empty; ``forums`` are
    those whose new posts it answers by itself; ``handover`` is the role that is called where the
    articles don't say there. ``private`` is how ``/ask`` answers where nothing is said of it, and
    ``keep_days`` for how long questions and answers are kept.
    """

    channels: tuple[str, ...] = ()
    forums: tuple[str, ...] = ()
    handover: str | None = None
    private: bool = False
    keep_days: int = KEEP_DAYS


class Servers:
    """The servers and people of one data folder. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def preferences(self, library: str) -> Preferences:
        """What a server chose, the defaults where it did not."""
        with self._database.read() as connection:
            return _preferences(connection, library)

    def change(self, library: str, **changes: Any) -> Preferences:
        """Choose something else of ``Preferences``; what holds then."""
        with self._database.write() as connection:
            changed = replace(_preferences(connection, library), **changes)
            _write(connection, library, preferences=asdict(changed))
        return changed

    def present(self, libraries: Collection[str]) -> frozenset[str]:
        """The bot is in these servers now, and in no others that it was in before.

        Returns those of them that it was not known to be in.
        """
        now = moment(datetime.now(UTC))
        known = select(servers.c.library).where(servers.c.left_at.is_(None))
        with self._database.write() as connection:
            before = frozenset(connection.execute(known).scalars())
            for library in libraries:
                _write(connection, library, left_at=None)
            gone = servers.c.library.not_in(libraries), servers.c.left_at.is_(None)
            connection.execute(update(servers).where(*gone).values(left_at=now))
        return frozenset(libraries) - before

    def joined(self, library: str) -> None:
        """The bot came to a server, or came back."""
        with self._database.write() as connection:
            _write(connection, library, left_at=None)

    def left(self, library: str) -> None:
        """The bot had to leave a server."""
        with self._database.write() as connection:
            _write(connection, library, left_at=moment(datetime.now(UTC)))

    def abandoned(self, within: timedelta) -> list[str]:
        """The servers that the bot left longer ago than that."""
        limit = moment(datetime.now(UTC) - within)
        query = select(servers.c.library).where(servers.c.left_at < limit)
        with self._database.read() as connection:
            return list(connection.execute(query).scalars())

    def choose(self, person: str, library: str) -> None:
        """A person asks about this server's articles in direct messages from now on."""
        chosen = upsert(people).values(person=person, library=library)
        with self._database.write() as connection:
            connection.execute(
                chosen.on_conflict_do_update(index_elements=["person"], set_={"library": library})
            )

    def chosen(self, person: str) -> str | None:
        """The server whose articles a person asks about in direct messages."""
        query = select(people.c.library).where(people.c.person == person)
        with self._database.read() as connection:
            return connection.execute(query).scalar()


def _preferences(connection: Connection, library: str) -> Preferences:
    query = select(servers.c.preferences).where(servers.c.library == library)
    told: dict[str, Any] = connection.execute(query).scalar() or {}
    defaults = Preferences()
    return Preferences(
        channels=tuple(told.get("channels", defaults.channels)),
        forums=tuple(told.get("forums", defaults.forums)),
        handover=told.get("handover", defaults.handover),
        private=told.get("private", defaults.private),
        keep_days=told.get("keep_days", defaults.keep_days),
    )


def _write(connection: Connection, library: str, **values: Any) -> None:
    row = {"library": library, "preferences": {}, "left_at": None, **values}
    stored = {name: null() if value is None else value for name, value in values.items()}
    connection.execute(
        upsert(servers).values(row).on_conflict_do_update(index_elements=["library"], set_=stored)
    )
