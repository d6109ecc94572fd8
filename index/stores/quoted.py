"""Quotations as the catalogue keeps them: spans of revisions, read back with their articles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, select

from index.pages import page_at
from index.stores.chat_schema import citations
from index.stores.rows import INFO, LATEST, OF_ARTICLE, TEXT, read_article, read_info
from index.stores.schema import articles, pages, revisions
from index.values import Article, ArticleInfo, Citation, Claim, Nearest

Standing: TypeAlias = Literal["current", "updated", "gone", "removed"]
"""Of a quoted revision: the latest of its article, followed by another, of an article whose page is
gone, or of a removed article."""


def citation_values(answer_id: str, citation: Citation) -> dict[str, Any]:
    """A row to insert for a quotation of an answer."""
    return {
        "answer_id": answer_id,
        "number": citation.number,
        "article_id": citation.article.id,
        "revision": citation.article.revision,
        "start": citation.start,
        "end": citation.end,
        "context_start": citation.context_start,
        "context_end": citation.context_start + len(citation.context),
        "highlights": [list(span) for span in citation.highlights],
        "copies": [copy.id for copy in citation.copies],
        "corrected_by": [other.id for other in citation.corrected_by],
    }


def nearest_values(near: Nearest) -> dict[str, Any]:
    """Where a sentence stands that came closest."""
    return {
        "article_id": near.article.id,
        "revision": near.article.revision,
        "start": near.start,
        "end": near.end,
    }


def read_claim(told: dict[str, Any]) -> Claim:
    """A claim as it is stored."""
    return Claim(told["text"], tuple(told["citations"]), told["speaker"])


def read_citations(connection: Connection, answer_id: str) -> tuple[tuple[Citation, Standing], ...]:
    """The quotations of an answer whose article is still there, and how each of those stands."""
    chosen = select(citations).where(citations.c.answer_id == answer_id)
    told = connection.execute(chosen.order_by(citations.c.number)).all()
    known = _quoted(connection, {one.article_id for one in told})
    others = _others(connection, {name for one in told for name in others_named(one)})
    there = [(one, *known[key]) for one in told if (key := (one.article_id, one.revision)) in known]
    return tuple((_citation(one, article, others), standing) for one, article, standing in there)


def others_named(row: Any) -> tuple[str, ...]:
    """The ids of the articles that the row of a quotation names beside its own."""
    # Quotations from before corrections were told of have none.
    return *row.copies, *(row.corrected_by or ())


def _quoted(
    connection: Connection, article_ids: Iterable[str]
) -> dict[tuple[str, int], tuple[Article, Standing]]:
    """Every revision of these articles, and how it stands."""
    query = (
        select(*INFO, *TEXT, articles.c.latest, articles.c.removed_at, pages.c.gone_at)
        .join_from(articles, revisions, OF_ARTICLE)
        .outerjoin(pages, pages.c.article_id == articles.c.id)
        .where(articles.c.id.in_(list(article_ids)))
    )
    found: dict[tuple[str, int], tuple[Article, Standing]] = {}
    for row in connection.execute(query):
        found[row.article_id, row.number] = (read_article(row), _standing(row))
    return found


def _standing(row: Any) -> Standing:
    if row.removed_at is not None:
        return "removed"
    if row.number != row.latest:
        return "updated"
    return "current" if row.gone_at is None else "gone"


def _others(connection: Connection, article_ids: Iterable[str]) -> dict[str, ArticleInfo]:
    query = select(*INFO).join_from(articles, revisions, LATEST)
    chosen = query.where(articles.c.id.in_(list(article_ids)))
    return {row.article_id: read_info(row) for row in connection.execute(chosen)}


def _citation(row: Any, article: Article, others: dict[str, ArticleInfo]) -> Citation:
    return Citation(
        number=row.number,
        article=article,
        start=row.start,
        end=row.end,
        quote=article.text[row.start : row.end],
        context=article.text[row.context_start : row.context_end],
        context_start=row.context_start,
        highlights=tuple((start, end) for start, end in row.highlights),
        copies=tuple(others[copy] for copy in row.copies if copy in others),
        corrected_by=tuple(others[one] for one in row.corrected_by or () if one in others),
        page=page_at(article.pages, row.start),
    )
