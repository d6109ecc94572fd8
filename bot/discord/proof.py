"""What proves an answer: the passage of each quotation, its further pages, and other passages."""

from __future__ import annotations

from typing import Any

import discord

from bot.discord.answer_buttons import AnswerItem
from bot.discord.cards import card_embed, more_embed
from bot.discord.failing import tell, told
from bot.discord.pages import kept_pages, page_embed
from bot.discord.queueing import Queue
from index.library import Library
from index.stores.answered import Kept
from index.values import Question

_MORE = 8
_FIRST_ROW, _SECOND_ROW, _LAST_ROW = 0, 1, 3
_IN_A_ROW = 5


class CardButton(
    AnswerItem,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"footnote:card:(?P<answer_id>[0-9a-f]{16}):(?P<number>\d{1,2})",
):
    """Opens the passage of one quotation."""

    def __init__(self, answer_id: str, number: int | str) -> None:
        self.answer_id, self.number = answer_id, int(number)
        super().__init__(
            discord.ui.Button(
                label=str(number),
                custom_id=f"footnote:card:{answer_id}:{number}",
                style=discord.ButtonStyle.primary,
                row=_FIRST_ROW if self.number <= _IN_A_ROW else _LAST_ROW,
            )
        )

    @told
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the passage to the presser alone."""
        embed = card_embed(self.answer, self.number)
        if embed is None:
            await tell(interaction, "The article of this quotation was deleted.")
        else:
            await interaction.response.send_message(embed=embed, ephemeral=True)


class PageButton(
    AnswerItem,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"footnote:page:(?P<answer_id>[0-9a-f]{16}):(?P<page>\d{1,3})",
):
    """Shows a further page of an answer to the presser alone."""

    def __init__(self, answer_id: str, page: int | str) -> None:
        self.answer_id, self.page = answer_id, int(page)
        super().__init__(
            discord.ui.Button(
                label=f"Page {self.page + 1}",
                custom_id=f"footnote:page:{answer_id}:{page}",
                row=_SECOND_ROW,
            )
        )

    @told
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the page, with a button to the one after it."""
        pages = kept_pages(self.answer)
        # What came since, a copy or a removal, may have made it shorter.
        page = min(self.page, len(pages) - 1)
        view = discord.ui.View(timeout=None)
        if page + 1 < len(pages):
            view.add_item(PageButton(self.answer_id, page + 1))
        embed = page_embed(pages, page)
        await interaction.response.send_message(embed=embed, view=view, ephemeral=True)


class MoreButton(
    AnswerItem,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"footnote:more:(?P<answer_id>[0-9a-f]{16})",
):
    """Shows further passages for the question."""

    def __init__(self, answer_id: str) -> None:
        self.answer_id = answer_id
        super().__init__(
            discord.ui.Button(label="More", custom_id=f"footnote:more:{answer_id}", row=_SECOND_ROW)
        )

    @told
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Search again, in the line of the questions, and leave out what the answer quotes."""
        kept = self.answer
        queue: Queue = interaction.client.asker.queue
        with queue.work(interaction.guild_id or interaction.user.id) as place:
            await interaction.response.defer(thinking=True, ephemeral=True)
            queue.admit(int(kept.library), interaction.user.id)
            library: Library = interaction.client.folder.library(kept.library)
            async with place.turn():
                hits = await library.search(_question_of(kept), _MORE)
            await interaction.edit_original_response(embed=more_embed(kept, hits))


def _question_of(kept: Kept) -> Question:
    return Question(
        kept.question,
        kept.library,
        history=kept.history,
        filters=kept.filters,
        asked_on=kept.asked_at[:10],
    )
