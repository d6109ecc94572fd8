"""On which page of a document something stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence


def page_at(pages: Sequence[int], offset: int) -> int | None:
    """The page that an offset is on, counted from 1; None where there are no pages.

    ``pages`` are the offsets at which pages begin, in order; an empty one begins where the next
    does.
    """
    return bisect_right(pages, offset) if pages else None
