"""From the names of passages back to what may be answered from, and from filters to articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, and_, func, select, tuple_

from index.stores.database import Database
from index.stores.rows import (
    INDEXED,
    INFO,
    LATEST,
    TEXT,
    passage_key,
    passage_names,
    passage_rows,
    read_article,
    read_info,
    read_passage,
)
from index.stores.schema import active, articles, passages, revisions, tags
from index.values import Article, ArticleInfo, Filters, Passage

_VARIABLES = 10_000
"""Well under the number of variables that SQLite takes in one statement."""


class Lookup:
    """Reads what is answerable now: indexed revisions of articles that are not removed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def passages(self, library: str, names: Iterable[str]) -> dict[str, tuple[Passage, Article]]:
        """The answerable passages among ``names``, each with its article."""
        keys = [passage_key(name) for name in names]
        of_library = and_(articles.c.library == library, active())
        with self._database.read() as connection:
            texts = {
                row.article_id: read_article(row)
                for row in connection.execute(
                    select(*INFO, *TEXT)
                    .join_from(articles, revisions, INDEXED)
                    .where(of_library, articles.c.id.in_({key[0] for key in keys}))
                )
            }
            key = tuple_(passages.c.article_id, passages.c.revision, passages.c.ordinal)
            rows = connection.execute(passage_rows().where(key.in_(keys)))
            found = [read_passage(row) for row in rows]
        return {
            passage.id: (passage, texts[passage.article_id])
            for passage in found
            if passage.article_id in texts
            and texts[passage.article_id].revision == passage.revision
        }

    def originals(self, library: str, filters: Filters) -> dict[str, ArticleInfo] | None:
        """The articles that the filters leave, by the id of the article indexed for them.

        An article that is a copy is found under its original's id, the original itself first.
        None where the filters are empty: everything may answer.
        """
        if filters == Filters():
            return None
        query = (
            select(*INFO, articles.c.copy_of)
            .join_from(articles, revisions, LATEST)
            .where(articles.c.library == library, active(), *_conditions(filters))
            .order_by(articles.c.copy_of.is_not(None), articles.c.added_at)
        )
        # SQLite folds the case of ASCII alone, so sources are compared here.
        sources = {source.casefold() for source in filters.sources}
        chosen: dict[str, ArticleInfo] = {}
        with self._database.read() as connection:
            for row in connection.execute(query):
                if not sources or (row.source or "").casefold() in sources:
                    chosen.setdefault(row.copy_of or row.article_id, read_info(row))
        return chosen

    def names(self, article_ids: Sequence[str]) -> list[str]:
        """The names of the indexed passages of these articles."""
        of_indexed = and_(
            passages.c.article_id == articles.c.id, passages.c.revision == articles.c.indexed
        )
        query = passage_names().join_from(passages, articles, of_indexed)
        found: list[str] = []
        with self._database.read() as connection:
            for start in range(0, len(article_ids), _VARIABLES):
                chosen = articles.c.id.in_(article_ids[start : start + _VARIABLES])
                found.extend(connection.execute(query.where(chosen)).scalars())
        return found

    def copies(self, article_ids: Sequence[str]) -> dict[str, tuple[ArticleInfo, ...]]:
        """The copies of each of these articles, first added first."""
        query = (
            select(*INFO, articles.c.copy_of)
            .join_from(articles, revisions, LATEST)
            .where(articles.c.copy_of.in_(article_ids), active())
            .order_by(articles.c.added_at)
        )
        found: dict[str, tuple[ArticleInfo, ...]] = {}
        with self._database.read() as connection:
            for row in connection.execute(query):
                found[row.copy_of] = (*found.get(row.copy_of, ()), read_info(row))
        return found

    def is_empty(self, library: str) -> bool:
        """Whether the library has no article at all."""
        query = select(articles.c.id).where(articles.c.library == library, active()).limit(1)
        with self._database.read() as connection:
            return connection.execute(query).first() is None


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    day = func.substr(revisions.c.published, 1, 10)
    conditions: list[ColumnElement[bool]] = []
    if filters.articles:
        conditions.append(articles.c.id.in_(filters.articles))
    if filters.since is not None:
        conditions.append(day >= filters.since)
    if filters.until is not None:
        conditions.append(day <= filters.until)
    if filters.tags:
        conditions.append(
            articles.c.id.in_(select(tags.c.article_id).where(tags.c.tag.in_(filters.tags)))
        )
    return conditions
