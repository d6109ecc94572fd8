"""How a failure reaches a person: a plain sentence, with a reference that the log has too."""

from __future__ import annotations

import logging
import secrets

import discord

from index.errors import FootnoteError

_LOG = logging.getLogger(__name__)


def sentence_for(error: BaseException) -> str:
    """What a person is told of an error; the log has the rest under the same reference."""
    cause = getattr(error, "original", error)
    if isinstance(cause, FootnoteError):
        return str(cause)
    reference = secrets.token_hex(4)
    _LOG.error("unexpected, reference %s", reference, exc_info=cause)
    return f"Something went wrong here; try again, or show your admins the reference {reference}."


async def tell(interaction: discord.Interaction, sentence: str) -> None:
    """Answer an interaction so that only the person sees it, however far it has come."""
    try:
        if interaction.response.is_done():
            await interaction.followup.send(sentence, ephemeral=True)
        else:
            await interaction.response.send_message(sentence, ephemeral=True)
    except discord.HTTPException:
        _LOG.warning("a person could not be told: %s", sentence, exc_info=True)
