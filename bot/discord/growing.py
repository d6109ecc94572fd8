"""A message that grows with the answer in it, within what Discord lets a bot edit."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import discord

from bot.discord.pages import growing_embed
from bot.discord.resending import CUT, surely
from index.values import Answered

Show: TypeAlias = Callable[[discord.Embed], Awaitable[Any]]

PAUSE_SECONDS = 1.2
"""Discord takes five edits in five seconds, those of other messages of the channel included."""
_LOG = logging.getLogger(__name__)


class Growth:
    """Shows what an answer has grown to, the latest state only and not too often."""

    def __init__(self, show: Show) -> None:
        self._show = show
        self._latest: Answered | None = None
        self._grown = asyncio.Event()

    async def __call__(self, answer: Answered) -> None:
        """Have it shown soon; nothing is waited for."""
        self._latest = answer
        self._grown.set()

    async def show_all(self) -> None:
        """Show every state that is the latest when its time comes, until cancelled."""
        while True:
            await self._grown.wait()
            self._grown.clear()
            assert self._latest is not None
            await self._show_one(self._latest)
            await asyncio.sleep(PAUSE_SECONDS)

    async def _show_one(self, answer: Answered) -> None:
        # An edit that is under way is not cut off: else it might come after the last one.
        showing = asyncio.ensure_future(self._show(growing_embed(answer)))
        try:
            await asyncio.shield(showing)
        except (discord.HTTPException, *CUT):
            _LOG.warning("an answer could not be shown while it grew", exc_info=True)
        except asyncio.CancelledError:
            await asyncio.wait([showing])
            if showing.exception() is not None:
                _LOG.warning("an answer could not be shown while it grew")
            raise


@asynccontextmanager
async def growing(show: Show) -> AsyncIterator[Growth]:
    """Shows an answer as it grows inside; when left, nothing more of it is shown."""
    growth = Growth(show)
    task = asyncio.create_task(growth.show_all())
    try:
        yield growth
    finally:
        task.cancel()
        await asyncio.wait([task])


class GrowingReply:
    """The reply to a message: sent with the first that there is to show, edited from then on.

    ``reply`` is one that there is already, whose words give way.
    """

    def __init__(self, to: discord.Message, reply: discord.Message | None = None) -> None:
        self._to = to
        self._reply = reply

    @property
    def message(self) -> discord.Message | None:
        """What there is of the reply."""
        return self._reply

    async def show(self, embed: discord.Embed) -> None:
        """Show an answer that still grows."""
        if self._reply is None:
            self._reply = await self._begin(embed=embed)
        else:
            await self._reply.edit(content=None, embed=embed)

    async def _begin(self, **shown: Any) -> discord.Message:
        # Discord, which knows a nonce for some minutes, posts nothing twice under one.
        nonce = str(self._to.id)
        return await surely(lambda: self._to.reply(**shown, nonce=nonce))

    async def fail(self, sentence: str) -> discord.Message:
        """Say something instead of an answer, in the place of what there is of it."""
        if self._reply is None:
            return await self._to.reply(sentence)
        return await self._reply.edit(content=sentence, embed=None)

    async def finish(self, embed: discord.Embed, view: discord.ui.View) -> discord.Message:
        """Show the answer with its buttons; the message that has it."""
        reply = self._reply
        if reply is None:
            return await self._begin(embed=embed, view=view)
        try:
            return await surely(lambda: reply.edit(content=None, embed=embed, view=view))
        except discord.NotFound:
            # Somebody deleted it meanwhile; whoever asked gets the answer all the same.
            return await self._to.reply(embed=embed, view=view)
