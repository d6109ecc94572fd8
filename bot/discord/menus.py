"""What a message's menu offers: asking about it, and adding what it holds."""

from __future__ import annotations

import re
from typing import Any

import discord
from discord import app_commands

from bot.discord.adding import Adding
from bot.discord.addressing import said_in
from bot.discord.asking import LONGEST_QUESTION, Asker, answer_command
from bot.discord.failing import tell
from index.values import Filters

NO_WORDS = "There are no words in that message that I could ask about; use `/ask`."
NO_FILES = "That message has neither a file nor a link; choose one with an article in it."
_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?')\]]", re.IGNORECASE)
_MOST_LINKS = 10


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
    """**Add article** takes the files of the message, else its links."""

    async def add(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        links = list(dict.fromkeys(_LINK.findall(message.content)))[:_MOST_LINKS]
        if message.attachments:
            await adding.files(interaction, message.attachments)
        elif links:
            await adding.pages(interaction, links)
        else:
            await tell(interaction, NO_FILES)

    menu = app_commands.ContextMenu(name="Add article", callback=add)
    menu.default_permissions = discord.Permissions(manage_guild=True)
    menu.guild_only = True
    return menu
