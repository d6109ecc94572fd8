"""Which of the addresses that a list names are looked at."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from index.bulk.asked import Asked
from index.bulk.choice import Choice, Tally
from index.bulk.frontier import Lead, Role, host_of
from index.bulk.listing import Listing, ListKind, Named
from index.ingest.fields import canonical_url
from index.ingest.walking import shown
from index.library import Library
from index.stores.pagebook import StoredPage
from index.values import Refusal

MOST_ADDRESSES = 200_000
"""How many addresses are considered in one go, those that are stored already among them."""

_ROLES: dict[ListKind, Role] = {
    "addresses": "given",
    "sitemap": "page",
    "sitemaps": "sitemap",
    "opml": "feed",
    "feed": "page",
}
_PAGES = frozenset({"page", "given"})
_DATED = frozenset({"sitemap", "sitemaps", "feed"})
_LONGEST_SHOWN = 200
_AT_ONCE = 2_000


class Chooser:
    """Makes leads of what lists name, each address once."""

    def __init__(
        self, library: Library, asked: Asked, choice: Choice, tags: Sequence[str], tally: Tally
    ) -> None:
        self.tally = tally
        self._library = library
        self._asked = asked
        self._choice = choice
        self._tags = tags
        self._seen: set[str] = set()
        self._taken = 0
        self._led: dict[str, str] | None = None
        # Two lists may come at once, and name the same.
        self._turn = asyncio.Lock()

    def named(self, urls: Sequence[str]) -> list[Lead]:
        """The leads to pages that a person named, which are looked at whatever is stored."""
        self._seen.update(canonical_url(url) or url for url in urls)
        self.tally.known += len(urls)
        return [Lead(url, host_of(url), "given", named=True) for url in urls]

    async def chosen(
        self, listing: Listing, depth: int, role: Role = "given"
    ) -> tuple[list[Lead], list[Refusal]]:
        """The leads to what a list names, the newest first, and its addresses that are none.

        ``role`` is what the list was found as.
        """
        kind = listing.kind
        next_role = "page" if role == "sitemap" and kind == "addresses" else _ROLES[kind]
        async with self._turn:
            wanted, refused = await asyncio.to_thread(self._wanted, listing, next_role)
            if next_role in _PAGES:
                wanted = self._within(await self._new(wanted))
        self.tally.known += len(wanted)
        # The host of each: many take a while.
        leads = await asyncio.to_thread(
            lambda: [Lead(url, host_of(url), next_role, depth) for url in wanted]
        )
        return leads, refused

    def followed(self, lead: Lead) -> None:
        """What was taken for a page is a list of them."""
        self._taken -= lead.role == "given" and not lead.named

    async def found(self, lead: Lead, known: str | None) -> None:
        """The article of a lead is stored, and the catalogue knows it by this address."""
        asked, led = canonical_url(lead.url), await self._read_led()
        if asked and known and asked != known and led.get(asked) != known:
            led[asked] = known
            await asyncio.to_thread(self._asked.note, asked, known)

    def _wanted(self, listing: Listing, role: Role) -> tuple[list[str], list[Refusal]]:
        """The addresses that are wanted and were not seen, in one form each."""
        wanted, refused = [], []
        for entry in sorted(listing.entries, key=lambda one: one.day or "", reverse=True):
            if len(self._seen) >= MOST_ADDRESSES:
                refused.append(_too_many(entry))
                break
            url = canonical_url(entry.url)
            if url is None:
                refused.append(_no_address(entry))
            elif url not in self._seen and self._is_wanted(entry, url, listing.kind, role):
                self._seen.add(url)
                wanted.append(url)
        return wanted, refused

    def _is_wanted(self, entry: Named, url: str, kind: ListKind, role: Role) -> bool:
        since, match = self._choice.since, (self._choice.match or "").casefold()
        if role in _PAGES and not any(match in one.casefold() for one in (url, entry.url)):
            self.tally.left_out += 1
            return False
        if since is None or kind not in _DATED:
            return True
        # A sitemap without a date may hold anything.
        if entry.day is None and role == "sitemap":
            return True
        if entry.day is not None and entry.day >= since:
            return True
        self.tally.left_out += role == "page"
        self.tally.undated += entry.day is None
        return False

    async def _new(self, urls: list[str]) -> list[str]:
        """Those of which nothing is stored; the others get their tags."""
        if self._choice.again:
            return urls
        led, new = await self._read_led(), []
        for start in range(0, len(urls), _AT_ONCE):
            known = {url: led.get(url, url) for url in urls[start : start + _AT_ONCE]}
            stored = await self._library.stored([*{*known, *known.values()}])
            for url, other in known.items():
                if page := stored.get(url) or stored.get(other):
                    await self._skip(page)
                else:
                    new.append(url)
        return new

    async def is_removed(self, lead: Lead, identity: str) -> bool:
        """Whether a page that a list names turned out to be what somebody removed."""
        if lead.named or self._choice.again:
            return False
        page = (await self._library.stored([identity])).get(identity)
        if page is None or not page.removed:
            return False
        await self._skip(page)
        return True

    async def _read_led(self) -> dict[str, str]:
        if self._led is None:
            led = await asyncio.to_thread(self._asked.read)
            self._led = self._led or led
        return self._led

    async def _skip(self, page: StoredPage) -> None:
        self.tally.skipped += 1
        self.tally.removed += page.removed
        if self._tags and not page.removed:
            await self._library.tag(page.article_id, self._tags)

    def _within(self, urls: list[str]) -> list[str]:
        if self._choice.most is not None:
            room = max(0, self._choice.most - self._taken)
            self.tally.postponed += len(urls[room:])
            urls = urls[:room]
        self._taken += len(urls)
        return urls


def _no_address(entry: Named) -> Refusal:
    return Refusal(
        shown(entry.url)[:_LONGEST_SHOWN],
        "That is no address of a web page; one begins with https:// or http://.",
    )


def _too_many(entry: Named) -> Refusal:
    return Refusal(
        shown(entry.url)[:_LONGEST_SHOWN],
        f"This and what follows are more than the {MOST_ADDRESSES:,} addresses that are looked at "
        "in one go; leave out some with --since or --match.",
    )
