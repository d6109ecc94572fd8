"""One question of one library: checked, understood, searched, read and answered."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from index.answer.answering import Told
from index.answer.answering import answer as best_answer
from index.answer.judging import Stance
from index.embedding.configured import EmbeddingSpec
from index.following import leans, standalone
from index.languages import foreign_question
from index.limits import absent_limits, check_days, check_question
from index.periods.limiting import limited, sought
from index.reader.reader import PassageReader
from index.retrieve.reading import ReadPassage, read
from index.shelf import Shelf
from index.stores.records import Records
from index.values import Answer, Answered, Filters, Hit, NotFound, Question, Reply, Spent, Timings

if TYPE_CHECKING:
    from index.answer.writing.generated import Growing
    from index.answer.writing.written import WrittenAnswers

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
        written: WrittenAnswers | None,
    ) -> None:
        self._library = library
        self._records = records
        self._embedding = embedding
        self._reader = reader
        self._stance = stance
        self._shelf = shelf
        self._written = written

    async def ask(
        self, question: Question, growing: Growing | None = None, *, quoted: bool = False
    ) -> Reply:
        """As ``Library.ask`` promises."""
        question = await asyncio.to_thread(self._checked, question)
        started = time.perf_counter()
        covered = self._embedding.languages
        foreign = await asyncio.to_thread(foreign_question, question.text, covered)
        if await asyncio.to_thread(self._records.lookup.is_empty, self._library):
            empty = f"Library {self._library!r} has no articles yet; add some first."
            return Reply(question, NotFound(), _timings(started, started, started), (empty,))
        absent = await asyncio.to_thread(
            absent_limits, self._records.lookup, self._library, question.filters
        )
        written = None if quoted else self._written
        meant, took = await self._meant(question, written)
        searched = time.perf_counter()
        told, retrieved = await self._told(meant, growing, written)
        timings = _timings(started, searched, retrieved)
        self._log(question, told.answer, timings)
        gone = await asyncio.to_thread(self._gone, told.answer)
        warnings = (*foreign, *absent, *told.warnings, *gone)
        time_meant = await asyncio.to_thread(sought, meant, told.answer)
        spent = told.spent if took is None else took if told.spent is None else took + told.spent
        return Reply(question, told.answer, timings, warnings, spent, time_meant)

    async def search(self, question: Question, limit: int) -> tuple[Hit, ...]:
        """As ``Library.search`` promises."""
        question = await asyncio.to_thread(self._checked, question)
        meant, _ = await self._meant(question, None)
        if await asyncio.to_thread(self._records.lookup.is_empty, self._library):
            return ()
        shelf = await self._shelf()
        hits = await shelf.search.hits(meant, max(limit, _PASSAGES_READ))
        passages = await self._read(meant, hits[:_PASSAGES_READ], shelf)
        return (*(passage.hit for passage in passages), *hits[_PASSAGES_READ:])[:limit]

    async def _meant(
        self, question: Question, written: WrittenAnswers | None
    ) -> tuple[Question, Spent | None]:
        """The question as it stands by itself, and what a model took for that, where it leans."""
        text, history = question.text, question.history
        rewritten = None
        if written is not None and await asyncio.to_thread(leans, text, history):
            rewritten = await written.restated(question)
        stated = None if rewritten is None else rewritten.text
        if stated is None:
            stated = await asyncio.to_thread(standalone, text, history)
        meant = await asyncio.to_thread(limited, replace(question, text=stated))
        return meant, None if rewritten is None else rewritten.spent

    async def _told(
        self, question: Question, growing: Growing | None, written: WrittenAnswers | None
    ) -> tuple[Told, float]:
        """The best answer, and when its passages were there."""
        # Told before the search, so that no change can be missed that comes in between.
        standing = None if written is None else await written.standing()
        again = None if written is None else await written.again(question, standing)
        if again is not None:
            return Told(again), time.perf_counter()
        shelf = await self._shelf()
        hits = await shelf.search.hits(question, _PASSAGES_READ)
        retrieved = time.perf_counter()
        passages = await self._read(question, hits, shelf)
        derived, stance = shelf.derived, self._stance
        if written is None:
            lookup = self._records.lookup
            return await best_answer(question, passages, lookup, derived, stance), retrieved
        told = await written.answer(question, passages, derived, stance, growing, standing)
        return told, retrieved

    def _gone(self, answer: Answer) -> Iterable[str]:
        """Which of the quotations are of pages that are there no more, and since when."""
        if not isinstance(answer, Answered):
            return
        days = self._records.pages.gone({cited.article.id for cited in answer.citations})
        for cited in answer.citations:
            if cited.article.id in days:
                day = days[cited.article.id][:10]
                yield f"The page of [{cited.number}] is gone since {day}; it may hold no longer."

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


def _timings(started: float, searched: float, retrieved: float) -> Timings:
    now = time.perf_counter()
    return Timings(
        retrieve=(retrieved - searched) * 1000,
        answer=(now - retrieved) * 1000,
        total=(now - started) * 1000,
    )
