"""Two rankings into one: a convex combination of their scores, each scaled to [0, 1].

After Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", ACM TOIS 42(1),
2023. A score is scaled between the best that was found and the most that a passage can have that
was not: the last score of a list that was cut off, else the least that the search can give, -1 for
a cosine and 0 for BM25. The share was chosen on one part of a data set; ``DECISIONS.md`` has the
figures.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.values import Ranks

DENSE_SHARE = 0.4

_LEAST_COSINE, _LEAST_BM25 = -1.0, 0.0


def fuse(
    dense: Sequence[tuple[str, float]], lexical: Sequence[tuple[str, float]], depth: int
) -> list[tuple[str, float, Ranks]]:
    """Names with their fused scores in [0, 1], best first, and where either search ranked them.

    Both arguments are names with raw scores, best first, each name at most once: cosines, and
    BM25 scores. ``depth`` is how many each search was asked for, at which its list was cut off.
    """
    similarity = {name: (rank, score) for rank, (name, score) in enumerate(dense, 1)}
    words = {name: (rank, score) for rank, (name, score) in enumerate(lexical, 1)}
    near, told = _scaled(dense, depth, _LEAST_COSINE), _scaled(lexical, depth, _LEAST_BM25)
    fused = []
    for name in dict.fromkeys([*similarity, *words]):
        score = DENSE_SHARE * near.get(name, 0.0) + (1 - DENSE_SHARE) * told.get(name, 0.0)
        dense_rank, cosine = similarity.get(name, (None, None))
        lexical_rank, bm25 = words.get(name, (None, None))
        ranks = Ranks(dense_rank, cosine, lexical_rank, bm25, score)
        fused.append((name, score, ranks))
    return sorted(fused, key=lambda entry: -entry[1])


def _scaled(ranking: Sequence[tuple[str, float]], depth: int, least: float) -> dict[str, float]:
    scores = [score for _, score in ranking]
    low = min(scores) if len(scores) >= depth else least
    high = max(scores, default=low)
    return {name: (score - low) / (high - low) for name, score in ranking} if high > low else {}
