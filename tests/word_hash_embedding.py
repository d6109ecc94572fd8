"""A tiny deterministic embedding for the tests, named in settings as any other would be."""

from __future__ import annotations

import re
import time
from hashlib import blake2b
from typing import ClassVar

from llama_index.core.base.embeddings.base import BaseEmbedding

NAME = "word_hash_embedding:WordHashEmbedding"
DIMENSIONS = 64


class WordHashEmbedding(BaseEmbedding):
    """Counts words in 64 buckets, one text at a time and synchronously, as many local models do.

    ``pause_ms`` makes each text slow, ``salt`` makes another space.
    """

    embedded: ClassVar[list[str]] = []
    """Every text that was embedded in this process, in order."""

    pause_ms: float = 0
    salt: str = ""

    @classmethod
    def class_name(cls) -> str:
        """The name under which LlamaIndex serialises this class."""
        return "WordHashEmbedding"

    def _get_text_embedding(self, text: str) -> list[float]:
        time.sleep(self.pause_ms / 1000)
        self.embedded.append(text)
        return self._counted(text)

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._counted(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._counted(query)

    def _counted(self, text: str) -> list[float]:
        vector = [0.0] * DIMENSIONS
        for word in re.findall(r"\w+", text.casefold()):
            digest = blake2b(f"{self.salt}{word}".encode(), digest_size=2).digest()
            vector[int.from_bytes(digest) % DIMENSIONS] += 1.0
        return vector
