"""The seam between the index and whatever embedding is configured."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from index.embedding.configured import EmbeddingSpec, TextEncoder, load_encoder
from index.embedding.minilm import Weights
from index.errors import EmbeddingError, FootnoteError

Vector: TypeAlias = NDArray[np.float32]


class Embedder:
    """Texts into unit vectors, off the event loop. Foreign errors leave as ``EmbeddingError``.

    The last question's vector is kept, since an answer asks for it twice.
    """

    def __init__(self, spec: EmbeddingSpec, encoder: TextEncoder) -> None:
        self.spec = spec
        self._encoder = encoder
        self._asked: tuple[str, Vector] | None = None

    async def texts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a text, in order: shape (len(texts), dimensions)."""
        return await asyncio.to_thread(self._texts, list(texts))

    async def question(self, text: str) -> Vector:
        """The unit vector of a question: shape (dimensions,)."""
        known = self._asked
        if known is not None and known[0] == text:
            return known[1]
        vector = await asyncio.to_thread(self._question, text)
        self._asked = text, vector
        return vector

    def _texts(self, texts: list[str]) -> NDArray[np.float32]:
        try:
            return self._encoder.embed(texts)
        except FootnoteError:
            raise
        except Exception as exc:
            raise self._failed(exc) from exc

    def _question(self, text: str) -> Vector:
        try:
            return self._encoder.embed_question(text)
        except FootnoteError:
            raise
        except Exception as exc:
            raise self._failed(exc) from exc

    def _failed(self, exc: Exception) -> EmbeddingError:
        # Every integration raises errors of its own, which share no base.
        return EmbeddingError(
            f"The embedding {self.spec.name} failed ({exc}); check its settings and try again."
        )


def load_embedder(spec: EmbeddingSpec, weights: Weights | None = None) -> Embedder:
    """The embedder of a specification, with the weights of the model that ships where it is that.

    Raises ``SettingsError`` where it cannot be made.
    """
    return Embedder(spec, load_encoder(spec, weights))
