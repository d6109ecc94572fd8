"""What a message's menu offers: asking about it, and adding what it holds."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.discord.adding import Adding
from bot.discord.addressing import said_in
from bot.discord.asking import LONGEST_QUESTION, Asker, answer_command
from bot.discord.failing import tell
from index.values import Filters

NO_WORDS = "There are no words in that message that I could ask about; use `/ask`."
NO_FILES = "That message has no file; choose one with text, Markdown, HTML or JSON Lines."


def ask_menu(asker: Asker) -> app_commands.ContextMenu:
    """**Ask about this** takes the message's text for a question."""

    async def ask(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        if text := said_in(message)[:LONGEST_QUESTION]:
            await answer_command(asker, interaction, text, Filters())
        else:
            await tell(interaction, NO_WORDS)

    menu = app_commands.ContextMenu(name="Ask about this", callback=ask)
    menu.guild_only = True
    return menu


def add_menu(adding: Adding) -> app_commands.ContextMenu:
    """**Add article** takes the files of the message."""

    async def add(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        if message.attachments:
            await adding.files(interaction, message.attachments)
        else:
            await tell(interaction, NO_FILES)

    menu = app_commands.ContextMenu(name="Add article", callback=add)
    menu.default_permissions = discord.Permissions(manage_guild=True)
    menu.guild_only = True
    return menu
