"""Questions that wait for an article that answers them."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, select, update

from index.stores.answered import read_filters
from index.stores.chat_schema import watches
from index.stores.database import Database
from index.stores.revising import moment
from index.stores.schema import active, articles, pending
from index.values import Filters, Question


@dataclass(frozen=True, slots=True)
class Watch:
    """A question that waits; ``channel`` is where to tell, None for a direct message."""

    id: str
    question: Question
    channel: str | None


@dataclass(frozen=True, slots=True)
class Due:
    """A watch with the articles that came since it was asked last, the latest at ``until``."""

    watch: Watch
    articles: tuple[str, ...]
    until: str


class Watches:
    """The watches of all libraries of one data folder. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, question: Question, channel: str | None, limit: int, asked_at: str) -> bool:
        """Wait for an answer to a question; False where its asker waits for so many already.

        What can be found since ``asked_at`` counts. The same question of a person waits once.
        """
        asker, filters = question.asker or "", asdict(question.filters)
        own = watches.c.library == question.library, watches.c.asker == asker
        row = {
            "id": secrets.token_hex(8),
            "library": question.library,
            "asker": asker,
            "question": question.text,
            "filters": filters,
            "channel": channel,
            "created_at": moment(datetime.now(UTC)),
            "seen_until": asked_at,
        }
        with self._database.write() as connection:
            waiting = connection.execute(select(watches.c.question).where(*own)).scalars().all()
            if question.text in waiting:
                return True
            if len(waiting) >= limit:
                return False
            connection.execute(insert(watches).values(row))
        return True

    def due(self) -> list[Due]:
        """Every watch for whose library an article was indexed since, where none is pending."""
        with self._database.read() as connection:
            rows = connection.execute(select(watches).order_by(watches.c.created_at)).all()
            settled = {name: _is_settled(connection, name) for name in {r.library for r in rows}}
            newest = {name: _newest(connection, name) for name, done in settled.items() if done}
            late = [row for row in rows if newest.get(row.library, "") > row.seen_until]
            told = [(row, _since(connection, row)) for row in late]
        return [_due(row, found) for row, found in told if found]

    def seen(self, watch_id: str, until: str) -> None:
        """The articles up to a moment did not answer it."""
        with self._database.write() as connection:
            connection.execute(
                update(watches).where(watches.c.id == watch_id).values(seen_until=until)
            )

    def close(self, watch_id: str) -> bool:
        """Wait no longer; False where it was closed already."""
        with self._database.write() as connection:
            closed = connection.execute(delete(watches).where(watches.c.id == watch_id))
            return closed.rowcount > 0


def _is_settled(connection: Connection, library: str) -> bool:
    waiting = select(func.count()).select_from(articles)
    of_library = and_(articles.c.library == library, pending())
    return connection.execute(waiting.where(of_library)).scalar_one() == 0


def _newest(connection: Connection, library: str) -> str:
    query = select(func.max(articles.c.indexed_at)).where(articles.c.library == library)
    return str(connection.execute(query).scalar() or "")


def _since(connection: Connection, row: Any) -> list[tuple[str, str]]:
    came = articles.c.indexed_at > row.seen_until
    query = select(articles.c.id, articles.c.indexed_at)
    query = query.where(articles.c.library == row.library, active(), came)
    return [(article_id, indexed_at) for article_id, indexed_at in connection.execute(query)]


def _due(row: Any, found: list[tuple[str, str]]) -> Due:
    filters = read_filters(row.filters)
    # It means the time that it meant when it was asked, however long it waits.
    day = row.created_at[:10]
    question = Question(row.question, row.library, row.asker, filters=filters, asked_on=day)
    newest = max(indexed_at for _, indexed_at in found)
    return Due(Watch(row.id, question, row.channel), tuple(name for name, _ in found), newest)


def narrowed(filters: Filters, articles: tuple[str, ...]) -> tuple[str, ...]:
    """Those of some articles that the filters leave by their own list."""
    return tuple(name for name in articles if not filters.articles or name in filters.articles)
