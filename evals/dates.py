"""Asking with the day known and without: the news quiz, and what time a question names.

A quiz question was asked on a day, mostly about what happened in the week before. ``unknown`` asks
it without that day, ``known`` with it, and ``later`` as if sixty days had passed: what the day is
worth where it helps, and what it costs where it does not. Questions that name a time from their day
mean another one later, so ``later`` leaves them out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from evals.libraries import LIBRARY
from evals.metrics import Part, difference, first_rank, hit, holds, mean, reciprocal
from evals.quiz import QuizQuestion, quiz_folder, quiz_questions
from evals.report import Goal, Limits, Result, Table, progress
from evals.seed import unproved
from evals.sets import PeriodQuestion, period_questions
from index.library import Library
from index.periods.reading import period_of
from index.values import Answered, Question

_DEPTH = 60
_FIRST = 3
_LATER = timedelta(days=60)

PARTS: tuple[Part, ...] = ("choose", "confirm")


@dataclass(frozen=True, slots=True)
class Worth:
    """What asking once found: the rank of the first gold article, and which quotes answer."""

    article: int | None
    first_quote: float
    three_quotes: float
    answered: float


@dataclass(frozen=True, slots=True)
class Measured:
    """A question, whether it names a time, and what each way of asking it found."""

    question: QuizQuestion
    timed: bool
    asked: Mapping[str, Worth]


Group: TypeAlias = Sequence[Measured]

METRICS: dict[str, Callable[[Worth], float]] = {
    "hit@1": lambda worth: hit(worth.article, 1),
    "hit@5": lambda worth: hit(worth.article, 5),
    "hit@10": lambda worth: hit(worth.article, 10),
    "MRR@10": lambda worth: reciprocal(worth.article, 10),
    "first quote": lambda worth: worth.first_quote,
    "three quotes": lambda worth: worth.three_quotes,
    "answered": lambda worth: worth.answered,
}


def run(limits: Limits) -> Result:
    """Measure all questions with gold articles, and all that name a time."""
    accuracy = _accuracy(period_questions())
    measured, broken = asyncio.run(_measure(limits))
    groups = _groups(measured)
    gain = _difference(groups["all"], "known", "hit@5")
    return Result(
        suite="dates",
        settings={"articles": limits.articles, "questions": len(measured), "depth": _DEPTH},
        figures={
            "period_accuracy": accuracy,
            "means": {name: _means(group) for name, group in groups.items()},
            "minus_unknown": {name: _differences(group) for name, group in groups.items()},
        },
        tables=[_means_table(groups), _differences_table(groups), _accuracy_table(accuracy)],
        goals=[
            Goal("hit@5 with the day minus without, lower end of its interval", gain[1], least=0),
            Goal("periods told right, confirm", accuracy["confirm"], least=0.95),
        ],
        broken=broken,
    )


def _accuracy(questions: Sequence[PeriodQuestion]) -> dict[str, float]:
    told = {part: [float(_is_told(q)) for q in questions if q.part == part] for part in PARTS}
    return {"all": mean([*told["choose"], *told["confirm"]])} | {
        part: mean(values) for part, values in told.items()
    }


def _is_told(question: PeriodQuestion) -> bool:
    wanted = (question.since, question.until, question.latest, question.of_articles)
    found = period_of(question.text, question.asked_on)
    if found is None:
        return wanted == (None, None, False, False)
    return wanted == (found.since, found.until, found.latest, found.of_articles)


async def _measure(limits: Limits) -> tuple[list[Measured], list[str]]:
    questions = quiz_questions()[: limits.questions]
    measured: list[Measured] = []
    broken: list[str] = []
    async with quiz_folder(limits.articles) as folder:
        library = folder.library(LIBRARY)
        ids = {e.article.url: e.copy_of or e.article.id for e in await library.entries()}
        with progress("Asking", len(questions)) as advance:
            for question in questions:
                gold = frozenset(ids[url] for url in question.gold if url in ids)
                days = _days(question)
                worth = {
                    name: await _worth(library, question, gold, day, broken)
                    for name, day in days.items()
                }
                timed = period_of(question.text, question.asked_on) is not None
                measured.append(Measured(question, timed, worth))
                advance(1)
    return measured, broken


def _days(question: QuizQuestion) -> dict[str, str | None]:
    """The day on which each way of asking is asked."""
    period = period_of(question.text, question.asked_on)
    days: dict[str, str | None] = {"unknown": None, "known": question.asked_on}
    if period is None or period_of(question.text, None) == period:
        days["later"] = (date.fromisoformat(question.asked_on) + _LATER).isoformat()
    return days


async def _worth(
    library: Library,
    question: QuizQuestion,
    gold: frozenset[str],
    day: str | None,
    broken: list[str],
) -> Worth:
    asked = Question(question.text, LIBRARY, asked_on=day)
    hits = await library.search(asked, _DEPTH)
    reply = await library.ask(asked)
    broken += await unproved(library, reply, f"question {question.text[:40]!r}")
    citations = reply.answer.citations if isinstance(reply.answer, Answered) else ()
    right = [holds(citation.quote, question.answer) for citation in citations[:_FIRST]]
    return Worth(
        article=first_rank([found.passage.article_id for found in hits], gold),
        first_quote=float(any(right[:1])),
        three_quotes=float(any(right)),
        answered=float(bool(citations)),
    )


def _groups(measured: Group) -> dict[str, Group]:
    parts: dict[str, Group] = {
        part: [m for m in measured if m.question.part == part] for part in PARTS
    }
    return {
        "all": measured,
        **parts,
        "with a time": [m for m in measured if m.timed],
        "without": [m for m in measured if not m.timed],
    }


def _values(group: Group, way: str, metric: str) -> list[float]:
    return [METRICS[metric](m.asked[way]) for m in group if way in m.asked]


def _means(group: Group) -> dict[str, dict[str, float]]:
    return {
        way: {metric: mean(_values(group, way, metric)) for metric in METRICS}
        for way in ("unknown", "known", "later")
    }


def _difference(group: Group, way: str, metric: str) -> tuple[float, float, float]:
    """A way of asking minus asking without the day, over the questions that were asked both."""
    both = [m for m in group if way in m.asked]
    return difference(_values(both, way, metric), _values(both, "unknown", metric))


def _differences(group: Group) -> dict[str, dict[str, tuple[float, float, float]]]:
    return {
        way: {metric: _difference(group, way, metric) for metric in METRICS}
        for way in ("known", "later")
    }


def _means_table(groups: Mapping[str, Group]) -> Table:
    rows = tuple(
        (f"{name} ({len(_values(group, way, 'hit@1'))})", way, *(f"{v:.3f}" for v in told.values()))
        for name, group in groups.items()
        for way, told in _means(group).items()
    )
    return Table("dates: the quiz with its day and without", ("part", "day", *METRICS), rows)


def _differences_table(groups: Mapping[str, Group]) -> Table:
    rows = tuple(
        (name, f"{way} − unknown", *(_interval(value) for value in told.values()))
        for name, group in groups.items()
        for way, told in _differences(group).items()
    )
    return Table("dates: differences with 95 % intervals", ("part", "", *METRICS), rows)


def _interval(value: tuple[float, float, float]) -> str:
    middle, low, high = value
    return f"{middle:+.3f} [{low:+.3f}, {high:+.3f}]"


def _accuracy_table(accuracy: Mapping[str, float]) -> Table:
    rows = tuple((part, f"{value:.3f}") for part, value in accuracy.items())
    return Table("dates: times told right", ("part", ""), rows)
