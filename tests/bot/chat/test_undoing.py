"""Removing an article in Discord, and taking that back."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from chatting import Chat, plain, restarted, stocked_chat
from loopback import LoopbackDiscord, Message
from newsroom import PIER

from bot.discord.removing import TOO_LATE
from index.folder import Options


async def asked_to_remove(chat: Chat) -> Message:
    """The message that asks once more."""
    (entry,) = [e for e in await chat.library.entries() if e.article.title == PIER.title]
    asking = await chat.discord.command(
        chat.alice, chat.general, "article remove", article=entry.article.id
    )
    return await chat.discord.seen(asking)


async def removed(chat: Chat) -> Message:
    """The message that an article is removed."""
    asking = await asked_to_remove(chat)
    pressed = await chat.discord.press(chat.alice, asking, "Remove")
    return await chat.discord.seen(pressed, lambda text: "Removed" in text)


def age(options: Options, days: float) -> None:
    """Let every removal have been so long ago."""
    catalogue = options.data_dir / "catalogue.sqlite3"
    told = "strftime('%Y-%m-%dT%H:%M:%fZ', removed_at, ?)"
    with closing(sqlite3.connect(catalogue)) as connection, connection:
        connection.execute(f"UPDATE articles SET removed_at = {told}", (f"-{days} days",))


async def test_undo_works_after_a_restart(discord: LoopbackDiscord, options: Options) -> None:
    """For a day the button brings the article back, whichever process made it."""
    async with stocked_chat(discord, options) as chat:
        told = await removed(chat)
    age(options, 0.9)
    async with restarted(chat, options) as chat:
        pressed = await discord.press(chat.alice, told, "Undo")
        restored = await discord.seen(pressed, lambda text: "Restored" in text)
        assert f"Restored: {PIER.title}" in plain(restored.text)
        assert restored.buttons == {}
        assert PIER.quote in plain((await chat.answer()).text)


async def test_undo_is_refused_after_a_day(chat: Chat, options: Options) -> None:
    """Then the button says what may still bring the article back, and that does."""
    discord, told = chat.discord, await removed(chat)
    age(options, 1.1)
    refused = await discord.seen(await discord.press(chat.alice, told, "Undo"))
    assert refused.content == TOO_LATE
    assert refused.ephemeral
    assert not [e for e in await chat.library.entries() if e.article.title == PIER.title]
    (offered,) = await discord.autocomplete(
        chat.alice, chat.general, "article restore", "article", "pier"
    )
    restoring = await discord.command(
        chat.alice, chat.general, "article restore", article=offered["value"]
    )
    assert await discord.seen(restoring, lambda text: "Restored" in text)


async def test_who_presses_too_late_is_told(chat: Chat) -> None:
    """Where another admin was faster, each button says that there is nothing left to do."""
    discord = chat.discord
    asking = await asked_to_remove(chat)
    told = await removed(chat)
    pressed = await discord.press(chat.alice, asking, "Remove")
    assert await discord.seen(pressed, lambda text: "is removed already" in text)
    undo = Message(told.channel, told.author, "", dict(told.fields), ephemeral=True)
    pressed = await discord.press(chat.alice, told, "Undo")
    await discord.seen(pressed, lambda text: "Restored" in text)
    pressed = await discord.press(chat.alice, undo, "Undo")
    assert await discord.seen(pressed, lambda text: "is not removed" in text)
