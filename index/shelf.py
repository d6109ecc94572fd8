"""The derived side of one library while its folder is owned: searching it and keeping it true."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.derived import Derived
from index.embedding.configured import EmbeddingSpec
from index.embedding.embedder import Embedder, load_embedder
from index.errors import SettingsError
from index.indexing import BATCH_ARTICLES, Indexer, embed_passages, finish
from index.retrieve.search import PassageSearch
from index.stores.ledger import Work
from index.stores.lexicon import open_lexicon
from index.stores.records import Records
from index.stores.vectors import VectorCollection, VectorStore, digest

_LOG = logging.getLogger(__name__)


class Shelf:
    """One library's derived stores, its indexer and its search.

    Where the settings name another embedding than the vectors were made with, ``reembed`` makes the
    new ones beside the old, which answer until the last is there.
    """

    def __init__(
        self, library: str, records: Records, store: VectorStore, derived: Derived, target: Embedder
    ) -> None:
        self._library = library
        self._records = records
        self._store = store
        self._derived = derived
        self._target = target
        self._next: VectorCollection | None = None
        self.lock = asyncio.Lock()
        """Held by whoever changes the derived stores."""
        self.indexer = Indexer(library, records, lambda: self._derived, self.lock)
        self.search = PassageSearch(library, records.lookup, lambda: self._derived)

    @property
    def derived(self) -> Derived:
        """The stores and the embedder that questions are answered with now."""
        return self._derived

    @property
    def is_reembedding(self) -> bool:
        """Whether vectors of another embedding remain to be made."""
        return self._target.spec.key != self._derived.embedder.spec.key

    async def reembed(self) -> int:
        """Make some of the new vectors, and change over once there are all.

        How many articles were without before.
        """
        if not self.is_reembedding:
            return 0
        ledger, key = self._records.ledger, self._target.spec.key
        remaining = await asyncio.to_thread(ledger.unembedded, self._library, key)
        if remaining:
            works = await asyncio.to_thread(ledger.work, remaining[:BATCH_ARTICLES])
            vectors = await embed_passages(self._target, works)
            await finish(asyncio.to_thread(self._keep, works, vectors))
        else:
            await self.indexer.settle()
            await finish(self._change_over())
        return len(remaining)

    async def close(self) -> None:
        """Release the lexicon; the vectors belong to the folder."""
        await asyncio.to_thread(self._derived.lexicon.close)

    def _keep(self, works: Sequence[Work], vectors: NDArray[np.float32]) -> None:
        names = [passage.id for work in works for passage in work.passages]
        self._upcoming().upsert(names, vectors)
        self._records.ledger.mark_reembedded(self._target.spec.key, works)

    def _upcoming(self) -> VectorCollection:
        if self._next is None:
            self._next = self._store.collection(self._library, self._target.spec.key)
        return self._next

    async def _change_over(self) -> None:
        spec, old = self._target.spec, self._derived
        async with self.lock:
            upcoming = await asyncio.to_thread(self._upcoming)
            if not await asyncio.to_thread(
                self._records.ledger.adopt, self._library, spec.key, spec.to_json()
            ):
                return
            self._derived = Derived(upcoming, old.lexicon, self._target)
            await asyncio.to_thread(old.vectors.drop)
        await self.indexer.repair()
        _LOG.info("embedding changed", extra={"library": self._library, "embedding": spec.name})


async def open_shelf(
    library: str, records: Records, store: VectorStore, lexicons: Path, target: Embedder
) -> Shelf:
    """Open a library, created if it is new, and mend what a crash or a lost store left.

    What was found missing is pending then, and is indexed by whoever settles the shelf.
    """
    stored = await asyncio.to_thread(records.ledger.open_library, library, target.spec.to_json())
    active = await _active(library, records, EmbeddingSpec.from_json(stored), target)
    derived = await asyncio.to_thread(_open, library, store, lexicons, active)
    shelf = Shelf(library, records, store, derived, target)
    await shelf.indexer.repair()
    return shelf


async def _active(
    library: str, records: Records, spec: EmbeddingSpec, target: Embedder
) -> Embedder:
    if spec.key == target.spec.key:
        return target
    try:
        return await asyncio.to_thread(load_embedder, spec)
    except SettingsError as exc:
        _LOG.warning(
            "The embedding of library %s can no longer be loaded (%s); its articles are being "
            "indexed again and can be found as soon as each is done.",
            library,
            exc,
        )
        await asyncio.to_thread(records.ledger.replace, library, target.spec.to_json())
        return target


def _open(library: str, store: VectorStore, lexicons: Path, embedder: Embedder) -> Derived:
    return Derived(
        vectors=store.collection(library, embedder.spec.key),
        lexicon=open_lexicon(lexicons / digest(library)),
        embedder=embedder,
    )
