"""What becomes of a server's articles when the bot has to leave it."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from chatting import CHAT, Chat, eventually, plain, restarted, rows, stocked_chat
from loopback import LoopbackDiscord
from newsroom import PIER, TRAM
from support import added, quotes
from support import asked as asked_of

from bot.discord import upkeep
from index.folder import Folder, Options, open_folder

AT_ONCE = replace(CHAT, left_days=0)
PURGED = 0.3
"""Seconds in which the bot looks many times what it may forget."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bot looks often, so that nobody waits for it."""
    monkeypatch.setattr(upkeep, "_PURGE_SECONDS", 0.05)


async def libraries_become(folder: Folder, wanted: dict[str, int]) -> None:
    """Wait until these are the libraries."""
    await eventually(lambda: folder.records.catalogue.libraries() == wanted)


async def noted(chat: Chat) -> None:
    """Wait until the bot has noted which servers it is in."""
    await eventually(lambda: rows(chat.folder, "SELECT library FROM servers"))


async def left(chat: Chat) -> None:
    """The bot is removed from the server, and has noted it."""
    await noted(chat)
    await chat.discord.leave(chat.guild)
    query = "SELECT library FROM servers WHERE left_at IS NOT NULL"
    await eventually(lambda: rows(chat.folder, query))


def traces(options: Options, name: str) -> dict[str, int]:
    """How many rows of each table of the catalogue have a library's name in any column."""
    found: dict[str, int] = {}
    with closing(sqlite3.connect(options.data_dir / "catalogue.sqlite3")) as connection:
        named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (table,) in named.fetchall():
            rows = connection.execute(f'SELECT * FROM "{table}"').fetchall()
            count = sum(any(name == value for value in row) for row in rows)
            found |= {table: count} if count else {}
    return found


async def test_articles_are_kept_when_the_bot_has_to_leave(
    discord: LoopbackDiscord, options: Options
) -> None:
    """Whoever invites the bot again within the days finds everything, and is welcomed."""
    async with stocked_chat(discord, options) as chat:
        answer = await chat.answer()
        await left(chat)
        await asyncio.sleep(PURGED)
        assert await chat.folder.libraries() == {chat.library.name: 5}
        await discord.join(chat.guild)
        await discord.posted(chat.general, lambda text: "Hello!" in text)
        assert PIER.quote in plain((await chat.answer()).text)
        card = await discord.seen(await discord.press(chat.alice, answer, "1"))
        assert PIER.quote in plain(card.text)
        assert traces(options, chat.library.name)["servers"] == 1


async def test_a_server_that_was_left_is_forgotten_in_the_end(
    discord: LoopbackDiscord, options: Options
) -> None:
    """After the days nothing of it is left, and other libraries are as they were."""
    async with open_folder(options) as folder:
        await added(folder.library("default"), TRAM)
    async with stocked_chat(discord, options, AT_ONCE, [PIER]) as chat:
        name, words = chat.library.name, options.data_dir / "lexicon"
        await chat.answer()
        await noted(chat)
        assert traces(options, name).keys() >= {"answers", "articles", "libraries", "servers"}
        assert len(list(words.iterdir())) == 2
        await discord.leave(chat.guild)
        await libraries_become(chat.folder, {"default": 1})
        await eventually(lambda: len(list(words.iterdir())) == 1)
        await eventually(lambda: traces(options, name) == {})
        default = chat.folder.library("default")
        assert quotes(await asked_of(default, TRAM.question))[0] == TRAM.quote
        await discord.join(chat.guild)
        await discord.posted(chat.general, lambda text: "Hello!" in text)
        assert "no article here yet" in (await chat.answer()).content


async def test_a_server_that_was_left_while_the_bot_was_away_is_noticed(
    discord: LoopbackDiscord, options: Options
) -> None:
    """The next start finds out, and the days count from then."""
    async with stocked_chat(discord, options) as chat:
        await noted(chat)
    discord.world.guilds.remove(chat.guild)
    async with restarted(chat, options, AT_ONCE) as chat:
        await libraries_become(chat.folder, {})


async def test_a_server_that_came_back_while_the_bot_was_away_is_kept(
    discord: LoopbackDiscord, options: Options
) -> None:
    """However long ago the bot had to leave, where it is now nothing is forgotten."""
    async with stocked_chat(discord, options) as chat:
        await left(chat)
    with closing(sqlite3.connect(options.data_dir / "catalogue.sqlite3")) as connection, connection:
        connection.execute("UPDATE servers SET left_at = '2020-01-01T00:00:00.000000Z'")
    discord.world.guilds.append(chat.guild)
    async with restarted(chat, options) as chat:
        assert PIER.quote in plain((await chat.answer()).text)
        await asyncio.sleep(PURGED)
        assert await chat.folder.libraries() == {chat.library.name: 5}


async def test_a_server_that_cannot_be_reached_was_not_left(
    discord: LoopbackDiscord, options: Options
) -> None:
    """An outage of Discord forgets nothing."""
    async with stocked_chat(discord, options, AT_ONCE) as chat:
        await noted(chat)
        gone = {"id": str(chat.guild.id), "unavailable": True}
        await discord.gateway.dispatch("GUILD_DELETE", gone)
        await asyncio.sleep(PURGED)
        assert await chat.folder.libraries() == {chat.library.name: 5}
        await discord.gateway.dispatch("GUILD_CREATE", chat.guild.json())
        assert PIER.quote in plain((await chat.answer()).text)
