"""Notices of corrections in the boxes of a page that are otherwise no part of its article."""

from __future__ import annotations

import re

from lxml.etree import SubElement, iterwalk
from lxml.html import HtmlElement

from index.ingest.notices import notices_of

_BOXES = ("aside", "footer", "div", "section", "p")
_LINES = frozenset({*_BOXES, "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "br"})
_NAMED = re.compile(r"foot|aside|note|correct|clarif|updat|append", re.IGNORECASE)
_LONGEST = 1_000
_MOST = 50
"""So many boxes of a page are looked at, so that no page makes it slow."""


def uncover_notices(root: HtmlElement) -> None:
    """Leave of asides and footers, which are dropped else, the notices, as plain paragraphs."""
    looked = 0
    for element in list(root.iter(*_BOXES)):
        if looked >= _MOST:
            return
        if element.tag not in ("aside", "footer") and not _NAMED.search(_name(element)):
            continue
        looked += 1
        text = _text(element)
        if notices := notices_of(text):
            lines = [line for one in notices for line in text[one.start : one.end].split("\n")]
            _replace(element, [line for line in lines if line.strip()])


def _name(element: HtmlElement) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}"


def _text(element: HtmlElement) -> str:
    """The words of a box, a line for each paragraph; none where they are too many for a notice."""
    told: list[str] = []
    length = 0
    for event, node in iterwalk(element, events=("start", "end")):
        told.append("\n" if node.tag in _LINES else "")
        part = node.text if event == "start" else node.tail if node is not element else None
        told.append((part or "").replace("\n", " "))
        length += len(told[-1])
        if length > _LONGEST:
            return ""
    return "\n".join(" ".join(line.split()) for line in "".join(told).split("\n"))


def _replace(element: HtmlElement, lines: list[str]) -> None:
    behind = element.tail
    element.clear()
    element.tag, element.tail = "div", behind
    for line in lines:
        SubElement(element, "p").text = line
