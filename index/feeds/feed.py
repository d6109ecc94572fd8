"""What a feed says: frozen values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One article that a feed tells of; nothing of it is trusted but that ``url`` is http(s).

    ``url`` is in the form that names a page, ``id`` what the feed itself knows the entry by.
    ``published`` is a day or a UTC moment in ISO 8601, None where none can be read. ``text`` is its
    summary and its categories without markup, cut after some thousand characters.
    """

    url: str
    title: str | None
    published: str | None
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's title and its entries, the newest first.

    No two entries have the same id or address. ``minutes`` is how long it asks to be left alone
    between two looks, None where it does not say.
    """

    title: str
    entries: tuple[FeedEntry, ...]
    minutes: int | None = None
