"""What the tests of the bot in Discord share: a connected bot, and reading what it says."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from loopback import Channel, Guild, LoopbackDiscord, Member, Message, connected
from newsroom import PIER

from bot.chat_options import ChatOptions
from bot.discord.client import FootnoteClient, serve
from index.folder import Folder, Options, open_folder
from index.library import Library

# People in tests ask faster than people do.
CHAT = ChatOptions(max_bytes=1_000_000, per_person=1_000, per_server=1_000)


@dataclass
class Chat:
    """A server with a channel and a person, and the folder of the bot that is in it."""

    discord: LoopbackDiscord
    guild: Guild
    general: Channel
    alice: Member
    folder: Folder

    @property
    def library(self) -> Library:
        """The server's articles."""
        return self.folder.library(str(self.guild.id))

    async def answer(self, question: str = PIER.question) -> Message:
        """The answer to ``/ask``."""
        asked = await self.discord.command(self.alice, self.general, "ask", question=question)
        return await self.discord.seen(asked)


@asynccontextmanager
async def footnote(
    discord: LoopbackDiscord, options: Options, chat: ChatOptions = CHAT
) -> AsyncIterator[Folder]:
    """The bot over a data folder, connected."""
    async with open_folder(options, maintain=True) as folder:
        client = FootnoteClient(folder, chat)
        async with connected(discord, lambda stop: serve(client, discord.token, stop)):
            yield folder


def plain(text: str) -> str:
    """What a person sees of a text: no backslash that keeps a mark literal, nothing bold."""
    return re.sub(r"\\([^\w\s]|_)", r"\1", text.replace("**", ""))


def alive(text: str) -> str:
    """A text without what a backslash keeps literal."""
    return re.sub(r"\\(?:[^\w\s]|_)", "", text)
