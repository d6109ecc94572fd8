"""Retrieval on the news quiz: what Footnote finds, read and unread, beside its two searches alone.

The dense search alone stands in for what LlamaIndex does by default (a ``VectorStoreIndex``): the
same passages and the same model, without splitting and embedding everything a second time.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from evals.data import CACHE
from evals.libraries import LIBRARY
from evals.metrics import difference, hit, mean, reciprocal
from evals.quiz import QuizQuestion, quiz_folder, quiz_questions
from evals.ranking import DEPTH, Ranked, rank
from evals.report import Goal, Limits, Result, Table, progress
from index.retrieve.fusion import DENSE_SHARE
from index.retrieve.search import CANDIDATES
from index.stores.lexicon import HEAD_WEIGHT

RAW = CACHE / "retrieval-raw.json"
SYSTEMS = ("dense", "BM25", "fused", "read")


@dataclass(frozen=True, slots=True)
class Measured:
    """One question and what each system's ranking of it is worth."""

    question: QuizQuestion
    systems: Mapping[str, Ranked]


Group: TypeAlias = Sequence[Measured]

METRICS: dict[str, Callable[[Ranked], float]] = {
    "hit@1": lambda ranked: hit(ranked.article, 1),
    "hit@5": lambda ranked: hit(ranked.article, 5),
    "hit@10": lambda ranked: hit(ranked.article, 10),
    "MRR@10": lambda ranked: reciprocal(ranked.article, 10),
    "in 5 passages": lambda ranked: ranked.in_five,
}


def run(limits: Limits) -> Result:
    """Measure all questions with gold articles."""
    measured = asyncio.run(_measure(limits))
    groups = {"all": measured} | {
        part: [m for m in measured if m.question.part == part] for part in ("choose", "confirm")
    }
    everything = _means(groups["all"])["read"]
    return Result(
        suite="retrieval",
        settings=_settings(limits, measured),
        figures={
            "means": {name: _means(group) for name, group in groups.items()},
            "read_minus": {name: _differences(group) for name, group in groups.items()},
        },
        tables=[_means_table(groups), _differences_table(groups)],
        goals=[
            Goal("article hit@5, all", everything["hit@5"], least=0.81),
            Goal("article MRR@10, all", everything["MRR@10"], least=0.66),
        ],
        notes=[f"Dense alone stands in for a plain VectorStoreIndex. Rankings are in {RAW}."],
    )


async def _measure(limits: Limits) -> list[Measured]:
    questions = quiz_questions()[: limits.questions]
    measured: list[Measured] = []
    raw = []
    async with quiz_folder(limits.articles) as folder:
        library = folder.library(LIBRARY)
        ids = {e.article.url: e.copy_of or e.article.id for e in await library.entries()}
        with progress("Asking", len(questions)) as advance:
            for question in questions:
                gold = frozenset(ids[url] for url in question.gold if url in ids)
                rankings = await rank(folder, question, gold)
                raw.append(rankings.raw)
                measured.append(Measured(question, rankings.systems))
                advance(1)
    RAW.parent.mkdir(parents=True, exist_ok=True)
    RAW.write_text(json.dumps(raw))
    return measured


def _means(group: Group) -> dict[str, dict[str, float]]:
    return {
        system: {
            metric: mean([of(measured.systems[system]) for measured in group])
            for metric, of in METRICS.items()
        }
        for system in SYSTEMS
    }


def _differences(group: Group) -> dict[str, dict[str, tuple[float, float, float]]]:
    """Read minus each other: the mean, and the ends of its 95 % interval."""
    return {
        system: {
            metric: difference(
                [of(measured.systems["read"]) for measured in group],
                [of(measured.systems[system]) for measured in group],
            )
            for metric, of in METRICS.items()
        }
        for system in SYSTEMS[:-1]
    }


def _means_table(groups: Mapping[str, Group]) -> Table:
    rows = tuple(
        (f"{name} ({len(group)})", system, *(f"{value:.3f}" for value in values.values()))
        for name, group in groups.items()
        for system, values in _means(group).items()
    )
    return Table("retrieval: articles by their best passage", ("part", "system", *METRICS), rows)


def _differences_table(groups: Mapping[str, Group]) -> Table:
    rows = tuple(
        (name, f"read − {system}", *(_interval(value) for value in values.values()))
        for name, group in groups.items()
        for system, values in _differences(group).items()
    )
    return Table("retrieval: differences with 95 % intervals", ("part", "", *METRICS), rows)


def _interval(value: tuple[float, float, float]) -> str:
    middle, low, high = value
    return f"{middle:+.3f} [{low:+.3f}, {high:+.3f}]"


def _settings(limits: Limits, measured: Group) -> dict[str, object]:
    return {
        "questions": len(measured),
        "articles": limits.articles,
        "depth_alone": DEPTH,
        "candidates": CANDIDATES,
        "dense_share": DENSE_SHARE,
        "head_weight": HEAD_WEIGHT,
    }
