"""The bot looks at the pages of articles again by itself, as often as its settings say."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from functools import partial

import pytest
from chatting import CHAT, Chat, plain, stocked_chat
from loopback import LoopbackDiscord
from newspapers import HEADLINES, paper
from word_hash_embedding import NAME

from bot.discord import upkeep
from index.embedding.configured import EmbeddingSpec
from index.fetch.politeness import Politeness
from index.folder import Options

OFTEN, LOOKS = 0.02, 10
HEADLINE = "Divers count the posts of Quill pier anew"


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch, one_reader: None) -> None:
    """The bot looks often what is due and does not rest between two requests."""
    monkeypatch.setattr(upkeep, "_REFRESH_SECONDS", OFTEN)
    monkeypatch.setattr("bot.discord.client.Politeness", partial(Politeness, pause=0.0))


@pytest.mark.parametrize("hours", [24, 0])
async def test_pages_are_looked_at_again_when_they_are_due(
    discord: LoopbackDiscord, options: Options, hours: int
) -> None:
    """After so many hours and not before them; never where a setting says so."""
    quick = replace(options, embedding=EmbeddingSpec(NAME))
    settings = replace(CHAT, refresh_hours=hours)
    async with paper() as signal, stocked_chat(discord, quick, settings, []) as chat:
        await add(chat, signal.site.url("/0"))
        signal.prints(0, HEADLINE)
        await asyncio.to_thread(age, quick, hours=23)
        await asyncio.sleep(OFTEN * LOOKS)
        assert (await title(chat), signal.fetched) == (HEADLINES[0], ["/0"])
        await asyncio.to_thread(age, quick, hours=25)
        for _ in range(LOOKS if hours == 0 else 100 * LOOKS):
            if await title(chat) == HEADLINE:
                break
            await asyncio.sleep(OFTEN)
        assert await title(chat) == (HEADLINE if hours else HEADLINES[0])
        await asyncio.sleep(OFTEN * LOOKS)
        assert signal.fetched == (["/0", "/0"] if hours else ["/0"])


async def add(chat: Chat, url: str) -> None:
    adding = await chat.discord.command(chat.alice, chat.general, "article add", url=url)
    await chat.discord.seen(adding, lambda text: "1 article added" in plain(text))


async def title(chat: Chat) -> str:
    (entry,) = await chat.library.entries()
    return entry.article.title


def age(options: Options, hours: int) -> None:
    """Every page was looked at so long ago."""
    statement = "UPDATE pages SET asked_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', ?)"
    with closing(sqlite3.connect(options.data_dir / "catalogue.sqlite3")) as file, file:
        file.execute(statement, [f"-{hours} hours"])
