"""Two rankings into one: weighted reciprocal rank fusion.

Cormack, Clarke and Büttcher, "Reciprocal rank fusion outperforms Condorcet and individual rank
learning methods", SIGIR 2009. The constants were chosen on one part of a data set; ``DECISIONS.md``
has the figures.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.values import Ranks

DENSE_WEIGHT = 1.0
LEXICAL_WEIGHT = 1.0
RANK_CONSTANT = 10


def fuse(
    dense: Sequence[tuple[str, float]], lexical: Sequence[tuple[str, float]]
) -> list[tuple[str, float, Ranks]]:
    """Names with their fused scores, best first, and where either search ranked them.

    Both arguments are names with raw scores, best first, each name at most once.
    """
    similarity = {name: (rank, score) for rank, (name, score) in enumerate(dense, 1)}
    words = {name: (rank, score) for rank, (name, score) in enumerate(lexical, 1)}
    fused = []
    for name in dict.fromkeys([*similarity, *words]):
        dense_rank, cosine = similarity.get(name, (None, None))
        lexical_rank, bm25 = words.get(name, (None, None))
        score = _share(dense_rank, DENSE_WEIGHT) + _share(lexical_rank, LEXICAL_WEIGHT)
        fused.append((name, score, Ranks(dense_rank, cosine, lexical_rank, bm25)))
    return sorted(fused, key=lambda entry: -entry[1])


def _share(rank: int | None, weight: float) -> float:
    return 0.0 if rank is None else weight / (RANK_CONSTANT + rank)
