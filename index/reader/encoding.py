"""A question and a passage as the reader sees them; the same in training and at work.

    [CLS] question [SEP] head passage [SEP]

The head, an article's title or the sentence before, is read and never scored. Offsets count code
points of the passage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from index.values import Span

QUESTION_TOKENS = 80
"""Of a longer question the end counts, where what is asked stands."""
HEAD_TOKENS = 32
PASSAGE_TOKENS = 320

_CLS, _SEP = 101, 102


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """L tokens and the S sentences that they make up.

    ``ids`` and ``types`` have shape (L,). ``sentences`` has shape (S, L): each row averages the
    tokens of a sentence, and is all zero where the cap left none of them. ``places`` has for each
    token of the passage, from ``first`` on, its span in the passage.
    """

    ids: NDArray[np.int64]
    types: NDArray[np.int64]
    sentences: NDArray[np.float32]
    first: int
    places: tuple[Span, ...]


def encode(
    tokenizer: Tokenizer, question: str, head: str, passage: str, sentences: Sequence[Span]
) -> Encoded:
    """Encode one question over one passage; ``sentences`` are disjoint spans of it, in order.

    The tokenizer neither pads nor cuts.
    """
    return encode_all(tokenizer, question, [(head, passage, sentences)])[0]


def encode_all(
    tokenizer: Tokenizer, question: str, texts: Sequence[tuple[str, str, Sequence[Span]]]
) -> list[Encoded]:
    """Encode one question over each head, passage and its sentences, as ``encode`` does."""
    heads, passages = [head for head, _, _ in texts], [passage for _, passage, _ in texts]
    told = tokenizer.encode_batch([question, *heads, *passages], add_special_tokens=False)
    asked, told_heads, read = told[0], told[1 : len(texts) + 1], told[len(texts) + 1 :]
    return [
        assemble(asked, head, passage, sentences)
        for head, passage, (_, _, sentences) in zip(told_heads, read, texts, strict=True)
    ]


def assemble(asked: Encoding, told: Encoding, read: Encoding, sentences: Sequence[Span]) -> Encoded:
    """The same of texts that are tokenized already, without special tokens."""
    before = [_CLS, *asked.ids[-QUESTION_TOKENS:], _SEP]
    head = told.ids[:HEAD_TOKENS]
    body = read.ids[:PASSAGE_TOKENS]
    ids = np.array([*before, *head, *body, _SEP], dtype=np.int64)
    types = np.ones_like(ids)
    types[: len(before)] = 0
    first = len(before) + len(head)
    places = tuple((start, end) for start, end in read.offsets[: len(body)])
    starts = np.fromiter((start for start, _ in places), dtype=np.int64, count=len(places))
    rows = np.zeros((len(sentences), len(ids)), dtype=np.float32)
    for row, (start, end) in zip(rows, sentences, strict=True):
        low, high = np.searchsorted(starts, (start, end))
        if high > low:
            row[first + low : first + high] = 1 / (high - low)
    return Encoded(ids, types, rows, first, places)
