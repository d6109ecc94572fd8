"""Making the derived stores of a library hold what the catalogue wants of them."""

from __future__ import annotations

import asyncio
import calendar
import logging
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.embedding.embedder import Embedder
from index.errors import StoreError
from index.stores.ledger import Ledger, Work
from index.stores.lexicon import LexicalEntry, Lexicon
from index.stores.rows import passage_key
from index.stores.vectors import VectorCollection
from index.values import ArticleInfo, Passage

Progress: TypeAlias = Callable[[int, int], None]
"""Called with what is done and what there is to do."""

T = TypeVar("T")

BATCH_ARTICLES = 16
_EMBED_AT_ONCE = 512
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Derived:
    """The derived stores of one library and the embedder that its vectors were made with."""

    vectors: VectorCollection
    lexicon: Lexicon
    embedder: Embedder


class Indexer:
    """Converges one library; every step can be repeated, so a crash costs only time."""

    def __init__(self, library: str, ledger: Ledger, derived: Callable[[], Derived]) -> None:
        self._library = library
        self._ledger = ledger
        self._current = derived
        self._lock = asyncio.Lock()

    @property
    def _derived(self) -> Derived:
        return self._current()

    async def settle(self, progress: Progress | None = None) -> None:
        """Index all that is pending."""
        done = 0
        while remaining := await self.step():
            done += min(BATCH_ARTICLES, remaining)
            if progress is not None:
                progress(done, done + max(0, remaining - BATCH_ARTICLES))

    async def step(self) -> int:
        """Index a batch of what is pending; how many articles were pending before."""
        pending = await asyncio.to_thread(self._ledger.pending, self._library)
        if pending:
            await self.index(pending[:BATCH_ARTICLES])
        return len(pending)

    async def index(self, article_ids: Sequence[str]) -> None:
        """Bring these articles into the derived stores, or out of them, as the catalogue wants."""
        started = time.perf_counter()
        async with self._lock:
            works = await asyncio.to_thread(self._ledger.work, article_ids)
            vectors = await embed_passages(self._derived.embedder, works)
            await finish(asyncio.to_thread(self._store, works, vectors))
        _LOG.info(
            "indexed",
            extra={
                "library": self._library,
                "articles": len(works),
                "passages": len(vectors),
                "ms": round((time.perf_counter() - started) * 1000),
            },
        )

    async def repair(self) -> int:
        """Drop strays and index again what is missing; how many passages were one or the other.

        Cheap where the numbers agree. A store that cannot be read is emptied and filled again.
        """
        async with self._lock:
            found = await finish(asyncio.to_thread(self._repair))
        if found:
            _LOG.warning("repaired", extra={"library": self._library, "passages": found})
            await self.settle()
        return found

    def _store(self, works: Sequence[Work], vectors: NDArray[np.float32]) -> None:
        entries = [_entry(work.article, p) for work in works if work.article for p in work.passages]
        if entries:
            self._derived.vectors.upsert([entry.name for entry in entries], vectors)
            self._derived.lexicon.update(entries)
        self._ledger.mark(works)
        stale = [name for work in works for name in work.stale]
        if stale:
            self._derived.vectors.delete(stale)
            self._derived.lexicon.update([], stale)

    def _repair(self) -> int:
        count = self._ledger.expected_count(self._library)
        if count == self._count() == self._derived.lexicon.count():
            return 0
        expected = self._ledger.expected(self._library)
        vectors, words = self._derived.vectors.names(), self._derived.lexicon.names()
        missing = expected - (vectors & words)
        strays = (vectors | words) - expected
        self._derived.vectors.delete(sorted(strays))
        self._derived.lexicon.update([], sorted(strays))
        self._ledger.forget(self._library, sorted({passage_key(name)[0] for name in missing}))
        return len(missing) + len(strays)

    def _count(self) -> int:
        try:
            return self._derived.vectors.count()
        except StoreError:
            self._derived.vectors.clear()
            return 0


async def finish(work: Coroutine[Any, Any, T]) -> T:
    """Await work that must not be left running in a thread when its caller is cancelled."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        raise


async def embed_passages(embedder: Embedder, works: Sequence[Work]) -> NDArray[np.float32]:
    """The vectors of all passages of the works in order, each text led by its article's title."""
    texts = [
        embedded_text(work.article, passage)
        for work in works
        if work.article is not None
        for passage in work.passages
    ]
    if not texts:
        return np.empty((0, 0), dtype=np.float32)
    parts = [
        await embedder.texts(texts[start : start + _EMBED_AT_ONCE])
        for start in range(0, len(texts), _EMBED_AT_ONCE)
    ]
    return np.concatenate(parts)


def embedded_text(article: ArticleInfo, passage: Passage) -> str:
    """What stands for a passage in the vector space: the title and its words."""
    if passage.text.startswith(article.title):
        return passage.text
    return f"{article.title}\n{passage.text}"


def _entry(article: ArticleInfo, passage: Passage) -> LexicalEntry:
    told = (article.title, article.source, _spoken_date(article.published))
    return LexicalEntry(
        name=passage.id,
        article_id=article.id,
        head=" ".join(part for part in told if part),
        body=passage.text,
    )


def _spoken_date(published: str | None) -> str | None:
    """A day as it is stored and as people write it, so that either finds the article."""
    if published is None:
        return None
    day = date.fromisoformat(published[:10])
    return f"{day.isoformat()} {day.day} {calendar.month_name[day.month]} {day.year}"
