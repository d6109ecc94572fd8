"""New articles of feeds, announced in the channel that a server chose for them."""

from __future__ import annotations

import asyncio
import hashlib
import logging

import discord

from bot.discord.escaping import escaped, link
from bot.discord.pages import COLOUR, day_of, shortened
from index.folder import Folder
from index.indexing import finish
from index.stores.arrivals import News
from index.values import ArticleInfo

_MOST = 10
_LONGEST = 3_600
_TITLE, _SOURCE, _LINK = 150, 60, 700
_LOG = logging.getLogger(__name__)


class Announcer:
    """Posts one message for what a feed brought."""

    def __init__(self, client: discord.Client, folder: Folder) -> None:
        self._client = client
        self._arrivals = folder.records.arrivals
        self._turn = asyncio.Lock()

    async def look(self, feed: str | None = None) -> None:
        """Announce what a feed, or any, has to announce; what cannot be stays so for a day."""
        async with self._turn:
            for news in await asyncio.to_thread(self._arrivals.news, feed):
                try:
                    # Cut off between telling and noting, it would be told twice.
                    await finish(self._announce(news))
                except discord.HTTPException:
                    _LOG.warning("feed %s could not be announced now", news.feed, exc_info=True)

    async def _announce(self, news: News) -> None:
        channel = self._client.get_channel(int(news.channel))
        if not isinstance(channel, discord.TextChannel) or str(channel.guild.id) != news.library:
            return
        if lacking(channel) is not None:
            return
        # Where the process ends before it is noted, the next tells it again: Discord, which knows
        # a nonce for some minutes, does not.
        await channel.send(embed=news_embed(news), nonce=_nonce(news))
        await asyncio.to_thread(self._arrivals.announced, news.feed, news.entries)


def lacking(channel: discord.TextChannel) -> str | None:
    """Why the bot may not announce in a channel, None where it may."""
    allowed = channel.permissions_for(channel.guild.me)
    if allowed.view_channel and allowed.send_messages and allowed.embed_links:
        return None
    return (
        f"I may not announce in <#{channel.id}>: give me View Channel, Send Messages and Embed "
        "Links there, or choose another channel."
    )


def news_embed(news: News) -> discord.Embed:
    """The newest articles as links, ten at most, and how many more there are."""
    lines: list[str] = []
    newest = [*reversed(news.articles)]
    for article in newest[:_MOST]:
        line = _line(article)
        if sum(map(len, lines)) + len(line) > _LONGEST:
            break
        lines.append(line)
    if more := len(newest) - len(lines):
        lines.append(f"+ {more} more")
    title = escaped(shortened(news.title, _TITLE // 2))
    return discord.Embed(title=title, description="\n".join(lines), colour=COLOUR)


def _line(article: ArticleInfo) -> str:
    title = shortened(article.title, _TITLE)
    named = escaped(title)
    if article.url and len(address := link(title, article.url)) <= _LINK:
        named = address
    told = (shortened(article.source or "", _SOURCE), day_of(article.published))
    return " · ".join(["- " + named, *(escaped(part) for part in told if part)])


def _nonce(news: News) -> str:
    """At most the 25 characters that Discord takes."""
    named = "\0".join((news.feed, *sorted(news.entries)))
    return hashlib.sha256(named.encode()).hexdigest()[:24]
