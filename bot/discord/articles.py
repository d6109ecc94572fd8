"""``/article``: adding, listing, tagging, removing and restoring a server's articles.

Discord's own permissions say who may: those who manage the server, and whomever they allow under
Server Settings → Integrations.
"""

from __future__ import annotations

import discord
from discord import app_commands

from bot.discord.adding import Adding
from bot.discord.article_form import article_form
from bot.discord.escaping import escaped
from bot.discord.failing import Spoken
from bot.discord.listing import article_choices, info_embed, listed, name_choices
from bot.discord.pages import COLOUR, titled
from bot.discord.removing import removal_view
from index.folder import Folder
from index.library import Library

REMOVED_ALREADY = "That article is removed already; `/article restore` may bring it back."
_LONGEST_TAG = 50
_LONGEST_URL = 2_000


class Articles(app_commands.Group):
    """The commands on articles."""

    def __init__(self, folder: Folder, adding: Adding) -> None:
        super().__init__(
            name="article",
            description="Manage the articles that I answer from",
            guild_only=True,
            default_permissions=discord.Permissions(manage_guild=True),
        )
        self._folder = folder
        self._adding = adding

    @app_commands.command(name="add")
    @app_commands.describe(
        url="The address of a web page, or of a sitemap or feed",
        file="Text, Markdown, HTML, PDF, DOCX, EPUB, JSON Lines, list of pages; else a form opens",
        file2="Another file",
        file3="Another file",
        tag="A tag for what is added",
    )
    async def add(
        self,
        interaction: discord.Interaction,
        url: app_commands.Range[str, 1, _LONGEST_URL] | None = None,
        file: discord.Attachment | None = None,
        file2: discord.Attachment | None = None,
        file3: discord.Attachment | None = None,
        tag: app_commands.Range[str, 1, _LONGEST_TAG] | None = None,
    ) -> None:
        """Add articles from a web page, from files, or from a form."""
        files = [one for one in (file, file2, file3) if one is not None]
        if url:
            await self._adding.pages(interaction, [url], [tag] if tag else [])
        elif files:
            await self._adding.files(interaction, files, [tag] if tag else [])
        else:
            await interaction.response.send_modal(article_form(tag))

    @app_commands.command(name="list")
    @app_commands.describe(search="Words of a title", page="Which page of the list")
    async def list_articles(
        self,
        interaction: discord.Interaction,
        search: str = "",
        page: app_commands.Range[int, 1] = 1,
    ) -> None:
        """List the articles, newest first."""
        embed, view = listed(await self._library(interaction).entries(), search, page - 1)
        await interaction.response.send_message(embed=embed, view=view, ephemeral=True)

    @app_commands.command(name="info")
    @app_commands.describe(article="Title or id")
    async def info(self, interaction: discord.Interaction, article: str) -> None:
        """Say what I know of an article."""
        library = self._library(interaction)
        embed = info_embed(await library.entry(article), await library.revisions(article))
        await interaction.response.send_message(embed=embed, ephemeral=True)

    @app_commands.command(name="tag")
    @app_commands.describe(
        article="Title or id", add="A tag to give it", remove="A tag to take away"
    )
    async def tag(
        self,
        interaction: discord.Interaction,
        article: str,
        add: app_commands.Range[str, 1, _LONGEST_TAG] | None = None,
        remove: str | None = None,
    ) -> None:
        """Give an article a tag, or take one away."""
        given, taken = [add] if add else [], [remove] if remove else []
        entry = await self._library(interaction).tag(article, given, taken)
        tags = ", ".join(map(escaped, entry.tags)) or "no tag"
        embed = discord.Embed(description=f"{titled(entry.article)}: {tags}", colour=COLOUR)
        await interaction.response.send_message(embed=embed, ephemeral=True)

    @app_commands.command(name="remove")
    @app_commands.describe(article="Title or id")
    async def remove(self, interaction: discord.Interaction, article: str) -> None:
        """Remove an article, after asking once more."""
        entry = await self._library(interaction).entry(article)
        if entry.removed_at is not None:
            raise Spoken(REMOVED_ALREADY)
        embed = discord.Embed(
            description=f"Remove **{titled(entry.article)}**? It can be restored for a while.",
            colour=COLOUR,
        )
        view = removal_view(entry.article.id)
        await interaction.response.send_message(embed=embed, view=view, ephemeral=True)

    @app_commands.command(name="restore")
    @app_commands.describe(article="Title or id")
    async def restore(self, interaction: discord.Interaction, article: str) -> None:
        """Bring a removed article back."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        entry = await self._library(interaction).restore(article)
        embed = discord.Embed(description=f"Restored: {titled(entry.article)}", colour=COLOUR)
        await interaction.edit_original_response(embed=embed)

    @app_commands.command(name="refresh")
    @app_commands.describe(article="Title or id; all that came from web pages, if left out")
    async def refresh(self, interaction: discord.Interaction, article: str | None = None) -> None:
        """Look whether the pages of articles have changed."""
        await self._adding.refresh(interaction, article)

    @app_commands.command(name="compare")
    @app_commands.describe(article="Title or id", other="Title or id of the other")
    async def compare(self, interaction: discord.Interaction, article: str, other: str) -> None:
        """Show where two articles say the same and where they differ."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        # Comparing takes a while to import, which only this should pay.
        from bot.discord.comparison import comparison_embed
        from index.comparing import compare

        embed = comparison_embed(await compare(self._library(interaction), article, other))
        await interaction.edit_original_response(embed=embed)

    @remove.autocomplete("article")
    @compare.autocomplete("article")
    @compare.autocomplete("other")
    @refresh.autocomplete("article")
    @info.autocomplete("article")
    @tag.autocomplete("article")
    async def _present(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return await article_choices(self._library(interaction), typed)

    @restore.autocomplete("article")
    async def _absent(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return await article_choices(self._library(interaction), typed, removed=True)

    @add.autocomplete("tag")
    @tag.autocomplete("add")
    @tag.autocomplete("remove")
    async def _tags(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return name_choices(await self._library(interaction).tags(), typed)

    def _library(self, interaction: discord.Interaction) -> Library:
        return self._folder.library(str(interaction.guild_id))
