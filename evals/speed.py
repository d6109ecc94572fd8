"""How fast passages are embedded and articles indexed, beside Chroma's function and LlamaIndex.

Systems take turns on the same passages, so that a busy machine slows all alike; what counts is the
ratio. The rivals embed the same passages on the fp32 weights that ours were made from.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from evals.data import MAX_BYTES, REPOSITORY, Skipped, read_lines, write_lines
from evals.libraries import LIBRARY, fill
from evals.quiz import quiz_articles
from evals.report import Goal, Limits, Result, Table, progress
from evals.rivals import ChromaEmbedding, ChromaFunction, index_with_llama
from index.embedding.configured import EmbeddingSpec
from index.embedding.minilm import MiniLM
from index.folder import Options, open_folder
from index.indexing import embedded_text
from index.ingest.reading import read_sources
from index.llama.embedding import MiniLMEmbedding

FP32 = REPOSITORY / ".cache" / "minilm-fp32"
INT8 = REPOSITORY / "index" / "models" / "minilm"
_ARTICLES = 38
"""About 400 passages."""
_ROUNDS = 5
_INDEXING_ROUNDS = 3

Matrix: TypeAlias = NDArray[np.float32]
T = TypeVar("T")
Embed: TypeAlias = Callable[[Sequence[str]], Matrix]


@dataclass(frozen=True, slots=True)
class Run:
    """One system's seconds in each round, and the vectors that it made."""

    seconds: list[float]
    vectors: Matrix


def run(limits: Limits) -> Result:
    """Time all systems in turns."""
    if not (FP32 / "model.onnx").exists():
        raise Skipped(f"there are no fp32 weights in {FP32}; `make weights` makes them")
    rounds = limits.rounds or _ROUNDS
    records = read_lines(quiz_articles(), limits.articles or _ARTICLES)
    with tempfile.TemporaryDirectory() as folder:
        source = write_lines(Path(folder) / "articles.jsonl", records)
        passages = asyncio.run(_passages(Path(folder) / "split", source))
        embedded = _embed_all(passages, rounds)
        indexed = _index_all(Path(folder), source, passages, min(rounds, _INDEXING_ROUNDS))
    return _result(len(records), len(passages), rounds, embedded, indexed)


async def _passages(folder: Path, source: Path) -> list[str]:
    """What is embedded of these articles, as it is embedded: split, the title in front."""
    async with open_folder(Options(folder, EmbeddingSpec())) as opened:
        library = opened.library(LIBRARY)
        await fill(library, [source], lambda _: None)
        ids = [entry.article.id for entry in await library.entries()]
        works = await asyncio.to_thread(opened.records.ledger.work, ids)
    return [
        embedded_text(work.article, passage)
        for work in works
        if work.article is not None
        for passage in work.passages
    ]


def _embed_all(passages: Sequence[str], rounds: int) -> dict[str, Run]:
    systems: dict[str, Embed] = {
        "ours": MiniLM().embed,
        "Chroma's function": ChromaFunction(FP32).embed,
        "Chroma's on our int8": ChromaFunction(INT8).embed,
    }
    runs = {name: Run([], embed(passages[:8])) for name, embed in systems.items()}
    with progress("Embedding", rounds * len(systems)) as advance:
        for number in range(rounds):
            for name, embed in _in_turn(systems, number):
                started = time.perf_counter()
                vectors = embed(passages)
                runs[name] = Run([*runs[name].seconds, time.perf_counter() - started], vectors)
                advance(1)
    return runs


def _index_all(
    folder: Path, source: Path, passages: Sequence[str], rounds: int
) -> dict[str, list[float]]:
    """Seconds of each system to have these articles searchable, in a new folder each time."""
    chroma, minilm = ChromaEmbedding(FP32), MiniLMEmbedding()
    systems: dict[str, Callable[[Path], None]] = {
        "ours": lambda path: asyncio.run(_add(path, source)),
        "LlamaIndex, Chroma's function": lambda path: index_with_llama(path, passages, chroma),
        "LlamaIndex, our embedding": lambda path: index_with_llama(path, passages, minilm),
    }
    seconds: dict[str, list[float]] = {name: [] for name in systems}
    with progress("Indexing", rounds * len(systems)) as advance:
        for number in range(rounds):
            for name, index in _in_turn(systems, number):
                path = folder / f"{number} {name}"
                started = time.perf_counter()
                index(path)
                seconds[name].append(time.perf_counter() - started)
                advance(1)
    return seconds


def _in_turn(systems: Mapping[str, T], number: int) -> list[tuple[str, T]]:
    """Forwards in one round, backwards in the next."""
    return list(systems.items())[:: 1 if number % 2 == 0 else -1]


async def _add(folder: Path, source: Path) -> None:
    async with open_folder(Options(folder, EmbeddingSpec())) as opened:
        items = read_sources([str(source)], max_bytes=MAX_BYTES)
        async for _ in opened.library(LIBRARY).add(items):
            pass


def _result(
    articles: int,
    passages: int,
    rounds: int,
    embedded: Mapping[str, Run],
    indexed: Mapping[str, list[float]],
) -> Result:
    exact = embedded["Chroma's function"].vectors
    cosines = (embedded["ours"].vectors * exact).sum(axis=1)
    embedding = _rates({name: run.seconds for name, run in embedded.items()}, passages)
    indexing = _rates(indexed, articles)
    ratio = embedding["Chroma's function"]["ours_is_faster"]
    return Result(
        suite="speed",
        settings={"articles": articles, "passages": passages, "rounds": rounds},
        figures={
            "passages_embedded": embedding,
            "articles_indexed": indexing,
            "cosine_to_fp32": {"mean": float(cosines.mean()), "least": float(cosines.min())},
        },
        tables=[
            _table(f"speed: embedding {passages} passages", "passages/s", embedding),
            _table(f"speed: indexing {articles} articles", "articles/s", indexing),
        ],
        goals=[
            Goal("times Chroma's function, embedding", ratio, least=1.8),
            Goal("mean cosine to fp32", float(cosines.mean()), least=0.99),
        ],
        notes=[
            f"The least cosine to fp32 is {cosines.min():.4f}.",
            "Ours reads, splits and stores articles and words too; LlamaIndex is given our "
            "passages and stores vectors.",
        ],
    )


def _rates(seconds: Mapping[str, list[float]], count: int) -> dict[str, dict[str, float]]:
    """Medians over the rounds, and the median of the rounds' ratios."""
    return {
        name: {
            "a_second": count / median(taken),
            "slowest": count / max(taken),
            "fastest": count / min(taken),
            "ours_is_faster": median(
                theirs / ours for theirs, ours in zip(taken, seconds["ours"], strict=True)
            ),
        }
        for name, taken in seconds.items()
    }


def _table(title: str, unit: str, rates: Mapping[str, Mapping[str, float]]) -> Table:
    rows = tuple(
        (
            name,
            f"{rate['a_second']:.1f}",
            f"{rate['slowest']:.1f}–{rate['fastest']:.1f}",
            f"{rate['ours_is_faster']:.2f}×",
        )
        for name, rate in rates.items()
    )
    return Table(title, ("system", f"{unit}, median", "range", "ours is faster"), rows)
