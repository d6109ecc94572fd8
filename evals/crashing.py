"""The crash campaign: kill ``add`` at random moments and hold the folder to what it promised.

After each restart every article is wholly there and findable, or wholly absent and addable;
``doctor`` finds the folder healthy; and nothing that had its receipt is lost.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from evals.data import MAX_BYTES, write_lines
from evals.hashed import UNDECIDED
from evals.invented import Invented, invent
from evals.killing import Moment, Pace, Run, environment, moments, run_add
from evals.soundness import findings, lost_in_search, unsound
from index.embedding.configured import EmbeddingSpec
from index.folder import Folder, Options, open_folder
from index.indexing import BATCH_ARTICLES
from index.ingest.reading import read_sources
from index.reader.configured import ReaderSpec
from index.values import Receipt

LIBRARY = "default"
_ROUNDS_A_FOLDER = 4
_SAMPLE = 10
_ATTEMPTS = 5
_PACE_ARTICLES = 5 * BATCH_ARTICLES


@dataclass(frozen=True, slots=True)
class Round:
    """One kill and what was found after it. ``problems`` are sentences; there should be none."""

    number: int
    killed_at: Moment
    killed: bool
    acknowledged: int
    stored: int
    problems: tuple[str, ...]


@dataclass(slots=True)
class _Case:
    """A data folder over several rounds: all that was ever given to it, and what must be there."""

    data: Path
    given: dict[str, Invented] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Campaign:
    """How to crash: in a folder of its own, with so many articles a round.

    A ``thorough`` one searches for every article after every kill, adds all again that a folder was
    ever given before it leaves it, and has ``footnote doctor`` say what it finds. The other takes
    samples, adds the last file again and asks ``doctor`` in this process. ``embedding`` is one
    that takes no arguments.
    """

    workspace: Path
    articles: int = 200
    thorough: bool = True
    seed: int = 0
    embedding: EmbeddingSpec = field(default_factory=EmbeddingSpec)

    def run(self, rounds: int, report: Callable[[Round], None] = lambda _: None) -> list[Round]:
        """Kill so many times, each time in a folder that is new or has lived through others."""
        planned = moments(Random(self.seed), self._pace(), self.articles, rounds)
        done: list[Round] = []
        case = _Case(self.workspace / "unused")
        for number, at in enumerate(planned):
            if number % _ROUNDS_A_FOLDER == 0:
                shutil.rmtree(case.data, ignore_errors=True)
                case = _Case(self.workspace / f"data-{number}")
            ends = number % _ROUNDS_A_FOLDER == _ROUNDS_A_FOLDER - 1 or number == rounds - 1
            done.append(self._round(case, number, at, last=ends))
            report(done[-1])
            if done[-1].problems:
                # What was found broken is left for inspection.
                case = _Case(self.workspace / f"data-{number}-after")
        return done

    def _pace(self) -> Pace:
        data = self.workspace / "unharmed"
        run = run_add(self._file(invent(_PACE_ARTICLES, 0)), data, self.embedding)
        shutil.rmtree(data)
        if run.status != 0 or len(run.receipts) != _PACE_ARTICLES:
            raise RuntimeError(f"`add` failed though it was left alone (status {run.status}).")
        return run.pace()

    def _round(self, case: _Case, number: int, at: Moment, *, last: bool) -> Round:
        articles, run = self._killed(case, number, at)
        problems = self._doctor(case) if number % 2 == 0 else []
        again = list(case.given.values()) if self.thorough else articles
        stored, found = asyncio.run(self._examine(case, again if last else []))
        problems += found
        problems += self._doctor(case) if number % 2 == 1 else []
        killed = run.status is None
        return Round(number, at, killed, len(run.receipts), stored, tuple(problems))

    def _killed(self, case: _Case, number: int, at: Moment) -> tuple[list[Invented], Run]:
        """Add new articles and kill; others again, and sooner, where that came too late."""
        for attempt in range(_ATTEMPTS):
            articles = invent(self.articles, 1 + number * _ATTEMPTS + attempt)
            case.given |= {article.url: article for article in articles}
            sooner = Moment(at.receipts, at.seconds * 0.7**attempt)
            run = run_add(self._file(articles), case.data, self.embedding, sooner)
            case.kept |= {receipt["article"]["url"] for receipt in run.receipts}
            if run.status is None:
                break
        return articles, run

    def _file(self, articles: Sequence[Invented]) -> Path:
        records = (article.as_line() for article in articles)
        return write_lines(self.workspace / "articles.jsonl", records)

    async def _examine(self, case: _Case, again: Sequence[Invented]) -> tuple[int, list[str]]:
        """How many articles are stored, and what is wrong, before and after some are added."""
        # What is looked for are articles, so nothing needs to be read in them.
        options = Options(case.data, self.embedding, reader=ReaderSpec(UNDECIDED))
        async with open_folder(options) as folder:
            stored, problems = await self._inspect(case, folder)
            if again:
                source = self._file(again)
                problems += await _add_again(folder, source, case.given, stored)
                case.kept |= {article.url for article in again}
                _, after = await self._inspect(case, folder)
                problems += after
        return len(stored), problems

    async def _inspect(self, case: _Case, folder: Folder) -> tuple[set[str], list[str]]:
        stored, problems = await unsound(folder, LIBRARY, case.given)
        problems += [f"{url} had its receipt and is lost" for url in sorted(case.kept - stored)]
        case.kept |= stored
        wanted = [case.given[url] for url in sorted(stored)]
        if not self.thorough:
            wanted = Random(len(wanted)).sample(wanted, min(_SAMPLE, len(wanted)))
        problems += await lost_in_search(folder, LIBRARY, wanted)
        return stored, problems + await findings(folder)

    def _doctor(self, case: _Case) -> list[str]:
        if not self.thorough or not (case.data / "catalogue.sqlite3").exists():
            return []
        done = subprocess.run(
            [sys.executable, "-m", "bot", "doctor", "--data", str(case.data)],
            cwd=self.workspace,
            env=environment(self.embedding),
            capture_output=True,
            text=True,
            check=False,
        )
        said = " ".join((done.stdout + done.stderr).split())
        return [] if done.returncode == 0 else [f"doctor ended {done.returncode}: {said}"]


async def _add_again(
    folder: Folder, source: Path, given: Mapping[str, Invented], stored: set[str]
) -> list[str]:
    """Add a file in full: what was stored is unchanged, the rest is new."""
    problems = []
    items = read_sources([str(source)], max_bytes=MAX_BYTES)
    async for receipt in folder.library(LIBRARY).add(items):
        if not isinstance(receipt, Receipt):
            problems.append(f"{receipt.origin} was refused: {receipt.reason}")
            continue
        url = receipt.article.url or ""
        wanted = "unchanged" if url in stored else "new"
        if url not in given or receipt.outcome != wanted or not receipt.indexed:
            problems.append(f"{url} added again is {receipt.outcome}, not {wanted}")
    return problems
