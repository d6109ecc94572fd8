"""``/settings``: how a server wants the bot."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

import discord
from discord import app_commands

from bot.discord.failing import tell, told
from bot.discord.managing import ManagedItem
from bot.discord.pages import COLOUR
from bot.discord.selecting import selected
from index.folder import Folder
from index.stores.servers import Preferences, Servers

Which: TypeAlias = Literal["channels", "forums"]

NEEDS_CONTENT = (
    "Forums need the Message Content intent, which is off: whoever runs me switches it on for my "
    "application at <https://discord.com/developers/applications> under Bot, sets "
    "DISCORD_MESSAGE_CONTENT=true and starts me again."
)
NOT_CALLED = (
    "Discord would not notify that role: allow anyone to mention it in its settings, then choose "
    "it again."
)
_CHOSEN = 25
_KINDS: dict[Which, list[discord.ChannelType]] = {
    "channels": [
        discord.ChannelType.text,
        discord.ChannelType.news,
        discord.ChannelType.forum,
        discord.ChannelType.voice,
    ],
    "forums": [discord.ChannelType.forum],
}
_WANTED: dict[Which, str] = {
    "channels": "Where may I answer? None chosen means everywhere.",
    "forums": "In which forums do I answer each new post by myself?",
}


class SettingsCommands(app_commands.Group):
    """The commands on how the bot behaves in a server."""

    def __init__(self, folder: Folder, *, message_content: bool) -> None:
        super().__init__(
            name="settings",
            description="Say how I behave in this server",
            guild_only=True,
            default_permissions=discord.Permissions(manage_guild=True),
        )
        self._servers = folder.records.chat.servers
        self._message_content = message_content

    @app_commands.command(name="show")
    async def show(self, interaction: discord.Interaction) -> None:
        """Show what is chosen."""
        chosen = await asyncio.to_thread(self._servers.preferences, str(interaction.guild_id))
        await interaction.response.send_message(embed=_embed(chosen), ephemeral=True)

    @app_commands.command(name="channels")
    async def channels(self, interaction: discord.Interaction) -> None:
        """Choose the channels where I may answer."""
        await self._offer(interaction, "channels")

    @app_commands.command(name="forums")
    async def forums(self, interaction: discord.Interaction) -> None:
        """Choose the forums whose new posts I answer by myself."""
        if self._message_content:
            await self._offer(interaction, "forums")
        else:
            await tell(interaction, NEEDS_CONTENT)

    @app_commands.command(name="handover")
    @app_commands.describe(role="Called where the articles don't say; nobody, if left out")
    async def handover(
        self, interaction: discord.Interaction, role: discord.Role | None = None
    ) -> None:
        """Choose whom I call in forums where the articles don't say."""
        if not self._message_content:
            await tell(interaction, NEEDS_CONTENT)
        elif role and not (role.mentionable or interaction.app_permissions.mention_everyone):
            await tell(interaction, NOT_CALLED)
        else:
            await self._change(interaction, handover=None if role is None else str(role.id))

    @app_commands.command(name="answers")
    @app_commands.describe(shown="To whom /ask shows an answer, where nothing is said of it")
    async def answers(
        self, interaction: discord.Interaction, shown: Literal["public", "private"]
    ) -> None:
        """Choose whether answers are public or private."""
        await self._change(interaction, private=shown == "private")

    @app_commands.command(name="keep")
    @app_commands.describe(days="For how many days questions and answers are kept")
    async def keep(
        self, interaction: discord.Interaction, days: app_commands.Range[int, 1, 3650]
    ) -> None:
        """Choose for how long questions are kept."""
        await self._change(interaction, keep_days=days)

    async def _offer(self, interaction: discord.Interaction, which: Which) -> None:
        chosen = await asyncio.to_thread(self._servers.preferences, str(interaction.guild_id))
        view = discord.ui.View(timeout=None)
        # One that was deleted since cannot be shown as picked.
        there = [one for one in getattr(chosen, which) if _is_there(interaction, one)]
        view.add_item(PlaceSelect(which, there))
        await interaction.response.send_message(_WANTED[which], view=view, ephemeral=True)

    async def _change(self, interaction: discord.Interaction, **changes: Any) -> None:
        embed = await changed(self._servers, interaction, **changes)
        await interaction.response.send_message(embed=embed, ephemeral=True)


class PlaceSelect(
    ManagedItem,
    discord.ui.DynamicItem[discord.ui.ChannelSelect[Any]],
    template=r"footnote:places:(?P<which>channels|forums)",
):
    """Takes channels; its message is seen by the one who asked for it alone."""

    def __init__(self, which: Which, chosen: Sequence[str] = ()) -> None:
        self.which = which
        select: discord.ui.ChannelSelect[Any] = discord.ui.ChannelSelect(
            custom_id=f"footnote:places:{which}",
            channel_types=_KINDS[which],
            min_values=0,
            max_values=_CHOSEN,
            default_values=[
                discord.SelectDefaultValue(id=int(one), type=discord.SelectDefaultValueType.channel)
                for one in chosen
            ],
        )
        super().__init__(select)

    @told
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Keep the choice."""
        servers = interaction.client.folder.records.chat.servers
        embed = await changed(servers, interaction, **{self.which: selected(interaction)})
        await interaction.response.edit_message(content=None, embed=embed, view=None)


def _is_there(interaction: discord.Interaction, channel: str) -> bool:
    guild = interaction.guild
    return guild is not None and guild.get_channel(int(channel)) is not None


async def changed(
    servers: Servers, interaction: discord.Interaction[Any], **changes: Any
) -> discord.Embed:
    """Keep a choice, and what holds then."""
    library = str(interaction.guild_id)
    return _embed(await asyncio.to_thread(lambda: servers.change(library, **changes)))


def _embed(chosen: Preferences) -> discord.Embed:
    embed = discord.Embed(title="Settings", colour=COLOUR)
    places = {
        "channels": ", ".join(f"<#{one}>" for one in chosen.channels) or "all channels",
        "forums": ", ".join(f"<#{one}>" for one in chosen.forums) or "none",
        "handover": f"<@&{chosen.handover}>" if chosen.handover else "nobody",
        "answers": "private" if chosen.private else "public",
        "keep": f"{chosen.keep_days} days",
    }
    for name, value in places.items():
        embed.add_field(name=name, value=value, inline=False)
    return embed
