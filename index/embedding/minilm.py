"""The embedding model that ships with Footnote: all-MiniLM-L6-v2, int8, in ONNX Runtime.

The weights are ``index/models/minilm/model.onnx`` with their ``tokenizer.json``; nothing is
downloaded. Both are opened at the first use and kept by their ``Weights``.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from index.errors import EmbeddingError
from index.onnx import open_session

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

DIMENSIONS = 384
MAX_TOKENS = 256
SPACE = "minilm-l6-v2-int8-1"
"""Names the space of the vectors: changes whenever the weights do."""

TEXTS_AT_ONCE = 512
"""How many texts are tokenised and run before the next are."""


@dataclass(frozen=True, slots=True, eq=False)
class WordVectors:
    """The N tokens of a text: their numbers in the vocabulary, in which rarer words come later.

    ``vectors``, of shape (N, 384), are what they mean where they stand, each of length 1.
    """

    ids: tuple[int, ...]
    vectors: NDArray[np.float32]


class Weights:
    """The model's two files, each opened at its first use by whichever thread needs it.

    They serve any number of models and threads; an open session takes 38 MB.
    """

    def __init__(self) -> None:
        self._opening = threading.Lock()
        self._session: InferenceSession | None = None
        self._tokenizer: Tokenizer | None = None

    def session(self) -> InferenceSession:
        """The network. Raises ``EmbeddingError`` where its file is missing or broken."""
        with self._opening:
            self._session = self._session or _open_session()
            return self._session

    def tokenizer(self) -> Tokenizer:
        """The tokeniser, which neither pads nor cuts. Raises ``EmbeddingError`` likewise."""
        with self._opening:
            self._tokenizer = self._tokenizer or _open_tokenizer()
            return self._tokenizer

    def close(self) -> None:
        """Let go of both; whoever uses them afterwards opens them again."""
        with self._opening:
            self._session = self._tokenizer = None


class MiniLM:
    """English sentence vectors: 384 numbers of length 1, whose dot product is the cosine.

    Of a longer text only the first 256 tokens count, [CLS] and [SEP] among them. Each text is run
    alone, several at once: the int8 model scales its activations once a run, so that in a batch a
    vector would depend on its neighbours. Alone it is always the same, and without padding no
    slower.

    ``threads`` is how many texts run at once, by default one a core. Instances made with the same
    ``weights`` open them once, others have some of their own. Serves any number of threads. Raises
    EmbeddingError where the weights are missing or broken, or a text is not valid Unicode.
    """

    def __init__(self, threads: int | None = None, weights: Weights | None = None) -> None:
        self.threads = threads
        self._weights = weights or Weights()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of the texts, in their order: shape (len(texts), 384), each of length 1."""
        vectors = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
        if len(texts) == 1:
            vectors[0] = self._vector(self._tokens(texts, add_special_tokens=True)[0].ids)
            return vectors
        with ThreadPoolExecutor(self.threads or os.cpu_count() or 1) as pool:
            for first in range(0, len(texts), TEXTS_AT_ONCE):
                part = texts[first : first + TEXTS_AT_ONCE]
                rows = [row.ids for row in self._tokens(part, add_special_tokens=True)]
                for place, vector in enumerate(pool.map(self._vector, rows), first):
                    vectors[place] = vector
        return vectors

    def embed_question(self, text: str) -> NDArray[np.float32]:
        """The vector of one text, the same as ``embed`` gives it: shape (384,)."""
        return np.asarray(self.embed([text])[0], dtype=np.float32)

    def read_words(self, text: str) -> WordVectors:
        """What each token of a text means where it stands. Costs what embedding the text costs."""
        ids = _cut(self._tokens([text], add_special_tokens=True)[0].ids)
        states = self._states(ids)[1:-1]
        lengths = np.maximum(np.linalg.norm(states, axis=1, keepdims=True), 1e-12)
        return WordVectors(tuple(ids[1:-1]), np.asarray(states / lengths, dtype=np.float32))

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many tokens each text has, untruncated, without [CLS] and [SEP]."""
        return [
            len(row)
            for first in range(0, len(texts), TEXTS_AT_ONCE)
            for row in self._tokens(texts[first : first + TEXTS_AT_ONCE], add_special_tokens=False)
        ]

    def _tokens(self, texts: Sequence[str], *, add_special_tokens: bool) -> list[Encoding]:
        tokenizer = self._weights.tokenizer()
        try:
            return tokenizer.encode_batch_fast(list(texts), add_special_tokens=add_special_tokens)
        except TypeError as error:  # what tokenizers makes of a lone surrogate
            raise EmbeddingError("The text is not valid Unicode; repair it first.") from error

    def _vector(self, ids: Sequence[int]) -> NDArray[np.float32]:
        mean = self._states(_cut(ids)).mean(axis=0)
        return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-12), dtype=np.float32)

    def _states(self, ids: Sequence[int]) -> NDArray[np.float32]:
        row = np.asarray([ids], dtype=np.int64)
        feed = {
            "input_ids": row,
            "attention_mask": np.ones_like(row),
            "token_type_ids": np.zeros_like(row),
        }
        session = self._weights.session()
        try:
            return np.asarray(session.run(None, feed)[0][0], dtype=np.float32)
        except Exception as error:  # ONNX Runtime's own exceptions share no narrower base
            raise EmbeddingError(f"The embedding model failed: {error}.") from error


def _cut(ids: Sequence[int]) -> Sequence[int]:
    return ids if len(ids) <= MAX_TOKENS else [*ids[: MAX_TOKENS - 1], ids[-1]]


def _weights(name: str) -> Traversable:
    return files("index") / "models" / "minilm" / name


def _open_session() -> InferenceSession:
    try:
        return open_session(_weights("model.onnx"))
    except Exception as error:  # ONNX Runtime's own exceptions share no narrower base
        raise _unusable("model.onnx", error) from error


def _open_tokenizer() -> Tokenizer:
    try:
        tokenizer = Tokenizer.from_str(_weights("tokenizer.json").read_text(encoding="utf-8"))
    except Exception as error:  # tokenizers raises bare Exception for a malformed file
        raise _unusable("tokenizer.json", error) from error
    # The file comes with padding and truncation to 128 tokens switched on.
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _unusable(name: str, error: Exception) -> EmbeddingError:
    return EmbeddingError(
        f"The embedding model's {name} is missing or broken, so install Footnote again ({error})."
    )
