"""Looking at the feeds of all servers in turn, and announcing what they bring."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta

import discord

from bot.chat_options import ChatOptions
from bot.discord.adding import no_room
from bot.discord.announcing import Announcer
from index.feeds.checking import FeedChecked
from index.feeds.feeds import NO_LIMITS, FeedLimits
from index.feeds.kept import KeptFeed
from index.fetch.politeness import Politeness
from index.folder import Folder

_AT_ONCE = 4
_MOST = 40
_BROKEN = "Looking at it failed unexpectedly; the log says why."
_BROKEN_REST = timedelta(hours=1)
_LOG = logging.getLogger(__name__)


class FeedKeeper:
    """Looks at the feeds that are due, a few at a time."""

    def __init__(
        self, client: discord.Client, folder: Folder, polite: Politeness, options: ChatOptions
    ) -> None:
        self._client = client
        self._folder = folder
        self._polite = polite
        self._options = options
        self._announcer = Announcer(client, folder)
        self._book = folder.records.feeds
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def look(self) -> None:
        """Announce what is left to announce, and look at some of the feeds that are due."""
        await self._announcer.look()
        await asyncio.gather(*map(self._check, await self._due()))

    async def _due(self) -> Sequence[KeptFeed]:
        minutes = self._options.feed_minutes
        if not minutes:
            return ()
        due = await asyncio.to_thread(self._book.due, timedelta(minutes=minutes))
        return [kept for kept in due if self._is_here(kept.library)][:_MOST]

    async def _check(self, kept: KeptFeed) -> None:
        async with self._turns:
            try:
                await self._checked(kept)
            except Exception:
                # The others go on, and this one must not come first for ever.
                _LOG.exception("feed %s could not be looked at", kept.id)
                await asyncio.to_thread(self._book.failed, kept, _BROKEN, _BROKEN_REST)

    async def _checked(self, kept: KeptFeed) -> None:
        # A library of the console is nobody's in Discord.
        limits = server_limits(self._options) if kept.library.isdecimal() else NO_LIMITS
        feeds = self._folder.library(kept.library).feeds
        async for step in feeds.check(self._polite, [kept], limits):
            if isinstance(step, FeedChecked):
                _LOG.info("feed %s: %s, %d new", kept.id, step.outcome, len(step.receipts))
                # Its own alone: another may be in the middle of its articles.
                await self._announcer.look(kept.id)

    def _is_here(self, library: str) -> bool:
        return not library.isdecimal() or self._client.get_guild(int(library)) is not None


def server_limits(options: ChatOptions) -> FeedLimits:
    """How many feeds a server may have, and when it takes no further article."""
    return FeedLimits(options.server_feeds, lambda extent: no_room(extent, options))
