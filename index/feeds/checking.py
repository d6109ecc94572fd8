"""Looking at one feed: what is new there is noted, fetched and added.

What a feed tells of is noted in one transaction with the validators of the look, and an entry is
done only once its article is stored. So whatever ends a check, the next one goes on from there:
nothing is lost, and what was stored already is found unchanged.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, TypeAlias

from index.errors import (
    BadAddress,
    FetchError,
    FootnoteError,
    PrivateAddress,
    Refused,
    TooSlow,
    Unreachable,
    UnreadableSource,
)
from index.feeds.filtering import wanted_entries
from index.feeds.kept import KeptFeed, Reading, Wishes
from index.fetch.pages import Gone, NotModified, Page, Validators
from index.indexing import finish
from index.stores.arrivals import Arrivals, Expected
from index.stores.catalogue import Extent
from index.stores.feedbook import FeedBook
from index.values import Draft, Receipt, Refusal
from index.web import GONE, Fetches, Web, add_page

Full: TypeAlias = Callable[[Extent], str | None]
"""Why a library that holds so much takes no further article, None where it does."""

NO_FEED = "There is no feed at this address any more; check it in a browser."
BROKEN = "Adding it failed unexpectedly; the log says why."
_DAY = timedelta(days=1)
_REST = timedelta(minutes=30)
_MOST_AT_ONCE = 50
_MOST_ATTEMPTS = 5
_MOST_DOWN = 3
"""Pages in a row that no server gave: then it is in trouble, and so would be the rest."""
_FOR_GOOD = (BadAddress, PrivateAddress)
"""No later attempt will end otherwise."""


@dataclass(frozen=True, slots=True)
class FeedChecked:
    """What became of a look at a feed, which is as it stands after.

    ``unchanged`` where its server says so, ``full`` where the library has no room for what it
    tells of, ``failed`` and ``gone`` where it could not be read, each for the ``reason``.
    ``receipts`` are of the articles that came, ``refused`` are those that could not be added:
    they are tried again, five times in all, unless their address is one that never is fetched.
    """

    feed: KeptFeed
    outcome: Literal["read", "unchanged", "full", "failed", "gone"]
    reason: str | None = None
    receipts: tuple[Receipt, ...] = ()
    refused: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedDesk:
    """What feeds are looked at with: where they are kept, and how their articles are added."""

    library: str
    book: FeedBook
    arrivals: Arrivals
    web: Web
    extent: Callable[[], Extent]


async def read_feed(
    desk: FeedDesk, url: str, fetcher: Fetches, known: Validators | None, wishes: Wishes
) -> Reading | NotModified | Gone:
    """Fetch and parse a feed. Raises ``FetchError`` or ``UnreadableSource``."""
    fetched = await fetcher.get(url, known)
    if not isinstance(fetched, Page):
        return fetched
    feed = await asyncio.to_thread(desk.web.documents.feed, fetched)
    told = feed.entries, wishes.include, wishes.exclude
    wanted = await asyncio.to_thread(wanted_entries, *told)
    return Reading(feed, fetched.validators, wanted)


async def look_at_feed(desk: FeedDesk, kept: KeptFeed, fetcher: Fetches) -> FeedChecked:
    """Ask a feed what is new, and note it."""
    book = desk.book
    try:
        found = await read_feed(desk, kept.url, fetcher, kept.validators, kept.wishes)
    except (FetchError, UnreadableSource) as exc:
        return await _failed(book, kept, str(exc), _rest(kept, exc))
    if isinstance(found, Gone):
        return await _failed(book, kept, NO_FEED, _rest(kept), gone=found.status == 410)
    if isinstance(found, NotModified):
        await finish(asyncio.to_thread(book.unchanged, kept, found.validators))
        return FeedChecked(kept, "unchanged")
    await finish(asyncio.to_thread(book.read, kept, found))
    return FeedChecked(kept, "read")


async def take_articles(
    desk: FeedDesk, kept: KeptFeed, fetcher: Fetches, full: Full | None = None
) -> AsyncIterator[Receipt | Refusal | str]:
    """Fetch and add the articles that a feed has told of, 50 at most, a receipt or refusal each.

    Ends with a sentence where the library has no room for more. What a person removed is passed
    over. Where servers answer to several in a row not at all, the others are left for later.
    """
    room = _Room(desk, full)
    down = 0
    for _ in range(_MOST_AT_ONCE):
        # Asked anew each time, since the feed may be removed meanwhile.
        one = await asyncio.to_thread(desk.arrivals.expected, kept.id)
        if one is None or down == _MOST_DOWN:
            return
        if (reason := await room.lacking()) is not None:
            yield reason
            return
        try:
            added = await _taken(desk, kept, one, fetcher)
        except (FetchError, UnreadableSource) as exc:
            down = down + 1 if _is_down(exc) else 0
            await _missed(desk, one, str(exc), for_good=isinstance(exc, _FOR_GOOD))
            yield Refusal(one.url, str(exc))
            continue
        down = 0
        if added is not None:
            draft, receipt = added
            room.fill(draft)
            yield receipt


class _Room:
    """What a library has room for, counted once: counting reads all that it holds."""

    def __init__(self, desk: FeedDesk, full: Full | None) -> None:
        self._desk = desk
        self._full = full
        self._extent: Extent | None = None

    async def lacking(self) -> str | None:
        """Why there is none for another article."""
        if self._full is None:
            return None
        if self._extent is None:
            self._extent = await asyncio.to_thread(self._desk.extent)
        return self._full(self._extent)

    def fill(self, draft: Draft) -> None:
        """Another article is there."""
        if self._extent is not None:
            articles, characters = self._extent.articles + 1, self._extent.characters
            self._extent = Extent(articles, characters + len(draft.text))


async def _taken(
    desk: FeedDesk, kept: KeptFeed, one: Expected, fetcher: Fetches
) -> tuple[Draft, Receipt] | None:
    """The article of an entry, stored; None where a person has removed it."""
    try:
        return await _fetched(desk, kept, one, fetcher)
    except FootnoteError:
        # Told by whoever asked; what is the store's trouble is not this article's.
        raise
    except Exception:
        # It must not stand in the way of all that come after it.
        await _missed(desk, one, BROKEN)
        raise


async def _fetched(
    desk: FeedDesk, kept: KeptFeed, one: Expected, fetcher: Fetches
) -> tuple[Draft, Receipt] | None:
    removed = desk.arrivals.is_removed
    if not await asyncio.to_thread(removed, desk.library, one.url):
        fetched = await fetcher.get(one.url)
        if not isinstance(fetched, Page):
            raise UnreadableSource(GONE)
        draft = await asyncio.to_thread(desk.web.documents.page, fetched)
        # The page may say that it is another's address.
        if not await asyncio.to_thread(removed, desk.library, draft.identity):
            return draft, await finish(_kept(desk, kept, one, draft, fetched))
    await finish(asyncio.to_thread(desk.arrivals.passed_over, one))
    return None


async def _missed(desk: FeedDesk, one: Expected, reason: str, *, for_good: bool = False) -> None:
    again = None if for_good else _again(one)
    await finish(asyncio.to_thread(desk.arrivals.missed, one, reason, again))


async def _kept(desk: FeedDesk, kept: KeptFeed, one: Expected, draft: Draft, page: Page) -> Receipt:
    receipt = await add_page(draft, page, desk.web, kept.wishes.tags)
    await asyncio.to_thread(desk.arrivals.arrived, one, receipt.article.id)
    return receipt


async def _failed(
    book: FeedBook, kept: KeptFeed, reason: str, rest: timedelta, *, gone: bool = False
) -> FeedChecked:
    await finish(asyncio.to_thread(lambda: book.failed(kept, reason, rest, gone=gone)))
    return FeedChecked(kept, "gone" if gone else "failed", reason)


def _rest(kept: KeptFeed, error: FootnoteError | None = None) -> timedelta:
    """How long a feed that failed once more is left alone: twice as long each time, up to a day."""
    asked = error.retry_after if isinstance(error, Refused) else None
    doubled: timedelta = _REST * 2 ** min(kept.failures + 1, 10)
    return min(max(doubled, timedelta(seconds=min(asked or 0.0, _DAY.total_seconds()))), _DAY)


def _again(one: Expected) -> timedelta | None:
    """After how long an article is tried again: half an hour, 2, 8 and 32; then never."""
    if one.attempts + 1 >= _MOST_ATTEMPTS:
        return None
    longer: timedelta = _REST * 4**one.attempts
    return longer


def _is_down(error: FootnoteError) -> bool:
    busy = isinstance(error, Refused) and (error.status >= 500 or error.status == 429)
    return busy or isinstance(error, TooSlow | Unreachable)
