"""Buttons and lists of those who manage a server, which nobody else may use.

Their messages are seen by one person alone, and Discord lets nobody use what they do not see; this
is checked all the same, since what such a button does is done to the whole server.
"""

from __future__ import annotations

from typing import Any

import discord

from bot.discord.failing import tell
from bot.discord.named_items import NamedItem

NOT_YOURS = "Only those who manage this server, and whoever asked for this message, can use it."


class ManagedItem(NamedItem):
    """What only managers may use, and whoever the server allowed the command it comes from."""

    async def interaction_check(self, interaction: discord.Interaction[Any]) -> bool:
        """Whether somebody may use it; tells them where they may not."""
        if _asked_for_it(interaction) or interaction.permissions.manage_guild:
            return True
        await tell(interaction, NOT_YOURS)
        return False


def _asked_for_it(interaction: discord.Interaction[Any]) -> bool:
    """Whether the message answers a command of this person, whom Discord let use it."""
    message = interaction.message
    asked = message.interaction_metadata if message is not None else None
    return asked is not None and asked.user.id == interaction.user.id
