"""JSON Feed, versions 1 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from typing import Any

from index.errors import NotAFeed
from index.feeds.feed import Feed
from index.feeds.telling import Told, feed_of, without_markup

_VERSION = "https://jsonfeed.org/version/1"


def read_json_feed(content: bytes, base: str) -> Feed:
    """Return what a JSON Feed says. Raises ``NotAFeed`` for any other JSON."""
    try:
        told = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise NotAFeed("It is damaged JSON and no feed; look for the site's feed.") from error
    version = told.get("version") if isinstance(told, dict) else None
    items = told.get("items") if isinstance(told, dict) else None
    if not (isinstance(version, str) and _is_known(version) and isinstance(items, list)):
        raise NotAFeed("It is JSON but no JSON Feed; look for the site's feed.")
    entries = [_told(item) for item in items if isinstance(item, dict)]
    return feed_of(base, told.get("title"), entries, None)


def _is_known(version: str) -> bool:
    return version.replace("http://", "https://").replace("www.", "").startswith(_VERSION)


def _told(item: dict[str, Any]) -> Told:
    plain = [item.get(name) for name in ("summary", "content_text")]
    tags = item.get("tags")
    named = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    texts = [text for text in plain if isinstance(text, str)]
    named_by = item.get("id")
    address = named_by if str(named_by).startswith(("http://", "https://")) else None
    return Told(
        url=item.get("url") or item.get("external_url") or address,
        title=item.get("title"),
        published=item.get("date_published") or item.get("date_modified"),
        id=named_by,
        texts=(*named, *texts, without_markup(item.get("content_html"))),
    )
