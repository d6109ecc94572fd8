"""The list of a server's articles in pages, and what is known of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import app_commands

from bot.discord.escaping import escaped, link
from bot.discord.failing import told
from bot.discord.managing import ManagedItem
from bot.discord.pages import COLOUR, day_of, fitting, shortened, titled
from index.folder import Folder
from index.library import Library
from index.values import Entry

_CHOICES = 25
_CHOICE_LENGTH = 100
_LISTED = 10
_SEARCH = 60
_FIELD = 500


async def article_choices(
    library: Library, typed: str, *, removed: bool = False
) -> list[app_commands.Choice[str]]:
    """The newest articles whose title has what was typed, as Discord offers them."""
    return [
        app_commands.Choice(
            name=shortened(" ".join(article.title.split()), _CHOICE_LENGTH) or "?",
            value=article.id,
        )
        for article in await library.titled(typed, _CHOICES, removed=removed)
    ]


def name_choices(names: Sequence[str], typed: str) -> list[app_commands.Choice[str]]:
    """The tags or sources that have what was typed, as Discord offers them."""
    fitting_names = [one for one in names if typed.casefold() in one.casefold() and one.strip()]
    return [
        app_commands.Choice(name=one, value=one)
        for one in fitting_names
        if len(one) <= _CHOICE_LENGTH
    ][:_CHOICES]


def listed(
    entries: Sequence[Entry], search: str, page: int
) -> tuple[discord.Embed, discord.ui.View]:
    """One page of a list, counted from 0, and the buttons to the pages beside it."""
    search, view = search[:_SEARCH], discord.ui.View(timeout=None)
    found = _matching(entries, search)
    if not found:
        none_here = "No article is here yet; `/article add` adds some."
        why = "No title has these words." if entries else none_here
        return discord.Embed(description=why, colour=COLOUR), view
    pages = -(-len(found) // _LISTED)
    page = min(page, pages - 1)
    shown = found[page * _LISTED :][:_LISTED]
    lines = [
        f"`{entry.article.id}` {titled(entry.article)}{' · page gone' if entry.gone_at else ''}"
        for entry in shown
    ]
    embed = discord.Embed(description=fitting(lines), colour=COLOUR)
    count = f"{len(found)} article{'' if len(found) == 1 else 's'}"
    embed.set_footer(text=f"Page {page + 1} of {pages} · {count}")
    if page > 0:
        view.add_item(ListButton(page - 1, search, "◀"))
    if page + 1 < pages:
        view.add_item(ListButton(page + 1, search))
    return embed, view


class ListButton(
    ManagedItem,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"footnote:list:(?P<page>\d{1,5}):(?P<search>.*)",
):
    """Turns to another page of the list, as it is now."""

    def __init__(self, page: int | str, search: str, label: str = "▶") -> None:
        self.page, self.search = int(page), search
        button: discord.ui.Button[Any] = discord.ui.Button(
            label=label, custom_id=f"footnote:list:{page}:{search}"
        )
        super().__init__(button)

    @told
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show that page."""
        folder: Folder = interaction.client.folder
        entries = await folder.library(str(interaction.guild_id)).entries()
        embed, view = listed(entries, self.search, self.page)
        await interaction.response.edit_message(embed=embed, view=view)


def info_embed(entry: Entry, revisions: Sequence[tuple[int, str]]) -> discord.Embed:
    """All that is known of an article beside its text."""
    article = entry.article
    embed = discord.Embed(title=escaped(shortened(article.title, 120)), colour=COLOUR)
    told = {
        "Id": article.id,
        "Source": article.source,
        "Author": ", ".join(article.authors),
        "Date": day_of(article.published),
        "Language": article.language,
        "Tags": ", ".join(entry.tags),
        "Passages": str(entry.passages),
        "Added": day_of(entry.added_at),
        "Revisions": ", ".join(f"{number} ({day_of(at)})" for number, at in revisions[-5:]),
        "Copy of": entry.copy_of,
        "Removed": day_of(entry.removed_at),
        "Page gone since": day_of(entry.gone_at),
    }
    for name, value in told.items():
        if value:
            embed.add_field(name=name, value=escaped(shortened(value, _FIELD)))
    if article.url and len(address := link("open", article.url)) <= 2 * _FIELD:
        embed.add_field(name="Page", value=address, inline=False)
    return embed


def _matching(entries: Sequence[Entry], typed: str) -> list[Entry]:
    wanted = typed.casefold().split()
    return [entry for entry in entries if all(w in entry.article.title.casefold() for w in wanted)]
