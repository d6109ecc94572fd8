"""What people think of answers: one vote a person, with a reason and words if they like."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal, TypeAlias

from sqlalchemy import func, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from index.stores.chat_schema import answers, votes
from index.stores.database import Database
from index.stores.revising import moment

Reason: TypeAlias = Literal["wrong", "outdated", "missing", "not what I asked"]


class VoteBook:
    """The votes on all answers of one data folder. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def vote(self, answer_id: str, voter: str, *, helpful: bool) -> None:
        """Record one person's vote, instead of the one that they gave before.

        Nothing happens where the answer is gone.
        """
        now = moment(datetime.now(UTC))
        given = {"answer_id": answer_id, "voter": voter, "helpful": helpful, "voted_at": now}
        changed = {"helpful": helpful, "reason": None, "words": None, "voted_at": now}
        there = select(answers.c.id).where(answers.c.id == answer_id)
        with self._database.write() as connection:
            if connection.execute(there).first() is not None:
                voted = upsert(votes).values(given)
                connection.execute(
                    voted.on_conflict_do_update(index_elements=["answer_id", "voter"], set_=changed)
                )

    def explain(
        self, answer_id: str, voter: str, reason: Reason | None = None, words: str | None = None
    ) -> bool:
        """Add to a person's vote against an answer why; False where there is no such vote."""
        told = {name: value for name, value in (("reason", reason), ("words", words)) if value}
        given = update(votes).where(
            votes.c.answer_id == answer_id, votes.c.voter == voter, votes.c.helpful.is_(False)
        )
        with self._database.write() as connection:
            return connection.execute(given.values(told)).rowcount > 0

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
