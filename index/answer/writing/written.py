"""A library's written answers: each question once, and no more of them than a day allows."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from index.answer.answering import Told
from index.answer.answering import answer as best_answer
from index.answer.judging import Stance
from index.answer.writing.kept import KeptAnswers, proved_again
from index.answer.writing.rewriting import NOT_REWRITTEN, Rewritten
from index.derived import Derived
from index.indexing import finish
from index.retrieve.reading import ReadPassage
from index.stores.records import Records
from index.stores.spending import DailyLimits, UsedUp
from index.values import Answered, Question

if TYPE_CHECKING:
    from index.answer.writing.generated import Growing, Writer

USED_UP = (
    "Today's limit of {what} here ({limit:,}) is reached, so only quotations were looked for; "
    "more are written tomorrow (UTC)."
)
_WHAT = {"answers": "written answers", "tokens": "tokens of written answers"}


class WrittenAnswers:
    """Has the answers of one library written by the model of that name."""

    def __init__(
        self,
        library: str,
        records: Records,
        writer: Writer,
        model: str,
        limits: DailyLimits,
        kept: KeptAnswers,
    ) -> None:
        self._library = library
        self._records = records
        self._writer = writer
        self._model = model
        self._limits = limits
        self._kept = kept

    async def standing(self) -> str | None:
        """How the library stands, to be told before it is searched; None where nothing is kept."""
        if not self._kept.is_on:
            return None
        return await asyncio.to_thread(self._records.standing.of, self._library)

    async def again(self, question: Question, standing: str | None) -> Answered | None:
        """The answer that the question had of the library as it stands, every citation proved."""
        if standing is None:
            return None
        kept = self._kept.find(self._library, question, standing)
        if kept is None:
            return None
        return await asyncio.to_thread(proved_again, kept, self._records.lookup)

    async def restated(self, question: Question) -> Rewritten:
        """A question that leans on the turns before it, made to stand by itself by the model.

        It is asked only on a day that allows it still another answer. Raises ``StoreError``.
        """
        counted, book = self._counted(), self._records.spending
        used_up = await finish(asyncio.to_thread(book.allow, *counted, self._limits))
        if used_up is not None:
            return NOT_REWRITTEN
        rewritten = await self._writer.rewriter.rewrite(question)
        if rewritten.spent is not None:
            await finish(asyncio.to_thread(book.end, *counted, rewritten.spent))
        return rewritten

    async def answer(
        self,
        question: Question,
        passages: Sequence[ReadPassage],
        derived: Derived,
        stance: Stance,
        growing: Growing | None,
        standing: str | None,
    ) -> Told:
        """The best that can be proved from the passages, quotations where the day is used up.

        Raises ``SettingsError`` where the model cannot be made, and ``StoreError``.
        """
        lookup = self._records.lookup
        if not passages:
            return await best_answer(question, passages, lookup, derived, stance)
        await self._writer.model.ready()
        counted, book = self._counted(), self._records.spending
        used_up = await finish(asyncio.to_thread(book.begin, *counted, self._limits))
        if used_up is not None:
            told = await best_answer(question, passages, lookup, derived, stance)
            return replace(told, warnings=(*told.warnings, self._told(used_up)))
        told = await best_answer(question, passages, lookup, derived, stance, self._writer, growing)
        if told.spent is not None:
            await finish(asyncio.to_thread(book.end, *counted, told.spent))
        await self._keep(question, told, standing)
        return told

    def _counted(self) -> tuple[str, str, str]:
        """Under what it is counted what is spent: the library, the day and the model."""
        return self._library, datetime.now(UTC).date().isoformat(), self._model

    async def _keep(self, question: Question, told: Told, standing: str | None) -> None:
        """Keep a whole written answer, unless the library changed while it was written."""
        answer = told.answer
        if standing is None or told.warnings or not isinstance(answer, Answered):
            return
        if answer.mode == "generated" and await self.standing() == standing:
            self._kept.keep(self._library, question, standing, answer)

    def _told(self, used_up: UsedUp) -> str:
        limit = self._limits.answers if used_up == "answers" else self._limits.tokens
        return USED_UP.format(limit=limit, what=_WHAT[used_up])
