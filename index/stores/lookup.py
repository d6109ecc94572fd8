"""From the names of passages back to what may be answered from, and from filters to articles."""

from __future__ import annotations

import json
import operator
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, TableValuedAlias, and_, case, func, or_, select

from index.stores.corrections import corrections_of
from index.stores.database import Database
from index.stores.near import stories, wanted_texts
from index.stores.rows import (
    INDEXED,
    INFO,
    LATEST,
    OF_ARTICLE,
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

_PASSAGE_INDEXED = and_(
    passages.c.article_id == articles.c.id, passages.c.revision == articles.c.indexed
)

_PASSAGE_KEY = passages.c.article_id, passages.c.revision, passages.c.ordinal
_VARIABLES = 10_000
"""Well under the variables of one statement that SQLite takes."""


class Lookup:
    """Reads what is answerable now: indexed revisions of articles that are not removed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def passages(self, library: str, names: Sequence[str]) -> dict[str, Passage]:
        """The answerable passages among ``names``."""
        named = _named(names)
        query = (
            passage_rows()
            .join(named, and_(*map(operator.eq, _PASSAGE_KEY, _parts(named))))
            .join(articles, _PASSAGE_INDEXED)
            # Compared like this, the library is no way in: SQLite would go through all of it.
            .where(articles.c.library.concat("") == library, active())
        )
        with self._database.read() as connection:
            found = map(read_passage, connection.execute(query))
            return {passage.id: passage for passage in found}

    def articles(self, article_ids: Iterable[str]) -> dict[str, Article]:
        """The texts that these articles are answered from: indexed, or a copy's latest."""
        is_copy = articles.c.copy_of.is_not(None)
        answered = case((is_copy, articles.c.latest), else_=articles.c.indexed)
        query = (
            select(*INFO, *TEXT)
            .join_from(articles, revisions, OF_ARTICLE)
            .where(articles.c.id.in_(list(article_ids)), revisions.c.number == answered)
        )
        with self._database.read() as connection:
            return {row.article_id: read_article(row) for row in connection.execute(query)}

    def published(self, article_ids: Iterable[str]) -> dict[str, str | None]:
        """When these articles were published, as their indexed revisions tell it."""
        query = (
            select(articles.c.id, revisions.c.published)
            .join_from(articles, revisions, INDEXED)
            .where(articles.c.id.in_(list(article_ids)))
        )
        with self._database.read() as connection:
            return {row.id: row.published for row in connection.execute(query)}

    def texts(self, library: str, article_ids: Sequence[str]) -> dict[str, Article]:
        """The texts that the derived stores of a library should hold of these articles."""
        with self._database.read() as connection:
            return wanted_texts(connection, library, article_ids)

    def originals(self, library: str, filters: Filters) -> dict[str, str] | None:
        """The articles that the filters leave, by the id of the one that is indexed for each.

        An indexed article stands for itself; where the filters leave only copies of it, the first
        of those does. None where the filters are empty: everything may answer.
        """
        if filters == Filters():
            return None
        told = (articles.c.id, revisions.c.source)
        itself = select(articles.c.id.label("original"), *told)
        itself = itself.join_from(articles, revisions, INDEXED)
        chosen: dict[str, str] = {}
        # SQLite folds the case of ASCII alone, so sources are compared here.
        sources = {source.casefold() for source in filters.sources}
        with self._database.read() as connection:
            for query in (itself, _copies(*told)):
                narrowed = query.where(
                    articles.c.library == library, active(), *_conditions(filters)
                ).order_by(articles.c.added_at)
                for row in connection.execute(narrowed):
                    if not sources or (row.source or "").casefold() in sources:
                        chosen.setdefault(row.original, row.id)
        return chosen

    def absent(self, library: str, filters: Filters) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The sources and the tags of the filters that no article of the library has."""
        present = and_(articles.c.library == library, active())
        either = revisions.c.number.in_([articles.c.latest, articles.c.indexed])
        sources = select(revisions.c.source).join_from(articles, revisions, OF_ARTICLE)
        labels = select(tags.c.tag).join_from(articles, tags, tags.c.article_id == articles.c.id)
        named: set[str] = set()
        labelled: set[str] = set()
        with self._database.read() as connection:
            if filters.sources:
                found = connection.execute(sources.where(present, either).distinct()).scalars()
                named = {(source or "").casefold() for source in found}
            if filters.tags:
                wanted = tags.c.tag.in_(filters.tags)
                labelled = set(connection.execute(labels.where(present, wanted)).scalars())
        return (
            tuple(source for source in filters.sources if source.casefold() not in named),
            tuple(tag for tag in filters.tags if tag not in labelled),
        )

    def names(self, article_ids: Sequence[str]) -> list[str]:
        """The names of the indexed passages of these articles."""
        query = passage_names().join_from(passages, articles, _PASSAGE_INDEXED)
        found: list[str] = []
        with self._database.read() as connection:
            for start in range(0, len(article_ids), _VARIABLES):
                chosen = articles.c.id.in_(article_ids[start : start + _VARIABLES])
                found.extend(connection.execute(query.where(chosen)).scalars())
        return found

    def copies(self, article_ids: Sequence[str]) -> dict[str, tuple[ArticleInfo, ...]]:
        """Each of these indexed articles, and its copies with the text that is indexed."""
        if not article_ids:
            return {}
        itself = select(*INFO).join_from(articles, revisions, INDEXED)
        found: dict[str, tuple[ArticleInfo, ...]] = {}
        with self._database.read() as connection:
            for row in connection.execute(itself.where(articles.c.id.in_(article_ids))):
                found[row.article_id] = (read_info(row),)
            copies = _copies(*INFO).where(articles.c.copy_of.in_(article_ids), active())
            for row in connection.execute(copies.order_by(articles.c.added_at)):
                found[row.original] = (*found.get(row.original, ()), read_info(row))
        return found

    def stories(self, article_ids: Iterable[str]) -> dict[str, Mapping[str, str]]:
        """For each of these articles that has near copies, all articles of its story.

        They are answerable and of its library, itself among them; each with when it was added.
        """
        with self._database.read() as connection:
            return stories(connection, list(article_ids))

    def same_story(self, article_id: str) -> tuple[str, ...]:
        """The other articles of an article's story, the first added first."""
        story = self.stories([article_id]).get(article_id, {})
        return tuple(sorted(story.keys() - {article_id}, key=lambda name: (story[name], name)))

    def corrections(self, article_ids: Iterable[str]) -> dict[str, tuple[Article, ...]]:
        """For each of these articles that others correct, those others, the newest first."""
        with self._database.read() as connection:
            return corrections_of(connection, article_ids)

    def titles(self, library: str) -> list[ArticleInfo]:
        """All articles of a library as their latest revisions name them, copies left out."""
        query = select(*INFO).join_from(articles, revisions, LATEST)
        present = articles.c.library == library, active(), articles.c.copy_of.is_(None)
        with self._database.read() as connection:
            return [read_info(row) for row in connection.execute(query.where(*present))]

    def passage_at(self, article_id: str, start: int, end: int) -> Passage | None:
        """The indexed passage that holds ``[start, end)`` of its article, None where none does."""
        query = (
            passage_rows()
            .join(articles, _PASSAGE_INDEXED)
            .where(
                articles.c.id == article_id,
                active(),
                passages.c.start <= start,
                passages.c.end >= end,
            )
        )
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return None if row is None else read_passage(row)

    def is_empty(self, library: str) -> bool:
        """Whether the library has no article at all."""
        query = select(articles.c.id).where(articles.c.library == library, active()).limit(1)
        with self._database.read() as connection:
            return connection.execute(query).first() is None


def _named(names: Sequence[str]) -> TableValuedAlias:
    """The keys of passages as a table: one parameter, however many they are."""
    keys = json.dumps([passage_key(name) for name in names])
    return func.json_each(keys).table_valued("value", name="named")


def _parts(named: TableValuedAlias) -> list[ColumnElement[Any]]:
    return [func.json_extract(named.c.value, f"$[{place}]") for place in range(len(_PASSAGE_KEY))]


def _copies(*columns: ColumnElement[Any]) -> Select[Any]:
    """Copies whose text is the one that their original is indexed with."""
    original, indexed = articles.alias(), revisions.alias()
    return (
        select(original.c.id.label("original"), *columns)
        .join_from(articles, revisions, LATEST)
        .join(original, original.c.id == articles.c.copy_of)
        .join(
            indexed,
            and_(indexed.c.article_id == original.c.id, indexed.c.number == original.c.indexed),
        )
        .where(indexed.c.text_hash == revisions.c.text_hash)
    )


def _is_since(day: str) -> ColumnElement[bool]:
    """Whether it was published on a day or later; a moment is of every day that it is anywhere.

    The first place on Earth to have a day is 14 hours ahead of UTC, the last 12 behind.
    """
    before = _beside(day, -1)
    return revisions.c.published >= (day if before is None else f"{before}T10:00")


def _is_until(day: str) -> ColumnElement[bool]:
    """Whether it was published on a day or earlier, told likewise."""
    published, after = revisions.c.published, _beside(day, 1)
    is_until = func.substr(published, 1, 10) <= day
    if after is None:
        return is_until
    return or_(is_until, and_(published >= f"{after}T", published < f"{after}T12:00"))


def _beside(day: str, by: int) -> str | None:
    """The day so many later, None where the calendar ends before it."""
    try:
        return (date.fromisoformat(day) + timedelta(days=by)).isoformat()
    except OverflowError:
        return None


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.articles:
        conditions.append(articles.c.id.in_(filters.articles))
    if filters.since is not None:
        conditions.append(_is_since(filters.since))
    if filters.until is not None:
        conditions.append(_is_until(filters.until))
    if filters.tags:
        conditions.append(
            articles.c.id.in_(select(tags.c.article_id).where(tags.c.tag.in_(filters.tags)))
        )
    return conditions
