"""An EPUB as its chapters in reading order, and what it says of itself."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from lxml.etree import _Element
from lxml.html import HtmlElement

from index.errors import UnreadableSource
from index.ingest.archive import Archive, described, local
from index.ingest.dating import date_of
from index.ingest.fields import iso_date
from index.ingest.html import decode_html
from index.ingest.markup import first_heading, parse, visible_text
from index.ingest.material import Material

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_FONTS_ONLY = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
"""Ways to encrypt fonts alone, which no reader of text misses."""
_CHAPTERS = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_MARKS = frozenset("noteref doc-noteref footnote-ref backlink doc-backlink footnote-back".split())
_MOST_CHAPTERS = 10_000


def read_epub(data: bytes) -> Material:
    """Return the text of an EPUB: the documents of its spine in order, as a reader sees them.

    Raises ``UnreadableSource`` where it is damaged, protected, or unpacks to too much.
    """
    with Archive(data, "EPUB") as archive:
        _refuse_protected(archive)
        path = _package(archive)
        package = archive.xml(path)
        chapters = list(_chapters(archive, package, posixpath.dirname(path)))
    dates = filter(iso_date, described(package, "date"))
    text = "\n\n".join(text for text, _ in chapters)
    return Material(
        text=text,
        title=next(iter(described(package, "title")), None),
        heading=next((heading for _, heading in chapters if heading), None),
        source=next(iter(described(package, "publisher")), None),
        authors="; ".join(described(package, "creator")),
        published=date_of(text, next(dates, None)),
        language=next(iter(described(package, "language")), None),
    )


def _refuse_protected(archive: Archive) -> None:
    if _ENCRYPTION not in archive:
        return
    root = archive.xml(_ENCRYPTION)
    ways = [e.get("Algorithm") for e in root.iter() if local(e) == "EncryptionMethod"]
    if not _FONTS_ONLY.issuperset(ways):
        raise UnreadableSource(
            "It is encrypted, as protected books are; add a copy without protection."
        )


def _package(archive: Archive) -> str:
    root = archive.xml(_CONTAINER)
    named = (e.get("full-path") for e in root.iter() if local(e) == "rootfile")
    path: str | None = next(filter(None, named), None)
    if path is None or path not in archive:
        raise archive.damaged()
    return path


def _chapters(archive: Archive, package: _Element, folder: str) -> Iterator[tuple[str, str | None]]:
    """The text and the first heading of each chapter."""
    items = {e.get("id"): e for e in package.iter() if local(e) == "item"}
    spine = [e for e in package.iter() if local(e) == "itemref"]
    for reference in spine[:_MOST_CHAPTERS]:
        item = items.get(reference.get("idref"))
        if item is None or reference.get("linear") == "no" or not _is_chapter(item):
            continue
        path = unquote(urlsplit(item.get("href") or "").path)
        name = posixpath.normpath(posixpath.join(folder, path))
        # A book may name what it does not hold, and be read all the same.
        root = parse(decode_html(archive.read(name))) if name in archive else None
        if root is not None and (text := visible_text(_without_marks(root))):
            yield text, first_heading(root)


def _without_marks(root: HtmlElement) -> HtmlElement:
    """The document without the marks of notes and the links back from them."""
    for link in list(root.iter("a")):
        roles = f"{link.get('epub:type', '')} {link.get('role', '')} {link.get('class', '')}"
        if _MARKS.intersection(roles.split()):
            link.drop_tree()
    return root


def _is_chapter(item: _Element) -> bool:
    contents = "nav" in (item.get("properties") or "").split()
    return item.get("media-type") in _CHAPTERS and not contents
