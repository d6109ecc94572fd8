"""A fetched page as an article."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from urllib.parse import urlsplit

from index.errors import UnreadableSource
from index.fetch.pages import Page
from index.ingest.documents import material_of
from index.ingest.fields import canonical_url, site_of
from index.ingest.html import decode_html, read_html
from index.ingest.material import Material, make_draft
from index.ingest.walking import APART, Kind, kind_of
from index.ingest.walls import refuse_headline
from index.replaced import is_front
from index.values import Draft

_HTML = ("text/html", "application/xhtml+xml", "application/xml", "text/xml", "")
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("text/markdown", "text/x-markdown"), "markdown"),
    **dict.fromkeys(("application/pdf", "application/x-pdf"), "pdf"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/epub+zip": "epub",
}
# Servers that do not know a type call it this, and the address's ending knows better.
_UNKNOWN = ("application/octet-stream", "binary/octet-stream", "application/zip")


def read_page(page: Page) -> Draft:
    """Return the article of a page, known by the page's address or the one that it calls its own.

    What a page says of its address counts only for the site that it is on: it must not pass for an
    article of another. Many name the front page there by mistake, which counts for none but that.
    Raises ``UnreadableSource``. For ``IsolatedReader`` to call, as ``read_document`` is.
    """
    material = _material(page)
    own = canonical_url(page.url)
    named = canonical_url(material.url)
    url = named if named and own and _may_be(own, named) else own
    source = material.source or (_site(url) if url else None)
    draft = make_draft(replace(material, url=url, source=source))
    if page.content_type in _HTML:
        refuse_headline(draft.text, draft.title)
    return draft


def _material(page: Page) -> Material:
    if page.content_type in _HTML:
        return read_html(_text(page))
    kind = _KINDS.get(page.content_type)
    if page.content_type in _UNKNOWN:
        named = kind_of(PurePath(urlsplit(page.url).path))
        kind = named if named in APART else None
    if kind is None and page.content_type.startswith("text/"):
        kind = "plain"
    if kind is None:
        raise UnreadableSource(
            f"It is no page but {page.content_type}; download it and add the file instead."
        )
    return material_of(page.content, kind)


def _text(page: Page) -> str:
    """The page's text: as its server says it is written, where that is possible."""
    if page.charset and page.charset != "utf-8":
        try:
            return page.content.decode(page.charset)
        except (UnicodeDecodeError, LookupError):
            # Servers are wrong about this more often than the pages themselves.
            return decode_html(page.content)
    return decode_html(page.content)


def _may_be(own: str, named: str) -> bool:
    """Whether a page may have a name: one of its server, and not that of the server's front page.

    Another port is another server, and what came unprotected speaks for nothing that did not.
    """
    if urlsplit(own).scheme != urlsplit(named).scheme or site_of(own) != site_of(named):
        return False
    return is_front(own) or not is_front(named)


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
