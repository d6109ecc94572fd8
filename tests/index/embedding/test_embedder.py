"""The embedder over any encoder."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.embedding.configured import EmbeddingSpec
from index.embedding.embedder import Embedder


class Counted:
    """Tells a text by its length, and counts the questions that it is asked for."""

    def __init__(self) -> None:
        self.questions: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([[len(text)] for text in texts], dtype=np.float32)

    def embed_question(self, text: str) -> NDArray[np.float32]:
        self.questions.append(text)
        return np.array([len(text)], dtype=np.float32)


async def test_the_last_question_is_embedded_once() -> None:
    """The same question again costs nothing, and another has a vector of its own."""
    encoder = Counted()
    embedder = Embedder(EmbeddingSpec(), encoder)
    told = [float((await embedder.question(text))[0]) for text in ("Who?", "Who?", "Where?")]
    assert told == [4.0, 4.0, 6.0]
    assert encoder.questions == ["Who?", "Where?"]
