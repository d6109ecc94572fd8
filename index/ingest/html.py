"""An HTML page as its article and what it says about itself."""

from __future__ import annotations

import codecs
import logging
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from index.ingest.markup import first_heading, parse, visible_text
from index.ingest.material import Material
from index.ingest.text import decode, has_words, is_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from trafilatura.settings import Document

_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
# Pages say the first and mean the second, as every browser knows.
# Python also decodes what no page is in, some of it very slowly.
_ENCODINGS = re.compile(r"cp\d|iso(8859|2022)|koi8|gb|hz|big5|euc|shift|mac|tis|johab")
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
_log = logging.getLogger(__name__)


def decode_html(data: bytes) -> str:
    """Return the text of a page: UTF-8 where it is that, else as it declares, else by its looks.

    Raises ``UnreadableSource`` where it looks like no text at all.
    """
    declared = _DECLARED.search(data[:4_096])
    if declared and not _is_utf8(data):
        try:
            name = codecs.lookup(declared[1].decode("ascii")).name
            text = data.decode(_MEANT.get(name, name)) if _ENCODINGS.match(name) else ""
        except (LookupError, ValueError):
            return decode(data)
        if text and is_text(text):
            return text
    return decode(data)


def _is_utf8(data: bytes) -> bool:
    try:
        # Pure ASCII may be one of the encodings that switch by escape sequences.
        return not data.isascii() and bool(data.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def read_html(document: str) -> Material:
    """Return the article of a page or fragment, else its visible text, with its metadata."""
    root = parse(document)
    if root is None:
        return Material("")
    page = _extract(root)
    if page is None or not page.text or not has_words(page.text):
        return Material(visible_text(root), heading=first_heading(root))
    return Material(
        text=page.text,
        title=page.title,
        heading=first_heading(root),
        url=page.url,
        source=page.sitename,
        authors=page.author,
        published=page.date,
    )


def _extract(root: HtmlElement) -> Document | None:
    # Half a second and 60 MB with its dependencies, which only HTML needs.
    from trafilatura import bare_extraction

    today = datetime.now(UTC).date().isoformat()
    try:
        page = bare_extraction(
            root,
            include_comments=False,
            with_metadata=True,
            # It would else take the text of a script that describes the page for the article.
            prune_xpath=["//script", "//style", "//template", "//noscript"],
            # An extensive search takes any year in the text for the date.
            date_extraction_params={
                "extensive_search": False,
                "original_date": True,
                "max_date": today,
            },
        )
    except Exception:
        # Pages exist that break it, one way or another; their visible text can still be read.
        _log.debug("trafilatura failed", exc_info=True)
        return None
    return None if isinstance(page, dict) else page
