"""What a server's people asked, and how well the articles answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, and_, func, select

from index.stores.chat_schema import answers, citations, votes
from index.stores.database import Database
from index.stores.revising import moment
from index.stores.rows import INFO, LATEST, read_info
from index.stores.schema import articles, revisions
from index.stores.spending import NOTHING_SPENT, Spending, spending, spent_in
from index.values import ArticleInfo

_CITED = 5
_UNANSWERED = 500


@dataclass(frozen=True, slots=True)
class Insights:
    """What happened in some days.

    Of private answers no more is told than that there were some: ``by_day`` has all questions
    answered and not answered of each day that had any. ``cited`` are the articles quoted most, with
    how often; ``unanswered`` the questions that the articles did not answer, the latest first;
    ``reasons`` how often each was given for a vote against an answer. ``written`` is what a
    language model took on as many days in UTC, private answers among the rest.
    """

    days: int
    answered: int
    not_found: int
    helpful: int
    disliked: int
    reasons: Mapping[str, int]
    by_day: Mapping[str, tuple[int, int]]
    cited: tuple[tuple[ArticleInfo, int], ...]
    unanswered: tuple[str, ...]
    written: Spending = NOTHING_SPENT


class InsightReader:
    """Counts over the answers of one data folder."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, library: str, days: int) -> Insights:
        """What happened in a library in the last days."""
        since = moment(datetime.now(UTC) - timedelta(days=days))
        with self._database.read() as connection:
            by_day = _by_day(connection, library, since)
            helpful, disliked, reasons = _votes(connection, library, since)
            return Insights(
                days=days,
                answered=sum(found for found, _ in by_day.values()),
                not_found=sum(missed for _, missed in by_day.values()),
                helpful=helpful,
                disliked=disliked,
                reasons=reasons,
                by_day=by_day,
                cited=_cited(connection, library, since),
                unanswered=_unanswered(connection, library, since),
                written=spent_in(connection, library, spending.c.day > since[:10]),
            )


def _by_day(connection: Connection, library: str, since: str) -> dict[str, tuple[int, int]]:
    day = func.substr(answers.c.asked_at, 1, 10).label("day")
    query = (
        select(day, func.count(answers.c.mode).label("found"), func.count().label("asked"))
        .where(answers.c.library == library, answers.c.asked_at >= since)
        .group_by(day)
        .order_by(day)
    )
    return {row.day: (row.found, row.asked - row.found) for row in connection.execute(query)}


def _votes(connection: Connection, library: str, since: str) -> tuple[int, int, dict[str, int]]:
    query = (
        select(votes.c.helpful, votes.c.reason, func.count().label("count"))
        .join_from(votes, answers, votes.c.answer_id == answers.c.id)
        .where(
            answers.c.library == library,
            answers.c.asked_at >= since,
            answers.c.private.is_(False),
        )
        .group_by(votes.c.helpful, votes.c.reason)
    )
    rows = connection.execute(query).all()
    helpful = sum(row[2] for row in rows if row.helpful)
    reasons = {row.reason: row[2] for row in rows if not row.helpful and row.reason}
    return helpful, sum(row[2] for row in rows) - helpful, reasons


def _cited(connection: Connection, library: str, since: str) -> tuple[tuple[ArticleInfo, int], ...]:
    count = func.count(citations.c.answer_id.distinct()).label("count")
    of_answer = and_(
        answers.c.id == citations.c.answer_id,
        answers.c.library == library,
        answers.c.asked_at >= since,
        answers.c.private.is_(False),
    )
    query = (
        select(*INFO, count)
        .join_from(citations, answers, of_answer)
        .join(articles, articles.c.id == citations.c.article_id)
        .join(revisions, LATEST)
        .group_by(articles.c.id)
        .order_by(count.desc(), articles.c.id)
        .limit(_CITED)
    )
    return tuple((read_info(row), row[-1]) for row in connection.execute(query))


def _unanswered(connection: Connection, library: str, since: str) -> tuple[str, ...]:
    query = (
        select(answers.c.question)
        .where(
            answers.c.library == library,
            answers.c.asked_at >= since,
            answers.c.mode.is_(None),
            answers.c.private.is_(False),
        )
        .order_by(answers.c.asked_at.desc())
        .limit(_UNANSWERED)
    )
    return tuple(connection.execute(query).scalars())
