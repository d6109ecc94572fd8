"""The rule of scrapinghub's article-extraction-benchmark: runs of four words, a page a vote.

https://github.com/scrapinghub/article-extraction-benchmark, ``evaluate.py`` (MIT).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_SIZE = 4
_RESAMPLES = 10_000


@dataclass(frozen=True, slots=True)
class Score:
    """Means over pages of the share of right runs, of found runs, and F1 of the two."""

    precision: float
    recall: float
    f1: float


def page_score(wanted: str, found: str) -> tuple[float, float]:
    """Precision and recall of one page; NaN where nothing was found, or nothing is wanted.

    Runs count as often as they stand there. Words are compared with their case, a text of fewer
    than four is one run.
    """
    gold, ours = _runs(wanted), _runs(found)
    if gold == ours:
        return 1.0, 1.0
    right = (gold & ours).total()
    precision = right / ours.total() if ours else float("nan")
    return precision, right / gold.total() if gold else float("nan")


def score(pages: Sequence[tuple[float, float]]) -> Score:
    """The means over those pages where there is something to take them of."""
    precision, recall = np.nanmean(np.asarray(pages, dtype=np.float64), axis=0)
    return Score(float(precision), float(recall), float(_f1(precision, recall)))


def f1_difference(
    ours: Sequence[tuple[float, float]], theirs: Sequence[tuple[float, float]]
) -> tuple[float, float, float]:
    """F1 of ours minus theirs on the same pages, and its 95 % interval by paired bootstrap.

    Pages are drawn with replacement, the same for both; the draws are the same in every run.
    """
    pages = len(ours)
    chosen = np.random.default_rng(0).integers(pages, size=(_RESAMPLES, pages))
    drawn = _resampled(ours, chosen) - _resampled(theirs, chosen)
    low, high = np.percentile(drawn, [2.5, 97.5])
    return score(ours).f1 - score(theirs).f1, float(low), float(high)


def _resampled(
    pages: Sequence[tuple[float, float]], chosen: NDArray[np.int64]
) -> NDArray[np.float64]:
    means = np.nanmean(np.asarray(pages, dtype=np.float64)[chosen], axis=1)
    return _f1(means[:, 0], means[:, 1])


def _f1(
    precision: NDArray[np.float64] | np.float64, recall: NDArray[np.float64] | np.float64
) -> NDArray[np.float64]:
    return np.asarray(2 * precision * recall / (precision + recall), dtype=np.float64)


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    runs = (tuple(words[at : at + _SIZE]) for at in range(max(1, len(words) - _SIZE + 1)))
    return Counter(run for run in runs if run)
