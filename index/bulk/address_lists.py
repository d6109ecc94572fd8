"""Text that is a list of addresses: one a line, with comments that begin with ``#``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

from index.bulk.listing import Listing, Named

MOST_ADDRESSES = 50_000
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def is_address_list(content: bytes) -> bool:
    """Whether there is an address in it, and nothing else but comments and blank lines."""
    found = False
    for line in _lines(content):
        if not _ADDRESS.fullmatch(line):
            return False
        found = True
    return found


def read_address_list(content: bytes) -> Listing:
    """Return the addresses of a text, 50,000 at most; lines that are none are passed over."""
    entries: list[Named] = []
    for line in _lines(content):
        if len(entries) == MOST_ADDRESSES:
            return Listing("addresses", tuple(entries), cut=True)
        if _ADDRESS.fullmatch(line):
            entries.append(Named(line))
    return Listing("addresses", tuple(entries))


def _lines(content: bytes) -> Iterator[str]:
    """The lines that are neither blank nor comments, read no further than they are asked for."""
    if content.startswith(_WIDE_MARKS):
        content = content.decode("utf-16", "replace").encode()
    for line in BytesIO(content):
        text = line.decode("utf-8-sig", "replace").strip()
        if text and not text.startswith("#"):
            yield text
