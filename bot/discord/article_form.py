"""The form in which an article is written, or files are given."""

from __future__ import annotations

from collections.abc import Mapping

import discord

ARTICLE_FORM = "footnote:form:article:"
"""Begins the name of the form, which ends with the tag of what is added."""

FILES = "files"
"""The name of the field that takes files."""

MOST_FILES = 3
"""How many files ``/article add`` takes, by its options as by its form."""

_PARTS = 4
_PART = 4_000
_KINDS = "Text, Markdown, HTML, PDF, DOCX, EPUB, JSON Lines, list of pages"


def article_form(tag: str | None) -> discord.ui.Modal:
    """Text in parts as large as Discord takes, and files; all may stay empty."""
    form = discord.ui.Modal(title="Add an article", custom_id=ARTICLE_FORM + (tag or ""))
    for number in range(1, _PARTS + 1):
        form.add_item(_part(number))
    files: discord.ui.FileUpload[discord.ui.Modal] = discord.ui.FileUpload(
        custom_id=FILES, required=False, min_values=0, max_values=MOST_FILES
    )
    told = f"{_KINDS}; up to {MOST_FILES}"
    return form.add_item(discord.ui.Label(text="Or files", description=told, component=files))


def _part(number: int) -> discord.ui.Label[discord.ui.Modal]:
    part: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id=f"text{number}",
        style=discord.TextStyle.paragraph,
        max_length=_PART,
        required=False,
    )
    if number > 1:
        return discord.ui.Label(text=f"Text, part {number}", component=part)
    told = "The first line is the title."
    return discord.ui.Label(text="Title and text", description=told, component=part)


def written_text(given: Mapping[str, str]) -> str:
    """The article that was written into the form, its title first; empty where there is none."""
    parts = [given.get(f"text{number}", "") for number in range(1, _PARTS + 1)]
    body = "\n".join(part for part in parts if part.strip())
    # A form that somebody has open since an older version asks for the title by itself.
    title = " ".join(given.get("title", "").split())
    return f"{title}\n\n{body}" if title else body
