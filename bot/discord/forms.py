"""Forms that were filled in, known by their names, so that they outlive the process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import discord

from bot.discord.adding import Adding
from bot.discord.article_form import ARTICLE_FORM
from bot.discord.failing import sentence_for, tell
from bot.discord.voting import WORDS_FORM, take_words


async def take_form(interaction: discord.Interaction[Any], adding: Adding) -> None:
    """Do what a form is for; nobody who filled one in is left without a reply."""
    interaction.client.asker.queue.hold(interaction)
    data: Mapping[str, Any] = interaction.data or {}
    name, given = data.get("custom_id", ""), dict(_values(data.get("components", [])))
    try:
        if name.startswith(ARTICLE_FORM):
            tag = name.removeprefix(ARTICLE_FORM)
            await adding.text(interaction, given, [tag] if tag else [])
        elif name.startswith(WORDS_FORM):
            await take_words(interaction, name.removeprefix(WORDS_FORM), given)
    except Exception as exc:
        await tell(interaction, sentence_for(exc))


def _values(components: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for one in components:
        yield from _values(one.get("components", []))
        yield from _values([one["component"]] if "component" in one else [])
        if "value" in one:
            yield one["custom_id"], one["value"] or ""
