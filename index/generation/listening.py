"""Listening to a model within limits: of time, of silence, of length."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import suppress

from index.errors import ModelBusy, ModelEndless, ModelTimedOut
from index.generation.model import Chunk, LanguageModel, Limits, Message

_CHARACTERS_A_TOKEN = 8
"""No tokenizer makes fewer of prose; a model that writes more does not keep to what it was told."""
_PATIENCE_SECONDS = 5.0
"""A server that asks to be left alone for no longer is asked once more."""
_CLOSING_SECONDS = 1.0


async def listen(
    model: LanguageModel, messages: Sequence[Message], limits: Limits, deadline: float
) -> AsyncGenerator[Chunk]:
    """The pieces of a model's reply until ``deadline``, a moment of ``time.monotonic``.

    Raises as ``LanguageModel.stream`` does, ``ModelTimedOut`` and ``ModelEndless``.
    """
    try:
        async for chunk in _once(model, messages, limits, deadline):
            yield chunk
    except ModelBusy as busy:
        # Nothing was said before it: a server refuses at the beginning.
        wait = busy.retry_after
        if wait is None or wait > _PATIENCE_SECONDS or time.monotonic() + wait > deadline:
            raise
        await asyncio.sleep(wait)
        async for chunk in _once(model, messages, limits, deadline):
            yield chunk


async def _once(
    model: LanguageModel, messages: Sequence[Message], limits: Limits, deadline: float
) -> AsyncGenerator[Chunk]:
    stream = model.stream(messages)
    room = limits.completion_tokens * _CHARACTERS_A_TOKEN
    try:
        while room >= 0:
            chunk = await _next(stream, limits, deadline)
            if chunk is None:
                return
            room -= len(chunk.text)
            yield chunk
        raise ModelEndless("wrote more than it may", "ask more briefly, or try again")
    finally:
        with suppress(TimeoutError):
            async with asyncio.timeout(_CLOSING_SECONDS):
                await stream.aclose()


async def _next(stream: AsyncGenerator[Chunk], limits: Limits, deadline: float) -> Chunk | None:
    left = max(0.0, deadline - time.monotonic())
    try:
        async with asyncio.timeout(min(left, limits.silence_seconds)):
            return await anext(stream, None)
    except TimeoutError as exc:
        if left > limits.silence_seconds:
            raise ModelTimedOut(f"was silent for {limits.silence_seconds:g} s") from exc
        raise ModelTimedOut(f"was not done within {limits.seconds:g} s") from exc
