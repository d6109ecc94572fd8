"""The buttons under an answer, which work as long as the answer is kept, and **Share**."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import discord

from bot.discord.answer_buttons import AnswerItem
from bot.discord.escaping import escaped
from bot.discord.failing import tell, told
from bot.discord.late import is_late, post_apart
from bot.discord.pages import kept_pages, name_of, page_embed, shortened
from bot.discord.proof import CardButton, MoreButton, PageButton
from bot.discord.voting import VoteButton
from bot.discord.watching import WatchButton
from index.folder import Folder

SHARED = "This answer is shared already."
_QUESTION = 120
_LAST_ROW = 2


def answer_view(answer_id: str, numbers: Sequence[int], pages: int) -> discord.ui.View:
    """The buttons of an answer with quotations of these numbers; they do not need the view."""
    view = discord.ui.View(timeout=None)
    for number in numbers:
        view.add_item(CardButton(answer_id, number))
    if pages > 1:
        view.add_item(PageButton(answer_id, 1))
    view.add_item(MoreButton(answer_id))
    if not numbers:
        view.add_item(WatchButton(answer_id))
    view.add_item(VoteButton(answer_id, "up"))
    view.add_item(VoteButton(answer_id, "down"))
    return view


def titled_by(embed: discord.Embed, question: str) -> discord.Embed:
    """The embed under its question, where nobody would see else what was asked."""
    embed.title = escaped(shortened(" ".join(question.split()), _QUESTION))
    return embed


class ShareButton(
    AnswerItem,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"footnote:share:(?P<answer_id>[0-9a-f]{16})",
):
    """Shows everybody in the channel the answer that its asker alone has seen."""

    def __init__(self, answer_id: str) -> None:
        self.answer_id = answer_id
        super().__init__(
            discord.ui.Button(label="Share", custom_id=f"footnote:share:{answer_id}", row=_LAST_ROW)
        )

    @told
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show it, once, under its question and the name of who shares it."""
        kept = self.answer
        folder: Folder = interaction.client.folder
        answers = folder.records.chat.answers
        if not await asyncio.to_thread(answers.share, kept.id):
            await tell(interaction, SHARED)
            return
        try:
            message = await self._show(interaction)
        except Exception:
            await asyncio.to_thread(answers.unshare, kept.id)
            raise
        channel = str(message.channel.id)
        await asyncio.to_thread(answers.sent, kept.id, channel, str(message.id))

    async def _show(self, interaction: discord.Interaction[Any]) -> discord.Message:
        pages = kept_pages(self.answer)
        embed = titled_by(page_embed(pages, 0), self.answer.question)
        embed.set_author(name=f"Shared by {name_of(interaction.user)}")
        numbers = [citation.number for citation in self.answer.citations]
        view = answer_view(self.answer.id, numbers, len(pages))
        try:
            await interaction.response.send_message(embed=embed, view=view)
            return await interaction.original_response()
        except discord.HTTPException as exc:
            if is_late(exc) and (message := await post_apart(interaction, embed=embed, view=view)):
                return message
            raise
