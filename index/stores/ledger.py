"""What the derived stores hold and what they should: the work that remains, and its marks.

The work on one article is: bring its wanted revision into the vectors and the lexicon, then mark it
here, then take what is stale out of them. A crash in between leaves at worst stale passages behind,
which ``lookup`` never finds an article for and ``expected`` does not list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    delete,
    func,
    insert,
    not_,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from index.stores.corrections import replace_corrections
from index.stores.database import Database
from index.stores.near import Pair, replace_pairs
from index.stores.revising import moment
from index.stores.rows import (
    INFO,
    OF_ARTICLE,
    passage_names,
    passage_rows,
    passage_values,
    read_info,
    read_passage,
)
from index.stores.schema import (
    articles,
    installation,
    libraries,
    passages,
    pending,
    reembedded,
    revisions,
    wanted,
)
from index.values import ArticleInfo, Passage, Span


@dataclass(frozen=True, slots=True)
class Work:
    """An article whose derived state must become ``article`` with ``passages``.

    ``article`` is None where it must leave the derived stores; ``stale`` names passages of other
    revisions that they may hold. ``before`` and ``passages_before`` are what they hold now.
    """

    article_id: str
    article: ArticleInfo | None
    passages: tuple[Passage, ...]
    stale: tuple[str, ...]
    before: ArticleInfo | None = None
    passages_before: tuple[Passage, ...] = ()


class Ledger:
    """The derived state of all libraries. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open_library(self, library: str, embedding: str) -> str:
        """The embedding that the library's vectors were made with, ``embedding`` if it is new."""
        row = {"name": library, "embedding": embedding, "created_at": moment(datetime.now(UTC))}
        with self._database.write() as connection:
            connection.execute(upsert(libraries).values(row).on_conflict_do_nothing())
            query = select(libraries.c.embedding).where(libraries.c.name == library)
            return str(connection.execute(query).scalar_one())

    def installation(self) -> str:
        """What tells this catalogue from every other."""
        with self._database.read() as connection:
            return str(connection.execute(select(installation.c.id)).scalar_one())

    def embeddings(self) -> dict[str, str]:
        """The embedding of every library."""
        with self._database.read() as connection:
            rows = connection.execute(select(libraries.c.name, libraries.c.embedding))
            return {row.name: row.embedding for row in rows}

    def pending(self, library: str | None = None) -> list[str]:
        """The ids of articles that are not indexed as they should be, oldest first."""
        query = select(articles.c.id).where(pending()).order_by(articles.c.added_at)
        if library is not None:
            query = query.where(articles.c.library == library)
        with self._database.read() as connection:
            return list(connection.execute(query).scalars())

    def work(self, article_ids: Sequence[str]) -> list[Work]:
        """What remains to be done for these articles, in the order given."""
        with self._database.read() as connection:
            chosen = articles.c.id.in_(article_ids)
            infos = _infos(connection, chosen & (revisions.c.number == wanted()))
            before = _infos(connection, chosen & (revisions.c.number == articles.c.indexed))
            rows = connection.execute(
                passage_rows()
                .where(passages.c.article_id.in_(article_ids))
                .order_by(passages.c.article_id, passages.c.revision, passages.c.ordinal)
            )
            found: dict[str, list[Passage]] = {}
            for row in rows:
                found.setdefault(row.article_id, []).append(read_passage(row))
        return [
            _work(name, infos.get(name), before.get(name), found.get(name, []))
            for name in article_ids
        ]

    def mark(
        self, done: Sequence[Work], near: Iterable[Pair] = (), corrected: Iterable[Pair] = ()
    ) -> None:
        """Record that the derived stores hold these articles as ``work`` said.

        ``near`` are all the pairs of near copies that these articles are in, ``corrected`` those of
        a correction with what it corrects.
        """
        ids = [work.article_id for work in done]
        with self._database.write() as connection:
            replace_pairs(connection, ids, near)
            replace_corrections(connection, ids, corrected)
            for work in done:
                of_article = articles.c.id == work.article_id
                connection.execute(update(articles).where(of_article).values(_marks(work)))

    def expected(self, library: str) -> set[str]:
        """The names of all passages that the derived stores of a library should hold."""
        query = (
            passage_names()
            .join_from(passages, articles, passages.c.article_id == articles.c.id)
            .where(articles.c.library == library, passages.c.revision == articles.c.indexed)
        )
        with self._database.read() as connection:
            return set(connection.execute(query).scalars())

    def expected_count(self, library: str) -> int:
        """How many passages that is."""
        query = (
            select(func.count())
            .join_from(passages, articles, passages.c.article_id == articles.c.id)
            .where(articles.c.library == library, passages.c.revision == articles.c.indexed)
        )
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def forget(self, library: str, article_ids: Sequence[str] | None = None) -> None:
        """Take articles, or a whole library, for not indexed, so that they become pending."""
        query = update(articles).where(articles.c.library == library).values(indexed=None)
        if article_ids is not None:
            query = query.where(articles.c.id.in_(article_ids))
        with self._database.write() as connection:
            connection.execute(query)

    def resplit(self, article_id: str, revision: int, spans: Sequence[Span]) -> None:
        """Replace the passages of a revision and take its article for not indexed."""
        of_revision = and_(passages.c.article_id == article_id, passages.c.revision == revision)
        with self._database.write() as connection:
            connection.execute(delete(passages).where(of_revision))
            if spans:
                connection.execute(insert(passages), passage_values(article_id, revision, spans))
            connection.execute(
                update(articles).where(articles.c.id == article_id).values(indexed=None)
            )

    def unembedded(self, library: str, embedding: str) -> list[str]:
        """The indexed articles without vectors of another embedding yet."""
        with self._database.read() as connection:
            return list(connection.execute(_unembedded(library, embedding)).scalars())

    def mark_reembedded(self, embedding: str, done: Iterable[Work]) -> None:
        """Record that these articles have their vectors of another embedding."""
        with self._database.write() as connection:
            for work in done:
                if work.article is not None:
                    row = {
                        "article_id": work.article_id,
                        "embedding": embedding,
                        "revision": work.article.revision,
                    }
                    change = upsert(reembedded).values(row)
                    connection.execute(
                        change.on_conflict_do_update(
                            index_elements=["article_id", "embedding"], set_=row
                        )
                    )

    def replace(self, library: str, embedding: str) -> None:
        """Take all vectors of a library for lost, to be made anew with another embedding."""
        of_library = articles.c.library == library
        with self._database.write() as connection:
            connection.execute(
                update(libraries).where(libraries.c.name == library).values(embedding=embedding)
            )
            connection.execute(update(articles).where(of_library).values(indexed=None))

    def adopt(self, library: str, key: str, embedding: str) -> bool:
        """Answer with the embedding of this key from now on.

        False, and nothing changed, while an article lacks its vectors.
        """
        remaining = select(articles.c.id).where(articles.c.library == library, pending())
        of_library = select(articles.c.id).where(articles.c.library == library)
        with self._database.write() as connection:
            for query in (_unembedded(library, key), remaining):
                if connection.execute(query.limit(1)).first() is not None:
                    return False
            connection.execute(
                update(libraries).where(libraries.c.name == library).values(embedding=embedding)
            )
            connection.execute(delete(reembedded).where(reembedded.c.article_id.in_(of_library)))
        return True


