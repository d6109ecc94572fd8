"""The client: what it listens to, its commands, and how it starts and ends."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import discord
from discord import app_commands

from bot.discord.articles import Articles, choices
from bot.discord.asking import LONGEST_QUESTION, Asker, answer_command, answer_message
from bot.discord.failing import sentence_for, tell
from bot.discord.greeting import help_command, welcome
from bot.discord.menus import add_menu, ask_menu
from bot.discord.proof import BUTTONS
from index.folder import Folder
from index.values import Filters

_AT_ONCE = 2
_LOG = logging.getLogger(__name__)


class FootnoteClient(discord.Client):
    """Footnote on Discord, over a data folder that whoever makes it closes."""

    def __init__(self, folder: Folder, max_bytes: int) -> None:
        # Nobody expects a voice of this bot, so nobody needs to be told that it has none.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            intents=_intents(), allowed_mentions=discord.AllowedMentions.none(), max_messages=None
        )
        self.folder = folder
        self.asker = Asker(folder, _AT_ONCE)
        self.tree = app_commands.CommandTree(self)
        self.tree.error(_on_error)
        articles = Articles(folder, max_bytes)
        commands = (_ask_command(self), articles, help_command())
        for command in (*commands, ask_menu(self.asker), add_menu(articles)):
            self.tree.add_command(command)
        self.add_dynamic_items(*BUTTONS)

    async def setup_hook(self) -> None:
        """Tell Discord the commands."""
        await self.tree.sync()

    async def on_ready(self) -> None:
        """Log that it is there."""
        _LOG.info("ready as %s in %d servers", self.user, len(self.guilds))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Introduce the bot to a server."""
        await welcome(guild)

    async def on_message(self, message: discord.Message) -> None:
        """Answer what is addressed to the bot."""
        if self.user is not None:
            await answer_message(self.asker, message, self.user)


def _intents() -> discord.Intents:
    intents = discord.Intents.none()
    intents.guilds = intents.guild_messages = intents.dm_messages = True
    return intents


def _ask_command(client: FootnoteClient) -> app_commands.Command[Any, ..., None]:
    @app_commands.command(name="ask")
    @app_commands.guild_only()
    @app_commands.describe(
        question="What you want to know",
        article="Only from this article",
        since="Only from this day on, like 2024-02-27",
        until="Only up to this day",
        source="Only from this source",
        tag="Only from articles with this tag",
        private="Show the answer to you alone",
    )
    async def ask(
        interaction: discord.Interaction,
        question: app_commands.Range[str, 1, LONGEST_QUESTION],
        article: str | None = None,
        since: str | None = None,
        until: str | None = None,
        source: str | None = None,
        tag: str | None = None,
        private: bool = False,  # an option of the command
    ) -> None:
        """Ask about the articles."""
        filters = Filters(_some(article), since, until, _some(source), _some(tag))
        await answer_command(client.asker, interaction, question, filters, private=private)

    @ask.autocomplete("article")
    async def articles(
        interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        library = client.folder.library(str(interaction.guild_id))
        return choices(await library.entries(), typed)

    return ask


def _some(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)


async def _on_error(
    interaction: discord.Interaction, error: app_commands.AppCommandError, /
) -> None:
    await tell(interaction, sentence_for(error))


async def serve(client: FootnoteClient, token: str, stop: asyncio.Event) -> None:
    """Run until told to stop; raises what ``discord.Client.start`` raises."""
    running = asyncio.create_task(client.start(token))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    await client.close()
    await running
