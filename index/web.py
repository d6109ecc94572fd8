"""Articles from web pages: fetched, added, and kept current."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeAlias

from index.errors import FetchError, FootnoteError, UnreadableSource
from index.fetch.pages import Fetched, Gone, NotModified, Page, Validators
from index.ingest.isolated import IsolatedReader
from index.stores.pagebook import KeptPage, PageBook
from index.values import Draft, Receipt, Refreshed, Refusal

GONE = "There is no page at this address; check it in a browser."
REMOVED = "The article was removed meanwhile; restore it first."
AddDraft: TypeAlias = Callable[[Draft, Sequence[str]], Awaitable[Receipt]]


class Fetches(Protocol):
    """Whatever fetches pages, with or without manners."""

    async def get(self, url: str, known: Validators | None = None) -> Fetched:
        """Return the page, that it is unchanged, or that it is gone. Raises ``FetchError``."""


@dataclass(frozen=True, slots=True)
class Web:
    """What a page becomes an article with: where pages are kept, what reads and what adds."""

    book: PageBook
    documents: IsolatedReader
    add: AddDraft


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
        # Whatever the page calls its address now, it is this article that is looked after.
        draft = await asyncio.to_thread(web.documents.page, fetched)
        if await asyncio.to_thread(book.page, kept.article_id) is None:
            return Refreshed(kept.article_id, kept.url, "failed", reason=REMOVED)
        receipt = await add_page(replace(draft, identity=kept.identity), kept.url, fetched, web, ())
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
        return await add_page(draft, fetched.url, fetched, web, tags)
    except (FetchError, UnreadableSource) as exc:
        return Refusal(url, str(exc))


async def add_page(draft: Draft, url: str, page: Page, web: Web, tags: Sequence[str]) -> Receipt:
    """Add the article of a page, and remember the page."""
    receipt = await web.add(draft, tags)
    await asyncio.to_thread(web.book.fetched, receipt.article.id, url, page.validators)
    return receipt
