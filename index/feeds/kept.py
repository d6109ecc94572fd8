"""A feed that a library has: how somebody wants it, how it stands, what a look at it gave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.feeds.feed import Feed, FeedEntry
from index.fetch.pages import Validators


@dataclass(frozen=True, slots=True)
class Wishes:
    """How somebody wants a feed.

    ``tags`` are given to its articles; any word of ``include`` and none of ``exclude`` must stand
    in what it tells of an article; ``channel`` is where new ones are announced, None for nowhere.
    """

    tags: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a look at a feed gave, and those of its entries whose articles are wanted."""

    feed: Feed
    validators: Validators | None
    wanted: Sequence[FeedEntry]


@dataclass(frozen=True, slots=True)
class KeptFeed:
    """A feed of a library and how it stands; moments are UTC, ``minutes`` as in ``Feed``.

    After ``failures`` in a row it is left alone until ``rests_until``, and ``gone_at`` is since
    when its server says that there is none any more. ``error`` is what was wrong when it was
    looked at last. ``waiting`` counts articles that are still to be fetched, ``failed`` those that
    were given up.
    """

    id: str
    library: str
    url: str
    title: str
    wishes: Wishes
    added_at: str
    checked_at: str
    validators: Validators | None
    minutes: int | None
    rests_until: str | None
    failures: int
    error: str | None
    gone_at: str | None
    waiting: int
    failed: int
