"""An answer that a model writes, of which only what the articles prove is shown, claim by claim."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TypeAlias

from index.answer.claims.bearing import unborne
from index.answer.claims.support import SupportCheck
from index.answer.writing.claim_lines import ClaimLines, Line, Stated
from index.answer.writing.composing import Composition
from index.answer.writing.offering import offer, shown
from index.answer.writing.proving import Dropped, Proved, Prover
from index.answer.writing.rewriting import Rewriter
from index.answer.writing.settling import Settler
from index.errors import ModelError
from index.generation.listening import listen
from index.generation.model import LanguageModel, Limits, Message, Usage, estimated
from index.generation.prompting import AnswerPrompts
from index.stores.lookup import Lookup
from index.values import Answered, Hit, Question, Spent

Growing: TypeAlias = Callable[[Answered], Awaitable[None]]
"""Is told of a generated answer whenever a claim has been added to it."""

UNPROVED = "wrote nothing that the articles prove"
OTHER_LANGUAGE = "wrote in another language than the articles"
NO_ROOM = "may not be shown as much as one passage (LLM_PROMPT_TOKENS)"
_FEWEST_SECONDS = 1.0
"""With less time left, nothing is mended."""
_LONGEST_ECHO = 4_000
_MOST_REASONS = 8
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a request to a model.

    ``answer`` is None where nothing that it wrote is proved. ``declined`` says that it found no
    answer in the passages. ``failure`` is why there is no answer, or why it may not be whole, as
    it goes on from “the language model”. ``dropped`` are the claims that were not shown.
    """

    answer: Answered | None
    declined: bool
    failure: str | None
    dropped: tuple[Dropped, ...]
    spent: Spent


class Writer:
    """Has answers written by a model, whose claims ``support`` must take to be borne.

    ``rewriter`` has the same model make questions stand by themselves.
    """

    def __init__(
        self,
        model: LanguageModel,
        prompts: AnswerPrompts,
        limits: Limits,
        support: SupportCheck,
    ) -> None:
        self.model = model
        self.rewriter = Rewriter(model, prompts.following, limits)
        self._support = support
        self._prompts = prompts
        self._limits = limits

    async def write(
        self,
        question: Question,
        hits: Sequence[Hit],
        lookup: Lookup,
        growing: Growing | None = None,
    ) -> Written:
        """An answer to a question from the passages that were found for it, the best first.

        ``growing`` is told of it claim by claim; what it was told of stays. Raises
        ``SettingsError`` where the model cannot be made; that it fails is told in ``failure``.
        """
        await self.model.ready()
        started = time.monotonic()
        room = self._limits.prompt_tokens - self._prompts.size(question)
        offered = await asyncio.to_thread(offer, hits, self._limits.passages, room)
        names = [hit.passage.article_id for hit in hits]
        copies = await asyncio.to_thread(lookup.copies, names)
        prover = Prover(question.text, offered, unborne, self._support.unsupported)
        draft = _Draft(prover, Settler(question, hits, lookup), Composition(copies), growing)
        messages = self._prompts.messages(question, shown(offered))
        deadline = started + self._limits.seconds
        failure = await self._attempts(messages, draft, deadline) if offered else NO_ROOM
        answer = draft.composition.answer()
        written = Written(
            answer=answer if isinstance(answer, Answered) else None,
            declined=draft.declined,
            failure=failure,
            dropped=tuple(draft.dropped),
            spent=Spent(
                draft.usage.prompt_tokens,
                draft.usage.completion_tokens,
                time.monotonic() - started,
            ),
        )
        _log(written)
        return written

    async def _attempts(
        self, messages: Sequence[Message], draft: _Draft, deadline: float
    ) -> str | None:
        """Ask, and once more where nothing is proved; what went wrong."""
        try:
            said = await self._attempt(messages, draft, deadline)
            if not draft.is_answered and deadline - time.monotonic() > _FEWEST_SECONDS:
                reasons = draft.reasons()
                repair = self._prompts.repair(messages, said[:_LONGEST_ECHO], reasons)
                await self._attempt(repair, draft, deadline)
        except ModelError as error:
            _LOG.info("%s", error)
            _LOG.debug("the language model failed", exc_info=True)
            return error.reason
        return draft.failure

    async def _attempt(self, messages: Sequence[Message], draft: _Draft, deadline: float) -> str:
        """What the model says, read as it comes."""
        lines, said = ClaimLines(), ""
        counted: Usage | None = None
        try:
            async with aclosing(listen(self.model, messages, self._limits, deadline)) as stream:
                async for chunk in stream:
                    said += chunk.text
                    counted = chunk.usage or counted
                    await draft.take(lines.feed(chunk.text))
                    if lines.is_full or draft.is_full:
                        break
            await draft.take(lines.end())
        finally:
            draft.usage += counted or estimated(messages, said)
        return said


@dataclass(slots=True)
class _Draft:
    """What is made of the lines of a model."""

    prover: Prover
    settler: Settler
    composition: Composition
    growing: Growing | None
    declined: bool = False
    dropped: list[Dropped] = field(default_factory=list)
    usage: Usage = field(default_factory=Usage)

    @property
    def is_answered(self) -> bool:
        return self.declined or isinstance(self.composition.answer(), Answered)

    @property
    def failure(self) -> str | None:
        if self.is_answered:
            return None
        is_foreign = self.dropped and all(one.is_foreign for one in self.dropped)
        return OTHER_LANGUAGE if is_foreign else UNPROVED

    @property
    def is_full(self) -> bool:
        return self.declined or self.composition.is_full

    async def take(self, lines: Sequence[Line]) -> None:
        for line in lines:
            if self.is_full:
                return
            if isinstance(line, Stated):
                await self._state(line)
            else:
                # Said after a claim, it takes back nothing that is proved.
                self.declined = not isinstance(self.composition.answer(), Answered)

    async def _state(self, line: Stated) -> None:
        proved = await asyncio.to_thread(self._proved, line)
        if isinstance(proved, Dropped):
            self.dropped.append(proved)
        elif self.composition.add(proved) and self.growing is not None:
            answer = self.composition.answer()
            if isinstance(answer, Answered):
                await self.growing(answer)

    def _proved(self, line: Stated) -> Proved | Dropped:
        proved = self.prover.prove(line)
        return proved if isinstance(proved, Dropped) else self.settler.settled(proved)

    def reasons(self) -> str:
        told = [f"- {one.claim[:120]!r}: {one.reason}." for one in self.dropped[:_MOST_REASONS]]
        return "\n".join(told) or "- There was no line in the form that was asked for."


def _log(written: Written) -> None:
    _LOG.info(
        "generated",
        extra={
            "claims": len(written.answer.claims) if written.answer else 0,
            "dropped": len(written.dropped),
            "prompt_tokens": written.spent.prompt_tokens,
            "completion_tokens": written.spent.completion_tokens,
            "ms": round(written.spent.seconds * 1000),
        },
    )
    for one in written.dropped:
        _LOG.debug("dropped %r: %s", one.claim, one.reason)
