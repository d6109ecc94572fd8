"""What extraction is measured against: trafilatura as it comes, newspaper4k, readability-lxml.

The last two (MIT and Apache-2.0) are no dependencies of ours and are measured where they are
installed. Neither may reach for the network, as newspaper4k does for pictures and suffix lists.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from index.errors import UnreadableSource
from index.ingest.html import read_html
from index.ingest.markup import parse, visible_text
from index.ingest.material import make_draft

Extract: TypeAlias = Callable[[str], str]
"""The text of an article from the HTML of its page, empty where there is none."""

OURS, PLAIN = "Footnote", "trafilatura"
INSTALL = ".venv/bin/pip install newspaper4k readability-lxml tinysegmenter"


def extractors() -> Mapping[str, Extract | None]:
    """All that are compared; None for one that is not installed."""
    return {
        OURS: _ours,
        PLAIN: _trafilatura,
        "newspaper4k": _newspaper() if _has("newspaper") else None,
        "readability-lxml": _readability if _has("readability") else None,
    }


def _ours(html: str) -> str:
    try:
        draft = make_draft(read_html(html, refuse=False))
    except UnreadableSource:
        return ""
    return draft.text[draft.body_start :]


def refusal(html: str) -> str | None:
    """Why a page is refused, None where it is an article."""
    try:
        make_draft(read_html(html))
    except UnreadableSource as error:
        return str(error)
    return None


def without_title(html: str) -> str:
    """What trafilatura finds, without the title that it may begin with."""
    from trafilatura import bare_extraction

    page: Any = bare_extraction(html, include_comments=False, with_metadata=True)
    if page is None:
        return ""
    first, _, rest = page.text.partition("\n")
    return rest if first.split() == (page.title or "").split() else str(page.text)


def _has(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def _trafilatura(html: str) -> str:
    from trafilatura import extract

    return extract(html, include_comments=False) or ""


def _readability(html: str) -> str:
    readability: Any = importlib.import_module("readability")
    root = parse(readability.Document(html).summary(html_partial=True))
    return "" if root is None else visible_text(root)


def _newspaper() -> Extract:
    newspaper: Any = importlib.import_module("newspaper")
    suffixes: Any = importlib.import_module("tldextract.tldextract")
    suffixes.TLD_EXTRACTOR = suffixes.TLDExtract(suffix_list_urls=(), cache_dir=None)
    _lend_punkt()
    settings = newspaper.Config()
    settings.fetch_images = False

    def extract(html: str) -> str:
        article = newspaper.Article("https://page.example/", config=settings)
        article.download(input_html=html)
        article.parse()
        return str(article.text)

    return extract


def _lend_punkt() -> None:
    """NLTK's sentence model, which newspaper4k wants to download, comes with LlamaIndex."""
    core: Any = importlib.util.find_spec("llama_index.core")
    data: Any = importlib.import_module("nltk").data
    data.path.append(os.fspath(Path(core.origin).parent / "_static" / "nltk_cache"))
