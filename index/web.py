"""Articles from web pages: fetched, added, and kept current."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeAlias

from index.errors import FetchError, FootnoteError, UnreadableSource
from index.fetch.pages import Fetched, Gone, NotModified, Page, Validators
from index.ingest.fields import canonical_url
from index.ingest.isolated import IsolatedReader
from index.replaced import is_another, is_cut_off, is_unlike, moved_away
from index.stores.pagebook import KeptPage, PageBook
from index.values import Article, Draft, Receipt, Refreshed, Refusal

GONE = "There is no page at this address; check it in a browser."
REMOVED = "The article was removed meanwhile; restore it first."
ELSEWHERE = "It leads to {} now; look there, and add that anew or remove this article."
ANOTHER = "Something else stands there now; look at it, and add it anew or remove this article."
CUT_OFF = "Only a part of the article stands there now, so it was kept as it is; look at the page."
AddDraft: TypeAlias = Callable[[Draft, Sequence[str]], Awaitable[Receipt]]
KnownAs: TypeAlias = Callable[[str], Article | None]
"""The article that a library knows by an identity, as it is now; blocks."""


class Fetches(Protocol):
    """Whatever fetches pages, with or without manners."""

    async def get(self, url: str, known: Validators | None = None) -> Fetched:
        """Return the page, that it is unchanged, or that it is gone. Raises ``FetchError``."""


@dataclass(frozen=True, slots=True)
class Web:
    """What a page becomes an article with: where pages are kept, what reads, adds and knows."""

    book: PageBook
    documents: IsolatedReader
    add: AddDraft
    known: KnownAs


async def add_pages(
    urls: Iterable[str], fetcher: Fetches, web: Web, tags: Sequence[str]
) -> AsyncIterator[Receipt | Refusal]:
    """Fetch pages one by one and add their articles; a refusal names its address."""
    for url in urls:
        yield await _added(url, fetcher, web, tags)


async def refresh_page(kept: KeptPage, fetcher: Fetches, web: Web) -> Refreshed:
    """Fetch an article's page again, and add what became of it as a revision."""
    book = web.book
    try:
        # Looking at many pages takes long, and what was removed meanwhile must not come back.
        if await asyncio.to_thread(book.page, kept.article_id) is None:
            return Refreshed(kept.article_id, kept.url, "failed", reason=REMOVED)
        fetched = await fetcher.get(kept.url, kept.validators)
        if isinstance(fetched, Gone):
            await asyncio.to_thread(book.missed, kept.article_id, gone=True)
            return Refreshed(kept.article_id, kept.url, "gone")
        if isinstance(fetched, NotModified):
            known = fetched.validators
            await asyncio.to_thread(book.fetched, kept.article_id, kept.url, known)
            return Refreshed(kept.article_id, kept.url, "unchanged")
        draft = await _still(kept, fetched, web)
        if await asyncio.to_thread(book.page, kept.article_id) is None:
            return Refreshed(kept.article_id, kept.url, "failed", reason=REMOVED)
        receipt = await _store(draft, kept.url, fetched, web, ())
    except FootnoteError as exc:
        await asyncio.to_thread(book.missed, kept.article_id, gone=False)
        return Refreshed(kept.article_id, kept.url, "failed", reason=str(exc))
    return Refreshed(kept.article_id, kept.url, receipt.outcome, receipt)


async def _added(url: str, fetcher: Fetches, web: Web, tags: Sequence[str]) -> Receipt | Refusal:
    try:
        fetched = await fetcher.get(url)
        if not isinstance(fetched, Page):
            return Refusal(url, GONE)
        draft = await asyncio.to_thread(web.documents.page, fetched)
        return await add_page(draft, fetched, web, tags)
    except (FetchError, UnreadableSource) as exc:
        return Refusal(url, str(exc))


async def add_page(draft: Draft, page: Page, web: Web, tags: Sequence[str]) -> Receipt:
    """Add the article of a page, and remember the page.

    An address that it calls its own does not count where another text is known by that, such as
    the first page of an article in several.
    """
    own = canonical_url(page.url)
    if own is not None and draft.identity != own:
        before = await asyncio.to_thread(web.known, draft.identity)
        if before is not None and await asyncio.to_thread(is_unlike, before, draft):
            draft = replace(draft, identity=own, url=own)
    return await _store(draft, page.url, page, web, tags)


async def _still(kept: KeptPage, page: Page, web: Web) -> Draft:
    """What became of an article. Raises ``UnreadableSource`` where that is not it any more."""
    if elsewhere := moved_away(kept.url, page.url):
        raise UnreadableSource(ELSEWHERE.format(elsewhere))
    draft = await asyncio.to_thread(web.documents.page, page)
    before = await asyncio.to_thread(web.known, kept.identity)
    if before is not None and await asyncio.to_thread(is_another, before, draft):
        raise UnreadableSource(ANOTHER)
    if before is not None and await asyncio.to_thread(is_cut_off, before, draft):
        raise UnreadableSource(CUT_OFF)
    # Whatever the page calls its address now, it is this article that is looked after.
    url = draft.url
    if before is not None and draft.identity != kept.identity:
        # The address of another article would be a wrong link.
        other = await asyncio.to_thread(web.known, draft.identity)
        url = draft.url if other is None or other.id == before.id else before.url
    return replace(draft, identity=kept.identity, url=url)


async def _store(draft: Draft, url: str, page: Page, web: Web, tags: Sequence[str]) -> Receipt:
    receipt = await web.add(draft, tags)
    # Where a redirect leads is asked anew: what its server said is not the other one's to know.
    told = page.validators if page.validators and page.validators.url == url else None
    await asyncio.to_thread(web.book.fetched, receipt.article.id, url, told)
    return receipt
