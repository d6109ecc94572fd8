"""``footnote run`` ends, or cannot begin."""

from __future__ import annotations

import asyncio
import signal
import subprocess

from chatting import Bot, plain
from loopback import LoopbackDiscord, Member
from newsroom import PIER
from support import added

from bot.discord.queueing import RESTARTING
from index.folder import Options, open_folder

CROWD = 40


async def sentence(process: subprocess.Popen[str], code: int) -> str:
    """The one sentence with which a bot that cannot begin ends."""
    told = (await asyncio.to_thread(process.communicate))[1]
    assert process.returncode == code, told
    connecting, last = told.strip().splitlines()
    assert connecting.startswith("Connecting to Discord")
    assert last.startswith("Error: ")
    assert last.endswith(".")
    return last


async def test_nobody_is_left_waiting_when_the_bot_ends(
    bot: Bot, discord: LoopbackDiscord, options: Options
) -> None:
    """Whoever has asked by then is answered, or told to ask again in a moment."""
    guild = discord.add_guild("Newsroom")
    general, mention = guild.add_channel("general"), f"<@{discord.world.bot.id}>"
    async with open_folder(options) as folder:
        await added(folder.library(str(guild.id)), PIER)
    process = await bot.run()
    said = [
        await discord.say(Member(f"member{n}"), general, f"{mention} {PIER.question}")
        for n in range(CROWD)
    ]
    used = await discord.command(Member("late"), general, "ask", question=PIER.question)
    await discord.answered(used)
    await discord.reply(said[0])
    process.send_signal(signal.SIGTERM)
    replies = await asyncio.gather(*map(discord.reply, said), discord.seen(used))
    assert await asyncio.to_thread(process.wait, 20) == 0
    answered = [PIER.quote in plain(reply.text) for reply in replies]
    told = [reply.content == RESTARTING for reply in replies]
    assert all(a != t for a, t in zip(answered, told, strict=True))
    assert any(told)


async def test_an_intent_that_is_off_is_told(bot: Bot) -> None:
    """Where Discord does not grant the message content, what to do is said."""
    process = await bot.run(ready=False, DISCORD_MESSAGE_CONTENT="true")
    last = await sentence(process, 2)
    assert "DISCORD_MESSAGE_CONTENT" in last
    assert "https://discord.com/developers/applications" in last


async def test_a_discord_that_does_not_answer_is_told(bot: Bot, discord: LoopbackDiscord) -> None:
    """Without a network the bot says so and ends."""
    discord.url = "http://127.0.0.1:9"
    assert "Discord cannot be reached" in await sentence(await bot.run(ready=False), 1)
