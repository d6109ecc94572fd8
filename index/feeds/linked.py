"""The feeds that a web page links to, so that the address of a site is enough."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from index.fetch.pages import Page
from index.ingest.html import decode_html
from index.ingest.markup import parse

_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"}
)
_MOST = 10
# Possessive, since a page of nothing but spaces would be tried in every way otherwise.
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s++|<\?[^>]{0,200}>|<!--.{0,2000}?-->)*+<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)


def is_web_page(page: Page) -> bool:
    """Whether it begins as HTML does, whatever its server calls it."""
    return _PAGE.match(page.content[:20_000]) is not None


def linked_feeds(page: Page) -> tuple[str, ...]:
    """Return the addresses of the feeds that a page names as its own, in its order.

    Raises ``UnreadableSource`` where it looks like no text at all.
    """
    root = parse(decode_html(page.content))
    if root is None:
        return ()
    (base,) = [*(one.get("href") or "" for one in root.iter("base")), ""][:1]
    found = []
    for link in root.iter("link"):
        rels = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        if "alternate" in rels and kind in _TYPES and (href := link.get("href")):
            found.append(_joined(page.url, base, href))
    return tuple(dict.fromkeys(filter(None, found)))[:_MOST]


def _joined(url: str, base: str, href: str) -> str | None:
    try:
        return urljoin(urljoin(url, base.strip()), href.strip())
    except ValueError:
        return None
