"""Making the derived stores of a library hold what the catalogue wants of them."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.derived import Derived
from index.embedding.embedder import Embedder
from index.errors import StoreDamaged, StoreError
from index.heads import head_of
from index.stores.ledger import Work
from index.stores.lexicon import LexicalEntry
from index.stores.records import Records
from index.stores.rows import passage_key
from index.stories.finding import Related, related
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
        self, library: str, records: Records, derived: Callable[[], Derived], lock: asyncio.Lock
    ) -> None:
        self._library = library
        self._ledger = records.ledger
        self._lookup = records.lookup
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
        known = await asyncio.to_thread(_known, derived, works)
        vectors = await embed_passages(derived.embedder, works, progress, known)
        await finish(self._keep(derived, works, vectors))
        _LOG.info(
            "indexed",
            extra={
                "library": self._library,
                "articles": len(works),
                "passages": len(vectors),
                "ms": round((time.perf_counter() - started) * 1000),
            },
        )

    async def _keep(
        self, derived: Derived, works: Sequence[Work], vectors: NDArray[np.float32]
    ) -> None:
        await asyncio.to_thread(self._store, derived, works, vectors)
        # Marked in one transaction with its pairs, so that a crash between can lose neither.
        found = await related(self._library, works, vectors, derived, self._lookup)
        await asyncio.to_thread(self._mark, derived, works, found)

    def _store(self, derived: Derived, works: Sequence[Work], vectors: NDArray[np.float32]) -> None:
        entries = [_entry(work.article, p) for work in works if work.article for p in work.passages]
        if entries:
            derived.vectors.upsert([entry.name for entry in entries], vectors)
            derived.lexicon.update(entries)

    def _mark(self, derived: Derived, works: Sequence[Work], found: Related) -> None:
        self._ledger.mark(works, found.near, found.corrections)
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


def _known(derived: Derived, works: Sequence[Work]) -> dict[str, NDArray[np.float32]]:
    """The vectors that are there already, by the text that each stands for."""
    names = {
        embedded_text(work.before, passage): passage.id
        for work in works
        if work.before is not None and work.before != work.article
        for passage in work.passages_before
    }
    vectors = derived.vectors.get(list(names.values())) if names else {}
    return {text: vectors[name] for text, name in names.items() if name in vectors}


async def embed_passages(
    embedder: Embedder,
    works: Sequence[Work],
    progress: Progress | None = None,
    known: Mapping[str, NDArray[np.float32]] | None = None,
) -> NDArray[np.float32]:
    """The vectors of all passages of the works in order, each text led by its article's title.

    Shape (passages, dimensions); (0, 0) where there are none. What is ``known`` of a text is not
    embedded again.
    """
    texts = [
        embedded_text(work.article, passage)
        for work in works
        if work.article is not None
        for passage in work.passages
    ]
    vectors = dict(known or {})
    missing = [text for text in texts if text not in vectors]
    for start in range(0, len(missing), _EMBED_AT_ONCE):
        part = missing[start : start + _EMBED_AT_ONCE]
        vectors |= zip(part, await embedder.texts(part), strict=True)
        if progress is not None:
            progress(min(start + _EMBED_AT_ONCE, len(missing)), len(missing))
    if not texts:
        return np.empty((0, 0), dtype=np.float32)
    return np.stack([vectors[text] for text in texts])


def embedded_text(article: ArticleInfo, passage: Passage) -> str:
    """What stands for a passage in the vector space: the title and its words."""
    if passage.text.startswith(article.title):
        return passage.text
    return f"{article.title}\n{passage.text}"


def _entry(article: ArticleInfo, passage: Passage) -> LexicalEntry:
    return LexicalEntry(
        name=passage.id, article_id=article.id, head=head_of(article), body=passage.text
    )
