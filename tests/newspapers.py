"""Feeds of our own and a site that has one, as a server tells of them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from html import escape
from typing import Any

from aiohttp import web
from webservers import Site, site

from index.fetch.pages import Page

HEADLINES = (
    "Divers count the posts of Quill pier",
    "Frost takes the blossoms of Tansy Hill",
    "Tram seven comes back to Hobb Street",
    "Mount Sorrel opens its dome to children",
    "The herons of the lower weir are counted",
    "Candle makers of Brask strike a bargain",
)
"""Titles of invented articles, each of which has a page at ``/0``, ``/1`` …"""

KEEPERS = ("Ada Morrow", "Ivo Lantern", "Wim Ostrey", "Leda Kranz", "Una Brask", "Nell Tarn")


def page(number: int, title: str | None = None) -> str:
    """The page of one of the articles."""
    headline, keeper = title or HEADLINES[number % 6], KEEPERS[number % 6]
    return (
        f"<html lang=en><head><title>{escape(headline)}</title>"
        '<meta property="og:site_name" content="Coast Signal"></head><body><article>'
        f"<h1>{escape(headline)}</h1><p>{keeper} said in report {number} that the work took "
        f"{number + 3} days in all, which is longer than anybody at the quay had thought it would "
        f"take when it began.</p><p>The council of ward {number} pays for it, and hopes to be paid "
        "back by the county before the winter comes with its storms and its high tides.</p>"
        "</article></body></html>"
    )


def item(number: int, **more: str) -> str:
    """One item of RSS 2.0; ``more`` are elements instead of its own."""
    told = {
        "title": escape(HEADLINES[number % 6]),
        "link": f"/{number}",
        "guid": f"item-{number}",
        "pubDate": f"Mon, {number % 27 + 1:02} Mar 2031 10:00:00 GMT",
        "description": f"What was told of matter {number}.",
    } | more
    parts = "".join(f"<{name}>{text}</{name}>" for name, text in told.items() if text)
    return "<item>{}</item>".format(parts.replace("<guid>", '<guid isPermaLink="false">'))


def rss(items: Iterable[int | str], head: str = "<title>Coast Signal</title>") -> str:
    """A feed in RSS 2.0 of these items, told by their numbers or as they are."""
    told = "".join(one if isinstance(one, str) else item(one) for one in items)
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:sy='
        f'"http://purl.org/rss/1.0/modules/syndication/"><channel>{head}{told}</channel></rss>'
    )


def json_feed(items: Sequence[dict[str, Any]], version: str = "1.1") -> str:
    """A JSON Feed of these items."""
    named = f"https://jsonfeed.org/version/{version}"
    return json.dumps({"version": named, "title": "Coast Signal", "items": items})


def fetched(
    body: str | bytes,
    url: str = "https://signal.example/feed",
    content_type: str = "application/rss+xml",
    charset: str | None = None,
) -> Page:
    """What was fetched of a server that said this."""
    content = body if isinstance(body, bytes) else body.encode()
    return Page(url, content, content_type, charset, None)


class Paper:
    """A site with a feed at ``/feed`` and a page for every number that the feed may tell of."""

    def __init__(self, web_site: Site) -> None:
        self.site = web_site
        self.tells(0, 1)

    @property
    def url(self) -> str:
        """The address of the feed."""
        return self.site.url("/feed")

    @property
    def fetched(self) -> list[str]:
        """The paths that were asked for, but for the rules of the site."""
        return [path for path in self.site.paths if path != "/robots.txt"]

    def tells(self, *items: int | str) -> None:
        """From now on the feed has these items."""
        body = rss(items)
        tag = f'"{abs(hash(body))}"'

        def answer(request: web.Request) -> web.Response:
            if request.headers.get("If-None-Match") == tag:
                return web.Response(status=304, headers={"ETag": tag})
            headers = {"ETag": tag}
            return web.Response(text=body, content_type="application/rss+xml", headers=headers)

        self.site.pages["/feed"] = answer
        for number in (one for one in items if isinstance(one, int)):
            self.prints(number)

    def prints(self, number: int, title: str | None = None) -> None:
        """There is a page for this number."""
        text = page(number, title)
        self.site.pages[f"/{number}"] = lambda _: web.Response(text=text, content_type="text/html")

    def answers(self, path: str, status: int, **headers: str) -> None:
        """From now on this is answered there."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        self.site.pages[path] = lambda _: web.Response(status=status, headers=told)


@asynccontextmanager
async def paper() -> AsyncIterator[Paper]:
    """A newspaper whose feed tells of two articles."""
    async with site() as served:
        yield Paper(served)
