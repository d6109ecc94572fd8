"""What keeps the libraries of an open folder true while it is open."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.folder import Folder

_POLL_SECONDS = 1.0
_REST_SECONDS = 60.0
_PURGE_SECONDS = 3600.0
_LOG = logging.getLogger(__name__)


@asynccontextmanager
async def maintained(folder: Folder) -> AsyncIterator[None]:
    """Maintain a folder in the background meanwhile."""
    stop = asyncio.Event()
    task = asyncio.create_task(Maintenance(folder).run(stop))
    try:
        yield
    finally:
        # A batch under way is finished: stores must not be closed under a thread that writes them.
        stop.set()
        await task


class Maintenance:
    """Indexes pending articles, changes over to another embedding, purges what is past its time."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._resting: dict[str, float] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Go on until told to stop."""
        purged = time.monotonic()
        while not stop.is_set():
            busy = False
            if await self._folder.shelves.is_owner():
                busy = await self._once()
                if time.monotonic() - purged > _PURGE_SECONDS:
                    await self._folder.shelves.purge()
                    purged = time.monotonic()
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), 0 if busy else _POLL_SECONDS)

    async def _once(self) -> bool:
        """A batch of work for every library that has some; whether more is left."""
        remaining = 0
        for name in await asyncio.to_thread(self._folder.records.ledger.embeddings):
            try:
                remaining += await self._library(name)
            except Exception as exc:
                # One library must not keep the others from being maintained, whatever went wrong.
                _LOG.warning("Library %s could not be indexed now: %s", name, exc)
                _LOG.debug("maintenance failed", exc_info=True)
        return remaining > 0

    async def _library(self, name: str) -> int:
        shelf = await self._folder.shelves.known_shelf(name)
        if shelf is None or self._resting.get(name, 0.0) > time.monotonic():
            return 0
        # A library that fails is tried again after a pause; one that succeeds has no pause left.
        self._resting[name] = time.monotonic() + _REST_SECONDS
        remaining = await shelf.indexer.step() + await shelf.reembed()
        del self._resting[name]
        return remaining
