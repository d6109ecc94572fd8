"""A question that leans on the ones before it, made by a model to stand by itself.

What came before holds the words of articles, and those may hold instructions. So of what a model
writes only a question is taken that asks for what was asked, in words that were said.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass

from index.answer.writing.keeping_to import strays
from index.errors import ModelError, SettingsError
from index.generation.listening import listen
from index.generation.model import (
    LanguageModel,
    Limits,
    Message,
    Usage,
    counted_tokens,
    estimated,
)
from index.values import Question, Spent, Turn
from prompts import Prompt

_MOST_TURNS = 3
_MOST_TOKENS = 700
"""So many of the question and the turns, which leaves as many as the prompt has to make 1,000."""
_MOST_ANSWER = 400
"""Characters of an answer that are shown; what is named first is what is meant."""
_COMPLETION_TOKENS = 80
_MOST_SECONDS = 8.0
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A question that stands by itself, None where the model made none, and what it took.

    ``spent`` is None where it was not asked.
    """

    text: str | None
    spent: Spent | None = None


NOT_REWRITTEN = Rewritten(None)


class Rewriter:
    """Has questions rewritten by a model, in little time beside that of an answer."""

    def __init__(self, model: LanguageModel, prompt: Prompt, limits: Limits) -> None:
        self._model = model
        self._prompt = prompt
        seconds = min(_MOST_SECONDS, limits.seconds / 2)
        self._limits = Limits(
            prompt_tokens=limits.prompt_tokens,
            completion_tokens=min(_COMPLETION_TOKENS, limits.completion_tokens),
            seconds=seconds,
            silence_seconds=min(seconds, limits.silence_seconds / 2),
        )

    async def rewrite(self, question: Question) -> Rewritten:
        """The question with what it means of the turns before it.

        Raises nothing: whatever goes wrong is no text, and logged.
        """
        turns = question.history[-_MOST_TURNS:]
        prompt = self._filled(question.text, turns)
        if prompt is None:
            return NOT_REWRITTEN
        try:
            await self._model.ready()
        except SettingsError as error:
            _LOG.info("the question is rewritten by rules: %s", error)
            return NOT_REWRITTEN
        return await self._asked(prompt, question.text, turns)

    async def _asked(self, prompt: str, question: str, turns: Sequence[Turn]) -> Rewritten:
        started = time.monotonic()
        heard, messages = _Heard(), (Message("user", prompt),)
        failure: str | None
        try:
            await self._listen(messages, heard, started + self._limits.seconds)
            failure = await asyncio.to_thread(strays, heard.text, question, turns)
        except ModelError as error:
            failure = f"it {error.reason}"
        counted = heard.usage or estimated(messages, heard.said)
        took = time.monotonic() - started
        spent = Spent(counted.prompt_tokens, counted.completion_tokens, took)
        _log(failure, spent)
        return Rewritten(heard.text if failure is None else None, spent)

    async def _listen(self, messages: Sequence[Message], heard: _Heard, deadline: float) -> None:
        async with aclosing(listen(self._model, messages, self._limits, deadline)) as stream:
            async for chunk in stream:
                heard.said += chunk.text
                heard.usage = chunk.usage or heard.usage
                # It has more to say than a question, which is of no use and costs time.
                if "\n" in heard.said.strip():
                    return

    def _filled(self, question: str, turns: Sequence[Turn]) -> str | None:
        """The prompt with as many of the latest turns as may be shown; None where that is none."""
        asked = " ".join(question.split())
        most = min(_MOST_TOKENS, self._limits.prompt_tokens)
        for first in range(len(turns)):
            shown = "\n\n".join(map(_shown, turns[first:]))
            if counted_tokens(asked) + counted_tokens(shown) <= most:
                return self._prompt.fill(question=asked, turns=shown)
        return None


@dataclass(slots=True)
class _Heard:
    """What a model said so far."""

    said: str = ""
    usage: Usage | None = None

    @property
    def text(self) -> str:
        """It without a pair of quotation marks around all of it."""
        text = self.said.strip()
        is_quoted = len(text) > 1 and text[0] in '"“' and text[-1] in '"”'
        return text[1:-1].strip() if is_quoted else text


def _shown(turn: Turn) -> str:
    told = (
        ("Question", turn.question),
        ("Answer", turn.answer[:_MOST_ANSWER]),
        ("Article about", turn.topic),
    )
    return "\n".join(f"{name}: {' '.join(text.split())}" for name, text in told if text.strip())


def _log(failure: str | None, spent: Spent) -> None:
    if failure is not None:
        _LOG.info("the question is rewritten by rules, not by the language model: %s", failure)
    _LOG.info(
        "rewritten",
        extra={
            "by": "rules" if failure else "model",
            "prompt_tokens": spent.prompt_tokens,
            "completion_tokens": spent.completion_tokens,
            "ms": round(spent.seconds * 1000),
        },
    )
