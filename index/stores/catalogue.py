"""What people have put in: libraries, their articles, every revision of each, and tags."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from index.errors import UnknownRevision
from index.ingest.text import one_line
from index.stores.database import Database
from index.stores.naming import named_article
from index.stores.revising import (
    fresh_passages,
    moment,
    remove_article,
    restore_article,
    write_draft,
)
from index.stores.rows import INFO, LATEST, OF_ARTICLE, TEXT, read_article, read_info
from index.stores.schema import (
    active,
    articles,
    libraries,
    pages,
    passages,
    pending,
    revisions,
    tags,
)
from index.values import Article, ArticleInfo, Draft, Entry, Outcome, Span

_LONGEST_TAG = 1_000


@dataclass(frozen=True, slots=True)
class Written:
    """What ``Catalogue.write`` did, and the article as it stands after."""

    entry: Entry
    outcome: Outcome
    fresh: int
    """How many of its passages the revision before did not have in these words."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a library holds: its articles, and the characters of all their revisions."""

    articles: int
    characters: int


class Catalogue:
    """The articles of all libraries of one data folder. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def libraries(self) -> dict[str, int]:
        """The names of all libraries with the number of articles in each."""
        of_library = and_(articles.c.library == libraries.c.name, active())
        count = (
            select(libraries.c.name, func.count(articles.c.id).label("articles"))
            .outerjoin_from(libraries, articles, of_library)
            .group_by(libraries.c.name)
            .order_by(libraries.c.name)
        )
        with self._database.read() as connection:
            return {row.name: row.articles for row in connection.execute(count)}

    def write(
        self, library: str, draft: Draft, spans: Sequence[Span], labels: Iterable[str] = ()
    ) -> Written:
        """Store a draft and its passages durably; the library must exist.

        A removed article that is added again comes back; labels are added to its tags.
        """
        with self._database.write() as connection:
            article_id, outcome = write_draft(connection, library, draft, spans)
            _label(connection, article_id, labels)
            entry = _entries(connection, articles.c.id == article_id)[0]
            fresh = fresh_passages(connection, article_id) if outcome == "new revision" else None
        is_copy = entry.copy_of is not None and outcome != "unchanged"
        fresh = entry.passages if fresh is None else fresh
        return Written(entry, "copy" if is_copy else outcome, fresh)

    def tag(self, library: str, article: str, add: Iterable[str], remove: Iterable[str]) -> Entry:
        """Give an article tags and take others away.

        Raises ``UnknownArticle``, or ``InvalidInput`` where several are called so.
        """
        with self._database.write() as connection:
            article_id = named_article(connection, library, article)
            chosen = tags.c.article_id == article_id, tags.c.tag.in_(list(remove))
            connection.execute(delete(tags).where(*chosen))
            _label(connection, article_id, add)
            return _entries(connection, articles.c.id == article_id)[0]

    def tags(self, library: str) -> list[str]:
        """Every tag that an article of a library has, in order."""
        query = (
            select(tags.c.tag)
            .join_from(tags, articles, tags.c.article_id == articles.c.id)
            .where(articles.c.library == library, active())
            .distinct()
            .order_by(tags.c.tag)
        )
        with self._database.read() as connection:
            return list(connection.execute(query).scalars())

    def sources(self, library: str) -> list[str]:
        """Every source that an article of a library has, the one with the most articles first."""
        source, count = revisions.c.source, func.count().label("articles")
        query = (
            select(source)
            .join_from(articles, revisions, LATEST)
            .where(articles.c.library == library, active(), source.is_not(None))
            .group_by(source)
            .order_by(count.desc(), source)
        )
        with self._database.read() as connection:
            return list(connection.execute(query).scalars())

    def extent(self, library: str) -> Extent:
        """How many articles a library has, and how large all their revisions are together."""
        query = (
            select(func.count(articles.c.id.distinct()), func.sum(func.length(revisions.c.text)))
            .join_from(articles, revisions, OF_ARTICLE)
            .where(articles.c.library == library, active())
        )
        with self._database.read() as connection:
            count, characters = connection.execute(query).one()
        return Extent(count, characters or 0)

    def entries(self, library: str, *, removed: bool = False) -> list[Entry]:
        """The articles of a library, newest first; the removed ones instead if ``removed``."""
        shown = articles.c.removed_at.is_not(None) if removed else active()
        with self._database.read() as connection:
            return _entries(connection, and_(articles.c.library == library, shown))

    def titled(
        self, library: str, words: Iterable[str], most: int, *, removed: bool = False
    ) -> list[ArticleInfo]:
        """The newest articles whose title has all of these, in any case, even within its words."""
        shown = articles.c.removed_at.is_not(None) if removed else active()
        title = func.casefold(revisions.c.title)
        has = [func.instr(title, word.casefold()) > 0 for word in words]
        query = (
            select(*INFO)
            .join_from(articles, revisions, LATEST)
            .where(articles.c.library == library, shown, *has)
            .order_by(articles.c.added_at.desc(), articles.c.id)
            .limit(most)
        )
        with self._database.read() as connection:
            return [read_info(row) for row in connection.execute(query)]

    def entry(self, library: str, article: str) -> Entry:
        """One article by its id, an unambiguous prefix of it, or its title, removed or not.

        Raises ``UnknownArticle``, or ``InvalidInput`` where several are called so.
        """
        with self._database.read() as connection:
            article_id = named_article(connection, library, article)
            return _entries(connection, articles.c.id == article_id)[0]

    def article(self, library: str, article: str, revision: int | None = None) -> Article:
        """A revision of an article, the latest by default, removed or not.

        Raises ``UnknownArticle`` or ``UnknownRevision``.
        """
        with self._database.read() as connection:
            article_id = named_article(connection, library, article)
            of_number = LATEST if revision is None else revisions.c.number == revision
            row = connection.execute(
                select(*INFO, *TEXT)
                .join_from(articles, revisions, OF_ARTICLE)
                .where(articles.c.id == article_id, of_number)
            ).first()
        if row is None:
            raise UnknownRevision(
                f"Article {article_id} has no revision {revision}; choose one that it has."
            )
        return read_article(row)

    def revisions(self, library: str, article: str) -> list[tuple[int, str]]:
        """Number and moment of each revision of an article, oldest first."""
        with self._database.read() as connection:
            article_id = named_article(connection, library, article)
            rows = connection.execute(
                select(revisions.c.number, revisions.c.added_at)
                .where(revisions.c.article_id == article_id)
                .order_by(revisions.c.number)
            )
            return [(number, added_at) for number, added_at in rows]

    def remove(self, library: str, article: str) -> Entry:
        """Hide an article; from now on nothing is answered from it.

        Raises ``UnknownArticle``, or ``InvalidInput`` where it is removed already.
        """
        with self._database.write() as connection:
            article_id = named_article(connection, library, article)
            remove_article(connection, library, article_id)
            return _entries(connection, articles.c.id == article_id)[0]

    def restore(self, library: str, article: str, within: timedelta) -> Entry:
        """Bring an article back that was removed no longer ago than ``within``.

        Raises ``UnknownArticle``, or ``InvalidInput`` where it is not removed or was too long ago.
        """
        since = moment(datetime.now(UTC) - within)
        with self._database.write() as connection:
            article_id = named_article(connection, library, article)
            restore_article(connection, library, article_id, since)
            return _entries(connection, articles.c.id == article_id)[0]

    def purge(self, older_than: timedelta) -> int:
        """Forget for good what was removed longer ago and has left the derived stores.

        Returns how many articles that were.
        """
        limit = moment(datetime.now(UTC) - older_than)
        gone = and_(articles.c.removed_at < limit, articles.c.indexed.is_(None))
        with self._database.write() as connection:
            return connection.execute(delete(articles).where(gone)).rowcount


def _label(connection: Connection, article_id: str, labels: Iterable[str]) -> None:
    # Put on a line as titles are, so that no export of it is refused.
    for label in filter(None, (one_line(label, _LONGEST_TAG) for label in labels)):
        tag = upsert(tags).values(article_id=article_id, tag=label)
        connection.execute(tag.on_conflict_do_nothing())


def _entries(connection: Connection, condition: ColumnElement[bool]) -> list[Entry]:
    of_latest = and_(
        passages.c.article_id == articles.c.id, passages.c.revision == articles.c.latest
    )
    count = select(func.count()).where(of_latest).correlate(articles).scalar_subquery()
    query = (
        select(
            *INFO,
            count.label("passages"),
            articles.c.copy_of,
            articles.c.added_at,
            articles.c.removed_at,
            pending().label("pending"),
            pages.c.gone_at,
        )
        .join_from(articles, revisions, LATEST)
        .outerjoin(pages, pages.c.article_id == articles.c.id)
        .where(condition)
        .order_by(articles.c.added_at.desc(), articles.c.id)
    )
    labels = _labels(connection, condition)
    return [_entry(row, labels.get(row.article_id, ())) for row in connection.execute(query)]


def _labels(connection: Connection, condition: ColumnElement[bool]) -> dict[str, tuple[str, ...]]:
    query = (
        select(tags.c.article_id, tags.c.tag)
        .join_from(tags, articles, tags.c.article_id == articles.c.id)
        .where(condition)
        .order_by(tags.c.tag)
    )
    found: dict[str, tuple[str, ...]] = {}
    for article_id, tag in connection.execute(query):
        found[article_id] = (*found.get(article_id, ()), tag)
    return found


def _entry(row: Any, labels: tuple[str, ...]) -> Entry:
    return Entry(
        article=read_info(row),
        tags=labels,
        passages=row.passages,
        copy_of=row.copy_of,
        added_at=row.added_at,
        removed_at=row.removed_at,
        pending=bool(row.pending),
        gone_at=row.gone_at,
    )
