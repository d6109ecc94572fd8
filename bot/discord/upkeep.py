"""What the bot does beside answering: watched questions, feeds, servers it left, a sign of life."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable
from datetime import timedelta

import discord

from bot.chat_options import ChatOptions
from bot.discord.arriving import FeedKeeper
from bot.discord.telling import Watcher
from bot.heartbeat import beat
from index.fetch.politeness import Politeness
from index.folder import Folder

_LOOK_SECONDS = 3.0
_BEAT_SECONDS = 30.0
_PURGE_SECONDS = 3_600.0
_REFRESH_SECONDS = 600.0
_FEED_SECONDS = 60.0
_LOG = logging.getLogger(__name__)


class Upkeep:
    """Runs beside the bot until it is cancelled; a failure is logged and tried again later."""

    def __init__(
        self,
        client: discord.Client,
        folder: Folder,
        polite: Politeness,
        watcher: Watcher,
        feeds: FeedKeeper,
        options: ChatOptions,
    ) -> None:
        self._polite = polite
        self._refresh_after = timedelta(hours=options.refresh_hours)
        self._client = client
        self._folder = folder
        self._watcher = watcher
        self._feeds = feeds
        self._left = timedelta(days=options.left_days)

    async def run(self) -> None:
        """Look after everything in turn."""
        await self._client.wait_until_ready()
        await asyncio.gather(
            self._every(_BEAT_SECONDS, self._beat),
            self._every(_PURGE_SECONDS, self._purge),
            self._every(_LOOK_SECONDS, self._watcher.look),
            self._every(_FEED_SECONDS, self._feeds.look),
            *([self._every(_REFRESH_SECONDS, self._refresh)] if self._refresh_after else []),
        )

    async def _every(self, seconds: float, do: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await do()
            except Exception:
                # The others go on, and this one is tried again.
                _LOG.exception("upkeep failed")
            await asyncio.sleep(seconds)

    async def _beat(self) -> None:
        if self._client.is_ready() and math.isfinite(self._client.latency):
            await asyncio.to_thread(beat, self._folder.options.data_dir)

    async def _refresh(self) -> None:
        """Look at every page that was not looked at for so long."""
        pages = self._folder.records.pages
        for name in await asyncio.to_thread(pages.libraries_due, self._refresh_after):
            library = self._folder.library(name)
            async for refreshed in library.refresh(self._polite, older_than=self._refresh_after):
                _LOG.info("refreshed %s: %s", refreshed.article_id, refreshed.outcome)

    async def _purge(self) -> None:
        servers = self._folder.records.chat.servers
        for library in await asyncio.to_thread(servers.abandoned, self._left):
            # It may be back, without that being noted yet.
            if self._client.get_guild(int(library)) is None:
                await self._folder.forget(library)
                _LOG.info("forgot a server that was left", extra={"library": library})
