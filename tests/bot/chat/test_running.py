"""``footnote run``: starting, being killed, ending, and what keeps it from starting."""

from __future__ import annotations

import asyncio
import signal
import subprocess
from pathlib import Path

import pytest
from chatting import plain
from loopback import LoopbackDiscord, Member, sitecustomize
from newsroom import PIER
from support import Console, Start, added, complaint

from index.folder import Options, open_folder

TESTS = Path(__file__).parents[2]


class Bot:
    """The bot in a process of its own, with nothing but environment variables."""

    def __init__(self, discord: LoopbackDiscord, start: Start, tmp_path: Path) -> None:
        self._discord, self._start = discord, start
        self._customized = tmp_path / "customized"
        self._customized.mkdir()

    async def run(self, token: str | None = None) -> subprocess.Popen[str]:
        (self._customized / "sitecustomize.py").write_text(sitecustomize(self._discord))
        paths = (str(self._customized), str(TESTS.parent), str(TESTS))
        self._discord.world.command_sync.clear()
        self._discord.gateway.connected.clear()
        given = {"DISCORD_TOKEN": token or self._discord.token, "PYTHONPATH": ":".join(paths)}
        process = self._start("run", env=given)
        if token is None:
            await self._discord.ready()
        return process


@pytest.fixture
def bot(discord: LoopbackDiscord, start: Start, tmp_path: Path) -> Bot:
    return Bot(discord, start, tmp_path)


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
    process = await bot.run(token="wrong.token.here")
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
