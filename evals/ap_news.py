"""Agency news: whether the passage that answers long questions is found, and its article."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from evals.assertions import (
    AgencyQuestion,
    agency_articles,
    agency_questions,
    is_passage,
)
from evals.data import CACHE, read_lines, write_lines
from evals.libraries import LIBRARY, fill, kept_folder
from evals.metrics import hit, mean, plain
from evals.report import Limits, Result, Table, progress
from index.folder import Folder
from index.library import Library
from index.values import Answered, Hit, Question

_HITS = 10


@dataclass(frozen=True, slots=True)
class Measured:
    """One question: the ranks of the source's article and passage, and whether it is answered."""

    id: str
    article: int | None
    passage: int | None
    answered: bool


def run(limits: Limits) -> Result:
    """Measure all questions."""
    measured = asyncio.run(_measure(limits))
    figures = _figures(measured)
    rows = tuple((name.replace("_", " "), _cell(value)) for name, value in figures.items())
    return Result(
        suite="ap-news",
        settings={"articles": limits.articles},
        figures=figures,
        tables=[Table("ap-news", ("of all questions", ""), rows)],
    )


async def _measure(limits: Limits) -> list[Measured]:
    questions = agency_questions()[: limits.questions]
    measured: list[Measured] = []
    async with agency_folder(questions, limits.articles) as folder:
        library = folder.library(LIBRARY)
        with progress("Asking", len(questions)) as advance:
            for question in questions:
                asked = Question(question.text, LIBRARY)
                hits = await library.search(asked, _HITS)
                reply = await library.ask(asked)
                measured.append(_judged(question, hits, isinstance(reply.answer, Answered)))
                advance(1)
    return measured


def _judged(question: AgencyQuestion, hits: Sequence[Hit], answered: bool) -> Measured:
    headlines = {plain(source.headline) for source in question.sources}
    return Measured(
        id=question.id,
        article=_first(hits, lambda hit: plain(hit.article.title) in headlines),
        passage=_first(
            hits, lambda hit: is_passage(hit.passage.text, hit.article.title, question.sources)
        ),
        answered=answered,
    )


def _first(hits: Sequence[Hit], is_wanted: Callable[[Hit], bool]) -> int | None:
    return next((rank for rank, found in enumerate(hits, 1) if is_wanted(found)), None)


def _figures(measured: Sequence[Measured]) -> dict[str, float]:
    return {
        "questions": len(measured),
        "article_hit@1": mean([hit(m.article, 1) for m in measured]),
        "article_hit@5": mean([hit(m.article, 5) for m in measured]),
        "passage_hit@1": mean([hit(m.passage, 1) for m in measured]),
        "passage_hit@5": mean([hit(m.passage, 5) for m in measured]),
        "answered": mean([float(m.answered) for m in measured]),
    }


def _cell(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.3f}"


@asynccontextmanager
async def agency_folder(
    questions: Sequence[AgencyQuestion], articles: int | None
) -> AsyncIterator[Folder]:
    """The folder with all stories, or with so many, those that the questions need first."""
    source = agency_articles() if articles is None else _some(questions, articles)

    async def make(library: Library) -> None:
        with progress("Adding articles", articles) as advance:
            await fill(library, [source], advance)

    name = "agency" if articles is None else f"agency-{articles}"
    async with kept_folder(name, f"{source.stat().st_size} bytes", make) as folder:
        yield folder


def _some(questions: Sequence[AgencyQuestion], count: int) -> Path:
    """So many articles, those that the questions need first."""
    needed = {plain(source.headline) for question in questions for source in question.sources}
    records = read_lines(agency_articles())
    records.sort(key=lambda record: plain(record["title"]) not in needed)
    return write_lines(CACHE / f"agency-{count}.jsonl", records[:count])
