"""``footnote run``: starting, being killed, ending, and what keeps it from starting."""

from __future__ import annotations

import asyncio
import signal

from chatting import Bot, plain
from loopback import LoopbackDiscord, Member
from newsroom import PIER
from support import Console, added, complaint

from index.folder import Options, open_folder


async def test_a_killed_bot_comes_back_with_its_answers(
    bot: Bot, discord: LoopbackDiscord, options: Options
) -> None:
    """After SIGKILL the articles still answer and the buttons of old answers still open."""
    guild = discord.add_guild("Newsroom")
    general, alice = guild.add_channel("general"), Member("alice")
    async with open_folder(options) as folder:
        await added(folder.library(str(guild.id)), PIER)
    process = await bot.run()
    asked = await discord.command(alice, general, "ask", question=PIER.question)
    message = await discord.seen(asked)
    assert PIER.quote in plain(message.text)
    process.send_signal(signal.SIGKILL)
    await asyncio.to_thread(process.wait)
    process = await bot.run()
    card = await discord.seen(await discord.press(alice, message, "1"))
    assert PIER.quote in plain(card.text)
    process.send_signal(signal.SIGTERM)
    assert await asyncio.to_thread(process.wait, 20) == 0


async def test_a_token_that_discord_does_not_know_is_told(bot: Bot) -> None:
    """One sentence says what to do, and shows nothing of the token."""
    process = await bot.run(ready=False, DISCORD_TOKEN="wrong.token.here")
    _, told = await asyncio.to_thread(process.communicate)
    assert process.returncode == 2
    sentence = told.strip().splitlines()[-1]
    assert "DISCORD_TOKEN" in sentence
    assert sentence.endswith(".")
    assert "wrong.token" not in told
    assert "Traceback" not in told


def test_no_token_is_told(console: Console) -> None:
    """Without DISCORD_TOKEN there is nothing to run, and where to get one is said."""
    assert "DISCORD_TOKEN" in complaint(console("run"), 2)
