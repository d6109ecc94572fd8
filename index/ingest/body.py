"""The text of the article on a page, as trafilatura finds it once the page is pruned."""

from __future__ import annotations

import logging

from lxml.html import HtmlElement

from index.ingest.noticed_markup import uncover_notices
from index.ingest.pruning import prune
from index.ingest.text import has_words

# It would else take the text of a script that describes the page for the article.
_UNREAD = ["//script", "//style", "//template", "//noscript"]
_FEW = 250
"""Characters of what is too little for an article, as trafilatura has it."""
_LONG = 60
_TOLD = 0.5
"""Of the characters, that stand on lines of ``_LONG``, where it is told and not listed."""
_MOST = 200_000
"""Characters of a page that is not worth a second search, which may take half a minute."""
_log = logging.getLogger(__name__)


def article_text(root: HtmlElement) -> str:
    """Return the paragraphs of the article, a line each, empty where there is none.

    ``root`` is pruned. trafilatura compares what it finds with what two other extractors find, and
    prefers theirs more often than they are right: they are asked only where it finds a few scraps.
    """
    try:
        uncover_notices(root)
        prune(root)
        text = _extracted(root, fast=True)
        if not _is_doubtful(text) or len(root.text_content()) > _MOST:
            return text
        other = _extracted(root, fast=False)
    except Exception:
        # Pages exist that break it, one way or another; their visible text can still be read.
        _log.debug("no article was found", exc_info=True)
        return ""
    return other if has_words(other) else text


def _extracted(root: HtmlElement, *, fast: bool) -> str:
    # Half a second and 60 MB with its dependencies, which only HTML needs.
    from trafilatura import bare_extraction

    page = bare_extraction(
        root, include_comments=False, with_metadata=False, fast=fast, prune_xpath=_UNREAD
    )
    text = None if page is None or isinstance(page, dict) else page.text
    return text if text and has_words(text) else ""


def _is_doubtful(text: str) -> bool:
    """Whether it is little, or mostly scraps of a line."""
    told = sum(len(line) for line in text.split("\n") if len(line) >= _LONG)
    return len(text) < _FEW or told < _TOLD * len(text)
