"""``/ask`` and its options."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.discord.asking import LONGEST_QUESTION, Asker, answer_command
from bot.discord.listing import article_choices, name_choices
from index.folder import Folder
from index.library import Library
from index.values import Filters


def ask_command(folder: Folder, asker: Asker) -> app_commands.Command[Any, ..., None]:
    """``/ask``."""

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
        private: bool | None = None,  # an option of the command
    ) -> None:
        """Ask about the articles."""
        filters = Filters(_some(article), since, until, _some(source), _some(tag))
        await answer_command(asker, interaction, question, filters, private)

    @ask.autocomplete("article")
    async def articles(
        interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return await article_choices(_library(folder, interaction), typed)

    @ask.autocomplete("tag")
    async def tags(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return name_choices(await _library(folder, interaction).tags(), typed)

    @ask.autocomplete("source")
    async def sources(
        interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return name_choices(await _library(folder, interaction).sources(), typed)

    return ask


def _library(folder: Folder, interaction: discord.Interaction) -> Library:
    return folder.library(str(interaction.guild_id))


def _some(value: str | None) -> tuple[str, ...]:
    return () if value is None else (value,)
