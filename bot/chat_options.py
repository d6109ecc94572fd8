"""How the bot behaves in chat, as the settings say it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, tzinfo
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Prices:
    """What a language model's provider charges for a million tokens of requests and of replies."""

    prompt: Decimal
    completion: Decimal
    currency: str = "$"

    def cost(self, prompt_tokens: int, completion_tokens: int) -> str:
        """What so many tokens cost at these prices, in words."""
        cost = (self.prompt * prompt_tokens + self.completion * completion_tokens) / 1_000_000
        if 0 < cost < _CENT:
            return f"less than {self.currency}{_CENT}"
        return f"about {self.currency}{cost:,.2f}"


_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class ChatOptions:
    """Limits of one bot.

    ``max_bytes`` is the largest file; ``server_articles`` and ``server_characters`` bound what one
    server may keep, ``watches`` how many questions one person may have watched, ``per_person`` and
    ``per_server`` how many may be asked a minute. ``message_content`` says that the privileged
    intent is on. A server that the bot had to leave is forgotten after ``left_days``.
    Pages are looked at again after ``refresh_hours``, never by themselves where that is 0, and
    feeds, of which a server may have ``server_feeds``, in the same way after ``feed_minutes``.
    ``zone`` tells which day it is for those who ask. Without ``prices`` no cost is told.
    """

    max_bytes: int = 20_000_000
    server_articles: int = 20_000
    server_characters: int = 500_000_000
    watches: int = 10
    per_person: int = 10
    per_server: int = 120
    message_content: bool = False
    left_days: int = 30
    refresh_hours: int = 24
    feed_minutes: int = 30
    server_feeds: int = 50
    zone: tzinfo = UTC
    prices: Prices | None = None
