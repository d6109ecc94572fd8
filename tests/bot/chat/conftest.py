"""Footnote connected to a Discord of this machine, with some articles."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from chatting import Chat, footnote
from loopback import LoopbackDiscord, Member
from newsroom import STORIES
from support import added

from index.folder import Options, open_folder


@pytest.fixture
async def discord() -> AsyncIterator[LoopbackDiscord]:
    """A Discord that must have had nothing to refuse when the test ends."""
    async with LoopbackDiscord() as loopback:
        yield loopback
        assert loopback.violations == []


@pytest.fixture
async def chat(discord: LoopbackDiscord, options: Options) -> AsyncIterator[Chat]:
    """A connected bot whose server has every story."""
    guild = discord.add_guild("Newsroom")
    general = guild.add_channel("general")
    async with open_folder(options) as folder:
        await added(folder.library(str(guild.id)), *STORIES)
    async with footnote(discord, options) as folder:
        yield Chat(discord, guild, general, Member("alice"), folder)
