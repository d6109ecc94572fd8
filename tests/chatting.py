"""What the tests of the bot in Discord share: a connected bot, and reading what it says."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from loopback import (
    MANAGE,
    Channel,
    Guild,
    LoopbackDiscord,
    Member,
    Message,
    connected,
    sitecustomize,
)
from newsroom import PIER, STORIES, TRAM, Story
from support import Start, added
from webservers import fetching

from bot.chat_options import ChatOptions
from bot.discord.client import FootnoteClient, serve
from index.folder import Folder, Options, open_folder
from index.library import Library
from index.stores.answered import Kept

# People in tests ask faster than people do.
CHAT = ChatOptions(max_bytes=1_000_000, per_person=1_000, per_server=1_000)
_LOOKS, _LOOK_SECONDS = 1_000, 0.01
_SETTLED = 0.3
NEWSROOM, FIRST, SECOND, CLOSED = range(1_000_000_000_000_000_001, 1_000_000_000_000_000_005)
"""Ids of servers, the same in each test, so that their data folder is made once."""
_TESTS = Path(__file__).parent


@dataclass
class Chat:
    """A server with a channel and somebody who manages it, and the folder of its bot."""

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

    async def mention(self, words: str, place: Channel | None = None) -> Message:
        """The bot's reply to a message that mentions it."""
        text = f"<@{self.discord.world.bot.id}> {words}"
        return await self.discord.reply(
            await self.discord.say(self.alice, place or self.general, text)
        )

    async def settle(self) -> None:
        """Ask twice in the channel: what the bot took up before is answered before the second."""
        for _ in range(2):
            assert TRAM.quote in plain((await self.mention(TRAM.question)).text)

    async def kept(self, message: Message, question: str = "") -> Kept:
        """The answer that a message shows, once the bot has noted that it does."""
        kept = await self._noted(message, lambda kept: bool(kept and question in kept.question))
        assert kept is not None
        return kept

    async def forgotten(self, message: Message) -> None:
        """Wait until the bot keeps no answer of a message any more."""
        await self._noted(message, lambda kept: kept is None)

    async def _noted(self, message: Message, wanted: Callable[[Kept | None], bool]) -> Kept | None:
        for _ in range(_LOOKS):
            kept = self.folder.records.chat.answers.shown_in(str(message.id))
            if wanted(kept):
                return kept
            await asyncio.sleep(_LOOK_SECONDS)
        raise TimeoutError

    def posted(self, place: Channel | None = None) -> list[Message]:
        """What the bot has posted in a channel and nobody has deleted."""
        bot, channel = self.discord.world.bot, place or self.general
        return [m for m in channel.messages if m.author is bot and not m.deleted]


@asynccontextmanager
async def footnote(
    discord: LoopbackDiscord, options: Options, chat: ChatOptions = CHAT
) -> AsyncIterator[Folder]:
    """The bot over a data folder, connected."""
    async with open_folder(options, maintain=True) as folder, fetching() as fetcher:
        client = FootnoteClient(folder, fetcher, chat)
        # This Discord tells of all servers at once, so that nobody waits for more of them.
        client._connection.guild_ready_timeout = _SETTLED
        async with connected(discord, lambda stop: serve(client, discord.token, stop)):
            yield folder


@asynccontextmanager
async def stocked_chat(
    discord: LoopbackDiscord,
    options: Options,
    chat: ChatOptions = CHAT,
    articles: Sequence[Story] = STORIES,
) -> AsyncIterator[Chat]:
    """A connected bot in a new server that has some articles."""
    guild = discord.add_guild("Newsroom", NEWSROOM)
    general = guild.add_channel("general")
    fresh = not options.data_dir.exists()
    if fresh:
        await stock(options, {guild.id: articles})
    async with footnote(discord, options, chat) as folder:
        if not fresh:
            await added(folder.library(str(guild.id)), *articles)
        yield Chat(discord, guild, general, Member("alice", permissions=MANAGE), folder)


async def stock(options: Options, servers: Mapping[int, Sequence[Story]]) -> None:
    """Lay the data folder, with these articles in the servers of these ids."""
    wanted = tuple((server, tuple(stories)) for server, stories in servers.items())
    made = await asyncio.to_thread(_stocked, replace(options, data_dir=Path(), model=None), wanted)
    await asyncio.to_thread(shutil.copytree, made.name, options.data_dir)


@cache
def _stocked(
    options: Options, servers: tuple[tuple[int, tuple[Story, ...]], ...]
) -> TemporaryDirectory[str]:
    """A data folder that nobody has open, made once for all tests of a run."""
    place = TemporaryDirectory(prefix="footnote-tests-")

    async def fill() -> None:
        async with open_folder(replace(options, data_dir=Path(place.name))) as folder:
            for server, stories in servers:
                await added(folder.library(str(server)), *stories)

    asyncio.run(fill())
    return place


@asynccontextmanager
async def restarted(
    before: Chat, options: Options, chat: ChatOptions = CHAT
) -> AsyncIterator[Chat]:
    """The same server with a bot that was started anew."""
    async with footnote(before.discord, options, chat) as folder:
        yield replace(before, folder=folder)


class Bot:
    """The bot in a process of its own, with nothing but environment variables."""

    def __init__(self, discord: LoopbackDiscord, start: Start, tmp_path: Path) -> None:
        self._discord, self._start = discord, start
        self._customized = tmp_path / "customized"
        self._customized.mkdir()

    async def run(self, *, ready: bool = True, **env: str) -> subprocess.Popen[str]:
        """Start it; ``env`` takes the place of what it needs."""
        code = self._customized / "sitecustomize.py"
        code.write_text(sitecustomize(self._discord))
        paths = (str(self._customized), str(_TESTS.parent), str(_TESTS))
        given = {"DISCORD_TOKEN": self._discord.token, "PYTHONPATH": ":".join(paths)}
        process = self._start("run", env=given | env)
        if ready:
            await self._discord.ready()
        return process


def answer_id(message: Message) -> str:
    """The id of the answer that a message shows."""
    return message.buttons["More"].rpartition(":")[2]


async def eventually(holds: Callable[[], object]) -> None:
    """Wait until something that nobody is told of has come about."""
    for _ in range(_LOOKS):
        if holds():
            return
        await asyncio.sleep(_LOOK_SECONDS)
    raise TimeoutError


def rows(folder: Folder, query: str) -> list[tuple[object, ...]]:
    """What a query finds in the catalogue."""
    with folder.records.database.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def plain(text: str) -> str:
    """What a person sees of a text: no backslash that keeps a mark literal, nothing bold."""
    return re.sub(r"\\([^\w\s]|_)", r"\1", text.replace("**", ""))


def alive(text: str) -> str:
    """A text without what a backslash keeps literal."""
    return re.sub(r"\\(?:[^\w\s]|_)", "", text)
