"""What a list of articles says: frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

ListKind: TypeAlias = Literal["addresses", "sitemap", "sitemaps", "opml", "feed"]
"""What a list names: pages (as text, a sitemap or a feed), further sitemaps, or feeds (OPML)."""


@dataclass(frozen=True, slots=True)
class Named:
    """An address as a list has it, which may be anything.

    ``day`` is when what is there came out or last changed, None where the list does not tell.
    """

    url: str
    day: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list names, in its order; ``cut`` says that there was more.

    ``strays`` are lines that name nothing, with their numbers, a hundred at most.
    """

    kind: ListKind
    entries: tuple[Named, ...]
    cut: bool = False
    strays: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file, or standard input, that is no article but a list of some."""

    origin: str
    content: bytes
