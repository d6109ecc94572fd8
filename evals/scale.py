"""Latency and memory as a library grows, and the cold start of the console.

Passages' vectors come from the cache; those of questions and of the sentences of an answer are
computed, as they are for a person who asks.
"""

from __future__ import annotations

import asyncio
import itertools
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from evals.data import CACHE, folder_of, read_lines, write_lines
from evals.fresh import memory_of_asking, seconds_to_ask
from evals.libraries import LIBRARY, fill, kept_folder
from evals.metrics import percentile
from evals.quiz import quiz_articles, quiz_questions
from evals.report import Goal, Limits, Result, Table, progress, say
from evals.vector_cache import uncached
from index.embedding.configured import EmbeddingSpec
from index.folder import Folder, Options, open_folder
from index.library import Library
from index.shelf import Shelf
from index.values import Filters, Question

_SIZES = (1_000, 10_000, 50_000)
_SEARCHES = 200
_ASKS = 60
_COLD_STARTS = 5
_HITS = 8
_BLOCK = 100
"""Articles are added so many at a time; in each block a tenth, half and the rest are grouped."""
_GROUPS = {"tenth": 10, "half": 50, "rest": 40}

Milliseconds = list[float]


@dataclass(frozen=True, slots=True)
class Size:
    """One library: what it holds, how long questions took in it, and what memory they took."""

    wanted: int
    articles: int
    passages: int
    latency: Mapping[str, Milliseconds]
    memory: Mapping[str, float]


def run(limits: Limits) -> Result:
    """Measure every size; with ``--articles`` only sizes that so many articles make."""
    most = None if limits.articles is None else limits.articles * 10
    chosen = [size for size in _SIZES if most is None or size <= most]
    texts = [question.text for question in quiz_questions(with_gold=False)]
    sizes = [asyncio.run(_measure(size, texts, limits.questions)) for size in chosen]
    seeds = sorted(folder_of("seed-articles").glob("*.txt"))
    cold = asyncio.run(_cold_starts(seeds, limits.rounds or _COLD_STARTS))
    return _result(sizes, cold)


async def _measure(wanted: int, texts: Sequence[str], questions: int | None) -> Size:
    latency: dict[str, Milliseconds] = {}
    async with _folder(wanted) as folder:
        library = folder.library(LIBRARY)
        shelf = await folder.shelves.shelf(LIBRARY)
        assert shelf is not None
        entries = await library.entries()
        path = folder.options.data_dir
        with uncached():
            for name, filters in _filters(entries).items():
                asked = texts[: questions or _SEARCHES]
                latency[name] = await _searches(shelf, asked, filters, f"{wanted:,}: {name}")
            latency |= await _asks(library, texts[: questions or _ASKS], wanted)
    memory = await asyncio.to_thread(memory_of_asking, path, LIBRARY, texts[:20])
    passages = sum(entry.passages for entry in entries if entry.copy_of is None)
    return Size(wanted, len(entries), passages, latency, memory)


