"""The front door: one library, the articles of one Discord server, from adding to asking."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeAlias

from index.answer.extractive import answer_extractively
from index.answer.judging import Stance
from index.embedding.configured import EmbeddingSpec
from index.errors import FolderInUse
from index.indexing import BATCH_ARTICLES, Progress
from index.ingest.splitting import PassageSplitter
from index.languages import foreign_article, foreign_question
from index.limits import absent_limits, check_days, check_question
from index.reader.reader import PassageReader
from index.rebuilding import rebuild
from index.retrieve.reading import ReadPassage, read
from index.shelf import Shelf
from index.stores.catalogue import Written
from index.stores.records import Records
from index.values import (
    Answer,
    Article,
    Draft,
    Entry,
    Filters,
    Hit,
    NotFound,
    Question,
    Receipt,
    Refusal,
    Reply,
    Timings,
)

GetShelf: TypeAlias = Callable[[str], Awaitable[Shelf | None]]

_PASSAGES_READ = 10
"""So many of the passages that were found are read; more cost time and seldom hold the answer."""
_OWNER_SECONDS = 5.0
_POLL_SECONDS = 0.2
_LOG = logging.getLogger(__name__)


class Library:
    """One library of an open folder. Ids may be shortened to a prefix that no other article has."""

    def __init__(
        self,
        name: str,
        records: Records,
        splitter: PassageSplitter,
        embedding: EmbeddingSpec,
        restore_days: int,
        reader: PassageReader,
        stance: Stance,
        shelf: GetShelf,
    ) -> None:
        self.name = name
        self._records = records
        self._splitter = splitter
        self._embedding = embedding
        self._restorable = timedelta(days=restore_days)
        self._reader = reader
        self._stance = stance
        self._shelf = shelf

    async def add(
        self,
        items: Iterator[Draft | Refusal],
        tags: Sequence[str] = (),
        progress: Progress | None = None,
    ) -> AsyncIterator[Receipt | Refusal]:
        """Store and index drafts as they are read, passing refusals on.

        A receipt comes once its article is durably stored and, where this process owns the folder,
        can be found. Where another process owns it, that one indexes, and the receipt says whether
        it did so within five seconds. ``progress`` is told of the passages of each batch.
        """
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

    async def ask(self, question: Question) -> Reply:
        """An answer whose every quotation was checked, or the nearest that was found.

        Raises ``InvalidInput`` for a question or filter that makes no sense, ``FolderInUse`` where
        another process owns the folder.
        """
        question = await asyncio.to_thread(self._checked, question)
        started = time.perf_counter()
        covered = self._embedding.languages
        foreign = await asyncio.to_thread(foreign_question, question.text, covered)
        if await asyncio.to_thread(self._records.lookup.is_empty, self.name):
            empty = f"Library {self.name!r} has no articles yet; `footnote add` adds some."
            return Reply(question, NotFound(), _timings(started, started), (empty,))
        warnings = (*foreign, *await self.absent(question.filters))
        shelf = await self._owned()
        hits = await shelf.search.hits(question, _PASSAGES_READ)
        retrieved = time.perf_counter()
        passages = await self._read(question, hits, shelf)
        answer = await answer_extractively(
            question, passages, self._records.lookup, shelf.derived, self._stance
        )
        timings = _timings(started, retrieved)
        self._log(question, answer, timings)
        return Reply(question, answer, timings, warnings)

    async def search(self, question: Question, limit: int) -> tuple[Hit, ...]:
        """The best passages for some words, best first, the first of them in the reader's order.

        Raises as ``ask`` does.
        """
        question = await asyncio.to_thread(self._checked, question)
        if await asyncio.to_thread(self._records.lookup.is_empty, self.name):
            return ()
        shelf = await self._owned()
        hits = await shelf.search.hits(question, max(limit, _PASSAGES_READ))
        passages = await self._read(question, hits[:_PASSAGES_READ], shelf)
        return (*(passage.hit for passage in passages), *hits[_PASSAGES_READ:])[:limit]

    async def _read(
        self, question: Question, hits: Sequence[Hit], shelf: Shelf
    ) -> tuple[ReadPassage, ...]:
        return await read(self._reader, question.text, hits, shelf.derived.lexicon.analyze)

    async def absent(self, filters: Filters) -> tuple[str, ...]:
        """A warning for each source and each tag of the filters that no article here has."""
        return await asyncio.to_thread(absent_limits, self._records.lookup, self.name, filters)

    async def remove(self, article: str) -> Entry:
        """Hide an article: from now on nothing is answered from it."""
        entry = await asyncio.to_thread(self._records.catalogue.remove, self.name, article)
        await self._settle()
        return entry

    async def restore(self, article: str) -> Entry:
        """Bring a removed article back."""
        catalogue = self._records.catalogue
        await asyncio.to_thread(catalogue.restore, self.name, article, self._restorable)
        await self._settle()
        return await self.entry(article)

    async def reindex(self, progress: Progress | None = None) -> None:
        """Make the derived stores anew, with the embedding that is configured now.

        What an interruption left is taken up by the next call, or by any owner of the folder.
        """
        if await asyncio.to_thread(self._records.lookup.is_empty, self.name):
            return
        shelf = await self._owned()
        await rebuild(self.name, self._records, self._splitter, shelf, progress)

    async def entries(self, *, removed: bool = False) -> list[Entry]:
        """The articles, newest first; the removed ones instead if ``removed``."""
        catalogue = self._records.catalogue
        return await asyncio.to_thread(catalogue.entries, self.name, removed=removed)

    async def entry(self, article: str) -> Entry:
        """One article, removed or not."""
        return await asyncio.to_thread(self._records.catalogue.entry, self.name, article)

    async def article(self, article: str, revision: int | None = None) -> Article:
        """A revision of an article with its text, the latest by default."""
        return await asyncio.to_thread(
            self._records.catalogue.article, self.name, article, revision
        )

    async def revisions(self, article: str) -> list[tuple[int, str]]:
        """Number and moment of each revision of an article, oldest first."""
        return await asyncio.to_thread(self._records.catalogue.revisions, self.name, article)

    def _write(self, draft: Draft, tags: Iterable[str]) -> Written:
        spans = self._splitter.split(draft.text)
        self._records.ledger.open_library(self.name, self._embedding.to_json())
        return self._records.catalogue.write(self.name, draft, spans, tags)

    async def _index(
        self, batch: Sequence[tuple[Draft, Written]], progress: Progress | None
    ) -> list[Receipt]:
        if not batch:
            return []
        ids = {written.entry.article.id for _, written in batch}
        deadline = time.monotonic() + _OWNER_SECONDS
        while waiting := ids & await self._pending():
            shelf = await self._shelf(self.name)
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
            copy_of=entry.copy_of,
            warnings=(
                *draft.warnings,
                *foreign_article(draft.language, self._embedding.languages),
            ),
        )

    async def _pending(self) -> set[str]:
        return set(await asyncio.to_thread(self._records.ledger.pending, self.name))

    async def _settle(self) -> None:
        shelf = await self._shelf(self.name)
        if shelf is not None:
            await shelf.indexer.settle()

    async def _owned(self) -> Shelf:
        shelf = await self._shelf(self.name)
        if shelf is None:
            raise FolderInUse("The data folder is in use by another process; ask there, or end it.")
        return shelf

    def _checked(self, question: Question) -> Question:
        check_question(question.text)
        filters = question.filters
        check_days(filters)
        catalogue = self._records.catalogue
        ids = tuple(catalogue.entry(self.name, name).article.id for name in filters.articles)
        return replace(question, filters=replace(filters, articles=ids))

    def _log(self, question: Question, answer: Answer, timings: Timings) -> None:
        _LOG.debug("question: %s", question.text)
        _LOG.info(
            "asked",
            extra={
                "library": self.name,
                "status": "not_found" if isinstance(answer, NotFound) else "answered",
                "ms": round(timings.total),
            },
        )


def _timings(started: float, retrieved: float) -> Timings:
    now = time.perf_counter()
    return Timings(
        retrieve=(retrieved - started) * 1000,
        answer=(now - retrieved) * 1000,
        total=(now - started) * 1000,
    )
