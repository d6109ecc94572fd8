"""Where Discord takes no answer to an interaction any more, since the bot was too slow for it.

Discord waits three seconds for the first answer and takes further ones for a quarter of an hour.
What was asked in public is then posted in the channel like any message; what only one person
would have seen goes to them by direct message, and nowhere else.
"""

from __future__ import annotations

import logging
from typing import Any

import discord

from bot.discord.pages import name_of
from bot.discord.resending import surely

_UNKNOWN = (10062, 10015, 50027)
"""Unknown interaction, unknown webhook, invalid webhook token."""
_DELETED = 10008
"""Unknown message."""
_LOG = logging.getLogger(__name__)


def is_late(error: BaseException) -> bool:
    """Whether Discord refused an answer because it came too late."""
    return isinstance(error, discord.HTTPException) and error.code in _UNKNOWN


async def post_apart(interaction: discord.Interaction[Any], **shown: Any) -> discord.Message | None:
    """Post what everybody may see in the channel of an interaction; None where that is refused."""
    if interaction.channel is None:
        return None
    place = interaction.client.get_partial_messageable(interaction.channel.id)
    return await _sent(place, shown)


async def send_alone(interaction: discord.Interaction[Any], **shown: Any) -> discord.Message | None:
    """Send what one person may see to them directly; None where they take no messages."""
    return await _sent(interaction.user, shown)


async def _sent(to: discord.abc.Messageable, shown: dict[str, Any]) -> discord.Message | None:
    try:
        return await to.send(**shown)
    except discord.HTTPException:
        _LOG.warning("an answer that came too late could not be sent apart", exc_info=True)
        return None


class CommandReply:
    """What a command shows: its own answer, or a message apart where Discord did not wait."""

    def __init__(self, interaction: discord.Interaction[Any], *, private: bool) -> None:
        self._interaction = interaction
        self._private = private
        self.is_late = False
        self._is_shown = False

    async def begin(self) -> None:
        """Show that an answer is under way."""
        try:
            await self._interaction.response.defer(thinking=True, ephemeral=self._private)
        except discord.HTTPException as exc:
            self._note(exc)

    async def show(self, embed: discord.Embed) -> None:
        """Show an answer that still grows, unless that is too late."""
        if not self.is_late:
            await self._interaction.edit_original_response(embed=embed)
            self._is_shown = True

    async def fail(self, sentence: str) -> bool:
        """Put a sentence in the place of an answer that grew; False where none did."""
        if not self._is_shown:
            return False
        try:
            await self._interaction.edit_original_response(content=sentence, embed=None)
        except discord.HTTPException:
            return False
        return True

    async def finish(self, embed: discord.Embed, view: discord.ui.View) -> discord.Message | None:
        """Show the answer with its buttons; the message that has it, None where none can."""
        if not self.is_late:
            try:
                edit = self._interaction.edit_original_response
                return await surely(lambda: edit(embed=embed, view=view))
            except discord.HTTPException as exc:
                if exc.code == _DELETED:
                    # Somebody deleted it meanwhile; whoever asked gets the answer all the same.
                    send = self._interaction.followup.send
                    return await send(embed=embed, view=view, ephemeral=self._private, wait=True)
                self._note(exc)
        if not self._private:
            # Discord shows who used a command only above an answer that it took.
            embed.set_author(name=f"Asked by {name_of(self._interaction.user)}")
            if message := await post_apart(self._interaction, embed=embed, view=view):
                return message
        return await send_alone(self._interaction, embed=embed, view=view)

    def _note(self, error: discord.HTTPException) -> None:
        if not is_late(error):
            raise error
        self.is_late = True
        identity = self._interaction.id
        _LOG.warning("too late for Discord, reference %s: answered apart", identity, exc_info=error)
