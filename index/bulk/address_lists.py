"""Text that is a list of addresses: some a line, with comments that begin with ``#``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import islice

from index.bulk.listing import Listing, Named
from index.ingest.text import one_line

MOST_ADDRESSES = 50_000
_MOST_STRAYS = 100
_LOOKED_AT = 200
_SHOWN = 60
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,;]+(?=https?://)", re.IGNORECASE)
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def is_address_list(content: bytes) -> bool:
    """Whether there is an address in it, and nothing else but comments and blank lines.

    A few other lines, such as a heading or a slip, stand among several: as many as half of them.
    """
    named = others = 0
    for _, line in islice(_lines(content), _LOOKED_AT):
        if _addresses(line):
            named += 1
        else:
            others += 1
    return named > 0 if not others else named > 1 and named >= others


def read_address_list(content: bytes) -> Listing:
    """Return the addresses of a text, 50,000 at most, and the lines that are none."""
    entries: list[Named] = []
    strays: list[tuple[int, str]] = []
    for number, line in _lines(content):
        found = _addresses(line)
        if len(entries) + len(found) > MOST_ADDRESSES:
            return Listing("addresses", tuple(entries), cut=True, strays=tuple(strays))
        entries += map(Named, found)
        if not found and len(strays) < _MOST_STRAYS:
            strays.append((number, one_line(line, _SHOWN)))
    return Listing("addresses", tuple(entries), strays=tuple(strays))


def _addresses(line: str) -> list[str]:
    """The addresses of a line; none where it has anything else in it."""
    parts = _BETWEEN.split(line)
    return parts if all(map(_ADDRESS.fullmatch, parts)) else []


def _lines(content: bytes) -> Iterator[tuple[int, str]]:
    """The lines that are neither blank nor comments, read no further than they are asked for."""
    if content.startswith(_WIDE_MARKS):
        content = content.decode("utf-16", "replace").encode()
    for number, line in enumerate(BytesIO(content), 1):
        text = line.decode("utf-8-sig", "replace").strip()
        if text and not text.startswith("#"):
            yield number, text
