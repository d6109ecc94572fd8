"""The message in which what is added, or looked at again, is told as it comes."""

from __future__ import annotations

import logging
import time
from collections import Counter
from itertools import chain

import discord

from bot.discord.pages import COLOUR, fitting
from index.bulk.choice import Tally
from index.values import Receipt, Refusal

_NOT_ADDED = ("unchanged", "skipped", "gone", "failed", "refused")
_PLURALS = {"new revision": "new revisions", "copy": "copies"}
_NO_PAGES = "No article here came from a web page, so there is nothing to look at."
_SHOWN_EVERY = 1.5
_LOG = logging.getLogger(__name__)


class Receipts:
    """The receipts as they come, the last one first, since not all may fit, below ``head``."""

    _doing = "Adding"

    def __init__(self, interaction: discord.Interaction, head: str | None = None) -> None:
        self._interaction = interaction
        self.head = head
        self._told: list[str] = []
        self._outcomes: Counter[str] = Counter()
        self._shown_at = 0.0
        self._reached = ""

    def reached(self, done: int, known: int, _host: str) -> None:
        """Note how many of the addresses that are known by now are done."""
        self._reached = f"{done:,} of {known:,} "

    def counted(self, tally: Tally, most: int) -> None:
        """Take what became of addresses that have no receipt, of which so many come at a time."""
        self._outcomes["skipped"] += tally.skipped
        if tally.skipped:
            self._told.append("Skipped is what is here already, or was removed.")
        if tally.postponed:
            more = f"There is more than {most} pages at a time; give the same again for the next."
            self._told.append(more)
        if tally.feeds:
            self._told.append("`/feed add` keeps following a feed.")

    async def add(self, receipt: Receipt | Refusal, lines: str) -> None:
        """Take one, and show what there is, not too often for Discord."""
        outcome = "refused" if isinstance(receipt, Refusal) else receipt.outcome
        await self.add_line(lines, outcome)

    async def add_line(self, line: str, outcome: str) -> None:
        """Take what is told of one already."""
        self._told.append(line)
        self._outcomes[outcome] += 1
        if time.monotonic() - self._shown_at >= _SHOWN_EVERY:
            await self._show(f"{self._doing} {self._reached}…")
            self._shown_at = time.monotonic()

    async def end(self) -> None:
        """Show the whole; where that takes longer than Discord waits, in the channel."""
        done = self._summary(self._outcomes)
        if not await self._show(done) and self._interaction.channel is not None:
            place = self._interaction.client.get_partial_messageable(self._interaction.channel.id)
            try:
                await place.send(done)
            except discord.HTTPException:
                _LOG.warning("nobody could be told: %s", done, exc_info=True)

    def _summary(self, outcomes: Counter[str]) -> str:
        others = {one: outcomes[one] for one in _NOT_ADDED}
        count = outcomes.total() - sum(others.values())
        told = [f"{count} article{'' if count == 1 else 's'} added"]
        return ", ".join([*told, *(f"{n} {one}" for one, n in others.items() if n)]) + "."

    async def _show(self, head: str) -> bool:
        lines = chain(filter(None, [self.head]), reversed(self._told))
        embed = discord.Embed(description=fitting(lines), colour=COLOUR)
        embed.set_footer(text=head)
        try:
            await self._interaction.edit_original_response(embed=embed)
        except discord.HTTPException:
            # Articles go in whether or not somebody can be shown that they do.
            _LOG.warning("receipts could not be shown", exc_info=True)
            return False
        return True


class Looks(Receipts):
    """The same of pages that were looked at again."""

    _doing = "Looking at pages"

    def _summary(self, outcomes: Counter[str]) -> str:
        count = outcomes.total()
        if not count:
            return _NO_PAGES
        told = (
            f"{n} {one}{'s' if n > 1 and one == 'new revision' else ''}"
            for one, n in outcomes.items()
        )
        return f"{count} page{'' if count == 1 else 's'} looked at: {', '.join(told)}."
