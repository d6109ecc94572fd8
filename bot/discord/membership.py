"""Which servers a person shares with the bot; without a privileged intent Discord is asked."""

from __future__ import annotations

import discord

_SHARED = 25
_ASKED = 200


async def is_member(client: discord.Client, server: int, person: discord.abc.Snowflake) -> bool:
    """Whether a person is in a server now that the bot is in as well."""
    guild = client.get_guild(server)
    if guild is None:
        return False
    try:
        await guild.fetch_member(person.id)
    except discord.NotFound:
        return False
    return True


async def shared_servers(
    client: discord.Client, person: discord.abc.Snowflake, libraries: dict[str, int]
) -> list[discord.Guild]:
    """The servers with articles that a person shares with the bot, at most 25."""
    stocked = [guild for guild in client.guilds if libraries.get(str(guild.id))]
    shared: list[discord.Guild] = []
    for guild in stocked[:_ASKED]:
        if len(shared) < _SHARED and await is_member(client, guild.id, person):
            shared.append(guild)
    return shared
