"""Whether near and reworded copies are recognised as one story, and what that costs at adding.

The pairs of ``sets/copies.jsonl`` are labelled by hand; the thresholds were set in sight of all of
them, so neither half is unseen; those of ``sets/copies_fresh.jsonl`` were drawn and labelled after
that and have changed nothing. They are measured through the program: all their articles are added
to a library, and a pair is found where both are of one story. The costs are of a library of all
articles of the quiz: what an article's step takes there once its passages are embedded, with the
sentences of doubtful pairs embedded anew each time. Processor time counts, which other work on the
machine lengthens less than the clock.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from evals.data import folder_of, read_lines, write_lines
from evals.libraries import LIBRARY, fill
from evals.metrics import mean, part_of, percentile
from evals.quiz import quiz_folder
from evals.report import Goal, Limits, Result, Table, progress
from evals.sets import CopyPair, Corpus, copy_pairs, fresh_copy_pairs
from index.derived import Derived
from index.embedding.configured import EmbeddingSpec
from index.embedding.embedder import load_embedder
from index.folder import Folder, Options, open_folder
from index.stories.finding import related

_FIELDS: Mapping[Corpus, str] = {"realtimeqa-2022": "url", "ap-news": "id"}
_TIMED = 200
_MOST_MS = 50.0
_GROUPS = ("all", "choose", "confirm", *_FIELDS, "fresh")


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled pair, and whether the program took it for one story.

    ``fresh`` is whether no threshold was set in its sight.
    """

    pair: CopyPair
    found: bool
    fresh: bool


def run(limits: Limits) -> Result:
    """Measure the labelled pairs, the seed articles, and the time."""
    judged = [one for corpus in _FIELDS for one in asyncio.run(_judge(corpus))]
    seed = asyncio.run(_seed_is_one())
    spent, clock = zip(*asyncio.run(_time(limits.articles)), strict=True)
    figures = {name: _figures(_group(judged, name)) for name in _GROUPS}
    return Result(
        suite="copies",
        settings={"pairs": len(judged), "articles": limits.articles, "timed": len(spent)},
        figures={
            "pairs": figures,
            "missed": [one.pair.id for one in judged if one.pair.copy and not one.found],
            "wrong": [one.pair.id for one in judged if one.found and not one.pair.copy],
            "seed_is_one_story": seed,
            "processor_ms": _spread(spent),
            "clock_ms": _spread(clock),
        },
        tables=[_table(figures)],
        goals=[
            Goal("precision, all pairs", figures["all"]["precision"], least=0.9),
            Goal("recall, all pairs", figures["all"]["recall"], least=0.85),
            Goal("the seed articles are one story", float(seed), least=1),
            Goal("ms of a processor an article, mean", mean(spent), most=_MOST_MS),
        ],
    )


async def _judge(corpus: Corpus) -> list[Judged]:
    """Add the articles of the pairs to a library and see which are one story."""
    key, fresh = _FIELDS[corpus], fresh_copy_pairs(corpus)
    pairs = [*copy_pairs(corpus), *fresh]
    wanted = {name for pair in pairs for name in (pair.one, pair.other)}
    records = [
        record
        for record in read_lines(folder_of(corpus) / "articles.jsonl.gz")
        if record[key] in wanted
    ]
    with tempfile.TemporaryDirectory() as data, progress(f"Adding {corpus}", len(records)) as told:
        source = write_lines(Path(data) / "articles.jsonl", records)
        async with open_folder(Options(Path(data) / "data", EmbeddingSpec())) as folder:
            receipts, _ = await fill(folder.library(LIBRARY), [source], told)
            ids = [receipt.article.id for receipt in receipts]
            names = dict(zip((record[key] for record in records), ids, strict=True))
            groups = await asyncio.to_thread(_stories, folder, ids)
    return [
        Judged(pair, names[pair.other] in groups[names[pair.one]], pair in fresh) for pair in pairs
    ]


def _stories(folder: Folder, ids: Sequence[str]) -> dict[str, set[str]]:
    """All articles of each article's story, exact copies among them."""
    lookup = folder.records.lookup
    entries = {entry.article.id: entry for entry in folder.records.catalogue.entries(LIBRARY)}
    standing = {name: entries[name].copy_of or name for name in ids}
    stories = lookup.stories(set(standing.values()))
    return {
        name: {
            other
            for other in ids
            if standing[other] == original or standing[other] in stories.get(original, ())
        }
        for name, original in standing.items()
    }


async def _seed_is_one() -> bool:
    articles = sorted(folder_of("seed-articles").glob("*.txt"))
    with tempfile.TemporaryDirectory() as data:
        async with open_folder(Options(Path(data), EmbeddingSpec())) as folder:
            receipts, _ = await fill(folder.library(LIBRARY), articles, lambda _: None)
    return receipts[-1].story == (receipts[0].article.id,)


async def _time(articles: int | None) -> list[tuple[float, float]]:
    """Milliseconds that looking for near copies takes of some articles of a large library.

    Of the processors, and by the clock.
    """
    async with quiz_folder(articles) as folder:
        shelf = await folder.shelves.shelf(LIBRARY)
        assert shelf is not None
        # The vectors are of the model that ships; the one with a memory would embed nothing here.
        embedder = await asyncio.to_thread(load_embedder, EmbeddingSpec())
        derived = replace(shelf.derived, embedder=embedder)
        entries = await folder.library(LIBRARY).entries()
        ids = sorted(entry.article.id for entry in entries if entry.copy_of is None)
        await _spent(folder, derived, ids[-1])
        chosen = ids[:: max(1, len(ids) // _TIMED)]
        with progress("Timing", len(chosen)) as advance:
            spent = []
            for name in chosen:
                spent.append(await _spent(folder, derived, name))
                advance(1)
    return spent


async def _spent(folder: Folder, derived: Derived, name: str) -> tuple[float, float]:
    records = folder.records
    works = await asyncio.to_thread(records.ledger.work, [name])
    names = [passage.id for passage in works[0].passages]
    known = await asyncio.to_thread(derived.vectors.get, names)
    vectors = np.stack([known[passage] for passage in names])
    processor, clock = time.process_time(), time.perf_counter()
    await related(LIBRARY, works, vectors, derived, records.lookup)
    return (time.process_time() - processor) * 1000, (time.perf_counter() - clock) * 1000


def _spread(spent: Sequence[float]) -> dict[str, float]:
    shares = {"p50": percentile(spent, 50), "p95": percentile(spent, 95)}
    return {"mean": mean(spent), **shares, "most": max(spent)}


def _group(judged: Sequence[Judged], name: str) -> list[Judged]:
    if name == "fresh":
        return [one for one in judged if one.fresh]
    known = [one for one in judged if not one.fresh]
    return [one for one in known if name in ("all", part_of(one.pair.id), one.pair.corpus)]


def _figures(judged: Sequence[Judged]) -> dict[str, Any]:
    right = sum(one.found and one.pair.copy for one in judged)
    found, copies = sum(one.found for one in judged), sum(one.pair.copy for one in judged)
    return {
        "pairs": len(judged),
        "copies": copies,
        "precision": right / found if found else 1.0,
        "recall": right / copies if copies else 1.0,
    }


def _table(figures: Mapping[str, Mapping[str, Any]]) -> Table:
    rows = tuple(
        (
            name,
            str(told["pairs"]),
            str(told["copies"]),
            f"{told['precision']:.3f}",
            f"{told['recall']:.3f}",
        )
        for name, told in figures.items()
    )
    return Table("copies", ("part", "pairs", "copies", "precision", "recall"), rows)
