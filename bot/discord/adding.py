"""Adding articles from files and forms, within what one server may keep, with receipts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import aclosing
from itertools import chain

import discord

from bot.chat_options import ChatOptions
from bot.discord.failing import Spoken
from bot.discord.receipt_list import Looks, Receipts
from bot.discord.receipts import receipt_lines, refreshed_line
from index.bulk.choice import Choice
from index.bulk.listing import ListFile
from index.fetch.fetching import Fetcher
from index.fetch.politeness import Politeness
from index.folder import Folder
from index.library import Library
from index.stores.catalogue import Extent
from index.values import Draft, Receipt, Refusal

MOST_LISTED = 100
"""How many of the pages that lists name are fetched for one command."""

EMPTY_FORM = "That form had neither text nor a file; use `/article add` again and give it one."
_FORM = "The form"


class Adding:
    """Adds to the libraries of a folder."""

    def __init__(
        self, folder: Folder, fetcher: Fetcher, polite: Politeness, options: ChatOptions
    ) -> None:
        self._folder = folder
        self._fetcher = fetcher
        self._polite = polite
        self._options = options

    async def files(
        self,
        interaction: discord.Interaction,
        files: Sequence[discord.Attachment],
        tags: Sequence[str] = (),
        written: str = "",
    ) -> None:
        """Add an article that was written, if any, and what is in files."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        shown = Receipts(interaction)
        if written:
            # What somebody typed must not wait for files, which may fail.
            await self._add(shown, interaction, self._read_form(written), tags)
        fetched = [await self._fetch(file) for file in files]
        lists: list[ListFile] = []
        items = chain.from_iterable(self._read(file, lists) for file in fetched)
        await self._add(shown, interaction, items, tags)
        if lists:
            await self._add_listed(shown, interaction, (), lists, tags)
        await shown.end()

    async def pages(
        self, interaction: discord.Interaction, urls: Sequence[str], tags: Sequence[str] = ()
    ) -> None:
        """Add the articles of web pages, and of those that they list."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        shown = Receipts(interaction)
        await self._add_listed(shown, interaction, urls, (), tags)
        await shown.end()

    async def refresh(self, interaction: discord.Interaction, article: str | None) -> None:
        """Look whether the pages of articles have changed: of one, or of all."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        library = self._folder.library(str(interaction.guild_id))
        shown = Looks(interaction)
        # Of one that a person names, like a browser; of all, like a guest.
        fetcher = self._fetcher if article else self._polite
        async for refreshed in library.refresh(fetcher, article):
            await shown.add_line(refreshed_line(refreshed), refreshed.outcome)
        await shown.end()

    async def form(
        self,
        interaction: discord.Interaction,
        written: str,
        files: Sequence[discord.Attachment],
        tags: Sequence[str],
    ) -> None:
        """Add what a form was filled in with. Raises ``Spoken`` where that is nothing."""
        if not (written.strip() or files):
            raise Spoken(EMPTY_FORM)
        await self.files(interaction, files, tags, written)

    async def _add(
        self,
        shown: Receipts,
        interaction: discord.Interaction,
        items: Iterator[Draft | Refusal],
        tags: Sequence[str],
    ) -> None:
        library = self._folder.library(str(interaction.guild_id))
        extent = await library.extent()
        async for receipt in library.add(_within(items, extent, self._options), tags):
            await shown.add(receipt, await _lines(library, receipt))

    async def _add_listed(
        self,
        shown: Receipts,
        interaction: discord.Interaction,
        urls: Sequence[str],
        lists: Sequence[ListFile],
        tags: Sequence[str],
    ) -> None:
        # Reading dates takes long to import, which only adding should pay.
        from index.bulk.adding import Bulk

        library = self._folder.library(str(interaction.guild_id))

        async def admit(url: str) -> Refusal | None:
            return _full(url, await library.extent(), self._options)

        bulk = Bulk(
            self._folder,
            library.name,
            self._fetcher,
            self._polite,
            choice=Choice(most=MOST_LISTED),
            tags=tags,
            admit=admit,
            watch=shown.reached,
        )
        async with aclosing(bulk.add(urls, lists)) as receipts:
            async for receipt in receipts:
                await shown.add(receipt, await _lines(library, receipt))
        shown.counted(bulk.tally, MOST_LISTED)

    async def _fetch(self, file: discord.Attachment) -> tuple[str, bytes | str]:
        """The content of a file, or why there is none."""
        limit = self._options.max_bytes
        if file.size > limit:
            return file.filename, f"It is larger than the limit of {limit:,} bytes; split it."
        try:
            return file.filename, await file.read()
        except discord.HTTPException:
            return file.filename, "Discord did not hand it over; upload it again."

    def _read_form(self, written: str) -> Iterator[Draft | Refusal]:
        for one in self._read(("text.txt", written.encode())):
            # Nobody has seen that name.
            yield Refusal(_FORM, one.reason) if isinstance(one, Refusal) else one

    def _read(
        self, file: tuple[str, bytes | str], lists: list[ListFile] | None = None
    ) -> Iterator[Draft | Refusal]:
        # Reading Markdown, HTML and dates takes long to import, which only adding should pay.
        from index.ingest.reading import read_upload

        name, content = file
        if isinstance(content, str):
            yield Refusal(name, content)
        else:
            reader = self._folder.documents
            yield from read_upload(name, content, self._options.max_bytes, reader, lists)


async def _lines(library: Library, receipt: Receipt | Refusal) -> str:
    article = None
    if not isinstance(receipt, Refusal):
        article = await library.article(receipt.article.id)
    return "\n".join(receipt_lines(receipt, article))


def no_room(extent: Extent, options: ChatOptions) -> str | None:
    """Why a server takes no further article, None where it does."""
    if extent.articles >= options.server_articles:
        most = f"{options.server_articles:,} articles"
        return f"This server has {most}, which is the most; remove some."
    if extent.characters >= options.server_characters:
        most = f"{options.server_characters / 1e6:,.0f} million characters"
        return f"This server may keep {most} in all; remove some articles."
    return None


def _full(origin: str, extent: Extent, options: ChatOptions) -> Refusal | None:
    reason = no_room(extent, options)
    return None if reason is None else Refusal(origin, reason)


def _within(
    items: Iterator[Draft | Refusal], extent: Extent, options: ChatOptions
) -> Iterator[Draft | Refusal]:
    """The drafts that a server has room for; the others are refused."""
    articles, characters = extent.articles, extent.characters
    for item in items:
        if isinstance(item, Refusal):
            yield item
        elif refusal := _full(item.title, Extent(articles, characters + len(item.text)), options):
            yield refusal
        else:
            articles, characters = articles + 1, characters + len(item.text)
            yield item
