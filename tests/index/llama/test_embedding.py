"""The model that ships as a LlamaIndex embedding like any other."""

from __future__ import annotations

import asyncio

import numpy as np
import pytest

from index.embedding.minilm import DIMENSIONS, MiniLM
from index.llama.embedding import LlamaEncoder, MiniLMEmbedding

TEXTS = ["The ferry to Quay Island was cancelled.", "Gulls.", "", "Mayor Ada Quill resigned. " * 9]


@pytest.fixture(autouse=True)
def remembering() -> None:
    """Nothing is remembered: one embedding is held against the other."""


def test_llamaindex_doors_agree_with_embed() -> None:
    """Texts and queries through LlamaIndex's methods get the same kind of vectors, as lists."""
    model = MiniLMEmbedding(threads=2)
    query = model.get_query_embedding(TEXTS[0])
    assert isinstance(query[0], float)
    np.testing.assert_allclose(query, MiniLM().embed_question(TEXTS[0]))
    np.testing.assert_allclose(model.get_text_embedding(TEXTS[0]), query)
    np.testing.assert_allclose(model.get_text_embedding_batch(TEXTS), MiniLM().embed(TEXTS))
    assert model.get_text_embedding_batch([]) == []


def test_a_batch_goes_through_embed() -> None:
    """A subclass that overrides ``embed``, as a cache does, is asked for whole batches."""
    batches: list[list[str]] = []

    class Noting(MiniLMEmbedding):
        def embed(self, texts: list[str]) -> np.ndarray:
            batches.append(texts)
            return super().embed(texts)

    encoder = LlamaEncoder(Noting())
    np.testing.assert_allclose(encoder.embed(TEXTS), MiniLM().embed(TEXTS), atol=1e-6)
    assert batches == [TEXTS]
    np.testing.assert_allclose(encoder.embed_question("Gulls."), encoder.embed(["Gulls."])[0])


async def test_embedding_leaves_the_event_loop_free(monkeypatch: pytest.MonkeyPatch) -> None:
    """While texts embed asynchronously, the loop runs something else."""
    loop, turned = asyncio.get_running_loop(), asyncio.Event()

    async def turn() -> None:
        turned.set()

    def waiting(self: MiniLMEmbedding, texts: list[str]) -> np.ndarray:
        asyncio.run_coroutine_threadsafe(turn(), loop).result(timeout=10)
        return np.ones((len(texts), DIMENSIONS), dtype=np.float32)

    monkeypatch.setattr(MiniLMEmbedding, "embed", waiting)
    model = MiniLMEmbedding()
    for embedding in (
        model.aget_query_embedding("a"),
        model.aget_text_embedding("a"),
        model.aget_text_embedding_batch(["a", "b"]),
    ):
        turned.clear()
        await embedding
        assert turned.is_set()
