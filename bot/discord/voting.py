"""👍 and 👎: one vote a person, and why an answer did not help, if they like to say."""

from __future__ import annotations

import asyncio
from typing import Any, cast, get_args

import discord

from bot.discord.answer_buttons import GONE, AnswerItem
from bot.discord.failing import tell, told
from bot.discord.selecting import selected
from index.folder import Folder
from index.stores.votes import Reason, VoteBook

_LAST_ROW = 1
_LONGEST_WORDS = 1_000
CHANGED = "You no longer vote against this answer; press 👎 again to say what is wrong with it."
_SORRY = "Noted that this answer did not help. Why?"
WORDS_FORM = "footnote:form:words:"


class VoteButton(
    AnswerItem,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"footnote:vote:(?P<answer_id>[0-9a-f]{16}):(?P<vote>up|down)",
):
    """Takes one vote a person, which may be changed."""

    def __init__(self, answer_id: str, vote: str) -> None:
        self.answer_id, self.vote = answer_id, vote
        super().__init__(
            discord.ui.Button(
                emoji="👍" if vote == "up" else "👎",
                custom_id=f"footnote:vote:{answer_id}:{vote}",
                row=_LAST_ROW,
            )
        )

    @told
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Record the vote; ask why an answer did not help."""
        voter, helpful = str(interaction.user.id), self.vote == "up"
        book = _book(interaction)
        await asyncio.to_thread(book.vote, self.answer_id, voter, helpful=helpful)
        if helpful:
            await tell(interaction, "Thank you: noted that this answer helped.")
            return
        view = discord.ui.View(timeout=None)
        view.add_item(ReasonSelect(self.answer_id))
        view.add_item(WordsButton(self.answer_id))
        await interaction.response.send_message(_SORRY, view=view, ephemeral=True)


class ReasonSelect(
    AnswerItem,
    discord.ui.DynamicItem[discord.ui.Select[Any]],
    template=r"footnote:why:(?P<answer_id>[0-9a-f]{16})",
):
    """Takes the reason of a vote against an answer."""

    def __init__(self, answer_id: str) -> None:
        self.answer_id = answer_id
        options = [
            discord.SelectOption(label=reason[0].upper() + reason[1:], value=reason)
            for reason in get_args(Reason)
        ]
        super().__init__(
            discord.ui.Select(
                custom_id=f"footnote:why:{answer_id}", placeholder="A reason", options=options
            )
        )

    @told
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Add the reason to the vote."""
        reason = cast("Reason", selected(interaction)[0])
        voter = str(interaction.user.id)
        added = await asyncio.to_thread(_book(interaction).explain, self.answer_id, voter, reason)
        await tell(interaction, await _told(interaction, self.answer_id, added=added))


class WordsButton(
    AnswerItem,
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=r"footnote:say:(?P<answer_id>[0-9a-f]{16})",
):
    """Opens a form for words of one's own."""

    def __init__(self, answer_id: str) -> None:
        self.answer_id = answer_id
        super().__init__(
            discord.ui.Button(label="In your words", custom_id=f"footnote:say:{answer_id}")
        )

    @told
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the form."""
        form = discord.ui.Modal(title="What was wrong?", custom_id=WORDS_FORM + self.answer_id)
        words: discord.ui.TextInput[Any] = discord.ui.TextInput(
            style=discord.TextStyle.paragraph, max_length=_LONGEST_WORDS, custom_id="words"
        )
        form.add_item(discord.ui.Label(text="In your words", component=words))
        await interaction.response.send_modal(form)


async def take_words(
    interaction: discord.Interaction[Any], answer_id: str, given: dict[str, str]
) -> None:
    """Add the words of the form to the vote."""
    voter, words = str(interaction.user.id), given.get("words", "")[:_LONGEST_WORDS]
    book = _book(interaction)
    added = await asyncio.to_thread(book.explain, answer_id, voter, words=words)
    await tell(interaction, await _told(interaction, answer_id, added=added))


def _book(interaction: discord.Interaction[Any]) -> VoteBook:
    folder: Folder = interaction.client.folder
    return folder.records.chat.votes


async def _told(interaction: discord.Interaction[Any], answer_id: str, *, added: bool) -> str:
    """What somebody hears who said why: the vote may have changed since, or the answer be gone."""
    if added:
        return "Thank you, that helps."
    folder: Folder = interaction.client.folder
    kept = await asyncio.to_thread(folder.records.chat.answers.find, answer_id)
    return GONE if kept is None else CHANGED
