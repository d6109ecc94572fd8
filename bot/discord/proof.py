"""The buttons under an answer, which work as long as the answer is kept.

A button's name carries the answer's id, so that any later process of the bot finds it in the
catalogue.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from typing import Any, Self

import discord

from bot.discord.cards import card_embed, more_embed
from bot.discord.failing import sentence_for, tell
from bot.discord.pages import answered_pages, page_embed
from index.folder import Folder
from index.stores.answered import Kept
from index.values import Answer, Answered, Question

GONE = "This answer is no longer kept; ask again."
_MORE = 8
_FIRST_ROW, _SECOND_ROW = 0, 1


def answer_view(answer_id: str, answer: Answer, pages: Sequence[str]) -> discord.ui.View:
    """The buttons of an answer; they do not need this view to live."""
    view = discord.ui.View(timeout=None)
    numbers = [c.number for c in answer.citations] if isinstance(answer, Answered) else []
    for number in numbers:
        view.add_item(CardButton(answer_id, number))
    if len(pages) > 1:
        view.add_item(PageButton(answer_id, 1))
    view.add_item(MoreButton(answer_id))
    view.add_item(VoteButton(answer_id, "up"))
    view.add_item(VoteButton(answer_id, "down"))
    return view


class _AnswerButton:
    """What the buttons share: who may press them, and the answer that they are of."""

    answer_id: str

    async def interaction_check(self, interaction: discord.Interaction[Any]) -> bool:
        """Whether the answer is kept and of this server; tells the person where it is not."""
        kept = await self.kept(interaction)
        if kept is None:
            await tell(interaction, GONE)
        return kept is not None

    async def kept(self, interaction: discord.Interaction[Any]) -> Kept | None:
        folder: Folder = interaction.client.folder
        kept = await asyncio.to_thread(folder.records.answers.find, self.answer_id)
        return kept if kept is not None and kept.library == str(interaction.guild_id) else None


class CardButton(
    _AnswerButton,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"footnote:card:(?P<answer>[0-9a-f]{16}):(?P<number>\d{1,2})",
):
    """Opens the passage of one quotation."""

    def __init__(self, answer_id: str, number: int) -> None:
        self.answer_id, self.number = answer_id, number
        super().__init__(
            discord.ui.Button(
                label=str(number),
                custom_id=f"footnote:card:{answer_id}:{number}",
                style=discord.ButtonStyle.primary,
                row=_FIRST_ROW,
            )
        )

    @classmethod
    async def from_custom_id(cls, _interaction: Any, _item: Any, match: re.Match[str], /) -> Self:
        """The button of a name."""
        return cls(match["answer"], int(match["number"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the passage to the presser alone."""
        kept = await self.kept(interaction)
        embed = None if kept is None else card_embed(kept, self.number)
        if embed is None:
            await tell(interaction, "The article of this quotation was deleted.")
        else:
            await interaction.response.send_message(embed=embed, ephemeral=True)


class PageButton(
    _AnswerButton,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"footnote:page:(?P<answer>[0-9a-f]{16}):(?P<page>\d{1,3})",
):
    """Shows a further page of an answer to the presser alone."""

    def __init__(self, answer_id: str, page: int) -> None:
        self.answer_id, self.page = answer_id, page
        super().__init__(
            discord.ui.Button(
                label=f"Page {page + 1}",
                custom_id=f"footnote:page:{answer_id}:{page}",
                row=_SECOND_ROW,
            )
        )

    @classmethod
    async def from_custom_id(cls, _interaction: Any, _item: Any, match: re.Match[str], /) -> Self:
        """The button of a name."""
        return cls(match["answer"], int(match["page"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the page, with a button to the one after it."""
        kept = await self.kept(interaction)
        pages = () if kept is None else answered_pages(kept.claims, kept.citations)
        if self.page >= len(pages):
            await tell(interaction, GONE)
            return
        view = discord.ui.View(timeout=None)
        if self.page + 1 < len(pages):
            view.add_item(PageButton(self.answer_id, self.page + 1))
        embed = page_embed(pages, self.page)
        await interaction.response.send_message(embed=embed, view=view, ephemeral=True)


class MoreButton(
    _AnswerButton,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"footnote:more:(?P<answer>[0-9a-f]{16})",
):
    """Shows further passages for the question."""

    def __init__(self, answer_id: str) -> None:
        self.answer_id = answer_id
        super().__init__(
            discord.ui.Button(label="More", custom_id=f"footnote:more:{answer_id}", row=_SECOND_ROW)
        )

    @classmethod
    async def from_custom_id(cls, _interaction: Any, _item: Any, match: re.Match[str], /) -> Self:
        """The button of a name."""
        return cls(match["answer"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Search again, and leave out what the answer quotes."""
        await interaction.response.defer(thinking=True, ephemeral=True)
        kept = await self.kept(interaction)
        if kept is None:
            await tell(interaction, GONE)
            return
        folder: Folder = interaction.client.folder
        try:
            question = Question(kept.question, kept.library)
            hits = await folder.library(kept.library).search(question, _MORE)
        except Exception as exc:
            await tell(interaction, sentence_for(exc))
            return
        await interaction.edit_original_response(embed=more_embed(kept, hits))


class VoteButton(
    _AnswerButton,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"footnote:vote:(?P<answer>[0-9a-f]{16}):(?P<vote>up|down)",
):
    """Takes one vote a person, which may be changed."""

    def __init__(self, answer_id: str, vote: str) -> None:
        self.answer_id, self.vote = answer_id, vote
        super().__init__(
            discord.ui.Button(
                emoji="👍" if vote == "up" else "👎",
                custom_id=f"footnote:vote:{answer_id}:{vote}",
                row=_SECOND_ROW,
            )
        )

    @classmethod
    async def from_custom_id(cls, _interaction: Any, _item: Any, match: re.Match[str], /) -> Self:
        """The button of a name."""
        return cls(match["answer"], match["vote"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Record the vote and thank the person."""
        folder: Folder = interaction.client.folder
        voter, helpful = str(interaction.user.id), self.vote == "up"
        await asyncio.to_thread(folder.records.answers.vote, self.answer_id, voter, helpful=helpful)
        told = "helped" if helpful else "did not help"
        await tell(interaction, f"Thank you: noted that this answer {told}.")


BUTTONS = (CardButton, PageButton, MoreButton, VoteButton)
