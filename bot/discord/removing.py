"""Removing an article after asking once more, and taking that back for a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import discord

from bot.discord.failing import tell, told
from bot.discord.managing import ManagedItem
from bot.discord.pages import COLOUR, titled
from index.folder import Folder
from index.library import Library

TOO_LATE = "That was more than a day ago; `/article restore` may still bring it back."
_UNDOABLE = timedelta(days=1)


def removal_view(article_id: str) -> discord.ui.View:
    """Asks once more before an article is removed."""
    view = discord.ui.View(timeout=None)
    view.add_item(RemoveButton(article_id))
    return view


class RemoveButton(
    ManagedItem,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"footnote:remove:(?P<article_id>[0-9a-f]{12})",
):
    """Removes the article; its message is seen by the one who asked for it alone."""

    def __init__(self, article_id: str) -> None:
        self.article_id = article_id
        button: discord.ui.Button[Any] = discord.ui.Button(
            label="Remove",
            style=discord.ButtonStyle.danger,
            custom_id=f"footnote:remove:{article_id}",
        )
        super().__init__(button)

    @told
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Remove it, and offer to take that back."""
        # The stores may be busy for longer than Discord waits.
        await interaction.response.defer()
        entry = await _library(interaction).remove(self.article_id)
        embed = discord.Embed(description=f"Removed: {titled(entry.article)}", colour=COLOUR)
        view = discord.ui.View(timeout=None)
        view.add_item(UndoButton(self.article_id))
        await interaction.edit_original_response(embed=embed, view=view)


class UndoButton(
    ManagedItem,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"footnote:undo:(?P<article_id>[0-9a-f]{12})",
):
    """Restores what was removed within the last day."""

    def __init__(self, article_id: str) -> None:
        self.article_id = article_id
        button: discord.ui.Button[Any] = discord.ui.Button(
            label="Undo", custom_id=f"footnote:undo:{article_id}"
        )
        super().__init__(button)

    @told
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Restore it."""
        library = _library(interaction)
        removed_at = (await library.entry(self.article_id)).removed_at
        if removed_at is not None and _age(removed_at) > _UNDOABLE:
            await tell(interaction, TOO_LATE)
            return
        await interaction.response.defer()
        entry = await library.restore(self.article_id)
        embed = discord.Embed(description=f"Restored: {titled(entry.article)}", colour=COLOUR)
        await interaction.edit_original_response(embed=embed, view=None)


def _library(interaction: discord.Interaction[Any]) -> Library:
    folder: Folder = interaction.client.folder
    return folder.library(str(interaction.guild_id))


def _age(moment: str) -> timedelta:
    return discord.utils.utcnow() - datetime.fromisoformat(moment)
