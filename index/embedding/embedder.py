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
from index.errors import EmbeddingError, FootnoteError

Vector: TypeAlias = NDArray[np.float32]


class Embedder:
    """Texts into unit vectors, off the event loop. Foreign errors leave as ``EmbeddingError``."""

    def __init__(self, spec: EmbeddingSpec, model: BaseEmbedding) -> None:
        self.spec = spec
        self._model = model

    async def texts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a text, in order: shape (len(texts), dimensions)."""
        return await asyncio.to_thread(self._texts, list(texts))

    async def question(self, text: str) -> Vector:
        """The unit vector of a question: shape (dimensions,)."""
        return await asyncio.to_thread(self._question, text)

    # LlamaIndex's own asynchronous methods call the synchronous ones on the loop unless an
    # integration overrides them, so a thread is used for every model.

    def _texts(self, texts: list[str]) -> NDArray[np.float32]:
        try:
            if isinstance(self._model, MiniLMEmbedding):
                return self._model.embed(texts)
            return _unit(self._model.get_text_embedding_batch(texts))
        except FootnoteError:
            raise
        except Exception as exc:
            raise self._failed(exc) from exc

    def _question(self, text: str) -> Vector:
        try:
            return np.asarray(_unit([self._model.get_query_embedding(text)])[0], dtype=np.float32)
        except FootnoteError:
            raise
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
