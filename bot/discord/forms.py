"""Forms that were filled in, known by their names, so that they outlive the process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import discord
from discord import app_commands

from bot.discord.adding import Adding
from bot.discord.article_form import ARTICLE_FORM, FILES, written_text
from bot.discord.failing import sentence_for, tell
from bot.discord.voting import WORDS_FORM, take_words

_FILE = discord.AppCommandOptionType.attachment.value


async def take_form(interaction: discord.Interaction[Any], adding: Adding) -> None:
    """Do what a form is for; nobody who filled one in is left without a reply."""
    interaction.client.asker.queue.hold(interaction)
    data: Mapping[str, Any] = interaction.data or {}
    name, fields = data.get("custom_id", ""), list(_fields(data.get("components", [])))
    given = {one["custom_id"]: one["value"] or "" for one in fields if "value" in one}
    try:
        if name.startswith(ARTICLE_FORM):
            tag = name.removeprefix(ARTICLE_FORM)
            files = _uploads(interaction, fields)
            await adding.form(interaction, written_text(given), files, [tag] if tag else [])
        elif name.startswith(WORDS_FORM):
            await take_words(interaction, name.removeprefix(WORDS_FORM), given)
    except Exception as exc:
        await tell(interaction, sentence_for(exc))


def _fields(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in components:
        yield from _fields(one.get("components", []))
        yield from _fields([one["component"]] if "component" in one else [])
        if "custom_id" in one:
            yield one


def _uploads(
    interaction: discord.Interaction[Any], fields: list[dict[str, Any]]
) -> list[discord.Attachment]:
    # discord.py finds the files of a command, but only those of a form that it remembers: so they
    # are told to it as a command's.
    data: Mapping[str, Any] = interaction.data or {}
    named = [key for one in fields if one["custom_id"] == FILES for key in one.get("values") or []]
    options: Any = [{"type": _FILE, "name": key, "value": key} for key in named]
    found = app_commands.Namespace(interaction, data.get("resolved", {}), options)
    return [file for _, file in found if isinstance(file, discord.Attachment)]
