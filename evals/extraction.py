"""Articles out of real pages beside what other extractors find, and what is refused or quoted.

Precision and recall are of the text that can be quoted, walls included: whether a page is refused
is counted by itself.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from pathlib import Path
from typing import TypeAlias

from evals.data import folder_of
from evals.extracting import INSTALL, OURS, PLAIN, Extract, extractors, refusal, without_title
from evals.furnished import furniture_quoted
from evals.metrics import mean, part_of
from evals.report import Advance, Goal, Limits, Result, Table, progress
from evals.shingling import Score, f1_difference, page_score, score

_LEAST_F1 = 0.97
_LEAST_PRECISION = 0.96
_MOST_MILLISECONDS = 100
_ARTICLE = 1_000
"""Characters of the shortest article that must not be refused: less may be the start of one."""
_PARTS = ("choose", "confirm", "all")
_TITLED = f"{PLAIN}, title taken off"
Scores: TypeAlias = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class _Page:
    name: str
    html: str
    wanted: str


@dataclass(frozen=True, slots=True)
class _Run:
    """An extractor on every page: precision and recall, milliseconds, pages that it failed on."""

    scores: Scores
    milliseconds: float
    failed: int


@dataclass(frozen=True, slots=True)
class _Found:
    """What is told of all pages: ``refused`` holds how long the refused articles are, by page."""

    pages: Sequence[_Page]
    runs: Mapping[str, _Run]
    refused: Mapping[str, int]
    furniture: int
    furniture_quoted: int

    def scores(self, part: str) -> dict[str, Scores]:
        """The scores of every extractor on one part of the pages."""
        kept = [part == "all" or part_of(page.name) == part for page in self.pages]
        return {name: list(compress(one.scores, kept)) for name, one in self.runs.items()}


def run(limits: Limits) -> Result:
    """Extract every page with all that is installed; constants were chosen on one half."""
    pages = _pages(limits.articles)
    known = extractors()
    installed = {name: one for name, one in known.items() if one is not None}
    installed[_TITLED] = without_title
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    with progress("Extracting", len(pages) * len(installed)) as advance:
        runs = {name: _measured(one, pages, advance) for name, one in installed.items()}
    refused = {page.name[:8]: len(page.wanted) for page in pages if refusal(page.html)}
    found = _Found(pages, runs, refused, *asyncio.run(furniture_quoted()))
    missing = " and ".join(sorted(known.keys() - installed))
    return _result(found, [f"{missing} not installed: {INSTALL}"] if missing else [])


def _pages(limit: int | None) -> list[_Page]:
    folder = folder_of("extraction")
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    return [
        _Page(name, _html(folder / "html" / f"{name}.html.gz"), truth[name]["articleBody"])
        for name in sorted(truth)[:limit]
    ]


def _html(path: Path) -> str:
    with gzip.open(path, "rt", encoding="utf-8") as page:
        return page.read()


def _measured(extract: Extract, pages: Sequence[_Page], advance: Advance) -> _Run:
    scores: Scores = []
    spent: list[float] = []
    failed = 0
    for page in pages:
        began = time.perf_counter()
        try:
            text = extract(page.html)
        except Exception:
            text, failed = "", failed + 1
        spent.append(1_000 * (time.perf_counter() - began))
        scores.append(page_score(page.wanted, text))
        advance(1)
    return _Run(scores, mean(spent), failed)


def _result(found: _Found, notes: Sequence[str]) -> Result:
    parts = {part: found.scores(part) for part in _PARTS}
    told = {part: {name: score(one) for name, one in of.items()} for part, of in parts.items()}
    gains = {part: _gains(of) for part, of in parts.items()}
    return Result(
        suite="extraction",
        settings={"pages": len(found.pages), "rule": "scrapinghub/article-extraction-benchmark"},
        figures={
            "scores": {
                part: {name: _row(one) for name, one in of.items()} for part, of in told.items()
            },
            "f1_ours_minus": gains,
            "milliseconds": {name: one.milliseconds for name, one in found.runs.items()},
            "failed": {name: one.failed for name, one in found.runs.items()},
            "refused": dict(found.refused),
            "furniture_lines": found.furniture,
        },
        tables=[_table(part, told[part], gains[part], found.runs) for part in _PARTS],
        goals=_goals(found, told["all"][OURS], told["confirm"][OURS]),
        notes=notes,
    )


def _goals(found: _Found, whole: Score, confirmed: Score) -> list[Goal]:
    added = found.runs[OURS].milliseconds - found.runs[PLAIN].milliseconds
    lost = sum(length >= _ARTICLE for length in found.refused.values())
    return [
        Goal("F1 of all pages", whole.f1, least=_LEAST_F1),
        Goal("precision of all pages", whole.precision, least=_LEAST_PRECISION),
        Goal("F1 of the confirming half", confirmed.f1, least=_LEAST_F1),
        Goal("precision of the confirming half", confirmed.precision, least=_LEAST_PRECISION),
        Goal("articles refused", lost, most=0),
        Goal("quotes of page furniture", found.furniture_quoted, most=0),
        Goal("milliseconds a page beside trafilatura", added, most=_MOST_MILLISECONDS),
    ]


def _gains(scores: Mapping[str, Scores]) -> dict[str, tuple[float, float, float]]:
    others = [name for name in scores if name != OURS]
    return {name: f1_difference(scores[OURS], scores[name]) for name in others}


def _row(one: Score) -> list[float]:
    return [one.precision, one.recall, one.f1]


def _table(
    part: str,
    told: Mapping[str, Score],
    gains: Mapping[str, tuple[float, float, float]],
    runs: Mapping[str, _Run],
) -> Table:
    rows = []
    for name, one in told.items():
        gain = "" if name == OURS else "{:+.3f} [{:+.3f}, {:+.3f}]".format(*gains[name])
        figures = (f"{figure:.4f}" for figure in _row(one))
        timing, failed = f"{runs[name].milliseconds:.0f}", str(runs[name].failed)
        rows.append((name, *figures, gain, timing, failed))
    columns = ("", "precision", "recall", "F1", "ours minus it, 95 %", "ms a page", "failed")
    return Table(f"extraction: {part}", columns, tuple(rows))
