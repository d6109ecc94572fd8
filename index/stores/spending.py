"""What the answers that a language model writes take, and what a day still allows.

It is counted by library, day and model, and by nobody who asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Float,
    Integer,
    String,
    Table,
    func,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from index.stores.database import Database
from index.stores.schema import metadata
from index.values import Spent

spending = Table(
    "spending",
    metadata,
    Column("library", String, primary_key=True),
    Column("day", String, primary_key=True),
    Column("model", String, primary_key=True),
    Column("answers", Integer, nullable=False),
    Column("prompt_tokens", Integer, nullable=False),
    Column("completion_tokens", Integer, nullable=False),
    Column("seconds", Float, nullable=False),
)

UsedUp: TypeAlias = Literal["answers", "tokens"]
"""Which of the limits of a day is reached."""


@dataclass(frozen=True, slots=True)
class DailyLimits:
    """What the written answers of one library may take on a day in UTC; 0 is no limit.

    ``tokens`` are those of requests and replies together.
    """

    answers: int = 0
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class Spending:
    """What a model took for ``answers``, those included of which nothing could be shown."""

    answers: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0


NOTHING_SPENT = Spending()


class SpendingBook:
    """Counts what was spent. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, library: str, day: str, model: str, limits: DailyLimits) -> UsedUp | None:
        """Count an answer that a model is to write, unless the day's limit is reached: which.

        Counted before it is asked for, however many answers are begun at once and by whichever
        process, they are no more than allowed.
        """
        return self._opened(library, day, model, limits, answers=1)

    def allow(self, library: str, day: str, model: str, limits: DailyLimits) -> UsedUp | None:
        """As ``begin``, for a request that is no answer: it is not counted, what it takes is."""
        return self._opened(library, day, model, limits, answers=0)

    def _opened(
        self, library: str, day: str, model: str, limits: DailyLimits, *, answers: int
    ) -> UsedUp | None:
        row = {"library": library, "day": day, "model": model, "answers": answers}
        row |= dict.fromkeys(("prompt_tokens", "completion_tokens", "seconds"), 0)
        with self._database.write() as connection:
            spent = spent_in(connection, library, spending.c.day == day)
            if 0 < limits.answers <= spent.answers:
                return "answers"
            if 0 < limits.tokens <= spent.prompt_tokens + spent.completion_tokens:
                return "tokens"
            change = upsert(spending).values(row)
            connection.execute(
                change.on_conflict_do_update(
                    index_elements=["library", "day", "model"],
                    set_={"answers": spending.c.answers + answers},
                )
            )
        return None

    def end(self, library: str, day: str, model: str, spent: Spent) -> None:
        """Add what an answer took that was begun; where the model was asked nothing, it is none.

        What another request took that was allowed, and asked for something, is added likewise.
        Of a library that was forgotten meanwhile nothing comes back.
        """
        asked = spent.prompt_tokens > 0
        begun = spending.c.library == library, spending.c.day == day, spending.c.model == model
        change = update(spending).values(
            answers=spending.c.answers if asked else spending.c.answers - 1,
            prompt_tokens=spending.c.prompt_tokens + spent.prompt_tokens,
            completion_tokens=spending.c.completion_tokens + spent.completion_tokens,
            seconds=spending.c.seconds + spent.seconds,
        )
        with self._database.write() as connection:
            connection.execute(change.where(*begun))


def spent_in(connection: Connection, library: str, days: ColumnElement[bool]) -> Spending:
    """What all models took together for a library on some days."""
    names = ("answers", "prompt_tokens", "completion_tokens", "seconds")
    sums = [func.coalesce(func.sum(spending.c[name]), 0) for name in names]
    return Spending(
        *connection.execute(select(*sums).where(spending.c.library == library, days)).one()
    )
