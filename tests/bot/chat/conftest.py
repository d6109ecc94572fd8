"""Footnote connected to a Discord of this machine, with some articles."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from chatting import CHAT, Bot, Chat, stocked_chat
from loopback import LoopbackDiscord, pointed_at
from support import Start

from index.folder import Options


@pytest.fixture
async def discord() -> AsyncIterator[LoopbackDiscord]:
    """A Discord that must have had nothing to refuse when the test ends."""
    async with LoopbackDiscord() as loopback:
        yield loopback
        assert loopback.violations == []


@pytest.fixture
async def chat(discord: LoopbackDiscord, options: Options) -> AsyncIterator[Chat]:
    """A connected bot whose server has every story."""
    async with stocked_chat(discord, options) as chat:
        yield chat


@pytest.fixture
async def reading(options: Options) -> AsyncIterator[Chat]:
    """The same with a bot that gets the text of every message."""
    async with LoopbackDiscord(message_content=True) as loopback:
        content = replace(CHAT, message_content=True)
        async with stocked_chat(loopback, options, content) as chat:
            yield chat
        assert loopback.violations == []


@pytest.fixture
def elsewhere() -> Iterator[LoopbackDiscord]:
    """A Discord with a loop of its own, for a bot that is run like any command."""
    loop, loopback = asyncio.new_event_loop(), LoopbackDiscord()
    thread = Thread(target=loop.run_forever)
    thread.start()
    asyncio.run_coroutine_threadsafe(loopback.__aenter__(), loop).result()
    with pointed_at(loopback):
        yield loopback
    asyncio.run_coroutine_threadsafe(loopback.__aexit__(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()
    gc.unfreeze()


@pytest.fixture
def bot(discord: LoopbackDiscord, start: Start, tmp_path: Path) -> Bot:
    """The bot, to be started in a process of its own."""
    return Bot(discord, start, tmp_path)
