"""The commands as Discord calls them: each waited for when the bot ends, each failure told."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.discord.failing import sentence_for, tell
from bot.discord.queueing import RESTARTING, Queue


class CommandTree(app_commands.CommandTree[Any]):
    """The commands of a bot that answers in the order of a queue."""

    def __init__(self, client: discord.Client, queue: Queue) -> None:
        super().__init__(client)
        self._queue = queue

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        """Whether a command is taken up; who comes too late for that is told."""
        if interaction.type is discord.InteractionType.autocomplete:
            return True
        self._queue.hold(interaction)
        if self._queue.is_closed:
            await tell(interaction, RESTARTING)
            return False
        return True

    async def on_error(
        self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /
    ) -> None:
        """Tell who used a command that it failed."""
        await tell(interaction, sentence_for(error))
