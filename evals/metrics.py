"""Figures told from rankings and texts: ranks, hits, intervals, percentiles."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence, Set
from typing import Literal, TypeAlias

import numpy as np

Part: TypeAlias = Literal["choose", "confirm"]

_RESAMPLES = 10_000


def part_of(question_id: str) -> Part:
    """Which half a question is in: one to choose constants on, one to confirm them on."""
    digest = hashlib.sha256(question_id.encode()).digest()
    return "choose" if int.from_bytes(digest) % 2 == 0 else "confirm"


def first_rank(found: Iterable[str], gold: Set[str]) -> int | None:
    """The 1-based rank of the first that is gold; repeated names count once."""
    for rank, name in enumerate(dict.fromkeys(found), 1):
        if name in gold:
            return rank
    return None


def hit(rank: int | None, depth: int) -> float:
    """1 where the rank is at most ``depth``, else 0."""
    return float(rank is not None and rank <= depth)


def reciprocal(rank: int | None, depth: int = 10) -> float:
    """1 / rank, or 0 beyond ``depth``."""
    return 1 / rank if rank is not None and rank <= depth else 0.0


def mean(values: Sequence[float]) -> float:
    """The mean, 0 of nothing."""
    return sum(values) / len(values) if values else 0.0


def difference(ours: Sequence[float], theirs: Sequence[float]) -> tuple[float, float, float]:
    """The mean of ours minus theirs, and its 95 % interval by paired bootstrap.

    Values at one place are of one question. Efron and Tibshirani, "An Introduction to the
    Bootstrap", 1993, chapter 13; the resamples are the same in every run.
    """
    paired = np.asarray(ours, dtype=np.float64) - np.asarray(theirs, dtype=np.float64)
    if not len(paired):
        return 0.0, 0.0, 0.0
    chosen = np.random.default_rng(0).integers(len(paired), size=(_RESAMPLES, len(paired)))
    low, high = np.percentile(paired[chosen].mean(axis=1), [2.5, 97.5])
    return float(paired.mean()), float(low), float(high)


def area_under_curve(scores: Sequence[float], right: Sequence[bool]) -> float:
    """How often what is right scores higher than what is not (ROC AUC); ties count half.

    One half where there is nothing of either kind.
    """
    told = np.asarray(scores, dtype=np.float64)
    mask = np.asarray(right, dtype=bool)
    above, below = told[mask][:, None], told[~mask][None, :]
    if not above.size or not below.size:
        return 0.5
    return float((above > below).mean() + (above == below).mean() / 2)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` per cent of the values do not exceed."""
    return float(np.percentile(np.asarray(values, dtype=np.float64), share))


def plain(text: str) -> str:
    """Words in lower case with a space between, and nothing else."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def holds(text: str, answer: str) -> bool:
    """Whether the words of the answer stand in the text, one after the other."""
    return f" {plain(answer)} " in f" {plain(text)} "


def shingles(text: str, size: int) -> set[tuple[str, ...]]:
    """All runs of ``size`` words, or the whole text where it has fewer."""
    words = plain(text).split()
    runs = {tuple(words[at : at + size]) for at in range(len(words) - size + 1)}
    return runs or {tuple(words)}


def share_of(part: Set[tuple[str, ...]], whole: Set[tuple[str, ...]]) -> float:
    """Which share of the runs of ``part`` are in ``whole``."""
    return len(part & whole) / len(part) if part else 0.0
