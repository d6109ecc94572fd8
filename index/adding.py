"""Articles into one library: stored first, then found, with a receipt for each."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from index.embedding.configured import EmbeddingSpec
from index.indexing import BATCH_ARTICLES, Progress
from index.ingest.splitting import PassageSplitter
from index.languages import foreign_article
from index.shelf import Shelf
from index.stores.catalogue import Written
from index.stores.records import Records
from index.values import Draft, Receipt, Refusal

FindShelf: TypeAlias = Callable[[], Awaitable[Shelf | None]]
"""Opens the derived side of the library; None where another process owns it."""

_OWNER_SECONDS = 5.0
_POLL_SECONDS = 0.2


class Adding:
    """Adds to one library."""

    def __init__(
        self,
        library: str,
        records: Records,
        splitter: PassageSplitter,
        embedding: EmbeddingSpec,
        shelf: FindShelf,
    ) -> None:
        self._library = library
        self._records = records
        self._splitter = splitter
        self._embedding = embedding
        self._shelf = shelf

    async def add(
        self, items: Iterator[Draft | Refusal], tags: Sequence[str], progress: Progress | None
    ) -> AsyncIterator[Receipt | Refusal]:
        """As ``Library.add`` promises."""
        batch: list[tuple[Draft, Written]] = []
        while (item := await asyncio.to_thread(next, items, None)) is not None:
            if isinstance(item, Refusal):
                yield item
                continue
            batch.append((item, await asyncio.to_thread(self._write, item, tags)))
            if len(batch) >= BATCH_ARTICLES:
                for receipt in await self._index(batch, progress):
                    yield receipt
                batch = []
        for receipt in await self._index(batch, progress):
            yield receipt

    async def add_one(self, draft: Draft, tags: Sequence[str]) -> Receipt:
        """Store and index one draft."""
        written = await asyncio.to_thread(self._write, draft, tags)
        (receipt,) = await self._index([(draft, written)], None)
        return receipt

    def open(self) -> None:
        """Have the library come into being."""
        self._records.ledger.open_library(self._library, self._embedding.to_json())

    def _write(self, draft: Draft, tags: Iterable[str]) -> Written:
        spans = self._splitter.split(draft.text)
        self.open()
        return self._records.catalogue.write(self._library, draft, spans, tags)

    async def _index(
        self, batch: Sequence[tuple[Draft, Written]], progress: Progress | None
    ) -> list[Receipt]:
        if not batch:
            return []
        ids = {written.entry.article.id for _, written in batch}
        deadline = time.monotonic() + _OWNER_SECONDS
        while waiting := ids & await self._pending():
            shelf = await self._shelf()
            if shelf is not None:
                await shelf.indexer.settle(progress)
                continue
            if time.monotonic() > deadline:
                break
            await asyncio.sleep(_POLL_SECONDS)
        return await asyncio.to_thread(
            lambda: [self._receipt(draft, written, waiting) for draft, written in batch]
        )

    def _receipt(self, draft: Draft, written: Written, waiting: set[str]) -> Receipt:
        entry = written.entry
        return Receipt(
            article=entry.article,
            passages=entry.passages,
            outcome=written.outcome,
            indexed=entry.article.id not in waiting,
            fresh=written.fresh,
            copy_of=entry.copy_of,
            warnings=(
                *draft.warnings,
                *foreign_article(draft.language, self._embedding.languages),
            ),
            story=self._records.lookup.same_story(entry.article.id),
        )

    async def _pending(self) -> set[str]:
        return set(await asyncio.to_thread(self._records.ledger.pending, self._library))
