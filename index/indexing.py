"""Making the derived stores of a library hold what the catalogue wants of them."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.derived import Derived
from index.embedding.embedder import Embedder
from index.errors import StoreDamaged, StoreError
from index.heads import head_of
from index.stores.ledger import Ledger, Work
from index.stores.lexicon import LexicalEntry
from index.stores.rows import passage_key
from index.values import ArticleInfo, Passage

Progress: TypeAlias = Callable[[int, int], None]
"""Called with how many passages are done and how many there are to do."""

T = TypeVar("T")

BATCH_ARTICLES = 16
_EMBED_AT_ONCE = 64
_LOG = logging.getLogger(__name__)


class Indexer:
    """Converges one library; every step can be repeated, so a crash costs only time.

    ``lock`` is held over every step, so that nothing else changes the derived stores meanwhile.
    """

    def __init__(
        self, library: str, ledger: Ledger, derived: Callable[[], Derived], lock: asyncio.Lock
    ) -> None:
        self._library = library
        self._ledger = ledger
        self._derived = derived
        self._lock = lock

    async def settle(self, progress: Progress | None = None) -> None:
        """Index all that is pending; ``progress`` is told of passages, a batch at a time."""
        while await self.step(progress):
            pass

    async def step(self, progress: Progress | None = None) -> int:
        """Index a batch of what is pending; how many articles were pending before."""
        async with self._lock:
            pending = await asyncio.to_thread(self._ledger.pending, self._library)
            if pending:
                await self._index(pending[:BATCH_ARTICLES], progress)
        return len(pending)

    async def repair(self) -> int:
        """Drop strays and take for pending what is missing; how many passages were either.

        Cheap where the numbers agree. A store that cannot be read is emptied.
        """
        async with self._lock:
            found = await finish(asyncio.to_thread(self._repair, self._derived()))
        if found:
            _LOG.warning("repaired", extra={"library": self._library, "passages": found})
        return found

    async def _index(self, article_ids: Sequence[str], progress: Progress | None) -> None:
        started = time.perf_counter()
        derived = self._derived()
        works = await asyncio.to_thread(self._ledger.work, article_ids)
        vectors = await embed_passages(derived.embedder, works, progress)
        await finish(asyncio.to_thread(self._store, derived, works, vectors))
        _LOG.info(
            "indexed",
            extra={
                "library": self._library,
                "articles": len(works),
                "passages": len(vectors),
                "ms": round((time.perf_counter() - started) * 1000),
            },
        )

    def _store(self, derived: Derived, works: Sequence[Work], vectors: NDArray[np.float32]) -> None:
        entries = [_entry(work.article, p) for work in works if work.article for p in work.passages]
        if entries:
            derived.vectors.upsert([entry.name for entry in entries], vectors)
            derived.lexicon.update(entries)
        self._ledger.mark(works)
        stale = [name for work in works for name in work.stale]
        if stale:
            derived.vectors.delete(stale)
            derived.lexicon.update([], stale)

    def _repair(self, derived: Derived) -> int:
        count = self._ledger.expected_count(self._library)
        if count == _count(derived) == derived.lexicon.count():
            return 0
        expected = self._ledger.expected(self._library)
        vectors, words = derived.vectors.names(), derived.lexicon.names()
        missing = expected - (vectors & words)
        strays = (vectors | words) - expected
        derived.vectors.delete(sorted(strays))
        derived.lexicon.update([], sorted(strays))
        self._ledger.forget(self._library, sorted({passage_key(name)[0] for name in missing}))
        return len(missing) + len(strays)


def _count(derived: Derived) -> int:
    try:
        return derived.vectors.count()
    except StoreDamaged:
        raise
    except StoreError:
        derived.vectors.clear()
        return 0


async def finish(work: Coroutine[Any, Any, T]) -> T:
    """Await work that must not be left running in a thread when its caller is cancelled."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        raise


async def embed_passages(
    embedder: Embedder, works: Sequence[Work], progress: Progress | None = None
) -> NDArray[np.float32]:
    """The vectors of all passages of the works in order, each text led by its article's title.

    Shape (passages, dimensions); (0, 0) where there are none.
    """
    texts = [
        embedded_text(work.article, passage)
        for work in works
        if work.article is not None
        for passage in work.passages
    ]
    parts: list[NDArray[np.float32]] = []
    for start in range(0, len(texts), _EMBED_AT_ONCE):
        parts.append(await embedder.texts(texts[start : start + _EMBED_AT_ONCE]))
        if progress is not None:
            progress(min(start + _EMBED_AT_ONCE, len(texts)), len(texts))
    return np.concatenate(parts) if parts else np.empty((0, 0), dtype=np.float32)


def embedded_text(article: ArticleInfo, passage: Passage) -> str:
    """What stands for a passage in the vector space: the title and its words."""
    if passage.text.startswith(article.title):
        return passage.text
    return f"{article.title}\n{passage.text}"


def _entry(article: ArticleInfo, passage: Passage) -> LexicalEntry:
    return LexicalEntry(
        name=passage.id, article_id=article.id, head=head_of(article), body=passage.text
    )
