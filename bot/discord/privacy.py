"""``/privacy``: what is kept about a person, and forgetting all of it."""

from __future__ import annotations

import asyncio
from typing import Any

import discord
from discord import app_commands

from bot.discord.failing import tell, told
from bot.discord.named_items import NamedItem
from index.folder import Folder

KEPT = (
    "I keep, on the machine of whoever runs me and nowhere else:\n"
    "- the questions you ask me, with your Discord id, the answers, and where they are shown, for "
    "as long as the server chose (90 days unless it chose otherwise);\n"
    "- your votes and what you write with them, the questions you watch, and the server you chose "
    "for direct messages.\n"
    "When the message of an answer is deleted I forget it, unless I am off just then. "
    "I keep no other message, and no names. Those who manage a server see how many questions were "
    "asked there, and of those in public which were not answered, what was quoted and the votes, "
    "without who asked or voted."
)
FORGOTTEN = (
    "Everything about you is deleted: questions, answers, votes, watches and choices. What I "
    "posted in channels stays there until somebody deletes it."
)
_SURE = "Delete your questions, answers, votes, watches and choices, everywhere? It is for good."


def privacy_command() -> app_commands.Command[Any, ..., None]:
    """``/privacy``."""

    @app_commands.command(name="privacy")
    async def show(interaction: discord.Interaction[Any]) -> None:
        """Say what I keep about you, and delete it if you like."""
        view = discord.ui.View(timeout=None)
        view.add_item(ForgetButton("ask"))
        await interaction.response.send_message(KEPT, view=view, ephemeral=True)

    return show


class ForgetButton(
    NamedItem,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"footnote:forget:(?P<step>ask|sure)",
):
    """Forgets the presser, after asking once more."""

    def __init__(self, step: str) -> None:
        self.sure = step == "sure"
        button: discord.ui.Button[Any] = discord.ui.Button(
            label="Delete it for good" if self.sure else "Delete everything about me",
            style=discord.ButtonStyle.danger,
            custom_id=f"footnote:forget:{step}",
        )
        super().__init__(button)

    @told
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Ask once more, or forget."""
        if not self.sure:
            view = discord.ui.View(timeout=None)
            view.add_item(ForgetButton("sure"))
            await interaction.response.edit_message(content=_SURE, view=view)
            return
        folder: Folder = interaction.client.folder
        person = str(interaction.user.id)
        interaction.client.forget(interaction.user)
        await asyncio.to_thread(folder.records.chat.forget.person, person)
        # Nobody is named there, but among the answers are those to this person's questions.
        folder.kept.forget()
        try:
            await interaction.response.edit_message(content=FORGOTTEN, view=None)
        except discord.HTTPException:
            # It is done, which must not read like something to try again.
            await tell(interaction, FORGOTTEN)
