"""Models that cost nothing, where it is the stores that are measured."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from numpy.typing import NDArray

from index.embedding.minilm import DIMENSIONS

NAME = "evals.hashed:HashedWords"
UNDECIDED = "evals.hashed:Undecided"


class HashedWords(BaseEmbedding):
    """The sum of a random direction for each word: texts that share words are near each other."""

    @classmethod
    def class_name(cls) -> str:
        """The name under which LlamaIndex serialises this class."""
        return "HashedWords"

    def _get_text_embedding(self, text: str) -> list[float]:
        words = {word for word in re.findall(r"\w+", text.casefold()) if len(word) > 3}
        summed = sum(map(_direction, words), np.full(DIMENSIONS, 1e-3, dtype=np.float32))
        return [float(value) for value in summed]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


class Undecided:
    """A reader to which every sentence is as likely to answer, so the search's order stays."""

    def predict(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Even odds for each pair."""
        return [0.5] * len(pairs)


@lru_cache(maxsize=100_000)
def _direction(word: str) -> NDArray[np.float32]:
    seed = int.from_bytes(blake2b(word.encode(), digest_size=8).digest())
    return np.random.default_rng(seed).standard_normal(DIMENSIONS, dtype=np.float32)
