"""The models that ship, opened once for all tests, and what they thought of a text remembered.

Both change nothing but the time: a text alone gives the same vector and the same scores always.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from types import SimpleNamespace

import numpy as np
import pytest
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index import onnx
from index.embedding import minilm
from index.embedding.minilm import MiniLM
from index.reader import reader
from index.reader.reader import Read, Reader, Shown

Reading = Callable[[Reader, str, Sequence[Shown]], list[tuple[Read, ...]]]


def open_once(patch: pytest.MonkeyPatch) -> None:
    """Let every instance share the session and the tokenizer of the same file."""
    sessions, tokenizers = cache(onnx.open_session), cache(Tokenizer.from_str)
    for module in (minilm, reader):
        patch.setattr(module, "open_session", sessions)
        patch.setattr(module, "Tokenizer", SimpleNamespace(from_str=tokenizers))


def read_once(patch: pytest.MonkeyPatch) -> None:
    """Let every embedding and every reader remember what any of them has read."""
    patch.setattr(MiniLM, "_vector", lambda _, ids: _meaning(tuple(ids)))
    patch.setattr(Reader, "read", _remembered)


def _remembered(_: Reader, question: str, texts: Sequence[Shown]) -> list[tuple[Read, ...]]:
    return [_thoughts(question, shown) for shown in texts]


_vector: Callable[[MiniLM, Sequence[int]], NDArray[np.float32]] = MiniLM._vector
_MINILM = MiniLM(threads=1)
_read: Reading = Reader.read
_READER = Reader(threads=1)


@cache
def _thoughts(question: str, shown: Shown) -> tuple[Read, ...]:
    return _read(_READER, question, [shown])[0]


@lru_cache(maxsize=50_000)
def _meaning(ids: tuple[int, ...]) -> NDArray[np.float32]:
    vector = _vector(_MINILM, ids)
    vector.flags.writeable = False
    return vector
