"""Making the derived stores of a library anew from the catalogue."""

from __future__ import annotations

import asyncio

from index.indexing import Progress, finish
from index.ingest.splitting import PassageSplitter
from index.shelf import Shelf
from index.stores.records import Records


async def rebuild(
    library: str,
    records: Records,
    splitter: PassageSplitter,
    shelf: Shelf,
    progress: Progress | None = None,
) -> None:
    """Split every article again and index it, or finish a change of embedding that is under way.

    A change of embedding leaves the passages as they are, so that articles answer meanwhile.
    """
    if shelf.is_reembedding:
        await _change_embedding(shelf, progress)
        return
    async with shelf.lock:
        await finish(asyncio.to_thread(_forget, library, records, splitter, shelf))
    await shelf.indexer.settle(progress)


async def _change_embedding(shelf: Shelf, progress: Progress | None) -> None:
    total = 0
    while shelf.is_reembedding:
        remaining = await shelf.reembed()
        total = max(total, remaining)
        if progress is not None:
            progress(total - remaining, total)


def _forget(library: str, records: Records, splitter: PassageSplitter, shelf: Shelf) -> None:
    for entry in records.catalogue.entries(library):
        article = records.catalogue.article(library, entry.article.id)
        records.ledger.resplit(article.id, article.revision, splitter.split(article.text))
    records.ledger.forget(library)
    shelf.derived.vectors.clear()
    shelf.derived.lexicon.clear()
