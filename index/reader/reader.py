"""The reader that ships with Footnote, int8 in ONNX Runtime: which sentences answer a question.

The weights are ``index/models/reader/model.onnx``; the tokenizer is the embedding's. Both are
opened at the first use and kept by the instance.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.errors import ReaderError
from index.onnx import open_session
from index.reader.encoding import Encoded, encode_all
from index.values import Span

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_LONGEST_WORDS = 24
_UNREAD = -20.0


@dataclass(frozen=True, slots=True)
class Shown:
    """A text to read, the head that stands over it, and the spans of its sentences."""

    head: str
    text: str
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What the reader thinks of a sentence.

    ``score`` is the log-odds that it answers; it means the same in every text and for every
    question. ``words`` is the span of the text that most likely holds the answer's words, within
    the sentence, and ``sureness`` in [0, 1] how likely among all runs of words of the text.
    """

    score: float
    words: Span
    sureness: float


class PassageReader(Protocol):
    """What reads texts for a question; a call blocks.

    ``minds_head`` says whether what stands over a text changes what is thought of it.
    """

    minds_head: bool

    def read(self, question: str, texts: Sequence[Shown]) -> list[tuple[Read, ...]]:
        """For each text, in order, what is thought of each of its sentences."""


class Reader:
    """Reads any number of texts for a question, each alone, one a core; serves any thread.

    A text alone gives the same scores always, as the int8 model scales its activations once a run.
    Raises ``ReaderError`` where the weights are missing or broken.
    """

    minds_head = True

    def __init__(self, threads: int | None = None) -> None:
        self._threads = threads or os.cpu_count() or 1
        self._opening = threading.Lock()
        self._session: InferenceSession | None = None
        self._tokenizer: Tokenizer | None = None

    def read(self, question: str, texts: Sequence[Shown]) -> list[tuple[Read, ...]]:
        """For each text, in order, what is thought of each of its sentences."""
        if not texts:
            return []
        tokenizer, session = self._opened()
        rows = encode_all(tokenizer, question, [(s.head, s.text, s.sentences) for s in texts])
        with ThreadPoolExecutor(self._threads) as pool:
            return list(pool.map(lambda row, shown: _read(session, row, shown), rows, texts))

    def _opened(self) -> tuple[Tokenizer, InferenceSession]:
        with self._opening:
            self._tokenizer = self._tokenizer or _open_tokenizer()
            self._session = self._session or _open_session()
            return self._tokenizer, self._session


def _read(session: InferenceSession, row: Encoded, shown: Shown) -> tuple[Read, ...]:
    feed = {
        "input_ids": row.ids[None],
        "attention_mask": np.ones_like(row.ids)[None],
        "token_type_ids": row.types[None],
        "sentences": row.sentences[None],
    }
    if not len(row.sentences):
        return ()
    try:
        scores, start, end = (np.asarray(part)[0] for part in session.run(None, feed))
    except Exception as error:  # ONNX Runtime's own exceptions share no narrower base
        raise ReaderError(f"The reader failed: {error}.") from error
    if not row.places:
        return tuple(Read(_UNREAD, span, 0.0) for span in shown.sentences)
    last = row.first + len(row.places)
    starts, ends = _shares(start[row.first : last]), _shares(end[row.first : last])
    return tuple(
        _sentence(row, number, float(scores[number]), starts, ends, span)
        for number, span in enumerate(shown.sentences)
    )


def _sentence(
    row: Encoded,
    number: int,
    score: float,
    starts: NDArray[np.float32],
    ends: NDArray[np.float32],
    span: Span,
) -> Read:
    tokens = row.sentences[number].nonzero()[0]
    if not len(tokens):
        return Read(_UNREAD, span, 0.0)
    first, last = int(tokens[0]) - row.first, int(tokens[-1]) + 1 - row.first
    table = starts[first:last, None] * ends[None, first:last]
    table = np.triu(table) - np.triu(table, _LONGEST_WORDS)
    low, high = divmod(int(np.argmax(table)), last - first)
    words = (row.places[first + low][0], row.places[first + high][1])
    return Read(score, words, float(table[low, high]))


def _shares(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(logits - logits.max())
    return np.asarray(powers / powers.sum(), dtype=np.float32)


def _open_session() -> InferenceSession:
    try:
        return open_session(files("index") / "models" / "reader" / "model.onnx")
    except Exception as error:
        raise ReaderError(
            f"The reader's weights are missing or broken, so install Footnote again ({error})."
        ) from error


def _open_tokenizer() -> Tokenizer:
    source = files("index") / "models" / "minilm" / "tokenizer.json"
    try:
        tokenizer = Tokenizer.from_str(source.read_text(encoding="utf-8"))
    except Exception as error:  # tokenizers raises bare Exception for a malformed file
        raise ReaderError(
            f"The tokenizer is missing or broken, so install Footnote again ({error})."
        ) from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
