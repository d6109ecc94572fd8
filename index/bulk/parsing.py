"""A list of any kind, from the bytes that it is."""

from __future__ import annotations

import zlib
from dataclasses import replace

from index.bulk.address_lists import read_address_list
from index.bulk.listing import Listing, Named
from index.bulk.recognising import GZIP, list_kind
from index.bulk.xml_lists import read_opml, read_sitemap
from index.errors import UnreadableSource
from index.fetch.bodies import Unpacker
from index.fetch.pages import Page

_MOST_UNPACKED = 50_000_000
"""What the protocol lets a sitemap have."""


def parse_listing(page: Page) -> Listing:
    """Return what a list names.

    Raises ``UnreadableSource`` where it is no list, damaged or too large. It may take any time and
    memory: it is for ``IsolatedReader`` to call this.
    """
    content = _unpacked(page.content)
    kind = list_kind(content)
    if kind == "addresses":
        return read_address_list(content)
    if kind == "opml":
        return read_opml(content, page.url)
    if kind == "feed":
        return _feed(replace(page, content=content))
    if kind is not None:
        return read_sitemap(content, page.url, kind)
    raise UnreadableSource("It is no list of addresses, sitemap, feed or OPML; give one of these.")


def _unpacked(content: bytes) -> bytes:
    if not content.startswith(GZIP):
        return content
    unpacker = Unpacker("gzip", _MOST_UNPACKED)
    try:
        unpacked = unpacker.feed(content)
    except zlib.error as error:
        raise UnreadableSource("Its compression is damaged; fetch or make it again.") from error
    if len(unpacked) > _MOST_UNPACKED:
        raise UnreadableSource(f"It unpacks to over {_MOST_UNPACKED:,} bytes; split it.")
    if not unpacker.complete:
        raise UnreadableSource("It breaks off in the middle; fetch or make it again.")
    return unpacked


def _feed(page: Page) -> Listing:
    # What reads feeds takes long to import, which no other list should pay.
    from index.feeds.parsing import parse_feed

    entries = parse_feed(page).entries
    named = (Named(one.url, one.published and one.published[:10]) for one in entries)
    return Listing("feed", tuple(named))
