"""Two rankings into one: a convex combination of their scores, each scaled to [0, 1].

A score is scaled between the least that its search can give, -1 for a cosine and 0 for BM25, and
the best that was found: TM2C2 of Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid
Retrieval", ACM TOIS 42(1), 2023. The share was chosen on one part of a data set; ``DECISIONS.md``
has the figures.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.values import Ranks

DENSE_SHARE = 0.5

_LEAST_COSINE, _LEAST_BM25 = -1.0, 0.0


def fuse(
    dense: Sequence[tuple[str, float]], lexical: Sequence[tuple[str, float]]
) -> list[tuple[str, float, Ranks]]:
    """Names with their fused scores in [0, 1], best first, and where either search ranked them.

    Both arguments are names with raw scores, best first, each name at most once: cosines, and
    BM25 scores. What one search did not find has the least score there.
    """
    similarity = {name: (rank, score) for rank, (name, score) in enumerate(dense, 1)}
    words = {name: (rank, score) for rank, (name, score) in enumerate(lexical, 1)}
    near, told = _scaled(dense, _LEAST_COSINE), _scaled(lexical, _LEAST_BM25)
    fused = []
    for name in dict.fromkeys([*similarity, *words]):
        score = DENSE_SHARE * near.get(name, 0.0) + (1 - DENSE_SHARE) * told.get(name, 0.0)
        dense_rank, cosine = similarity.get(name, (None, None))
        lexical_rank, bm25 = words.get(name, (None, None))
        fused.append((name, score, Ranks(dense_rank, cosine, lexical_rank, bm25)))
    return sorted(fused, key=lambda entry: -entry[1])


def _scaled(ranking: Sequence[tuple[str, float]], least: float) -> dict[str, float]:
    best = max((score for _, score in ranking), default=least)
    if best <= least:
        return {}
    return {name: (score - least) / (best - least) for name, score in ranking}
