"""The derived stores of one library, as they are searched and filled."""

from __future__ import annotations

from dataclasses import dataclass

from index.embedding.embedder import Embedder
from index.stores.lexicon import Lexicon
from index.stores.vectors import VectorCollection


@dataclass(frozen=True, slots=True)
class Derived:
    """Vectors, words, and the embedder that the vectors were made with."""

    vectors: VectorCollection
    lexicon: Lexicon
    embedder: Embedder