def _marks(work: Work) -> dict[str, Any]:
    if work.article is None:
        return {"indexed": None, "indexed_at": None}
    revision, now = work.article.revision, moment(datetime.now(UTC))
    # A later revision may have been stored meanwhile, which cannot be found yet.
    is_latest = articles.c.latest == revision
    since = case(
        (is_latest, func.coalesce(articles.c.indexed_at, now)), else_=articles.c.indexed_at
    )
    return {"indexed": revision, "indexed_at": since}


def _unembedded(library: str, embedding: str) -> Select[str]:
    done = and_(
        reembedded.c.article_id == articles.c.id,
        reembedded.c.embedding == embedding,
        reembedded.c.revision == articles.c.indexed,
    )
    return select(articles.c.id).where(
        articles.c.library == library,
        articles.c.indexed.is_not(None),
        not_(pending()),
        not_(select(reembedded.c.article_id).where(done).correlate(articles).exists()),
    )


def _infos(connection: Connection, chosen: ColumnElement[bool]) -> dict[str, ArticleInfo]:
    query = select(*INFO).join_from(articles, revisions, OF_ARTICLE).where(chosen)
    return {row.article_id: read_info(row) for row in connection.execute(query)}


def _work(
    article_id: str,
    info: ArticleInfo | None,
    before: ArticleInfo | None,
    found: Sequence[Passage],
) -> Work:
    revision = None if info is None else info.revision
    held = None if before is None else before.revision
    return Work(
        article_id=article_id,
        article=info,
        passages=tuple(passage for passage in found if passage.revision == revision),
        stale=tuple(passage.id for passage in found if passage.revision != revision),
        before=before,
        passages_before=tuple(passage for passage in found if passage.revision == held),
    )
