"""What was answered in chat, so that it can be opened, followed up and deleted later."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.sql.elements import ColumnElement

from index.stores.chat_schema import answers, citations
from index.stores.corrections import corrections_of
from index.stores.database import Database
from index.stores.quoted import (
    Standing,
    citation_values,
    nearest_values,
    read_citations,
    read_claim,
)
from index.stores.revising import moment
from index.stores.turns import turns_before
from index.values import Answered, Article, Citation, Claim, Filters, Reply, Turn

_TURNS = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """How a question came: whether in private, in which message, and what it refers to."""

    private: bool = False
    message: str | None = None
    follows: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was given; ``claims`` and ``citations`` are empty where none was found.

    ``standing`` tells of each citation's article, by number, how it stands now. A citation whose
    article was deleted for good is left out of ``citations``. ``corrections`` are the articles that
    correct a citation's article now, by number. ``history`` holds the turns before, oldest first;
    ``remarks`` were told beside the answer.
    """

    id: str
    library: str
    asker: str
    asked_at: str
    question: str
    filters: Filters
    follows: str | None
    history: tuple[Turn, ...]
    private: bool
    mode: str | None
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    remarks: tuple[str, ...]
    standing: Mapping[int, Standing]
    corrections: Mapping[int, tuple[Article, ...]]
    channel: str | None
    message: str | None


class AnswerLog:
    """The answers of all libraries of one data folder. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, reply: Reply, asked: Asked, remarks: Sequence[str] = ()) -> str:
        """Store an answer durably, with what is told beside it; its id."""
        answer_id = secrets.token_hex(8)
        answer, question = reply.answer, reply.question
        found = answer if isinstance(answer, Answered) else None
        # It was asked when the search began: what can be found since may answer it.
        began = datetime.now(UTC) - timedelta(milliseconds=reply.timings.total)
        row = {
            "id": answer_id,
            "library": question.library,
            "asker": question.asker or "",
            "asked_at": moment(began),
            "question": question.text,
            "filters": asdict(question.filters),
            "private": asked.private,
            "mode": found.mode if found else None,
            "claims": [asdict(claim) for claim in found.claims] if found else [],
            "nearest": [nearest_values(near) for near in getattr(answer, "nearest", ())],
            "asked_in": asked.message,
            "follows": asked.follows,
            "remarks": list(remarks),
        }
        with self._database.write() as connection:
            connection.execute(insert(answers).values(row))
            if found:
                rows = [citation_values(answer_id, citation) for citation in found.citations]
                connection.execute(insert(citations), rows)
        return answer_id

    def sent(self, answer_id: str, channel: str, message: str) -> None:
        """Remember which message shows an answer."""
        placed = update(answers).where(answers.c.id == answer_id)
        with self._database.write() as connection:
            connection.execute(placed.values(channel=channel, message=message))

    def replace(self, before: str, after: str, channel: str, message: str) -> None:
        """Forget an answer for another, which takes its message and what followed it."""
        placed = update(answers).where(answers.c.id == after)
        followed = update(answers).where(answers.c.follows == before)
        with self._database.write() as connection:
            connection.execute(delete(answers).where(answers.c.id == before))
            connection.execute(placed.values(channel=channel, message=message))
            connection.execute(followed.values(follows=after))

    def share(self, answer_id: str) -> bool:
        """A private answer is everybody's from now on; False where it is that already."""
        shared = update(answers).where(answers.c.id == answer_id, answers.c.private)
        with self._database.write() as connection:
            return connection.execute(shared.values(private=False)).rowcount > 0

    def unshare(self, answer_id: str) -> None:
        """An answer that nobody could be shown is its asker's alone again."""
        with self._database.write() as connection:
            connection.execute(
                update(answers).where(answers.c.id == answer_id).values(private=True)
            )

    def find(self, answer_id: str) -> Kept | None:
        """An answer by its id, None where it expired or was deleted."""
        return self._find(answers.c.id == answer_id)

    def shown_in(self, message: str) -> Kept | None:
        """The answer that a message shows, None where it shows none that is kept."""
        return self._find(answers.c.message == message)

    def asked_in(self, message: str) -> Kept | None:
        """The answer to the question of a message, None where there is none that is kept."""
        return self._find(answers.c.asked_in == message)

    def last_in(self, channel: str) -> str | None:
        """The id of the latest answer in a channel that all there could see."""
        query = (
            select(answers.c.id)
            .where(answers.c.channel == channel, answers.c.private.is_(False))
            .order_by(answers.c.asked_at.desc())
        )
        with self._database.read() as connection:
            return connection.execute(query.limit(1)).scalar()

    def history(self, answer_id: str | None) -> tuple[Turn, ...]:
        """The turns that led to an answer and its own, oldest first, the last four of them."""
        with self._database.read() as connection:
            return turns_before(connection, answer_id, _TURNS)

    def delete(self, answer_id: str) -> None:
        """Forget an answer with its votes."""
        with self._database.write() as connection:
            connection.execute(delete(answers).where(answers.c.id == answer_id))

    def delete_in(self, channel: str) -> None:
        """Forget every answer that a channel shows, with its votes."""
        with self._database.write() as connection:
            connection.execute(delete(answers).where(answers.c.channel == channel))

    def _find(self, condition: ColumnElement[bool]) -> Kept | None:
        with self._database.read() as connection:
            row = connection.execute(
                select(answers).where(condition).order_by(answers.c.asked_at.desc()).limit(1)
            ).first()
            if row is None:
                return None
            told = read_citations(connection, row.id)
            corrected = corrections_of(connection, [one.article.id for one, _ in told])
        return _kept(row, told, corrected, self.history(row.follows))


def read_filters(told: Mapping[str, Any]) -> Filters:
    """Filters as they are stored."""
    lists = {name: tuple(told.get(name, ())) for name in ("articles", "sources", "tags")}
    return Filters(**lists, since=told.get("since"), until=told.get("until"))


def _kept(
    row: Any,
    told: tuple[tuple[Citation, Standing], ...],
    corrected: Mapping[str, tuple[Article, ...]],
    history: tuple[Turn, ...],
) -> Kept:
    return Kept(
        id=row.id,
        library=row.library,
        asker=row.asker,
        asked_at=row.asked_at,
        question=row.question,
        filters=read_filters(row.filters),
        follows=row.follows,
        history=history,
        private=row.private,
        mode=row.mode,
        claims=tuple(read_claim(claim) for claim in row.claims),
        citations=tuple(citation for citation, _ in told),
        remarks=tuple(row.remarks or ()),
        standing={citation.number: standing for citation, standing in told},
        corrections={
            citation.number: corrected.get(citation.article.id, ()) for citation, _ in told
        },
        channel=row.channel,
        message=row.message,
    )
