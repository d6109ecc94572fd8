"""The seam between the index and whatever LlamaIndex embedding is configured."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from numpy.typing import NDArray

from index.embedding.configured import EmbeddingSpec, load_embedding
from index.embedding.minilm import MiniLMEmbedding
from index.errors import EmbeddingError

Vector: TypeAlias = NDArray[np.float32]


class Embedder:
    """Texts into unit vectors, off the event loop. Foreign errors leave as ``EmbeddingError``."""

    def __init__(self, spec: EmbeddingSpec, model: BaseEmbedding) -> None:
        self.spec = spec
        self._model = model

    async def texts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a text, in order: shape (len(texts), dimensions)."""
        if isinstance(self._model, MiniLMEmbedding):
            return await asyncio.to_thread(self._model.embed, texts)
        try:
            return _unit(await self._model.aget_text_embedding_batch(list(texts)))
        except Exception as exc:
            raise self._failed(exc) from exc

    async def question(self, text: str) -> Vector:
        """The unit vector of a question: shape (dimensions,)."""
        if isinstance(self._model, MiniLMEmbedding):
            vectors = await asyncio.to_thread(self._model.embed, [text])
            return np.asarray(vectors[0], dtype=np.float32)
        try:
            return np.asarray(
                _unit([await self._model.aget_query_embedding(text)])[0], dtype=np.float32
            )
        except Exception as exc:
            raise self._failed(exc) from exc

    def _failed(self, exc: Exception) -> EmbeddingError:
        # Every integration raises errors of its own, which share no base.
        return EmbeddingError(
            f"The embedding {self.spec.name} failed ({exc}); check its settings and try again."
        )


def load_embedder(spec: EmbeddingSpec) -> Embedder:
    """The embedder of a specification. Raises ``SettingsError`` where it cannot be made."""
    return Embedder(spec, load_embedding(spec))


def _unit(vectors: Sequence[Sequence[float]]) -> NDArray[np.float32]:
    matrix = np.asarray(vectors, dtype=np.float32)
    lengths = np.linalg.norm(matrix, axis=-1, keepdims=True)
    return np.asarray(matrix / np.maximum(lengths, 1e-12), dtype=np.float32)
