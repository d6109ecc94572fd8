"""What was fetched as a feed: RSS, Atom or JSON Feed, told by what it is."""

from __future__ import annotations

from index.errors import NotAFeed, UnreadableSource
from index.feeds.feed import Feed
from index.feeds.json_feed import read_json_feed
from index.feeds.linked import is_web_page, linked_feeds
from index.feeds.xml_feed import read_xml_feed
from index.fetch.pages import Page

_LARGEST = 5_000_000


def parse_feed(page: Page) -> Feed:
    """Return what a feed says: its title and its newest entries, 500 at most.

    Raises ``NotAFeed`` for anything else, with the feeds that it links to where it is a web page,
    and ``UnreadableSource`` for what is too large. It may take any time and memory: it is for
    ``IsolatedReader`` to call this.
    """
    if len(page.content) > _LARGEST:
        raise UnreadableSource(
            f"The feed is larger than {_LARGEST:,} bytes; look for one with fewer articles."
        )
    if is_web_page(page):
        raise _leading_on(page)
    if page.content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return read_json_feed(page.content, page.url)
    try:
        return read_xml_feed(page)
    except NotAFeed as error:
        # A page need not begin with its declaration.
        if page.content_type in ("text/html", "application/xhtml+xml"):
            raise _leading_on(page) from error
        raise


def _leading_on(page: Page) -> NotAFeed:
    feeds = linked_feeds(page)
    if feeds:
        return NotAFeed("It is a web page that links to feeds; give the address of one.", feeds)
    return NotAFeed("It is a web page that names no feed; look for the site's feed on it.")
