"""What was picked from a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord


def selected(interaction: discord.Interaction[Any]) -> tuple[str, ...]:
    """The values that were picked, as they are named in the list."""
    data: Mapping[str, Any] = interaction.data or {}
    return tuple(data.get("values", ()))
