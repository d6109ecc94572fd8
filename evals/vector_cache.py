"""MiniLM with its vectors kept on disk, so that a large library is embedded once a machine.

Named as the ``EMBEDDING`` of evaluations only. Vectors made in a batch depend slightly on their
neighbours there (int8 activations), so a cached run equals an uncached one to within that.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import PrivateAttr

from index.embedding.minilm import DIMENSIONS, SPACE
from index.llama.embedding import MiniLMEmbedding

CACHE = Path(os.environ.get("FOOTNOTE_EVAL_CACHE") or Path(__file__).parent / ".cache")
_AT_ONCE = 512
_PATIENCE_SECONDS = 60.0
_bypassed: ContextVar[bool] = ContextVar("bypassed", default=False)


@contextmanager
def uncached() -> Iterator[None]:
    """Every vector is computed meanwhile, in this context and in the threads it starts."""
    token = _bypassed.set(True)
    try:
        yield
    finally:
        _bypassed.reset(token)


class CachedMiniLM(MiniLMEmbedding):
    """``MiniLMEmbedding`` that embeds each text of a batch once for good.

    A text alone, as a question comes, is always embedded.
    """

    _database: sqlite3.Connection | None = PrivateAttr(default=None)
    _database_lock: threading.Lock = PrivateAttr(default_factory=threading.Lock)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of the texts, in their order: shape (len(texts), 384)."""
        if len(texts) < 2 or _bypassed.get():
            return super().embed(texts)
        keys = [hashlib.sha256(text.encode()).digest() for text in texts]
        with self._database_lock:
            known = {key: blob for key in keys if (blob := self._find(key)) is not None}
        unknown = [at for at, key in enumerate(keys) if key not in known]
        vectors = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
        for at, key in enumerate(keys):
            if key in known:
                vectors[at] = np.frombuffer(known[key], dtype=np.float32)
        for start in range(0, len(unknown), _AT_ONCE):
            part = unknown[start : start + _AT_ONCE]
            vectors[part] = super().embed([texts[at] for at in part])
            with self._database_lock:
                self._keep([(keys[at], vectors[at].tobytes()) for at in part])
        return vectors

    def _open(self) -> sqlite3.Connection:
        if self._database is None:
            CACHE.mkdir(parents=True, exist_ok=True)
            self._database = sqlite3.connect(
                CACHE / "minilm.sqlite3", timeout=_PATIENCE_SECONDS, check_same_thread=False
            )
            self._database.execute("PRAGMA journal_mode = WAL")
            _prepare(self._database)
        return self._database

    def _find(self, key: bytes) -> bytes | None:
        row = self._open().execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()
        return None if row is None else bytes(row[0])

    def _keep(self, rows: Sequence[tuple[bytes, bytes]]) -> None:
        with self._open() as database:
            database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)


def _prepare(database: sqlite3.Connection) -> None:
    """Make the tables, and forget the vectors of other weights."""
    with database:
        database.execute(
            "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL)"
        )
        database.execute("CREATE TABLE IF NOT EXISTS space (name TEXT PRIMARY KEY)")
        if database.execute("SELECT name FROM space").fetchall() not in ([], [(SPACE,)]):
            database.execute("DELETE FROM vectors")
            database.execute("DELETE FROM space")
        database.execute("INSERT OR IGNORE INTO space VALUES (?)", (SPACE,))
