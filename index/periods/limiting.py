"""What a question's time leaves out, and what is told of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from index.periods.favouring import NAMED, favour_of
from index.periods.reading import period_of
from index.values import Answer, Answered, ArticleInfo, Period, Question, Reach, Sought

_REPORTED_AFTER = timedelta(days=8)
"""So much later an article is still of a time."""


def limited(question: Question) -> Question:
    """A question for articles of a time ("articles since Monday") with the filters that say so.

    Other times limit nothing, since an event and its article are of different days: who won in
    2016 stands in the articles of 2017. Limits that a person set stay as they are.
    """
    period = period_of(question.text, question.asked_on)
    if period is None or not period.of_articles:
        return question
    filters = question.filters
    since, until = filters.since or period.since, filters.until or period.until
    if since and until and since > until:
        return question
    return replace(question, filters=replace(filters, since=since, until=until))


def sought(question: Question, answer: Answer) -> Sought | None:
    """The time that the words of a question name, where it made a difference to its answer."""
    period = period_of(question.text, question.asked_on)
    reach = None if period is None else _reach(question, period, answer)
    if period is None or reach is None:
        return None
    phrase = question.text[period.start : period.end]
    return Sought(phrase, period.since, period.until, period.latest, reach)


def _reach(question: Question, period: Period, answer: Answer) -> Reach | None:
    if period.of_articles:
        return "only"
    days = [article.published for article in _told(answer) if article.published]
    if any(_is_of(period, day) for day in days):
        return "first"
    favour = favour_of(question)
    # That an article is not of the year of an event says nothing; of yesterday it does.
    if favour is None or favour.weight != NAMED:
        return None
    if not isinstance(answer, Answered):
        return "first"
    return "beyond" if days else None


def _told(answer: Answer) -> Iterable[ArticleInfo]:
    if isinstance(answer, Answered):
        return [citation.article for citation in answer.citations]
    return [near.article for near in answer.nearest]


def _is_of(period: Period, published: str) -> bool:
    day = date.fromisoformat(published[:10])
    since = date.fromisoformat(period.since) if period.since else date.min
    until = date.fromisoformat(period.until) if period.until else date.max
    return since <= day and day - until <= _REPORTED_AFTER
