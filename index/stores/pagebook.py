"""Which page each article was fetched from, and what is known of it since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import CompoundSelect, Select, and_, case, func, select, union, update
from sqlalchemy.dialects.sqlite import insert as upsert

from index.fetch.pages import Validators
from index.stores.database import Database
from index.stores.revising import moment
from index.stores.schema import active, articles, pages


@dataclass(frozen=True, slots=True)
class KeptPage:
    """An article's page; ``gone_at`` is since when there is none, None where there is one.

    ``identity`` is what the catalogue knows the article by.
    """

    article_id: str
    identity: str
    url: str
    validators: Validators | None
    gone_at: str | None


@dataclass(frozen=True, slots=True)
class StoredPage:
    """The article of an address; ``removed`` where somebody has removed it since."""

    article_id: str
    removed: bool


_AT_ONCE = 5_000
"""Well under the variables of one statement that SQLite takes."""


class PageBook:
    """The pages of all libraries of one data folder. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def fetched(self, article_id: str, url: str, validators: Validators | None) -> None:
        """An article is what its page holds now."""
        row = {
            "article_id": article_id,
            "url": url,
            "etag": validators and validators.etag,
            "last_modified": validators and validators.last_modified,
            "asked_at": moment(datetime.now(UTC)),
            "gone_at": None,
        }
        stored = upsert(pages).values(row)
        with self._database.write() as connection:
            connection.execute(
                stored.on_conflict_do_update(index_elements=["article_id"], set_=row)
            )

    def missed(self, article_id: str, *, gone: bool) -> None:
        """An article's page could not be fetched; ``gone`` where its server says there is none."""
        now = moment(datetime.now(UTC))
        since = case((pages.c.gone_at.is_(None), now), else_=pages.c.gone_at)
        changed: dict[str, Any] = {"asked_at": now, **({"gone_at": since} if gone else {})}
        with self._database.write() as connection:
            connection.execute(
                update(pages).where(pages.c.article_id == article_id).values(changed)
            )

    def page(self, article_id: str) -> KeptPage | None:
        """The page of an article, None where it was not fetched or is removed."""
        query = _pages().where(pages.c.article_id == article_id, active())
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return None if row is None else _read(row)

    def gone(self, article_ids: Iterable[str]) -> dict[str, str]:
        """Since when the pages of these articles are gone, without those that are there."""
        query = select(pages.c.article_id, pages.c.gone_at).where(
            pages.c.article_id.in_(list(article_ids)), pages.c.gone_at.is_not(None)
        )
        with self._database.read() as connection:
            return {row.article_id: row.gone_at for row in connection.execute(query)}

    def stored(self, library: str, urls: Sequence[str]) -> dict[str, StoredPage]:
        """The articles that a library has of these addresses, removed ones too, by address.

        An article is of the address that names it, and of the one that it was fetched from.
        """
        found: dict[str, StoredPage] = {}
        with self._database.read() as connection:
            for start in range(0, len(urls), _AT_ONCE):
                query = _of_addresses(library, urls[start : start + _AT_ONCE])
                for row in connection.execute(query):
                    # Of an article that is there and one that is removed the first counts.
                    if row.url not in found or row.removed_at is None:
                        found[row.url] = StoredPage(row.id, row.removed_at is not None)
        return found

    def due(self, library: str, older_than: timedelta) -> list[KeptPage]:
        """The pages of a library that were asked longer ago, the longest ago first."""
        limit = moment(datetime.now(UTC) - older_than)
        query = (
            _pages()
            .where(articles.c.library == library, active(), pages.c.asked_at < limit)
            .order_by(pages.c.asked_at)
        )
        with self._database.read() as connection:
            return [_read(row) for row in connection.execute(query)]

    def libraries_due(self, older_than: timedelta) -> list[str]:
        """The libraries that have such pages."""
        limit = moment(datetime.now(UTC) - older_than)
        of_article = and_(articles.c.id == pages.c.article_id, active())
        query = select(articles.c.library).join_from(pages, articles, of_article)
        oldest = func.min(pages.c.asked_at)
        grouped = query.where(pages.c.asked_at < limit).group_by(articles.c.library)
        with self._database.read() as connection:
            return list(connection.execute(grouped.order_by(oldest)).scalars())


def _of_addresses(library: str, urls: Sequence[str]) -> CompoundSelect[Any]:
    named = select(articles.c.identity.label("url"), articles.c.id, articles.c.removed_at).where(
        articles.c.library == library, articles.c.identity.in_(urls)
    )
    of_article = articles.c.id == pages.c.article_id
    fetched = select(pages.c.url, articles.c.id, articles.c.removed_at).join_from(
        pages, articles, of_article
    )
    return union(named, fetched.where(articles.c.library == library, pages.c.url.in_(urls)))


def _pages() -> Select[Any]:
    of_article = articles.c.id == pages.c.article_id
    return select(*pages.c, articles.c.identity).join_from(pages, articles, of_article)


def _read(row: Any) -> KeptPage:
    told = Validators(row.url, row.etag, row.last_modified)
    known = told if row.etag or row.last_modified else None
    return KeptPage(row.article_id, row.identity, row.url, known, row.gone_at)
