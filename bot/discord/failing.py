"""How a failure reaches a person: a plain sentence, with a reference that the log has too."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from functools import wraps
from typing import Any, TypeAlias, TypeVar

import discord

from bot.discord.escaping import escaped
from bot.discord.late import is_late, send_alone
from bot.discord.pages import shortened
from index.errors import FetchError, FootnoteError, InvalidInput, UnreadableSource

TOO_SLOW = "Discord waits three seconds for me, and I took longer just now;"
Item = TypeVar("Item")
Callback: TypeAlias = Callable[[Item, discord.Interaction[Any]], Coroutine[Any, Any, None]]
_LONGEST = 600
"""Characters of an error that are shown; escaped they are three times as many at most."""
_OF_WHO_ASKED = (InvalidInput, UnreadableSource, FetchError)
"""What lies in what somebody typed or gave, and not in how the bot is run."""
_INVALID_FORM = 50035
_LOG = logging.getLogger(__name__)


class Spoken(FootnoteError):
    """A refusal in the bot's own words, with Discord's marks where it means them."""


def sentence_for(error: BaseException) -> str:
    """What a person is told of an error; the log has the rest under the same reference.

    It fits into a message, and nothing in it is alive that somebody typed.
    """
    cause = getattr(error, "original", error)
    if isinstance(cause, Spoken):
        return str(cause)
    if isinstance(cause, FootnoteError):
        # Here, unlike in an embed, Discord would show what an invitation leads to.
        sentence = escaped(shortened(str(cause), _LONGEST)).replace("/", "\\/")
        if isinstance(cause, _OF_WHO_ASKED):
            return sentence
        reference = secrets.token_hex(4)
        _LOG.error("failed, reference %s", reference, exc_info=cause)
        return f"{sentence} Show your admins the reference {reference}."
    reference = secrets.token_hex(4)
    if is_late(cause):
        _LOG.warning("too late for Discord, reference %s", reference, exc_info=cause)
        return f"{TOO_SLOW} try again, or show your admins the reference {reference}."
    _LOG.error("unexpected, reference %s", reference, exc_info=cause)
    return f"Something went wrong here; try again, or show your admins the reference {reference}."


def is_withdrawn(error: BaseException) -> bool:
    """Whether a reply was refused because the message that it replies to was deleted."""
    refused = isinstance(error, discord.HTTPException) and error.code == _INVALID_FORM
    return refused and "message_reference" in str(error)


async def tell(interaction: discord.Interaction, sentence: str) -> None:
    """Answer an interaction so that only the person sees it, however far it has come.

    Where Discord takes no answer to it any more, they get a direct message.
    """
    try:
        if interaction.response.is_done():
            await interaction.followup.send(sentence, ephemeral=True)
        else:
            await interaction.response.send_message(sentence, ephemeral=True)
    except discord.HTTPException as exc:
        if not (is_late(exc) and await send_alone(interaction, content=sentence)):
            _LOG.warning("a person could not be told: %s", sentence, exc_info=True)


def told(
    callback: Callable[[Item, discord.Interaction[Any]], Awaitable[None]],
) -> Callback[Item]:
    """The callback of a button or list, whose failure is told to who used it."""

    @wraps(callback)
    async def call(item: Item, interaction: discord.Interaction[Any]) -> None:
        try:
            await callback(item, interaction)
        except Exception as exc:
            await tell(interaction, sentence_for(exc))

    return call
