"""Buttons and lists that any later process makes again from their names alone."""

from __future__ import annotations

import re
from typing import Any, Self


class NamedItem:
    """What is made of the named groups of its template, each given as text."""

    @classmethod
    async def from_custom_id(cls, interaction: Any, _item: Any, match: re.Match[str], /) -> Self:
        """The button or list of a name, which somebody uses; the bot does not end meanwhile."""
        interaction.client.asker.queue.hold(interaction)
        make: Any = cls
        made: Self = make(**match.groupdict())
        return made
