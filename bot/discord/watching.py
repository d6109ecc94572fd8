"""**Watch this** keeps a question until an article that is added later answers it."""

from __future__ import annotations

import asyncio
from typing import Any

import discord

from bot.discord.answer_buttons import AnswerItem
from bot.discord.failing import tell, told
from index.folder import Folder
from index.following import standalone
from index.values import Question

WATCHED = "I will tell you once an article answers this."
_ROW = 1


class WatchButton(
    AnswerItem,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"footnote:watch:(?P<answer_id>[0-9a-f]{16})",
):
    """Keeps the question for the presser, who is told where it was asked, or in private."""

    def __init__(self, answer_id: str) -> None:
        self.answer_id = answer_id
        super().__init__(
            discord.ui.Button(label="Watch this", custom_id=f"footnote:watch:{answer_id}", row=_ROW)
        )

    @told
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Keep it, unless the person has as many as they may."""
        kept = self.answer
        folder: Folder = interaction.client.folder
        most: int = interaction.client.options.watches
        text = await asyncio.to_thread(standalone, kept.question, kept.history)
        person = str(interaction.user.id)
        question = Question(text, kept.library, person, filters=kept.filters)
        # Where it is pressed is where it was asked, and known before the answer's message is noted.
        place = None if kept.private or not interaction.guild_id else str(interaction.channel_id)
        watches = folder.records.chat.watches
        if await asyncio.to_thread(watches.open, question, place, most, kept.asked_at):
            await tell(interaction, WATCHED)
        else:
            await tell(
                interaction,
                f"You watch {most} question{'' if most == 1 else 's'} already, which is the most; "
                "ask this one again when one of them is answered.",
            )
