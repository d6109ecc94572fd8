"""RSS of every version and Atom, as feedparser reads them."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import Any

from index.errors import NotAFeed
from index.feeds.feed import Feed
from index.feeds.telling import MOST_MINUTES, Told, feed_of, without_markup
from index.fetch.pages import Page
from index.ingest.fields import iso_date

_SUBSET = re.compile(rb"(<!DOCTYPE[^>\[]*+)\[.*?\]\s*+(?=>)", re.IGNORECASE | re.DOTALL)
_PROLOGUE = 100_000
_PERIODS = {"hourly": 60, "daily": 1_440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
_PAGES = ("text/html", "application/xhtml+xml")


def read_xml_feed(page: Page) -> Feed:
    """Return what an RSS or Atom feed says, however ill-formed. Raises ``NotAFeed``."""
    # A tenth of a second to import, which only feeds should pay.
    import feedparser

    charset = f"; charset={page.charset}" if page.charset else ""
    headers = {
        "content-location": page.url,
        # Whatever its server calls it, it was looked for as a feed.
        "content-type": f"application/xml{charset}",
    }
    parsed = feedparser.parse(
        # A stream, since a text would be taken for an address or the name of a file.
        io.BytesIO(_without_entities(page.content)),
        response_headers=headers,
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    if not parsed.get("version"):
        raise NotAFeed("It is no feed; give the address of one, or of a page that links to one.")
    about = parsed.feed
    return feed_of(page.url, _plain(about, "title"), map(_told, parsed.entries), _minutes(about))


def _without_entities(content: bytes) -> bytes:
    """Leave out what a feed declares of its own, which may unfold to a thousand times its size.

    The names that HTML has for characters are known without.
    """
    start = content[:_PROLOGUE].lower().find(b"<!doctype")
    found = _SUBSET.match(content, start) if start >= 0 else None
    return content if found is None else content[:start] + found[1] + content[found.end() :]


def _told(entry: Any) -> Told:
    labels = [one.get("label") or one.get("term") for one in entry.get("tags", ())]
    content = [one.get("value") for one in entry.get("content", ())]
    texts = (*labels, entry.get("summary"), *content)
    return Told(
        url=_link(entry),
        title=_plain(entry, "title"),
        published=_date(entry),
        id=entry.get("id"),
        texts=tuple(map(without_markup, texts)),
    )


def _link(entry: Any) -> str | None:
    """The page of an entry: of several that are the same in another form, the first that is one."""
    links = [one for one in entry.get("links", ()) if one.get("rel") == "alternate"]
    pages = [one for one in links if one.get("type") in _PAGES]
    named = (one.get("href") for one in (*pages, *links))
    # This is a guid that may be taken for an address, where there is no other.
    found = next(filter(None, named), None) or entry.get("link")
    return None if found is None else str(found)


def _plain(about: Any, name: str) -> str:
    text, detail = about.get(name), about.get(f"{name}_detail") or {}
    if detail.get("type") == "text/plain":
        return text if isinstance(text, str) else ""
    return without_markup(text)


def _date(entry: Any) -> str | None:
    name = next((one for one in ("published", "updated", "created") if one in entry), None)
    if name is None:
        return None
    written, moment = entry.get(name), entry.get(f"{name}_parsed")
    if iso_date(written) is not None or moment is None:
        return str(written)
    # It knows ways to write a date that are not told of elsewhere.
    try:
        year, month, day, hour, minute, second = moment[:6]
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC).isoformat()
    except (ValueError, TypeError):
        return None


def _minutes(about: Any) -> int | None:
    """How long the feed asks to be left alone, a day at most."""
    asked = [_number(about.get("ttl"))]
    period = _PERIODS.get(str(about.get("sy_updateperiod", "")).strip().lower())
    if period is not None:
        asked.append(period // max(1, _number(about.get("sy_updatefrequency"))))
    most = min(max(asked), MOST_MINUTES)
    return most or None


def _number(value: object) -> int:
    return int(value) if isinstance(value, str) and re.fullmatch(r"[0-9]{1,6}", value) else 0
