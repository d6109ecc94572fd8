"""Pages, and the lists that name them, for the tests of adding many at once."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Iterable, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Any

from aiohttp import web
from webservers import QUICK, Site, answers, fetching

from index.bulk.adding import Bulk
from index.bulk.choice import Choice
from index.bulk.listing import ListFile
from index.fetch.politeness import Politeness
from index.folder import Folder
from index.values import Receipt, Refusal

# A busy machine is no slow server.
_PATIENT = replace(QUICK, seconds=60.0, stall_seconds=60.0)


def page_about(subject: str, head: str = "") -> Any:
    """A web page with an article of its own."""
    return answers(
        f"<html lang=en><head><title>The {subject} of Fernmouth</title>{head}</head><body><article>"
        f"<h1>The {subject} of Fernmouth</h1><p>The {subject} of Fernmouth opens again on Friday, "
        f"Nell Tarn said after a winter in which nobody had seen the {subject} at all.</p><p>It "
        f"had been closed since the storm, and mending the {subject} cost nine thousand crowns "
        "that the town did not have.</p></article></body></html>",
        content_type="text/html",
    )


def packed(text: str) -> Any:
    """What is sent as a file that is packed with gzip."""
    body = gzip.compress(text.encode())
    return lambda _request: web.Response(body=body, content_type="application/gzip")


def served(site: Site, *names: str) -> list[str]:
    """Serve a page of each name; their addresses."""
    for name in names:
        site.pages[f"/{name}"] = page_about(name)
    return [site.url(f"/{name}") for name in names]


def sitemap(urls: Iterable[str], days: Sequence[str | None] = ()) -> str:
    """A sitemap of pages, the first of which were changed on these days."""
    dated = [*days]
    told = (f"<loc>{url}</loc>{_day(dated.pop(0) if dated else None)}" for url in urls)
    return _sitemap("urlset", "url", told)


def sitemap_index(urls: Iterable[str], days: Sequence[str | None] = ()) -> str:
    """A sitemap of sitemaps."""
    dated = [*days]
    told = (f"<loc>{url}</loc>{_day(dated.pop(0) if dated else None)}" for url in urls)
    return _sitemap("sitemapindex", "sitemap", told)


def _day(day: str | None) -> str:
    return f"<lastmod>{day}</lastmod>" if day else ""


def _sitemap(root: str, entry: str, told: Iterable[str]) -> str:
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    entries = "".join(f"<{entry}>{one}</{entry}>" for one in told)
    return f'<?xml version="1.0" encoding="UTF-8"?><{root} xmlns="{space}">{entries}</{root}>'


def rss(urls: Iterable[str], dates: Sequence[str] = ()) -> str:
    """A feed of pages, the first of which came out on these dates."""
    dated = [*dates]
    items = "".join(
        f"<item><title>News</title><link>{url}</link>"
        + (f"<pubDate>{dated.pop(0)}</pubDate>" if dated else "")
        + "</item>"
        for url in urls
    )
    return f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>"


def opml(urls: Iterable[str]) -> str:
    """A file of feeds, in a folder each."""
    outlines = "".join(
        f'<outline text="Folder"><outline type="rss" text="News" xmlUrl="{url}"/></outline>'
        for url in urls
    )
    return f'<?xml version="1.0"?><opml version="2.0"><body>{outlines}</body></opml>'


def list_file(urls: Iterable[str], *, comment: str = "# what to read\n\n") -> ListFile:
    """A file of addresses, one a line."""
    return ListFile("list.txt", (comment + "\n".join(urls)).encode())


class Adding:
    """Adds to one library of a folder, without a pause between two pages."""

    def __init__(self, folder: Folder, library: str = "paper", **options: Any) -> None:
        self.folder = folder
        self.library = folder.library(library)
        self.told: list[Receipt | Refusal] = []
        self.came = asyncio.Event()
        self.left_over: list[asyncio.Task[Any]] = []
        self.bulk: Bulk
        self.options = options

    async def add(
        self, *urls: str, files: Sequence[ListFile] = (), choice: Choice | None = None
    ) -> Adding:
        """Add them in one go; what was told is kept, of this go alone."""
        self.told = []
        async with fetching(options=_PATIENT) as fetcher:
            polite = Politeness(fetcher, pause=0)
            options = {**self.options, **({"choice": choice} if choice else {})}
            self.bulk = Bulk(self.folder, self.library.name, fetcher, polite, **options)
            try:
                async with aclosing(self.bulk.add(urls, files)) as receipts:
                    async for receipt in receipts:
                        self.told.append(receipt)
                        self.came.set()
            finally:
                self.left_over = [one for one in asyncio.all_tasks() if "_look" in repr(one)]
        return self

    @property
    def titles(self) -> list[str]:
        """The subjects of the articles that have a receipt, in order."""
        receipts = (one for one in self.told if isinstance(one, Receipt))
        return sorted(one.article.title.split()[1] for one in receipts)

    @property
    def outcomes(self) -> set[str]:
        """What became of the articles."""
        return {one.outcome for one in self.told if isinstance(one, Receipt)}

    @property
    def refused(self) -> dict[str, str]:
        """Why what was refused was."""
        return {one.origin: one.reason for one in self.told if isinstance(one, Refusal)}
