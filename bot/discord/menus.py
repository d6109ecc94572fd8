"""What a message's menu offers: asking about it, and adding what it holds."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.discord.articles import Articles
from bot.discord.asking import LONGEST_QUESTION, NO_WORDS, Asker, answer_command
from bot.discord.failing import tell
from index.values import Filters

NO_FILES = "That message has no file; choose one with text, Markdown, HTML or JSON Lines."


def ask_menu(asker: Asker) -> app_commands.ContextMenu:
    """**Ask about this** takes the message's text for a question."""

    async def ask(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        text = " ".join(message.content.split())[:LONGEST_QUESTION]
        if text:
            await answer_command(asker, interaction, text, Filters(), private=False)
        else:
            await tell(interaction, NO_WORDS)

    return app_commands.ContextMenu(name="Ask about this", callback=ask)


def add_menu(articles: Articles) -> app_commands.ContextMenu:
    """**Add article** takes the files of the message."""

    async def add(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        if message.attachments:
            await articles.take(interaction, message.attachments)
        else:
            await tell(interaction, NO_FILES)

    menu = app_commands.ContextMenu(name="Add article", callback=add)
    menu.default_permissions = discord.Permissions(manage_guild=True)
    menu.guild_only = True
    return menu
