"""What the formats of feeds say alike, taken into the one form that is stored."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from index.feeds.feed import Feed, FeedEntry
from index.ingest.fields import canonical_url, iso_date, phrase
from index.ingest.text import one_line

MOST_ENTRIES = 500
MOST_MINUTES = 24 * 60
_TITLE, _ID, _TEXT = 300, 500, 5_000
# Never over another opening bracket, so that many of those are read in one go.
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as its format gave it; every field may be anything. ``texts`` is without markup."""

    url: object
    title: object
    published: object
    id: object
    texts: tuple[str, ...] = ()


def feed_of(base: str, title: object, told: Iterable[Told], minutes: int | None) -> Feed:
    """Return the feed at ``base`` with its newest entries, 500 at most."""
    entries = [entry for one in told if (entry := _entry(base, one))]
    if all(entry.published for entry in entries):
        # Stable, so that those of one day stay as the feed has them.
        entries.sort(key=lambda entry: entry.published or "", reverse=True)
    name = phrase(title, _TITLE) or urlsplit(base).hostname or base
    return Feed(name, tuple(_distinct(_told_apart(entries)))[:MOST_ENTRIES], minutes)


def without_markup(text: object) -> str:
    """Return what a reader sees of a short stretch of HTML, or of text that has none."""
    if not isinstance(text, str):
        return ""
    return html.unescape(_TAG.sub(" ", text[: 4 * _TEXT]))


def _entry(base: str, told: Told) -> FeedEntry | None:
    url = _address(base, told.url)
    if url is None:
        return None
    named = str(told.id) if isinstance(told.id, str | int | float) else ""
    return FeedEntry(
        url=url,
        title=phrase(told.title, _TITLE),
        published=iso_date(told.published),
        id=one_line(named, _ID) or url,
        text=one_line(" ".join(told.texts), _TEXT),
    )


def _address(base: str, url: object) -> str | None:
    if not isinstance(url, str) or not url.strip():
        return None
    try:
        return canonical_url(urljoin(base, url.strip()))
    except ValueError:
        return None


def _told_apart(entries: Sequence[FeedEntry]) -> Iterable[FeedEntry]:
    """The entries, each known by its address where others of another address have its id."""
    urls: dict[str, set[str]] = {}
    for entry in entries:
        urls.setdefault(entry.id, set()).add(entry.url)
    for entry in entries:
        yield entry if len(urls[entry.id]) == 1 else replace(entry, id=entry.url)


def _distinct(entries: Iterable[FeedEntry]) -> Iterable[FeedEntry]:
    ids: set[str] = set()
    urls: set[str] = set()
    for entry in entries:
        if entry.id not in ids and entry.url not in urls:
            yield entry
        ids.add(entry.id)
        urls.add(entry.url)
