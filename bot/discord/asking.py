"""Asking: the ``/ask`` command and mentions of the bot."""

from __future__ import annotations

import asyncio
import logging
import re
from dataclasses import dataclass

import discord

from bot.discord.failing import sentence_for
from bot.discord.pages import page_embed, pages_of
from bot.discord.proof import answer_view
from index.errors import FootnoteError
from index.folder import Folder
from index.values import Filters, Question, Reply

ASK_HOW = "Mention me together with a question, or use `/ask`."
IN_A_SERVER = "I answer from a server's articles; ask me in the server."
NO_ARTICLES = "There is no article here yet; `/article add` adds some."
NO_WORDS = "There are no words in that message that I could ask about; use `/ask`."
LONGEST_QUESTION = 1_000
_LOG = logging.getLogger(__name__)
_MENTION = re.compile(r"<@[!&]?\d+>")


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that is kept: its id, and what a message shows of it."""

    answer_id: str
    embed: discord.Embed
    view: discord.ui.View


class NothingToAsk(FootnoteError):
    """The server has no articles."""


class Asker:
    """Asks a server's library, a few questions at a time and in order."""

    def __init__(self, folder: Folder, at_once: int) -> None:
        self._folder = folder
        self._turn = asyncio.Semaphore(at_once)

    async def ask(
        self, guild_id: int, asker: int, text: str, filters: Filters, *, private: bool
    ) -> Given:
        """Answer a question and keep the answer.

        Raises as ``Library.ask`` does, and ``NothingToAsk``.
        """
        library = self._folder.library(str(guild_id))
        if await asyncio.to_thread(self._folder.records.lookup.is_empty, library.name):
            raise NothingToAsk(NO_ARTICLES)
        question = Question(text, library.name, asker=str(asker), filters=filters)
        async with self._turn:
            reply = await library.ask(question)
        return await self._keep(reply, private)

    async def _keep(self, reply: Reply, private: bool) -> Given:
        answers = self._folder.records.answers
        answer_id = await asyncio.to_thread(answers.keep, reply, private=private)
        pages = pages_of(reply)
        return Given(answer_id, page_embed(pages, 0), answer_view(answer_id, reply.answer, pages))

    async def sent(self, given: Given, message: discord.Message | None) -> None:
        """Remember which message shows an answer."""
        if message is not None:
            answers, channel = self._folder.records.answers, str(message.channel.id)
            await asyncio.to_thread(answers.sent, given.answer_id, channel, str(message.id))


async def answer_command(
    asker: Asker, interaction: discord.Interaction, text: str, filters: Filters, *, private: bool
) -> None:
    """Answer ``/ask``: deferred at once, then edited into the answer."""
    if interaction.guild_id is None:
        await interaction.response.send_message(IN_A_SERVER, ephemeral=True)
        return
    await interaction.response.defer(thinking=True, ephemeral=private)
    given = await asker.ask(
        interaction.guild_id, interaction.user.id, text, filters, private=private
    )
    message = await interaction.edit_original_response(embed=given.embed, view=given.view)
    await asker.sent(given, message)


async def answer_message(asker: Asker, message: discord.Message, bot: discord.ClientUser) -> None:
    """Answer a message that is addressed to the bot; nobody is left without a reply."""
    if not addresses(message, bot):
        return
    text = _MENTION.sub(" ", message.content).strip()
    try:
        if message.guild is None:
            await message.reply(IN_A_SERVER)
        elif not text:
            await message.reply(ASK_HOW)
        else:
            async with message.channel.typing():
                given = await asker.ask(
                    message.guild.id, message.author.id, text, Filters(), private=False
                )
            await asker.sent(given, await message.reply(embed=given.embed, view=given.view))
    except discord.Forbidden:
        _LOG.warning("no permission to answer in channel %s", message.channel.id)
    except Exception as exc:
        await _apologise(message, exc)


def addresses(message: discord.Message, bot: discord.ClientUser) -> bool:
    """Whether a person speaks to the bot: by its name or role, by a reply, or in private."""
    if message.author.bot or message.webhook_id is not None:
        return False
    if message.guild is None or bot in message.mentions:
        return True
    role = message.guild.self_role
    return role is not None and role in message.role_mentions


async def _apologise(message: discord.Message, error: Exception) -> None:
    sentence = sentence_for(error)
    try:
        await message.reply(sentence)
    except discord.HTTPException:
        _LOG.warning("a person could not be told: %s", sentence, exc_info=True)
