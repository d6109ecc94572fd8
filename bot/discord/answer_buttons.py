"""What every button under an answer does first: find the answer, and see who presses.

A button's name carries the answer's id, so that any later process of the bot finds it in the
catalogue, and no button needs the memory of the one that made it.
"""

from __future__ import annotations

import asyncio
from typing import Any

import discord

from bot.discord.failing import sentence_for, tell
from bot.discord.membership import is_member
from bot.discord.named_items import NamedItem
from index.folder import Folder
from index.stores.answered import Kept

GONE = "This answer is no longer kept; ask again."


class AnswerItem(NamedItem):
    """What the buttons share: who may press them, and the answer that they are of.

    ``answer`` is there once ``interaction_check`` has let the presser through.
    """

    answer_id: str
    answer: Kept

    async def interaction_check(self, interaction: discord.Interaction[Any]) -> bool:
        """Whether the presser may see the answer; tells them where it is not kept for them."""
        try:
            kept = await self._kept(interaction)
        except Exception as exc:
            # The library takes whatever is raised here for a refusal, and says nothing.
            await tell(interaction, sentence_for(exc))
            return False
        if kept is None:
            await tell(interaction, GONE)
            return False
        self.answer = kept
        return True

    async def _kept(self, interaction: discord.Interaction[Any]) -> Kept | None:
        """The answer, None where it is gone or the presser may not see it."""
        folder: Folder = interaction.client.folder
        kept = await asyncio.to_thread(folder.records.chat.answers.find, self.answer_id)
        own = kept is not None and kept.asker == str(interaction.user.id)
        if kept is None or (kept.private and not own):
            return None
        if interaction.guild_id is not None:
            return kept if kept.library == str(interaction.guild_id) else None
        # In direct messages: a person's own answers, from a server that they are still in.
        there = own and await is_member(interaction.client, int(kept.library), interaction.user)
        return kept if there else None
