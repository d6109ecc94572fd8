"""Adding articles from files and forms, within what one server may keep, with receipts."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

import discord

from bot.chat_options import ChatOptions
from bot.discord.pages import COLOUR, fitting
from bot.discord.receipts import receipt_lines, refreshed_line
from index.fetch.fetching import Fetcher
from index.fetch.politeness import Politeness
from index.folder import Folder
from index.library import Library
from index.stores.catalogue import Extent
from index.values import Draft, Receipt, Refusal

ARTICLE_FORM = "footnote:form:article:"
"""Begins the name of the form, which ends with the tag of what is added."""
PARTS = 4
_PART = 4_000
_TITLE = 300
_NOT_ADDED = ("unchanged", "gone", "failed", "refused")
_SHOWN_EVERY = 1.5
_LOG = logging.getLogger(__name__)


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
    ) -> None:
        """Add what is in files."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        fetched = [await self._fetch(file) for file in files]
        await self._add(interaction, chain.from_iterable(map(self._read, fetched)), tags)

    async def pages(
        self, interaction: discord.Interaction, urls: Sequence[str], tags: Sequence[str] = ()
    ) -> None:
        """Add the articles of web pages."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        library = self._folder.library(str(interaction.guild_id))
        shown = _Receipts(interaction)
        for url in urls:
            if refusal := _full(url, await library.extent(), self._options):
                await shown.add(refusal, await _lines(library, refusal))
                continue
            async for receipt in library.add_pages([url], self._fetcher, tags):
                await shown.add(receipt, await _lines(library, receipt))
        await shown.end()

    async def refresh(self, interaction: discord.Interaction, article: str | None) -> None:
        """Look whether the pages of articles have changed: of one, or of all."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        library = self._folder.library(str(interaction.guild_id))
        shown = _Receipts(interaction)
        # Of one that a person names, like a browser; of all, like a guest.
        fetcher = self._fetcher if article else self._polite
        async for refreshed in library.refresh(fetcher, article):
            await shown.add_line(refreshed_line(refreshed), refreshed.outcome)
        await shown.end()

    async def text(
        self, interaction: discord.Interaction, given: dict[str, str], tags: Sequence[str]
    ) -> None:
        """Add what was written into the form."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        parts = [given.get(f"text{n}", "") for n in range(1, PARTS + 1)]
        body = "\n".join(part for part in parts if part.strip())
        text = f"{' '.join(given.get('title', '').split())}\n\n{body}"
        await self._add(interaction, self._read(("text.txt", text.encode())), tags)

    async def _add(
        self,
        interaction: discord.Interaction,
        items: Iterator[Draft | Refusal],
        tags: Sequence[str],
    ) -> None:
        library = self._folder.library(str(interaction.guild_id))
        extent = await library.extent()
        shown = _Receipts(interaction)
        async for receipt in library.add(_within(items, extent, self._options), tags):
            await shown.add(receipt, await _lines(library, receipt))
        await shown.end()

    async def _fetch(self, file: discord.Attachment) -> tuple[str, bytes | str]:
        """The content of a file, or why there is none."""
        limit = self._options.max_bytes
        if file.size > limit:
            return file.filename, f"It is larger than the limit of {limit:,} bytes; split it."
        try:
            return file.filename, await file.read()
        except discord.HTTPException:
            return file.filename, "Discord did not hand it over; upload it again."

    def _read(self, file: tuple[str, bytes | str]) -> Iterator[Draft | Refusal]:
        # Reading Markdown, HTML and dates takes long to import, which only adding should pay.
        from index.ingest.reading import read_upload

        name, content = file
        if isinstance(content, str):
            yield Refusal(name, content)
        else:
            reader = self._folder.documents
            yield from read_upload(name, content, self._options.max_bytes, reader)


class _Receipts:
    """The receipts as they come, the last one first, since not all may fit."""

    def __init__(self, interaction: discord.Interaction) -> None:
        self._interaction = interaction
        self._told: list[str] = []
        self._outcomes: Counter[str] = Counter()
        self._shown_at = 0.0

    async def add(self, receipt: Receipt | Refusal, lines: str) -> None:
        """Take one, and show what there is, not too often for Discord."""
        outcome = "refused" if isinstance(receipt, Refusal) else receipt.outcome
        await self.add_line(lines, outcome)

    async def add_line(self, line: str, outcome: str) -> None:
        """Take what is told of one already."""
        self._told.append(line)
        self._outcomes[outcome] += 1
        if time.monotonic() - self._shown_at >= _SHOWN_EVERY:
            await self._show("Adding …")
            self._shown_at = time.monotonic()

    async def end(self) -> None:
        """Show the whole; where that takes longer than Discord waits, in the channel."""
        others = {one: self._outcomes[one] for one in _NOT_ADDED}
        count = self._outcomes.total() - sum(others.values())
        told = [f"{count} article{'' if count == 1 else 's'} added"]
        done = ", ".join([*told, *(f"{n} {one}" for one, n in others.items() if n)]) + "."
        if not await self._show(done) and self._interaction.channel is not None:
            place = self._interaction.client.get_partial_messageable(self._interaction.channel.id)
            try:
                await place.send(done)
            except discord.HTTPException:
                _LOG.warning("nobody could be told: %s", done, exc_info=True)

    async def _show(self, head: str) -> bool:
        embed = discord.Embed(description=fitting(reversed(self._told)), colour=COLOUR)
        embed.set_footer(text=head)
        try:
            await self._interaction.edit_original_response(embed=embed)
        except discord.HTTPException:
            # Articles go in whether or not somebody can be shown that they do.
            _LOG.warning("receipts could not be shown", exc_info=True)
            return False
        return True


def article_form(tag: str | None) -> discord.ui.Modal:
    """A title, and text in parts as large as Discord takes."""
    form = discord.ui.Modal(title="Add an article", custom_id=ARTICLE_FORM + (tag or ""))
    title: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id="title", max_length=_TITLE
    )
    form.add_item(discord.ui.Label(text="Title", component=title))
    for number in range(1, PARTS + 1):
        part: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
            custom_id=f"text{number}",
            style=discord.TextStyle.paragraph,
            max_length=_PART,
            required=number == 1,
        )
        named = "Text" if number == 1 else f"Text, part {number}"
        form.add_item(discord.ui.Label(text=named, component=part))
    return form


async def _lines(library: Library, receipt: Receipt | Refusal) -> str:
    article = None
    if not isinstance(receipt, Refusal):
        article = await library.article(receipt.article.id)
    return "\n".join(receipt_lines(receipt, article))


def _full(origin: str, extent: Extent, options: ChatOptions) -> Refusal | None:
    """Why a server takes no further article, None where it does."""
    if extent.articles >= options.server_articles:
        most = f"{options.server_articles:,} articles"
        return Refusal(origin, f"This server has {most}, which is the most; remove some.")
    if extent.characters >= options.server_characters:
        most = f"{options.server_characters / 1e6:,.0f} million characters"
        return Refusal(origin, f"This server may keep {most} in all; remove some articles.")
    return None


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
