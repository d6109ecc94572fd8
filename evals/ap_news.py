"""Agency news: whether the quotes come from the passage that answers, and say what it says."""

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
    bears,
    is_passage,
    lies_in,
)
from evals.data import CACHE, read_lines, write_lines
from evals.libraries import LIBRARY, fill, kept_folder
from evals.metrics import hit, mean, plain
from evals.report import Limits, Result, Table, progress
from evals.seed import unproved
from index.folder import Folder
from index.library import Library
from index.values import Answered, Citation, Hit, Question

_QUOTES = 3
_HITS = 10


@dataclass(frozen=True, slots=True)
class Measured:
    """One question: ranks of the source's article and passage, and what its first quotes do."""

    id: str
    article: int | None
    passage: int | None
    answered: bool
    checkable: bool
    inside: bool
    bears: bool
    both: bool


def run(limits: Limits) -> Result:
    """Measure all questions."""
    measured, broken = asyncio.run(_measure(limits))
    figures = _figures(measured)
    rows = tuple((name.replace("_", " "), _cell(value)) for name, value in figures.items())
    return Result(
        suite="ap-news",
        settings={"articles": limits.articles, "quotes": _QUOTES},
        figures=figures | {"neither": [m.id for m in measured if not m.inside and not m.bears]},
        tables=[Table("ap-news", ("of all questions", ""), rows)],
        notes=[
            "Inside: a quote's word pairs are those of a source passage, nine in ten or more.",
            "Bears: it holds the figures of an assertion, or where there are none, most names.",
        ],
        broken=broken,
    )


async def _measure(limits: Limits) -> tuple[list[Measured], list[str]]:
    questions = agency_questions()[: limits.questions]
    measured: list[Measured] = []
    broken: list[str] = []
    async with _folder(questions, limits.articles) as folder:
        library = folder.library(LIBRARY)
        with progress("Asking", len(questions)) as advance:
            for question in questions:
                asked = Question(question.text, LIBRARY)
                hits = await library.search(asked, _HITS)
                reply = await library.ask(asked)
                answer = reply.answer
                citations = answer.citations if isinstance(answer, Answered) else ()
                measured.append(_judged(question, hits, citations))
                broken += await unproved(library, reply, f"question {question.id}")
                advance(1)
    return measured, broken


def _judged(
    question: AgencyQuestion, hits: Sequence[Hit], citations: Sequence[Citation]
) -> Measured:
    headlines = {plain(source.headline) for source in question.sources}
    inside = [_is_inside(citation, question) for citation in citations[:_QUOTES]]
    telling = [bears(citation.quote, question.wanted) for citation in citations[:_QUOTES]]
    return Measured(
        id=question.id,
        article=_first(hits, lambda hit: plain(hit.article.title) in headlines),
        passage=_first(
            hits, lambda hit: is_passage(hit.passage.text, hit.article.title, question.sources)
        ),
        answered=bool(citations),
        checkable=bool(question.wanted),
        inside=any(inside),
        bears=any(telling),
        both=any(map(all, zip(inside, telling, strict=True))),
    )


def _is_inside(citation: Citation, question: AgencyQuestion) -> bool:
    titles = {citation.article.title, *(copy.title for copy in citation.copies)}
    return any(lies_in(citation.quote, title, question.sources) for title in titles)


def _first(hits: Sequence[Hit], is_wanted: Callable[[Hit], bool]) -> int | None:
    return next((rank for rank, found in enumerate(hits, 1) if is_wanted(found)), None)


def _figures(measured: Sequence[Measured]) -> dict[str, float]:
    checkable = [m for m in measured if m.checkable]
    return {
        "questions": len(measured),
        "article_hit@1": mean([hit(m.article, 1) for m in measured]),
        "article_hit@5": mean([hit(m.article, 5) for m in measured]),
        "passage_hit@1": mean([hit(m.passage, 1) for m in measured]),
        "passage_hit@5": mean([hit(m.passage, 5) for m in measured]),
        "answered": mean([float(m.answered) for m in measured]),
        "inside": mean([float(m.inside) for m in measured]),
        "with_figure_or_name": len(checkable),
        "bears_of_those": mean([float(m.bears) for m in checkable]),
        "inside_and_bears_of_those": mean([float(m.both) for m in checkable]),
    }


def _cell(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.3f}"


@asynccontextmanager
async def _folder(
    questions: Sequence[AgencyQuestion], articles: int | None
) -> AsyncIterator[Folder]:
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
