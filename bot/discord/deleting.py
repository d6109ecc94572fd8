"""Taking an answer away: its asker and moderators may, by the message's menu or with ❌."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import Any

import discord
from discord import app_commands

from bot.discord.failing import tell
from index.folder import Folder
from index.stores.answered import AnswerLog

NOT_AN_ANSWER = "That is no answer of mine that I still keep."
NOT_YOURS = "Its asker and those who may manage messages here can delete an answer."
DELETED = "The answer is deleted."
_CROSS = "❌"
_LOG = logging.getLogger(__name__)


def delete_menu(folder: Folder) -> app_commands.ContextMenu:
    """**Delete this answer** in the menu of a message."""

    async def delete(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        answers = folder.records.chat.answers
        kept = await asyncio.to_thread(answers.shown_in, str(message.id))
        if kept is None:
            await tell(interaction, NOT_AN_ANSWER)
        elif kept.asker != str(interaction.user.id) and not interaction.permissions.manage_messages:
            await tell(interaction, NOT_YOURS)
        else:
            await interaction.response.defer(ephemeral=True, thinking=True)
            # It may be gone already, and what is kept of it must not stay.
            with suppress(discord.NotFound):
                await message.delete()
            await asyncio.to_thread(answers.delete, kept.id)
            await interaction.edit_original_response(content=DELETED)

    return app_commands.ContextMenu(name="Delete this answer", callback=delete)


async def delete_by_cross(
    client: discord.Client, folder: Folder, payload: discord.RawReactionActionEvent
) -> None:
    """Delete the answer that its asker or a moderator marked with ❌."""
    if str(payload.emoji) != _CROSS:
        return
    answers = folder.records.chat.answers
    kept = await asyncio.to_thread(answers.shown_in, str(payload.message_id))
    if kept is None or not (kept.asker == str(payload.user_id) or _moderates(client, payload)):
        return
    place = client.get_partial_messageable(payload.channel_id, guild_id=payload.guild_id)
    try:
        await place.get_partial_message(payload.message_id).delete()
    except discord.HTTPException:
        _LOG.warning("an answer could not be deleted", exc_info=True)
    await asyncio.to_thread(answers.delete, kept.id)


async def forget_deleted(folder: Folder, message_id: int) -> None:
    """Forget the answer whose message somebody deleted."""
    answers = folder.records.chat.answers
    kept = await asyncio.to_thread(answers.shown_in, str(message_id))
    if kept is not None:
        await asyncio.to_thread(answers.delete, kept.id)


async def forget_withdrawn(answers: AnswerLog, question_id: int) -> None:
    """Forget the answer to a message that was deleted before it could be shown."""
    kept = await asyncio.to_thread(answers.asked_in, str(question_id))
    if kept is not None and kept.message is None:
        await asyncio.to_thread(answers.delete, kept.id)


async def forget_place(folder: Folder, channel_id: int) -> None:
    """Forget the answers of a channel or thread, of whose messages Discord then tells nothing."""
    await asyncio.to_thread(folder.records.chat.answers.delete_in, str(channel_id))


def _moderates(client: discord.Client, payload: discord.RawReactionActionEvent) -> bool:
    channel = client.get_channel(payload.channel_id)
    if payload.member is None or not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
        return False
    return channel.permissions_for(payload.member).manage_messages
