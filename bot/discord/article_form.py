"""The form in which an article is written."""

from __future__ import annotations

from collections.abc import Mapping

import discord

ARTICLE_FORM = "footnote:form:article:"
"""Begins the name of the form, which ends with the tag of what is added."""

_PARTS = 4
_PART = 4_000
_TITLE = 300


def article_form(tag: str | None) -> discord.ui.Modal:
    """A title, and text in parts as large as Discord takes."""
    form = discord.ui.Modal(title="Add an article", custom_id=ARTICLE_FORM + (tag or ""))
    title: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id="title", max_length=_TITLE
    )
    form.add_item(discord.ui.Label(text="Title", component=title))
    for number in range(1, _PARTS + 1):
        part: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
            custom_id=f"text{number}",
            style=discord.TextStyle.paragraph,
            max_length=_PART,
            required=number == 1,
        )
        named = "Text" if number == 1 else f"Text, part {number}"
        form.add_item(discord.ui.Label(text=named, component=part))
    return form


def written_text(given: Mapping[str, str]) -> str:
    """The article that was written into the form, its title first."""
    parts = [given.get(f"text{number}", "") for number in range(1, _PARTS + 1)]
    body = "\n".join(part for part in parts if part.strip())
    return f"{' '.join(given.get('title', '').split())}\n\n{body}"
