"""What lists articles and is none itself, told by how it begins, in little time and memory."""

from __future__ import annotations

import re
import zlib

from index.bulk.address_lists import is_address_list
from index.bulk.listing import ListKind
from index.fetch.bodies import Unpacker

GZIP = b"\x1f\x8b"

_HEAD = 20_000
_ROOTS: dict[str, ListKind] = {
    "urlset": "sitemap",
    "sitemapindex": "sitemaps",
    "opml": "opml",
    "rss": "feed",
    "feed": "feed",
    "RDF": "feed",
}
_ELEMENT = re.compile(r"<(?:[\w.-]{1,50}:)?(\w{1,50})[\s/>]")
# What a declaration of a document type may end with, where it holds others or quotes a bracket.
_BETWEEN = re.compile(r"[\s\]>\"']*")
_SKIPPED = (("<?", "?>"), ("<!--", "-->"), ("<!", ">"))
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def list_kind(content: bytes) -> ListKind | None:
    """Return what kind of list it is, packed with gzip or not; None for anything else."""
    is_packed = content.startswith(GZIP)
    if is_packed:
        content = _unpacked_head(content)
    head = _text(content[:_HEAD])
    if head.startswith("<"):
        return _ROOTS.get(_root(head))
    if head.startswith("{"):
        return "feed" if "//jsonfeed.org/version/" in head.replace("\\/", "/") else None
    if is_packed and len(content) >= _HEAD:
        # The last line is not whole.
        content = content.rpartition(b"\n")[0]
    return "addresses" if is_address_list(content) else None


def _unpacked_head(content: bytes) -> bytes:
    try:
        return Unpacker("gzip", _HEAD).feed(content[: 4 * _HEAD])[:_HEAD]
    except zlib.error:
        return b""


def _text(head: bytes) -> str:
    """The beginning of a document, in which only ASCII needs to be right."""
    wide = head.startswith(_WIDE_MARKS)
    text = head.decode("utf-16", "ignore") if wide else head.decode("utf-8-sig", "ignore")
    return text.lstrip()


def _root(head: str) -> str:
    """The name of the first element of an XML document, empty where there is none."""
    at = 0
    while True:
        between = _BETWEEN.match(head, at)
        at = between.end() if between else at
        ends = (close for opening, close in _SKIPPED if head.startswith(opening, at))
        if (closing := next(ends, None)) is None:
            found = _ELEMENT.match(head, at)
            return found[1] if found else ""
        end = head.find(closing, at)
        if end < 0:
            return ""
        at = end + len(closing)
