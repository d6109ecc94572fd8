"""The news quiz of 2022 (RealTime QA, Kasai et al. 2022): its questions and its articles."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.data import CACHE, folder_of, read_lines, write_lines
from evals.libraries import fill, kept_folder
from evals.metrics import Part, part_of
from evals.report import progress
from index.folder import Folder
from index.ingest.fields import canonical_url
from index.library import Library

_DATA = "realtimeqa-2022"


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """A question, its answer, the addresses of the articles that it was made from, and its day."""

    id: str
    part: Part
    text: str
    answer: str
    gold: frozenset[str]
    asked_on: str


def quiz_questions(*, with_gold: bool = True) -> list[QuizQuestion]:
    """The questions, all or those with gold articles."""
    records = read_lines(folder_of(_DATA) / "questions.jsonl.gz")
    return [_question(record) for record in records if record["gold_urls"] or not with_gold]


def quiz_articles() -> Path:
    """The articles, as ``read_sources`` takes them."""
    return folder_of(_DATA) / "articles.jsonl.gz"


@asynccontextmanager
async def quiz_folder(articles: int | None) -> AsyncIterator[Folder]:
    """The folder with all articles, or with so many, the gold ones first."""
    source = quiz_articles() if articles is None else _some(articles)

    async def make(library: Library) -> None:
        with progress("Adding articles", articles or 4962) as advance:
            await fill(library, [source], advance)

    name = "quiz" if articles is None else f"quiz-{articles}"
    async with kept_folder(name, f"{source.stat().st_size} bytes", make) as folder:
        yield folder


def _question(record: dict[str, Any]) -> QuizQuestion:
    gold = frozenset(filter(None, map(canonical_url, record["gold_urls"])))
    identity = str(record["id"])
    return QuizQuestion(
        id=identity,
        part=part_of(identity),
        text=record["question"],
        answer=record["answer"],
        gold=gold,
        asked_on=record["date"].replace("/", "-"),
    )


def _some(count: int) -> Path:
    gold = _union(question.gold for question in quiz_questions())
    records = read_lines(quiz_articles())
    records.sort(key=lambda record: canonical_url(record["url"]) not in gold)
    return write_lines(CACHE / f"quiz-{count}.jsonl", records[:count])


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)
