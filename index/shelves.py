"""The derived stores of a folder's libraries, which one process has at a time."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from index.data_dir import folder_vectors, lexicons, set_vectors_aside
from index.embedding.embedder import Embedder, load_embedder
from index.embedding.minilm import Weights
from index.errors import FolderInUse, StoreDamaged
from index.indexing import Progress, finish
from index.ownership import Ownership
from index.shelf import Shelf, open_shelf
from index.stores.records import Records
from index.stores.vectors import VectorStore

if TYPE_CHECKING:
    from index.folder import Access, Options


class Shelves:
    """One shelf a library, opened when it is first needed, as far as this process is the owner.

    ``maintained`` says that maintenance runs, so that opening a library leaves to it what is
    pending there.
    """

    def __init__(
        self,
        options: Options,
        records: Records,
        ownership: Ownership,
        weights: Weights,
        access: Access,
        *,
        maintained: bool,
    ) -> None:
        self._options = options
        self._records = records
        self._ownership = ownership
        self._weights = weights
        self._access = access
        self._maintained = maintained
        self._store: VectorStore | None = None
        self._target: Embedder | None = None
        self._shelves: dict[str, Shelf] = {}
        self._taking = asyncio.Lock()
        self._opening: dict[str, asyncio.Lock] = {}

    async def shelf(self, name: str) -> Shelf | None:
        """The derived side of a library, opened once; None where another process owns it."""
        if not await self.is_owner():
            return None
        async with self._gate(name):
            return await self._opened(name)

    async def known_shelf(self, name: str) -> Shelf | None:
        """The same of a library that there is, None for one that was forgotten meanwhile."""
        if not await self.is_owner():
            return None
        async with self._gate(name):
            known = await asyncio.to_thread(self._records.ledger.embeddings)
            return await self._opened(name) if name in known else None

    def _gate(self, name: str) -> asyncio.Lock:
        return self._opening.setdefault(name, asyncio.Lock())

    async def _opened(self, name: str) -> Shelf:
        if name not in self._shelves:
            self._shelves[name] = await self._open_shelf(name)
        return self._shelves[name]

    async def settle(self, progress: Progress | None = None) -> None:
        """Index all that is pending in any library."""
        for name in await asyncio.to_thread(self._records.ledger.embeddings):
            if await asyncio.to_thread(self._records.ledger.pending, name):
                shelf = await self.shelf(name)
                if shelf is not None:
                    await shelf.indexer.settle(progress)

    async def forget(self, name: str) -> None:
        """Delete what a library has in the catalogue and in the derived stores, these first.

        Raises ``FolderInUse`` where another process owns the folder.
        """
        if not await self.is_owner():
            raise FolderInUse("The data folder is in use by another process; end it first.")
        # Held throughout, so that nobody opens it in between and brings an empty one back.
        async with self._gate(name):
            await self._forget(name, await self._opened(name))

    async def _forget(self, name: str, shelf: Shelf) -> None:
        async with shelf.lock:
            await finish(asyncio.to_thread(shelf.derived.vectors.clear))
            await finish(asyncio.to_thread(shelf.derived.lexicon.clear))
            await asyncio.to_thread(self._records.chat.forget.library, name)
            await finish(asyncio.to_thread(shelf.derived.vectors.drop))
        del self._shelves[name]
        await shelf.close()

    async def _open_shelf(self, name: str) -> Shelf:
        assert self._store is not None
        assert self._target is not None
        words = lexicons(self._options.data_dir)
        try:
            shelf = await open_shelf(name, self._records, self._store, words, self._target)
        except StoreDamaged:
            if self._options.chroma_url is not None:
                raise
            store = self._store = await finish(asyncio.to_thread(self._replaced, self._store))
            shelf = await open_shelf(name, self._records, store, words, self._target)
        if not self._maintained:
            await shelf.indexer.settle()
        return shelf

    def _replaced(self, damaged: VectorStore) -> VectorStore:
        damaged.close()
        self._shelves.clear()
        set_vectors_aside(self._options.data_dir)
        return self._opened_vectors()

    def _opened_vectors(self) -> VectorStore:
        options, installation = self._options, self._records.ledger.installation()
        return folder_vectors(options.data_dir, installation, options.chroma_url)

    async def is_owner(self) -> bool:
        """Whether this process has the derived stores, which are opened where they can be had."""
        async with self._taking:
            return await self._take()

    async def purge(self) -> None:
        """Delete for good what is past its time: removed articles, and what was asked."""
        restorable = timedelta(days=self._options.restore_days)
        await finish(asyncio.to_thread(self._records.catalogue.purge, restorable))
        await finish(asyncio.to_thread(self._records.chat.forget.expired))

    async def _take(self) -> bool:
        if self._store is not None:
            return True
        if self._access == "look" or not await asyncio.to_thread(self._ownership.take):
            return False
        self._target = await asyncio.to_thread(
            load_embedder, self._options.embedding, self._weights
        )
        self._store = await finish(asyncio.to_thread(self._opened_vectors))
        await self.purge()
        return True

    async def close(self) -> None:
        """Release all that was opened."""
        for shelf in self._shelves.values():
            await shelf.close()
        if self._store is not None:
            await asyncio.to_thread(self._store.close)
