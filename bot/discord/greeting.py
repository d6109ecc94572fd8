"""What the bot says of itself: ``/help``, and one welcome to a server that it joins."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import discord
from discord import app_commands

HELP = (
    "I answer questions about this server's articles and prove each answer with a quotation.\n"
    "- `/ask` a question, or mention me with one. `private:` shows the answer to you alone; "
    "`article:`, `since:`, `until:`, `source:` and `tag:` limit where I look.\n"
    "- Reply to an answer to ask further, or message me directly.\n"
    "- The numbers under an answer open its passages, **More** shows what else I found, and "
    "👍 or 👎 tell whether it helped. Where the articles don't say, I say so, and **Watch this** "
    "tells you once they do.\n"
    "- ❌ on an answer to you, or **Delete this answer** in its menu, takes it away; `/privacy` "
    "says what I keep and deletes it.\n"
    "- Those who manage the server add articles with `/article add`, and `list`, `tag`, `remove` "
    "and `restore` them; `/feed add` lets new ones come by themselves; `/settings` says how I "
    "behave and `/insights` what was asked. Others can be allowed under Server Settings → "
    "Integrations."
)
_AGAIN = "`/help` says all of this again."
_NEW = timedelta(days=1)
_LOG = logging.getLogger(__name__)


def help_command() -> app_commands.Command[Any, ..., None]:
    """``/help``."""

    @app_commands.command(name="help")
    async def show(interaction: discord.Interaction[Any]) -> None:
        """Say what I do and how to use me."""
        await interaction.response.send_message(HELP, ephemeral=True)

    return show


def is_new(guild: discord.Guild) -> bool:
    """Whether the bot was invited to a server within the last day.

    To whom it has been with for longer, a bot with an empty data folder is no stranger.
    """
    joined = guild.me.joined_at
    return joined is not None and discord.utils.utcnow() - joined < _NEW


async def welcome(guild: discord.Guild) -> None:
    """Introduce the bot once, where it may write."""
    places = [guild.system_channel, *guild.text_channels]
    for channel in filter(None, places):
        allowed = channel.permissions_for(guild.me)
        if allowed.view_channel and allowed.send_messages:
            try:
                await channel.send(f"Hello! {HELP}\n{_AGAIN}")
            except discord.HTTPException:
                _LOG.warning("no welcome in server %s", guild.id, exc_info=True)
            return
