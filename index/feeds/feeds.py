"""The feeds of one library: adding, listing, removing, and looking at them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from index.errors import FootnoteError, NotAFeed, UnknownFeed
from index.feeds.checking import (
    FeedChecked,
    FeedDesk,
    Full,
    look_at_feed,
    read_feed,
    take_articles,
)
from index.feeds.filtering import filter_words
from index.feeds.kept import KeptFeed, Reading, Wishes
from index.fetch.pages import Gone, NotModified
from index.indexing import finish
from index.values import Receipt, Refusal
from index.web import Fetches

FIRST = 20
"""How many articles a new feed brings: the newest of those that are wanted."""

NO_FEED_THERE = "There is nothing at this address; check it in a browser."
Step: TypeAlias = Receipt | Refusal | FeedChecked


@dataclass(frozen=True, slots=True)
class FeedLimits:
    """How many feeds a library may have, and why it takes no further article where it is full."""

    feeds: int = 1_000
    full: Full | None = None


NO_LIMITS = FeedLimits()


class Feeds:
    """The feeds of one library of an open folder; made by ``Library``."""

    def __init__(self, desk: FeedDesk, open_library: Callable[[], object]) -> None:
        self._desk = desk
        self._open_library = open_library

    async def add(
        self,
        url: str,
        fetcher: Fetches,
        wishes: Wishes,
        *,
        first: int = FIRST,
        limits: FeedLimits = NO_LIMITS,
    ) -> KeptFeed:
        """Keep a feed once it was read; its newest articles then come with the first ``take``.

        The address may be that of a page that links to its feed. Older articles than the ``first``
        never come, and these are not announced. Raises ``FetchError``, ``NotAFeed``, or
        ``InvalidInput`` where the feed is here already, is one too many, or a word is none.
        """
        url = _written(url)
        wishes = replace(
            wishes, include=filter_words(wishes.include), exclude=filter_words(wishes.exclude)
        )
        # Before anything is fetched: what is here already needs no request.
        await self._check_room(url, limits)
        try:
            reading = await self._first_reading(url, fetcher, wishes)
        except NotAFeed as exc:
            if not exc.feeds:
                raise
            url = _written(exc.feeds[0])
            await self._check_room(url, limits)
            reading = await self._first_reading(url, fetcher, wishes)
        reading = replace(reading, wanted=reading.wanted[:first])
        await asyncio.to_thread(self._open_library)
        add, library = self._desk.book.add, self._desk.library
        return await finish(asyncio.to_thread(add, library, url, wishes, reading, limits.feeds))

    async def take(
        self, feed: KeptFeed, fetcher: Fetches, limits: FeedLimits = NO_LIMITS
    ) -> AsyncIterator[Step]:
        """Add the articles that a feed has told of, without asking it again.

        A receipt or refusal for each as it comes, then what became of all.
        """
        async for step in self._taken(FeedChecked(feed, "read"), fetcher, limits):
            yield step

    async def check(
        self,
        fetcher: Fetches,
        feeds: Sequence[KeptFeed] | None = None,
        limits: FeedLimits = NO_LIMITS,
    ) -> AsyncIterator[Step]:
        """Look at feeds, all by default, and add what is new there.

        For each feed come a receipt or refusal for each article, then what became of the feed.
        One that fails stops no other.
        """
        for kept in await self.all() if feeds is None else feeds:
            try:
                checked = await look_at_feed(self._desk, kept, fetcher)
                async for step in self._taken(checked, fetcher, limits):
                    yield step
            except FootnoteError as exc:
                # Not of the feed, but of a store or the embedding: the next look goes on from here.
                await asyncio.to_thread(self._desk.book.troubled, kept, str(exc))
                yield await self._as_it_is(FeedChecked(kept, "failed", str(exc)))

    async def all(self) -> list[KeptFeed]:
        """The feeds, the first added first."""
        return await asyncio.to_thread(self._desk.book.feeds, self._desk.library)

    async def find(self, feed: str) -> KeptFeed:
        """One feed by its address or id, which may be shortened. Raises ``InvalidInput``."""
        return await asyncio.to_thread(self._desk.book.feed, self._desk.library, feed)

    async def remove(self, feed: str) -> KeptFeed:
        """Look at a feed no longer; the articles that it brought stay. Raises as ``find``."""
        kept = await self.find(feed)
        await asyncio.to_thread(self._desk.book.remove, kept)
        return kept

    async def _check_room(self, url: str, limits: FeedLimits) -> None:
        check = self._desk.book.check_room
        await asyncio.to_thread(check, self._desk.library, url, limits.feeds)

    async def _first_reading(self, url: str, fetcher: Fetches, wishes: Wishes) -> Reading:
        found = await read_feed(self._desk, url, fetcher, None, wishes)
        if isinstance(found, Gone | NotModified):
            raise NotAFeed(NO_FEED_THERE)
        return found

    async def _taken(
        self, checked: FeedChecked, fetcher: Fetches, limits: FeedLimits
    ) -> AsyncIterator[Step]:
        receipts: list[Receipt] = []
        refused: list[Refusal] = []
        if checked.outcome in ("read", "unchanged"):
            async for step in take_articles(self._desk, checked.feed, fetcher, limits.full):
                if isinstance(step, str):
                    await asyncio.to_thread(self._desk.book.troubled, checked.feed, step)
                    checked = replace(checked, outcome="full", reason=step)
                    continue
                if isinstance(step, Receipt):
                    receipts.append(step)
                else:
                    refused.append(step)
                yield step
        done = replace(checked, receipts=tuple(receipts), refused=tuple(refused))
        yield await self._as_it_is(done)

    async def _as_it_is(self, checked: FeedChecked) -> FeedChecked:
        """With the feed as it stands; one that was removed meanwhile is as it was."""
        try:
            return replace(checked, feed=await self.find(checked.feed.id))
        except UnknownFeed:
            return checked


def _written(url: str) -> str:
    """An address in the form that it is known by; one that is none as it is."""
    # Most commands look at no feed, and should not pay for importing this.
    from yarl import URL

    try:
        return str(URL(url.strip()).with_fragment(None))
    # An index error is what the library has for some texts.
    except (ValueError, TypeError, LookupError):
        return url.strip()
