"""``/feed``: the feeds that a server's new articles come from by themselves.

Who may use it is Discord's to say, as of ``/article``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import discord
from discord import app_commands

from bot.chat_options import ChatOptions
from bot.discord.announcing import lacking
from bot.discord.arriving import server_limits
from bot.discord.escaping import escaped
from bot.discord.failing import tell
from bot.discord.feed_list import feed_choices, feed_line, feeds_embed
from bot.discord.listing import name_choices
from bot.discord.pages import COLOUR
from bot.discord.receipt_list import Receipts
from bot.discord.receipts import receipt_lines
from index.feeds.checking import FeedChecked
from index.feeds.feeds import Feeds
from index.feeds.kept import KeptFeed, Wishes
from index.fetch.politeness import Politeness
from index.folder import Folder
from index.library import Library
from index.values import Refusal

_LONGEST_TAG, _LONGEST_URL, _LONGEST_WORDS = 50, 2_000, 500
_NOT_YOURS = "You may not write in <#{}> yourself; choose a channel where you may."


class FeedCommands(app_commands.Group):
    """The commands on feeds."""

    def __init__(self, folder: Folder, polite: Politeness, options: ChatOptions) -> None:
        super().__init__(
            name="feed",
            description="Manage the feeds that new articles come from by themselves",
            guild_only=True,
            default_permissions=discord.Permissions(manage_guild=True),
        )
        self._folder = folder
        self._polite = polite
        self._options = options
        self._every = timedelta(minutes=options.feed_minutes)

    @app_commands.command(name="add")
    @app_commands.describe(
        url="The address of a feed (RSS, Atom, JSON Feed), or of a site that has one",
        tag="A tag for its articles",
        include="Only articles with one of these words in title or summary; commas between them",
        exclude="No articles with any of these words in title or summary; commas between them",
        announce="Where new articles are announced; nowhere, if left out",
    )
    async def add(
        self,
        interaction: discord.Interaction,
        url: app_commands.Range[str, 1, _LONGEST_URL],
        tag: app_commands.Range[str, 1, _LONGEST_TAG] | None = None,
        include: app_commands.Range[str, 1, _LONGEST_WORDS] | None = None,
        exclude: app_commands.Range[str, 1, _LONGEST_WORDS] | None = None,
        announce: discord.TextChannel | None = None,
    ) -> None:
        """Let new articles of a feed come by themselves."""
        if announce and (reason := _refused(announce, interaction.user)):
            await tell(interaction, reason)
            return
        await interaction.response.defer(thinking=True, ephemeral=True)
        wishes = Wishes(
            tags=(tag,) if tag else (),
            include=_words(include),
            exclude=_words(exclude),
            channel=str(announce.id) if announce else None,
        )
        library, limits = self._library(interaction), server_limits(self._options)
        kept = await library.feeds.add(url, self._polite, wishes, limits=limits)
        await self._take(interaction, library, kept)

    @app_commands.command(name="list")
    @app_commands.describe(page="Which page of the list")
    async def list_feeds(
        self, interaction: discord.Interaction, page: app_commands.Range[int, 1] = 1
    ) -> None:
        """List the feeds, how each fares and when it is looked at next."""
        kept = await self._feeds(interaction).all()
        troubles = {one.id: self._trouble(interaction, one) for one in kept}
        embed = feeds_embed(kept, troubles, self._every, page - 1)
        await interaction.response.send_message(embed=embed, ephemeral=True)

    @app_commands.command(name="remove")
    @app_commands.describe(feed="Title or id")
    async def remove(self, interaction: discord.Interaction, feed: str) -> None:
        """Look at a feed no longer; its articles stay."""
        kept = await self._feeds(interaction).remove(feed)
        told = f"Removed the feed **{escaped(kept.title)}**; the articles that it brought stay."
        embed = discord.Embed(description=told, colour=COLOUR)
        await interaction.response.send_message(embed=embed, ephemeral=True)

    @remove.autocomplete("feed")
    async def _present(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return feed_choices(await self._feeds(interaction).all(), typed)

    @add.autocomplete("tag")
    async def _tags(
        self, interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        return name_choices(await self._library(interaction).tags(), typed)

    async def _take(
        self, interaction: discord.Interaction, library: Library, kept: KeptFeed
    ) -> None:
        """Add the first articles, with a receipt for each as it comes."""
        shown = Receipts(interaction, feed_line(kept, None, self._every))
        limits = server_limits(self._options)
        async for step in library.feeds.take(kept, self._polite, limits):
            if isinstance(step, FeedChecked):
                # What was still to come has come by now.
                shown.head = feed_line(replace(step.feed, error=None), None, self._every)
                if step.reason is not None:
                    await shown.add_line(f"⚠️ {escaped(step.reason)}", "refused")
            elif isinstance(step, Refusal):
                await shown.add(step, "\n".join(receipt_lines(step, None)))
            else:
                article = await library.article(step.article.id)
                await shown.add(step, "\n".join(receipt_lines(step, article)))
        await shown.end()

    def _trouble(self, interaction: discord.Interaction, kept: KeptFeed) -> str | None:
        """What keeps a feed from being announced."""
        if kept.wishes.channel is None or interaction.guild is None:
            return None
        channel = interaction.guild.get_channel(int(kept.wishes.channel))
        if isinstance(channel, discord.TextChannel):
            return lacking(channel)
        return "The channel for its announcements is gone; add the feed again with another."

    def _feeds(self, interaction: discord.Interaction) -> Feeds:
        return self._library(interaction).feeds

    def _library(self, interaction: discord.Interaction) -> Library:
        return self._folder.library(str(interaction.guild_id))


def _refused(channel: discord.TextChannel, person: discord.User | discord.Member) -> str | None:
    """Why nothing is announced in a channel for this person, None where it is."""
    if isinstance(person, discord.Member):
        allowed = channel.permissions_for(person)
        # Or whoever may use this command could speak where they may not.
        if not (allowed.view_channel and allowed.send_messages):
            return _NOT_YOURS.format(channel.id)
    return lacking(channel)


def _words(given: str | None) -> tuple[str, ...]:
    return tuple(word for word in re.split(r"\s*[,;\n]\s*", given or "") if word.strip())
