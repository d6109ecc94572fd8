"""One question of one library: checked, understood, searched, read and answered."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from index.answer.answering import answer as best_answer
from index.answer.judging import Stance
from index.embedding.configured import EmbeddingSpec
from index.following import standalone
from index.languages import foreign_question
from index.limits import absent_limits, check_days, check_question
from index.periods.favouring import sought
from index.reader.reader import PassageReader
from index.retrieve.reading import ReadPassage, read
from index.shelf import Shelf
from index.stores.records import Records
from index.values import Answer, Filters, Hit, NotFound, Question, Reply, Timings

if TYPE_CHECKING:
    from index.answer.generated import Growing, Writer

GetShelf: TypeAlias = Callable[[], Awaitable[Shelf]]

_PASSAGES_READ = 10
"""So many of the passages that were found are read; more cost time and seldom hold the answer."""
_LOG = logging.getLogger(__name__)


class Asking:
    """Answers the questions of one library."""

    def __init__(
        self,
        library: str,
        records: Records,
        embedding: EmbeddingSpec,
        reader: PassageReader,
        stance: Stance,
        shelf: GetShelf,
        writer: Writer | None,
    ) -> None:
        self._library = library
        self._records = records
        self._embedding = embedding
        self._reader = reader
        self._stance = stance
        self._shelf = shelf
        self._writer = writer

    async def ask(self, question: Question, growing: Growing | None = None) -> Reply:
        """As ``Library.ask`` promises."""
        question = await asyncio.to_thread(self._checked, question)
        started = time.perf_counter()
        covered = self._embedding.languages
        foreign = await asyncio.to_thread(foreign_question, question.text, covered)
        if await asyncio.to_thread(self._records.lookup.is_empty, self._library):
            empty = f"Library {self._library!r} has no articles yet; add some first."
            return Reply(question, NotFound(), _timings(started, started), (empty,))
        absent = await asyncio.to_thread(
            absent_limits, self._records.lookup, self._library, question.filters
        )
        shelf, meant = await self._shelf(), await asyncio.to_thread(_meant, question)
        hits = await shelf.search.hits(meant, _PASSAGES_READ)
        retrieved = time.perf_counter()
        passages = await self._read(meant, hits, shelf)
        told = await best_answer(
            meant,
            passages,
            self._records.lookup,
            shelf.derived,
            self._stance,
            self._writer,
            growing,
        )
        timings = _timings(started, retrieved)
        self._log(question, told.answer, timings)
        warnings = (*foreign, *absent, *told.warnings)
        return Reply(question, told.answer, timings, warnings, told.spent, sought(meant, hits))

    async def search(self, question: Question, limit: int) -> tuple[Hit, ...]:
        """As ``Library.search`` promises."""
        question = await asyncio.to_thread(self._checked, question)
        meant = await asyncio.to_thread(_meant, question)
        if await asyncio.to_thread(self._records.lookup.is_empty, self._library):
            return ()
        shelf = await self._shelf()
        hits = await shelf.search.hits(meant, max(limit, _PASSAGES_READ))
        passages = await self._read(meant, hits[:_PASSAGES_READ], shelf)
        return (*(passage.hit for passage in passages), *hits[_PASSAGES_READ:])[:limit]

    async def _read(
        self, question: Question, hits: Sequence[Hit], shelf: Shelf
    ) -> tuple[ReadPassage, ...]:
        return await read(self._reader, question.text, hits, shelf.derived.lexicon.analyze)

    def _checked(self, question: Question) -> Question:
        check_question(question.text)
        filters = question.filters
        check_days(filters)
        check_days(Filters(since=question.asked_on))
        catalogue = self._records.catalogue
        ids = tuple(catalogue.entry(self._library, name).article.id for name in filters.articles)
        return replace(question, filters=replace(filters, articles=ids))

    def _log(self, question: Question, answer: Answer, timings: Timings) -> None:
        _LOG.debug("question: %s", question.text)
        _LOG.info(
            "asked",
            extra={
                "library": self._library,
                "status": "not_found" if isinstance(answer, NotFound) else "answered",
                "ms": round(timings.total),
            },
        )


def _meant(question: Question) -> Question:
    return replace(question, text=standalone(question.text, question.history))


def _timings(started: float, retrieved: float) -> Timings:
    now = time.perf_counter()
    return Timings(
        retrieve=(retrieved - started) * 1000,
        answer=(now - retrieved) * 1000,
        total=(now - started) * 1000,
    )