def _filters(entries: Sequence[Any]) -> dict[str, Filters]:
    """Nothing, dates, sources and tags with a tenth and with half of the articles, and one."""
    dated = sorted(entry.article.published or "" for entry in entries)
    return {
        "unfiltered": Filters(),
        "since, half": Filters(since=dated[len(dated) // 2][:10] or "2000-01-01"),
        "source, a tenth": Filters(sources=("tenth",)),
        "source, half": Filters(sources=("half",)),
        "tag, a tenth": Filters(tags=("tenth",)),
        "tag, half": Filters(tags=("half",)),
        "one article": Filters(articles=(entries[0].article.id,)),
    }


async def _searches(
    shelf: Shelf, texts: Sequence[str], filters: Filters, what: str
) -> Milliseconds:
    taken = []
    await shelf.search.hits(Question(texts[-1], LIBRARY, filters=filters), _HITS)
    with progress(what, len(texts)) as advance:
        for text in texts:
            started = time.perf_counter()
            await shelf.search.hits(Question(text, LIBRARY, filters=filters), _HITS)
            taken.append((time.perf_counter() - started) * 1000)
            advance(1)
    return taken


async def _asks(library: Library, texts: Sequence[str], wanted: int) -> dict[str, Milliseconds]:
    taken = []
    await library.ask(Question(texts[-1], LIBRARY))
    with progress(f"{wanted:,}: whole answer", len(texts)) as advance:
        for text in texts:
            taken.append((await library.ask(Question(text, LIBRARY))).timings)
            advance(1)
    return {
        "whole answer": [one.total for one in taken],
        "… of it, finding": [one.retrieve for one in taken],
    }


@asynccontextmanager
async def _folder(wanted: int) -> AsyncIterator[Folder]:
    async def make(library: Library) -> None:
        await _fill(library, wanted)

    settings = f"{wanted} {_BLOCK} {_GROUPS} {quiz_articles().stat().st_size}"
    async with kept_folder(f"scale-{wanted}", settings, make) as folder:
        yield folder


async def _fill(library: Library, wanted: int) -> None:
    """Add blocks of articles until there are as many passages, or no more articles."""
    records = iter(read_lines(quiz_articles()))
    passages = 0
    with progress(f"Adding {wanted:,} passages", wanted) as advance:
        while passages < wanted and (block := list(itertools.islice(records, _BLOCK))):
            left = iter(block)
            for group, count in _GROUPS.items():
                part = [record | {"source": group} for record in itertools.islice(left, count)]
                source = write_lines(CACHE / "scale.jsonl", part)
                receipts, _ = await fill(library, [source] if part else [], _ignore, [group])
                added = sum(receipt.passages for receipt in receipts if not receipt.copy_of)
                passages += added
                advance(added)
    if passages < wanted:
        say(f"There are only {passages:,} passages.")


def _ignore(_: int) -> None:
    return


async def _cold_starts(articles: list[Path], rounds: int) -> list[float]:
    question = read_lines(folder_of("seed-articles") / "questions.jsonl", 1)[0]["question"]
    with tempfile.TemporaryDirectory() as data:
        async with open_folder(Options(Path(data), EmbeddingSpec())) as opened:
            await fill(opened.library("default"), articles, _ignore)
        with progress("Cold starts", rounds) as advance:
            seconds = []
            for _ in range(rounds):
                seconds.append(await asyncio.to_thread(seconds_to_ask, Path(data), question))
                advance(1)
    return seconds


def _result(sizes: Sequence[Size], cold: Sequence[float]) -> Result:
    goals = [Goal("seconds of a cold `footnote ask`, median", median(cold), most=4.0)]
    for size in sizes:
        if size.wanted == max(_SIZES):
            goals.insert(
                0, Goal("ms p95 unfiltered at 50k", _p(size, "unfiltered")["p95"], most=60)
            )
    return Result(
        suite="scale",
        settings={"searches": _SEARCHES, "asks": _ASKS, "hits": _HITS},
        figures={
            "sizes": {str(size.wanted): _figures(size) for size in sizes},
            "cold_start_seconds": {"median": median(cold), "all": list(cold)},
        },
        tables=[_latency_table(sizes), _memory_table(sizes)],
        goals=goals,
    )


def _p(size: Size, name: str) -> dict[str, float]:
    return {f"p{share}": percentile(size.latency[name], share) for share in (50, 95)}


def _figures(size: Size) -> dict[str, Any]:
    return {
        "articles": size.articles,
        "passages": size.passages,
        "latency_ms": {name: _p(size, name) for name in size.latency},
        "memory_mib": dict(size.memory),
    }


def _latency_table(sizes: Sequence[Size]) -> Table:
    rows = tuple(
        (name, *(" / ".join(f"{ms:.1f}" for ms in _p(size, name).values()) for size in sizes))
        for name in (sizes[0].latency if sizes else ())
    )
    columns = ("p50 / p95", *(f"{size.passages:,} passages" for size in sizes))
    return Table("scale: ms from question to passages, and to the whole answer", columns, rows)


def _memory_table(sizes: Sequence[Size]) -> Table:
    rows = tuple(
        (f"{size.passages:,}", *(f"{value:.0f}" for value in size.memory.values()))
        for size in sizes
    )
    columns = ("passages", "after opening", "after 20 answers", "peak")
    return Table("scale: MiB resident in a fresh process", columns, rows)
