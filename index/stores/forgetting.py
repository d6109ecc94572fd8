"""What is forgotten: a person's traces, what was kept long enough, a library for good."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select, update

from index.stores.chat_schema import answers, people, servers, votes, watches
from index.stores.database import Database
from index.stores.feed_schema import feeds
from index.stores.revising import moment
from index.stores.schema import articles, libraries
from index.stores.servers import KEEP_DAYS
from index.stores.spending import spending


class Oblivion:
    """Deletes across the catalogue. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def person(self, person: str) -> None:
        """Forget everything about a person: questions, answers, votes, watches, choices."""
        with self._database.write() as connection:
            for column in (answers.c.asker, votes.c.voter, watches.c.asker, people.c.person):
                connection.execute(delete(column.table).where(column == person))
        # The words are gone from the tables; the log beside the file still has them.
        self._database.settle()

    def expired(self) -> int:
        """Forget questions and answers that were kept for as long as their server wants.

        Returns how many answers that were.
        """
        days = select(servers.c.library, servers.c.preferences)
        count = 0
        with self._database.write() as connection:
            chosen = {
                row.library: row.preferences.get("keep_days", KEEP_DAYS)
                for row in connection.execute(days)
            }
            asked = connection.execute(select(answers.c.library).distinct()).scalars().all()
            waiting = connection.execute(select(watches.c.library).distinct()).scalars().all()
            for library in {*asked, *waiting}:
                kept = timedelta(days=chosen.get(library, KEEP_DAYS))
                limit = moment(datetime.now(UTC) - kept)
                old = answers.c.library == library, answers.c.asked_at < limit
                count += connection.execute(delete(answers).where(*old)).rowcount
                old = watches.c.library == library, watches.c.created_at < limit
                connection.execute(delete(watches).where(*old))
        return count

    def library(self, library: str) -> None:
        """Forget a library with everything that was asked there."""
        of_library = articles.c.library == library
        with self._database.write() as connection:
            # A copy points to its original, which may be deleted before it.
            connection.execute(update(articles).where(of_library).values(copy_of=None))
            connection.execute(delete(articles).where(of_library))
            for column in (
                answers.c.library,
                watches.c.library,
                people.c.library,
                servers.c.library,
                feeds.c.library,
                spending.c.library,
                libraries.c.name,
            ):
                connection.execute(delete(column.table).where(column == library))
