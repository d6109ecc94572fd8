"""The models that ship, opened once for all tests, and what they thought of a text remembered.

Both change nothing but the time: a text alone gives the same scores always.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from types import SimpleNamespace

import pytest
from tokenizers import Tokenizer

from index import onnx
from index.embedding import minilm
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
    """Let every reader remember what any of them has read for the same question."""
    patch.setattr(Reader, "read", _remembered)


def _remembered(_: Reader, question: str, texts: Sequence[Shown]) -> list[tuple[Read, ...]]:
    return [_thoughts(question, shown) for shown in texts]


_read: Reading = Reader.read
_READER = Reader(threads=1)


@cache
def _thoughts(question: str, shown: Shown) -> tuple[Read, ...]:
    return _read(_READER, question, [shown])[0]
