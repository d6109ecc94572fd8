"""Whether a message speaks to the bot, and what it says.

Without the privileged message-content intent Discord blanks every message but those that mention
the bot's user, replies that ping it, and direct messages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import discord

_MENTION = re.compile(r"<@[!&]?\d+>")


@dataclass(frozen=True, slots=True)
class Address:
    """What is said to the bot; ``text`` is empty where nothing arrived.

    ``reply_to`` is the id of the message that it replies to.
    """

    text: str
    reply_to: int | None


def address(message: discord.Message, bot: discord.ClientUser) -> Address | None:
    """What a person says to the bot; None where they speak to somebody else."""
    if not by_person(message):
        return None
    replied = message.reference.resolved if message.reference else None
    answer = replied if isinstance(replied, discord.Message) else None
    to_answer = answer is not None and answer.author.id == bot.id
    role = message.guild.self_role if message.guild else None
    to_role = role is not None and role in message.role_mentions
    if not (message.guild is None or bot in message.mentions or to_role or to_answer):
        return None
    named = to_role or f"<@{bot.id}>" in message.content or f"<@!{bot.id}>" in message.content
    if answer is not None and to_answer and not named and _MENTION.search(answer.content):
        # The bot called somebody there, and they speak to those who asked.
        return None
    return Address(said_in(message), message.reference.message_id if message.reference else None)


def by_person(message: discord.Message) -> bool:
    """Whether a person wrote a message; nobody wrote a pin, or what opens a thread under another.

    Of what programs post nothing is answered, or two of them might go on for ever.
    """
    if message.author.bot or message.webhook_id is not None:
        return False
    starter = message.type is discord.MessageType.thread_starter_message
    return not (starter or message.is_system())


def said_in(message: discord.Message) -> str:
    """The words of a message without the mentions in it."""
    return " ".join(_MENTION.sub(" ", message.content).split())
