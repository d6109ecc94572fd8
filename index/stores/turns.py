"""The turns of a conversation, read back from the answers that were kept."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, and_, func, select

from index.stores.chat_schema import answers, citations
from index.stores.schema import articles, revisions
from index.turns import TITLE_IN, first, told, topic_of
from index.values import Turn

_BODY = func.substr(revisions.c.text, revisions.c.body_start + 1, TITLE_IN).label("body")
_QUOTED = and_(
    revisions.c.article_id == citations.c.article_id, revisions.c.number == citations.c.revision
)


def turns_before(connection: Connection, answer_id: str | None, most: int) -> tuple[Turn, ...]:
    """The turns that led to an answer and its own, oldest first, the last of them.

    What was quoted from articles that are removed is left out.
    """
    found: list[Turn] = []
    while answer_id is not None and len(found) < most:
        query = select(answers.c.question, answers.c.claims, answers.c.follows)
        row = connection.execute(query.where(answers.c.id == answer_id)).first()
        if row is None:
            break
        found.insert(0, _turn(connection, answer_id, row))
        answer_id = row.follows
    return tuple(found)


def _turn(connection: Connection, answer_id: str, row: Any) -> Turn:
    query = (
        select(citations.c.number, revisions.c.title, _BODY)
        .join_from(citations, revisions, _QUOTED)
        .join(articles, articles.c.id == citations.c.article_id)
        .where(citations.c.answer_id == answer_id, articles.c.removed_at.is_(None))
        .order_by(citations.c.number)
    )
    quoted = connection.execute(query).all()
    there = {one.number for one in quoted}
    claims = (claim["text"] for claim in row.claims if there.issuperset(claim["citations"]))
    return Turn(row.question, told(claims), first(topic_of(one.title, one.body) for one in quoted))
