"""Pairs of near copies in the catalogue, and the stories that they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Connection, Select, and_, delete, insert, or_, select

from index.stores.rows import INFO, LATEST, TEXT, read_article
from index.stores.schema import active, articles, near_copies, revisions
from index.values import Article

Pair: TypeAlias = tuple[str, str]
"""The ids of two articles of one library."""

MOST_TOLD = 12
"""A story is followed no further than this many articles."""


def replace_pairs(
    connection: Connection, article_ids: Sequence[str], pairs: Iterable[Pair]
) -> None:
    """Let these articles be near copies of what the pairs say, and of nothing else."""
    old = or_(near_copies.c.article_id.in_(article_ids), near_copies.c.other_id.in_(article_ids))
    connection.execute(delete(near_copies).where(old))
    both = {pair for one, other in pairs for pair in ((one, other), (other, one))}
    named = {name for pair in both for name in pair}
    # An article may have been forgotten for good since it was compared.
    there = set(connection.execute(select(articles.c.id).where(articles.c.id.in_(named))).scalars())
    rows = [
        {"article_id": one, "other_id": other}
        for one, other in sorted(both)
        if {one, other} <= there
    ]
    if rows:
        connection.execute(insert(near_copies), rows)


def wanted_texts(
    connection: Connection, library: str, article_ids: Sequence[str]
) -> dict[str, Article]:
    """The latest revisions of those articles that are no copies and not removed."""
    query = (
        select(*INFO, *TEXT)
        .join_from(articles, revisions, LATEST)
        .where(
            articles.c.id.in_(article_ids),
            articles.c.library == library,
            articles.c.copy_of.is_(None),
            active(),
        )
    )
    return {row.article_id: read_article(row) for row in connection.execute(query)}


def stories(connection: Connection, article_ids: Sequence[str]) -> dict[str, Mapping[str, str]]:
    """For each of these articles that has near copies, its story.

    A story is what pairs of answerable articles connect: the ids of its articles, the given one
    among them, with the moment that each was added.
    """
    known: dict[str, dict[str, str]] = {}
    found: dict[str, Mapping[str, str]] = {}
    # Most have none, and one statement says so of all.
    paired = select(near_copies.c.article_id).where(near_copies.c.article_id.in_(article_ids))
    having = set(connection.execute(paired).scalars())
    for name in article_ids:
        story = known.get(name) or (_story(connection, name) if name in having else {})
        if len(story) > 1:
            known |= dict.fromkeys(story, story)
            found[name] = story
    return found


def _story(connection: Connection, name: str) -> dict[str, str]:
    itself = select(articles.c.id, articles.c.added_at).where(articles.c.id == name)
    story = {row.id: row.added_at for row in connection.execute(itself)}
    edge = list(story)
    while edge and len(story) < MOST_TOLD:
        rows = connection.execute(_beside(edge)).all()
        new = {row.id: row.added_at for row in rows if row.id not in story}
        edge = list(new)[: MOST_TOLD - len(story)]
        story |= {one: new[one] for one in edge}
    return story


def _beside(edge: Sequence[str]) -> Select[Any]:
    """The answerable articles that pairs join to these, the first added first."""
    joined = and_(near_copies.c.other_id == articles.c.id, near_copies.c.article_id.in_(edge))
    return (
        select(articles.c.id, articles.c.added_at)
        .join_from(articles, near_copies, joined)
        .where(active(), articles.c.indexed.is_not(None))
        .distinct()
        .order_by(articles.c.added_at, articles.c.id)
    )
