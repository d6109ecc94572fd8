"""What was answered in chat, so that it can be opened, voted on and followed up later."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from index.stores.database import Database
from index.stores.revising import moment
from index.stores.rows import INFO, OF_ARTICLE, TEXT, read_article
from index.stores.schema import answers, articles, citations, revisions, votes
from index.values import Answered, Article, Citation, Claim, Reply

Standing: TypeAlias = Literal["current", "updated", "removed"]
"""Of a quoted revision: the latest of its article, followed by another, or of a removed article."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was given; ``claims`` and ``citations`` are empty where none was found.

    ``standing`` tells of each citation's article, by number, how it stands now. A citation whose
    article was deleted for good is left out of ``citations``.
    """

    id: str
    library: str
    asker: str
    question: str
    private: bool
    mode: str | None
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    standing: Mapping[int, Standing]
    message: str | None


class AnswerLog:
    """The answers of all libraries of one data folder. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, reply: Reply, *, private: bool) -> str:
        """Store an answer durably; its id."""
        answer_id = secrets.token_hex(8)
        answer, question = reply.answer, reply.question
        found = answer if isinstance(answer, Answered) else None
        row = {
            "id": answer_id,
            "library": question.library,
            "asker": question.asker or "",
            "asked_at": moment(datetime.now(UTC)),
            "question": question.text,
            "private": private,
            "mode": found.mode if found else None,
            "claims": [asdict(claim) for claim in found.claims] if found else [],
            "nearest": [_pointed(near) for near in getattr(answer, "nearest", ())],
        }
        with self._database.write() as connection:
            connection.execute(insert(answers).values(row))
            if found:
                rows = [_row(answer_id, citation) for citation in found.citations]
                connection.execute(insert(citations), rows)
        return answer_id

    def sent(self, answer_id: str, channel: str, message: str) -> None:
        """Remember which message shows an answer."""
        placed = update(answers).where(answers.c.id == answer_id)
        with self._database.write() as connection:
            connection.execute(placed.values(channel=channel, message=message))

    def find(self, answer_id: str) -> Kept | None:
        """An answer by its id, None where it expired or was deleted."""
        with self._database.read() as connection:
            row = connection.execute(select(answers).where(answers.c.id == answer_id)).first()
            return None if row is None else _kept(connection, row)

    def delete(self, answer_id: str) -> None:
        """Forget an answer with its votes."""
        with self._database.write() as connection:
            connection.execute(delete(answers).where(answers.c.id == answer_id))

    def vote(self, answer_id: str, voter: str, *, helpful: bool) -> None:
        """Record one person's vote, instead of the one that they gave before."""
        now = moment(datetime.now(UTC))
        given = upsert(votes).values(
            answer_id=answer_id, voter=voter, helpful=helpful, voted_at=now
        )
        changed = {"helpful": helpful, "reason": None, "words": None, "voted_at": now}
        with self._database.write() as connection:
            connection.execute(
                given.on_conflict_do_update(index_elements=["answer_id", "voter"], set_=changed)
            )

    def tally(self, answer_id: str) -> tuple[int, int]:
        """How many found an answer helpful, and how many did not."""
        count = (
            select(votes.c.helpful, func.count())
            .where(votes.c.answer_id == answer_id)
            .group_by(votes.c.helpful)
        )
        with self._database.read() as connection:
            told = {bool(helpful): int(n) for helpful, n in connection.execute(count)}
        return told.get(True, 0), told.get(False, 0)


def _pointed(near: Any) -> dict[str, Any]:
    return {
        "article_id": near.article.id,
        "revision": near.article.revision,
        "start": near.start,
        "end": near.end,
    }


def _row(answer_id: str, citation: Citation) -> dict[str, Any]:
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
    }


def _kept(connection: Connection, row: Any) -> Kept:
    chosen = select(citations).where(citations.c.answer_id == row.id).order_by(citations.c.number)
    told = connection.execute(chosen).all()
    known = _quoted(connection, {one.article_id for one in told})
    there = [(one, *known[key]) for one in told if (key := (one.article_id, one.revision)) in known]
    return Kept(
        id=row.id,
        library=row.library,
        asker=row.asker,
        question=row.question,
        private=row.private,
        mode=row.mode,
        claims=tuple(_claim(claim) for claim in row.claims),
        citations=tuple(_citation(one, article) for one, article, _ in there),
        standing={one.number: standing for one, _, standing in there},
        message=row.message,
    )


def _quoted(
    connection: Connection, article_ids: Iterable[str]
) -> dict[tuple[str, int], tuple[Article, Standing]]:
    """Every revision of these articles, and how it stands."""
    query = (
        select(*INFO, *TEXT, articles.c.latest, articles.c.removed_at)
        .join_from(articles, revisions, OF_ARTICLE)
        .where(articles.c.id.in_(list(article_ids)))
    )
    found: dict[tuple[str, int], tuple[Article, Standing]] = {}
    for row in connection.execute(query):
        standing: Standing = "current" if row.number == row.latest else "updated"
        if row.removed_at is not None:
            standing = "removed"
        found[row.article_id, row.number] = (read_article(row), standing)
    return found


def _claim(told: dict[str, Any]) -> Claim:
    return Claim(told["text"], tuple(told["citations"]), told["speaker"])


def _citation(row: Any, article: Article) -> Citation:
    return Citation(
        number=row.number,
        article=article,
        start=row.start,
        end=row.end,
        quote=article.text[row.start : row.end],
        context=article.text[row.context_start : row.context_end],
        context_start=row.context_start,
        highlights=tuple((start, end) for start, end in row.highlights),
        copies=(),
    )
