"""Rows of the catalogue read as values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, String, and_, cast, func, select

from index.ingest.notices import notices_of
from index.stores.schema import articles, passages, revisions
from index.values import Article, ArticleInfo, Notice, Passage, Span

INFO = (
    articles.c.library,
    revisions.c.article_id,
    revisions.c.number,
    revisions.c.title,
    revisions.c.url,
    revisions.c.source,
    revisions.c.authors,
    revisions.c.published,
    revisions.c.language,
)
"""What ``read_info`` takes; ``read_article`` takes ``TEXT`` as well."""

TEXT = (revisions.c.text, revisions.c.body_start, revisions.c.pages, revisions.c.notices)

OF_ARTICLE = revisions.c.article_id == articles.c.id
LATEST = and_(OF_ARTICLE, revisions.c.number == articles.c.latest)
INDEXED = and_(OF_ARTICLE, revisions.c.number == articles.c.indexed)


def read_info(row: Any) -> ArticleInfo:
    """What is told of the revision in a row that has the columns ``INFO``."""
    return ArticleInfo(**_info(row))


def read_article(row: Any) -> Article:
    """The revision in a row that has the columns ``INFO`` and ``TEXT``."""
    # Revisions from before pages were told have none.
    pages = tuple(row.pages or ())
    return Article(
        **_info(row),
        text=row.text,
        body_start=row.body_start,
        pages=pages,
        notices=_notices(row),
    )


def notice_values(text: str, body_start: int) -> list[tuple[str, int, int]]:
    """The notices of a text as they are stored."""
    return [(one.kind, one.start, one.end) for one in notices_of(text, body_start)]


def _notices(row: Any) -> tuple[Notice, ...]:
    if row.notices is None:
        return notices_of(row.text, row.body_start)
    told = (Notice(*one) for one in row.notices)
    return tuple(one for one in told if 0 <= one.start < one.end <= len(row.text))


def _info(row: Any) -> dict[str, Any]:
    return {
        "id": row.article_id,
        "library": row.library,
        "revision": row.number,
        "title": row.title,
        "url": row.url,
        "source": row.source,
        "authors": tuple(row.authors),
        "published": row.published,
        "language": row.language,
    }


def passage_rows() -> Select[Any]:
    """Every passage with its words, in the columns that ``read_passage`` takes."""
    words = func.substr(
        revisions.c.text, passages.c.start + 1, passages.c.end - passages.c.start
    ).label("words")
    return select(*passages.c, words).join_from(
        passages,
        revisions,
        and_(
            revisions.c.article_id == passages.c.article_id,
            revisions.c.number == passages.c.revision,
        ),
    )


def read_passage(row: Any) -> Passage:
    """The passage that one of ``passage_rows`` describes."""
    return Passage(
        id=passage_id(row.article_id, row.revision, row.ordinal),
        article_id=row.article_id,
        revision=row.revision,
        ordinal=row.ordinal,
        start=row.start,
        end=row.end,
        text=row.words,
    )


def passage_values(article_id: str, revision: int, spans: Sequence[Span]) -> list[dict[str, Any]]:
    """Rows to insert for the passages of a revision."""
    return [
        {"article_id": article_id, "revision": revision, "ordinal": n, "start": start, "end": end}
        for n, (start, end) in enumerate(spans)
    ]


def passage_id(article_id: str, revision: int, ordinal: int) -> str:
    """The name of a passage in the derived stores."""
    return f"{article_id}.{revision}.{ordinal}"


def passage_key(passage: str) -> tuple[str, int, int]:
    """Article, revision and ordinal of a passage's name; the inverse of ``passage_id``."""
    article_id, revision, ordinal = passage.rsplit(".", 2)
    return article_id, int(revision), int(ordinal)


def passage_names() -> Select[str]:
    """The names of all passages, made in the database so that many are cheap."""
    name = (
        passages.c.article_id
        + "."
        + cast(passages.c.revision, String)
        + "."
        + cast(passages.c.ordinal, String)
    )
    return select(name.label("id"))
