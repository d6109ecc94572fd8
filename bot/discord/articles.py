"""``/article``: adding, listing, removing and restoring a server's articles.

Discord's own permissions say who may: those who manage the server, and whomever they allow under
Server Settings → Integrations.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

import discord
from discord import app_commands

from bot.discord.failing import sentence_for, tell
from bot.discord.pages import COLOUR, fitting, shortened, titled
from bot.discord.receipts import receipt_lines
from index.folder import Folder
from index.library import Library
from index.values import Draft, Entry, Refusal

_CHOICES = 25
_CHOICE_LENGTH = 100
_LISTED = 10
_ASKED_SECONDS = 120.0
_UNDO_SECONDS = 600.0


class Articles(app_commands.Group):
    """The commands on articles."""

    def __init__(self, folder: Folder, max_bytes: int) -> None:
        super().__init__(
            name="article",
            description="Manage the articles that I answer from",
            guild_only=True,
            default_permissions=discord.Permissions(manage_guild=True),
        )
        self._folder = folder
        self._max_bytes = max_bytes

    @app_commands.command(name="add")
    @app_commands.describe(
        file="Text, Markdown, HTML or JSON Lines", file2="Another file", file3="Another file"
    )
    async def add(
        self,
        interaction: discord.Interaction,
        file: discord.Attachment,
        file2: discord.Attachment | None = None,
        file3: discord.Attachment | None = None,
    ) -> None:
        """Add articles from files."""
        await self.take(interaction, [one for one in (file, file2, file3) if one is not None])

    async def take(
        self, interaction: discord.Interaction, files: Sequence[discord.Attachment]
    ) -> None:
        """Add what is in files, with a receipt for each article as it comes."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        library = self._library(interaction)
        receipts: list[str] = []
        async for receipt in library.add(await self._drafts(files)):
            article = None
            if not isinstance(receipt, Refusal):
                article = await library.article(receipt.article.id)
            receipts.append("\n".join(receipt_lines(receipt, article)))
            await interaction.edit_original_response(embed=_told(receipts))

    @app_commands.command(name="list")
    @app_commands.describe(search="Words of a title", page="Which page of the list")
    async def list_articles(
        self,
        interaction: discord.Interaction,
        search: str = "",
        page: app_commands.Range[int, 1] = 1,
    ) -> None:
        """List the articles, newest first."""
        entries = _matching(await self._library(interaction).entries(), search)
        embed = _listed(entries, page - 1)
        await interaction.response.send_message(embed=embed, ephemeral=True)

    @app_commands.command(name="remove")
    @app_commands.describe(article="Title or id")
    async def remove(self, interaction: discord.Interaction, article: str) -> None:
        """Remove an article, after asking once more."""
        entry = await self._library(interaction).entry(article)
        embed = discord.Embed(
            description=f"Remove **{titled(entry.article)}**? It can be restored for a while.",
            colour=COLOUR,
        )
        view = _Confirm(self._library(interaction), entry.article.id)
        await interaction.response.send_message(embed=embed, view=view, ephemeral=True)

    @app_commands.command(name="restore")
    @app_commands.describe(article="Title or id")
    async def restore(self, interaction: discord.Interaction, article: str) -> None:
        """Bring a removed article back."""
        entry = await self._library(interaction).restore(article)
        embed = discord.Embed(description=f"Restored: {titled(entry.article)}", colour=COLOUR)
        await interaction.response.send_message(embed=embed, ephemeral=True)

    @remove.autocomplete("article")
    async def _present(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return choices(await self._library(interaction).entries(), typed)

    @restore.autocomplete("article")
    async def _absent(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return choices(await self._library(interaction).entries(removed=True), typed)

    def _library(self, interaction: discord.Interaction) -> Library:
        return self._folder.library(str(interaction.guild_id))

    async def _drafts(self, files: Sequence[discord.Attachment]) -> Iterator[Draft | Refusal]:
        # Reading Markdown, HTML and dates takes long to import, which only adding should pay.
        from index.ingest.reading import read_upload

        parts: list[Iterator[Draft | Refusal]] = []
        for file in files:
            if file.size > self._max_bytes:
                reason = f"It is larger than the limit of {self._max_bytes:,} bytes; split it."
                parts.append(iter([Refusal(file.filename, reason)]))
                continue
            try:
                data = await file.read()
            except discord.HTTPException:
                reason = "Discord did not hand it over; upload it again."
                parts.append(iter([Refusal(file.filename, reason)]))
                continue
            parts.append(read_upload(file.filename, data, self._max_bytes))
        return chain.from_iterable(parts)


def choices(entries: Sequence[Entry], typed: str) -> list[app_commands.Choice[str]]:
    """The articles whose title has what was typed, as Discord offers them."""
    return [
        app_commands.Choice(
            name=shortened(" ".join(entry.article.title.split()), _CHOICE_LENGTH),
            value=entry.article.id,
        )
        for entry in _matching(entries, typed)[:_CHOICES]
    ]


def _matching(entries: Sequence[Entry], typed: str) -> list[Entry]:
    wanted = typed.casefold().split()
    return [entry for entry in entries if all(w in entry.article.title.casefold() for w in wanted)]


def _listed(entries: Sequence[Entry], page: int) -> discord.Embed:
    if not entries:
        return discord.Embed(
            description="No article is here yet; `/article add` adds some.", colour=COLOUR
        )
    pages = -(-len(entries) // _LISTED)
    page = min(page, pages - 1)
    shown = entries[page * _LISTED :][:_LISTED]
    lines = [f"`{entry.article.id}` {titled(entry.article)}" for entry in shown]
    embed = discord.Embed(description=fitting(lines), colour=COLOUR)
    return embed.set_footer(text=f"Page {page + 1} of {pages} · {len(entries)} articles")


def _told(receipts: Sequence[str]) -> discord.Embed:
    """The receipts, the last one first, since not all may fit."""
    return discord.Embed(description=fitting(reversed(receipts)), colour=COLOUR)


class _Confirm(discord.ui.View):
    """Removes an article when it is confirmed, and offers to take that back."""

    def __init__(self, library: Library, article: str) -> None:
        super().__init__(timeout=_ASKED_SECONDS)
        self._library, self._article = library, article

    @discord.ui.button(label="Remove", style=discord.ButtonStyle.danger)
    async def confirm(self, interaction: discord.Interaction, _button: Any) -> None:
        """Remove it."""
        entry = await self._library.remove(self._article)
        embed = discord.Embed(description=f"Removed: {titled(entry.article)}", colour=COLOUR)
        view = _Undo(self._library, self._article)
        await interaction.response.edit_message(embed=embed, view=view)

    async def on_error(
        self, interaction: discord.Interaction, error: Exception, _item: Any, /
    ) -> None:
        """Say what went wrong."""
        await tell(interaction, sentence_for(error))


class _Undo(discord.ui.View):
    """Restores what was removed."""

    def __init__(self, library: Library, article: str) -> None:
        super().__init__(timeout=_UNDO_SECONDS)
        self._library, self._article = library, article

    @discord.ui.button(label="Undo")
    async def undo(self, interaction: discord.Interaction, _button: Any) -> None:
        """Restore it."""
        entry = await self._library.restore(self._article)
        embed = discord.Embed(description=f"Restored: {titled(entry.article)}", colour=COLOUR)
        await interaction.response.edit_message(embed=embed, view=None)

    async def on_error(
        self, interaction: discord.Interaction, error: Exception, _item: Any, /
    ) -> None:
        """Say what went wrong."""
        await tell(interaction, sentence_for(error))
