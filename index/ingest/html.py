"""An HTML page as its article and what it says about itself."""

from __future__ import annotations

import codecs
import logging
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from index.ingest.body import article_text
from index.ingest.furniture import without_furniture
from index.ingest.headline import from_headline, headline, page_headings
from index.ingest.markup import parse
from index.ingest.material import Material
from index.ingest.text import decode, is_text
from index.ingest.walls import look_at, refuse_wall

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


def read_html(document: str, *, refuse: bool = True) -> Material:
    """Return the article of a page or fragment, else its visible text, with its metadata.

    Page furniture is left out. Raises ``UnreadableSource`` for what stands where an article should
    be (a wall, an error, a list of links), unless ``refuse`` is False.
    """
    root = parse(document)
    if root is None:
        return Material("")
    about, headings = _metadata(root), page_headings(root)
    # Taken before the page is pruned.
    seen = look_at(root)
    text = from_headline(without_furniture(article_text(root)), headings) or seen.text
    if refuse:
        refuse_wall(text, seen, about.title if about else None)
    heading = headline(text, headings)
    if about is None:
        return Material(text, heading=heading)
    return Material(
        text=text,
        title=about.title,
        heading=heading,
        url=about.url,
        source=about.sitename,
        authors=about.author,
        published=about.date,
    )


def _metadata(root: HtmlElement) -> Document | None:
    # Half a second and 60 MB with its dependencies, which only HTML needs.
    from trafilatura import extract_metadata

    today = datetime.now(UTC).date().isoformat()
    # An extensive search takes any year in the text for the date.
    dated = {"extensive_search": False, "original_date": True, "max_date": today}
    try:
        return extract_metadata(root, date_config=dated)
    except Exception:
        _log.debug("trafilatura failed", exc_info=True)
        return None
