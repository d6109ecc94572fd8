"""``/insights``: what was asked in a server, and what the articles lack."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import discord
from discord import app_commands

from bot.chat_options import Prices
from bot.discord.chart import chart_png
from bot.discord.escaping import escaped
from bot.discord.pages import COLOUR, fitting, shortened, titled
from index.folder import Folder
from index.stores.insights import Insights
from index.stores.spending import Spending

_DAYS = 30
_GROUPS = 8
_QUESTION = 150
_FIELD = 1_000


def insights_command(
    folder: Folder, prices: Prices | None = None
) -> app_commands.Command[Any, ..., None]:
    """``/insights``, for those who manage the server."""

    @app_commands.command(name="insights")
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.describe(days="How many days back")
    async def show(
        interaction: discord.Interaction[Any],
        days: app_commands.Range[int, 1, 365] = _DAYS,
    ) -> None:
        """Show what was asked here and what the articles lack."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        library = folder.library(str(interaction.guild_id))
        told = await asyncio.to_thread(folder.records.chat.insights.of, library.name, days)
        groups = await library.alike(told.unanswered)
        picture = await asyncio.to_thread(chart_png, told)
        embed = _embed(told, groups, prices).set_image(url="attachment://insights.png")
        file = discord.File(picture, "insights.png", description="Questions by day")
        await interaction.edit_original_response(embed=embed, attachments=[file])

    return show


def _embed(
    told: Insights, groups: Sequence[tuple[str, ...]], prices: Prices | None
) -> discord.Embed:
    title = "The last day" if told.days == 1 else f"The last {told.days} days"
    embed = discord.Embed(title=title, colour=COLOUR)
    numbers = {
        "Asked": told.answered + told.not_found,
        "Answered": told.answered,
        "Not found": told.not_found,
        "👍": told.helpful,
        "👎": told.disliked,
    }
    for name, number in numbers.items():
        embed.add_field(name=name, value=str(number))
    if told.reasons:
        reasons = [f"{reason} {count}" for reason, count in told.reasons.items()]
        embed.add_field(name="Why 👎", value=", ".join(reasons), inline=False)
    if told.written.answers:
        value = _spent(told.written, prices)
        embed.add_field(name="Language model", value=value, inline=False)
    lines = [
        f"{len(group)} × {escaped(shortened(' '.join(group[0].split()), _QUESTION))}"
        for group in groups[:_GROUPS]
    ]
    if lines:
        embed.description = f"**The articles did not answer**\n{fitting(lines)}"
    cited = [f"{count} × {titled(article)}" for article, count in told.cited]
    if cited:
        value = fitting(cited, limit=_FIELD)
        embed.add_field(name="Quoted most", value=value, inline=False)
    return embed


def _spent(written: Spending, prices: Prices | None) -> str:
    """What a language model took, the answers included of which nothing could be shown."""
    prompt, completion = written.prompt_tokens, written.completion_tokens
    answers = "1 answer" if written.answers == 1 else f"{written.answers:,} answers"
    told = f"{answers}, {prompt:,} tokens read and {completion:,} written"
    cost = "" if prices is None else f", {escaped(prices.cost(prompt, completion))}"
    return f"{told}{cost}"
