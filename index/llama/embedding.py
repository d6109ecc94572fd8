"""LlamaIndex embeddings: any of them as an encoder of ours, and ours as one of them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from numpy.typing import NDArray
from pydantic import PrivateAttr

from index.embedding.minilm import TEXTS_AT_ONCE, MiniLM
from index.errors import SettingsError
from index.plugins import import_class, make

_KIND = "embedding"


class LlamaEncoder:
    """A LlamaIndex embedding whose vectors are brought to length 1. Its own errors pass through."""

    def __init__(self, model: BaseEmbedding) -> None:
        self._model = model

    # LlamaIndex's asynchronous methods call the synchronous ones on the loop unless an integration
    # overrides them, so only the synchronous ones are used, for every model.

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a text, in order: shape (len(texts), dimensions)."""
        return _unit(self._model.get_text_embedding_batch(list(texts)))

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """The unit vector of a question: shape (dimensions,)."""
        return np.asarray(_unit([self._model.get_query_embedding(text)])[0], dtype=np.float32)


class MiniLMEmbedding(BaseEmbedding):
    """``MiniLM`` for LlamaIndex, natively asynchronous: each door gives the vectors of ``embed``.

    Raises as ``MiniLM`` does.
    """

    model_name: str = "all-MiniLM-L6-v2"
    embed_batch_size: int = TEXTS_AT_ONCE
    threads: int | None = None

    _model: MiniLM = PrivateAttr()

    def model_post_init(self, context: Any, /) -> None:
        """Make the model, which opens nothing yet."""
        super().model_post_init(context)
        self._model = MiniLM(self.threads)

    @classmethod
    def class_name(cls) -> str:
        """The name under which LlamaIndex serialises this class."""
        return "MiniLMEmbedding"

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of the texts, in their order: shape (len(texts), 384), each of length 1."""
        return self._model.embed(texts)

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self.embed(texts).tolist()
        return vectors

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return await asyncio.to_thread(self._get_text_embeddings, texts)

    async def _aget_text_embedding(self, text: str) -> list[float]:
        return await asyncio.to_thread(self._get_text_embedding, text)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return await asyncio.to_thread(self._get_query_embedding, query)


def load_llama_encoder(path: str, arguments: Mapping[str, Any]) -> LlamaEncoder:
    """The LlamaIndex embedding at ``package.module:Class``, made with these arguments.

    Raises SettingsError, which says what to install or to change, where its module, its class or
    its construction fails. What its module and constructor read from the environment is theirs.
    """
    found = import_class(_KIND, path)
    if not (isinstance(found, type) and issubclass(found, BaseEmbedding)):
        raise SettingsError(f"{path!r} is not a LlamaIndex embedding (a BaseEmbedding).")
    return LlamaEncoder(make(_KIND, path, found, arguments))


def _unit(vectors: Sequence[Sequence[float]]) -> NDArray[np.float32]:
    matrix = np.asarray(vectors, dtype=np.float32)
    lengths = np.linalg.norm(matrix, axis=-1, keepdims=True)
    return np.asarray(matrix / np.maximum(lengths, 1e-12), dtype=np.float32)
