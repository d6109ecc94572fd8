"""Forum channels whose new posts the bot answers by itself, which needs the message content."""

from __future__ import annotations

from contextlib import suppress

import discord

from bot.discord.addressing import by_person, said_in
from bot.discord.asking import LONGEST_QUESTION, Asker, NothingAsked, NothingToAsk
from bot.discord.growing import GrowingReply, growing
from index.stores.answered import Asked
from index.stores.servers import Preferences
from index.values import Filters


def is_post(message: discord.Message) -> bool:
    """Whether a message, whose text has arrived, opens a post of a forum."""
    thread = message.channel
    return (
        isinstance(thread, discord.Thread)
        and isinstance(thread.parent, discord.ForumChannel)
        and thread.id == message.id
        and bool(message.content)
        and by_person(message)
    )


async def answer_post(asker: Asker, message: discord.Message, reply: GrowingReply) -> None:
    """Answer a new post once, where its forum was chosen for that.

    Where the articles don't say, the chosen role is called, or nothing is said.
    """
    thread = message.channel
    assert isinstance(thread, discord.Thread)
    assert message.guild is not None
    preferences = await asker.preferences(message.guild.id)
    if str(thread.parent_id) not in preferences.forums:
        return
    with suppress(NothingToAsk, NothingAsked), asker.queue.work(message.guild.id) as place:
        text = f"{thread.name}\n{said_in(message)}"[:LONGEST_QUESTION]
        await asker.admit(message.guild.id, message.author.id, text)
        asked = Asked(message=str(message.id))
        author = message.author.id
        async with growing(reply.show) as grow:
            given = await asker.ask(place, message.guild.id, author, text, Filters(), asked, grow)
        if given.found:
            await asker.sent(given, await reply.finish(given.embed, given.view))
        else:
            await _hand_over(message, preferences)


async def _hand_over(message: discord.Message, preferences: Preferences) -> None:
    if preferences.handover is None:
        return
    role = discord.Object(int(preferences.handover), type=discord.Role)
    # The only words here are the bot's own, so that this one mention may be alive.
    await message.reply(
        f"The articles don't say. <@&{role.id}>, can you help?",
        allowed_mentions=discord.AllowedMentions(
            everyone=False, users=False, roles=[role], replied_user=False
        ),
    )
