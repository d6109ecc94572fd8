"""The derived side of one library while its folder is owned: searching it and keeping it true."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from index.embedding.configured import EmbeddingSpec
from index.embedding.embedder import Embedder, load_embedder
from index.errors import SettingsError
from index.indexing import BATCH_ARTICLES, Derived, Indexer, embed_passages, finish
from index.retrieve.retriever import PassageRetriever
from index.stores.lexicon import open_lexicon
from index.stores.records import Records
from index.stores.vectors import VectorCollection, VectorStore, digest

_LOG = logging.getLogger(__name__)


class Shelf:
    """One library's derived stores, its indexer and its retriever.

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
        self.indexer = Indexer(library, records.ledger, lambda: self._derived)
        self.retriever = PassageRetriever(library, records.lookup, lambda: self._derived)

    @property
    def derived(self) -> Derived:
        """The stores and the embedder that questions are answered with now."""
        return self._derived

    @property
    def is_reembedding(self) -> bool:
        """Whether vectors of another embedding remain to be made."""
        return self._target.spec.key != self._derived.embedder.spec.key

    async def reembed(self) -> int:
        """Make some of the new vectors, and change over once there are all; how many remain."""
        if not self.is_reembedding:
            return 0
        ledger, key = self._records.ledger, self._target.spec.key
        remaining = await asyncio.to_thread(ledger.unembedded, self._library, key)
        batch = remaining[:BATCH_ARTICLES]
        if batch:
            works = await asyncio.to_thread(ledger.work, batch)
            vectors = await embed_passages(self._target, works)
            names = [passage.id for work in works for passage in work.passages]
            await finish(asyncio.to_thread(self._upcoming().upsert, names, vectors))
            await asyncio.to_thread(ledger.mark_reembedded, key, works)
        else:
            await self.indexer.settle()
            await self._change_over()
        return len(remaining) - len(batch)

    async def close(self) -> None:
        """Release the lexicon; the vectors belong to the folder."""
        await asyncio.to_thread(self._derived.lexicon.close)

    def _upcoming(self) -> VectorCollection:
        if self._next is None:
            self._next = self._store.collection(self._library, self._target.spec.key)
        return self._next

    async def _change_over(self) -> None:
        spec = self._target.spec
        adopted = await asyncio.to_thread(
            self._records.ledger.adopt, self._library, spec.key, spec.to_json()
        )
        if not adopted:
            return
        old = self._derived.vectors
        self._derived = Derived(self._upcoming(), self._derived.lexicon, self._target)
        await asyncio.to_thread(old.drop)
        await self.indexer.repair()
        _LOG.info("embedding changed", extra={"library": self._library, "embedding": spec.name})


async def open_shelf(
    library: str, records: Records, store: VectorStore, lexicons: Path, target: Embedder
) -> Shelf:
    """Open a library, created if it is new, and mend what a crash or a lost store left."""
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
