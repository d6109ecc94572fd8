"""A data folder: opened once, closed by whoever opened it, and owned by one process at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from index.answer.judging import Stance
from index.answer.writing.kept import KeptAnswers
from index.answer.writing.written import WrittenAnswers
from index.bulk.asked import delete_asked
from index.data_dir import delete_lexicon, prepare
from index.embedding.configured import EmbeddingSpec
from index.embedding.minilm import MiniLM, Weights
from index.errors import FolderInUse, InvalidInput
from index.generation.configured import ConfiguredModel
from index.generation.model import USUAL_LIMITS, Limits
from index.generation.specs import ModelSpec
from index.indexing import Progress
from index.ingest.isolated import IsolatedReader
from index.ingest.splitting import PassageSplitter
from index.library import Library
from index.maintenance import maintained
from index.ownership import Ownership
from index.reader.configured import SHIPPED_READER, ConfiguredReader, ReaderSpec
from index.shelves import Shelves
from index.stores.records import Records, open_records
from index.stores.spending import DailyLimits

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
    """

    def __init__(
        self,
        options: Options,
        records: Records,
        ownership: Ownership,
        shelves: Shelves,
        writer: Writer | None,
        weights: Weights,
    ) -> None:
        self.options = options
        self.records = records
        self.ownership = ownership
        self.shelves = shelves
        self._weights = weights
        self._splitter = PassageSplitter(count_tokens=MiniLM(weights=weights).count_tokens)
        self._reader = ConfiguredReader(options.reader)
        self.writer = writer
        self.kept = KeptAnswers(options.kept_answers)
        self.documents = IsolatedReader()

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
            self.shelves.shelf,
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

    async def forget(self, name: str) -> None:
        """Delete a library for good, with all that was asked there.

        The derived stores go first, so that an interruption leaves a library that is whole or can
        be deleted again. Raises ``FolderInUse`` where another process owns the folder.
        """
        await self.shelves.forget(name)
        self.kept.forget()
        await asyncio.to_thread(delete_lexicon, self.options.data_dir, name)
        await asyncio.to_thread(delete_asked, self.options.data_dir, name)

    async def close(self) -> None:
        """Release all that was opened."""
        await self.shelves.close()
        if self.writer is not None:
            await self.writer.model.close()
        await asyncio.to_thread(self.documents.close)
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
    shelves = Shelves(options, records, ownership, weights, access, maintained=maintain)
    folder = Folder(options, records, ownership, shelves, writer, weights)
    try:
        if access == "own" and not await asyncio.to_thread(ownership.take):
            raise FolderInUse(
                f"The data folder {options.data_dir} is in use by {ownership.holder()}; "
                "ask there, or end it first."
            )
        if access == "own" and not maintain:
            await folder.shelves.settle(progress)
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
