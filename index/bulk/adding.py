"""Adding what lists name: several hosts at a time, politely, and going on where it was left.

What is stored says what is done, so an interrupted run is given again and fetches what it lacks.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass
from typing import TypeAlias

from index.bulk.asked import Asked
from index.bulk.choice import Choice, Tally
from index.bulk.choosing import Chooser
from index.bulk.frontier import Frontier, Lead, Role
from index.bulk.listing import ListFile, Listing, ListKind
from index.bulk.recognising import list_kind
from index.errors import (
    FetchError,
    PrivateAddress,
    Refused,
    TooSlow,
    Unreachable,
    UnreadableSource,
)
from index.fetch.pages import Page
from index.folder import Folder
from index.values import Receipt, Refusal
from index.web import GONE, Fetches

Admit: TypeAlias = Callable[[str], Awaitable[Refusal | None]]
"""Asked before a page is fetched, and again before it is added; what it returns is why not."""

Watch: TypeAlias = Callable[[int, int, str], None]
"""Told how many addresses are done, how many there are so far, and which host is looked at."""

HOSTS_AT_ONCE = 4
_ALL = Choice()
_DEEPEST = 4
_MOST_LISTS = 1_000
_LISTS: dict[ListKind, str] = {
    "addresses": "a list of addresses",
    "sitemap": "a sitemap",
    "sitemaps": "a sitemap",
    "opml": "an OPML file",
    "feed": "a feed",
}
_WANTED: dict[Role, tuple[tuple[ListKind, ...], str]] = {
    "sitemap": (("sitemap", "sitemaps", "addresses"), "no sitemap"),
    "feed": (("feed",), "no feed"),
}


@dataclass(frozen=True, slots=True)
class _Looked:
    """What is told of a lead; ``failed`` where its host is in trouble rather than the page."""

    told: tuple[Receipt | Refusal, ...] = ()
    failed: bool = False


class Bulk:
    """Adds the pages that lists name to one library of a folder.

    ``fetcher`` is for the addresses that a person names, ``polite`` for what these lead to.
    ``tally`` counts what gets no receipt, for who wants to know it whatever happens.
    """

    def __init__(
        self,
        folder: Folder,
        library: str,
        fetcher: Fetches,
        polite: Fetches,
        *,
        choice: Choice = _ALL,
        tags: Sequence[str] = (),
        tally: Tally | None = None,
        admit: Admit | None = None,
        watch: Watch | None = None,
    ) -> None:
        self._library = folder.library(library)
        self._documents = folder.documents
        self._fetcher, self._polite = fetcher, polite
        self._tags, self._admit, self._watch = tags, admit, watch
        asked = Asked(folder.options.data_dir, library)
        self.tally = Tally() if tally is None else tally
        self._chooser = Chooser(self._library, asked, choice, tags, self.tally)
        self._frontier = Frontier()
        # One at a time is read anyway; who waits here can be cancelled, and a thread cannot.
        self._reading = asyncio.Lock()
        # Two that are admitted to the last place would both take it.
        self._admitting: AbstractAsyncContextManager[None] = (
            asyncio.Lock() if admit else nullcontext()
        )
        self._lists = 0

    async def add(
        self, urls: Sequence[str], files: Sequence[ListFile] = ()
    ) -> AsyncGenerator[Receipt | Refusal, None]:
        """Add the pages at addresses, or that these or the files list; receipts as they come.

        To be closed by whoever stops before its end: until then pages are fetched. Four hosts are
        asked at a time, each for one page after the other. One that fails ten times in a row is
        given up.
        """
        for file in files:
            for refusal in await self._opened(file):
                yield refusal
        self._frontier.add(self._chooser.named(list(dict.fromkeys(urls))))
        running: dict[asyncio.Task[_Looked], Lead] = {}
        try:
            while True:
                while len(running) < HOSTS_AT_ONCE and (lead := self._frontier.take()):
                    running[asyncio.create_task(self._look(lead))] = lead
                if not running:
                    return
                done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    looked = task.result()
                    for told in self._after(running.pop(task), looked):
                        yield told
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def _opened(self, file: ListFile) -> list[Refusal]:
        try:
            page = Page("", file.content, "", None, None)
            return await self._took(await self._read_list(page), file.origin, 1, "given")
        except UnreadableSource as error:
            return [Refusal(file.origin, str(error))]

    def _after(self, lead: Lead, looked: _Looked) -> list[Receipt | Refusal]:
        """Let others of the host come; what is told of the lead, and of those given up with it."""
        given_up: list[Lead] = []
        if looked.failed:
            given_up = self._frontier.failed(lead)
        else:
            self._frontier.settled(lead)
        if self.tally.postponed:
            # More pages are not wanted at present.
            self._frontier.drop("sitemap")
            self._frontier.drop("feed")
        self.tally.done += 1 + len(given_up)
        self._tell(lead)
        why = f"{lead.host} failed many times in a row, so this was not tried; try again later."
        return [*looked.told, *(Refusal(one.url, why) for one in given_up)]

    async def _look(self, lead: Lead) -> _Looked:
        self._tell(lead)
        try:
            if self._admit and (refusal := await self._admit(lead.url)):
                return _Looked((refusal,))
            fetched = await (self._fetcher if lead.named else self._polite).get(lead.url)
            if not isinstance(fetched, Page):
                return _Looked((Refusal(lead.url, GONE),))
            kind = await asyncio.to_thread(list_kind, fetched.content)
            if kind is not None or lead.role in _WANTED:
                return _Looked(tuple(await self._follow(lead, fetched, kind)))
            added = await self._added(lead, fetched)
            return _Looked(() if added is None else (added,))
        except (FetchError, UnreadableSource) as error:
            return _Looked((Refusal(lead.url, str(error)),), failed=_is_of_host(error))

    async def _added(self, lead: Lead, page: Page) -> Receipt | Refusal | None:
        """The page's article; None where a person removed it, by whatever address it came."""
        async with self._reading:
            draft = await asyncio.to_thread(self._documents.page, page)
        async with self._admitting:
            if self._admit and (refusal := await self._admit(lead.url)):
                return refusal
            if await self._chooser.is_removed(lead, draft.identity):
                return None
            receipt = await self._library.add_page(draft, page, self._tags)
        await self._chooser.found(lead, receipt.article.url)
        return receipt

    async def _follow(self, lead: Lead, page: Page, kind: ListKind | None) -> list[Refusal]:
        """Take in what a list names, where one may be."""
        expected, lacking = _WANTED.get(lead.role, (tuple(_LISTS), ""))
        if kind is None or kind not in expected:
            why = f"It is {lacking}; if it is an article, give its address by itself."
            return [Refusal(lead.url, why)]
        if lead.role == "page":
            why = f"It is {_LISTS[kind]} and no article; give its address by itself."
            return [Refusal(lead.url, why)]
        self._chooser.followed(lead)
        self._lists += 1
        if lead.depth >= _DEEPEST or self._lists > _MOST_LISTS:
            return [Refusal(lead.url, "Too many lists lead to one another; give this by itself.")]
        listing = await self._read_list(page)
        if kind == "feed":
            self.tally.feeds.append(lead.url)
        return await self._took(listing, lead.url, lead.depth + 1, lead.role)

    async def _read_list(self, page: Page) -> Listing:
        async with self._reading:
            return await asyncio.to_thread(self._documents.listing, page)

    async def _took(self, listing: Listing, origin: str, depth: int, role: Role) -> list[Refusal]:
        if not listing.entries and role == "given":
            return [Refusal(origin, f"It is {_LISTS[listing.kind]} that names nothing; check it.")]
        leads, refused = await self._chooser.chosen(listing, depth, role)
        self._frontier.add(leads)
        refused += [
            Refusal(
                f"{origin}, line {number}", f"“{line}” is no web address; write https:// first."
            )
            for number, line in listing.strays
        ]
        if listing.cut:
            count = len(listing.entries)
            refused.append(Refusal(origin, f"It names over {count:,} addresses; split the rest."))
        return refused

    def _tell(self, lead: Lead) -> None:
        if self._watch:
            self._watch(self.tally.done, self.tally.known, lead.host)


def _is_of_host(error: FetchError | UnreadableSource) -> bool:
    """Whether another page of the host is as likely to fail."""
    if isinstance(error, Refused):
        return error.status == 429 or error.status >= 500
    return isinstance(error, TooSlow | Unreachable | PrivateAddress)
