"""Texts that say much the same, told by their embeddings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.embedding.embedder import Embedder

_ALIKE = 0.7
"""The cosine from which on two questions are shown as one: the same thing asked in other words."""


async def alike(texts: Sequence[str], embedder: Embedder) -> list[tuple[str, ...]]:
    """Groups of texts, the largest first and each in the order given.

    A text joins the group whose first one it is likest to (leader clustering, Hartigan 1975), so
    that a group never drifts away from what it is shown as.
    """
    if not texts:
        return []
    vectors = await embedder.texts(texts)
    leaders: list[int] = []
    groups: list[list[str]] = []
    for number, text in enumerate(texts):
        likeness = vectors[leaders] @ vectors[number] if leaders else np.zeros(0)
        best = int(likeness.argmax()) if leaders else -1
        if leaders and likeness[best] >= _ALIKE:
            groups[best].append(text)
        else:
            leaders.append(number)
            groups.append([text])
    return [tuple(group) for group in sorted(groups, key=len, reverse=True)]
