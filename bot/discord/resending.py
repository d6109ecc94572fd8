"""Sending an answer once more where the connection is cut, of which Discord cannot tell."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import aiohttp
import discord

CUT = (aiohttp.ClientError, OSError)
"""What is raised where Discord did not answer at all, though it may have done what was asked."""


async def surely(send: Callable[[], Awaitable[discord.Message]]) -> discord.Message:
    """What ``send`` gives, which is called again where the connection is cut.

    It must show nothing twice then. After an error of Discord's the client tries again by itself.
    """
    try:
        return await send()
    except CUT:
        return await send()
