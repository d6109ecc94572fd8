"""A data folder: opened once, closed by whoever opened it, and owned by one process at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from index.answer.judging import Stance
from index.answer.writing.kept import KeptAnswers
from index.answer.writing.written import WrittenAnswers
from index.bulk.asked import delete_asked
from index.data_dir import (
    delete_lexicon,
    folder_vectors,
    lexicons,
    prepare,
    set_vectors_aside,
)
from index.embedding.configured import EmbeddingSpec
from index.embedding.embedder import Embedder, load_embedder
from index.embedding.minilm import MiniLM, Weights
from index.errors import FolderInUse, InvalidInput, StoreDamaged
from index.generation.configured import ConfiguredModel
from index.generation.model import USUAL_LIMITS, Limits
from index.generation.specs import ModelSpec
from index.indexing import Progress, finish
from index.ingest.isolated import IsolatedReader
from index.ingest.splitting import PassageSplitter
from index.library import Library
from index.maintenance import maintained
from index.ownership import Ownership
from index.reader.configured import SHIPPED_READER, ConfiguredReader, ReaderSpec
from index.shelf import Shelf, open_shelf
from index.stores.records import Records, open_records
from index.stores.spending import DailyLimits
from index.stores.vectors import VectorStore

if TYPE_CHECKING:
    from index.answer.writing.generated import Writer

Access: TypeAlias = Literal["own", "share", "look"]
"""``own`` needs the derived stores, ``share`` takes them if they are free, ``look`` leaves them."""

LONGEST_LIBRARY_NAME = 100
_NO_LIMITS = DailyLimits()


@dataclass(frozen=True, slots=True)
class Options:
    """How a data folder is opened.

    ``model`` writes the answers, within ``limits`` and by the prompts of the folder ``prompts``
    where that has some; without one they are quotations alone. ``daily`` bounds what they take for
    each library, and so many as ``kept_answers`` are kept in memory to be given again.
    """

    data_dir: Path
    embedding: EmbeddingSpec
    chroma_url: str | None = None
    restore_days: int = 30
    reader: ReaderSpec = SHIPPED_READER
    stance: Stance = "balanced"
    model: ModelSpec | None = None
    limits: Limits = USUAL_LIMITS
    prompts: Path | None = None
    daily: DailyLimits = _NO_LIMITS
    kept_answers: int = 0


class Folder:
    """The libraries of one data folder.

    ``documents`` reads what parsers must be kept apart for, and ``writer`` has answers written by a
    model, None where none is configured; ``kept`` are those that are given again.
    ``maintained`` says that maintenance runs, so that opening a library leaves to it what is
    pending there.
    """

    def __init__(
        self,
        options: Options,
        records: Records,
        ownership: Ownership,
        access: Access,
        writer: Writer | None,
        weights: Weights,
        *,
        maintained: bool,
    ) -> None:
        self.options = options
        self.records = records
        self.ownership = ownership
        self._access = access
        self._weights = weights
        self._splitter = PassageSplitter(count_tokens=MiniLM(weights=weights).count_tokens)
        self._reader = ConfiguredReader(options.reader)
        self.writer = writer
        self.kept = KeptAnswers(options.kept_answers)
        self.documents = IsolatedReader()
        self._store: VectorStore | None = None
        self._target: Embedder | None = None
        self._shelves: dict[str, Shelf] = {}
        self._taking = asyncio.Lock()
        self._opening: dict[str, asyncio.Lock] = {}
        self._maintained = maintained

    def library(self, name: str) -> Library:
        """A library by its name; it comes into being with its first article.

        Raises ``InvalidInput`` for an empty or overlong name.
        """
        if not name.strip() or len(name) > LONGEST_LIBRARY_NAME or not name.isprintable():
            raise InvalidInput(
                f"A library's name has 1 to {LONGEST_LIBRARY_NAME} visible characters; "
                "choose another."
            )
        options = self.options
        return Library(
            name,
            self.records,
            self._splitter,
            options.embedding,
            options.restore_days,
            self._reader,
            self.documents,
            options.stance,
            self.shelf,
            self._written(name),
        )

    def _written(self, name: str) -> WrittenAnswers | None:
        model, limits = self.options.model, self.options.daily
        if self.writer is None or model is None:
            return None
        return WrittenAnswers(name, self.records, self.writer, model.name, limits, self.kept)

    async def libraries(self) -> dict[str, int]:
        """The names of all libraries with the number of articles in each."""
        return await asyncio.to_thread(self.records.catalogue.libraries)

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
            known = await asyncio.to_thread(self.records.ledger.embeddings)
            return await self._opened(name) if name in known else None

    def _gate(self, name: str) -> asyncio.Lock:
        return self._opening.setdefault(name, asyncio.Lock())

    async def _opened(self, name: str) -> Shelf:
        if name not in self._shelves:
            self._shelves[name] = await self._open_shelf(name)
        return self._shelves[name]

    async def settle(self, progress: Progress | None = None) -> None:
        """Index all that is pending in any library."""
        for name in await asyncio.to_thread(self.records.ledger.embeddings):
            if await asyncio.to_thread(self.records.ledger.pending, name):
                shelf = await self.shelf(name)
                if shelf is not None:
                    await shelf.indexer.settle(progress)

    async def forget(self, name: str) -> None:
        """Delete a library for good, with all that was asked there.

        The derived stores go first, so that an interruption leaves a library that is whole or can
        be deleted again. Raises ``FolderInUse`` where another process owns the folder.
        """
        if not await self.is_owner():
            raise FolderInUse("The data folder is in use by another process; end it first.")
        # Held throughout, so that nobody opens it in between and brings an empty one back.
        async with self._gate(name):
            await self._forget(name, await self._opened(name))
        self.kept.forget()
        await asyncio.to_thread(delete_lexicon, self.options.data_dir, name)
        await asyncio.to_thread(delete_asked, self.options.data_dir, name)

    async def _forget(self, name: str, shelf: Shelf) -> None:
        async with shelf.lock:
            await finish(asyncio.to_thread(shelf.derived.vectors.clear))
            await finish(asyncio.to_thread(shelf.derived.lexicon.clear))
            await asyncio.to_thread(self.records.chat.forget.library, name)
            await finish(asyncio.to_thread(shelf.derived.vectors.drop))
        del self._shelves[name]
        await shelf.close()

    async def _open_shelf(self, name: str) -> Shelf:
        assert self._store is not None
        assert self._target is not None
        words = lexicons(self.options.data_dir)
        try:
            shelf = await open_shelf(name, self.records, self._store, words, self._target)
        except StoreDamaged:
            if self.options.chroma_url is not None:
                raise
            store = self._store = await finish(asyncio.to_thread(self._replaced, self._store))
            shelf = await open_shelf(name, self.records, store, words, self._target)
        if not self._maintained:
            await shelf.indexer.settle()
        return shelf

    def _replaced(self, damaged: VectorStore) -> VectorStore:
        damaged.close()
        self._shelves.clear()
        set_vectors_aside(self.options.data_dir)
        return self._opened_vectors()

    def _opened_vectors(self) -> VectorStore:
        options, installation = self.options, self.records.ledger.installation()
        return folder_vectors(options.data_dir, installation, options.chroma_url)

    async def is_owner(self) -> bool:
        """Whether this process has the derived stores, which are opened where they can be had."""
        async with self._taking:
            return await self._take()

    async def purge(self) -> None:
        """Delete for good what is past its time: removed articles, and what was asked."""
        restorable = timedelta(days=self.options.restore_days)
        await finish(asyncio.to_thread(self.records.catalogue.purge, restorable))
        await finish(asyncio.to_thread(self.records.chat.forget.expired))

    async def _take(self) -> bool:
        if self._store is not None:
            return True
        if self._access == "look" or not await asyncio.to_thread(self.ownership.take):
            return False
        self._target = await asyncio.to_thread(load_embedder, self.options.embedding, self._weights)
        self._store = await finish(asyncio.to_thread(self._opened_vectors))
        await self.purge()
        return True

    async def close(self) -> None:
        """Release all that was opened."""
        for shelf in self._shelves.values():
            await shelf.close()
        if self.writer is not None:
            await self.writer.model.close()
        await asyncio.to_thread(self.documents.close)
        if self._store is not None:
            await asyncio.to_thread(self._store.close)
        self._weights.close()
        self.ownership.release()
        self.records.close()


@asynccontextmanager
async def open_folder(
    options: Options,
    access: Access = "own",
    *,
    maintain: bool = False,
    progress: Progress | None = None,
) -> AsyncIterator[Folder]:
    """Open a data folder, created if it is new.

    An owner first indexes what a crash or other processes left, telling ``progress``; with
    ``maintain`` it does so in the background instead, and goes on as long as the folder is open.

    Raises ``FolderInUse`` where ``own`` cannot be had, ``FolderUnwritable``, ``NewerCatalogue``,
    ``SettingsError`` or ``StoreError``.
    """
    # Whatever of the folder uses the model that ships shares them, the check of claims too.
    weights = Weights()
    writer = await asyncio.to_thread(_writer, options, weights)
    await asyncio.to_thread(prepare, options.data_dir)
    ownership = Ownership(options.data_dir)
    records = await asyncio.to_thread(open_records, options.data_dir / "catalogue.sqlite3")
    folder = Folder(options, records, ownership, access, writer, weights, maintained=maintain)
    try:
        if access == "own" and not await asyncio.to_thread(ownership.take):
            raise FolderInUse(
                f"The data folder {options.data_dir} is in use by {ownership.holder()}; "
                "ask there, or end it first."
            )
        if access == "own" and not maintain:
            await folder.settle(progress)
        async with maintained(folder) if maintain else nullcontext():
            yield folder
    finally:
        await folder.close()


def _writer(options: Options, weights: Weights) -> Writer | None:
    """Who writes the answers. Raises ``SettingsError`` where a prompt is not as it should be."""
    if options.model is None and options.prompts is None:
        return None
    # What checks a model's claims takes a moment to import, which those without one should not pay.
    from index.answer.claims.support import SupportCheck
    from index.answer.writing.generated import Writer
    from index.generation.prompting import load_answer_prompts

    prompts = load_answer_prompts(options.prompts)
    if options.model is None:
        return None
    model = ConfiguredModel(options.model, options.limits)
    return Writer(model, prompts, options.limits, SupportCheck(MiniLM(weights=weights)))
