"""Which article corrects which other, as the catalogue keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, insert, or_, select

from index.stores.near import Pair
from index.stores.rows import INDEXED, INFO, TEXT, read_article
from index.stores.schema import active, articles, corrections, revisions
from index.values import Article


def replace_corrections(
    connection: Connection, article_ids: Sequence[str], pairs: Iterable[Pair]
) -> None:
    """Let these articles correct, and be corrected by, what the pairs say and nothing else."""
    old = or_(corrections.c.article_id.in_(article_ids), corrections.c.other_id.in_(article_ids))
    connection.execute(delete(corrections).where(old))
    told = set(pairs)
    named = {name for pair in told for name in pair}
    # An article may have been forgotten for good since it was compared.
    there = set(connection.execute(select(articles.c.id).where(articles.c.id.in_(named))).scalars())
    rows = [
        {"article_id": one, "other_id": other}
        for one, other in sorted(told)
        if {one, other} <= there
    ]
    if rows:
        connection.execute(insert(corrections), rows)


def corrections_of(
    connection: Connection, article_ids: Iterable[str]
) -> dict[str, tuple[Article, ...]]:
    """For each of these articles that others correct, those that may answer, the newest first."""
    query = (
        select(*INFO, *TEXT, corrections.c.other_id)
        .join_from(articles, revisions, INDEXED)
        .join(corrections, corrections.c.article_id == articles.c.id)
        .where(corrections.c.other_id.in_(list(article_ids)), active())
        .order_by(revisions.c.published.desc(), articles.c.added_at.desc())
    )
    found: dict[str, tuple[Article, ...]] = {}
    for row in connection.execute(query):
        found[row.other_id] = (*found.get(row.other_id, ()), read_article(row))
    return found
