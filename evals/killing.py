"""``footnote add`` in a process of its own, and its end by SIGKILL at a chosen moment."""

from __future__ import annotations

import json
import math
import multiprocessing
import os
import sys
import time
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random
from typing import Any

from bot.__main__ import main
from evals.data import REPOSITORY
from index.embedding.configured import EmbeddingSpec
from index.indexing import BATCH_ARTICLES

_IMPORTED = ("bot.console.app", "evals.hashed", "index.llama.embedding")
_LOOK_EVERY_SECONDS = 0.002
_LONGEST_SECONDS = 300.0
_AT_START, _AT_END = 0.15, 0.85
"""Of the kills, the first share falls before any receipt, what is over the second at the end."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds of a run left alone: to its first receipt, between batches, after its last."""

    first: float
    batch: float
    closing: float


@dataclass(frozen=True, slots=True)
class Moment:
    """When to kill: so many seconds after so many receipts, or after the start where that is 0."""

    receipts: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Run:
    """What came of one ``add``: its receipts, when each was seen, and how it ended.

    ``status`` is the exit status, None where it was killed.
    """

    receipts: tuple[dict[str, Any], ...]
    seen: tuple[float, ...]
    seconds: float
    status: int | None

    def pace(self) -> Pace:
        """How fast it went."""
        batches = max(1, (len(self.seen) - 1) // BATCH_ARTICLES)
        return Pace(
            first=self.seen[0],
            batch=(self.seen[-1] - self.seen[0]) / batches,
            closing=self.seconds - self.seen[-1],
        )


def moments(random: Random, pace: Pace, articles: int, count: int) -> list[Moment]:
    """Moments of a run in random order, spread over all of it, mostly while it works."""
    drawn = [(place + random.random()) / count for place in range(count)]
    random.shuffle(drawn)
    return [_moment(share, pace, articles) for share in drawn]


def _moment(share: float, pace: Pace, articles: int) -> Moment:
    """The moment at a share of a run.

    It counts from the receipts, so that it stays where it is meant to be on a machine that is
    slower now than when the pace was taken.
    """
    if share < _AT_START:
        return Moment(0, share / _AT_START * pace.first)
    if share >= _AT_END:
        return Moment(articles, (share - _AT_END) / (1 - _AT_END) * pace.closing)
    batches = (share - _AT_START) / (_AT_END - _AT_START) * math.ceil(articles / BATCH_ARTICLES)
    batch, into = int(batches), batches % 1
    if batch == 0:
        return Moment(0, max(0.0, pace.first - pace.batch * (1 - into)))
    return Moment(batch * BATCH_ARTICLES, into * pace.batch)


def run_add(
    source: Path, data: Path, embedding: EmbeddingSpec, kill_at: Moment | None = None
) -> Run:
    """Add a file's articles; kill the process at the moment given.

    It is forked from one that has imported all that it needs, so that what is killed is at work.
    """
    output = data.with_suffix(".receipts")
    output.write_bytes(b"")
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(list(_IMPORTED))
    process = forking.Process(target=_add, args=(source, data, output, environment(embedding)))
    process.start()
    try:
        seen, seconds, status = _watch(process, output, kill_at)
    finally:
        process.kill()
        process.join()
    complete = output.read_bytes().split(b"\n")[:-1]
    return Run(tuple(map(json.loads, complete)), tuple(seen), seconds, status)


def _add(source: Path, data: Path, output: Path, surroundings: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(surroundings)
    os.chdir(data.parent)
    with output.open("wb") as receipts, Path(os.devnull).open("wb") as nowhere:
        os.dup2(receipts.fileno(), sys.stdout.fileno())
        os.dup2(nowhere.fileno(), sys.stderr.fileno())
    sys.argv = ["footnote", "add", str(source), "--data", str(data), "--json"]
    main()


def environment(embedding: EmbeddingSpec) -> dict[str, str]:
    """What a process of ours is given: this checkout, and no setting of whoever runs this."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return kept | {"PYTHONPATH": str(REPOSITORY), "EMBEDDING": embedding.name}


def _watch(
    process: BaseProcess, output: Path, kill_at: Moment | None
) -> tuple[list[float], float, int | None]:
    started = time.perf_counter()
    seen: list[float] = []
    while process.is_alive():
        now = time.perf_counter() - started
        lines = output.read_bytes().count(b"\n")
        seen += [now] * (lines - len(seen))
        if kill_at is not None and _is_due(kill_at, seen, now):
            return seen, now, None
        if now > _LONGEST_SECONDS:
            raise TimeoutError(f"`add` took over {_LONGEST_SECONDS:.0f} s.")
        time.sleep(_LOOK_EVERY_SECONDS)
    return seen, time.perf_counter() - started, process.exitcode


def _is_due(at: Moment, seen: list[float], now: float) -> bool:
    if len(seen) < at.receipts:
        return False
    return now >= at.seconds + (seen[at.receipts - 1] if at.receipts else 0.0)
