"""Retrieval and quotes on the news quiz: our retriever beside each of its two searches alone.

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
from evals.metrics import difference, hit, holds, mean, reciprocal
from evals.quiz import QuizQuestion, quiz_folder, quiz_questions
from evals.ranking import DEPTH, Ranked, rank
from evals.report import Goal, Limits, Result, Table, progress
from evals.seed import unproved
from index.folder import Folder
from index.retrieve.fusion import DENSE_SHARE
from index.retrieve.search import CANDIDATES
from index.stores.lexicon import HEAD_WEIGHT
from index.values import Answered, Question

RAW = CACHE / "retrieval-raw.json"
SYSTEMS = ("dense", "BM25", "fused")


@dataclass(frozen=True, slots=True)
class Measured:
    """One question: each system's ranks, and the answer in the quotes; an abstention holds none."""

    question: QuizQuestion
    systems: Mapping[str, Ranked]
    in_gold: bool
    answered: bool
    in_first_quote: float
    in_three_quotes: float


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
    measured, broken = asyncio.run(_measure(limits))
    groups = {"all": measured} | {
        part: [m for m in measured if m.question.part == part] for part in ("choose", "confirm")
    }
    everything = _means(groups["all"])["fused"]
    return Result(
        suite="retrieval",
        settings=_settings(limits, measured),
        figures={
            "means": {name: _means(group) for name, group in groups.items()},
            "fused_minus": {name: _differences(group) for name, group in groups.items()},
            "quotes": {name: _quotes(group) for name, group in groups.items()},
        },
        tables=[_means_table(groups), _differences_table(groups), _quotes_table(groups)],
        goals=[
            Goal("article hit@5, all", everything["hit@5"], least=0.75),
            Goal("article MRR@10, all", everything["MRR@10"], least=0.59),
        ],
        notes=[f"Dense alone stands in for a plain VectorStoreIndex. Rankings are in {RAW}."],
        broken=broken,
    )


async def _measure(limits: Limits) -> tuple[list[Measured], list[str]]:
    questions = quiz_questions()[: limits.questions]
    measured: list[Measured] = []
    raw, broken = [], []
    async with quiz_folder(limits.articles) as folder:
        library = folder.library(LIBRARY)
        ids = {e.article.url: e.copy_of or e.article.id for e in await library.entries()}
        with progress("Asking", len(questions)) as advance:
            for question in questions:
                gold = frozenset(ids[url] for url in question.gold if url in ids)
                rankings = await rank(folder, question, gold)
                raw.append(rankings.raw)
                one, unsaid = await _quoted(folder, question, gold, rankings.systems)
                measured.append(one)
                broken += unsaid
                advance(1)
    RAW.parent.mkdir(parents=True, exist_ok=True)
    RAW.write_text(json.dumps(raw))
    return measured, broken


async def _quoted(
    folder: Folder, question: QuizQuestion, gold: frozenset[str], systems: Mapping[str, Ranked]
) -> tuple[Measured, list[str]]:
    library = folder.library(LIBRARY)
    texts = [(await library.article(article)).text for article in gold]
    reply = await library.ask(Question(question.text, LIBRARY))
    answer = reply.answer
    quotes = [c.quote for c in answer.citations] if isinstance(answer, Answered) else []
    holding = [holds(quote, question.answer) for quote in quotes[:3]]
    measured = Measured(
        question=question,
        systems=systems,
        in_gold=any(holds(text, question.answer) for text in texts),
        answered=bool(quotes),
        in_first_quote=float(any(holding[:1])),
        in_three_quotes=float(any(holding)),
    )
    return measured, await unproved(library, reply, f"question {question.id}")


def _means(group: Group) -> dict[str, dict[str, float]]:
    return {
        system: {
            metric: mean([of(measured.systems[system]) for measured in group])
            for metric, of in METRICS.items()
        }
        for system in SYSTEMS
    }


def _differences(group: Group) -> dict[str, dict[str, tuple[float, float, float]]]:
    """Fused minus each search alone: the mean, and the ends of its 95 % interval."""
    return {
        system: {
            metric: difference(
                [of(measured.systems["fused"]) for measured in group],
                [of(measured.systems[system]) for measured in group],
            )
            for metric, of in METRICS.items()
        }
        for system in SYSTEMS[:2]
    }


def _quotes(group: Group) -> dict[str, float]:
    answerable = [measured for measured in group if measured.in_gold]
    return {
        "questions": len(group),
        "answered": mean([float(measured.answered) for measured in group]),
        "in_first_quote": mean([measured.in_first_quote for measured in group]),
        "in_three_quotes": mean([measured.in_three_quotes for measured in group]),
        "answerable": len(answerable),
        "answerable_in_first_quote": mean([m.in_first_quote for m in answerable]),
        "answerable_in_three_quotes": mean([m.in_three_quotes for m in answerable]),
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
        (name, f"fused − {system}", *(_interval(value) for value in values.values()))
        for name, group in groups.items()
        for system, values in _differences(group).items()
    )
    return Table("retrieval: differences with 95 % intervals", ("part", "", *METRICS), rows)


def _quotes_table(groups: Mapping[str, Group]) -> Table:
    found = {name: _quotes(group) for name, group in groups.items()}
    rows = tuple(
        (name.replace("_", " "), *(_cell(quotes[name]) for quotes in found.values()))
        for name in _quotes(())
    )
    return Table("retrieval: the answer in the quotes", ("", *groups), rows)


def _interval(value: tuple[float, float, float]) -> str:
    middle, low, high = value
    return f"{middle:+.3f} [{low:+.3f}, {high:+.3f}]"


def _cell(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def _settings(limits: Limits, measured: Group) -> dict[str, object]:
    return {
        "questions": len(measured),
        "articles": limits.articles,
        "depth_alone": DEPTH,
        "candidates": CANDIDATES,
        "dense_share": DENSE_SHARE,
        "head_weight": HEAD_WEIGHT,
    }
