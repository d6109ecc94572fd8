"""The lists that are XML: sitemaps (https://www.sitemaps.org/protocol.html) and OPML.

Read element by element, without entities, document types or anything from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import urljoin

from lxml import etree

from index.bulk.listing import Listing, ListKind, Named
from index.errors import UnreadableSource
from index.ingest.fields import iso_date

MOST_PAGES, MOST_SITEMAPS, MOST_FEEDS = 50_000, 1_000, 1_000
_MOST = {"url": MOST_PAGES, "sitemap": MOST_SITEMAPS, "outline": MOST_FEEDS}
_LONGEST = 2_000
_FEED_SCHEME = re.compile(r"feed:(?://(?!https?://)|(?=https?://))", re.IGNORECASE)


def read_sitemap(content: bytes, base: str, kind: ListKind) -> Listing:
    """Return the pages of a sitemap, or the sitemaps of an index of them (``sitemaps``).

    Damaged ones are read as far as they can be. Raises ``UnreadableSource`` where that is nowhere.
    """
    return _listing(content, base, kind, "sitemap" if kind == "sitemaps" else "url")


def read_opml(content: bytes, base: str) -> Listing:
    """Return the feeds of an OPML file. Raises as ``read_sitemap`` does."""
    return _listing(content, base, "opml", "outline")


def _listing(content: bytes, base: str, kind: ListKind, tag: str) -> Listing:
    entries: dict[str, Named] = {}
    for element in _elements(content, tag):
        named = _feed(element) if tag == "outline" else _page(element)
        if named is None:
            continue
        if len(entries) == _MOST[tag]:
            return Listing(kind, tuple(entries.values()), cut=True)
        url = _joined(base, named.url)
        entries.setdefault(url, Named(url, named.day))
    return Listing(kind, tuple(entries.values()))


def _elements(content: bytes, tag: str) -> Iterator[etree._Element]:
    """Each element of this name in any namespace, forgotten once the next is asked for."""
    walk = etree.iterparse(
        BytesIO(content),
        events=("end",),
        tag=f"{{*}}{tag}",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=True,
    )
    try:
        for _, element in walk:
            yield element
            element.clear()
            while (before := element.getprevious()) is not None:
                before.getparent().remove(before)
    except etree.XMLSyntaxError as error:
        raise UnreadableSource("It is damaged XML; fetch or make it again.") from error


def _page(element: etree._Element) -> Named | None:
    told = {etree.QName(child).localname: child.text or "" for child in _children(element)}
    url = told.get("loc", "").strip()
    if not url or len(url) > _LONGEST:
        return None
    came = next((one.text for one in element.iter("{*}publication_date")), None)
    moment = iso_date(told.get("lastmod")) or iso_date(came)
    return Named(url, moment and moment[:10])


def _children(element: etree._Element) -> Iterator[etree._Element]:
    # What stands for an entity has no name.
    return (child for child in element if isinstance(child.tag, str))


def _feed(element: etree._Element) -> Named | None:
    told = {str(name).lower(): str(value) for name, value in element.attrib.items()}
    url = told.get("xmlurl", "").strip()
    if not url or len(url) > _LONGEST:
        return None
    if found := _FEED_SCHEME.match(url):
        rest = url[found.end() :]
        url = rest if rest.lower().startswith("http") else f"http://{rest}"
    return Named(url)


def _joined(base: str, url: str) -> str:
    try:
        return urljoin(base, url)
    except ValueError:
        return url
